//! The keys of `site.toml`.

use std::collections::BTreeMap;

use crate::data::{Decode, Decoder, Field, FieldType, Node, Schema, Spanned, records};
use crate::input::DEFAULT_THEME;
use crate::language::WordAdditions;
use crate::text::{Slug, Span};
use crate::time::Day;

records! {
    /// `site.toml`, with defaults filled in.
    #[derive(Clone, Debug)]
    pub struct SiteToml: "site.toml" {
        /// The name of the site.
        title: Box<str>, required = true, else "Untitled".into();
        /// The address of the site, or only its path.
        base_url: Option<Spanned<Box<str>>>;
        /// The site in one or two sentences.
        description: Option<Box<str>>;
        /// The language of the texts (BCP 47).
        language: Option<Spanned<Box<str>>> = Language;
        /// The folder of the theme in `themes/`.
        theme: Spanned<Box<str>>,
            else Spanned { value: DEFAULT_THEME.into(), span: Span::default() };
        /// The day on which facts were checked, for pages without a day of their own.
        as_of: Option<Day>;
        /// The article to begin with.
        start_here: Option<Spanned<Box<str>>> = Reference;
        /// The output folder, relative to the root of the site.
        output_dir: Box<str>, else "public".into();
        /// Who publishes the site.
        publisher: Option<Publisher>;
        /// The authors, by id.
        authors: BTreeMap<Box<str>, Author>;
        /// Automatic linking.
        autolink: AutolinkOptions;
        /// The entries of the navigation.
        navigation: Navigation;
        /// Titles and folders of the kinds of page.
        kinds: BTreeMap<Box<str>, KindNames> = Record(&KINDS);
        /// Levels of diagnostics by code, and `review_after_days`.
        check: Option<Node> = Map(&Any);
        /// Feeds.
        feeds: FeedOptions;
        /// A Markdown version of each page.
        markdown_export as "twins": Toggle;
        /// The drawing of the events by party.
        storyline: StorylineOptions;
        /// Maps of places.
        maps: Toggle;
        /// The drawings of events beside relations, the page of relations, and `graph.json`.
        relations: Toggle;
        /// The search in the browser.
        search: SearchOptions;
        /// Sizes and formats of pictures.
        images: ImageOptions;
        /// Videos of other sites that play on the page.
        embeds: EmbedOptions;
        /// Share cards: the pictures that other sites show beside a link to a page.
        cards: CardOptions;
        /// Markdown.
        markdown: MarkdownOptions;
        /// Other sites that pages may load from, by Content-Security-Policy directive.
        csp: Option<Node> = Map(&OneOrMany(&Text));
        /// Options of the theme.
        theme_options: Option<Node> = Map(&Any);
        /// Data of your own.
        extra: Option<Node>;
    }

    /// The publisher of the site.
    #[derive(Clone, Debug)]
    pub struct Publisher: "the publisher" {
        /// The name.
        name: Option<Box<str>>;
        /// The web address.
        url: Option<Spanned<Box<str>>> = Url;
        /// The address of a picture on this site: like `/logo.svg` in `static/`, or
        /// `/articles/logo.png` in `content/`.
        logo: Option<Spanned<Box<str>>>;
        /// A sentence, a mail address, a web address, or an address of this site.
        contact: Option<Spanned<Box<str>>>;
        /// How corrections are made: a sentence, or the address of a page.
        corrections: Option<Spanned<Box<str>>>;
        /// The licence of the texts.
        license: Option<Spanned<Box<str>>>;
    }

    /// An author.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Author: "an author" {
        /// The name.
        name: Box<str>, required = true, else Box::default();
        /// The author's position.
        role: Option<Box<str>>;
        /// The author in a sentence or two.
        bio: Option<Box<str>>;
        /// The web address.
        url: Option<Spanned<Box<str>>> = Url;
        /// The address of a picture on this site: like `/jane.jpg` in `static/`, or
        /// `/articles/jane.jpg` in `content/`, whose metadata are left out.
        image: Option<Spanned<Box<str>>>;
    }

    /// Rules of automatic linking for the whole site.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct AutolinkOptions: "[autolink]" {
        /// How often a topic is linked.
        policy: AutolinkPolicy, else AutolinkPolicy::default();
        /// Whether family names are recognised after the full name.
        short_names: bool, else true;
        /// Whether metonyms (a capital for its government) are linked.
        metonyms: bool, else false;
        /// Whether demonyms (names for people of a country) are linked.
        demonyms: bool, else false;
        /// Phrases in which nothing is linked.
        never: Vec<Box<str>>;
        /// Words added to those of a language, by its code.
        words: BTreeMap<Box<str>, WordAdditions>;
    }

    /// The navigation; a list that is missing has its default.
    #[derive(Clone, Debug)]
    pub struct Navigation: "[navigation]" {
        /// The main navigation.
        main: Option<Vec<NavEntry>>;
        /// The navigation in the footer.
        footer: Option<Vec<NavEntry>>;
    }

    /// A navigation entry.
    #[derive(Clone, Debug)]
    pub struct NavEntry: "an entry of a navigation" or to {
        /// The text; by default the title of the page.
        title: Option<Box<str>>;
        /// The target.
        to: Spanned<Box<str>>;
    }

    /// What a kind of page is called on this site.
    #[derive(Clone, Debug)]
    pub struct KindNames: "a kind" {
        /// The title of its index.
        title: Option<Box<str>>;
        /// Its folder in addresses.
        folder: Option<Slug>;
    }

    /// Feeds.
    #[derive(Clone, Debug)]
    pub struct FeedOptions: "[feeds]" {
        /// Whether there are feeds.
        enabled: bool, else true;
        /// How many entries a feed has.
        limit: usize, else 30;
        /// Whether each topic has a feed.
        topics: bool, else true;
    }

    /// A part of the site that can be left out.
    #[derive(Clone, Debug)]
    pub struct Toggle: "a switch" {
        /// Whether the site has it.
        enabled: bool, else true;
    }

    /// The search in the browser.
    #[derive(Clone, Debug)]
    pub struct SearchOptions: "[search]" {
        /// Whether the site has it.
        enabled: bool, else true;
        /// Whether the texts of pages are searched; otherwise only names, titles, headings and
        /// descriptions are.
        full_text: bool, else true;
        /// Pages and folders below `content/` that are left out of it.
        exclude: Vec<Spanned<Box<str>>>;
    }

    /// Pictures.
    #[derive(Clone, Debug)]
    pub struct ImageOptions: "[images]" {
        /// Whether pictures are published in several sizes and formats.
        enabled: bool, else true;
        /// Their widths in pixels.
        sizes: Option<Spanned<Vec<usize>>>;
        /// The formats beside that of the file.
        formats: Option<Vec<Box<str>>> = List(&Choice(&["avif"]));
    }

    /// The sites whose videos play on the page, after a click.
    #[derive(Clone, Debug)]
    pub struct EmbedOptions: "[embeds]" {
        /// Whether videos of YouTube play on the page.
        youtube: bool, else false;
        /// Whether videos of Vimeo play on the page.
        vimeo: bool, else false;
        /// Whether what the Internet Archive has plays on the page.
        internet_archive: bool, else false;
        /// The hosts of PeerTube whose videos play on the page.
        peertube: Vec<Spanned<Box<str>>>;
    }

    /// Share cards.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CardOptions: "[cards]" {
        /// Whether pages have share cards.
        enabled: bool, else true;
        /// The pages that have a card of their own; by default `["home", "articles", "topics"]`.
        pages as "for": Option<Vec<CardPages>>;
        /// Font files (TTF or OTF) for texts with letters that the theme's fonts lack, by their
        /// paths from the folder of `site.toml`.
        font: Vec<Spanned<Box<str>>> = OneOrMany(&Text);
    }

    /// The drawing of the events of the story by party.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct StorylineOptions: "[storyline]" {
        /// The countries with a line of their own; by default the five with most events.
        lanes: Vec<Spanned<Box<str>>> = List(&Reference);
        /// What the drawing shows, in a sentence.
        headline: Option<Box<str>>;
        /// The events to draw; by default all, or the key events where there are many.
        events: Vec<Spanned<Box<str>>> = List(&Reference);
    }

    /// Markdown.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct MarkdownOptions: "[markdown]" {
        /// Whether straight quotes, `--` and `...` become typographic.
        smart_punctuation: bool, else true;
        /// Whether HTML is markup; otherwise it is shown as text.
        raw_html: bool, else false;
    }
}

const fn optional(key: &'static str, field_type: FieldType) -> Field {
    Field { key, field_type, required: false, help: "" }
}

const fn schema(name: &'static str, own_fields: &'static [Field]) -> Schema {
    Schema { name, own_fields, includes: &[], short_form: None }
}

/// The kinds of page, by folder.
static KINDS: Schema = schema(
    "[kinds]",
    &[
        optional("articles", KindNames::TYPE),
        optional("countries", KindNames::TYPE),
        optional("figures", KindNames::TYPE),
        optional("events", KindNames::TYPE),
        optional("organisations", KindNames::TYPE),
        optional("terms", KindNames::TYPE),
    ],
);

/// Pages that have share cards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardPages {
    Home,
    /// The newest.
    Articles,
    AllArticles,
    /// Those that matter most.
    Topics,
    AllTopics,
}

impl Decode for CardPages {
    const TYPE: FieldType =
        FieldType::Choice(&["home", "articles", "all-articles", "topics", "all-topics"]);

    fn decode(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
        Some(match node.as_text()? {
            "home" => CardPages::Home,
            "articles" => CardPages::Articles,
            "all-articles" => CardPages::AllArticles,
            "topics" => CardPages::Topics,
            "all-topics" => CardPages::AllTopics,
            _ => return None,
        })
    }
}

/// How often a topic is linked on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AutolinkPolicy {
    /// Never automatically.
    Off,
    /// Once on a page.
    Once,
    /// Once in each section.
    #[default]
    Section,
    /// Every time.
    All,
}

impl Decode for AutolinkPolicy {
    const TYPE: FieldType = FieldType::Choice(&["off", "once", "section", "all"]);

    fn decode(node: &Node, _: &mut Decoder<'_>) -> Option<Self> {
        Some(match node.as_text()? {
            "off" => AutolinkPolicy::Off,
            "once" => AutolinkPolicy::Once,
            "section" => AutolinkPolicy::Section,
            "all" => AutolinkPolicy::All,
            _ => return None,
        })
    }
}
