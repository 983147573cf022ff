//! The command line: arguments, progress, reports. The only room that prints to the terminal.

mod args;
mod build;
mod build_record;
mod check;
mod check_external;
mod explain;
mod fetch_pictures;
mod make_pictures;
mod new;
mod progress;
mod report_formats;
mod schema;
mod search;
mod serve;
mod serve_log;
mod site;
mod suggest;
mod summary;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Command};

/// Exit status of wrong usage; that of a site with errors is [`ExitCode::FAILURE`] (1).
const WRONG_USAGE: u8 = 2;

/// Runs the command that the process was started with. A command returns its exit status, or the
/// message of a usage error.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match &cli.command {
        Command::Build(arguments) => build::build(&cli, arguments),
        Command::Serve(arguments) => serve::serve(&cli, arguments),
        Command::Check(arguments) => check::check(&cli, arguments),
        Command::Explain(arguments) => explain::explain(&cli, arguments),
        Command::Suggest(arguments) => suggest::suggest(&cli, arguments),
        Command::Search(arguments) => search::search(&cli, arguments),
        Command::FetchPictures(arguments) => fetch_pictures::fetch_pictures(&cli, arguments),
        Command::New(arguments) => new::new(&cli, arguments),
        Command::Schema { of } => schema::schema(*of),
        Command::Completions { shell } => {
            let (mut command, mut out) = (Cli::command(), std::io::stdout());
            clap_complete::generate(*shell, &mut command, "backgrounder", &mut out);
            Ok(ExitCode::SUCCESS)
        }
    };
    result.unwrap_or_else(|message| {
        anstream::eprintln!("error: {message}");
        ExitCode::from(WRONG_USAGE)
    })
}
