//! A page as Markdown: its text, the texts of its front matter, and its sources.

use super::tera_values::RenderResult;
use crate::catalog::PageIx;
use crate::diagnostics::internal_error;
use crate::document::{FrontMatter, TextId, WrittenRef};
use crate::link::SourceOrigin;
use crate::locale::Locale;
use crate::page::{SiteData, fact_lines};
use crate::prose::{ProseRenderer, escape_markdown};

pub(super) fn markdown_export(data: &SiteData<'_>, page: PageIx) -> RenderResult<String> {
    let (locale, prose) = (data.locale(), data.prose(page));
    let mut export = MarkdownExport { data, page, locale, prose, out: String::new() };
    export.head();
    let head = export.out.len();
    export.front_matter_sections();
    if export.out.len() > head {
        // Keeps the body out of the last section.
        export.out.push_str("---\n\n");
    }
    let body = export.markdown(data.document(page).body_id());
    export.out.push_str(&body);
    export.out.push('\n');
    export.updates();
    export.sources()?;
    Ok(export.out)
}

struct MarkdownExport<'a> {
    data: &'a SiteData<'a>,
    page: PageIx,
    locale: &'a Locale,
    prose: ProseRenderer<'a>,
    out: String,
}

impl MarkdownExport<'_> {
    fn head(&mut self) {
        self.out.push_str(&format!("# {}\n\n", escape_markdown(&self.data.entry(self.page).title)));
        if let Some(description) = &self.data.head(self.page).common.description {
            self.paragraph(&escape_markdown(description));
        }
        if let Some(image) = self.data.absolute_image(self.page) {
            let address = image.src.replace('(', "%28").replace(')', "%29");
            self.paragraph(&image.words().picture_markdown(&escape_markdown(&image.alt), &address));
        }
        let facts = fact_lines(self.data, self.page);
        let facts: Vec<String> = facts.iter().map(|fact| escape_markdown(fact)).collect();
        self.list(&facts);
    }

    /// The texts of front matter, in the order of the page.
    fn front_matter_sections(&mut self) {
        let front = &self.data.head(self.page).front;
        if let Some(why) = front.topic().and_then(|topic| topic.why) {
            self.section(self.locale.text("why_it_matters"), why, &[]);
        }
        match front {
            FrontMatter::Home(_) | FrontMatter::Article(_) => {
                if !front.key_points().is_empty() {
                    self.heading("key_points");
                    let points = front.key_points().iter();
                    self.list(&points.map(|point| self.markdown(*point)).collect::<Vec<_>>());
                }
                if let Some(state) = front.where_things_stand() {
                    self.heading("where_things_stand");
                    let day = state.as_of.map(|day| self.locale.dates.format_day(day));
                    let day = day.map(|day| format!(" ({day})")).unwrap_or_default();
                    self.paragraph(&format!("**{}**{day}", escape_markdown(&state.state)));
                    if let Some(note) = state.note {
                        self.paragraph(&self.markdown(note));
                    }
                }
            }
            FrontMatter::Country(_, country) => {
                if let Some(stance) = &country.stance {
                    self.section(self.locale.text("stance"), stance.text, &stance.sources);
                }
            }
            FrontMatter::Event(_, event) => {
                let texts = [("outcome", event.outcome), ("significance", event.significance)];
                for (title, text) in texts {
                    if let Some(text) = text {
                        self.section(self.locale.text(title), text, &[]);
                    }
                }
                for account in &event.accounts {
                    let title = self.locale.format("account_of", &[("side", &account.side)]);
                    self.section(&title, account.text, &account.sources);
                }
            }
            FrontMatter::Page | FrontMatter::Figure(..) | FrontMatter::OtherTopic(_) => {}
        }
    }

    fn section(&mut self, title: &str, text: TextId, sources: &[WrittenRef]) {
        let mut markdown = self.markdown(text);
        for number in sources.iter().filter_map(|source| self.prose.source_number(source)) {
            markdown.push_str(&format!(" \\[{number}\\]"));
        }
        self.out.push_str(&format!("## {}\n\n", escape_markdown(title)));
        self.paragraph(&markdown);
    }

    fn markdown(&self, text: TextId) -> String {
        self.prose.markdown(text).trim().to_owned()
    }

    fn heading(&mut self, key: &'static str) {
        let heading = escape_markdown(self.locale.text(key));
        self.out.push_str(&format!("## {heading}\n\n"));
    }

    fn paragraph(&mut self, text: &str) {
        self.out.extend([text, "\n\n"]);
    }

    fn list(&mut self, items: &[String]) {
        for item in items {
            self.out.extend(["- ", item, "\n"]);
        }
        if !items.is_empty() {
            self.out.push('\n');
        }
    }

    fn updates(&mut self) {
        let updates = self.data.updates_newest_first(self.page);
        if updates.is_empty() {
            return;
        }
        self.out.push('\n');
        self.heading("updates_and_corrections");
        for (_, update) in updates {
            let kind = escape_markdown(self.locale.label("update", &update.kind));
            let day = self.locale.dates.format_day(update.date);
            let note = self.markdown(update.note).replace('\n', " ");
            self.out.push_str(&format!("- {day}, {kind}: {note}\n"));
        }
    }

    fn sources(&mut self) -> RenderResult<()> {
        let document = self.data.document(self.page);
        let sources = &self.data.linked(self.page).sources;
        if sources.is_empty() {
            return Ok(());
        }
        self.out.push('\n');
        self.heading("sources");
        for (used, number) in sources.iter().zip(1..) {
            let line = match (&used.origin, used.origin.source(document, self.data.catalog)) {
                (_, Some(source)) => {
                    let mut line = escape_markdown(&source.title);
                    let date = source.date.as_ref();
                    let date = date.map(|date| self.locale.dates.format_date(date));
                    for part in source.publisher.as_deref().into_iter().chain(date.as_deref()) {
                        line.push_str(&format!(", {}", escape_markdown(part)));
                    }
                    if let Some(url) = &source.url {
                        line.push_str(&format!(", <{}>", url.value));
                    }
                    line
                }
                (SourceOrigin::Url(url), None) => format!("<{url}>"),
                (SourceOrigin::Page(_) | SourceOrigin::Shared(_), None) => {
                    let message = format!("source {number} is not defined");
                    return Err(Box::new(internal_error(&document.path, &message)));
                }
            };
            self.out.push_str(&format!("{number}. {line}\n"));
        }
        Ok(())
    }
}
