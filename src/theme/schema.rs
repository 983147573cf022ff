//! The schema of `theme.toml`.

use crate::data::{Node, Spanned, SpannedMap, records};

records! {
    /// `theme.toml`.
    #[allow(dead_code, reason = "descriptive keys are only validated")]
    pub struct ThemeToml: "theme.toml" {
        /// The name of the theme.
        name: Box<str>, required = true, else Box::default();
        /// The theme in a sentence.
        description: Option<Box<str>>;
        /// The version of the theme.
        version: Option<Box<str>>;
        /// The files that the theme brings.
        assets: ThemeAssets;
        /// How wide pictures are shown.
        pictures: Option<ThemePictures>;
        /// Share cards.
        cards: Option<ThemeCards>;
        /// The options that sites may set.
        options: SpannedMap<OptionToml>;
    }

    /// The files of a theme, in its `assets` folder.
    pub struct ThemeAssets: "[assets]" {
        /// The stylesheet.
        stylesheet: Option<Spanned<Box<str>>>;
        /// The further stylesheet of pages with a chart.
        drawings: Option<Spanned<Box<str>>>;
        /// The further stylesheet of pages with videos, recordings or embeds.
        media: Option<Spanned<Box<str>>>;
        /// The script of pages with embeds that play in place.
        players: Option<Spanned<Box<str>>>;
        /// The script.
        script: Option<Spanned<Box<str>>>;
        /// The icon.
        icon: Option<Spanned<Box<str>>>;
        /// The script of the search, loaded when it is used first.
        search: Option<Spanned<Box<str>>>;
        /// The script of the search that is loaded later: filters, sentences, marks on pages.
        search_more: Option<Spanned<Box<str>>>;
        /// The script of redirects.
        redirect: Option<Spanned<Box<str>>>;
        /// The fonts (WOFF2) that the stylesheet names.
        fonts: Vec<Spanned<Box<str>>>;
    }

    /// How wide pictures are shown: values of the attribute `sizes` of HTML.
    pub struct ThemePictures: "[pictures]" {
        /// In the text.
        text: Box<str>, else "100vw".into();
        /// In a gallery.
        gallery: Box<str>, else "100vw".into();
        /// The picture of a page.
        lead: Box<str>, else "100vw".into();
        /// The portrait of a person.
        portrait: Box<str>, else "100vw".into();
        /// The portrait beside a name.
        small_portrait: Box<str>, else "100vw".into();
    }

    /// Share cards, which the template `card.svg` draws.
    pub struct ThemeCards: "[cards]" {
        /// Their fonts (TTF or OTF), in the theme's `fonts` folder.
        fonts: Vec<Spanned<Box<str>>>;
    }

    /// The declaration of an option.
    #[allow(dead_code, reason = "descriptive keys are only validated")]
    pub struct OptionToml: "an option" {
        /// The type of its value.
        kind as "type": Box<str> =
            Choice(&["text", "flag", "number", "colour", "file", "choice", "choices"]);
        /// The value without a setting of the site.
        default: Option<Node>;
        /// The words of a choice.
        words: Vec<Box<str>>;
        /// The custom property of CSS that it sets.
        property: Option<Box<str>>;
        /// The colour scheme that it is for.
        scheme: Option<Box<str>> = Choice(&["light", "dark"]);
        /// The background colours of a text colour.
        on: Vec<Box<str>>;
        /// What it does.
        says: Option<Box<str>>;
    }
}
