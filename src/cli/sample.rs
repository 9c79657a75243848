//! `sample`: a synthetic file in a publisher's layout.

use std::path::Path;

use crate::error::{Error, Result};
use crate::output::{self, Written};
use crate::sample::{self, SampleLayout, SampleOptions};

use super::args::SampleArgs;
use super::{load, render};

pub(crate) fn run(args: &SampleArgs) -> Result<()> {
    if let Some(folder) = &args.overlay {
        overlay(folder, args.force)?;
    }
    let Some(path) = &args.output else { return Ok(()) };
    render::spare_database(path)?;
    let options = SampleOptions::new(SampleLayout::parse(&args.source)?, args.events, args.seed);
    let bar = load::progress(args.events, "rows");
    let mut failed = None;
    let outcome = output::write_file(path, args.force, |out| {
        match sample::write_csv(&options, out, &mut |rows| bar.set_position(rows)) {
            Ok(rows) => Ok(Written { rows, shown: rows }),
            Err(error) => {
                let reason = std::io::Error::other(error.to_string());
                failed = Some(error);
                Err(reason.into())
            }
        }
    });
    bar.finish_and_clear();
    if let Some(error) = failed {
        return Err(error.into());
    }
    let written = outcome?;
    render::print(&format!(
        "{} rows to {}: synthetic, invented countries, groups and places\n",
        written.rows,
        path.display()
    ))
}

fn overlay(folder: &Path, force: bool) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io("making", folder, error))?;
    let files = [
        ("actors.csv", sample::overlay_actors()),
        ("aliases.csv", sample::overlay_aliases()),
        ("countries.csv", sample::overlay_countries()),
        ("regions.csv", sample::overlay_regions()),
        ("region_members.csv", sample::overlay_region_members()),
    ];
    for (name, text) in files {
        output::write_file(&folder.join(name), force, |out| {
            out.write_all(text.as_bytes())?;
            Ok(Written::default())
        })?;
    }
    render::print(&format!(
        "actors, aliases, countries and regions of the invented world in {}; load them with --source actors, aliases, regions\n",
        folder.display()
    ))
}
