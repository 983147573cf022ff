//! Attributed quotations: block quotes whose last line names the speaker.

use crate::text::Span;
use crate::time::{FuzzyDate, suggest_edtf};

/// A quotation with its attribution: `> — Ada Lovelace, mathematician, 7 July 1843 [@letters]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The whole block quote.
    pub block_span: Span,
    /// From its dash to its end.
    pub attribution_span: Span,
    /// The first field.
    pub speaker: Box<str>,
    pub speaker_span: Span,
    /// The fields between speaker and date.
    pub office: Option<Box<str>>,
    /// The last field, if it is a date.
    pub date: Option<FuzzyDate>,
}

/// Parses an attribution that begins with a dash at byte `at`. `None` where no name follows the dash.
pub(super) fn parse(line: &str, at: usize, block: Span) -> Option<Quotation> {
    let dash = ["—", "---", "--", "–"].into_iter().find(|dash| line.starts_with(dash))?;
    let rest = &line[dash.len()..];
    let rest_start = at + dash.len();
    let words = without_citations(rest);
    let fields: Vec<&str> = words.split(',').map(str::trim).collect();
    // The name may be emphasised, or the visible text of a link.
    let speaker = fields.first()?.trim_matches(['*', '_', '[', ']']);
    let speaker = speaker.split_once('|').map_or(speaker, |(_, shown)| shown);
    if !rest.starts_with(' ') || !speaker.chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    let speaker_at = rest_start + rest.find(speaker)?;
    let mut fields = &fields[1..];
    let mut date = None;
    // "July 7, 2020" is two fields and one date.
    for count in [2, 1] {
        if fields.len() >= count && date.is_none() {
            date = parse_date(&fields[fields.len() - count..].join(" "));
            if date.is_some() {
                fields = &fields[..fields.len() - count];
            }
        }
    }
    let office = fields.join(", ");
    Some(Quotation {
        block_span: block,
        attribution_span: Span::new(at..at + line.len()),
        speaker: strip_markup(speaker).into(),
        speaker_span: Span::new(speaker_at..speaker_at + speaker.len()),
        office: (!office.is_empty()).then(|| strip_markup(&office).into()),
        date,
    })
}

fn parse_date(text: &str) -> Option<FuzzyDate> {
    // An open interval is a time in office: "since 2011".
    let suggested = || match &suggest_edtf(text)[..] {
        [edtf] if !edtf.contains("..") => FuzzyDate::parse(edtf).ok(),
        _ => None,
    };
    FuzzyDate::parse(text).ok().or_else(suggested)
}

fn without_citations(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find("[@") {
        out.push_str(&rest[..open]);
        rest = rest[open..].find(']').map_or("", |close| &rest[open + close + 1..]);
    }
    out.push_str(rest);
    out
}

fn strip_markup(text: &str) -> String {
    text.replace(['*', '_'], "").replace("[[", "").replace("]]", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(String, String, String)> {
        let q = parse(line, 0, Span::default())?;
        assert_eq!(&line[q.speaker_span.range()], &*q.speaker);
        Some((
            q.speaker.into(),
            q.office.unwrap_or_default().into(),
            q.date.map(|d| d.to_string()).unwrap_or_default(),
        ))
    }

    fn said(speaker: &str, office: &str, date: &str) -> Option<(String, String, String)> {
        Some((speaker.into(), office.into(), date.into()))
    }

    #[test]
    fn an_attribution_has_speaker_office_and_date() {
        assert_eq!(
            parts("— Kwon Jong Gun, 7 July 2020 [@kcna]"),
            said("Kwon Jong Gun", "", "7 July 2020")
        );
        assert_eq!(
            parts("-- Choe Son Hui, First Vice Foreign Minister, DPRK, 2020-07-04"),
            said("Choe Son Hui", "First Vice Foreign Minister, DPRK", "4 July 2020")
        );
        assert_eq!(
            parts("— Stephen Biegun, Seoul, July 8, 2020"),
            said("Stephen Biegun", "Seoul", "8 July 2020")
        );
        assert_eq!(parts("— Moon Jae-in"), said("Moon Jae-in", "", ""));
        assert_eq!(parts("— [[figures/moon|Moon Jae-in]], 2018"), said("Moon Jae-in", "", "2018"));
        assert_eq!(parts("— *Moon Jae-in*, 2018"), said("Moon Jae-in", "", "2018"));
    }

    #[test]
    fn a_dash_without_a_name_is_not_an_attribution() {
        assert_eq!(parts("— 7 July 2020"), None);
        assert_eq!(parts("—and so on"), None);
        assert_eq!(parts("- a list"), None);
    }
}
