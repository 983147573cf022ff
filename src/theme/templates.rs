//! Templates by name, and their errors as diagnostics.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera};

use super::messages::template_error;
use super::{fill_filter, fit_filter};
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
use crate::locale::Locale;
use crate::share_card::CardFonts;
use crate::text::{SourcePath, Span};

/// A larger page is an endless loop in a template.
const MAX_PAGE_BYTES: usize = 64 << 20;

/// Most pages fit; growing a buffer copies it.
const USUAL_PAGE_BYTES: usize = 64 << 10;

/// All templates of a site.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    paths: TemplatePaths,
}

/// The files of templates, by name.
type TemplatePaths = BTreeMap<String, SourcePath>;

/// Loads the templates of the layers (folder and theme name; later layers override earlier ones)
/// and of the site's `templates/`. Those of a layer are also available as `<theme>/<name>`, so that
/// an override can extend what it overrides.
pub(super) fn load(
    snapshot: &Snapshot,
    layers: &[(String, &str)],
    locale: &Arc<Locale>,
    card_fonts: &Arc<CardFonts>,
    problems: &mut Vec<Diagnostic>,
) -> Templates {
    let mut paths = TemplatePaths::new();
    let mut add = |folder: &str, theme: Option<&str>| {
        for (path, _) in snapshot.texts_below(folder) {
            if let Some(name) = path.strip_prefix(folder) {
                paths.insert(name.to_owned(), path.clone());
                paths.extend(theme.map(|theme| (format!("{theme}/{name}"), path.clone())));
            }
        }
    };
    for (folder, theme) in layers {
        add(&format!("{folder}/templates"), Some(theme));
    }
    add("templates", None);
    let sources = paths
        .iter()
        .filter_map(|(name, path)| Some((name.as_str(), &**snapshot.text_at(path.as_str())?)));
    let sources: Vec<(&str, &str)> = sources.collect();
    let engine = || {
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".htm", ".xml", ".svg"]);
        tera.register_filter("fill", fill_filter::filter(locale.clone()));
        tera.register_filter("fit", fit_filter::filter(card_fonts.clone()));
        tera
    };
    let mut tera = engine();
    if let Err(error) = tera.add_raw_templates(sources.clone()) {
        // Tera stops at the first syntax error, so each template is tried alone.
        let errors =
            sources.iter().filter_map(|source| engine().add_raw_template(source.0, source.1).err());
        let errors = errors.filter(|error| matches!(error.kind(), ErrorKind::SyntaxError(_)));
        let mut found: Vec<Diagnostic> =
            errors.map(|error| to_diagnostic(&error, &paths, snapshot, None)).collect();
        if found.is_empty() {
            found = split_report(&error, &paths, snapshot);
        }
        if found.is_empty() {
            found.push(to_diagnostic(&error, &paths, snapshot, None));
        }
        found.sort_by(|a, b| a.message.cmp(&b.message));
        // A template with two names reports each error twice.
        for (at, problem) in found.iter().enumerate() {
            let is_same =
                |other: &Diagnostic| other.labels == problem.labels && other.code == problem.code;
            if !found[..at].iter().any(is_same) {
                problems.push(problem.clone());
            }
        }
    }
    Templates { tera, paths }
}

impl Templates {
    /// The file of a template.
    pub fn path(&self, template: &str) -> Option<&SourcePath> {
        self.paths.get(template)
    }

    /// The texts of a template and of all that it may extend or include, by name. A name in quotes
    /// counts, wherever it stands.
    pub(super) fn sources_of<'a>(
        &'a self,
        template: &str,
        snapshot: &'a Snapshot,
    ) -> BTreeMap<&'a str, &'a str> {
        let mut found = BTreeMap::new();
        let mut names = vec![template];
        while let Some(name) = names.pop() {
            let Some((name, path)) = self.paths.get_key_value(name) else { continue };
            let text = source(path, snapshot);
            if found.insert(name.as_str(), text).is_none() {
                names.extend(text.split(['"', '\'']));
            }
        }
        found
    }

    /// Renders a template. `page` is the source of the page, for messages.
    ///
    /// # Errors
    /// An error in the template, with its line and the page.
    pub fn render(
        &self,
        template: &str,
        context: &Context,
        page: &SourcePath,
        snapshot: &Snapshot,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut out = LimitedBuffer(Vec::with_capacity(USUAL_PAGE_BYTES));
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(out.0),
            Err(error) => Err(Box::new(to_diagnostic(&error, &self.paths, snapshot, Some(page)))),
        }
    }
}

/// Fails beyond [`MAX_PAGE_BYTES`].
struct LimitedBuffer(Vec<u8>);

impl io::Write for LimitedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    // Tera writes pages in small parts; the loop of the default method costs 1 % of a build.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.0.len() + bytes.len() > MAX_PAGE_BYTES {
            return Err(io::Error::other("the page is larger than 64 MB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn source<'a>(path: &SourcePath, snapshot: &'a Snapshot) -> &'a str {
    snapshot.text_at(path.as_str()).map_or("", |text| &**text)
}

fn to_diagnostic(
    error: &tera::Error,
    paths: &TemplatePaths,
    snapshot: &Snapshot,
    page: Option<&SourcePath>,
) -> Diagnostic {
    let path = |name: Option<&str>| {
        let path = name.and_then(|name| paths.get(name)).cloned();
        path.unwrap_or_else(|| SourcePath::from_static("templates"))
    };
    let name = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let path = path(Some(report.filename()));
            let range = report.span().range.clone();
            let in_file = source(&path, snapshot).get(range.clone()).is_some();
            let span = if in_file { Span::new(range) } else { Span::default() };
            return template_error(&path, span, &message_chain(report, error), page);
        }
        ErrorKind::MissingParent { current: name, .. }
        | ErrorKind::CircularExtend { tpl: name, .. }
        | ErrorKind::CircularInclude { tpl: name, .. }
        | ErrorKind::TemplateNotFound(name) => Some(name.as_str()),
        _ => None,
    };
    template_error(&path(name), Span::default(), &error.to_string(), page)
}

/// Splits Tera's report of unknown templates, filters, tests and functions: for each, a line
/// `error: …` and a line ` --> name:line:column`.
fn split_report(
    error: &tera::Error,
    paths: &TemplatePaths,
    snapshot: &Snapshot,
) -> Vec<Diagnostic> {
    let ErrorKind::Msg(report) = error.kind() else { return Vec::new() };
    let mut found = Vec::new();
    let mut message = None;
    for line in report.lines() {
        if let Some(text) = line.strip_prefix("error: ") {
            message = Some(text);
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some((path, at)) = locate(place, paths, snapshot)
            && let Some(text) = message.take()
        {
            found.push(template_error(path, Span::new(at..at), text, None));
        }
    }
    found
}

/// The file and byte offset of `name:line:column`.
fn locate<'a>(
    place: &str,
    paths: &'a TemplatePaths,
    snapshot: &Snapshot,
) -> Option<(&'a SourcePath, usize)> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let path = paths.get(parts.next()?)?;
    let text = source(path, snapshot);
    let before = text.split_inclusive('\n').take(line.saturating_sub(1));
    let start: usize = before.map(str::len).sum();
    let offset = text[start..].char_indices().nth(column.saturating_sub(1));
    Some((path, offset.map_or(text.len(), |(at, _)| start + at)))
}

/// The message of an error and of all its causes, such as an error in a filter or an included
/// template.
fn message_chain(report: &ReportError, error: &tera::Error) -> String {
    let mut message = report.message().to_owned();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        message = format!("{message}: {error}");
        cause = error.source();
    }
    message
}
