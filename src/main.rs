//! The `backgrounder` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    backgrounder::cli::main()
}
