//! Arguments of the commands that write files to start from: templates, completions, synthetic samples.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Arguments of `template`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger template source -o mine.toml         describe a table of your own; four columns are enough
  warledger load mine.csv --source mine.toml
  warledger template claims -o claims.csv        figures of your own, on events of any source
  warledger template policies -o policies.csv    whose claims count")]
pub(crate) struct TemplateArgs {
    /// What to describe
    #[arg(value_enum)]
    pub(crate) kind: TemplateKind,
    /// Write to a file instead of the terminal
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What there are templates of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TemplateKind {
    /// A table of events: source.toml
    Source,
    /// Published figures on events of any source: claims.csv
    Claims,
    /// Whose claims count, and how the best figure is chosen: policies.csv
    Policies,
}

/// Arguments of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Arguments of `sample`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warledger sample acled --events 100000 --seed 1 -o synthetic.csv
  warledger sample acled --overlay overlay/      actors, aliases and regions for the invented groups")]
pub(crate) struct SampleArgs {
    /// Layout: ucdp_ged or acled
    #[arg(value_name = "SOURCE", value_parser = ["ucdp_ged", "acled"])]
    pub(crate) source: String,
    /// Number of events
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub(crate) events: u64,
    /// The same seed gives the same file
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub(crate) seed: u64,
    /// File to write
    #[arg(short, long, value_name = "FILE", required_unless_present = "overlay")]
    pub(crate) output: Option<PathBuf>,
    /// Write actors, aliases and regions for the invented groups into this folder
    #[arg(long, value_name = "DIR")]
    pub(crate) overlay: Option<PathBuf>,
    /// Overwrite the file if it exists
    #[arg(long)]
    pub(crate) force: bool,
}
