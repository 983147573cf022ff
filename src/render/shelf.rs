//! What many pages show in the same way, made once for all of them: a topic as a card, an event of a list, the markup of an article there, masthead and foot.
//!
//! Views name such things ([`Shown`]); here they become values for templates, with all their fields, and with the markup that the theme gives them in its lists.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::{Context, Map, Value};

use super::frame::Framed;
use super::html::Renderer;
use super::value::{record, value};
use crate::catalog::PageIx;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::page::view::{Article, Card, EventOf, Shown, WhoView};
use crate::page::{article_item, card_view, event_view, preview};
use crate::text::SourcePath;

/// The partial templates that make the markup: the field that holds it, the template, and what the thing is called there.
const OF_CARD: [(&str, &str); 2] = [("name_html", "partials/name.html"), ("line_html", "partials/card-line.html")];
const OF_EVENT: [(&str, &str); 2] = [("line_html", "partials/event-line.html"), ("item_html", "partials/event-item.html")];
const OF_ARTICLE: (&str, &str) = ("item_html", "partials/article-item.html");

/// The room that is made for a preview, in bytes: growing would copy what is there.
const USUAL_PREVIEW: usize = 192;
/// The same for a line of a list.
const USUAL_LINE: usize = 160;

/// What has been made so far. Of topics, events and articles by page. It is made when it is first asked for, and is always the same: a site cannot tell whether it was there.
#[derive(Debug)]
pub struct Shelf {
    /// A topic has a card for each office it is shown with.
    cards: Box<[Mutex<CardsOfTopic>]>,
    events: Box<[OnceLock<Value>]>,
    /// Of articles the markup alone: there are many, each is shown a few times, and a record takes more than its making is worth.
    articles: Box<[OnceLock<Value>]>,
    /// By what masthead and foot may know of a page.
    frames: Mutex<FxHashMap<Framed, Fields>>,
}

/// What partial templates made of something, by the name it has as a field of it.
pub(super) type Fields = Vec<(&'static str, Value)>;

/// The cards of one topic that have been made.
type CardsOfTopic = Vec<(Card, OnShelf)>;

/// A card.
#[derive(Debug)]
struct OnShelf {
    value: Value,
    /// Its markup in a list of lines: a field of the value, kept beside it so that it need not be looked for each time.
    line: Value,
    /// What its preview shows.
    preview: Box<str>,
}

impl Shelf {
    /// An empty shelf for a site of so many pages.
    pub fn new(pages: usize) -> Self {
        Shelf {
            cards: std::iter::repeat_with(Mutex::default).take(pages).collect(),
            events: std::iter::repeat_with(OnceLock::new).take(pages).collect(),
            articles: std::iter::repeat_with(OnceLock::new).take(pages).collect(),
            frames: Mutex::default(),
        }
    }

    /// What stands round all pages that are alike to it; made now where there was none yet.
    pub(super) fn frame(&self, framed: &Framed, make: impl FnOnce() -> Result<Fields, Box<Diagnostic>>) -> Result<Fields, Box<Diagnostic>> {
        let known = || self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frame) = known().get(framed) {
            return Ok(frame.clone());
        }
        let frame = make()?;
        known().insert(framed.clone(), frame.clone());
        Ok(frame)
    }
}

impl Renderer<'_> {
    /// A value made of a view, with the things in it that it only names: they stand in records, and in lists of their own.
    fn with_shown(&self, value: Value, source: &SourcePath) -> Result<Value, Box<Diagnostic>> {
        if let Some(bytes) = value.as_bytes() {
            return match Shown::read(bytes) {
                Some(Shown::Card(card)) => self.with_card(card, |on_shelf| on_shelf.value.clone()),
                Some(Shown::Event(of)) => self.event(of),
                Some(Shown::Article(article)) => self.article(article),
                None => Err(Box::new(internal_error(source, "its view names nothing that is shown"))),
            };
        }
        if let Some(all) = value.as_array().filter(|_| is_list_of_names(&value)) {
            return Ok(all.iter().map(|value| self.with_shown(value.clone(), source)).collect::<Result<Vec<Value>, _>>()?.into());
        }
        if !names_something(&value) {
            return Ok(value);
        }
        Ok(self.record_with_shown(record(value, source)?, source)?.into())
    }

    /// The same of the fields of a record.
    pub(super) fn record_with_shown(&self, mut record: Map, source: &SourcePath) -> Result<Map, Box<Diagnostic>> {
        // In one order, so that of several broken partials the same is always reported.
        let mut fields: Vec<_> = record.iter_mut().filter(|(_, value)| names_something(value)).collect();
        fields.sort_unstable_by_key(|(name, _)| *name);
        for (_, value) in fields {
            *value = self.with_shown(std::mem::replace(value, Value::none()), source)?;
        }
        Ok(record)
    }

    /// Who is who on a page, as its template sees it; and the previews of them all, by address, as JSON that may stand in a script element, `None` where there is nobody.
    /// Each card is looked at once for all that is shown of it: in a large story they lie far from each other in memory.
    pub(super) fn who(&self, who: &WhoView) -> Result<(Value, Option<String>), Box<Diagnostic>> {
        let groups = [
            ("people", "people_html", &who.people),
            ("countries", "countries_html", &who.countries),
            ("events", "events_html", &who.events),
            ("organisations", "organisations_html", &who.organisations),
            ("terms", "terms_html", &who.terms),
        ];
        let shown: usize = groups.iter().map(|(.., cards)| cards.len()).sum();
        let (mut lists, mut previews) = (Map::default(), String::with_capacity(shown * USUAL_PREVIEW));
        for (name, html, cards) in groups {
            let (mut values, mut lines) = (Vec::with_capacity(cards.len()), String::with_capacity(cards.len() * USUAL_LINE));
            for card in cards {
                self.with_card(*card, |on_shelf| {
                    values.push(on_shelf.value.clone());
                    lines.extend(["\n<li>", on_shelf.line.as_str().unwrap_or_default(), "</li>"]);
                    previews.push(if previews.is_empty() { '{' } else { ',' });
                    previews.push_str(&on_shelf.preview);
                })?;
            }
            lists.insert(name.into(), values.into());
            lists.insert(html.into(), Value::from(lines).mark_safe());
        }
        Ok((lists.into(), (!previews.is_empty()).then(|| previews + "}")))
    }

    /// What `look` makes of a card.
    fn with_card<T>(&self, card: Card, look: impl FnOnce(&OnShelf) -> T) -> Result<T, Box<Diagnostic>> {
        let place = &self.shelf.cards[card.topic.index()];
        let known = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = known().iter().find(|(other, _)| *other == card) {
            return Ok(look(made));
        }
        let view = card_view(&self.story, card);
        let broken = |what: &str| Box::new(internal_error(&self.story.document(card.topic).path, what));
        let value = self.with_markup("card", &view, &OF_CARD, card.topic)?;
        let line = value.get_from_path("line_html").filter(|line| line.is_string()).cloned().ok_or_else(|| broken("its card has no line"))?;
        let preview = preview(&self.story, &view).map_err(|error| broken(&error.to_string()))?;
        let made = OnShelf { line, value, preview: preview.into() };
        let shown = look(&made);
        known().push((card, made));
        Ok(shown)
    }

    fn event(&self, of: EventOf) -> Result<Value, Box<Diagnostic>> {
        let make = || self.with_markup("event", &event_view(&self.story, of), &OF_EVENT, of.event);
        if of.part_of.is_some() {
            return make();
        }
        once(&self.shelf.events[of.event.index()], make)
    }

    fn article(&self, Article(article): Article) -> Result<Value, Box<Diagnostic>> {
        let source = &self.story.document(article).path;
        let value = value(&article_item(&self.story, article), source)?;
        let (field, template) = OF_ARTICLE;
        let make = || self.rendered(template, &self.context_of("item", value.clone()), source);
        let markup = once(&self.shelf.articles[article.index()], make)?;
        Ok(with_fields(record(value, source)?, [(field, markup)]))
    }

    /// A view with what its partial templates make of it. They see the site, the words of the theme, and the thing itself, but not the page it will stand on.
    fn with_markup(
        &self,
        name: &'static str,
        view: &impl Serialize,
        partials: &[(&'static str, &'static str)],
        page: PageIx,
    ) -> Result<Value, Box<Diagnostic>> {
        let source = &self.story.document(page).path;
        let value = value(view, source)?;
        let fields = self.markup(name, value.clone(), partials, source)?;
        Ok(with_fields(record(value, source)?, fields))
    }

    /// What partial templates make of a value; `source` is named in messages.
    pub(super) fn markup(
        &self,
        name: &'static str,
        value: Value,
        partials: &[(&'static str, &'static str)],
        source: &SourcePath,
    ) -> Result<Fields, Box<Diagnostic>> {
        let context = self.context_of(name, value);
        partials.iter().map(|(field, template)| Ok((*field, self.rendered(template, &context, source)?))).collect()
    }

    fn context_of(&self, name: &'static str, value: Value) -> Context {
        let mut context = self.context();
        context.insert_value(name, value);
        context
    }

    fn rendered(&self, template: &str, context: &Context, source: &SourcePath) -> Result<Value, Box<Diagnostic>> {
        let markup = self.theme.templates.render(template, context, source, self.snapshot)?;
        Ok(Value::safe_string(&String::from_utf8_lossy(&markup)))
    }
}

/// True for a thing that is only named, a list of such things, and a record in which one of both stands at any depth.
fn names_something(value: &Value) -> bool {
    value.is_bytes() || is_list_of_names(value) || value.as_map().is_some_and(|fields| fields.values().any(names_something))
}

fn is_list_of_names(value: &Value) -> bool {
    value.as_array().is_some_and(|all| all.iter().any(Value::is_bytes))
}

/// A record with what was made of it as further fields.
fn with_fields(mut map: Map, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    map.extend(fields.into_iter().map(|(field, markup)| (field.into(), markup)));
    map.into()
}

/// What a place holds; made now where it holds nothing yet.
fn once<T: Clone>(place: &OnceLock<T>, make: impl FnOnce() -> Result<T, Box<Diagnostic>>) -> Result<T, Box<Diagnostic>> {
    if let Some(value) = place.get() {
        return Ok(value.clone());
    }
    let made = make()?;
    Ok(place.get_or_init(|| made).clone())
}
