//! The blocks whose content is text or pictures, where no template shows them: in feeds, on other
//! pages, and as Markdown.

use super::markdown::escape_markdown;
use super::picture_html::{PictureWords, ShownPicture};
use super::prose_renderer::{ProseRenderer, RenderTarget};
use crate::document::{AccountsBlock, BlockData, GalleryBlock, Image, QuoteBlock};
use crate::text::{Route, push_escaped_html, push_html_attribute};

impl ProseRenderer<'_> {
    /// What stands below the link to a block.
    pub(super) fn block_text_html(&self, block: &BlockData, target: RenderTarget) -> String {
        match block {
            BlockData::Chart(chart) => self.chart_as_table_html(chart, target),
            BlockData::Quote(quote) => self.quote_html(quote, target),
            BlockData::Accounts(accounts) => self.accounts_html(accounts, target),
            BlockData::Gallery(gallery) => self.gallery_html(gallery, target),
            BlockData::Map(_)
            | BlockData::Storyline(_)
            | BlockData::Timeline(_)
            | BlockData::Relations(_) => String::new(),
        }
    }

    /// A block as Markdown; `None` for one that stays as written.
    pub(super) fn block_markdown(&self, block: &BlockData) -> Option<String> {
        match block {
            BlockData::Chart(chart) => Some(self.chart_markdown(chart)),
            BlockData::Quote(quote) => Some(self.quote_markdown(quote)),
            BlockData::Accounts(block) if block.event.is_none() => {
                Some(self.accounts_markdown(block))
            }
            BlockData::Gallery(gallery) => Some(self.gallery_markdown(gallery)),
            _ => None,
        }
    }

    /// Who said it, and when; `None` if the block names nobody, and is not shown.
    fn attribution(&self, quote: &QuoteBlock) -> Option<String> {
        let (who, _) = self.catalog.speaker_of_quote(&self.document.path, quote);
        let name = who.map(|who| &*self.catalog.entry(who).title).or(quote.name.as_deref())?;
        let date = quote.date.as_ref().map(|date| self.config.locale.dates.format_date(date));
        let parts: Vec<&str> = std::iter::once(name).chain(date.as_deref()).collect();
        Some(format!("— {}", parts.join(self.config.locale.text("comma"))))
    }

    fn quote_html(&self, quote: &QuoteBlock, target: RenderTarget) -> String {
        let (Some(text), Some(attribution)) = (quote.text, self.attribution(quote)) else {
            return String::new();
        };
        let mut out = format!("<blockquote>{}<p>", self.html(text, target));
        push_escaped_html(&attribution, &mut out);
        out + "</p></blockquote>\n"
    }

    fn quote_markdown(&self, quote: &QuoteBlock) -> String {
        let (Some(text), Some(attribution)) = (quote.text, self.attribution(quote)) else {
            return String::new();
        };
        let words = self.markdown(text);
        let lines: Vec<String> = words.trim().lines().map(|line| format!("> {line}")).collect();
        let attribution = escape_markdown(&attribution);
        format!("{}{}\n>\n> {attribution}\n", title(quote.title.as_deref()), lines.join("\n"))
    }

    /// Those of an event stand on its page.
    fn accounts_html(&self, block: &AccountsBlock, target: RenderTarget) -> String {
        let mut out = String::new();
        if block.event.is_some() {
            return out;
        }
        for account in &block.accounts {
            out.push_str("<p><strong>");
            push_escaped_html(&account.side, &mut out);
            out.extend(["</strong></p>\n", &self.html(account.text, target)]);
        }
        out
    }

    fn accounts_markdown(&self, block: &AccountsBlock) -> String {
        let mut out = title(block.title.as_deref());
        for account in &block.accounts {
            let (side, text) = (escape_markdown(&account.side), self.markdown(account.text));
            out.push_str(&format!("**{side}**\n\n{}\n\n", text.trim()));
        }
        out
    }

    fn gallery_html(&self, gallery: &GalleryBlock, target: RenderTarget) -> String {
        let mut out = String::new();
        for image in &gallery.pictures {
            let Some(route) = self.image_route(image) else {
                self.push_remote_picture(image, &mut out);
                continue;
            };
            let Some(picture) = self.catalog.pictures.get(route) else { continue };
            let sizes = &self.picture_sizes.gallery;
            let shown = ShownPicture::new(picture, &picture.sizes, &image.alt, sizes);
            let words = self.image_words(image, route);
            out.push_str("<figure>");
            out.push_str(&shown.html(&|route| self.route_href(route, target)));
            out.extend([&*words.figcaption_html(), "</figure>\n"]);
        }
        out
    }

    fn gallery_markdown(&self, gallery: &GalleryBlock) -> String {
        let mut out = title(gallery.title.as_deref());
        for image in &gallery.pictures {
            let alt = escape_markdown(&image.alt);
            let Some(route) = self.image_route(image) else {
                if self.config.content_policy.allows_media(&image.src.value) {
                    let words = PictureWords::of_image(image, None);
                    out.push_str(&words.picture_markdown(&alt, &image.src.value));
                    out.push_str("\n\n");
                }
                continue;
            };
            let picture = self.catalog.pictures.get(route);
            let address = self.full_href(picture.map_or(route, |picture| picture.widest()), None);
            out.push_str(&self.image_words(image, route).picture_markdown(&alt, &address));
            out.push_str("\n\n");
        }
        out
    }

    fn image_route(&self, image: &Image) -> Option<&Route> {
        self.catalog.routes().linked_file(&self.document.path, &image.src.value)
    }

    /// A picture of another site, from which pages may load it.
    fn push_remote_picture(&self, image: &Image, out: &mut String) {
        if self.config.content_policy.allows_media(&image.src.value) {
            out.push_str("<figure><img");
            push_html_attribute("src", &image.src.value, out);
            push_html_attribute("alt", &image.alt, out);
            let words = PictureWords::of_image(image, None);
            out.extend([">", &words.figcaption_html(), "</figure>\n"]);
        }
    }

    /// What is said of a picture: by the block, else by the file beside the picture.
    fn image_words<'b>(&'b self, image: &'b Image, route: &Route) -> PictureWords<'b> {
        PictureWords::of_image(image, self.catalog.sidecars.get(route))
    }
}

fn title(title: Option<&str>) -> String {
    title.map(|title| format!("**{}**\n\n", escape_markdown(title))).unwrap_or_default()
}
