//! Keys of other generators, and other words for a key: what to write instead.

use super::schema::{Field, FieldType, Schema};

/// Words for something that a record may have a key for.
struct ForeignKey {
    names: &'static [&'static str],
    /// The keys that do the same. Only those of the record are suggested.
    replacements: &'static [Replacement],
    /// What to do on a page that has none of them, after "leave it out".
    without: &'static str,
}

struct Replacement {
    key: &'static str,
    /// Follows the key in the help.
    help: &'static str,
    is_for: fn(&FieldType) -> bool,
}

const fn key(key: &'static str, help: &'static str) -> Replacement {
    Replacement { key, help, is_for: |_| true }
}

/// A key that takes one day.
const fn day(key: &'static str, help: &'static str) -> Replacement {
    Replacement { key, help, is_for: |of| matches!(of, FieldType::Day) }
}

/// A key that takes any date.
const fn date(key: &'static str, help: &'static str) -> Replacement {
    Replacement { key, help, is_for: |of| matches!(of, FieldType::Edtf) }
}

const fn foreign(
    names: &'static [&'static str],
    replacements: &'static [Replacement],
) -> ForeignKey {
    ForeignKey { names, replacements, without: "" }
}

const fn foreign_or(
    names: &'static [&'static str],
    replacements: &'static [Replacement],
    without: &'static str,
) -> ForeignKey {
    ForeignKey { names, replacements, without }
}

/// Keys of other generators.
static FOREIGN_KEYS: &[ForeignKey] = &[
    foreign_or(
        &["tags", "categories", "taxonomies", "keywords"],
        &[key("about", ": the topics of this article, as paths like `events/first-flight`")],
        ": only articles say what they are about",
    ),
    foreign(
        &["aliases", "alias"],
        &[key("also_known_as", " for other names"), key("redirect_from", " for old addresses")],
    ),
    foreign(&["redirects"], &[key("redirect_from", "")]),
    foreign(
        &["author", "byline"],
        &[key("authors", ", a list of ids from `[authors]` in site.toml")],
    ),
    foreign(
        &["summary", "excerpt", "subtitle", "dek"],
        &[key("description", ": one or two sentences")],
    ),
    foreign(&["lastmod", "modified"], &[key("updated", "")]),
    foreign(
        &["published"],
        &[day("date", "; add `draft: true` if the page is not to be published yet")],
    ),
    foreign(&["pubDate", "publishDate"], &[day("date", "")]),
    foreign_or(&["weight"], &[key("order", "")], ": only articles have an order"),
    foreign(
        &["url", "path", "permalink"],
        &[
            key("slug", " for the last part of the address; the folder gives the rest"),
            key("src", ""),
        ],
    ),
    foreign_or(&["layout", "template"], &[], ": the folder of a page decides its template"),
    foreign(&["lang"], &[key("language", "")]),
    foreign(&["name"], &[key("title", ""), key("office", ""), key("who", "")]),
    foreign(&["hero", "cover"], &[key("image", " with `src` and `alt`")]),
];

/// Other words for a key.
static SYNONYMS: &[ForeignKey] = &[
    foreign(&["tag", "category", "topic", "topics"], &[key("about", "")]),
    foreign(&["nickname", "nicknames", "aka", "other_names"], &[key("also_known_as", "")]),
    foreign(
        &["actors", "people", "persons", "attendees"],
        &[key("participants", ""), key("about", "")],
    ),
    foreign(&["citations", "references", "bibliography"], &[key("sources", "")]),
    foreign(&["location", "venue", "where"], &[key("place", "")]),
    foreign(&["birth", "birthday", "birthdate", "birth_date", "date_of_birth"], &[key("born", "")]),
    foreign(&["death", "deathdate", "death_date", "date_of_death"], &[key("died", "")]),
    foreign(&["nationality", "citizenship"], &[key("country", "")]),
    foreign(
        &["office", "offices", "position", "positions", "job", "jobs", "function", "occupation"],
        &[key("role", " for one office, `roles` for several"), key("office", "")],
    ),
    foreign(&["surname", "last_name", "lastname"], &[key("family_name", "")]),
    foreign(&["first_name", "firstname", "forename"], &[key("given_name", "")]),
    foreign(&["iso_code", "country_code", "code"], &[key("iso", "")]),
    foreign(&["when"], &[date("date", "")]),
    foreign(
        &["start", "begin", "start_date", "since"],
        &[key("from", ""), date("date", ": beginning and end, like `1969-07-16/1969-07-24`")],
    ),
    foreign(
        &["end", "end_date", "finish"],
        &[key("until", ""), date("date", ": beginning and end, like `1969-07-16/1969-07-24`")],
    ),
    foreign(&["link", "website", "href"], &[key("url", "")]),
    foreign(&["file", "filename"], &[key("src", ""), key("url", "")]),
    foreign(
        &["photo", "picture", "portrait", "thumbnail"],
        &[key("image", " with `src` and `alt`")],
    ),
    foreign(&["headline", "heading"], &[key("title", "")]),
    foreign(&["title"], &[key("office", ""), key("name", "")]),
    foreign(&["kind"], &[key("type", "")]),
    foreign_or(&["body", "content"], &[], ": the text stands below the front matter"),
];

/// What a foreign key is called here.
pub(super) struct ForeignKeyMatch {
    /// The key that does the same; `None` where there is none.
    pub(super) field: Option<&'static Field>,
    pub(super) help: String,
}

/// What to write in a record instead of this key; `None` if the key is not known, or where the
/// record is no page and has no key for it.
pub(super) fn find_foreign_key(name: &str, schema: &Schema) -> Option<ForeignKeyMatch> {
    let all = FOREIGN_KEYS.iter().chain(SYNONYMS);
    let mut is_known = None;
    for foreign in all.filter(|foreign| foreign.names.contains(&name)) {
        let fields = foreign.replacements.iter().filter_map(|replacement| {
            let field = schema.field(replacement.key)?;
            (replacement.is_for)(&field.field_type).then_some((field, replacement.help))
        });
        let fields: Vec<(&Field, &str)> = fields.collect();
        if let Some((first, _)) = fields.first() {
            let helps = fields.iter().map(|(field, help)| format!("`{}`{help}", field.key));
            let help = format!("write {}", helps.collect::<Vec<_>>().join(", "));
            return Some(ForeignKeyMatch { field: Some(first), help });
        }
        is_known = is_known.or(Some(foreign.without));
    }
    let is_page = schema.field("draft").is_some();
    is_known
        .filter(|_| is_page)
        .map(|without| ForeignKeyMatch { field: None, help: format!("leave it out{without}") })
}

/// True for a key of another generator.
pub fn is_foreign_key(key: &str) -> bool {
    FOREIGN_KEYS.iter().any(|foreign| foreign.names.contains(&key))
}
