//! The default theme, embedded in the program.

pub const DEFAULT_THEME: &str = "broadsheet";

/// The folder of the embedded theme in a snapshot; no site can have it. Shown in diagnostics.
pub const EMBEDDED_ROOT: &str = "(built-in)";

/// Embeds files of `themes/broadsheet`, grouped by folder: all but `search`, from which scripts are
/// made, and what makes the fonts.
macro_rules! theme_files {
    ($($folder:literal: $($name:literal)*;)*) => {
        /// Path below `themes/broadsheet`, content.
        pub(crate) const THEME_FILES: &[(&str, &[u8])] = &[$($((
            concat!($folder, $name),
            include_bytes!(concat!("../../themes/broadsheet/", $folder, $name)),
        )),*),*];
    };
}

theme_files! {
    "assets/":
        "broadsheet.css" "broadsheet.js" "drawings.css" "icon.svg" "media.css" "players.js"
        "redirect.js" "search-more.js" "search.js"
        "sans-bold-extended.woff2" "sans-bold.woff2" "sans-regular-extended.woff2" "sans-regular.woff2"
        "serif-bold-extended.woff2" "serif-bold.woff2" "serif-italic-extended.woff2" "serif-italic.woff2"
        "serif-regular-extended.woff2" "serif-regular.woff2";
    "fonts/":
        "sans-bold.ttf" "sans-regular.ttf" "serif-bold.ttf";
    "words/":
        "en.toml" "ko.toml";
    "templates/":
        "404.html" "a-z.html" "article.html" "author.html" "base.html" "card.svg" "country.html" "event.html"
        "figure.html" "home.html" "index.html" "mentions.html" "organisation.html" "page.html" "redirect.html"
        "relations.html" "search.html" "source.html" "sources.html" "term.html" "timeline.html" "topic.html" "updates.html";
    "templates/blocks/":
        "accounts.html" "chart.html" "gallery.html" "map.html" "quote.html" "relations.html"
        "storyline.html" "timeline.html";
    "templates/partials/":
        "account-columns.html" "apparatus.html" "appears-with.html" "article-item.html" "article-timeline.html"
        "best-sentence.html"
        "breadcrumbs.html" "byline.html" "card-line.html" "card-note.html" "card.html" "cards.html"
        "cite-this.html" "column-lines.html" "column-names.html" "contents.html" "date.html"
        "event-accounts.html" "event-course.html" "event-item.html" "event-line.html"
        "event-lines.html" "event-outcome.html" "event-sides.html"
        "event-tags.html" "facts-line.html" "filters.html" "footer.html" "head.html"
        "key-points.html" "legend.html" "map-legend.html" "map-places.html" "map-story.html" "map.html"
        "masthead-link.html" "masthead.html" "matrix.html" "mention-group.html" "mentions.html" "more.html"
        "name.html" "own-title.html" "pagination.html" "people.html"
        "picture-caption.html" "picture-words.html" "picture.html" "preview-mark.html"
        "publisher-link.html" "publisher.html" "role.html"
        "shared-names.html" "source-meta.html" "source-short.html"
        "source-title.html" "source-uses.html" "source-words.html" "source.html" "sources.html"
        "state.html" "story-entry.html" "storyline.html" "tie-sides.html" "tie.html" "ties.html" "topic-events.html" "topic-facts.html" "topic-mentions.html"
        "topic-names.html" "updates.html" "who-group.html" "who-others.html"
        "who.html";
    "":
        "theme.toml";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_file_of_the_default_theme_is_embedded() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/broadsheet/");
        let on_disk: BTreeSet<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry.path().strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/")
            })
            .filter(|path| !path.starts_with("search/"))
            .filter(|path| !path.starts_with("fonts/") || path.ends_with(".ttf"))
            .collect();
        let embedded: BTreeSet<String> =
            THEME_FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(on_disk, embedded);
    }
}
