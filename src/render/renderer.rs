//! Pages through their templates.

use serde_json::{Map, Number};
use tera::{Context, Value};

use super::fragment_cache::FragmentCache;
use super::header_footer::NavTargets;
use super::tera_values::{into_record, to_json, to_value};
use crate::catalog::{PageIx, Resource, ThemeFile};
use crate::data::{Node, ScalarKind, Value as Data};
use crate::diagnostics::{Diagnostic, internal_error};
use crate::input::Snapshot;
use crate::locale::UiTexts;
use crate::page::view::{PageView, SiteView};
use crate::page::{Page, SiteData, page_at};
use crate::text::{Route, SourcePath};
use crate::theme::{Theme, ThemeOptions};

/// Everything that rendering one address needs. Only looked at.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    /// The story.
    pub data: SiteData<'a>,
    /// The theme.
    pub theme: &'a Theme,
    /// What every page knows of the site.
    pub globals: &'a TemplateGlobals,
    /// What many pages show, as far as it has been made.
    pub fragments: &'a FragmentCache,
    /// The files.
    pub snapshot: &'a Snapshot,
}

/// The site as templates see it.
#[derive(Clone, Debug)]
pub struct TemplateGlobals {
    site: Value,
    words: Value,
    pub(super) nav_targets: NavTargets,
}

/// The site as a value for templates, with the author's own data as `site.extra` and what it chose
/// of its theme as `site.options`; and the words of the theme.
pub fn template_globals(
    view: &SiteView,
    extra: Option<&Node>,
    words: &UiTexts,
    options: &ThemeOptions,
    problems: &mut Vec<Diagnostic>,
) -> TemplateGlobals {
    let path = SourcePath::from_static("site.toml");
    let made = || {
        let mut site = into_record(to_value(view, &path)?, &path)?;
        site.insert("extra".into(), to_value(&extra.map(extra_json), &path)?);
        site.insert("options".into(), to_value(&options.values, &path)?);
        Ok((site.into(), to_value(words, &path)?))
    };
    let (site, words) = made().unwrap_or_else(|problem: Box<Diagnostic>| {
        problems.push(*problem);
        (Value::none(), Value::none())
    });
    TemplateGlobals { site, words, nav_targets: NavTargets::new(view) }
}

impl Renderer<'_> {
    pub(super) fn render_page(
        &self,
        route: &Route,
        address: &Resource,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let source = self.source_path(address);
        let nothing = || Box::new(internal_error(&source, &format!("nothing is shown at {route}")));
        let Page { template, view, extra } =
            page_at(&self.data, route, address).ok_or_else(nothing)?;
        let mut context = self.context();
        context.insert_value("page", self.page_value(&view, &source)?);
        context.insert_value("extra", to_value(&extra.map(extra_json), &source)?);
        self.theme.templates.render(template, &context, &source, self.snapshot)
    }

    /// What the template of a page sees as `page`; `None` for what is no page.
    ///
    /// # Errors
    /// What is wrong with a partial template that makes something of it.
    pub fn view_json(
        &self,
        route: &Route,
        address: &Resource,
    ) -> Option<Result<serde_json::Value, Box<Diagnostic>>> {
        let (page, source) = (page_at(&self.data, route, address)?, self.source_path(address));
        Some(self.page_value(&page.view, &source).and_then(|value| to_json(&value, &source)))
    }

    fn page_value(&self, view: &PageView, source: &SourcePath) -> Result<Value, Box<Diagnostic>> {
        let mut page =
            self.resolve_refs_in_record(into_record(to_value(view, source)?, source)?, source)?;
        // The longest of all markup: the filter `safe` would copy it.
        for markup in ["body_html", "json_ld"] {
            if let Some(value) = page.get_mut(&markup.into()) {
                *value = std::mem::replace(value, Value::none()).mark_safe();
            }
        }
        let (who, previews) = self.who(&view.who)?;
        page.insert("who".into(), who);
        page.insert("cards_json".into(), Value::from(previews).mark_safe());
        page.extend(
            self.header_and_footer(view, source)?
                .into_iter()
                .map(|(field, markup)| (field.into(), markup)),
        );
        Ok(page.into())
    }

    /// A page that sends readers from an old address on.
    pub(super) fn render_redirect(&self, to: PageIx) -> Result<Vec<u8>, Box<Diagnostic>> {
        let entry = self.data.catalog.entry(to);
        let mut context = self.context();
        context.insert_value("target", self.data.href(to).into());
        context.insert_value("canonical", self.data.config.base.absolute_url(&entry.route).into());
        context.insert_value("title", entry.title.to_string().into());
        context.insert_value(
            "script",
            self.theme
                .file(ThemeFile::Redirect)
                .map(|script| self.data.config.base.href(&script.route))
                .into(),
        );
        self.theme.templates.render(
            "redirect.html",
            &context,
            &self.data.document(to).path,
            self.snapshot,
        )
    }

    pub(super) fn context(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("site", self.globals.site.clone());
        context.insert_value("words", self.globals.words.clone());
        context
    }

    /// The file that a page is made of, for messages.
    pub(super) fn source_path(&self, address: &Resource) -> SourcePath {
        match address {
            Resource::Page(page)
            | Resource::Redirect(page)
            | Resource::MarkdownExport(page)
            | Resource::TopicFeed(page) => self.data.document(*page).path.clone(),
            Resource::File(path) => path.clone(),
            _ => SourcePath::from_static("site.toml"),
        }
    }
}

/// The author's own data as templates see it.
fn extra_json(node: &Node) -> serde_json::Value {
    use serde_json::Value as Json;
    match &node.value {
        Data::Null | Data::Invalid(_) => Json::Null,
        Data::List(entries) => Json::Array(entries.iter().map(extra_json).collect()),
        Data::Record(entries) => Json::Object(
            entries
                .iter()
                .map(|(key, node)| (key.name.to_string(), extra_json(node)))
                .collect::<Map<_, _>>(),
        ),
        Data::Scalar(scalar) => match scalar.kind {
            ScalarKind::Bool => Json::Bool(&*scalar.text == "true"),
            ScalarKind::Integer => scalar
                .text
                .parse::<i64>()
                .map_or_else(|_| Json::String(scalar.text.to_string()), |n| Json::Number(n.into())),
            ScalarKind::Float => scalar
                .text
                .parse()
                .ok()
                .and_then(Number::from_f64)
                .map_or_else(|| Json::String(scalar.text.to_string()), Json::Number),
            ScalarKind::Text | ScalarKind::Date => Json::String(scalar.text.to_string()),
        },
    }
}
