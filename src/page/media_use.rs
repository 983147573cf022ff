//! What pages need for their videos, recordings and embeds: a stylesheet, a script, a wider policy.

use super::page_cache::MediaUse;
use super::site_data::SiteData;
use crate::catalog::{PageIx, Resource};
use crate::config::ContentPolicy;
use crate::document::LinkForm;
use crate::input::MediaElement;
use crate::link::LinkTarget;

impl SiteData<'_> {
    /// Those of a page.
    pub(super) fn media_use(&self, page: PageIx) -> MediaUse {
        let embeds = self.prose(page).embeds();
        let has_embeds = !embeds.is_empty();
        let players = embeds.into_iter().filter_map(|embed| embed.player);
        MediaUse {
            has_media: has_embeds || self.plays_files(page),
            players: players.map(|player| player.origin).collect(),
        }
    }

    /// Those of all published pages.
    pub fn media_use_of_site(&self) -> &MediaUse {
        self.cache.media_use.get_or_init(|| {
            let mut all = MediaUse::default();
            for entry in self.catalog.pages() {
                let MediaUse { has_media, players } = self.media_use(entry.page);
                all.has_media |= has_media;
                all.players.extend(players);
            }
            all
        })
    }

    /// What the pages of the site may load, taken together. A host sends one policy for all of them,
    /// and a browser applies it as well as that of the page (CSP3, 3.4), so it is the widest.
    pub fn policy_of_site(&self) -> ContentPolicy {
        self.policy_with(self.media_use_of_site())
    }

    /// What a page with these players may load.
    pub(super) fn policy_with(&self, media: &MediaUse) -> ContentPolicy {
        self.config.content_policy.with_frames(media.players.iter().map(String::as_str))
    }

    /// True for a page with a video or recording.
    fn plays_files(&self, page: PageIx) -> bool {
        let (document, linked) = (self.document(page), self.linked(page));
        document.text_ids().zip(&linked.targets).any(|(text, targets)| {
            let links = document.outline(text).links.iter().zip(targets);
            links.filter(|(link, _)| link.form == LinkForm::Image).any(|(_, target)| match target {
                LinkTarget::Resource { route, .. } => {
                    let resource = self.catalog.routes().get(route.as_str());
                    matches!(resource, Some(Resource::File(path))
                        if MediaElement::for_extension(path.extension()).is_some())
                }
                LinkTarget::External(url) => {
                    let path = url.split(['?', '#']).next().unwrap_or_default();
                    MediaElement::for_path(path).is_some()
                }
                _ => false,
            })
        })
    }
}
