//! The command line: arguments, progress, reports. The only place that talks to a person.

mod args;
mod build;
mod build_record;
mod explain;
mod check_external;
mod new;
mod progress;
mod report;
mod serve;
mod suggest;
mod summary;
mod serve_log;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

pub use args::{Cli, Command, MessageFormat};

/// Exit status: the site has errors.
const SITE_HAS_ERRORS: u8 = 1;
/// Exit status: wrong usage.
const WRONG_USAGE: u8 = 2;

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Build(ref arguments) => build::build(&cli, arguments),
        Command::Serve(ref arguments) => serve::serve(&cli, arguments),
        Command::Check(ref arguments) => build::check(&cli, arguments),
        Command::Explain(ref arguments) => explain::explain(&cli, arguments),
        Command::Suggest(ref arguments) => suggest::suggest(&cli, arguments),
        Command::New(ref arguments) => new::new(&cli, arguments),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut Cli::command(),
                "backgrounder",
                &mut std::io::stdout(),
            );
            ExitCode::SUCCESS
        }
    }
}

fn usage_error(message: &str) -> ExitCode {
    anstream::eprintln!("error: {message}");
    ExitCode::from(WRONG_USAGE)
}
