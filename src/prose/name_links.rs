//! Text, and the names in it.

use super::html_writer::{HtmlWriter, OpenQuote};
use super::renderer::RenderTarget;
use crate::link::{FoundName, LinkDecision};
use crate::text::{Span, push_escaped_html, push_html_attribute};

impl HtmlWriter<'_> {
    /// True for text at which the attribution of the quotation begins that is open.
    pub(super) fn begins_caption(&self, span: Span) -> bool {
        matches!(self.open_quotes.last(), Some(OpenQuote::Attributed { quotation, in_caption: false }) if quotation.attribution_span.start == span.start)
    }

    pub(super) fn text(&mut self, text: &str, span: Span) {
        if self.begins_caption(span) {
            self.out.push_str("</p></blockquote><figcaption>");
            if let Some(OpenQuote::Attributed { in_caption, .. }) = self.open_quotes.last_mut() {
                *in_caption = true;
            }
        }
        let verbatim = text.len() == span.range().len();
        let mut at = span.start;
        let slice = |from: u32, to: u32| {
            if verbatim {
                &text[(from - span.start) as usize..(to - span.start) as usize]
            } else {
                text
            }
        };
        loop {
            if let Some((end, close)) = self.open_name_end {
                let stop = if verbatim { end.min(span.end) } else { span.end };
                push_escaped_html(slice(at, stop), &mut self.out);
                at = stop;
                if end <= stop {
                    self.out.push_str(close);
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
            let Some(name) = self.unlinked_names.get(self.next_name).copied().filter(|name| {
                name.span.start < span.end && (verbatim || name.span.start == span.start)
            }) else {
                break;
            };
            self.next_name += 1;
            push_escaped_html(slice(at, name.span.start.max(at)), &mut self.out);
            at = name.span.start.max(at);
            self.open_name(name);
        }
        if at < span.end {
            push_escaped_html(slice(at, span.end), &mut self.out);
        }
    }

    fn open_name(&mut self, name: &FoundName) {
        let Some(topic) = name.topic else { return };
        let linked = name.decision == LinkDecision::Linked;
        let anchor = name.has_anchor && self.target == RenderTarget::OwnPage;
        if linked {
            self.out.push_str("<a class=\"topic\"");
            let href = self.renderer.page_href(topic, None, self.target);
            push_html_attribute("href", &href, &mut self.out);
            if anchor {
                push_html_attribute(
                    "id",
                    &self.renderer.catalog.entry(topic).mention_anchor,
                    &mut self.out,
                );
            }
            self.out.push('>');
            self.open_name_end = Some((name.span.end, "</a>"));
        } else if anchor {
            self.out.push_str("<span");
            push_html_attribute(
                "id",
                &self.renderer.catalog.entry(topic).mention_anchor,
                &mut self.out,
            );
            self.out.push('>');
            if name.decision == LinkDecision::SplitByMarkup {
                // It cannot go round a name that emphasis cuts in two, so it stands before it.
                self.out.push_str("</span>");
            } else {
                self.open_name_end = Some((name.span.end, "</span>"));
            }
        }
    }
}
