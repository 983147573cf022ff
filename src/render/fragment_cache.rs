//! What many pages show in the same way, made once for all of them: a topic as a card, an event of
//! a list, the markup of an article there, masthead and foot.
//!
//! Views name such things ([`FragmentRef`]); here they become values for templates, with all their
//! fields, and with the markup that the theme gives them in its lists.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use serde::Serialize;
use tera::{Context, Map, Value};

use super::header_footer::HeaderFooterView;
use super::renderer::Renderer;
use super::tera_values::{into_record, to_value};
use crate::catalog::PageIx;
use crate::diagnostics::{Diagnostic, internal_error};
use crate::page::view::{ArticleRef, CardRef, EventRef, FragmentRef, TopicsByKind};
use crate::page::{article_item, card_from_ref, card_json, event_item_from_ref};
use crate::text::SourcePath;

/// The partial templates that make the markup: the field that holds it, the template, and what the
/// thing is called there.
const CARD_PARTIALS: [(&str, &str); 2] =
    [("name_html", "partials/name.html"), ("line_html", "partials/card-line.html")];
const EVENT_PARTIALS: [(&str, &str); 2] =
    [("line_html", "partials/event-line.html"), ("item_html", "partials/event-item.html")];
const ARTICLE_PARTIAL: (&str, &str) = ("item_html", "partials/article-item.html");

/// The room that is made for a preview, in bytes: growing would copy what is there.
const PREVIEW_CAPACITY: usize = 192;
/// The same for a line of a list.
const LINE_CAPACITY: usize = 160;

/// What has been made so far. Of topics, events and articles by page. It is made when it is first
/// asked for, and is always the same: a site cannot tell whether it was there.
#[derive(Debug)]
pub struct FragmentCache {
    /// A topic has a card for each office it is shown with.
    cards: Box<[Mutex<TopicCards>]>,
    events: Box<[OnceLock<Value>]>,
    /// Of articles the markup alone: there are many, each is shown a few times, and a record takes
    /// more than its making is worth.
    articles: Box<[OnceLock<Value>]>,
    /// By what masthead and foot may know of a page.
    headers_and_footers: Mutex<FxHashMap<HeaderFooterView, MarkupFields>>,
}

/// What partial templates made of something, by the name it has as a field of it.
pub(super) type MarkupFields = Vec<(&'static str, Value)>;

/// The cards of one topic that have been made.
type TopicCards = Vec<(CardRef, CachedCard)>;

/// A card.
#[derive(Debug)]
struct CachedCard {
    value: Value,
    /// Its markup in a list of lines: a field of the value, kept beside it so that it need not be
    /// looked for each time.
    line: Value,
    /// What its preview shows.
    preview: Box<str>,
}

impl FragmentCache {
    /// An empty shelf for a site of so many pages.
    pub fn new(pages: usize) -> Self {
        FragmentCache {
            cards: std::iter::repeat_with(Mutex::default).take(pages).collect(),
            events: std::iter::repeat_with(OnceLock::new).take(pages).collect(),
            articles: std::iter::repeat_with(OnceLock::new).take(pages).collect(),
            headers_and_footers: Mutex::default(),
        }
    }

    /// What stands round all pages that are alike to it; made now where there was none yet.
    pub(super) fn header_and_footer(
        &self,
        framed: &HeaderFooterView,
        make: impl FnOnce() -> Result<MarkupFields, Box<Diagnostic>>,
    ) -> Result<MarkupFields, Box<Diagnostic>> {
        let known = || self.headers_and_footers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(frame) = known().get(framed) {
            return Ok(frame.clone());
        }
        let frame = make()?;
        known().insert(framed.clone(), frame.clone());
        Ok(frame)
    }
}

impl Renderer<'_> {
    /// A value made of a view, with the things in it that it only names: they stand in records, and
    /// in lists of their own.
    fn resolve_refs(&self, value: Value, source: &SourcePath) -> Result<Value, Box<Diagnostic>> {
        if let Some(bytes) = value.as_bytes() {
            return match FragmentRef::from_bytes(bytes) {
                Some(FragmentRef::Card(card)) => {
                    self.with_card(card, |on_shelf| on_shelf.value.clone())
                }
                Some(FragmentRef::Event(of)) => self.event(of),
                Some(FragmentRef::Article(article)) => self.article(article),
                None => {
                    Err(Box::new(internal_error(source, "its view names nothing that is shown")))
                }
            };
        }
        if let Some(all) = value.as_array().filter(|_| is_ref_list(&value)) {
            return Ok(all
                .iter()
                .map(|value| self.resolve_refs(value.clone(), source))
                .collect::<Result<Vec<Value>, _>>()?
                .into());
        }
        if !contains_ref(&value) {
            return Ok(value);
        }
        Ok(self.resolve_refs_in_record(into_record(value, source)?, source)?.into())
    }

    /// The same of the fields of a record.
    pub(super) fn resolve_refs_in_record(
        &self,
        mut record: Map,
        source: &SourcePath,
    ) -> Result<Map, Box<Diagnostic>> {
        // In one order, so that of several broken partials the same is always reported.
        let mut fields: Vec<_> =
            record.iter_mut().filter(|(_, value)| contains_ref(value)).collect();
        fields.sort_unstable_by_key(|(name, _)| *name);
        for (_, value) in fields {
            *value = self.resolve_refs(std::mem::replace(value, Value::none()), source)?;
        }
        Ok(record)
    }

    /// Who is who on a page, as its template sees it; and the previews of them all, by address, as
    /// JSON that may stand in a script element, `None` where there is nobody. Each card is looked
    /// at once for all that is shown of it: in a large story they lie far from each other in
    /// memory.
    pub(super) fn who(
        &self,
        who: &TopicsByKind,
    ) -> Result<(Value, Option<String>), Box<Diagnostic>> {
        let groups = [
            ("people", "people_html", &who.people),
            ("countries", "countries_html", &who.countries),
            ("events", "events_html", &who.events),
            ("organisations", "organisations_html", &who.organisations),
            ("terms", "terms_html", &who.terms),
        ];
        let shown: usize = groups.iter().map(|(.., cards)| cards.len()).sum();
        let (mut lists, mut previews) =
            (Map::default(), String::with_capacity(shown * PREVIEW_CAPACITY));
        for (name, html, cards) in groups {
            let (mut values, mut lines) = (
                Vec::with_capacity(cards.len()),
                String::with_capacity(cards.len() * LINE_CAPACITY),
            );
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
    fn with_card<T>(
        &self,
        card: CardRef,
        look: impl FnOnce(&CachedCard) -> T,
    ) -> Result<T, Box<Diagnostic>> {
        let place = &self.fragments.cards[card.topic.index()];
        let known = || place.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, made)) = known().iter().find(|(other, _)| *other == card) {
            return Ok(look(made));
        }
        let view = card_from_ref(&self.data, card);
        let broken =
            |what: &str| Box::new(internal_error(&self.data.document(card.topic).path, what));
        let value = self.value_with_markup("card", &view, &CARD_PARTIALS, card.topic)?;
        let line = value
            .get_from_path("line_html")
            .filter(|line| line.is_string())
            .cloned()
            .ok_or_else(|| broken("its card has no line"))?;
        let preview = card_json(&self.data, &view).map_err(|error| broken(&error.to_string()))?;
        let made = CachedCard { line, value, preview: preview.into() };
        let shown = look(&made);
        known().push((card, made));
        Ok(shown)
    }

    fn event(&self, of: EventRef) -> Result<Value, Box<Diagnostic>> {
        let make = || {
            self.value_with_markup(
                "event",
                &event_item_from_ref(&self.data, of),
                &EVENT_PARTIALS,
                of.event,
            )
        };
        if of.part_of.is_some() {
            return make();
        }
        get_or_try_init(&self.fragments.events[of.event.index()], make)
    }

    fn article(&self, ArticleRef(article): ArticleRef) -> Result<Value, Box<Diagnostic>> {
        let source = &self.data.document(article).path;
        let value = to_value(&article_item(&self.data, article), source)?;
        let (field, template) = ARTICLE_PARTIAL;
        let make =
            || self.render_partial(template, &self.context_with("item", value.clone()), source);
        let markup = get_or_try_init(&self.fragments.articles[article.index()], make)?;
        Ok(with_fields(into_record(value, source)?, [(field, markup)]))
    }

    /// A view with what its partial templates make of it. They see the site, the words of the
    /// theme, and the thing itself, but not the page it will stand on.
    fn value_with_markup(
        &self,
        name: &'static str,
        view: &impl Serialize,
        partials: &[(&'static str, &'static str)],
        page: PageIx,
    ) -> Result<Value, Box<Diagnostic>> {
        let source = &self.data.document(page).path;
        let value = to_value(view, source)?;
        let fields = self.render_partials(name, value.clone(), partials, source)?;
        Ok(with_fields(into_record(value, source)?, fields))
    }

    /// What partial templates make of a value; `source` is named in messages.
    pub(super) fn render_partials(
        &self,
        name: &'static str,
        value: Value,
        partials: &[(&'static str, &'static str)],
        source: &SourcePath,
    ) -> Result<MarkupFields, Box<Diagnostic>> {
        let context = self.context_with(name, value);
        partials
            .iter()
            .map(|(field, template)| Ok((*field, self.render_partial(template, &context, source)?)))
            .collect()
    }

    fn context_with(&self, name: &'static str, value: Value) -> Context {
        let mut context = self.context();
        context.insert_value(name, value);
        context
    }

    fn render_partial(
        &self,
        template: &str,
        context: &Context,
        source: &SourcePath,
    ) -> Result<Value, Box<Diagnostic>> {
        let markup = self.theme.templates.render(template, context, source, self.snapshot)?;
        Ok(Value::safe_string(&String::from_utf8_lossy(&markup)))
    }
}

/// True for a thing that is only named, a list of such things, and a record in which one of both
/// stands at any depth.
fn contains_ref(value: &Value) -> bool {
    value.is_bytes()
        || is_ref_list(value)
        || value.as_map().is_some_and(|fields| fields.values().any(contains_ref))
}

fn is_ref_list(value: &Value) -> bool {
    value.as_array().is_some_and(|all| all.iter().any(Value::is_bytes))
}

/// A record with what was made of it as further fields.
fn with_fields(mut map: Map, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    map.extend(fields.into_iter().map(|(field, markup)| (field.into(), markup)));
    map.into()
}

/// What a place holds; made now where it holds nothing yet.
fn get_or_try_init<T: Clone>(
    place: &OnceLock<T>,
    make: impl FnOnce() -> Result<T, Box<Diagnostic>>,
) -> Result<T, Box<Diagnostic>> {
    if let Some(value) = place.get() {
        return Ok(value.clone());
    }
    let made = make()?;
    Ok(place.get_or_init(|| made).clone())
}
