//! What each side says, in texts.

use crate::catalog::PageIx;
use crate::document::{AccountsBlock, FrontMatter};
use crate::page::site_data::SiteData;
use crate::page::summaries::page_link;
use crate::page::view::{AccountView, AccountsView};
use crate::prose::RenderTarget;

/// The accounts of a block; `None` without any.
pub(super) fn of_block(
    data: &SiteData<'_>,
    page: PageIx,
    block: &AccountsBlock,
) -> Option<AccountsView> {
    let (event, _) = data.catalog.accounts_event(&data.head(page).path, block);
    let view = match event {
        Some(event) => of_event(data, event),
        None => of_page(data, page, block),
    };
    (!view.accounts.is_empty()).then_some(view)
}

fn of_page(data: &SiteData<'_>, page: PageIx, block: &AccountsBlock) -> AccountsView {
    let accounts = block.accounts.iter().map(|account| AccountView {
        side: account.side.to_string(),
        text_html: data.inline_html(page, account.text),
        cite_html: data.prose(page).citations_html(&account.sources),
    });
    AccountsView { accounts: accounts.collect(), event: None }
}

/// The accounts on the page of an event, without its citations, which have the numbers of that page.
fn of_event(data: &SiteData<'_>, event: PageIx) -> AccountsView {
    let accounts = match &data.head(event).front {
        FrontMatter::Event(_, fields) => &fields.accounts[..],
        _ => &[],
    };
    let accounts = accounts.iter().map(|account| AccountView {
        side: account.side.to_string(),
        text_html: data.prose(event).inline_html(account.text, RenderTarget::OtherPage),
        cite_html: None,
    });
    AccountsView { accounts: accounts.collect(), event: Some(page_link(data, event)) }
}
