//! Arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::preview::HostName;
use crate::time::Day;

/// Turns Markdown into a cross-linked explainer site: a topic page for every country, figure and
/// event.
#[derive(Debug, Parser)]
#[command(name = "backgrounder", version, propagate_version = true)]
pub struct Cli {
    /// The folder of the site
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    pub root: PathBuf,
    /// How problems are written
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Human)]
    pub message_format: MessageFormat,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// How problems are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people, with the source line marked
    Human,
    /// One JSON object a line
    Json,
    /// Annotations of GitHub Actions
    Github,
}

/// How the times of a build are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TimingsFormat {
    /// For people
    Table,
    /// One JSON object, to standard output
    Json,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site for deployment
    Build(BuildArgs),
    /// Show the site as you write it
    Serve(ServeArgs),
    /// Find everything that `build` would find, and more; nothing is written
    Check(CheckArgs),
    /// List every name in a file: what it was taken for, by which rule, linked or not and why
    Explain(ExplainArgs),
    /// List names in the texts that have no topic, and topics and names that no text uses
    Suggest(SuggestArgs),
    /// Begin a site or a page
    New(NewArgs),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What to show, for `build` and `check`.
#[derive(Debug, Args)]
pub struct BuildOptionArgs {
    /// Another `base_url`: the address of the site, or only its path
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Show drafts and future articles too
    #[arg(long)]
    pub drafts: bool,
    /// The day after which articles are future (YYYY-MM-DD); without it nothing is
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub now: Option<Day>,
    /// Warnings are errors
    #[arg(long)]
    pub strict: bool,
}

/// `build`.
#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Where to publish, instead of `output_dir` of site.toml
    #[arg(long, value_name = "DIR")]
    pub output_dir: Option<PathBuf>,
    /// Publish into a folder that holds other files, and keep them
    #[arg(long)]
    pub into_existing: bool,
    /// What to show
    #[command(flatten)]
    pub choice: BuildOptionArgs,
    /// Say how long each stage took, and what it worked on
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "table")]
    pub timings: Option<TimingsFormat>,
}

/// The port of a preview that is tried first where none is asked for.
pub(super) const DEFAULT_PORT: u16 = 8000;

/// `serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// The port; 0 takes any that is free [default: 8000, or the next that is free]
    #[arg(short, long, value_name = "PORT")]
    pub port: Option<u16>,
    /// The address or name to listen at; others in the network can read the preview where it is not
    /// this machine's own
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub host: String,
    /// Another host that the preview answers for, such as `mac.local` or the name of a proxy; may
    /// be given several times
    #[arg(long, value_name = "NAME", value_parser = HostName::parse)]
    pub allow_host: Vec<HostName>,
    /// Open it in the browser
    #[arg(long)]
    pub open: bool,
    /// Look for changes again and again instead of being told by the system
    #[arg(long)]
    pub poll: bool,
    /// Leave out drafts and future articles
    #[arg(long)]
    pub no_drafts: bool,
    /// The day after which articles are future (YYYY-MM-DD); without it nothing is
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub now: Option<Day>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Ask whether the pages of other sites that are linked to are still there
    #[arg(long)]
    pub external: bool,
    /// Ask again for what answered within the last week, too
    #[arg(long, requires = "external")]
    pub fresh: bool,
    /// What to show
    #[command(flatten)]
    pub choice: BuildOptionArgs,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The file of a page, like content/articles/talks.md
    pub file: String,
    /// What to show
    #[command(flatten)]
    pub choice: BuildOptionArgs,
}

/// `suggest`.
#[derive(Debug, Args)]
pub struct SuggestArgs {
    /// Begin a topic of this kind for NAME instead of listing
    #[arg(long, value_enum, value_name = "KIND", requires = "name")]
    pub write: Option<NewItem>,
    /// The name to begin a topic for
    #[arg(requires = "write")]
    pub name: Option<String>,
    /// How many to list at most
    #[arg(long, value_name = "N", default_value_t = 30)]
    pub most: usize,
    /// List names that stand only once in the texts, too
    #[arg(long)]
    pub all: bool,
    /// What to show
    #[command(flatten)]
    pub choice: BuildOptionArgs,
}

/// `new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// What to begin
    #[arg(value_enum)]
    pub kind: NewItem,
    /// The folder of a site, or the title of a page
    pub name: String,
}

/// What to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewItem {
    /// A small story that builds
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

fn parse_day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write a day like 2020-07-10".to_owned())
}
