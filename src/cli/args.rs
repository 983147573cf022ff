//! Command-line arguments. Doc comments here are the help texts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::preview::HostName;
use crate::time::{Day, FuzzyDate};

/// Turns Markdown into a cross-linked explainer site: a topic page for every country, figure and
/// event.
#[derive(Debug, Parser)]
#[command(name = "backgrounder", version, propagate_version = true)]
pub struct Cli {
    /// The folder of the site
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,
    /// The format of problem reports
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human)]
    pub message_format: MessageFormat,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, with the source line marked
    Human,
    /// One JSON object per line
    Json,
    /// Annotations for GitHub Actions
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimingsFormat {
    /// For people
    Table,
    /// One JSON object, to standard output
    Json,
}

/// Kinds of files with keys of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    Article,
    Country,
    Figure,
    Event,
    Organisation,
    Term,
    /// A plain page, the home page or the introduction of an index
    Page,
    /// site.toml
    Site,
    /// content/sources.toml
    Sources,
    /// The .toml file beside a picture
    Image,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site for publishing
    Build(BuildArgs),
    /// Preview the site while you write
    Serve(ServeArgs),
    /// Report all problems, including notes; writes nothing
    Check(CheckArgs),
    /// List every name in a file: what it refers to, by which rule, and why it is linked or not
    Explain(ExplainArgs),
    /// List names without a topic, and topics and names that no text uses
    Suggest(SuggestArgs),
    /// Find pages by name, in any spelling, or by their words
    Search(SearchArgs),
    /// Save pictures of other sites beside the pages that show them
    FetchPictures(FetchPicturesArgs),
    /// Create a site or a page
    New(NewArgs),
    /// Print the keys of a kind of file as JSON Schema, for editors
    Schema {
        /// The kind of file
        #[arg(value_enum, value_name = "KIND")]
        of: SchemaOf,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Options shared by the commands that build the site.
#[derive(Debug, Args)]
pub struct BuildOptionArgs {
    /// The address of the site, or only its path; replaces `base_url` of site.toml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Include drafts and future articles
    #[arg(long)]
    pub drafts: bool,
    /// Articles dated after this day are future articles (YYYY-MM-DD); default: there are none
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub now: Option<Day>,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Where to publish; replaces `output_dir` of site.toml
    #[arg(long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Make one small size of each picture and no AVIF: faster, for a quick look
    #[arg(long)]
    pub no_images: bool,
    /// Publish into a folder that contains other files, and keep them
    #[arg(long)]
    pub into_existing: bool,
    #[command(flatten)]
    pub options: BuildOptionArgs,
    /// Print the time and the amount of work of each stage
    #[arg(
        long,
        value_name = "FORMAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "table"
    )]
    pub timings: Option<TimingsFormat>,
}

/// The first port that `serve` tries if `--port` is not given.
pub(super) const DEFAULT_PORT: u16 = 8000;

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port; 0 chooses any free one [default: 8000, or the next free one]
    #[arg(short, long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The address or name to listen on; if it is not local to this computer, others in the
    /// network can read the preview
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Another host name that the preview answers to, such as `mac.local` or the name of a proxy;
    /// can be repeated
    #[arg(long, value_name = "NAME", value_parser = HostName::parse)]
    pub allow_host: Vec<HostName>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Check files for changes at intervals instead of being notified by the system
    #[arg(long)]
    pub poll: bool,
    /// Hide drafts and future articles
    #[arg(long)]
    pub no_drafts: bool,
    /// Articles dated after this day are future articles (YYYY-MM-DD); default: there are none
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub now: Option<Day>,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Request every external link, to see whether it still works
    #[arg(long)]
    pub external: bool,
    /// Also request links that worked within the last week
    #[arg(long, requires = "external")]
    pub fresh: bool,
    #[command(flatten)]
    pub options: BuildOptionArgs,
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The file of a page, such as content/articles/talks.md
    pub file: String,
    #[command(flatten)]
    pub options: BuildOptionArgs,
}

#[derive(Debug, Args)]
pub struct SuggestArgs {
    /// Create a topic of this kind for NAME instead of listing
    #[arg(long, value_enum, value_name = "KIND", requires = "name")]
    pub write: Option<NewTopic>,
    /// The name to create a topic for
    #[arg(requires = "write")]
    pub name: Option<String>,
    /// When an event happened: 2019-02-27, 2019-02, 2018-09~ (about), 2019-02-27/2019-02-28
    #[arg(long, value_name = "DATE", value_parser = parse_date, requires = "write")]
    pub date: Option<FuzzyDate>,
    /// List at most N names
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub most: usize,
    /// Also list names that appear only once
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub options: BuildOptionArgs,
}

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// What to find
    #[arg(required = true, value_name = "WORDS")]
    pub words: Vec<String>,
    /// List at most N pages
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub most: usize,
    #[command(flatten)]
    pub options: BuildOptionArgs,
}

#[derive(Debug, Args)]
pub struct FetchPicturesArgs {
    /// List the pictures; request and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to create
    #[arg(value_enum)]
    pub kind: NewItem,
    /// The folder of a site, or the title of a page
    pub name: String,
    /// When an event happened: 2019-02-27, 2019-02, 2018-09~ (about), 2019-02-27/2019-02-28
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub date: Option<FuzzyDate>,
}

/// A kind of topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewTopic {
    Country,
    Figure,
    Event,
    Organisation,
    Term,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewItem {
    /// A small example site
    Site,
    /// An article
    Article,
    /// A country
    Country,
    /// A figure
    Figure,
    /// An event
    Event,
    /// An organisation
    Organisation,
    /// A term
    Term,
    /// A plain page
    Page,
}

fn parse_date(text: &str) -> Result<FuzzyDate, String> {
    FuzzyDate::parse(text).map_err(|error| match &error.suggestions[..] {
        [] => "write a date like 2019-02-27, 2019-02 or 2018-09~".to_owned(),
        dates => format!("did you mean {}?", dates.join(" or ")),
    })
}

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write a day like 2020-07-10".to_owned())
}
