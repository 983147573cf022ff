//! The blocks that bring what the site knows into a text: timelines, relations, accounts, quotations,
//! galleries.

use scraper::{Html, Selector};

use super::harness::{BuiltSite, SiteTest, picture};

const ARTICLE: &str = "content/articles/a/index.md";
const ROUTE: &str = "/articles/a/";

fn site(body: &str) -> SiteTest {
    let page = |title: &str, keys: &str| {
        format!("---\ntitle: {title}\ndescription: About {title}.\n{keys}---\n")
    };
    let event = |title: &str, date: &str, keys: &str| {
        page(
            title,
            &format!(
                "date: {date}\nparticipants: [countries/peru, countries/chile, figures/ana]\n{keys}"
            ),
        )
    };
    let roles = "country: countries/peru\nroles:\n  - { office: Minister, from: 2018, until: 2019-12 }\n  - { office: President, from: 2020 }\n";
    let accounts = "accounts:\n  - { side: Peru, text: \"It *went* well [@un].\", sources: [un] }\n  - { side: Chile, text: It did not. }\nsources:\n  - { id: un, title: Report, publisher: UN }\n";
    SiteTest::new()
        .file("content/countries/peru.md", page("Peru", "relations:\n  - { to: countries/chile, type: rival, text: Over the border., sources: [un] }\nsources:\n  - { id: un, title: Report, publisher: UN }\n"))
        .file("content/countries/chile.md", page("Chile", ""))
        .file("content/figures/ana.md", page("Ana Ruiz", roles))
        .file("content/events/first.md", event("First talks", "2019-03-01", &format!("type: summit\n{accounts}")))
        .file("content/events/second.md", event("Second talks", "2019-06-01", "type: talks\n"))
        .file("content/events/third.md", event("Third talks", "2021-06-01", "type: talks\n"))
        .file(ARTICLE, format!("---\ntitle: A\ndescription: d\ndate: 2020-05-01\nsources:\n  - {{ id: book, title: Book, publisher: P }}\n---\nText.\n\n{body}\n\nMore.\n"))
}

fn built(body: &str) -> BuiltSite {
    site(body).build().no_errors()
}

/// The first block of a page as plain text, a line for each element that has text of its own.
fn in_words(built: &BuiltSite) -> String {
    let page = Html::parse_document(&built.page(ROUTE));
    let block = Selector::parse("#page-block-1").expect("a selector");
    let block = page.select(&block).next().expect("a block");
    let texts = block.text().map(str::trim).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_timeline_lists_the_events_of_its_topics_in_its_time() {
    let built =
        built("```timeline\ntitle = \"Two rounds\"\ntopics = [\"peru\"]\nuntil = 2020\n```");
    let words = in_words(&built);
    assert!(words.starts_with("Two rounds | 1 March 2019 | First talks"), "{words}");
    assert!(words.contains("Second talks") && !words.contains("Third talks"), "{words}");
}

#[test]
fn a_timeline_of_many_events_keeps_the_key_ones_and_leads_to_the_rest() {
    let mut site = site("```timeline\n```");
    for number in 0..40 {
        let key = if number == 7 { "importance: key\n" } else { "importance: minor\n" };
        let text = format!(
            "---\ntitle: Step {number}\ndescription: d\ndate: {}\n{key}---\n",
            1950 + number
        );
        site = site.file(format!("content/events/step-{number}.md"), text);
    }
    let built = site.build().no_errors();
    let page = built.page(ROUTE);
    let block = &page[page.find("id=\"page-block-1\"").expect("a block")..];
    let block = &block[..block.find("</section>").expect("an end")];
    assert_eq!(block.matches("<li class=\"event").count(), 30);
    assert!(block.contains("Step 7<") && block.contains("href=\"/timeline/\""), "{block}");
}

#[test]
fn relations_are_those_of_the_topic_without_its_citations() {
    let built = built("```relations\nof = \"peru\"\n```");
    let words = in_words(&built);
    for expected in ["Relations | ", "Chile", "rival", "Over the border.", "First talks"] {
        assert!(words.contains(expected), "no {expected} in {words}");
    }
    let page = built.page(ROUTE);
    assert!(
        !page.contains("id=\"page-tie-country-chile\""),
        "anchors are those of the topic's page"
    );
    let of_topic = built.page("/countries/peru/");
    assert!(of_topic.contains("id=\"page-tie-country-chile\""), "{of_topic}");
    // Number 1 would be another source on this page.
    let block = &page
        [page.find("id=\"page-block-1\"").expect("a block")..page.find("More.").expect("text")];
    assert!(!block.contains("class=\"cite\""), "{block}");
}

#[test]
fn accounts_are_those_of_an_event_or_written_in_the_text() {
    let of_event = built("```accounts\nevent = \"first\"\n```");
    assert_eq!(
        in_words(&of_event),
        "What each side says | Peru | It | went | well. | Chile | It did not. | First talks"
    );
    let own = built(
        "```accounts\ntitle = \"Two views\"\n[[accounts]]\nside = \"Lima\"\ntext = \"As agreed with [[Chile]].\"\nsources = [\"book\"]\n```",
    );
    assert_eq!(in_words(&own), "Two views | Lima | As agreed with | Chile | . | [1]");
    let export = own.page("/articles/a/index.md");
    assert!(export.contains("**Two views**\n\n**Lima**\n\nAs agreed with [Chile]("), "{export}");
}

#[test]
fn a_quotation_has_the_office_of_its_day_and_is_on_the_page_of_the_person() {
    let built = built(
        "```quote\ntext = \"We *will* be back.\"\nwho = \"ana\"\ndate = 2019-03-01\nsources = [\"book\"]\n```",
    );
    assert_eq!(
        in_words(&built),
        "We | will | be back. | Ana Ruiz | , Minister | , | 1 March 2019 | [1]"
    );
    let person = built.page("/figures/ana/");
    for expected in ["We will be back.", "1 March 2019", "Book", "href=\"/articles/a/\""] {
        assert!(person.contains(expected), "no {expected} in\n{person}");
    }
    let feed = built.page("/feed.xml");
    assert!(
        feed.contains("&lt;blockquote&gt;&lt;p&gt;We &lt;em&gt;will&lt;/em&gt; be back."),
        "{feed}"
    );
    assert!(feed.contains("— Ana Ruiz, 1 March 2019"), "{feed}");
    let export = built.page("/articles/a/index.md");
    assert!(export.contains("> We *will* be back.\n>\n> — Ana Ruiz, 1 March 2019\n"), "{export}");
}

#[test]
fn somebody_without_a_page_can_be_quoted() {
    let built = built("```quote\ntext = \"Yes.\"\nname = \"A sailor\"\n```");
    assert_eq!(in_words(&built), "Yes. | A sailor");
}

#[test]
fn the_pictures_of_a_gallery_are_published_with_what_is_said_of_them() {
    let gallery = "```gallery\ntitle = \"The bridge\"\n[[pictures]]\nsrc = \"before.png\"\nalt = \"Five arches\"\ncaption = \"In May\"\ncredit = \"A. Lee\"\n[[pictures]]\nsrc = \"after.png\"\nalt = \"Two arches\"\ncredit = \"A. Lee\"\n```";
    let site = site(gallery)
        .file("content/articles/a/before.png", picture("alpha.png"))
        .file("content/articles/a/after.png", picture("palette.png"))
        .file("content/articles/a/unused.png", picture("wide.png"));
    let built = site.build().no_errors();
    assert_eq!(in_words(&built), "The bridge | In May | A. Lee | A. Lee");
    let page = built.page(ROUTE);
    for alt in ["Five arches", "Two arches"] {
        assert!(page.contains(&format!("alt=\"{alt}\"")), "no {alt}");
    }
    assert!(built.diagnostics().contains("unused.png"), "{}", built.diagnostics());
    assert!(!built.diagnostics().contains("before.png"), "{}", built.diagnostics());
    let export = built.page("/articles/a/index.md");
    assert!(
        export.contains("![Five arches](") && export.contains("\"In May (A. Lee)\")"),
        "{export}"
    );
}
