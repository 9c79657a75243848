//! The command line: the only module that knows flags, colours and the terminal.
//!
//! One file per command; each turns arguments into a question for the library and hands the rows to `render`.

mod answers;
mod args;
mod brief;
mod brief_pattern;
mod changes;
mod check;
mod cite;
mod claims;
mod demo;
mod describe;
mod diff;
mod doctor;
mod engine;
mod export;
mod lake;
mod lines;
mod load;
mod loads;
mod notes;
mod patterns;
mod places;
mod queries;
mod reading;
mod render;
mod report;
mod sample;
mod shell;
mod sources;
mod sql;
mod stop;
mod template;
mod terms;
mod upkeep;
mod values;
mod verify;
mod words;

use std::io::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use clap::Parser;

use crate::error::{Error, Result};

use args::{Cli, Command};

/// Parses the arguments, runs the command, and says how it ended: 0 done, 1 failed, 2 misuse.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no misuse; printing them fails only if nobody is listening.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return if error.print().is_ok() { ExitCode::from(code) } else { ExitCode::from(1) };
        }
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            say(&error);
            ExitCode::from(error.exit_code())
        }
    }
}

fn run(cli: &Cli) -> Result<()> {
    match &cli.command {
        Command::Load(args) => load::run(cli, args),
        Command::Fatalities(args) => answers::fatalities(cli, args),
        Command::Attacks(args) => answers::attacks(cli, args),
        Command::Trends(args) => answers::trends(cli, args),
        Command::Troops(args) => claims::troops(cli, args),
        Command::Coordinated(args) => patterns::coordinated(cli, args),
        Command::Deadliest(args) => patterns::deadliest(cli, args),
        Command::Coast(args) => places::coast(cli, args),
        Command::NewAreas(args) => places::new_areas(cli, args),
        Command::NewActors(args) => places::new_actors(cli, args),
        Command::History(args) => places::history(cli, args),
        Command::Check(args) => check::run(cli, args),
        Command::CheckClaim(args) => check::run_claim(cli, args),
        Command::Brief(args) => brief::run(cli, args),
        Command::Report(args) => report::run(cli, args),
        Command::Policies(args) => claims::policies(cli, args),
        Command::Events(args) => answers::events(cli, args),
        Command::Sql(args) => sql::run(cli, args),
        Command::Shell(args) => shell::run(cli, args),
        Command::Queries(args) => queries::run(cli, args),
        Command::Export(args) => export::run(cli, args),
        Command::Lake(args) => lake::run(cli, args),
        Command::Demo(args) => demo::run(args),
        Command::Diff(args) => diff::run(cli, args),
        Command::Cite(args) => cite::run(cli, args),
        Command::Loads(args) => loads::run(cli, args),
        Command::Sources(args) => sources::run(cli, args),
        Command::Describe(args) => describe::run(cli, args),
        Command::Actors(args) => answers::actors(cli, args),
        Command::Template(args) => template::run(args),
        Command::Compact(args) => upkeep::compact(cli, args),
        Command::Upgrade(args) => upkeep::upgrade(cli, args),
        Command::Verify(args) => verify::run(cli, args),
        Command::Doctor(args) => doctor::run(cli, args),
        Command::Completions(args) => completions(args),
        Command::Sample(args) => sample::run(args),
    }
}

fn completions(args: &args::CompletionsArgs) -> Result<()> {
    let mut command = <Cli as clap::CommandFactory>::command();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "warledger", &mut script);
    render::print_bytes(&script)
}

/// Says what went wrong and what to do next, on stderr.
fn say(error: &Error) {
    let colour = render::colour_on_stderr();
    let style = |style: Style| if colour { style } else { Style::new() };
    let red = style(AnsiColor::Red.on_default().bold());
    let dim = style(AnsiColor::Cyan.on_default());
    let mut text = format!("{red}error:{red:#} {error}\n");
    if let Some(hint) = error.hint() {
        text.push_str(&format!("{dim}hint:{dim:#} {hint}\n"));
    }
    // If stderr is closed there is nobody to tell; the exit code says it all the same.
    std::io::stderr().write_all(text.as_bytes()).unwrap_or_default();
}
