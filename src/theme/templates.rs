//! Templates by name, and their errors as diagnostics.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use tera::{Context, ErrorKind, ReportError, Tera};

use super::messages;
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
use crate::locale::Locale;
use crate::text::{SourcePath, Span};

/// The largest page, in bytes. A template that writes more is caught in a loop.
const MAX_PAGE_BYTES: usize = 64 << 20;

/// The room that is made for a page before it is written, in bytes: growing would copy it.
const PAGE_CAPACITY: usize = 64 << 10;

/// All templates of a site.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// Where each template stands.
    source_paths: BTreeMap<String, SourcePath>,
}

/// Loads templates from the layers (folder and name of a theme; the later wins), then the site's
/// own `templates/`. Each layer's are also known by the name of their theme,
/// `broadsheet/article.html`, so that one that overrides another can extend it.
pub(super) fn load(
    snapshot: &Snapshot,
    layers: &[(String, &str)],
    locale: &Arc<Locale>,
    problems: &mut Vec<Diagnostic>,
) -> Templates {
    let mut files: BTreeMap<String, SourcePath> = BTreeMap::new();
    for (folder, theme) in layers {
        let folder = format!("{folder}/templates");
        for (path, _) in snapshot.texts_below(&folder) {
            if let Some(name) = path.strip_prefix(&folder) {
                files.insert(name.to_owned(), path.clone());
                files.insert(format!("{theme}/{name}"), path.clone());
            }
        }
    }
    for (path, _) in snapshot.texts_below("templates") {
        if let Some(name) = path.strip_prefix("templates") {
            files.insert(name.to_owned(), path.clone());
        }
    }
    let sources: Vec<(&str, &str)> = files
        .iter()
        .filter_map(|(name, path)| Some((name.as_str(), &**snapshot.text_at(path.as_str())?)))
        .collect();
    let engine = || {
        let mut tera = Tera::new();
        tera.register_filter("each", super::each_filter::each);
        tera.register_filter("fill", super::fill_filter::filter(locale.clone()));
        tera
    };
    let mut tera = engine();
    if let Err(error) = tera.add_raw_templates(sources.clone()) {
        let before = problems.len();
        // The engine stops at its first error; each template by itself shows all that are broken.
        for (name, source) in &sources {
            if let Err(error) = engine().add_raw_template(name, source)
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                problems.push(to_diagnostic(&error, &files, snapshot, None));
            }
        }
        if problems.len() == before {
            match split_report(&error, &files, snapshot) {
                found if found.is_empty() => {
                    problems.push(to_diagnostic(&error, &files, snapshot, None))
                }
                found => problems.extend(found),
            }
        }
        problems[before..].sort_by(|a, b| a.message.cmp(&b.message));
        // A template of a theme is known by two names, and broken once.
        let mut kept: Vec<Diagnostic> = Vec::new();
        for problem in problems.drain(before..) {
            if !kept
                .iter()
                .any(|other| other.labels == problem.labels && other.code == problem.code)
            {
                kept.push(problem);
            }
        }
        problems.extend(kept);
    }
    Templates { tera, source_paths: files }
}

impl Templates {
    /// Renders a template. `page` is the source of the page, for the message.
    ///
    /// # Errors
    /// What is wrong with the template, with its line and the page.
    pub fn render(
        &self,
        template: &str,
        context: &Context,
        page: &SourcePath,
        snapshot: &Snapshot,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut out = LimitedBuffer(Vec::with_capacity(PAGE_CAPACITY));
        match self.tera.render_to(template, context, &mut out) {
            Ok(()) => Ok(out.0),
            Err(error) => {
                Err(Box::new(to_diagnostic(&error, &self.source_paths, snapshot, Some(page))))
            }
        }
    }
}

/// Output that ends at [`MAX_PAGE_BYTES`].
struct LimitedBuffer(Vec<u8>);

impl io::Write for LimitedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

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

fn to_diagnostic(
    error: &tera::Error,
    files: &BTreeMap<String, SourcePath>,
    snapshot: &Snapshot,
    page: Option<&SourcePath>,
) -> Diagnostic {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let path = files.get(report.filename()).cloned();
            let path = path.unwrap_or_else(|| SourcePath::from_static("templates"));
            let span =
                error_span(report, snapshot.text_at(path.as_str()).map_or("", |text| &**text));
            messages::template_error(&path, span, &innermost_message(report, error), page)
        }
        kind => {
            let name = match kind {
                ErrorKind::MissingParent { current, .. } => Some(current),
                ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
                    Some(tpl)
                }
                ErrorKind::TemplateNotFound(name) => Some(name),
                _ => None,
            };
            let path = name
                .and_then(|name| files.get(name))
                .cloned()
                .unwrap_or_else(|| SourcePath::from_static("templates"));
            messages::template_error(&path, Span::default(), &error.to_string(), page)
        }
    }
}

/// What the engine says of names that no template, filter, test or function has: a text with a
/// report for each, `error: …` and ` --> name:line:column` below it.
fn split_report(
    error: &tera::Error,
    files: &BTreeMap<String, SourcePath>,
    snapshot: &Snapshot,
) -> Vec<Diagnostic> {
    let ErrorKind::Msg(text) = error.kind() else { return Vec::new() };
    let mut found = Vec::new();
    let mut said = None;
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            said = Some(message);
        } else if let (Some(message), Some(place)) = (said, line.trim_start().strip_prefix("--> "))
        {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next(), parts.next(), parts.next());
            let path = name.and_then(|name| files.get(name));
            if let (Some(path), Some(Ok(line)), Some(Ok(column))) =
                (path, line.map(str::parse::<usize>), column.map(str::parse::<usize>))
            {
                let source = snapshot.text_at(path.as_str()).map_or("", |text| &**text);
                let start: usize =
                    source.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
                let at = source[start..]
                    .char_indices()
                    .nth(column.saturating_sub(1))
                    .map_or(source.len(), |(at, _)| start + at);
                found.push(messages::template_error(path, Span::new(at..at), message, None));
                said = None;
            }
        }
    }
    found
}

/// The message of the innermost error: what a filter or an included template said.
fn innermost_message(report: &ReportError, error: &tera::Error) -> String {
    let mut said = report.message().to_owned();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        said = format!("{said}: {inner}");
        source = inner.source();
    }
    said
}

fn error_span(report: &ReportError, text: &str) -> Span {
    let range = report.span().range.clone();
    if text.get(range.clone()).is_some() { Span::new(range) } else { Span::default() }
}
