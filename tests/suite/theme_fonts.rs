//! The fonts of the default theme.

use std::collections::BTreeSet;
use std::fs;

use super::harness::repository;

/// The `@font-face` rules of a stylesheet, without white space.
fn font_faces(path: &str) -> BTreeSet<String> {
    let css = fs::read_to_string(repository().join(path)).expect(path);
    let rules = css.split("@font-face").skip(1).filter_map(|rest| rest.split('}').next());
    let bare = |rule: &str| rule.split_whitespace().collect::<String>().replace(";}", "}");
    rules.map(|rule| bare(rule).trim_end_matches(';').to_owned()).collect()
}

#[test]
fn the_stylesheet_has_the_font_faces_that_the_script_made() {
    let made = font_faces("themes/broadsheet/fonts/faces.css");
    assert!(made.len() >= 10, "{}", made.len());
    assert_eq!(font_faces("themes/broadsheet/assets/broadsheet.css"), made);
}
