//! Writes text and the links of names in it.

use super::html_writer::{HtmlWriter, OpenQuote};
use super::prose_renderer::RenderTarget;
use crate::link::{FoundName, LinkDecision};
use crate::text::Span;

impl HtmlWriter<'_> {
    /// True for text with which the attribution of the open quotation begins.
    pub(super) fn begins_caption(&self, span: Span) -> bool {
        match self.open_quotes.last() {
            Some(OpenQuote::Attributed { quotation, in_caption: false }) => {
                quotation.attribution_span.start == span.start
            }
            _ => false,
        }
    }

    pub(super) fn text(&mut self, text: &str, span: Span) {
        if self.begins_caption(span) {
            self.push("</p></blockquote><figcaption>");
            if let Some(OpenQuote::Attributed { in_caption, .. }) = self.open_quotes.last_mut() {
                *in_caption = true;
            }
        }
        // Spaces of a tab that is indentation in part: they are not in the source.
        if span.is_empty() {
            return self.push_escaped(text);
        }
        // Text with an escape or entity differs from its span and cannot be split.
        let verbatim = text.len() == span.range().len();
        let slice = |from: u32, to: u32| match verbatim {
            true => &text[(from - span.start) as usize..(to - span.start) as usize],
            false => text,
        };
        let mut at = span.start;
        loop {
            if let Some((end, end_tag)) = self.open_name_end {
                let stop = if verbatim { end.min(span.end) } else { span.end };
                self.push_escaped(slice(at, stop));
                at = stop;
                if end <= stop {
                    self.push(end_tag);
                    self.open_name_end = None;
                }
                if at >= span.end {
                    return;
                }
                continue;
            }
            while self.unlinked_names.get(self.next_name).is_some_and(|name| name.span.start < at) {
                self.next_name += 1;
            }
            let Some(&name) = self.unlinked_names.get(self.next_name) else { break };
            if name.span.start >= span.end || !(verbatim || name.span.start == span.start) {
                break;
            }
            self.next_name += 1;
            self.push_escaped(slice(at, name.span.start));
            at = name.span.start;
            self.open_name(name);
        }
        if at < span.end {
            self.push_escaped(slice(at, span.end));
        }
    }

    fn open_name(&mut self, name: &FoundName) {
        let Some(topic) = name.topic else { return };
        let has_anchor = name.has_anchor && self.target == RenderTarget::OwnPage;
        let anchor = has_anchor.then(|| &*self.renderer.catalog.entry(topic).mention_anchor);
        match name.decision {
            LinkDecision::Linked => {
                let href = self.renderer.page_href(topic, None, self.target);
                self.push_tag("<a class=\"topic\"", &[("href", Some(&href)), ("id", anchor)]);
                self.open_name_end = Some((name.span.end, "</a>"));
            }
            _ if anchor.is_none() => {}
            // An element cannot enclose a name that emphasis splits, so it precedes the name.
            LinkDecision::SplitByMarkup => {
                self.push_tag("<span", &[("id", anchor)]);
                self.push("</span>");
            }
            _ => {
                self.push_tag("<span", &[("id", anchor)]);
                self.open_name_end = Some((name.span.end, "</span>"));
            }
        }
    }
}
