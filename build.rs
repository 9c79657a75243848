//! Lets the binary and the tests find a linked libduckdb without `LD_LIBRARY_PATH`, also after the folder was moved.
//!
//! The library is copied beside the binary, and every linked target searches its own folder. With the feature `bundled`
//! DuckDB is inside the binary and there is nothing to do.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for variable in ["DUCKDB_LIB_DIR", "DUCKDB_STATIC"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    let is_bundled = env::var_os("CARGO_FEATURE_BUNDLED").is_some();
    let is_static = env::var("DUCKDB_STATIC").is_ok_and(|value| value != "0");
    if is_bundled || is_static {
        return;
    }
    if let Err(message) = make_library_findable() {
        // cargo shows this and fails the build
        println!("cargo::error={message}");
    }
}

fn make_library_findable() -> Result<(), String> {
    let profile = profile_folder()?;
    let (library, origin) = match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("windows") => ("duckdb.dll", None),
        Ok("macos") => ("libduckdb.dylib", Some("@loader_path")),
        _ => ("libduckdb.so", Some("$ORIGIN")),
    };
    if let Some(origin) = origin {
        search_library_in(&profile, origin);
    }
    match env::var_os("DUCKDB_LIB_DIR") {
        Some(folder) => put_into(&profile, &Path::new(&folder).join(library)),
        None => Ok(()),
    }
}

fn search_library_in(profile: &Path, origin: &str) {
    // The binary lies beside the library, tests and examples one folder deeper.
    // A library that libduckdb-sys itself downloads (DUCKDB_DOWNLOAD_LIB) lies in `deps`.
    for folder in ["", "/..", "/deps"] {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{origin}{folder}");
    }
    // Documentation tests run in temporary folders. A release is moved between machines, and names no folder of this one.
    if env::var("PROFILE").is_ok_and(|name| name == "debug") {
        for folder in [profile, &profile.join("deps")] {
            println!("cargo::rustc-link-arg=-Wl,-rpath,{}", folder.display());
        }
    }
}

fn put_into(profile: &Path, source: &Path) -> Result<(), String> {
    let (Some(name), true) = (source.file_name(), source.is_file()) else {
        return Err(format!("there is no {}: DUCKDB_LIB_DIR must name the folder of this file", source.display()));
    };
    let target = profile.join(name);
    println!("cargo::rerun-if-changed={}", source.display());
    println!("cargo::rerun-if-changed={}", target.display());
    copy_if_different(source, &target)
        .map_err(|error| format!("cannot copy {} to {}: {error}", source.display(), target.display()))
}

/// `target/<profile>`, where cargo puts the binary: the folder that holds `build/<package>-<hash>/out`.
fn profile_folder() -> Result<PathBuf, String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run this through cargo")?);
    out.ancestors()
        .find(|folder| folder.ends_with("build"))
        .and_then(Path::parent)
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("cannot tell the profile folder from OUT_DIR={}", out.display()))
}

/// Build scripts of several commands may run at once, so a complete copy is renamed into place. It keeps the time of the
/// original: a copy newer than this run would make cargo run this script again.
fn copy_if_different(source: &Path, target: &Path) -> io::Result<()> {
    let original = fs::metadata(source)?;
    if let Ok(copy) = fs::metadata(target)
        && copy.len() == original.len()
        && copy.modified()? == original.modified()?
    {
        return Ok(());
    }
    let partial = target.with_extension(format!("{}.partial", process::id()));
    fs::copy(source, &partial)?;
    fs::File::options().write(true).open(&partial)?.set_modified(original.modified()?)?;
    fs::rename(&partial, target)
}
