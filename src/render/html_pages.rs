//! Pages rendered by their templates.

use std::borrow::Cow;

use tera::{Map, Value};

use super::fragments::with_fields;
use super::renderer::{Renderer, extra_json};
use super::tera_values::{RenderResult, into_record, to_json, to_value};
use crate::catalog::{RedirectTarget, Resource, ThemeFile};
use crate::diagnostics::internal_error;
use crate::page::view::{BlockContent, BlockView, PageView};
use crate::page::{LinkTo, Page, page_at};
use crate::prose::BLOCK_MARK;
use crate::text::{Route, SourcePath, push_html_attribute, text_direction};

impl Renderer<'_> {
    pub(super) fn render_page(&self, route: &Route, resource: &Resource) -> RenderResult<Vec<u8>> {
        let source = self.source_path(resource);
        let no_page = || Box::new(internal_error(&source, &format!("no page at {route}")));
        let Page { template, view, extra } =
            page_at(&self.data, route, resource).ok_or_else(no_page)?;
        let mut context = self.globals.context.clone();
        context.insert_value("page", self.page_value(&view, &source)?);
        context.insert_value("extra", to_value(&extra.map(extra_json), &source)?);
        self.theme.templates.render(&template, &context, &source, self.snapshot)
    }

    /// The variable `page` of a page's template; `None` for other resources.
    ///
    /// # Errors
    /// An error in a partial template that it is made with.
    pub fn view_json(
        &self,
        route: &Route,
        resource: &Resource,
    ) -> Option<RenderResult<serde_json::Value>> {
        let (page, source) = (page_at(&self.data, route, resource)?, self.source_path(resource));
        Some(self.page_value(&page.view, &source).and_then(|value| to_json(&value, &source)))
    }

    fn page_value(&self, view: &PageView, source: &SourcePath) -> RenderResult<Value> {
        let mut page = into_record(to_value(view, source)?, source)?;
        let fragments = self.content_fragments(&view.content, source)?;
        if let Some(content) = page.get_mut(&"content".into()).filter(|_| !fragments.is_empty()) {
            let record = into_record(std::mem::replace(content, Value::none()), source)?;
            *content = with_fields(record, fragments);
        }
        page.insert("timeline".into(), self.events(&view.timeline)?);
        // The longest markup, which the filter `safe` would copy.
        for field in ["body_html", "json_ld"] {
            if let Some(value) = page.get_mut(&field.into()) {
                *value = std::mem::replace(value, Value::none()).mark_safe();
            }
        }
        let (first, later) = view.body_html.split_at(view.first_section);
        let (first, later) =
            (self.with_blocks(first, view, source)?, self.with_blocks(later, view, source)?);
        if !view.blocks.is_empty() {
            page.insert("body_html".into(), Value::safe_string(&[&*first, &later].concat()));
        }
        for (field, html) in [("first_section_html", first), ("later_sections_html", later)] {
            page.insert(field.into(), Value::safe_string(&html));
        }
        page.extend(self.language_attributes(view).map(|(field, html)| (field.into(), html)));
        let (who, cards_json) = self.who(&view.who)?;
        page.insert("who".into(), who);
        page.insert("cards_json".into(), Value::from(cards_json).mark_safe());
        let fields = self.header_and_footer(view, source)?.into_iter();
        page.extend(fields.map(|(field, markup)| (field.into(), markup)));
        Ok(page.into())
    }

    /// The attributes of texts in the language of the site and of the page, if they differ.
    fn language_attributes(&self, view: &PageView) -> [(&'static str, Value); 2] {
        let site_language = &*self.data.config.language;
        let is_other = !view.language.eq_ignore_ascii_case(site_language);
        [("site_lang_html", site_language), ("lang_html", &view.language)].map(
            |(field, language)| {
                let attributes = if is_other { lang_attributes(language) } else { String::new() };
                (field, Value::safe_string(&attributes))
            },
        )
    }

    /// The markup of a block. Its template sees of the page only the attributes of languages.
    fn block(
        &self,
        block: &BlockView,
        view: &PageView,
        source: &SourcePath,
    ) -> RenderResult<String> {
        let mut context = self.globals.context.clone();
        let mut value = to_value(block, source)?;
        let fragments = match &block.content {
            Some(BlockContent::Storyline(story)) => Some(self.storyline(Some(story), source)?),
            Some(BlockContent::Relations(ties)) => Some(self.ties(Some(ties), source)?),
            _ => None,
        };
        if let Some(content) = fragments {
            value = with_fields(into_record(value, source)?, [(block.name, content)]);
        }
        context.insert_value("block", value);
        context.insert_value("page", with_fields(Map::default(), self.language_attributes(view)));
        let templates = &self.theme.templates;
        let template = format!("blocks/{}.html", block.name);
        let markup = templates.render(&template, &context, source, self.snapshot)?;
        Ok(String::from_utf8_lossy(&markup).into_owned())
    }

    /// A part of a body with the markup of the theme in place of the marks of its blocks.
    fn with_blocks<'h>(
        &self,
        html: &'h str,
        view: &PageView,
        source: &SourcePath,
    ) -> RenderResult<Cow<'h, str>> {
        if view.blocks.is_empty() {
            return Ok(html.into());
        }
        let mut out = String::new();
        for (index, part) in html.split(BLOCK_MARK).enumerate() {
            // Every second part is the number of a block.
            match part.parse::<usize>().ok().filter(|_| index % 2 == 1) {
                Some(block) if view.blocks[block].content.is_none() => {}
                Some(block) => out.push_str(&self.block(&view.blocks[block], view, source)?),
                None => out.push_str(part),
            }
        }
        Ok(out.into())
    }

    /// The page at an old address, which sends readers to the new one.
    pub(super) fn render_redirect(
        &self,
        to: RedirectTarget,
        resource: &Resource,
    ) -> RenderResult<Vec<u8>> {
        let data = &self.data;
        let LinkTo { title, route, lang } = data.redirect_target(to);
        let script = self.theme.file(ThemeFile::Redirect);
        let mut context = self.globals.context.clone();
        context.insert_value("target", data.route_href(&route).into());
        context.insert_value("canonical", data.config.base.absolute_url(&route).into());
        context.insert_value("title", title.to_owned().into());
        context.insert_value("script", script.map(|it| data.route_href(&it.route)).into());
        let source = self.source_path(resource);
        context.insert_value("lang", to_value(&lang, &source)?);
        self.theme.templates.render("redirect.html", &context, &source, self.snapshot)
    }
}

/// The attributes `lang` and `dir` of an element with texts in a language.
fn lang_attributes(language: &str) -> String {
    let mut attributes = String::new();
    push_html_attribute("lang", language, &mut attributes);
    push_html_attribute("dir", text_direction(language), &mut attributes);
    attributes
}
