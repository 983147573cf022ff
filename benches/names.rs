//! Finding names in text, compared with a bare Aho–Corasick automaton over the same names and text:
//! `cargo bench --bench names`.
//!
//! 5,000 topics with about 13,000 names; 1,000,000 words. The automaton only finds matches; ours also
//! decides word boundaries, case, separators, adjacent words and which topic is meant. Both run in
//! turn in each round, on one thread; the ratio of the medians is what counts.

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, MatchKind};
use backgrounder::engine::{BuildOptions, build};
use backgrounder::site::Snapshot;
use backgrounder::stages;

#[path = "../tests/suite/random.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
mod random;

use random::Rng;

const TOPICS: usize = 5_000;
const ARTICLES: usize = 500;
const WORDS: usize = 2_000;
const ROUNDS: usize = 9;

fn word(rng: &mut Rng) -> String {
    const SYLLABLES: [&str; 24] = [
        "ka", "lo", "min", "ter", "san", "vel", "or", "du", "pri", "sho", "gan", "il", "be", "ros",
        "tin", "mar", "en", "quo", "fal", "ze", "ny", "ul", "hor", "ast",
    ];
    (0..2 + rng.below(2)).map(|_| *rng.pick(&SYLLABLES)).collect()
}

fn name(rng: &mut Rng) -> String {
    let word = word(rng);
    word[..1].to_uppercase() + &word[1..]
}

fn main() {
    let mut rng = Rng(1);
    let given: Vec<String> = (0..400).map(|_| name(&mut rng)).collect();
    let family: Vec<String> = (0..900).map(|_| name(&mut rng)).collect();
    let mut files = vec![("site.toml".to_owned(), "title = \"T\"\nbase_url = \"/\"\n".to_owned())];
    let mut names: Vec<String> = Vec::new();
    for at in 0..TOPICS {
        let (title, other) = match at % 3 {
            0 => (
                format!("{} {}", given[rng.below(400)], family[rng.below(900)]),
                format!("{} {}", given[rng.below(400)], family[rng.below(900)]),
            ),
            1 => (
                format!(
                    "{} {} {}",
                    given[rng.below(400)],
                    given[rng.below(400)],
                    family[rng.below(900)]
                ),
                format!("{} Island", name(&mut rng)),
            ),
            _ => (
                format!("{} agreement", name(&mut rng)),
                format!("{} {} accord", name(&mut rng), name(&mut rng)),
            ),
        };
        let family_name = if at % 3 == 2 {
            String::new()
        } else {
            format!("family_name: {}\n", title.rsplit(' ').next().unwrap_or_default())
        };
        let folder = if at % 3 == 2 { "terms" } else { "figures" };
        files.push((
            format!("content/{folder}/t{at}.md"),
            format!(
                "---\ntitle: {title}\nalso_known_as: [{other}]\n{family_name}description: d\n---\n"
            ),
        ));
        names.extend([title, other]);
    }
    let common: Vec<String> = (0..3_000).map(|_| word(&mut rng)).collect();
    let mut texts = Vec::new();
    for article in 0..ARTICLES {
        let mut text = String::new();
        for at in 0..WORDS {
            match rng.below(40) {
                0 => text.push_str(&names[rng.below(names.len())]),
                1 => text.push_str(&family[rng.below(900)]),
                _ => text.push_str(&common[rng.below(3_000)]),
            }
            text.push_str(if at % 400 == 399 {
                ".\n\n## Part\n\n"
            } else if at % 80 == 79 {
                ".\n\n"
            } else if at % 16 == 15 {
                ". "
            } else {
                " "
            });
        }
        let mut file = String::new();
        let _ =
            write!(file, "---\ntitle: Article {article}\ndate: 2020-01-01\nabout: []\n---\n{text}");
        files.push((format!("content/articles/a{article}.md"), file));
        texts.push(text);
    }
    let snapshot =
        Snapshot::from_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())));
    let site = build(&Arc::new(snapshot), &BuildOptions::default()).site;
    let (documents, catalog, config) = (site.documents(), site.catalog(), site.config());
    let articles: Vec<_> = (0..ARTICLES)
        .map(|at| catalog.by_id(&format!("articles/a{at}")).expect("an article"))
        .collect();
    let forms: Vec<&str> = catalog.lexicon.names().iter().map(|name| &*name.text).collect();
    let automaton = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(&forms)
        .expect("an automaton");

    let (mut scan, mut linking, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    let (mut found, mut decided, mut matched) = (0, 0, 0);
    for _ in 0..ROUNDS {
        found = 0;
        scan.push(timed(|| {
            found = texts
                .iter()
                .map(|text| {
                    stages::find_name_ranges(black_box(text), catalog, &config.languages).len()
                })
                .sum::<usize>()
        }));
        bare.push(timed(|| {
            matched =
                texts.iter().map(|text| automaton.find_iter(black_box(text)).count()).sum::<usize>()
        }));
        linking.push(timed(|| {
            let links = articles
                .iter()
                .map(|page| stages::resolve(&documents[page.index()], *page, catalog, config));
            decided = links
                .map(|linked| linked.names.iter().map(|names| names.len()).sum::<usize>())
                .sum();
        }));
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} names of {TOPICS} topics, {} words, {bytes} bytes", forms.len(), ARTICLES * WORDS);
    let (scan, linking, bare) = (median(scan), median(linking), median(bare));
    println!("bare automaton   {:>6.1} ms   {matched} matches", ms(bare));
    println!(
        "our scan         {:>6.1} ms   {found} places   {:.2} x the bare one",
        ms(scan),
        ms(scan) / ms(bare)
    );
    println!(
        "all of linking   {:>6.1} ms   {decided} names    {:.2} x (topics, links and citations included)",
        ms(linking),
        ms(linking) / ms(bare)
    );
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
