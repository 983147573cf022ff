//! Links in the gold set: none is wrong, and few are missed.

use crate::gold::gold_files;
use crate::harness::repository;

/// The share of links that may be missed, by language; of a language that is not listed, the last.
const MAX_MISSED: &[(&str, f64)] = &[("en", 0.05), ("ko", 0.05), ("", 0.15)];

#[test]
fn no_link_is_wrong_and_few_are_missed() {
    let mut problems = String::new();
    for file in gold_files(&repository()) {
        let (mut right, mut wrong, mut missed) = (0, Vec::new(), Vec::new());
        for case in file.cases.iter().filter(|case| case.undecidable.is_empty()) {
            let result = file.check(case);
            right += result.right;
            wrong.extend(result.wrong.into_iter().map(|it| format!("{it} ({})", case.kind)));
            missed.extend(result.missed);
        }
        let limit = MAX_MISSED.iter().find(|(tag, _)| *tag == file.language || tag.is_empty());
        let limit = limit.expect("the last holds for every language").1;
        let share = missed.len() as f64 / (right + missed.len()) as f64;
        if !wrong.is_empty() {
            problems += &format!("{}: wrong links:\n  {}\n", file.language, wrong.join("\n  "));
        }
        if share > limit {
            problems += &format!("{}: {:.1} % missed: {missed:?}\n", file.language, 100.0 * share);
        }
    }
    assert!(problems.is_empty(), "{problems}");
}
