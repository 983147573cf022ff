//! Which addresses a site has: where long lists are cut, and what makes a feed.

use std::collections::BTreeSet;

use backgrounder::engine::Wishes;

use super::harness::{SITE, build_in_memory, problems};

/// The addresses of a site of these files.
fn addresses(files: &[(String, String)]) -> BTreeSet<String> {
    let files = files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let built = build_in_memory(files.chain([SITE]), &Wishes::default());
    assert!(!problems(&built).contains("error"), "{}", problems(&built));
    built.site.addresses().into_iter().map(|(route, _)| route.to_string()).collect()
}

/// So many events of one year and one type.
fn events(count: usize, year: usize, kind: &str) -> Vec<(String, String)> {
    let event = |at: usize| {
        let text =
            format!("---\ntitle: Meeting {kind} {year} {at}\ndate: \"{year}\"\ntype: {kind}\ndescription: D.\nsources: [{{ title: A, publisher: B }}]\n---\n");
        (format!("content/events/{kind}-{year}-{at}.md"), text)
    };
    (0..count).map(event).collect()
}

/// So many terms that begin with a letter.
fn terms(count: usize, letter: &str) -> Vec<(String, String)> {
    (0..count).map(|at| (format!("content/terms/{letter}{at}.md"), format!("---\ntitle: {letter}word{at}\ndescription: D.\n---\n"))).collect()
}

fn has(addresses: &BTreeSet<String>, wanted: &[&str], unwanted: &[&str]) {
    for route in wanted {
        assert!(addresses.contains(*route), "{route} is not there");
    }
    for route in unwanted {
        assert!(!addresses.contains(*route), "{route} is there");
    }
}

#[test]
fn a_timeline_is_cut_into_years_where_it_is_too_long_for_one_page_and_types_into_pages_of_fifty() {
    let whole = addresses(&[events(150, 2018, "talks"), events(50, 2019, "test")].concat());
    has(
        &whole,
        &["/timeline/", "/timeline/type/talks/", "/timeline/type/talks/page/2/", "/timeline/type/talks/page/3/", "/timeline/type/test/"],
        &["/timeline/type/talks/page/4/", "/timeline/type/test/page/2/", "/timeline/2018/"],
    );
    let cut = addresses(&[events(201, 2018, "talks"), events(1, 2019, "test")].concat());
    has(&cut, &["/timeline/", "/timeline/2018/", "/timeline/2018/page/2/", "/timeline/2019/"], &["/timeline/2018/page/3/", "/timeline/2019/page/2/"]);
}

#[test]
fn the_names_of_a_story_are_cut_into_letters_where_they_are_too_many_for_one_page() {
    let whole = addresses(&[terms(300, "a"), terms(200, "b")].concat());
    has(&whole, &["/a-z/"], &["/a-z/a/", "/a-z/b/"]);
    let cut = addresses(&[terms(501, "a"), terms(500, "b")].concat());
    has(&cut, &["/a-z/", "/a-z/a/", "/a-z/a/page/2/", "/a-z/b/"], &["/a-z/a/page/3/", "/a-z/b/page/2/"]);
}

#[test]
fn a_feed_needs_an_article_with_a_date() {
    let article = |date: &str| ("content/articles/a.md".to_owned(), format!("---\ntitle: A\ndescription: D.\n{date}---\nWords.\n"));
    let event = events(1, 2018, "talks");
    has(&addresses(&event), &["/timeline.json"], &["/feed.xml", "/feed.json"]);
    has(&addresses(&[event.clone(), vec![article("")]].concat()), &[], &["/feed.xml", "/feed.json"]);
    has(&addresses(&[event, vec![article("date: 2020-07-01\n")]].concat()), &["/feed.xml", "/feed.json"], &[]);
}
