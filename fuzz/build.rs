//! Lets a target find the DuckDB library that the build script of warledger puts beside it.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_mac = std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "macos");
    let beside = if is_mac { "@loader_path" } else { "$ORIGIN" };
    println!("cargo::rustc-link-arg=-Wl,-rpath,{beside}");
}
