//! Videos of other sites: an address alone in a paragraph becomes a card that links there. Nothing
//! of the other site is loaded before a reader asks for it.

use pulldown_cmark::{Tag, TagEnd};

use super::embed_address::Embed;
use super::html_writer::HtmlWriter;
use super::prose_renderer::ProseRenderer;
use crate::document::{MdEvent, Outline};
use crate::link::LinkTarget;
use crate::text::{Span, percent_encode_url, text_direction};

/// A paragraph of the body that is the address of an embed and nothing else.
#[derive(Clone)]
pub(super) struct EmbedParagraph<'a> {
    /// The index of the event with which it begins, and of the event after it.
    pub(super) events: (usize, usize),
    embed: Embed,
    address: &'a str,
    /// The text of the link; `None` where that is the address.
    title: Option<String>,
}

impl<'a> ProseRenderer<'a> {
    /// The embeds that the body of the page shows, in order.
    pub fn embeds(&self) -> Vec<Embed> {
        let body = self.document.body_id();
        let (outline, targets) = (
            self.document.outline(body),
            &self.linked.targets[usize::from(body.0)][..],
        );
        // Most bodies have none, and their events need not be read.
        if !self.may_have_embeds(targets) {
            return Vec::new();
        }
        let events: Vec<_> = outline.events.iter(self.document.markdown(body)).collect();
        let paragraphs = self.embed_paragraphs(&events, outline, targets);
        paragraphs.into_iter().map(|paragraph| paragraph.embed).collect()
    }

    /// The paragraphs of a body that become cards. Those in lists, quotations and notes stay links.
    pub(super) fn embed_paragraphs(
        &self,
        events: &[(MdEvent<'_>, Span)],
        outline: &Outline,
        targets: &'a [LinkTarget],
    ) -> Vec<EmbedParagraph<'a>> {
        if !self.may_have_embeds(targets) {
            return Vec::new();
        }
        let (mut found, mut depth) = (Vec::new(), 0);
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                MdEvent::Start(Tag::Paragraph) if depth == 0 => {
                    found.extend(self.embed_paragraph(events, at, outline, targets));
                    depth += 1;
                }
                MdEvent::Start(_) => depth += 1,
                MdEvent::End(_) => depth -= 1,
                _ => {}
            }
        }
        found
    }

    fn may_have_embeds(&self, targets: &[LinkTarget]) -> bool {
        targets.iter().any(|target| self.embed_at(target).is_some())
    }

    fn embed_at(&self, target: &LinkTarget) -> Option<Embed> {
        let LinkTarget::External(address) = target else { return None };
        Embed::parse(address, &self.config.embeds)
    }

    /// The paragraph that begins at an event, if it is an embed.
    fn embed_paragraph(
        &self,
        events: &[(MdEvent<'_>, Span)],
        start: usize,
        outline: &Outline,
        targets: &'a [LinkTarget],
    ) -> Option<EmbedParagraph<'a>> {
        let (MdEvent::Start(Tag::Link { .. }), span) = events.get(start + 1)? else { return None };
        let is_end = |(event, _): &(MdEvent<'_>, Span)| matches!(event, MdEvent::End(TagEnd::Link));
        let end = start + 2 + events[start + 2..].iter().position(is_end)?;
        let (MdEvent::End(TagEnd::Paragraph), _) = events.get(end + 1)? else { return None };
        let target = targets.get(outline.link_at(*span)?)?;
        let (LinkTarget::External(address), embed) = (target, self.embed_at(target)?) else {
            return None;
        };
        let mut text = String::new();
        for (event, _) in &events[start + 2..end] {
            match event {
                MdEvent::Text(part) | MdEvent::Code(part) => text.push_str(part),
                MdEvent::SoftBreak | MdEvent::HardBreak => text.push(' '),
                _ => {}
            }
        }
        let is_title = !text.trim().is_empty() && without_scheme(&text) != without_scheme(address);
        Some(EmbedParagraph {
            events: (start, end + 2),
            embed,
            address,
            title: is_title.then_some(text),
        })
    }
}

impl HtmlWriter<'_> {
    /// Writes the card of an embed in place of the paragraph that has just been started. False for
    /// other paragraphs.
    pub(super) fn embed_card(&mut self) -> bool {
        let start = self.at - 1;
        let Ok(index) = self.embeds.binary_search_by_key(&start, |embed| embed.events.0) else {
            return false;
        };
        let EmbedParagraph { events: (_, end), embed, address, title } = self.embeds[index].clone();
        let name = format!("page-embed-{}", index + 1);
        let player = embed.player.as_ref().map(|player| &*player.url);
        self.push_tag("<div class=\"embed\"", &[("data-player", player)]);
        self.push("<p class=\"embed-site\">");
        self.push_escaped(embed.provider.name());
        self.push("</p>\n<p class=\"embed-title\">");
        let href = percent_encode_url(address);
        let attributes = [("id", Some(&*name)), ("href", Some(&*href))];
        self.push_tag("<a class=\"external\" rel=\"external\"", &attributes);
        match &title {
            Some(title) => self.push_escaped(title),
            None => {
                self.push("<bdi>");
                self.push_escaped(without_scheme(address));
                self.push("</bdi>");
            }
        }
        self.push("</a></p>\n");
        let language = self.renderer.theme_language();
        let languages = [("lang", language), ("dir", language.map(text_direction))];
        self.push_tag("<p class=\"embed-note\"", &languages);
        let locale = &self.renderer.config.locale;
        let note = match embed.start {
            0 => locale.format("embed_opens", &[("host", &embed.host)]),
            start => {
                let parts = [("host", &*embed.host), ("time", &time(start))];
                locale.format("embed_opens_at", &parts)
            }
        };
        self.push_escaped(&note);
        self.push("</p>\n");
        if let Some(player) = &embed.player {
            self.push_tag("<p class=\"embed-play\" hidden", &languages);
            let (own, both) = (format!("{name}-play"), format!("{name}-play {name}"));
            let attributes = [("id", Some(&*own)), ("aria-labelledby", Some(&*both))];
            self.push_tag("<button type=\"button\"", &attributes);
            self.push_escaped(self.localized("embed_play"));
            self.push("</button> <span>");
            self.push_escaped(&locale.format("embed_play_note", &[("host", &player.host)]));
            self.push("</span></p>\n");
        }
        self.push("</div>\n");
        self.at = end;
        true
    }
}

/// An address as readers see it.
fn without_scheme(address: &str) -> &str {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest)
}

/// Seconds as players show them: `1:30`, `1:02:03`.
fn time(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_are_written_as_players_show_them() {
        assert_eq!([5, 90, 3723].map(time), ["0:05", "1:30", "1:02:03"]);
    }
}
