//! Addresses into bytes.

mod calendar;
mod data;
mod feed;
mod frame;
mod graph;
mod hosts;
mod html;
mod llms;
mod names;
mod shelf;
mod sitemap;
mod twin;
mod value;
mod xml;

pub use html::{Renderer, SiteValue, site_value};
pub use shelf::Shelf;

use crate::catalog::{Resource, MachineFile, sanitize, unsafe_svg};
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
            Resource::Feed => feed::articles(&self.story)?.into_bytes(),
            Resource::TopicFeed(topic) => feed::of_topic(&self.story, route, *topic)?.into_bytes(),
            Resource::MarkdownExport(page) => twin::twin(&self.story, *page)?.into_bytes(),
            Resource::Sitemap => sitemap::sitemap(&self.story).into_bytes(),
            Resource::Robots => sitemap::robots(self.story.config).into_bytes(),
            Resource::MachineFile(file) => self.for_machines(*file)?.into_bytes(),
            Resource::ThemeFile(file) => self.theme.file(*file).ok_or_else(|| self.internal_error(address, &format!("the theme has no {file:?}")))?.bytes.to_vec(),
            Resource::Redirect(page) => self.redirect(*page)?,
            Resource::File(path) if path.as_str().starts_with("content/") && path.extension().eq_ignore_ascii_case("svg") => {
                let drawing = self.snapshot.asset(path.as_str()).and_then(|asset| asset.read().ok());
                // Whether it may be published has been found out before, of the same bytes.
                let cleaned = drawing.ok_or_else(|| "it cannot be read".to_owned()).and_then(|drawing| sanitize(&drawing));
                sanitize.map_err(|reason| Box::new(unsafe_svg(path, &reason)))?
            }
            Resource::File(path) => {
                return Ok(Body::File(match (self.snapshot.asset(path.as_str()), self.snapshot.text_at(path.as_str())) {
                    (Some(asset), _) => asset.clone(),
                    (None, Some(text)) => Asset::InMemory(text.as_bytes().into()),
                    (None, None) => return Err(self.internal_error(address, "there is no such file")),
                }));
            }
            _ => self.page(route, address)?,
        }))
    }

    fn for_machines(&self, file: MachineFile) -> Result<String, Box<Diagnostic>> {
        Ok(match file {
            MachineFile::JsonFeed => data::feed(&self.story),
            MachineFile::Timeline => data::timeline(&self.story),
            MachineFile::Calendar => calendar::calendar(&self.story),
            MachineFile::LlmsTxt => llms::llms(&self.story),
            MachineFile::Headers => hosts::headers(&self.story),
            MachineFile::Redirects => hosts::redirects(&self.story),
            MachineFile::NoJekyll => String::new(),
            MachineFile::Updates => feed::updates(&self.story)?,
            MachineFile::Graph => graph::graph(&self.story)?,
        })
    }

    /// A mistake in this program that would publish something empty at an address.
    fn internal_error(&self, address: &Resource, what: &str) -> Box<Diagnostic> {
        Box::new(internal_error(&self.source(address), what))
    }
}
