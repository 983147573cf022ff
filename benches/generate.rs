//! Generates a site of any size, the same for the same seed: `cargo bench --bench generate -- DIR
//! [--articles N] [--topics N] [--words N] [--seed N] [--circle N] [--broken N] [--everything]`.
//!
//! Articles have sections of prose that mention topics; topics have descriptions, dates, roles and a
//! short text. By default a page may mention any topic, so pages of larger sites mention more
//! different ones, and more of their words happen to be names. With `--circle N` a page mentions only
//! N neighbouring topics, and no other word starts a name, so pages are alike at every size. With
//! `--broken N`, N articles are about a topic that does not exist and have five broken links.
//! `--everything` leaves all features on.

use std::collections::HashSet;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::path::Path;

#[path = "../tests/suite/random.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
pub(crate) mod random;

use random::Rng;

const SYLLABLES: [&str; 48] = [
    "ba", "ren", "to", "li", "ma", "sor", "ne", "ki", "dal", "vo", "ra", "mi", "ten", "sha", "go",
    "lu", "per", "an", "do", "ves", "ka", "ril", "mo", "tan", "se", "bor", "ni", "fal", "du",
    "che", "ros", "wi", "pa", "lem", "ja", "hor", "ti", "cas", "ul", "no", "gre", "min", "fo",
    "ar", "el", "sty", "ob", "qui",
];

/// Random numbers, words and names.
struct Generator(Rng);

impl Generator {
    fn below(&mut self, n: usize) -> usize {
        self.0.below(n)
    }

    /// A number below `n`, small ones most frequent, as for words and names in prose.
    fn skewed(&mut self, n: usize) -> usize {
        let unit = (self.0.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64) * unit * unit * unit) as usize
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    fn word(&mut self, syllables: usize) -> String {
        (0..syllables).map(|_| *self.pick(&SYLLABLES)).collect()
    }

    fn name(&mut self) -> String {
        let syllables = 2 + self.below(2);
        capitalised(&self.word(syllables))
    }
}

fn capitalised(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

struct Topic {
    folder: &'static str,
    slug: String,
    title: String,
}

struct Site {
    random: Generator,
    vocabulary: Vec<String>,
    topics: Vec<Topic>,
    /// How many topics one page may mention.
    circle: usize,
    /// The first of them.
    first: usize,
    has_places: bool,
}

/// What to generate.
pub(crate) struct Options {
    pub(crate) articles: usize,
    pub(crate) topics: usize,
    /// Of each article.
    pub(crate) words: usize,
    pub(crate) seed: u64,
    /// How many topics one page may mention, if not all.
    pub(crate) circle: Option<usize>,
    /// How many articles have broken references.
    pub(crate) broken: usize,
    /// Features without a counterpart in other generators are on.
    pub(crate) everything: bool,
    /// Countries have codes and events places, so that the site has maps.
    pub(crate) places: bool,
}

/// Codes of countries (ISO 3166-1), for the first of a site with places.
const COUNTRY_CODES: &str = "af ar au at bd be bo br bg ca cl cn co cu cz dk eg ee et fi fr de gr hu in id ir iq ie il it jp jo ke kz kr kp kw la lb ly my mx mn ma nl nz ng no pk pa py pe ph pl pt qa ro ru sa sn rs sg za es lk sd se ch sy tz th tn tr ua ae gb us uy ve vn ye";

impl Default for Options {
    fn default() -> Self {
        Options {
            articles: 1_000,
            topics: 300,
            words: 1_700,
            seed: 1,
            circle: None,
            broken: 0,
            everything: false,
            places: false,
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let given = |flag: &str| {
        arguments
            .iter()
            .position(|a| a == flag)
            .and_then(|at| arguments.get(at + 1)?.parse::<usize>().ok())
    };
    let Some(folder) = arguments.first().filter(|a| !a.starts_with("--")) else {
        eprintln!(
            "usage: cargo bench --bench generate -- DIR [--articles N] [--topics N] [--words N] [--seed N] [--circle N] [--broken N] [--everything] [--places]"
        );
        return Ok(());
    };
    let default = Options::default();
    let options = Options {
        articles: given("--articles").unwrap_or(default.articles),
        topics: given("--topics").unwrap_or(default.topics),
        words: given("--words").unwrap_or(default.words),
        seed: given("--seed").map_or(default.seed, |seed| seed as u64),
        circle: given("--circle"),
        broken: given("--broken").unwrap_or(default.broken),
        everything: arguments.iter().any(|argument| argument == "--everything"),
        places: arguments.iter().any(|argument| argument == "--places"),
    };
    write_site(Path::new(folder), &options)?;
    let Options { articles, topics, words, .. } = options;
    println!("{articles} articles of {words} words and {topics} topics in {folder}");
    Ok(())
}

/// Writes a site into a folder.
pub(crate) fn write_site(folder: &Path, options: &Options) -> Result<(), Box<dyn Error>> {
    let mut site = Site::new(options);
    let content = folder.join("content");
    for kind in ["countries", "figures", "events", "organisations", "terms", "articles"] {
        fs::create_dir_all(content.join(kind))?;
    }
    fs::write(
        folder.join("site.toml"),
        if options.everything { SITE.split("\n[cards]").next().unwrap_or(SITE) } else { SITE },
    )?;
    for at in 0..site.topics.len() {
        let file =
            content.join(site.topics[at].folder).join(format!("{}.md", site.topics[at].slug));
        fs::write(file, site.topic_page(at))?;
    }
    let mut random = Generator(Rng(2));
    for at in 0..options.articles {
        let text = site.article(at, options.words);
        let text =
            if at < options.broken { with_broken_references(&text, &mut random) } else { text };
        fs::write(content.join("articles").join(format!("article-{at}.md")), text)?;
    }
    Ok(())
}

/// Features without a counterpart in other generators are off.
const SITE: &str = r#"title = "A generated story"
base_url = "https://example.org/"
as_of = "2020-07-10"

[cards]
enabled = false
[search]
enabled = false
[feeds]
topics = false
[twins]
enabled = false
[relations]
enabled = false
"#;

impl Site {
    fn new(options: &Options) -> Self {
        let &Options { seed, topics, circle, places: has_places, .. } = options;
        let (mut random, circle) = (Generator(Rng(seed)), circle.map(|circle| circle.min(topics)));
        // A letter that no syllable contains.
        let mark = if circle.is_some() { "x" } else { "" };
        let word = |random: &mut Generator, at: usize| {
            let syllables = 1 + usize::from(at > 200) + random.below(2);
            random.word(syllables)
        };
        let vocabulary = (0..4_000).map(|at| word(&mut random, at)).collect();
        // Unique titles, since shared names cause warnings.
        let mut taken = HashSet::new();
        let topics: Vec<Topic> = (0..topics)
            .map(|at| {
                std::iter::repeat_with(|| topic(&mut random, at, mark))
                    .find(|topic| taken.insert(topic.title.clone()))
                    .unwrap_or_else(|| unreachable!("an infinite iterator"))
            })
            .collect();
        let circle = circle.unwrap_or(topics.len());
        Site { random, vocabulary, circle, topics, first: 0, has_places }
    }

    /// Starts a page and chooses the topics it may mention.
    fn begin_page(&mut self) {
        if self.circle < self.topics.len() {
            self.first = self.random.below(self.topics.len());
        }
    }

    /// A random topic that the current page may mention.
    fn near(&mut self) -> usize {
        (self.first + self.random.skewed(self.circle)) % self.topics.len()
    }

    /// The id of a random topic of a kind.
    fn topic_of_kind(&mut self, folder: &str) -> Option<String> {
        let start = self.random.below(self.topics.len());
        let topic = self.topics[start..]
            .iter()
            .chain(&self.topics[..start])
            .find(|topic| topic.folder == folder)?;
        Some(format!("{folder}/{}", topic.slug))
    }

    fn topic_page(&mut self, at: usize) -> String {
        self.begin_page();
        let (folder, title) = (self.topics[at].folder, self.topics[at].title.clone());
        let mut text =
            format!("---\ntitle: \"{title}\"\ndescription: \"{}\"\n", self.sentence(14, false));
        if folder == "countries" && self.has_places {
            let code = COUNTRY_CODES.split(' ').nth(at / 30 * 2 + at % 30);
            let _ = code.map(|code| writeln!(text, "iso: {code}"));
        }
        if folder == "events" && self.has_places {
            let (name, country) = (self.random.name(), self.topic_of_kind("countries"));
            let (latitude, longitude) = (self.random.below(110), self.random.below(340));
            let _ = writeln!(
                text,
                "place: {{ name: {name}, country: {}, coordinates: [{}, {}] }}",
                country.unwrap_or_default(),
                latitude as i32 - 45,
                longitude as i32 - 170
            );
        }
        if folder == "figures" {
            let _ = writeln!(text, "family_name: \"{}\"", title.rsplit(' ').next().unwrap_or(""));
            if let Some(country) = self.topic_of_kind("countries") {
                let _ = writeln!(text, "country: {country}");
            }
            let year = 2000 + self.random.below(15);
            let _ = writeln!(
                text,
                "roles:\n  - {{ office: Minister, from: \"{year}\", until: \"{0}\" }}\n  - {{ office: President, from: \"{0}-05\" }}",
                year + 3
            );
        }
        if folder == "events" {
            let _ = writeln!(
                text,
                "date: \"{}-{:02}-{:02}\"",
                1990 + at % 30,
                1 + self.random.below(12),
                1 + self.random.below(28)
            );
            let _ = writeln!(
                text,
                "type: {}",
                self.random.pick(&["summit", "talks", "test", "statement"])
            );
            let _ = writeln!(
                text,
                "importance: {}\nparticipants:",
                self.random.pick(&["key", "normal", "normal", "minor"])
            );
            for _ in 0..3 {
                if let Some(figure) = self.topic_of_kind("figures") {
                    let _ = writeln!(text, "  - {figure}");
                }
            }
        }
        if folder == "events" {
            text.push_str("sources: [{ title: \"A record\", publisher: \"An office\" }]\n");
        }
        text.push_str("---\n\n");
        for _ in 0..3 {
            self.paragraph(60, false, &mut text);
        }
        text
    }

    fn article(&mut self, at: usize, words: usize) -> String {
        self.begin_page();
        let topics: Vec<usize> = (0..3).map(|_| self.near()).collect();
        let about: Vec<String> = topics
            .iter()
            .map(|at| format!("{}/{}", self.topics[*at].folder, self.topics[*at].slug))
            .collect();
        let named: Vec<&str> = topics.iter().map(|at| &*self.topics[*at].title).collect();
        let opening = format!("It concerns {} [@two].\n\n", named.join(", then "));
        let (title, description) = (self.random.name(), self.sentence(16, false));
        let date = format!(
            "20{:02}-{:02}-{:02}",
            self.random.below(20),
            1 + self.random.below(12),
            1 + self.random.below(28)
        );
        let mut text = format!(
            "---\ntitle: \"Article {at}: {title}\"\ndescription: \"{description}\"\ndate: {date}\nabout: [{}]\n",
            about.join(", ")
        );
        text.push_str("sources:\n  - { id: one, title: \"A report\", publisher: \"An agency\", date: \"2019-05\" }\n");
        text.push_str("  - { id: two, title: \"A statement\", publisher: \"A ministry\", date: \"2020-01-02\" }\n---\n\n");
        text.push_str(&opening);
        for number in 0..words.div_ceil(85).max(1) {
            if number % 4 == 0 && number > 0 {
                let _ = writeln!(
                    text,
                    "## {} {}\n",
                    self.random.name(),
                    self.random.pick(&self.vocabulary)
                );
            }
            self.paragraph(85, true, &mut text);
        }
        text
    }

    fn paragraph(&mut self, words: usize, cited: bool, out: &mut String) {
        let (mut written, mut column) = (0, 0);
        while written < words {
            let length = 9 + self.random.below(14);
            for word in self.sentence(length, cited && self.random.0.0.is_multiple_of(6)).split(' ')
            {
                if column + word.len() > 90 {
                    out.push('\n');
                    column = 0;
                } else if column > 0 {
                    out.push(' ');
                    column += 1;
                }
                out.push_str(word);
                column += word.len();
            }
            written += length;
        }
        out.push_str("\n\n");
    }

    fn sentence(&mut self, words: usize, cited: bool) -> String {
        let mut text = String::new();
        for at in 0..words {
            if at > 0 {
                text.push(' ');
            }
            if self.random.below(45) == 0 {
                let topic = self.near();
                text.push_str(&self.topics[topic].title);
                if self.random.below(8) == 0 {
                    text.push_str("'s");
                }
                continue;
            }
            let word = self.random.skewed(self.vocabulary.len());
            let word = &self.vocabulary[word];
            match at {
                0 => text.push_str(&capitalised(word)),
                _ if self.random.below(60) == 0 => {
                    let _ = write!(text, "*{word}*");
                }
                _ => text.push_str(word),
            }
        }
        text.push_str(if cited { " [@one]." } else { "." });
        text
    }
}

/// The same article with broken references.
fn with_broken_references(text: &str, random: &mut Generator) -> String {
    let mut text = text.replacen(
        "about: [",
        &format!("about: [figures/{}-{}, ", random.word(3), random.word(3)),
        1,
    );
    for _ in 0..2 {
        let _ = write!(
            text,
            "[[{} {} of {}]], [this](../notes/{}-{}.md). ",
            random.name(),
            random.name(),
            random.name(),
            random.word(2),
            random.word(3)
        );
    }
    let _ = writeln!(text, "[[{}]].", random.word(3));
    text
}

fn topic(random: &mut Generator, at: usize, mark: &str) -> Topic {
    let mut name = || random.name() + mark;
    let (folder, title) = match at % 30 {
        0 | 1 => ("countries", name()),
        2..=14 => ("figures", format!("{} {}", name(), name())),
        15..=24 => (
            "events",
            format!("{} {}", name(), random.pick(&["summit", "talks", "agreement", "statement"])),
        ),
        25..=27 => (
            "organisations",
            format!("{} {}", name(), random.pick(&["Council", "Agency", "Party"])),
        ),
        _ => ("terms", format!("{} {}", name(), random.word(2))),
    };
    Topic { folder, slug: format!("topic-{at}"), title }
}
