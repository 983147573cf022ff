//! The inputs of rendering, and the variables that all templates see.

use serde_json::{Number, Value as Json};
use tera::{Context, Value};

use super::header_footer::NavTargets;
use super::render_cache::RenderCache;
use super::tera_values::{RenderResult, into_record, to_value};
use crate::catalog::{PageIx, RedirectTarget, Resource};
use crate::data::{Node, ScalarKind, Value as Data};
use crate::diagnostics::Diagnostic;
use crate::input::Snapshot;
use crate::locale::UiTexts;
use crate::media::PictureLibrary;
use crate::page::SiteData;
use crate::page::view::SiteView;
use crate::text::SourcePath;
use crate::theme::{Theme, ThemeOptions};

/// Everything that rendering a resource needs. Read-only.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    pub data: SiteData<'a>,
    pub theme: &'a Theme,
    pub globals: &'a TemplateGlobals,
    pub cache: &'a RenderCache,
    pub snapshot: &'a Snapshot,
    pub pictures: &'a PictureLibrary,
}

/// What the templates of all pages see.
#[derive(Clone, Debug)]
pub struct TemplateGlobals {
    /// The variables `site` and `words`.
    pub(super) context: Context,
    pub(super) nav_targets: NavTargets,
}

/// Builds `site`, with the author's data as `site.extra` and the theme's options as
/// `site.options`, and `words`.
pub fn template_globals(
    view: &SiteView,
    extra: Option<&Node>,
    words: &UiTexts,
    options: &ThemeOptions,
    problems: &mut Vec<Diagnostic>,
) -> TemplateGlobals {
    let path = SourcePath::from_static("site.toml");
    let make = || -> RenderResult<(Value, Value)> {
        let mut site = into_record(to_value(view, &path)?, &path)?;
        site.insert("extra".into(), to_value(&extra.map(extra_json), &path)?);
        site.insert("options".into(), to_value(&options.values, &path)?);
        Ok((site.into(), to_value(words, &path)?))
    };
    let (site, words) = make().unwrap_or_else(|problem| {
        problems.push(*problem);
        (Value::none(), Value::none())
    });
    let mut context = Context::new();
    context.insert_value("site", site);
    context.insert_value("words", words);
    TemplateGlobals { context, nav_targets: NavTargets::new(view) }
}

impl<'a> Renderer<'a> {
    pub(super) fn page_path(&self, page: PageIx) -> &'a SourcePath {
        &self.data.document(page).path
    }

    /// The file that messages about a resource name.
    pub(super) fn source_path(&self, resource: &Resource) -> SourcePath {
        match resource {
            Resource::Page(page)
            | Resource::ShareCard(Some(page))
            | Resource::Redirect(RedirectTarget::Page(page))
            | Resource::MarkdownExport(page)
            | Resource::Mentions(page, _)
            | Resource::ChartData(page, _)
            | Resource::TopicFeed(page) => self.page_path(*page).clone(),
            Resource::File(path) | Resource::Picture(path, _) => path.clone(),
            _ => SourcePath::from_static("site.toml"),
        }
    }
}

/// The author's data as templates see it.
pub(super) fn extra_json(node: &Node) -> Json {
    match &node.value {
        Data::Null | Data::Invalid(_) => Json::Null,
        Data::List(entries) => entries.iter().map(extra_json).collect(),
        Data::Record(entries) => {
            entries.iter().map(|(key, node)| (&*key.name, extra_json(node))).collect()
        }
        Data::Scalar(scalar) => {
            let text = &*scalar.text;
            let value = match scalar.kind {
                ScalarKind::Bool => Some(Json::Bool(text == "true")),
                ScalarKind::Integer => text.parse::<i64>().ok().map(Json::from),
                ScalarKind::Float => text.parse().ok().and_then(Number::from_f64).map(Json::Number),
                ScalarKind::Text | ScalarKind::Date => None,
            };
            value.unwrap_or_else(|| Json::from(text))
        }
    }
}
