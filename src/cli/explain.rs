//! `explain`: what every name of a file was taken for.

use std::process::ExitCode;

use super::args::{Cli, ExplainArgs, MessageFormat};
use super::build::{build_options, scan_and_build};
use super::report::{self, format_count, print_lines};
use super::{SITE_HAS_ERRORS, WRONG_USAGE};
use crate::catalog::{Catalog, PageIx};
use crate::diagnostics::{Severity, internal_error, nearest_match};
use crate::engine::{Build, BuildStats};
use crate::link::{self, ExplainedName};
use crate::text::position_of;

pub(super) fn explain(cli: &Cli, arguments: &ExplainArgs) -> ExitCode {
    let wishes = match build_options(&arguments.choice) {
        Ok(wishes) => wishes,
        Err(message) => return super::usage_error(&message),
    };
    let Build { site, diagnostics, .. } = scan_and_build(cli, &wishes, &mut BuildStats::default());
    let catalog = site.catalog();
    let Some(page) = find_page(catalog, cli, &arguments.file) else {
        let paths = catalog.pages().map(|entry| catalog.head(entry.page).path.as_str());
        let help = nearest_match(&arguments.file, paths).map_or(
            "name a file below `content/`, as it lies in the folder of the site".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        anstream::eprintln!("error: there is no page `{}`\n  help: {help}", arguments.file);
        return ExitCode::from(WRONG_USAGE);
    };
    let document = &site.documents()[page.index()];
    let names = link::explain(document, &site.linked()[page.index()], catalog);
    match cli.message_format {
        MessageFormat::Json => match names
            .iter()
            .map(|name| serde_json::to_string(&name.to_record(document, catalog)))
            .collect::<Result<Vec<String>, _>>()
        {
            Ok(objects) => print_lines(objects.into_iter()),
            Err(error) => {
                let problem = [internal_error(&document.path, &error.to_string())];
                report::print_problems(&problem, &**site.snapshot(), cli.message_format);
                return ExitCode::from(SITE_HAS_ERRORS);
            }
        },
        MessageFormat::Human | MessageFormat::Github => {
            let links = names.iter().filter(|name| name.is_link()).count();
            let head = format!(
                "{}: {}, {}",
                document.path,
                format_count(names.len(), "name"),
                format_count(links, "link")
            );
            print_lines(
                std::iter::once(head)
                    .chain(names.iter().map(|name| format_name(name, &document.text, catalog))),
            );
        }
    }
    let broken = diagnostics.iter().any(|problem| problem.severity == Severity::Error);
    if broken {
        anstream::eprintln!(
            "the site has errors, and what depends on them may be missing here; `backgrounder check` lists them"
        );
        return ExitCode::from(SITE_HAS_ERRORS);
    }
    ExitCode::SUCCESS
}

/// The page of a file as a person names it: from where the program runs, from the folder of the
/// site, from `content/`, or by its id.
fn find_page(catalog: &Catalog, cli: &Cli, written: &str) -> Option<PageIx> {
    let slashes = written.replace('\\', "/");
    let plain = slashes.trim_start_matches("./");
    let root = cli.root.to_string_lossy().replace('\\', "/");
    let below_root = plain
        .strip_prefix(root.trim_start_matches("./").trim_end_matches('/'))
        .map(|rest| rest.trim_start_matches('/'));
    let ways = below_root.into_iter().chain([plain]).flat_map(|path| {
        [path.to_owned(), format!("content/{path}"), format!("content/{path}.md")]
    });
    ways.into_iter().find_map(|path| catalog.by_path(&path)).or_else(|| catalog.by_id(plain))
}

fn format_name(name: &ExplainedName, text: &str, catalog: &Catalog) -> String {
    let at = position_of(text, name.span.start as usize);
    let place = format!("{}:{}", at.line, at.column);
    let id = |page: &PageIx| &*catalog.head(*page).id;
    let meant = match (&name.topic, &name.candidates[..]) {
        (Some(topic), _) => format!("→ {}", id(topic)),
        (None, []) => "→ nothing".to_owned(),
        (None, candidates) => format!(
            "→ nothing; {} would be",
            candidates.iter().map(id).collect::<Vec<_>>().join(" or ")
        ),
    };
    let rule = match (name.name_kind, &name.declared_name) {
        (None, _) if name.is_link() => " by hand".to_owned(),
        (None, _) => String::new(),
        (Some(rule), Some(declared)) => format!(" ({}, of “{declared}”)", rule.label()),
        (Some(rule), None) => format!(" ({})", rule.label()),
    };
    let decided = if name.is_link() {
        "link".to_owned()
    } else {
        format!("plain: {}", name.decision.description())
    };
    format!("{place:<8} “{}” {meant}{rule}; {decided}", name.written)
}
