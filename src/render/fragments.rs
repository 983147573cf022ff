//! Fragments that many pages show alike: cards, event and article items, header and footer.
//!
//! Views hold references to them. Here a reference becomes a template value with all fields of the
//! fragment and the markup that the theme's partial templates give it.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde::Serialize;
use tera::{Map, Value};

use super::render_cache::{CachedCard, Fields};
use super::renderer::Renderer;
use super::tera_values::{RenderResult, internal, into_record, to_value};
use crate::catalog::PageIx;
use crate::page::view::{
    CardRef, ContentView, EventRef, PageView, PeopleOfCountry, StoryEntry, StorylineView,
    TieSideView, TieView, TiesView, TopicsByKind, WhosWho,
};
use crate::page::{article_item, card_from_ref, card_json, event_item_from_ref};
use crate::text::SourcePath;

/// Partial templates: the field that holds the markup, and the template.
type Partials = [(&'static str, &'static str)];

const CARD_PARTIALS: &Partials =
    &[("name_html", "partials/name.html"), ("line_html", "partials/card-line.html")];
const EVENT_PARTIALS: &Partials = &[
    ("line_html", "partials/event-line.html"),
    ("item_html", "partials/event-item.html"),
    ("entry_html", "partials/story-entry.html"),
];
const ARTICLE_PARTIALS: &Partials = &[("item_html", "partials/article-item.html")];
const HEADER_FOOTER_PARTIALS: &Partials =
    &[("masthead_html", "partials/masthead.html"), ("footer_html", "partials/footer.html")];

impl Renderer<'_> {
    /// The fragments of one kind of page, by the field of its content.
    pub(super) fn content_fragments(
        &self,
        content: &ContentView,
        source: &SourcePath,
    ) -> RenderResult<Fields> {
        Ok(match content {
            ContentView::Home(home) => {
                vec![("storyline", self.storyline(home.storyline.as_ref(), source)?)]
            }
            ContentView::Article(article) => vec![
                ("storyline", self.storyline(article.storyline.as_ref(), source)?),
                ("whos_who", self.whos_who(&article.whos_who)?),
                ("about", list(&article.about, |card| Ok(self.card(card)?.value.clone()))?),
                ("next", article.next.map(|next| self.article(next)).transpose()?.into()),
                ("related", list(&article.related, |article| self.article(article))?),
                ("since_then", self.events(&article.since_then)?),
                ("planned", self.events(&article.planned)?),
            ],
            ContentView::Topic(topic) => vec![
                ("storyline", self.storyline(topic.storyline.as_ref(), source)?),
                ("ties", self.ties(topic.ties.as_ref(), source)?),
                ("about", list(&topic.about, |article| self.article(article))?),
                ("events", self.events(&topic.events)?),
                ("key_events", self.events(&topic.key_events)?),
            ],
            _ => Vec::new(),
        })
    }

    /// The value of `who`, and the JSON of all its cards by address, safe inside a script element;
    /// `None` without cards. Looks up each card once, since in a large site each lookup is a cache
    /// miss.
    pub(super) fn who(&self, topics: &TopicsByKind) -> RenderResult<(Value, Option<String>)> {
        let groups = [
            ("people", &topics.people),
            ("countries", &topics.countries),
            ("events", &topics.events),
            ("organisations", &topics.organisations),
            ("terms", &topics.terms),
        ];
        let (mut lists, mut json) = (Map::default(), String::new());
        for (name, cards) in groups {
            let values = list(cards, |card| {
                let card = self.card(card)?;
                json.push(if json.is_empty() { '{' } else { ',' });
                json.push_str(&card.json);
                Ok(card.value.clone())
            })?;
            lists.insert(name.into(), values);
        }
        Ok((lists.into(), (!json.is_empty()).then(|| json + "}")))
    }

    /// A storyline with the markup of its list: the marks of each event, and its entry.
    pub(super) fn storyline(
        &self,
        storyline: Option<&StorylineView>,
        source: &SourcePath,
    ) -> RenderResult<Value> {
        let Some(storyline) = storyline else { return Ok(Value::none()) };
        let mut html = String::new();
        for StoryEntry { event, marks } in &storyline.entries {
            let fragment = self.event(EventRef { event: *event, part_of: None })?;
            let entry = fragment.get_from_path("entry_html").and_then(Value::as_str);
            html.extend(["\n<li class=\"", &marks.classes, "\">", &marks.drawing_html, "\n"]);
            html.extend([entry.unwrap_or_default(), "</li>"]);
        }
        let record = into_record(to_value(storyline, source)?, source)?;
        Ok(with_fields(record, [("entries_html", Value::from(html).mark_safe())]))
    }

    /// Ties with the markup of their events.
    pub(super) fn ties(&self, ties: Option<&TiesView>, source: &SourcePath) -> RenderResult<Value> {
        let Some(ties) = ties else { return Ok(Value::none()) };
        let tie = |tie: &TieView| -> RenderResult<Value> {
            let mut html = String::new();
            for event in &tie.events {
                let event = self.event(EventRef { event: *event, part_of: None })?;
                let line = event.get_from_path("line_html").and_then(Value::as_str);
                html.extend(["\n", line.unwrap_or_default()]);
            }
            let record = into_record(to_value(tie, source)?, source)?;
            Ok(with_fields(record, [("events_html", Value::from(html).mark_safe())]))
        };
        let side = |side: &TieSideView| -> RenderResult<Value> {
            let ties: RenderResult<Vec<Value>> = side.ties.iter().map(tie).collect();
            let country = to_value(&side.country, source)?;
            Ok(with_fields(Map::default(), [("country", country), ("ties", ties?.into())]))
        };
        let sides: RenderResult<Vec<Value>> = ties.sides.iter().map(side).collect();
        let drawing = to_value(&ties.drawing, source)?;
        Ok(with_fields(Map::default(), [("drawing", drawing), ("sides", sides?.into())]))
    }

    fn whos_who(&self, who: &WhosWho) -> RenderResult<Value> {
        let cards = |cards: &[CardRef]| list(cards, |card| Ok(self.card(card)?.value.clone()));
        let group = |group: &PeopleOfCountry| -> RenderResult<Value> {
            let country = group.country.map(|it| self.card(it)).transpose()?;
            let mut record = Map::default();
            record.insert("country".into(), country.map(|card| card.value.clone()).into());
            record.insert("people_html".into(), self.lines(&group.people)?);
            Ok(record.into())
        };
        let groups = |groups: &[PeopleOfCountry]| -> RenderResult<Value> {
            Ok(groups.iter().map(group).collect::<RenderResult<Vec<Value>>>()?.into())
        };
        let folded: usize = who.folded.iter().map(|group| group.people.len()).sum();
        let fields = [
            ("first", cards(&who.first)?),
            ("open", groups(&who.open)?),
            ("folded", groups(&who.folded)?),
            ("folded_people", folded.into()),
            ("countries", cards(&who.countries)?),
            ("organisations", cards(&who.organisations)?),
            ("organisations_html", self.lines(&who.organisations)?),
        ];
        Ok(with_fields(Map::default(), fields))
    }

    /// The lines of cards, each in an element `li`: a loop of a template would cost more than
    /// everything else in the who's who of an article.
    fn lines(&self, cards: &[CardRef]) -> RenderResult<Value> {
        let mut lines = String::new();
        for card in cards {
            lines.extend(["\n<li>", self.card(*card)?.line.as_str().unwrap_or_default(), "</li>"]);
        }
        Ok(Value::from(lines).mark_safe())
    }

    fn card(&self, of: CardRef) -> RenderResult<Arc<CachedCard>> {
        let cards = &self.cache.cards[of.topic.index()];
        if let Some((_, card)) = lock(cards).iter().find(|(other, _)| *other == of) {
            return Ok(card.clone());
        }
        let view = card_from_ref(&self.data, of);
        let value = self.value_with_markup("card", &view, CARD_PARTIALS, of.topic)?;
        let source = self.page_path(of.topic);
        let line = value.get_from_path("line_html").filter(|line| line.is_string()).cloned();
        let line = internal(line.ok_or("its card has no line"), source)?;
        let json = internal(card_json(&self.data, &view), source)?.into();
        let card = Arc::new(CachedCard { value, line, json });
        lock(cards).push((of, card.clone()));
        Ok(card)
    }

    pub(super) fn events(&self, events: &[EventRef]) -> RenderResult<Value> {
        list(events, |event| self.event(event))
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
        let make = || self.render_partials("item", value.clone(), ARTICLE_PARTIALS, source);
        let markup = get_or_try_init(&self.cache.articles[article.index()], make)?;
        Ok(with_fields(into_record(value, source)?, markup))
    }

    /// The masthead and footer of a page.
    pub(super) fn header_and_footer(
        &self,
        view: &PageView,
        source: &SourcePath,
    ) -> RenderResult<Fields> {
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
    ) -> RenderResult<Fields> {
        let mut context = self.globals.context.clone();
        context.insert_value(name, value);
        let render = |(field, template): &(&'static str, &'static str)| {
            let templates = &self.theme.templates;
            let markup = templates.render(template, &context, source, self.snapshot)?;
            Ok((*field, Value::safe_string(&String::from_utf8_lossy(&markup))))
        };
        partials.iter().map(render).collect()
    }
}

/// A panic in another thread leaves the cached values valid.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn list<T: Copy>(refs: &[T], make: impl FnMut(T) -> RenderResult<Value>) -> RenderResult<Value> {
    let values: RenderResult<Vec<Value>> = refs.iter().copied().map(make).collect();
    Ok(values?.into())
}

pub(super) fn with_fields(
    mut record: Map,
    fields: impl IntoIterator<Item = (&'static str, Value)>,
) -> Value {
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
