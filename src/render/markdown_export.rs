//! A page as Markdown: its text, what front matter adds to it, and what it rests on. For readers
//! and programs that want no page round it.

use crate::catalog::PageIx;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::document::{FrontMatter, TextId, WrittenRef};
use crate::link::SourceOrigin;
use crate::page::SiteData;
use crate::prose::escape_markdown;

pub(super) fn markdown_export(
    story: &SiteData<'_>,
    page: PageIx,
) -> Result<String, Box<Diagnostic>> {
    let mut twin = MarkdownExport { data: story, page, out: String::new() };
    twin.head();
    let head = twin.out.len();
    twin.front_matter_sections();
    if twin.out.len() > head {
        // What follows belongs to none of the parts before.
        twin.out.push_str("---\n\n");
    }
    twin.out.push_str(twin.data.prose(page).markdown(story.document(page).body_id()).trim());
    twin.out.push('\n');
    twin.updates();
    twin.sources()?;
    Ok(twin.out)
}

struct MarkdownExport<'a> {
    data: &'a SiteData<'a>,
    page: PageIx,
    out: String,
}

impl<'a> MarkdownExport<'a> {
    fn head(&mut self) {
        let (entry, head) = (self.data.catalog.entry(self.page), self.data.catalog.head(self.page));
        self.out.push_str(&format!("# {}\n\n", escape_markdown(&entry.title)));
        if let Some(description) = &head.common.description {
            self.paragraph(&escape_markdown(description));
        }
        let facts = crate::page::fact_lines(self.data, self.page);
        if !facts.is_empty() {
            for fact in facts {
                self.out.push_str(&format!("- {}\n", escape_markdown(&fact)));
            }
            self.out.push('\n');
        }
    }

    /// What front matter says in prose, in the order of the page.
    fn front_matter_sections(&mut self) {
        let head = self.data.catalog.head(self.page);
        if let Some(why) = head.front.topic().and_then(|topic| topic.why) {
            self.section(self.word("why_it_matters"), why, &[]);
        }
        match &head.front {
            FrontMatter::Article(article) => {
                if !article.key_points.is_empty() {
                    self.heading("key_points");
                    for point in &article.key_points {
                        let point = self.markdown(*point);
                        self.out.push_str(&format!("- {point}\n"));
                    }
                    self.out.push('\n');
                }
                if let Some(state) = &article.where_things_stand {
                    self.heading("where_things_stand");
                    let day = state
                        .as_of
                        .map(|day| format!(" ({})", self.data.config.locale.dates.format_day(day)))
                        .unwrap_or_default();
                    self.paragraph(&format!("**{}**{day}", escape_markdown(&state.state)));
                    if let Some(note) = state.note {
                        let note = self.markdown(note);
                        self.paragraph(&note);
                    }
                }
            }
            FrontMatter::Country(_, country) => {
                if let Some(stance) = &country.stance {
                    self.section(self.word("stance"), stance.text, &stance.sources);
                }
            }
            FrontMatter::Event(_, event) => {
                for (title, piece) in
                    [("outcome", event.outcome), ("significance", event.significance)]
                {
                    if let Some(piece) = piece {
                        self.section(self.word(title), piece, &[]);
                    }
                }
                for account in &event.accounts {
                    self.section(
                        &self.data.config.locale.format("account_of", &[("side", &account.side)]),
                        account.text,
                        &account.sources,
                    );
                }
            }
            FrontMatter::Page | FrontMatter::Figure(..) | FrontMatter::OtherTopic(_) => {}
        }
    }

    fn section(&mut self, title: &str, piece: TextId, sources: &[WrittenRef]) {
        let mut words = self.markdown(piece);
        for source in sources {
            let number =
                self.data.linked(self.page).sources.iter().position(|used| {
                    used.origin.has_id(&source.value, self.data.document(self.page))
                });
            if let Some(number) = number {
                words.push_str(&format!(" \\[{}\\]", number + 1));
            }
        }
        self.out.push_str(&format!("## {}\n\n", escape_markdown(title)));
        self.paragraph(&words);
    }

    fn markdown(&self, piece: TextId) -> String {
        self.data.prose(self.page).markdown(piece).trim().to_owned()
    }

    fn word(&self, key: &'static str) -> &'a str {
        self.data.config.locale.text(key)
    }

    fn heading(&mut self, key: &'static str) {
        let heading = escape_markdown(self.word(key));
        self.out.push_str(&format!("## {heading}\n\n"));
    }

    fn paragraph(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push_str("\n\n");
    }

    fn updates(&mut self) {
        let updates = self.data.updates_newest_first(self.page);
        if updates.is_empty() {
            return;
        }
        self.out.push('\n');
        self.heading("updates_and_corrections");
        for (_, update) in updates {
            let locale = &self.data.config.locale;
            let (kind, day) = (
                locale.label("update", &update.kind).to_owned(),
                locale.dates.format_day(update.date),
            );
            let note = self.markdown(update.note).replace('\n', " ");
            self.out.push_str(&format!("- {day}, {}: {note}\n", escape_markdown(&kind)));
        }
    }

    fn sources(&mut self) -> Result<(), Box<Diagnostic>> {
        let document = self.data.document(self.page);
        let sources = &self.data.linked(self.page).sources;
        if sources.is_empty() {
            return Ok(());
        }
        self.out.push('\n');
        self.heading("sources");
        for (at, used) in sources.iter().enumerate() {
            let line = match (&used.origin, used.origin.source(document, self.data.catalog)) {
                (_, Some(source)) => {
                    let parts = [
                        source.publisher.as_deref().map(str::to_owned),
                        source
                            .date
                            .as_ref()
                            .map(|date| self.data.config.locale.dates.format_date(date)),
                    ];
                    let parts: String = parts
                        .into_iter()
                        .flatten()
                        .map(|part| format!(", {}", escape_markdown(&part)))
                        .collect();
                    let url = source
                        .url
                        .as_ref()
                        .map(|url| format!(", <{}>", url.value))
                        .unwrap_or_default();
                    format!("{}{parts}{url}", escape_markdown(&source.title))
                }
                (SourceOrigin::Url(address), None) => format!("<{address}>"),
                (SourceOrigin::Page(_) | SourceOrigin::Shared(_), None) => {
                    return Err(Box::new(internal_error(
                        &document.path,
                        &format!("nobody gives its source {}", at + 1),
                    )));
                }
            };
            self.out.push_str(&format!("{}. {line}\n", at + 1));
        }
        Ok(())
    }
}
