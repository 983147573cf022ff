//! Quotations that stand out from texts.

use crate::catalog::PageIx;
use crate::document::QuoteBlock;
use crate::page::site_data::SiteData;
use crate::page::summaries::{card, date_view, string};
use crate::page::view::QuoteView;
use crate::prose::RenderTarget;
use crate::time::FuzzyDate;

/// The quotation of a block; `None` if it names nobody.
pub(super) fn of_block(data: &SiteData<'_>, page: PageIx, block: &QuoteBlock) -> Option<QuoteView> {
    let (who, _) = data.catalog.speaker_of_quote(&data.head(page).path, block);
    let day = block.date.as_ref().and_then(FuzzyDate::first_day).or(data.entry(page).as_of);
    let name = string(&block.name);
    let view = QuoteView {
        text_html: data.prose(page).html(block.text?, RenderTarget::OwnPage),
        who: who.map(|who| card(data, who, day)),
        name: name.filter(|_| who.is_none()),
        date: block.date.as_ref().map(|date| date_view(data, date)),
        cite_html: data.prose(page).citations_html(&block.sources),
    };
    (view.who.is_some() || view.name.is_some()).then_some(view)
}
