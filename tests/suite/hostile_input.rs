//! Promise 16: hostile pages are cheap. Build time must grow at most linearly with the length of any
//! pattern of Markdown or front matter. `HOSTILE_PATTERNS` sets the number of random patterns.

use std::time::{Duration, Instant};

use rayon::prelude::*;

use backgrounder::diagnostics::{RenderStyle, render};

use super::harness::{SiteTest, repetitions};
use super::random::Rng;

/// Syntax of CommonMark, its extensions and ours, and names.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "*", "**", "_", "__", "~~", "`", "```", "[", "]", "![", "(", ")", "](", "](x", "[[", "]]",
    "[[!", "|", "\\|", "<", ">", "</", "<a", "<!--", "-->", "<?", "<![CDATA[", "]]>", "&", "&#",
    "&amp;", ";", "\\", "\n", "\n\n", " ", "  \n", "\t", "    ", "> ", "- ", "+ ", "* ", "1. ",
    "1) ", "# ", "## ", "\n===\n", "\n---\n", "- [ ] ", ": ", "[^a]", "[^a]: ", "[a]: x\n", "[@a",
    "[@a, p. ", "; @b", "@", "> [!NOTE]\n", "> — ", "| a |\n|---|\n", "|", "{#x", "}", "{", "\"",
    "'", "--", "...", "http://", "www.", "a", "é", "한", "𝕏", "\u{301}", "\u{200b}", "Kim ",
    "Kim Jong Un ", "North Korea", "-", "–", "’s ", ". ", "? ", "(", "U.S. ", "\r", "\r\n",
    "==", "%%", "{{", "}}", "{{<", "{%", "%}", "{# ", "#}", "{% comment %}", "{% endcomment %}",
    "{{/*", "*/}}", "$$", "^[", "](a b.md)", "](/a b", "https://a.org", "<br>", "> [!x] ", "[!x]",
    "\n:::x\n", "\n!!! x\n", "\n*[a]: ", "\n#x ", "**(", ")**한", "한**“", "~~(", " ^ab1", " '", "' ",
    " \"", "\" ", "5\"", "![[a.jpg|3]]",
];

/// Tokens to repeat: all of them in turn, or nested (the first ones, then as many of the last).
#[derive(Clone, Debug)]
struct Pattern {
    parts: Vec<&'static str>,
    nested: bool,
}

impl Pattern {
    fn random(rng: &mut Rng) -> Self {
        let count = 1 + rng.below(4);
        Pattern {
            parts: (0..count).map(|_| *rng.pick(TOKENS)).collect(),
            nested: rng.below(3) == 0,
        }
    }

    /// The pattern repeated to about `length` bytes.
    fn text(&self, length: usize) -> String {
        let once: String = self.parts.concat();
        if !self.nested {
            return once.repeat(length / once.len().max(1) + 1);
        }
        let (first, last) = (self.parts[0], self.parts[self.parts.len() - 1]);
        let times = length / (first.len() + last.len()) + 1;
        first.repeat(times) + &self.parts[1..].concat() + &last.repeat(times)
    }
}

/// The time to build a site with an article and render what depends on it.
fn time(text: &str) -> Duration {
    let site = SiteTest::new()
        .file("content/figures/kim.md", "---\ntitle: Kim Jong Un\nfamily_name: Kim\n---\n")
        .file("content/figures/kim-two.md", "---\ntitle: Kim Yo Jong\nfamily_name: Kim\n---\n")
        .file("content/countries/north-korea.md", "---\ntitle: North Korea\n---\n")
        .file("content/articles/a.md", text);
    let start = Instant::now();
    let built = site.build();
    for route in ["/articles/a/", "/articles/a/index.md", "/figures/kim/"] {
        let _ = built.site.body(route);
    }
    let report = render(&built.diagnostics, &**built.site.snapshot(), RenderStyle::Plain);
    assert!(report.is_empty() || !built.diagnostics.is_empty());
    start.elapsed()
}

#[test]
fn promise_16_cost_of_any_markdown_pattern_is_linear() {
    let count = repetitions("HOSTILE_PATTERNS", 300);
    let mut rng = Rng(16);
    let patterns: Vec<Pattern> = TOKENS
        .iter()
        .map(|token| Pattern { parts: vec![token], nested: false })
        .chain((0..count).map(|_| Pattern::random(&mut rng)))
        .collect();
    // The target is 1 s per MB; the test allows ten times as much for slow and busy machines.
    let (short, long) = (8 << 10, 64 << 10);
    let allowed = Duration::from_millis(640);
    let mut slow: Vec<String> = patterns
        .par_iter()
        .filter_map(|pattern| {
            let whole = time(&pattern.text(long));
            if whole < allowed {
                return None;
            }
            // Measured twice, to rule out noise.
            let (part, whole) = (time(&pattern.text(short)), whole.min(time(&pattern.text(long))));
            (whole >= allowed).then(|| {
                format!(
                    "{:?}, nested: {}: {part:?} for 8 KB, {whole:?} for 64 KB",
                    pattern.parts, pattern.nested
                )
            })
        })
        .collect();
    slow.sort();
    assert_eq!(slow, Vec::<String>::new());
}

#[test]
fn promise_16_oversized_front_matter_is_cheap() {
    let aliases = format!(
        "a: &a [x, x, x, x, x, x, x, x, x]\n{}",
        (b'b'..b'k')
            .map(|c| format!(
                "{}: &{} [{}]\n",
                c as char,
                c as char,
                format!("*{}, ", (c - 1) as char).repeat(9)
            ))
            .collect::<String>()
    );
    let yaml: Vec<String> = vec![
        aliases,
        format!("extra: {}", "[".repeat(100_000)),
        format!("extra: {}{}", "[".repeat(50_000), "]".repeat(50_000)),
        format!("extra: {}", "{a: ".repeat(50_000)),
        format!(
            "extra:\n{}",
            (0..5_000)
                .map(|depth| format!("{}- \n", " ".repeat(depth.min(2_000))))
                .collect::<String>()
        ),
        (0..50_000).map(|at| format!("k{at}: x\n")).collect(),
        "title: x\n".repeat(50_000),
        format!("title: \"{}\"", "\\u0041".repeat(100_000)),
        format!("title: {}", "? ".repeat(100_000)),
        format!("title: |\n{}", "  x\n".repeat(200_000)),
        format!("also_known_as: [{}]", "x, ".repeat(100_000)),
        format!(
            "disambiguate: {{ {} }}",
            (0..20_000).map(|at| format!("\"k{at}\": x, ")).collect::<String>()
        ),
        format!("{}title: x", "# x\n".repeat(200_000)),
        format!("&{} title: x", "a".repeat(500_000)),
        format!("!{} title: x", "a".repeat(500_000)),
    ];
    let toml: Vec<String> = vec![
        format!("extra = {}", "[".repeat(100_000)),
        format!("extra = {}{}", "[".repeat(50_000), "]".repeat(50_000)),
        format!("[{}]", "a.".repeat(50_000)),
        format!("{} = 1", "a.".repeat(50_000)),
        (0..20_000).map(|at| format!("[extra.t{at}]\n")).collect(),
        (0..50_000).map(|at| format!("k{at} = 1\n")).collect(),
        "[[sources]]\n".repeat(50_000),
        format!("title = \"{}\"", "\\u0041".repeat(100_000)),
        format!("extra = {}", "{a=".repeat(50_000)),
    ];
    let pages = yaml
        .iter()
        .map(|front| format!("---\n{front}\n---\nText.\n"))
        .chain(toml.iter().map(|front| format!("+++\n{front}\n+++\nText.\n")));
    // The target is 50 ms; the test allows more for busy machines and pages of 0.5 MB.
    for page in pages {
        let taken = time(&page).min(time(&page));
        assert!(
            taken < Duration::from_millis(1_000),
            "{}…: {taken:?} for {} KB",
            page.chars().take(60).collect::<String>(),
            page.len() >> 10
        );
    }
}
