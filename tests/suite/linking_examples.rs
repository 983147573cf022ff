//! The examples of `docs/linking.md`: each line of a `links` block is a page that shows which of its
//! names become links.

use std::fs;

use backgrounder::site::LinkDecision;

use super::harness::{SiteTest, repository};

/// A `links` block with the `site` and `topics` blocks of its section.
#[derive(Debug, Default)]
struct Block {
    heading: String,
    /// Lines of `site.toml` besides title and base URL.
    site: String,
    /// Ids of topics with their front matter.
    topics: Vec<(String, String)>,
    /// Front matter of each page.
    front: String,
    cases: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut heading, mut site, mut topics) = (String::new(), String::new(), Vec::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            (heading, site, topics) = (title.to_owned(), String::new(), Vec::new());
        }
        let Some(language) = line.strip_prefix("```").filter(|language| !language.is_empty())
        else {
            continue;
        };
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match language {
            "site" => site = inside.join("\n"),
            "topics" => topics.extend(
                inside
                    .iter()
                    .map(|line| line.split_once(": ").unwrap_or((line, "{}")))
                    .map(|(id, keys)| (id.to_owned(), keys.to_owned())),
            ),
            "links" => {
                let end = inside.iter().position(|line| *line == "---");
                let front = end.map_or(String::new(), |end| inside[..end].join("\n"));
                let cases = inside[end.map_or(0, |end| end + 1)..]
                    .iter()
                    .filter(|line| !line.is_empty())
                    .map(|line| (*line).to_owned())
                    .collect();
                blocks.push(Block {
                    heading: heading.clone(),
                    site: site.clone(),
                    topics: topics.clone(),
                    front,
                    cases,
                });
            }
            other => panic!("docs/linking.md: unknown block `{other}`"),
        }
    }
    blocks
}

/// The text of a case without its marks: `⟦North Korea|north-korea⟧` is "North Korea", `⏎` a line
/// break.
fn plain(case: &str) -> String {
    let mut out = String::new();
    let mut rest = case;
    while let Some((before, after)) = rest.split_once('⟦') {
        let (inside, after) = after.split_once('⟧').expect("a closing mark");
        out.push_str(before);
        out.push_str(inside.rsplit_once('|').expect("a topic in the mark").0);
        rest = after;
    }
    out.push_str(rest);
    out.replace('⏎', "\n")
}

/// The pages of a block as built, each with its links marked.
fn mark_links(block: &Block) -> Vec<String> {
    let site = format!("title = \"T\"\nbase_url = \"/\"\n{}\n", block.site);
    let topics = block
        .topics
        .iter()
        .map(|(id, keys)| (format!("content/{id}.md"), format!("---\n{keys}\n---\n")));
    let pages = block.cases.iter().enumerate().map(|(at, case)| {
        let text = format!("---\ntitle: Page {at}\n{}\n---\n{}\n", block.front, plain(case));
        (format!("content/articles/p{at}.md"), text)
    });
    let built = SiteTest::new().file("site.toml", site).files(topics.chain(pages)).build();
    let catalog = built.site.catalog();
    let marked = |at: usize| {
        let page = catalog.by_id(&format!("articles/p{at}")).expect("the page");
        let document = &built.site.documents()[page.index()];
        let piece = document.body_id();
        let mut text = document.markdown(piece).trim_end().to_owned();
        let names = built.site.linked()[page.index()].names.last().expect("a body");
        for name in names
            .iter()
            .rev()
            .filter(|name| name.decision == LinkDecision::Linked && name.name_kind.is_some())
        {
            let topic = catalog
                .head(name.topic.expect("a link has a topic"))
                .id
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            text.insert_str(name.span.end as usize, &format!("|{topic}⟧"));
            text.insert(name.span.start as usize, '⟦');
        }
        text.replace('\n', "⏎")
    };
    (0..block.cases.len()).map(marked).collect()
}

#[test]
fn names_are_linked_as_docs_linking_md_shows() {
    let text = fs::read_to_string(repository().join("docs/linking.md")).expect("docs/linking.md");
    let blocks = blocks(&text);
    let mut wrong = Vec::new();
    for block in &blocks {
        for (case, actual) in block.cases.iter().zip(mark_links(block)) {
            if *case != actual {
                wrong.push(format!("{}\n  expected {case}\n  actual   {actual}", block.heading));
            }
        }
    }
    let (cases, marks) =
        (blocks.iter().map(|block| block.cases.len()).sum::<usize>(), text.matches('⟦').count());
    assert!(wrong.is_empty(), "{} of {cases} are wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases >= 150 && marks >= 100, "{cases} cases, {marks} links");
}
