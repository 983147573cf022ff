//! What a search reads of each page: names, phrases that say what it is, and texts.

use super::han;
use crate::catalog::{PageIx, countries};
use crate::document::{Document, FrontMatter, LinkForm, TopicFields};
use crate::link::LinkTarget;
use crate::page::SiteData;
use crate::text::{Route, Span};
use crate::time::FuzzyDate;

/// The texts of one page, as written.
#[derive(Debug, Default)]
pub(super) struct PageTexts {
    /// The title, then other names that readers may know.
    pub(super) names: Vec<String>,
    /// Names in other languages that the program knows. They are words of the page, but so many that
    /// they are not compared as names.
    pub(super) built_in_names: Vec<&'static str>,
    /// What a topic is, in a few words: `in_brief` and offices.
    pub(super) in_brief: Vec<String>,
    /// The description, dates, places and headings.
    pub(super) leads: Vec<String>,
    pub(super) texts: Vec<String>,
    /// Forms of the date of an event that readers may type. They are searched like leads and never
    /// shown.
    pub(super) dates: String,
}

/// The texts of a page.
pub(super) fn page_texts(data: &SiteData<'_>, page: PageIx) -> PageTexts {
    let document = data.document(page);
    let mut texts = PageTexts::default();
    texts.names.push(data.entry(page).title.to_string());
    texts.leads.extend(document.common.description.as_deref().map(str::to_owned));
    if let Some(topic) = document.front.topic() {
        texts.add_topic(topic);
    }
    texts.add_front_matter(data, document);
    texts.add_demonyms(data, page);
    if let Some(facts) = &data.entry(page).country_facts {
        texts.names.extend(facts.official_name.iter().map(|name| name.to_string()));
        texts
            .names
            .extend(facts.demonyms.iter().chain(&facts.other_names).map(|it| it.to_string()));
        texts.leads.extend(facts.capital.iter().chain(&facts.region).map(|it| it.to_string()));
        texts.built_in_names = countries::names_in_all_languages(&facts.iso);
    }
    for id in document.text_ids() {
        texts.leads.extend(document.outline(id).headings.iter().map(|it| it.text.to_string()));
    }
    let blocks = document.blocks.iter();
    texts.leads.extend(blocks.filter_map(|block| block.data.title()).map(str::to_owned));
    if data.config.search.full_text {
        let whole = |id| Span::new(0..document.markdown(id).len());
        let prose = document.text_ids().map(|id| data.prose(page).plain_text(id, whole(id)));
        texts.texts.extend(prose);
        texts.add_captions(data, page);
    } else {
        texts.texts.clear();
    }
    let names = texts.names.iter();
    let other_forms: Vec<String> = names.flat_map(|name| han::other_forms(name)).collect();
    texts.names.extend(other_forms);
    texts
}

impl PageTexts {
    fn add_topic(&mut self, topic: &TopicFields) {
        let aliases = topic.also_known_as.iter().map(|alias| &*alias.name.value);
        let native = topic.native_name.iter().map(|name| &*name.text.value);
        let short = topic.short_name.as_deref().into_iter();
        self.names.extend(aliases.chain(native).chain(short).map(str::to_owned));
        self.names.extend(topic.forms.iter().map(|form| form.to_string()));
        self.in_brief.extend(topic.in_brief().map(str::to_owned));
        self.texts
            .extend(topic.relations.iter().filter_map(|it| it.text.as_deref()).map(Into::into));
    }

    /// To what a person is, the adjective of the country: "Japanese prime minister".
    fn add_demonyms(&mut self, data: &SiteData<'_>, page: PageIx) {
        for country in &data.catalog.resolved_refs(page).countries {
            let declared = match &data.head(*country).front {
                FrontMatter::Country(_, country) => country.demonyms.iter().flatten().next(),
                _ => None,
            };
            let facts = data.entry(*country).country_facts.as_ref();
            let built_in = || facts.and_then(|facts| facts.demonyms.first()).map(|it| &**it);
            let Some(demonym) = declared.map(|it| &*it.value).or_else(built_in) else { continue };
            for phrase in &mut self.in_brief {
                phrase.push_str(&format!(" ({demonym})"));
            }
        }
    }

    /// What stands below pictures.
    fn add_captions(&mut self, data: &SiteData<'_>, page: PageIx) {
        let document = data.document(page);
        for image in document.common.image.as_deref().into_iter().chain(document.block_pictures()) {
            let texts = [&image.caption, &image.credit, &image.license];
            self.texts.extend(texts.into_iter().flatten().map(|text| text.to_string()));
            let route = data.catalog.routes().linked_file(&document.path, &image.src.value);
            self.add_sidecar(data, route);
        }
        for (text, targets) in document.text_ids().zip(&data.linked(page).targets) {
            self.texts.extend(document.outline(text).captions(document.markdown(text)));
            let shown = document.outline(text).links.iter().zip(targets);
            let shown = shown.filter(|(link, _)| link.form == LinkForm::Image);
            for (_, target) in shown {
                if let LinkTarget::Resource { route, .. } = target {
                    self.add_sidecar(data, Some(route));
                }
            }
        }
    }

    fn add_sidecar(&mut self, data: &SiteData<'_>, picture: Option<&Route>) {
        let sidecar = picture.and_then(|route| data.catalog.sidecars.get(route));
        let texts = sidecar.into_iter().flat_map(|it| [&it.caption, &it.credit, &it.license]);
        self.texts.extend(texts.flatten().map(|text| text.to_string()));
    }

    fn add_front_matter(&mut self, data: &SiteData<'_>, document: &Document) {
        match &document.front {
            FrontMatter::Country(_, country) => {
                let names = country.metonyms.iter().chain(country.demonyms.iter().flatten());
                self.names.extend(names.map(|name| name.value.to_string()));
                self.names.extend(country.official_name.as_deref().map(str::to_owned));
                let facts = [&country.capital, &country.region];
                self.leads.extend(facts.into_iter().flatten().map(|it| it.to_string()));
            }
            FrontMatter::Figure(..) => {
                self.in_brief.extend(document.offices().map(str::to_owned));
            }
            FrontMatter::Event(_, event) => {
                if let Some(date) = event.date.as_ref().map(|date| &date.value) {
                    self.leads.push(data.locale().dates.format_date(date));
                    self.dates = written_dates(date);
                }
                let place = event.place.as_ref().and_then(|place| place.name.as_deref());
                let phrases = [place, event.kind.as_deref()];
                self.leads.extend(phrases.into_iter().flatten().map(str::to_owned));
                let sides = event.participants.iter().flat_map(|it| [&it.side, &it.role]);
                self.texts.extend(sides.flatten().map(|it| it.to_string()));
            }
            FrontMatter::Home(_) | FrontMatter::Article(_) => {
                let stand = document.front.where_things_stand();
                self.texts.extend(stand.map(|stand| stand.state.to_string()));
            }
            FrontMatter::OtherTopic(_) | FrontMatter::Page => {}
        }
    }
}

/// What readers type for the ends of a date, beside its form in the language of the site: the numbers
/// with and without zeros, the English ordinal of the day, and the words for year, month and day in
/// languages that number the months.
fn written_dates(date: &FuzzyDate) -> String {
    let mut days: Vec<String> =
        date.ends().into_iter().flatten().filter_map(|end| end.to_iso()).collect();
    days.dedup();
    let mut text = String::new();
    for iso in days {
        for (part, words) in iso.split('-').zip(["년 年", "월 月", "일 日"]) {
            let number = part.trim_start_matches('0');
            text.push_str(&format!("{part} {number} {words} "));
        }
        if let Some(day) = iso.split('-').nth(2) {
            text.push_str(&english_ordinal(day.trim_start_matches('0')));
        }
        text.push('\n');
    }
    text
}

fn english_ordinal(number: &str) -> String {
    let ending = match number {
        "11" | "12" | "13" => "th",
        _ if number.ends_with('1') => "st",
        _ if number.ends_with('2') => "nd",
        _ if number.ends_with('3') => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_found_by_its_numbers() {
        let written = |date: &str| written_dates(&FuzzyDate::parse(date).expect("a date"));
        let day = "2018 2018 년 年 04 4 월 月 23 23 일 日 23rd\n";
        assert_eq!(written("2018-04-23"), day);
        assert_eq!(written("2018-04-23/.."), day);
        assert_eq!(written("2018-04"), "2018 2018 년 年 04 4 월 月 \n");
        assert_eq!(written("2018-04~"), "");
    }
}
