//! Addresses into bytes.

mod calendar;
mod timeline_json;
mod atom_feeds;
mod header_footer;
mod graph_json;
mod host_files;
mod renderer;
mod llms_txt;
mod stable_ids;
mod fragment_cache;
mod sitemap;
mod markdown_export;
mod tera_values;
mod xml;

pub use fragment_cache::FragmentCache;
pub use renderer::{Renderer, TemplateGlobals, template_globals};

use crate::catalog::{MachineFile, Resource, sanitize, unsafe_svg};
use crate::diagnostics::{Diagnostic, internal_error};
use crate::input::Asset;
use crate::text::Route;

/// What an address gives.
#[derive(Clone, Debug)]
pub enum Body {
    /// Bytes made here.
    Bytes(Vec<u8>),
    /// A file as it is.
    File(Asset),
}

impl Renderer<'_> {
    /// What the address `route` gives.
    ///
    /// # Errors
    /// What is wrong with the template that renders it, or with this program.
    pub fn body(&self, route: &Route, address: &Resource) -> Result<Body, Box<Diagnostic>> {
        Ok(Body::Bytes(match address {
            Resource::Feed => atom_feeds::articles_feed(&self.data)?.into_bytes(),
            Resource::TopicFeed(topic) => {
                atom_feeds::topic_feed(&self.data, route, *topic)?.into_bytes()
            }
            Resource::MarkdownExport(page) => {
                markdown_export::markdown_export(&self.data, *page)?.into_bytes()
            }
            Resource::Sitemap => sitemap::sitemap(&self.data).into_bytes(),
            Resource::Robots => sitemap::robots(self.data.config).into_bytes(),
            Resource::MachineFile(file) => self.data_file(*file)?.into_bytes(),
            Resource::ThemeFile(file) => self
                .theme
                .file(*file)
                .ok_or_else(|| self.internal_error(address, &format!("the theme has no {file:?}")))?
                .bytes
                .to_vec(),
            Resource::Redirect(page) => self.render_redirect(*page)?,
            Resource::File(path)
                if path.as_str().starts_with("content/")
                    && path.extension().eq_ignore_ascii_case("svg") =>
            {
                let drawing =
                    self.snapshot.asset(path.as_str()).and_then(|asset| asset.read().ok());
                // Whether it may be published has been found out before, of the same bytes.
                let cleaned = drawing
                    .ok_or_else(|| "it cannot be read".to_owned())
                    .and_then(|drawing| sanitize(&drawing));
                cleaned.map_err(|reason| Box::new(unsafe_svg(path, &reason)))?
            }
            Resource::File(path) => {
                return Ok(Body::File(
                    match (self.snapshot.asset(path.as_str()), self.snapshot.text_at(path.as_str()))
                    {
                        (Some(asset), _) => asset.clone(),
                        (None, Some(text)) => Asset::InMemory(text.as_bytes().into()),
                        (None, None) => {
                            return Err(self.internal_error(address, "there is no such file"));
                        }
                    },
                ));
            }
            _ => self.render_page(route, address)?,
        }))
    }

    fn data_file(&self, file: MachineFile) -> Result<String, Box<Diagnostic>> {
        Ok(match file {
            MachineFile::JsonFeed => timeline_json::json_feed(&self.data),
            MachineFile::Timeline => timeline_json::timeline_json(&self.data),
            MachineFile::Calendar => calendar::calendar(&self.data),
            MachineFile::LlmsTxt => llms_txt::llms_txt(&self.data),
            MachineFile::Headers => host_files::headers(&self.data),
            MachineFile::Redirects => host_files::redirects(&self.data),
            MachineFile::NoJekyll => String::new(),
            MachineFile::Updates => atom_feeds::updates_feed(&self.data)?,
            MachineFile::Graph => graph_json::graph_json(&self.data)?,
        })
    }

    /// A mistake in this program that would publish something empty at an address.
    fn internal_error(&self, address: &Resource, what: &str) -> Box<Diagnostic> {
        Box::new(internal_error(&self.source_path(address), what))
    }
}
