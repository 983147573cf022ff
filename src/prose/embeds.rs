//! Writes embeds as cards that link to the other site. Nothing of it is loaded before a reader asks
//! for it.

use super::embed_paragraphs::{EmbedParagraph, without_scheme};
use super::html_writer::HtmlWriter;
use crate::text::{percent_encode_url, text_direction};

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
            self.push("<p class=\"embed-play\" hidden>");
            let (own, both) = (format!("{name}-play"), format!("{name}-play {name}"));
            let [lang, dir] = languages;
            let names = [("id", Some(&*own)), ("aria-labelledby", Some(&*both)), lang, dir];
            self.push_tag("<button type=\"button\"", &names);
            self.push_escaped(self.localized("embed_play"));
            self.push("</button> ");
            self.push_tag("<span", &languages);
            self.push_escaped(&locale.format("embed_play_note", &[("host", &player.host)]));
            self.push("</span></p>\n");
        }
        self.push("</div>\n");
        self.at = end;
        true
    }
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
