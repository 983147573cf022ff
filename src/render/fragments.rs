//! Fragments that many pages show alike: cards, event and article items, header and footer.
//!
//! Views hold references to them ([`FragmentRef`]). Here a reference becomes a template value with
//! all fields of the fragment and the markup that the theme's partial templates give it.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use serde::Serialize;
use tera::{Context, Map, Value};

use super::render_cache::{CachedCard, MarkupFields};
use super::renderer::Renderer;
use super::tera_values::{RenderResult, into_record, to_value};
use crate::catalog::PageIx;
use crate::diagnostics::internal_error;
use crate::page::view::{CardRef, EventRef, FragmentRef, PageView, TopicsByKind};
use crate::page::{article_item, card_from_ref, card_json, event_item_from_ref};
use crate::text::SourcePath;

/// Partial templates: the field that holds the markup, and the template.
type Partials = [(&'static str, &'static str)];

const CARD_PARTIALS: &Partials =
    &[("name_html", "partials/name.html"), ("line_html", "partials/card-line.html")];
const EVENT_PARTIALS: &Partials =
    &[("line_html", "partials/event-line.html"), ("item_html", "partials/event-item.html")];
const ARTICLE_PARTIAL: (&str, &str) = ("item_html", "partials/article-item.html");
const HEADER_FOOTER_PARTIALS: &Partials =
    &[("masthead_html", "partials/masthead.html"), ("footer_html", "partials/footer.html")];

// Typical sizes in bytes.
const CARD_JSON_CAPACITY: usize = 192;
const LINE_CAPACITY: usize = 160;

impl Renderer<'_> {
    /// Replaces the references in a view's value: in records at any depth, and in lists of
    /// references.
    fn resolve_refs(&self, value: Value, source: &SourcePath) -> RenderResult<Value> {
        if let Some(bytes) = value.as_bytes() {
            return match FragmentRef::from_bytes(bytes) {
                Some(FragmentRef::Card(card)) => self.with_card(card, |card| card.value.clone()),
                Some(FragmentRef::Event(of)) => self.event(of),
                Some(FragmentRef::Article(article)) => self.article(article.0),
                None => Err(Box::new(internal_error(source, "its view has an invalid reference"))),
            };
        }
        if let Some(all) = value.as_array().filter(|_| is_ref_list(&value)) {
            let all = all.iter().map(|value| self.resolve_refs(value.clone(), source));
            return Ok(all.collect::<Result<Vec<Value>, _>>()?.into());
        }
        if !contains_ref(&value) {
            return Ok(value);
        }
        Ok(self.resolve_refs_in_record(into_record(value, source)?, source)?.into())
    }

    pub(super) fn resolve_refs_in_record(
        &self,
        mut record: Map,
        source: &SourcePath,
    ) -> RenderResult<Map> {
        // Sorted, so that of several broken partials the same one is reported each time.
        let mut fields: Vec<_> =
            record.iter_mut().filter(|(_, value)| contains_ref(value)).collect();
        fields.sort_unstable_by_key(|(name, _)| *name);
        for (_, value) in fields {
            *value = self.resolve_refs(std::mem::replace(value, Value::none()), source)?;
        }
        Ok(record)
    }

    /// The value of `who`, and the JSON of all its cards by address, safe inside a script element;
    /// `None` without cards. Looks up each card once, since in a large site each lookup is a cache
    /// miss.
    pub(super) fn who(&self, topics: &TopicsByKind) -> RenderResult<(Value, Option<String>)> {
        let groups = [
            ("people", "people_html", &topics.people),
            ("countries", "countries_html", &topics.countries),
            ("events", "events_html", &topics.events),
            ("organisations", "organisations_html", &topics.organisations),
            ("terms", "terms_html", &topics.terms),
        ];
        let count: usize = groups.iter().map(|(.., cards)| cards.len()).sum();
        let mut lists = Map::default();
        let mut json = String::with_capacity(count * CARD_JSON_CAPACITY);
        for (name, html, cards) in groups {
            let mut values = Vec::with_capacity(cards.len());
            let mut lines = String::with_capacity(cards.len() * LINE_CAPACITY);
            for card in cards {
                self.with_card(*card, |card| {
                    values.push(card.value.clone());
                    lines.extend(["\n<li>", card.line.as_str().unwrap_or_default(), "</li>"]);
                    json.push(if json.is_empty() { '{' } else { ',' });
                    json.push_str(&card.json);
                })?;
            }
            lists.insert(name.into(), values.into());
            lists.insert(html.into(), Value::from(lines).mark_safe());
        }
        Ok((lists.into(), (!json.is_empty()).then(|| json + "}")))
    }

    /// Calls `look` with a card, which is made if it is not cached.
    fn with_card<T>(&self, of: CardRef, look: impl FnOnce(&CachedCard) -> T) -> RenderResult<T> {
        let cards = &self.cache.cards[of.topic.index()];
        if let Some((_, card)) = lock(cards).iter().find(|(other, _)| *other == of) {
            return Ok(look(card));
        }
        let view = card_from_ref(&self.data, of);
        let error = |what: &str| Box::new(internal_error(self.page_path(of.topic), what));
        let value = self.value_with_markup("card", &view, CARD_PARTIALS, of.topic)?;
        let line = value.get_from_path("line_html").filter(|line| line.is_string()).cloned();
        let line = line.ok_or_else(|| error("its card has no line"))?;
        let json = card_json(&self.data, &view).map_err(|problem| error(&problem.to_string()))?;
        let card = CachedCard { line, value, json: json.into() };
        let result = look(&card);
        lock(cards).push((of, card));
        Ok(result)
    }

    fn event(&self, of: EventRef) -> RenderResult<Value> {
        let view = || event_item_from_ref(&self.data, of);
        let make = || self.value_with_markup("event", &view(), EVENT_PARTIALS, of.event);
        match of.part_of {
            Some(_) => make(),
            None => get_or_try_init(&self.cache.events[of.event.index()], make),
        }
    }

    fn article(&self, article: PageIx) -> RenderResult<Value> {
        let source = self.page_path(article);
        let value = to_value(&article_item(&self.data, article), source)?;
        let (field, template) = ARTICLE_PARTIAL;
        let make =
            || self.render_partial(template, &self.context_with("item", value.clone()), source);
        let markup = get_or_try_init(&self.cache.articles[article.index()], make)?;
        Ok(with_fields(into_record(value, source)?, [(field, markup)]))
    }

    /// The masthead and footer of a page.
    pub(super) fn header_and_footer(
        &self,
        view: &PageView,
        source: &SourcePath,
    ) -> RenderResult<MarkupFields> {
        let key = self.globals.nav_targets.header_footer_view(view);
        if let Some(fields) = lock(&self.cache.headers_and_footers).get(&key) {
            return Ok(fields.clone());
        }
        let value = to_value(&key, source)?;
        let fields = self.render_partials("page", value, HEADER_FOOTER_PARTIALS, source)?;
        lock(&self.cache.headers_and_footers).insert(key, fields.clone());
        Ok(fields)
    }

    /// The value of a view with the markup of its partial templates. They see `site`, `words` and
    /// the view, but not the page that will show it.
    fn value_with_markup(
        &self,
        name: &'static str,
        view: &impl Serialize,
        partials: &Partials,
        page: PageIx,
    ) -> RenderResult<Value> {
        let source = self.page_path(page);
        let value = to_value(view, source)?;
        let fields = self.render_partials(name, value.clone(), partials, source)?;
        Ok(with_fields(into_record(value, source)?, fields))
    }

    /// Renders partial templates with a value. `source` is named in messages.
    fn render_partials(
        &self,
        name: &'static str,
        value: Value,
        partials: &Partials,
        source: &SourcePath,
    ) -> RenderResult<MarkupFields> {
        let context = self.context_with(name, value);
        let render = |(field, template): &(&'static str, &'static str)| {
            Ok((*field, self.render_partial(template, &context, source)?))
        };
        partials.iter().map(render).collect()
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
    ) -> RenderResult<Value> {
        let markup = self.theme.templates.render(template, context, source, self.snapshot)?;
        Ok(Value::safe_string(&String::from_utf8_lossy(&markup)))
    }
}

/// A panic in another thread leaves the cached values valid.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// True for a reference, a list of references, and a record that contains either at any depth.
fn contains_ref(value: &Value) -> bool {
    value.is_bytes()
        || is_ref_list(value)
        || value.as_map().is_some_and(|fields| fields.values().any(contains_ref))
}

fn is_ref_list(value: &Value) -> bool {
    value.as_array().is_some_and(|all| all.iter().any(Value::is_bytes))
}

fn with_fields(mut record: Map, fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    record.extend(fields.into_iter().map(|(field, markup)| (field.into(), markup)));
    record.into()
}

/// `OnceLock::get_or_try_init`, which std does not have yet.
fn get_or_try_init<T: Clone>(
    cell: &OnceLock<T>,
    make: impl FnOnce() -> RenderResult<T>,
) -> RenderResult<T> {
    if let Some(value) = cell.get() {
        return Ok(value.clone());
    }
    let made = make()?;
    Ok(cell.get_or_init(|| made).clone())
}
