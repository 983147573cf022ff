//! Every diagnostic has a test that provokes it and a paragraph in the docs.

use std::collections::BTreeSet;
use std::fs;

use backgrounder::engine::all_codes;

use super::harness::repository;

/// Diagnostics that need a real disk or a mistake in the program, and the tests that provoke them.
const ELSEWHERE: &[(&str, &str)] = &[
    ("internal-error", "a_view_that_cannot_be_serialised_is_an_error_that_names_the_page"),
    ("internal-span", "an_invalid_span_is_reported_without_a_panic"),
    ("not-text", "a_file_that_is_not_text_is_reported_with_its_line"),
    ("unreadable-file", "odd_files_in_content_never_hang_or_vanish"),
    ("odd-file", "odd_files_in_content_never_hang_or_vanish"),
    ("symlink-leaves-site", "odd_files_in_content_never_hang_or_vanish"),
    ("file-too-large", "odd_files_in_content_never_hang_or_vanish"),
    ("outside-link-broken", "outside_links_are_told_at_each_place_with_what_to_do"),
    ("outside-link-unreached", "outside_links_are_told_at_each_place_with_what_to_do"),
    ("outside-link-moved", "outside_links_are_told_at_each_place_with_what_to_do"),
    ("outside-link-unchecked", "outside_links_are_told_at_each_place_with_what_to_do"),
    ("missing-theme-file", "a_stylesheet_that_is_missing_is_named"),
];

fn all_text(folder: &str) -> String {
    let files = walkdir::WalkDir::new(repository().join(folder))
        .into_iter()
        .map(|entry| entry.expect("walk"));
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| fs::read_to_string(entry.path()).unwrap_or_default())
        .collect()
}

#[test]
fn every_diagnostic_is_provoked_by_a_test() {
    let cases = all_text("tests/cases");
    let tests = all_text("tests/suite") + &all_text("src");
    for code in all_codes() {
        let in_case = cases.contains(&format!("[{}]: ", code.name));
        let elsewhere = ELSEWHERE
            .iter()
            .find(|(name, _)| *name == code.name)
            .is_some_and(|(_, test)| tests.contains(&format!("fn {test}()")));
        assert!(in_case || elsewhere, "no test provokes {}", code.name);
    }
}

#[test]
fn every_diagnostic_has_a_paragraph_in_the_docs() {
    let docs =
        fs::read_to_string(repository().join("docs/diagnostics.md")).expect("docs/diagnostics.md");
    let told: BTreeSet<&str> =
        docs.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    let known: BTreeSet<&str> = all_codes().map(|code| code.name).collect();
    assert_eq!(told, known);
}

#[test]
fn no_two_diagnostics_have_one_code() {
    let codes: Vec<&str> = all_codes().map(|code| code.name).collect();
    let different: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(codes.len(), different.len());
}
