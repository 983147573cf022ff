//! `check`.

use std::process::ExitCode;

use rayon::prelude::*;

use super::args::{CheckArgs, Cli, MessageFormat};
use super::check_external::check_external;
use super::report_formats::{exit_code, format_problem_counts, print_problems};
use super::site::{build_options, scan_and_build};
use crate::diagnostics::{Diagnostic, sort_and_dedup};
use crate::engine::{Build, has_errors};
use crate::text::Route;

pub(super) fn check(cli: &Cli, arguments: &CheckArgs) -> Result<ExitCode, String> {
    let options = build_options(&arguments.options)?;
    let Build { site, mut diagnostics, .. } = scan_and_build(cli, &options);
    if !has_errors(&diagnostics) {
        // Rendering finds problems in templates; the bytes are dropped.
        let routes: Vec<&Route> = site.resources().into_iter().map(|(route, _)| route).collect();
        let problems = routes.into_par_iter().filter_map(|route| site.require_body(route).err());
        diagnostics.extend(problems.map(|problem| *problem).collect::<Vec<Diagnostic>>());
    }
    if arguments.external {
        let mut problems = check_external(&site, arguments.fresh);
        site.apply_levels(&mut problems, options.strict);
        diagnostics.extend(problems);
    }
    sort_and_dedup(&mut diagnostics);
    print_problems(&diagnostics, site.snapshot(), cli.message_format);
    if cli.message_format == MessageFormat::Human {
        anstream::eprintln!("{}", format_problem_counts(&diagnostics));
    }
    Ok(exit_code(&diagnostics))
}
