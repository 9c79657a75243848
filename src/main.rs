//! The command `warledger`.

use std::process::ExitCode;

fn main() -> ExitCode {
    warledger::cli::main()
}
