//! Every diagnostic code has a test that provokes it and a paragraph in the documentation.

use std::collections::BTreeSet;
use std::fs;

use backgrounder::engine::all_codes;

use super::harness::{repository, repository_texts};

/// Codes that no case can provoke, since they need a disk or a bug, with the tests that do.
const OUTSIDE_CASES: &[(&str, &str)] = &[
    ("internal-error", "a_view_that_cannot_be_serialised_is_an_error_that_names_the_page"),
    ("internal-span", "an_invalid_span_is_reported_without_a_panic"),
    ("not-text", "a_file_that_is_not_text_is_reported_with_its_line"),
    ("unreadable-file", "special_files_in_content_are_reported_and_never_block"),
    ("odd-file", "special_files_in_content_are_reported_and_never_block"),
    ("symlink-leaves-site", "special_files_in_content_are_reported_and_never_block"),
    ("file-too-large", "special_files_in_content_are_reported_and_never_block"),
    ("outside-link-broken", "external_link_problems_are_reported_at_every_location"),
    ("outside-link-unreached", "external_link_problems_are_reported_at_every_location"),
    ("outside-link-moved", "external_link_problems_are_reported_at_every_location"),
    ("outside-link-unchecked", "external_link_problems_are_reported_at_every_location"),
    ("picture-not-fetched", "what_is_no_usable_picture_is_reported_at_its_place"),
    ("picture-not-saved", "what_cannot_be_written_is_reported_and_leaves_the_page_as_it_is"),
    ("names-in-doubt", "names_in_doubt_are_counted_at_the_end_of_check"),
    ("heavy-picture", "a_heavy_file_published_unchanged_is_reported"),
    ("missing-theme-file", "a_missing_theme_stylesheet_is_reported"),
];

fn all_text(folder: &str) -> String {
    repository_texts(folder).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn every_diagnostic_code_has_a_test() {
    let cases = all_text("tests/cases");
    let tests = all_text("tests/suite") + &all_text("src");
    for code in all_codes() {
        let in_case = cases.contains(&format!("[{}]: ", code.name));
        let in_test = OUTSIDE_CASES
            .iter()
            .find(|(name, _)| *name == code.name)
            .is_some_and(|(_, test)| tests.contains(&format!("fn {test}()")));
        assert!(in_case || in_test, "no test provokes {}", code.name);
    }
}

#[test]
fn every_diagnostic_code_has_a_paragraph_in_the_docs() {
    let docs =
        fs::read_to_string(repository().join("docs/diagnostics.md")).expect("docs/diagnostics.md");
    let documented: BTreeSet<&str> =
        docs.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let known: BTreeSet<&str> = all_codes().map(|code| code.name).collect();
    assert_eq!(documented, known);
}

#[test]
fn diagnostic_codes_are_unique() {
    let codes: Vec<&str> = all_codes().map(|code| code.name).collect();
    let different: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes.len(), different.len());
}
