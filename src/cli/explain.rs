//! `explain`: what each name in a file refers to.

use std::io;
use std::path::{self, Path, PathBuf};
use std::process::ExitCode;

use super::args::{Cli, ExplainArgs, MessageFormat};
use super::report_formats::{format_count, print_lines, print_problems};
use super::site::{build_options, require_site, scan_and_build};
use crate::catalog::{Catalog, PageIx};
use crate::diagnostics::{internal_error, nearest_match};
use crate::link::{self, ExplainedName};
use crate::text::position_of;

pub(super) fn explain(cli: &Cli, arguments: &ExplainArgs) -> Result<ExitCode, String> {
    require_site(cli)?;
    let build = scan_and_build(cli, &build_options(&arguments.options)?);
    let site = &build.site;
    let catalog = site.catalog();
    let page = find_page(catalog, cli, &arguments.file).ok_or_else(|| {
        let paths = catalog.pages().map(|entry| catalog.head(entry.page).path.as_str());
        let help = nearest_match(&arguments.file, paths).map_or_else(
            || "give the path of a file in `content/`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        format!("there is no page `{}`\n  help: {help}", arguments.file)
    })?;
    let document = &site.documents()[page.index()];
    let linked = &site.linked()[page.index()];
    let names = link::explain_page(document, page, linked, catalog, site.config());
    if cli.message_format == MessageFormat::Json {
        let json = |name: &ExplainedName| serde_json::to_string(&name.to_record(document, catalog));
        match names.iter().map(json).collect::<Result<Vec<String>, _>>() {
            Ok(objects) => print_lines(objects),
            Err(error) => {
                let problem = internal_error(&document.path, &error.to_string());
                print_problems(&[problem], site.snapshot(), cli.message_format);
                return Ok(ExitCode::FAILURE);
            }
        }
    } else {
        let links = names.iter().filter(|name| name.is_link()).count();
        let [names_count, links] =
            [(names.len(), "name"), (links, "link")].map(|(count, what)| format_count(count, what));
        let lines = names.iter().map(|name| format_name(name, &document.text, catalog));
        let heading = format!("{}: {names_count}, {links}", document.path);
        print_lines(std::iter::once(heading).chain(lines));
    }
    if build.has_errors() {
        anstream::eprintln!(
            "The site has errors, so some names may be missing here; `backgrounder check` lists \
             the errors"
        );
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Finds a page by its path (absolute, or relative to the working directory, the site or `content/`)
/// or its id.
fn find_page(catalog: &Catalog, cli: &Cli, written: &str) -> Option<PageIx> {
    let slashes = written.replace('\\', "/");
    let below_site = slashes.trim_start_matches("./").to_owned();
    // As written, and where the file is: `..` and symbolic links are resolved.
    let below_root = |resolve: fn(&Path) -> io::Result<PathBuf>| {
        let (file, root) = (resolve(Path::new(written)).ok()?, resolve(&cli.root).ok()?);
        Some(file.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/"))
    };
    [below_root(|path| path::absolute(path)), below_root(|path| path.canonicalize())]
        .into_iter()
        .flatten()
        .chain([below_site.clone()])
        .flat_map(|path| [path.clone(), format!("content/{path}"), format!("content/{path}.md")])
        .find_map(|path| catalog.by_path(&path))
        .or_else(|| catalog.by_id(&below_site))
}

fn format_name(name: &ExplainedName, text: &str, catalog: &Catalog) -> String {
    let position = position_of(text, name.span.start as usize);
    let place = format!("{}:{}", position.line, position.column);
    let id = |page: &PageIx| &*catalog.head(*page).id;
    let target = match (&name.topic, &name.candidates[..]) {
        (Some(topic), _) => format!("→ {}", id(topic)),
        (None, []) => "→ nothing".to_owned(),
        (None, candidates) => {
            let ids: Vec<&str> = candidates.iter().map(id).collect();
            format!("→ nothing; could be {}", ids.join(" or "))
        }
    };
    let evidence: Vec<&str> = name.evidence.iter().map(|evidence| &*evidence.text).collect();
    let evidence = evidence.join(", ");
    // Evidence for a topic stands with the topic, evidence against it with the decision.
    let (for_topic, against) = match name.topic {
        Some(_) => (&*evidence, ""),
        None => ("", &*evidence),
    };
    let declared = name.declared_name.as_ref().map(|declared| format!("of “{declared}”"));
    let kind = match name.name_kind {
        None if name.is_link() => " by hand".to_owned(),
        None => String::new(),
        Some(kind) => {
            let parts = [kind.label(), declared.as_deref().unwrap_or_default(), for_topic];
            format!(" ({})", join_nonempty(parts, ", "))
        }
    };
    let decision = if name.is_link() {
        "link".to_owned()
    } else {
        join_nonempty([&*format!("not linked: {}", name.decision.description()), against], ": ")
    };
    format!("{place:<8} “{}” {target}{kind}; {decision}", name.written)
}

fn join_nonempty<const N: usize>(parts: [&str; N], separator: &str) -> String {
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(separator)
}
