//! Charts: what is wrong with their tables, and whether they can be read.

use super::{chart_messages as messages, messages::missing_file};
use crate::catalog::PageIx;
use crate::diagnostics::Diagnostic;
use crate::document::{ChartBlock, ChartMistake, ChartPlace, ChartProblem};
use crate::input::control_character;
use crate::page::{SiteData, chart_problems, chart_too_large};
use crate::text::Span;

/// Checks the chart of a page. `span` is its block in the file.
pub(super) fn check(
    data: &SiteData<'_>,
    page: PageIx,
    chart: &ChartBlock,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) {
    let path = &data.document(page).path;
    let file = match &chart.data {
        None => None,
        Some(written) => match data.catalog.csv_file(path, &written.value) {
            Some((file, _)) => Some(file),
            None if data.catalog.is_broken_link(path, &written.value) => return,
            None if data.catalog.routes().linked_file(path, &written.value).is_some() => {
                return problems.push(messages::not_a_csv_file(path, written));
            }
            None => {
                let near = data.catalog.suggest_file(path, &written.value);
                return problems.push(missing_file(path, written, near.as_deref()));
            }
        },
    };
    let found = chart_problems(data, page, chart);
    let is_good = found.is_empty() && chart.rows.iter().all(|row| row.is_valid);
    problems.extend(found.into_iter().map(|ChartProblem { place, mistake }| {
        let (path, span) = match (place, file) {
            (ChartPlace::Block, _) => (path, span),
            (ChartPlace::Page(span), _) => (path, span),
            (ChartPlace::Data(span), file) => (file.unwrap_or(path), span),
        };
        match mistake {
            ChartMistake::ControlCharacter(sign) => control_character(path, span, sign),
            mistake => messages::chart_mistake(path, span, chart, &mistake),
        }
    }));
    if !is_good {
        return;
    }
    if let Some((what, has, most)) = chart_too_large(data, page, chart) {
        problems.push(messages::crowded_chart(path, span, chart, (what, has, most)));
    } else if !data.prose(page).chart_table(chart).has_values() {
        problems.push(messages::empty_chart(path, span));
    }
}
