//! From a resource to its bytes.

mod atom_feeds;
mod render_cache;
mod calendar;
mod fragments;
mod graph_json;
mod header_footer;
mod host_files;
mod html_pages;
mod json_feed;
mod llms_txt;
mod markdown_export;
mod opensearch;
mod renderer;
mod share_cards;
mod sitemap;
mod stable_ids;
mod tera_values;
mod timeline_json;
mod xml;

pub use host_files::{REFERRERS, published_policy};
pub use render_cache::RenderCache;
pub use renderer::{Renderer, TemplateGlobals, template_globals};
pub use share_cards::{share_card_bytes, verify_share_card};

use crate::catalog::{MachineFile, Resource, broken_picture, countries, sanitize, unsafe_svg};
use crate::diagnostics::{Diagnostic, internal_error};
use crate::input::Asset;
use crate::media::{DerivedPicture, PictureBody};
use crate::page::chart_data;
use crate::share_card::CardDrawing;
use crate::text::{Route, SourcePath};
use tera_values::RenderResult;

/// What a route serves.
#[derive(Clone, Debug)]
pub enum Body {
    /// Rendered.
    Bytes(Vec<u8>),
    /// A file as it is.
    File(Asset),
    /// A picture whose route says what it is made from: a file of this route has this content.
    Picture(PictureBody),
    /// A share card that is not in the cache.
    ShareCard(CardDrawing),
}

/// The bytes of a picture that is made of another.
///
/// # Errors
/// If that is damaged, or has changed since it was read.
pub fn picture_bytes(picture: &PictureBody) -> RenderResult<Vec<u8>> {
    picture.bytes().map_err(|error| Box::new(broken_picture(&picture.path, &error)))
}

impl Renderer<'_> {
    /// Renders the resource at `route`.
    ///
    /// # Errors
    /// An error in a template, or a bug.
    pub fn body(&self, route: &Route, resource: &Resource) -> RenderResult<Body> {
        let data = &self.data;
        Ok(Body::Bytes(match resource {
            Resource::Feed => atom_feeds::articles_feed(data)?.into_bytes(),
            Resource::TopicFeed(topic) => atom_feeds::topic_feed(data, route, *topic)?.into_bytes(),
            Resource::MarkdownExport(page) => {
                markdown_export::markdown_export(data, *page)?.into_bytes()
            }
            Resource::ChartData(page, number) => {
                let missing = || self.internal_error(resource, &format!("no chart {number}"));
                chart_data(data, *page, *number).ok_or_else(missing)?
            }
            Resource::Sitemap => sitemap::sitemap(data).into_bytes(),
            Resource::SitemapPart(number) => sitemap::sitemap_part(data, *number).into_bytes(),
            Resource::Robots => sitemap::robots(data.config).into_bytes(),
            Resource::MachineFile(file) => self.machine_file(*file)?.into_bytes(),
            Resource::ThemeFile(file) => {
                let missing = || self.internal_error(resource, &format!("no theme file {file:?}"));
                self.theme.file(*file).ok_or_else(missing)?.bytes.to_vec()
            }
            Resource::SearchFile => {
                let missing = || self.internal_error(resource, &format!("no search file {route}"));
                self.cache.search_files(data).get(route).ok_or_else(missing)?.clone()
            }
            Resource::Flag(code) => {
                let missing = || self.internal_error(resource, &format!("no flag of {code}"));
                countries::flag_bytes(code).ok_or_else(missing)?.to_vec()
            }
            Resource::Redirect(to) => self.render_redirect(*to, resource)?,
            Resource::File(path) if is_svg_of_content(path) => {
                let bytes = self.snapshot.asset(path.as_str()).and_then(|asset| asset.read().ok());
                // The catalog has found the same bytes safe.
                let svg = bytes.ok_or_else(|| "it cannot be read".to_owned());
                let svg = svg.and_then(|bytes| sanitize(&bytes));
                svg.map_err(|reason| Box::new(unsafe_svg(path, &reason)))?
            }
            Resource::ShareCard(page) => return self.share_card(*page, resource),
            Resource::Picture(path, derived) => {
                return self.picture(path, *derived, resource).map(Body::Picture);
            }
            Resource::File(path)
                if path.as_str().starts_with("content/")
                    && let Some(derived) = self.widest_copy(route) =>
            {
                picture_bytes(&self.picture(path, derived, resource)?)?
            }
            Resource::File(path) => return self.file(path, resource).map(Body::File),
            _ => self.render_page(route, resource)?,
        }))
    }

    fn picture(
        &self,
        path: &SourcePath,
        derived: DerivedPicture,
        resource: &Resource,
    ) -> RenderResult<PictureBody> {
        let missing = || self.internal_error(resource, "no such picture");
        self.pictures.body(path, derived).ok_or_else(missing)
    }

    /// The copy of a picture that stands in for its file.
    fn widest_copy(&self, route: &Route) -> Option<DerivedPicture> {
        self.data.catalog.pictures.get(route)?.widest_derived()
    }

    fn file(&self, path: &SourcePath, resource: &Resource) -> RenderResult<Asset> {
        match (self.snapshot.asset(path.as_str()), self.snapshot.text_at(path.as_str())) {
            (Some(asset), _) => Ok(asset.clone()),
            (None, Some(text)) => Ok(Asset::InMemory(text.as_bytes().into())),
            (None, None) => Err(self.internal_error(resource, "no such file")),
        }
    }

    fn machine_file(&self, file: MachineFile) -> RenderResult<String> {
        let data = &self.data;
        Ok(match file {
            MachineFile::JsonFeed => json_feed::json_feed(data),
            MachineFile::Timeline => timeline_json::timeline_json(data),
            MachineFile::Calendar => calendar::calendar(data),
            MachineFile::LlmsTxt => llms_txt::llms_txt(data),
            MachineFile::Headers => host_files::headers(data),
            MachineFile::Redirects => host_files::redirects(data),
            MachineFile::NoJekyll => String::new(),
            MachineFile::Updates => atom_feeds::updates_feed(data)?,
            MachineFile::Graph => graph_json::graph_json(data)?,
            MachineFile::OpenSearch => opensearch::opensearch(data),
        })
    }

    fn internal_error(&self, resource: &Resource, what: &str) -> Box<Diagnostic> {
        Box::new(internal_error(&self.source_path(resource), what))
    }
}

fn is_svg_of_content(path: &SourcePath) -> bool {
    path.as_str().starts_with("content/") && path.extension().eq_ignore_ascii_case("svg")
}
