//! `check`.

use std::process::ExitCode;

use rayon::prelude::*;

use super::args::{CheckArgs, Cli, MessageFormat};
use super::check_external::check_external;
use super::report_formats::{exit_code, format_problem_counts, print_problems};
use super::site::{build_options, scan_and_build};
use crate::catalog::{Resource, broken_picture};
use crate::check::names_in_doubt;
use crate::diagnostics::{Diagnostic, Severity, sort_and_dedup};
use crate::engine::{Build, has_errors};
use crate::render::{Body, verify_share_card};
use crate::text::Route;

pub(super) fn check(cli: &Cli, arguments: &CheckArgs) -> Result<ExitCode, String> {
    let options = build_options(&arguments.options)?;
    let Build { site, mut diagnostics, .. } = scan_and_build(cli, &options);
    if !has_errors(&diagnostics) {
        // Rendering finds problems in templates; the bytes are dropped.
        let is_rendered =
            |(_, resource): &(&Route, &Resource)| !matches!(resource, Resource::Picture(..));
        let resources: Vec<_> = site.resources().into_iter().filter(is_rendered).collect();
        let problem = |(route, _): (&Route, &Resource)| match site.require_body(route) {
            Ok(Body::ShareCard(card)) => verify_share_card(&card).err(),
            body => body.err(),
        };
        let problems = resources.into_par_iter().filter_map(problem);
        let mut found: Vec<Diagnostic> = problems.map(|problem| *problem).collect();
        // Making pictures takes long; decoding them finds the same problems.
        let pictures: Vec<_> = site.derived_pictures().into_iter().collect();
        let problems = pictures.into_par_iter().filter_map(|(path, made)| {
            let problem = site.pictures().verify(path.as_str(), &made).err()?;
            Some(broken_picture(path, &problem))
        });
        found.extend(problems.collect::<Vec<Diagnostic>>());
        site.add_places(&mut found);
        diagnostics.append(&mut found);
    }
    if arguments.external {
        let mut problems = check_external(&site, arguments.fresh);
        site.apply_levels(&mut problems, options.strict);
        diagnostics.extend(problems);
    }
    sort_and_dedup(&mut diagnostics);
    let mut summary: Vec<Diagnostic> = names_in_doubt(&site.data()).into_iter().collect();
    site.apply_levels(&mut summary, options.strict);
    let is_for_people = cli.message_format == MessageFormat::Human;
    if !is_for_people || summary.iter().any(|problem| problem.severity != Severity::Note) {
        diagnostics.append(&mut summary);
    }
    print_problems(&diagnostics, site.snapshot(), cli.message_format);
    if is_for_people {
        anstream::eprintln!("{}", format_problem_counts(&diagnostics));
        print_summary(&summary);
    }
    Ok(exit_code(&diagnostics))
}

/// Prints notes on the site as a whole below the counts, one line each.
fn print_summary(summary: &[Diagnostic]) {
    for Diagnostic { message, help, .. } in summary {
        let help = help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        anstream::eprintln!("  {message}{help}");
    }
}
