//! The links of the gold set by kind: `cargo bench --bench gold [-- LANGUAGE]`. With a language, also
//! every wrong and missed link.

use std::collections::BTreeMap;
use std::path::Path;

#[path = "../tests/suite/gold.rs"]
mod gold;

use gold::{GoldResult, gold_files};

fn main() {
    let wanted = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in gold_files(repository) {
        if wanted.as_ref().is_some_and(|wanted| *wanted != file.language) {
            continue;
        }
        let mut by_kind: BTreeMap<&str, (usize, GoldResult)> = BTreeMap::new();
        for case in &file.cases {
            let result = file.check(case);
            let kind = match &*case.undecidable {
                "" => &*case.kind,
                _ => "not decidable by words",
            };
            let (count, all) = by_kind.entry(kind).or_default();
            *count += 1;
            all.right += result.right;
            let excerpt: String = case.text.trim().chars().take(90).collect();
            let place = |words: String| format!("{words}: {}", excerpt.replace('\n', " "));
            all.wrong.extend(result.wrong.into_iter().map(place));
            all.missed.extend(result.missed.into_iter().map(place));
        }
        println!("{:<52}{:>6}{:>7}{:>7}{:>7}", file.language, "cases", "right", "wrong", "missed");
        let (mut cases, mut right, mut wrong, mut missed) = (0, 0, 0, 0);
        for (kind, (count, all)) in &by_kind {
            let kind: String = kind.chars().take(50).collect();
            let (bad, lost) = (all.wrong.len(), all.missed.len());
            println!("  {kind:<50}{count:>6}{:>7}{bad:>7}{lost:>7}", all.right);
            (cases, right) = (cases + count, right + all.right);
            (wrong, missed) = (wrong + bad, missed + lost);
        }
        let percent = |part: usize, rest: usize| 100.0 * part as f64 / (part + rest).max(1) as f64;
        println!(
            "  all: {cases} cases, {right} right, {wrong} wrong, {missed} missed; precision {:.1} %, recall {:.1} %",
            percent(right, wrong),
            percent(right, missed)
        );
        if wanted.is_some() {
            let lines = by_kind.values().flat_map(|(_, all)| {
                let wrong = all.wrong.iter().map(|it| format!("wrong   {it}"));
                wrong.chain(all.missed.iter().map(|it| format!("missed  {it}")))
            });
            lines.for_each(|line| println!("{line}"));
        }
    }
}
