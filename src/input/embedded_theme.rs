//! The default theme, embedded in the program.

pub const DEFAULT_THEME: &str = "broadsheet";

/// The folder of the embedded theme in a snapshot; no site can have it. Shown in diagnostics.
pub const EMBEDDED_ROOT: &str = "(built-in)";

macro_rules! theme_files {
    ($($path:literal),* $(,)?) => {
        /// Path below `themes/broadsheet`, content.
        pub(crate) const THEME_FILES: &[(&str, &[u8])] = &[$(($path, include_bytes!(concat!("../../themes/broadsheet/", $path)))),*];
    };
}

theme_files![
    "assets/broadsheet.css",
    "assets/broadsheet.js",
    "assets/icon.svg",
    "assets/redirect.js",
    "words/en.toml",
    "words/ko.toml",
    "templates/404.html",
    "templates/a-z.html",
    "templates/article.html",
    "templates/author.html",
    "templates/base.html",
    "templates/country.html",
    "templates/event.html",
    "templates/figure.html",
    "templates/home.html",
    "templates/index.html",
    "templates/organisation.html",
    "templates/page.html",
    "templates/partials/apparatus.html",
    "templates/partials/appears-with.html",
    "templates/partials/article-item.html",
    "templates/partials/best-sentence.html",
    "templates/partials/breadcrumbs.html",
    "templates/partials/byline.html",
    "templates/partials/card-line.html",
    "templates/partials/card-note.html",
    "templates/partials/card.html",
    "templates/partials/cards.html",
    "templates/partials/cite-this.html",
    "templates/partials/contents.html",
    "templates/partials/date.html",
    "templates/partials/event-accounts.html",
    "templates/partials/event-course.html",
    "templates/partials/event-item.html",
    "templates/partials/event-line.html",
    "templates/partials/event-lines.html",
    "templates/partials/event-sides.html",
    "templates/partials/event-tags.html",
    "templates/partials/facts-line.html",
    "templates/partials/filters.html",
    "templates/partials/footer.html",
    "templates/partials/head.html",
    "templates/partials/key-points.html",
    "templates/partials/masthead.html",
    "templates/partials/mention-group.html",
    "templates/partials/mentions.html",
    "templates/partials/name.html",
    "templates/partials/network-row.html",
    "templates/partials/network.html",
    "templates/partials/pagination.html",
    "templates/partials/people.html",
    "templates/partials/picture-caption.html",
    "templates/partials/picture-words.html",
    "templates/partials/picture.html",
    "templates/partials/preview-mark.html",
    "templates/partials/publisher-link.html",
    "templates/partials/publisher.html",
    "templates/partials/relation.html",
    "templates/partials/relations.html",
    "templates/partials/role.html",
    "templates/partials/shared-events.html",
    "templates/partials/shared-names.html",
    "templates/partials/source-words.html",
    "templates/partials/source.html",
    "templates/partials/sources.html",
    "templates/partials/state.html",
    "templates/partials/topic-events.html",
    "templates/partials/topic-facts.html",
    "templates/partials/topic-mentions.html",
    "templates/partials/topic-names.html",
    "templates/partials/updates.html",
    "templates/partials/who-group.html",
    "templates/partials/who.html",
    "templates/redirect.html",
    "templates/sources.html",
    "templates/term.html",
    "templates/timeline.html",
    "templates/topic.html",
    "templates/updates.html",
    "theme.toml",
];

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
            .collect();
        let embedded: BTreeSet<String> =
            THEME_FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(on_disk, embedded);
    }
}
