//! Random edits of a small site, one dimension at a time: one key of one front matter, one fragment
//! of one body, one line of `site.toml`, or one file.
//!
//! All values come from short lists, so names, routes and references often collide and often break.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::harness::TEXT_PICTURE;
use super::random::Rng;

/// Keys of every page with possible values.
const COMMON: &[(&str, &[&str])] = &[
    ("description", &["A short word.", "On Kim Jong Un and Vietnam.", "Another word."]),
    ("draft", &["true", "false"]),
    ("as_of", &["2020-07-09", "2018-06-12"]),
    ("updated", &["2020-07-08", "2020-02-01"]),
    ("slug", &["other", "kim", "talks-again"]),
    ("redirect_from", &["[/old/]", "[/old/page/, /kim/]", "[/figures/kim-jong-un/]"]),
    ("autolink", &["off", "once", "all", "section"]),
    (
        "disambiguate",
        &["{ Kim: figures/kim-yo-jong }", "{ Kim: figures/kim-jong-un, Hanoi: countries/vietnam }"],
    ),
    (
        "sources",
        &[
            "[{ id: own, title: A report, publisher: An agency }]",
            "[{ id: shared, title: Mine, publisher: P }]",
        ],
    ),
    (
        "updates",
        &[
            "[{ date: 2020-07-02, note: \"More on Kim Jong Un.\" }]",
            "[{ date: 2020-07-03, note: \"Mended.\", at: \"#later\" }]",
        ],
    ),
    ("authors", &["[me]", "[me, you]", "[nobody]"]),
    ("check", &["{ stub: off }", "{ ambiguous-name: error }"]),
    ("language", &["ko", "en"]),
];

const ARTICLE: &[(&str, &[&str])] = &[
    ("title", &["The talks", "Talks", "Kim Jong Un speaks"]),
    ("date", &["2020-07-01", "2020-06-01", "2021-01-01"]),
    (
        "about",
        &[
            "[figures/kim-jong-un]",
            "[events/hanoi-summit, countries/vietnam]",
            "[kim-yo-jong]",
            "[figures/gone]",
        ],
    ),
    ("key_points", &["[\"Kim Jong Un went [@shared].\"]", "[One, \"Two: Hanoi summit\"]"]),
    ("order", &["1", "2", "3"]),
    ("type", &["explainer", "analysis"]),
    (
        "where_things_stand",
        &["{ state: Stuck, note: \"As Kim Jong Un said.\" }", "{ state: Open }"],
    ),
];

const TOPIC: &[(&str, &[&str])] = &[
    (
        "also_known_as",
        &["[Chairman]", "[\"Kim\"]", "[Hanoi, \"the North\"]", "[{ name: \"peace\", case: any }]"],
    ),
    ("not_in", &["[Hanoi summit]", "[Kim Jong Un Street]"]),
    ("native_name", &["{ text: 김정은, language: ko }", "{ text: 베트남 }"]),
    ("autolink_target", &["false", "true"]),
    ("sort_name", &["Zebra", "Aardvark"]),
    ("in_brief", &["Leader of Vietnam", "Hanoi summit, and a party to it."]),
    ("why", &["Because of Vietnam.", "For Kim Yo Jong."]),
    (
        "relations",
        &[
            "[{ to: figures/kim-yo-jong, type: sibling }]",
            "[{ to: countries/vietnam, type: ally, from: \"1950\" }]",
        ],
    ),
];

const COUNTRY: &[(&str, &[&str])] = &[
    ("iso", &["KP", "VN", "XX"]),
    ("flag", &["/articles/flag.png", "/figures/map.svg", "🇰🇵"]),
    ("title", &["North Korea", "Vietnam", "The North"]),
    ("metonyms", &["[Pyongyang]", "[Hanoi]"]),
    ("demonyms", &["[Northern]", "[]"]),
    ("stance", &["{ text: \"Wants peace [@shared].\", as_of: 2020-07-01 }", "{ text: No. }"]),
];

const FIGURE: &[(&str, &[&str])] = &[
    ("title", &["Kim Jong Un", "Kim Yo Jong", "Moon Jae-in", "Pyongyang"]),
    ("family_name", &["Kim", "Moon"]),
    ("country", &["countries/north-korea", "[countries/north-korea, vietnam]"]),
    (
        "roles",
        &[
            "[{ office: Chairman, from: \"2016-05\", country: countries/north-korea }]",
            "[{ office: Envoy, from: \"2019\", until: \"2020\", sources: [shared] }]",
        ],
    ),
    ("born", &["1984?", "1984"]),
];

const EVENT: &[(&str, &[&str])] = &[
    ("title", &["Hanoi summit", "Talks", "Summit"]),
    ("date", &["\"2019-02-27/2019-02-28\"", "\"2018-09~\"", "\"2018-09\"", "2020-07-05"]),
    ("type", &["summit", "talks"]),
    ("importance", &["key", "minor"]),
    (
        "participants",
        &[
            "[figures/kim-jong-un]",
            "[{ who: figures/kim-yo-jong, role: Sister }, countries/vietnam]",
        ],
    ),
    ("place", &["{ name: Hanoi, country: countries/vietnam }", "Panmunjom"]),
    ("outcome", &["No deal with Kim Jong Un.", "A deal."]),
    ("led_to", &["[events/hanoi-summit]", "[events/dmz]"]),
    ("follows", &["[events/dmz]"]),
    ("part_of", &["[events/dmz]"]),
    ("certainty", &["disputed", "{ level: reported, note: n }"]),
];

const FRAGMENTS: &[&str] = &[
    "Kim Jong Un spoke.",
    "Then Kim left for Hanoi.",
    "Kim Yo Jong, of North Korea, wrote.",
    "The Hanoi Summit failed in Vietnam.",
    "Park Chung Hee and Moon Jae-in.",
    "Pyongyang said no; the Northern side too.",
    "김정은이 말했다.",
    "By path [[figures/kim-jong-un]].",
    "By name [[Kim Yo Jong|her]].",
    "By an old name [[Chairman]].",
    "By address [she](/figures/kim-yo-jong/).",
    "https://youtu.be/dQw4w9WgXcQ?t=9",
    "[A lecture](https://tube.example/w/5jBegFpNbffA1nhmp32kqR)",
    "By file [it](../events/hanoi-summit.md).",
    "[[Hanoi summit#outcome|what came]] and [[kim]].",
    "See [the talks](talks.md) and [that](../events/hanoi-summit.md#later).",
    "A claim [@shared]; another [@own, p. 3].",
    "A page on the web [@https://example.org/page].",
    "## Later",
    "## Kim Jong Un",
    "# A heading for a title",
    "> We do not feel any need.\n>\n> — Kim Yo Jong, 10 July 2020 [@shared]",
    "Chairman of peace, in *Kim* Jong Un Street.",
    "![A flag](flag.png)",
    "A note[^1].\n\n[^1]: By Moon.",
    "[[#later]] and [[Nobody At All]].",
    "Nearly [[The talk]].",
    "\"Quoted\" -- and 'so'...",
    "<b>Kim Jong Un</b>.",
    "```chart\nkind = \"bar\"\ntitle = \"Tests\"\ncolumns = [\"\", \"N\"]\nrows = [[\"Kim\", 2]]\nnote = \"By Kim Yo Jong.\"\nsource = \"[@shared]\"\n```",
    "```chart\nkind = \"column\"\ntitle = \"Tests\"\ndata = \"tests.csv\"\n```",
];

const SITE: &[(&str, &[&str])] = &[
    ("title", &["\"Small\"", "\"Other\""]),
    ("base_url", &["\"https://example.org/s/\"", "\"/\"", "\"/korea/\""]),
    ("as_of", &["\"2020-07-10\"", "\"2018-01-01\""]),
    ("language", &["\"en\"", "\"ko\""]),
    ("start_here", &["\"articles/talks\"", "\"articles/second\""]),
    ("autolink.policy", &["\"once\"", "\"all\"", "\"off\""]),
    ("autolink.metonyms", &["true", "false"]),
    ("autolink.demonyms", &["true", "false"]),
    ("autolink.short_names", &["true", "false"]),
    ("autolink.never", &["[\"Hanoi summit\"]", "[\"Kim Jong Un Street\"]"]),
    ("kinds.figures.folder", &["\"people\"", "\"who\""]),
    ("kinds.events.title", &["\"What happened\""]),
    ("markdown.smart_punctuation", &["false", "true"]),
    ("markdown.raw_html", &["true", "false"]),
    ("navigation.main", &["[\"/articles/\"]", "[\"articles/talks\", \"/timeline/\"]"]),
    ("check.stub", &["\"off\"", "\"warning\""]),
    ("authors.you.name", &["\"You\""]),
    ("theme", &["\"mine\"", "\"broadsheet\""]),
    ("embeds.youtube", &["true", "false"]),
    ("embeds.peertube", &["[\"tube.example\"]"]),
];

/// Optional files with possible contents.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "content/sources.toml",
        &[
            "[[sources]]\nid = \"shared\"\ntitle = \"A shared report\"\npublisher = \"An agency\"\n",
            "[[sources]]\nid = \"shared\"\ntitle = \"Another title\"\npublisher = \"An agency\"\n[[sources]]\nid = \"more\"\ntitle = \"More\"\npublisher = \"P\"\n",
            "[[sources]]\nid = \"own\"\ntitle = \"Not their own\"\npublisher = \"An agency\"\n",
        ],
    ),
    ("content/articles/flag.png", &[TEXT_PICTURE, "not a picture"]),
    (
        "content/articles/flag.png.toml",
        &["alt = \"A flag\"\n", "alt = \"A flag\"\ncredit = \"Somebody\"\n", "alt = 1\n"],
    ),
    (
        "content/figures/map.svg",
        &[
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
        ],
    ),
    ("static/note.txt", &["hello", "good-bye"]),
    ("static/old/index.html", &["old"]),
    (
        "templates/partials/head.html",
        &[
            "<header><h1>{{ page.title }}, mine</h1></header>",
            "<h1>{{ page.title }}</h1>{{ site.title }}",
            "{{ page.nothing.at.all }}",
            "{% if %}",
        ],
    ),
    (
        "templates/404.html",
        &[
            "{% extends \"broadsheet/404.html\" %}",
            "{% extends \"broadsheet/404.html\" %}{% block title %}Gone{% endblock %}",
        ],
    ),
    (
        "themes/mine/theme.toml",
        &["name = \"mine\"\n[assets]\nstylesheet = \"mine.css\"\n", "name = \"mine\"\n"],
    ),
    ("themes/mine/assets/mine.css", &["body { color: red }", "body { color: blue }"]),
    ("content/odd.docx", &["odd"]),
    (
        "content/broken.md",
        &[
            "---\ntitle: Never closed\n",
            "---\ntitle: Closed\nunknown: 1\n---\n",
            "---\ntitle: Good\n---\nOn Kim Jong Un.\n",
        ],
    ),
    ("content/timeline.md", &["---\ndescription: All that happened.\n---\nIn order.\n"]),
    ("content/articles/tests.csv", &["Year,N\n2016,2\n", "Year;N\n2016;2,5\n", "Year,N\n2016,x\n"]),
];

/// A page at the start: path, front matter and body.
type InitialPage = (&'static str, &'static [(&'static str, &'static str)], &'static [&'static str]);

const PAGES: &[InitialPage] = &[
    (
        "content/articles/talks.md",
        &[("title", "The talks"), ("date", "2020-07-01"), ("order", "1")],
        &[
            "Kim Jong Un spoke.",
            "Then Kim left for Hanoi.",
            "Kim Yo Jong, of North Korea, wrote.",
            "The Hanoi Summit failed in Vietnam.",
        ],
    ),
    (
        "content/articles/second.md",
        &[("title", "Second"), ("date", "2020-06-01")],
        &[
            "Park Chung Hee and Moon Jae-in.",
            "Pyongyang said no; the Northern side too.",
            "김정은이 말했다.",
        ],
    ),
    ("content/countries/north-korea.md", &[("iso", "KP")], &[]),
    ("content/countries/vietnam.md", &[("iso", "VN"), ("description", "A country.")], &[]),
    (
        "content/figures/kim-jong-un.md",
        &[("title", "Kim Jong Un"), ("family_name", "Kim")],
        &["A text."],
    ),
    (
        "content/figures/kim-yo-jong.md",
        &[("title", "Kim Yo Jong"), ("description", "Sister.")],
        &[],
    ),
    (
        "content/events/hanoi-summit.md",
        &[("title", "Hanoi summit"), ("date", "\"2019-02-27/2019-02-28\"")],
        &["## Later"],
    ),
    ("content/events/dmz.md", &[("title", "DMZ meeting"), ("date", "2019-06-30")], &[]),
];

/// The front matter and body fragments of a page.
#[derive(Clone, Default)]
struct Page {
    keys: BTreeMap<&'static str, &'static str>,
    body: Vec<&'static str>,
}

/// A site that is edited at random.
#[derive(Clone)]
pub struct RandomSite {
    pub rng: Rng,
    pages: BTreeMap<String, Page>,
    site: BTreeMap<&'static str, &'static str>,
    others: BTreeMap<&'static str, &'static str>,
}

pub struct Edit {
    /// What was edited, such as `key title`.
    pub dimension: String,
    /// Changed files with their new text; `None` for a removed file.
    pub files: Vec<(String, Option<String>)>,
}

fn keys(path: &str) -> Vec<(&'static str, &'static [&'static str])> {
    let own: &[&[(&str, &[&str])]] = match path.split('/').nth(1) {
        Some("articles") => &[ARTICLE],
        Some("countries") => &[COUNTRY, TOPIC],
        Some("figures") => &[FIGURE, TOPIC],
        Some("events") => &[EVENT, TOPIC],
        _ => &[TOPIC],
    };
    own.iter().copied().flatten().chain(COMMON).copied().collect()
}

impl RandomSite {
    pub fn new(seed: u64) -> Self {
        let mut site = RandomSite {
            rng: Rng(seed),
            pages: BTreeMap::new(),
            site: BTreeMap::from([
                ("title", "\"Small\""),
                ("base_url", "\"https://example.org/s/\""),
                ("authors.me.name", "\"Me\""),
            ]),
            others: BTreeMap::from([(OTHERS[0].0, OTHERS[0].1[0]), (OTHERS[1].0, OTHERS[1].1[0])]),
        };
        if seed.is_multiple_of(2) {
            let theme = OTHERS.iter().filter(|(path, _)| path.starts_with("themes/mine/"));
            site.others.extend(theme.map(|(path, contents)| (*path, contents[0])));
            site.site.insert("theme", "\"mine\"");
        }
        for (path, keys, body) in PAGES {
            let keys = keys.iter().copied().collect();
            site.pages.insert((*path).to_owned(), Page { keys, body: body.to_vec() });
        }
        site
    }

    /// All files in their current state.
    pub fn files(&self) -> BTreeMap<String, String> {
        let mut files: BTreeMap<String, String> = self
            .others
            .iter()
            .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
            .collect();
        files.extend(self.pages.iter().map(|(path, page)| (path.clone(), text(page))));
        files.insert("site.toml".to_owned(), self.site_toml());
        files
    }

    fn site_toml(&self) -> String {
        self.site.iter().fold(String::new(), |mut text, (key, value)| {
            let _ = writeln!(text, "{key} = {value}");
            text
        })
    }

    /// The edit that restores an earlier state.
    pub fn revert_to(&mut self, earlier: &RandomSite) -> Edit {
        let (before, now) = (earlier.files(), self.files());
        let changed = before
            .iter()
            .filter(|(path, text)| now.get(*path) != Some(text))
            .map(|(path, text)| (path.clone(), Some(text.clone())));
        let files = changed
            .chain(
                now.keys()
                    .filter(|path| !before.contains_key(*path))
                    .map(|path| (path.clone(), None)),
            )
            .collect();
        let rng = self.rng.clone();
        *self = RandomSite { rng, ..earlier.clone() };
        Edit { dimension: "revert".to_owned(), files }
    }

    pub fn edit(&mut self) -> Edit {
        let paths: Vec<String> = self.pages.keys().cloned().collect();
        let path = self.rng.pick(&paths).clone();
        match self.rng.below(20) {
            0..=8 => self.edit_key(path),
            9..=13 => self.edit_body(path),
            14 | 15 => self.edit_site(),
            16 | 17 => self.edit_other(),
            _ => self.edit_files(path),
        }
    }

    fn edit_key(&mut self, path: String) -> Edit {
        let keys = keys(&path);
        let (key, values) = *self.rng.pick(&keys);
        let value = *self.rng.pick(values);
        let page = self.pages.entry(path.clone()).or_default();
        if page.keys.get(key) == Some(&value) {
            page.keys.remove(key);
        } else {
            page.keys.insert(key, value);
        }
        Edit { dimension: format!("key {key}"), files: vec![(path, Some(text(page)))] }
    }

    fn edit_body(&mut self, path: String) -> Edit {
        let fragment = *self.rng.pick(FRAGMENTS);
        let (at, removes) = (self.rng.below(8), self.rng.below(2) == 0);
        let page = self.pages.entry(path.clone()).or_default();
        let at = at.min(page.body.len());
        if removes && at < page.body.len() {
            page.body.remove(at);
        } else if page.body.len() < 12 {
            page.body.insert(at, fragment);
        }
        Edit { dimension: "body".to_owned(), files: vec![(path, Some(text(page)))] }
    }

    fn edit_site(&mut self) -> Edit {
        let (key, values) = *self.rng.pick(SITE);
        let value = *self.rng.pick(values);
        if self.site.get(key) == Some(&value) && key != "title" {
            self.site.remove(key);
        } else {
            self.site.insert(key, value);
        }
        Edit {
            dimension: format!("site {key}"),
            files: vec![("site.toml".to_owned(), Some(self.site_toml()))],
        }
    }

    fn edit_other(&mut self) -> Edit {
        let (path, contents) = *self.rng.pick(OTHERS);
        // Removing a file half of the time keeps most states free of errors.
        let content = if self.others.contains_key(path) && self.rng.below(2) == 0 {
            None
        } else {
            Some(*self.rng.pick(contents))
        };
        match content {
            Some(content) => self.others.insert(path, content),
            None => self.others.remove(path),
        };
        Edit {
            dimension: format!("file {path}"),
            files: vec![(path.to_owned(), content.map(str::to_owned))],
        }
    }

    /// Adds, removes or moves a page.
    fn edit_files(&mut self, path: String) -> Edit {
        const NAMES: [&str; 6] = [
            "content/figures/moon-jae-in.md",
            "content/figures/Kim.md",
            "content/articles/third.md",
            "content/events/talks.md",
            "content/terms/peace.md",
            "content/about.md",
        ];
        let new = (*self.rng.pick(&NAMES)).to_owned();
        match self.rng.below(3) {
            0 if self.pages.len() > 5 => {
                self.pages.remove(&path);
                Edit { dimension: "page removed".to_owned(), files: vec![(path, None)] }
            }
            1 if self.pages.contains_key(&path) && path != new => {
                let page = self.pages.remove(&path).unwrap_or_default();
                let files = vec![(path, None), (new.clone(), Some(text(&page)))];
                self.pages.insert(new, page);
                Edit { dimension: "page moved".to_owned(), files }
            }
            _ => {
                let page = Page {
                    keys: if new.contains("events") {
                        BTreeMap::from([("date", "2020-07-05")])
                    } else {
                        BTreeMap::new()
                    },
                    body: Vec::new(),
                };
                let files = vec![(new.clone(), Some(text(&page)))];
                self.pages.insert(new, page);
                Edit { dimension: "page added".to_owned(), files }
            }
        }
    }
}

fn text(page: &Page) -> String {
    let mut text = String::new();
    if !page.keys.is_empty() {
        text.push_str("---\n");
        for (key, value) in &page.keys {
            let _ = writeln!(text, "{key}: {value}");
        }
        text.push_str("---\n");
    }
    for fragment in &page.body {
        text.push('\n');
        text.push_str(fragment);
        text.push('\n');
    }
    text
}
