//! A page as Markdown: its text, what front matter adds to it, and what it rests on. For readers and programs that want no page round it.

use crate::catalog::PageIx;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::document::{FrontMatter, TextId, WrittenRef};
use crate::link::SourceOrigin;
use crate::page::Story;
use crate::prose::escaped;

pub(super) fn twin(story: &Story<'_>, page: PageIx) -> Result<String, Box<Diagnostic>> {
    let mut twin = Twin { story, page, out: String::new() };
    twin.head();
    let head = twin.out.len();
    twin.before_the_body();
    if twin.out.len() > head {
        // What follows belongs to none of the parts before.
        twin.out.push_str("---\n\n");
    }
    twin.out.push_str(twin.story.writer(page).markdown(story.document(page).body_id()).trim());
    twin.out.push('\n');
    twin.updates();
    twin.sources()?;
    Ok(twin.out)
}

struct Twin<'a> {
    story: &'a Story<'a>,
    page: PageIx,
    out: String,
}

impl<'a> Twin<'a> {
    fn head(&mut self) {
        let (entry, head) = (self.story.catalog.entry(self.page), self.story.catalog.head(self.page));
        self.out.push_str(&format!("# {}\n\n", escaped(&entry.title)));
        if let Some(description) = &head.common.description {
            self.paragraph(&escaped(description));
        }
        let facts = crate::page::facts(self.story, self.page);
        if !facts.is_empty() {
            for fact in facts {
                self.out.push_str(&format!("- {}\n", escaped(&fact)));
            }
            self.out.push('\n');
        }
    }

    /// What front matter says in prose, in the order of the page.
    fn before_the_body(&mut self) {
        let head = self.story.catalog.head(self.page);
        if let Some(why) = head.front.topic().and_then(|topic| topic.why) {
            self.part(self.word("why_it_matters"), why, &[]);
        }
        match &head.front {
            FrontMatter::Article(article) => {
                if !article.key_points.is_empty() {
                    self.heading("key_points");
                    for point in &article.key_points {
                        let point = self.words(*point);
                        self.out.push_str(&format!("- {point}\n"));
                    }
                    self.out.push('\n');
                }
                if let Some(state) = &article.where_things_stand {
                    self.heading("where_things_stand");
                    let day = state.as_of.map(|day| format!(" ({})", self.story.config.locale.dates.format_day(day))).unwrap_or_default();
                    self.paragraph(&format!("**{}**{day}", escaped(&state.state)));
                    if let Some(note) = state.note {
                        let note = self.words(note);
                        self.paragraph(&note);
                    }
                }
            }
            FrontMatter::Country(_, country) => {
                if let Some(stance) = &country.stance {
                    self.part(self.word("stance"), stance.text, &stance.sources);
                }
            }
            FrontMatter::Event(_, event) => {
                for (title, piece) in [("outcome", event.outcome), ("significance", event.significance)] {
                    if let Some(piece) = piece {
                        self.part(self.word(title), piece, &[]);
                    }
                }
                for account in &event.accounts {
                    self.part(&self.story.config.locale.format("account_of", &[("side", &account.side)]), account.text, &account.sources);
                }
            }
            FrontMatter::Page | FrontMatter::Figure(..) | FrontMatter::OtherTopic(_) => {}
        }
    }

    fn part(&mut self, title: &str, piece: TextId, sources: &[WrittenRef]) {
        let mut words = self.words(piece);
        for source in sources {
            let number = self.story.linked(self.page).sources.iter().position(|used| used.origin.has_id(&source.value, self.story.document(self.page)));
            if let Some(number) = number {
                words.push_str(&format!(" \\[{}\\]", number + 1));
            }
        }
        self.out.push_str(&format!("## {}\n\n", escaped(title)));
        self.paragraph(&words);
    }

    fn words(&self, piece: TextId) -> String {
        self.story.writer(self.page).markdown(piece).trim().to_owned()
    }

    fn word(&self, key: &'static str) -> &'a str {
        self.story.config.locale.text(key)
    }

    fn heading(&mut self, key: &'static str) {
        let heading = escaped(self.word(key));
        self.out.push_str(&format!("## {heading}\n\n"));
    }

    fn paragraph(&mut self, words: &str) {
        self.out.push_str(words);
        self.out.push_str("\n\n");
    }

    fn updates(&mut self) {
        let updates = self.story.changes(self.page);
        if updates.is_empty() {
            return;
        }
        self.out.push('\n');
        self.heading("updates_and_corrections");
        for (_, update) in updates {
            let locale = &self.story.config.locale;
            let (kind, day) = (locale.label("update", &update.kind).to_owned(), locale.dates.format_day(update.date));
            let note = self.words(update.note).replace('\n', " ");
            self.out.push_str(&format!("- {day}, {}: {note}\n", escaped(&kind)));
        }
    }

    fn sources(&mut self) -> Result<(), Box<Diagnostic>> {
        let document = self.story.document(self.page);
        let sources = &self.story.linked(self.page).sources;
        if sources.is_empty() {
            return Ok(());
        }
        self.out.push('\n');
        self.heading("sources");
        for (at, used) in sources.iter().enumerate() {
            let line = match (&used.origin, used.origin.source(document, self.story.catalog)) {
                (_, Some(source)) => {
                    let parts = [source.publisher.as_deref().map(str::to_owned), source.date.as_ref().map(|date| self.story.config.locale.dates.format_date(date))];
                    let parts: String = parts.into_iter().flatten().map(|part| format!(", {}", escaped(&part))).collect();
                    let url = source.url.as_ref().map(|url| format!(", <{}>", url.value)).unwrap_or_default();
                    format!("{}{parts}{url}", escaped(&source.title))
                }
                (SourceOrigin::Url(address), None) => format!("<{address}>"),
                (SourceOrigin::Page(_) | SourceOrigin::Shared(_), None) => return Err(Box::new(internal_error(&document.path, &format!("nobody gives its source {}", at + 1)))),
            };
            self.out.push_str(&format!("{}. {line}\n", at + 1));
        }
        Ok(())
    }
}
