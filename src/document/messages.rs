//! Diagnostics about one page by itself.

use super::foreign_syntax::Foreign;
use super::split_front_matter::{MisplacedFrontMatter, UnclosedFrontMatter};
use crate::data::{Field, Format, MISSING_KEY, Schema, Spanned, example_line};
use crate::diagnostics::{Diagnostic, codes};
use crate::text::{SourcePath, Span, position_of};

codes! {
    UNCLOSED_FRONT_MATTER: error "unclosed-front-matter",
    MISPLACED_FRONT_MATTER: error "misplaced-front-matter",
    NO_SLUG: error "no-slug",
    NESTED_TOO_DEEP: error "nested-too-deep",
    MULTIPLE_TITLES: warning "multiple-titles",
    RAW_HTML: warning "raw-html",
    UNDEFINED_FOOTNOTE: warning "undefined-footnote",
    UNUSED_FOOTNOTE: warning "unused-footnote",
    NESTED_LINK: warning "nested-link",
    FOREIGN_SYNTAX: warning "foreign-syntax",
    BAD_CITATION: error "bad-citation",
    BAR_IN_TABLE: error "bar-in-table",
    WIKILINK_BEFORE_PARENTHESIS: error "brackets-read-as-wikilink",
    BAD_SOURCE: error "bad-source",
    NESTED_BLOCK: warning "nested-block",
    UNKNOWN_BLOCK: warning "unknown-block",
    BAD_COORDINATES: error "bad-coordinates",
}

/// A block that is not among the paragraphs of the text, or that has no end.
pub(super) fn nested_block(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let message = format!("this block `{name}` is shown as code");
    let help = "put it between two paragraphs, outside of lists and quotations, with a line of the \
                same signs at its end";
    Diagnostic::new(NESTED_BLOCK, path, span, message).help(help)
}

/// A block whose name is not quite that of a block of the theme.
pub(super) fn misspelt_block(
    path: &SourcePath,
    span: Span,
    written: &str,
    name: &str,
) -> Diagnostic {
    let message = format!("there is no block `{written}`, so it is shown as code");
    let help = format!("did you mean `{name}`?");
    Diagnostic::new(UNKNOWN_BLOCK, path, span, message).help(help)
}

pub(super) fn unclosed_front_matter(
    path: &SourcePath,
    text: &str,
    unclosed: UnclosedFrontMatter,
) -> Diagnostic {
    let UnclosedFrontMatter { opening, other_fence, last_line } = unclosed;
    let mark = &text[opening.range()];
    let problem =
        Diagnostic::new(UNCLOSED_FRONT_MATTER, path, opening, "front matter is not closed");
    match (other_fence, last_line) {
        (Some(other), _) => problem
            .label_at(path, other, "this does not close it")
            .help(format!("replace this line with `{mark}` alone")),
        (None, Some(last)) => {
            let number = position_of(text, last.start as usize).line;
            let line = text[last.range()].trim();
            problem.help(format!("add a line `{mark}` after line {number} (`{line}`)"))
        }
        (None, None) => {
            problem.help(format!("add a line `{mark}` after the last key, before the text"))
        }
    }
}

pub(super) fn misplaced_front_matter(
    path: &SourcePath,
    found: &MisplacedFrontMatter,
) -> Diagnostic {
    let mark = if found.format == Format::Toml { "+++" } else { "---" };
    let message = "this looks like front matter, but it would be shown as text";
    let help = match (found.has_opening, found.body) {
        (true, _) => format!("make `{mark}` the first line of the file, with nothing else on it"),
        (false, Some(_)) => format!("begin the file with a line `{mark}`"),
        (false, None) => {
            format!("begin the file with a line `{mark}`, and add another after the last key")
        }
    };
    Diagnostic::new(MISPLACED_FRONT_MATTER, path, found.span, message).help(help)
}

pub(super) fn no_front_matter(path: &SourcePath, schema: &Schema, field: &Field) -> Diagnostic {
    let message = format!("{} needs `{}`", schema.name, field.key);
    Diagnostic::new(MISSING_KEY, path, Span::default(), message).help(format!(
        "begin the file with three lines: `---`, {}, `---`",
        example_line(field, Format::Yaml)
    ))
}

pub(super) fn no_slug(path: &SourcePath, part: &str) -> Diagnostic {
    let message = format!("`{part}` cannot be part of an address");
    Diagnostic::new(NO_SLUG, path, Span::default(), message)
        .help("use letters or digits in the name, at most 200 bytes, like `first-flight.md`")
}

pub(super) fn nested_too_deep(path: &SourcePath, span: Span, limit: usize) -> Diagnostic {
    let message = format!("quotes and lists are nested more than {limit} levels deep here");
    Diagnostic::new(NESTED_TOO_DEEP, path, span, message).help("remove the inner levels")
}

pub(super) fn multiple_titles(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "the page already has a title, so this `#` heading is shown as `##`";
    Diagnostic::new(MULTIPLE_TITLES, path, span, message)
        .help("write `##`; or delete the line if it repeats the title")
}

pub(super) fn raw_html(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(RAW_HTML, path, span, "HTML in Markdown is shown as text")
        .help("write Markdown; or allow HTML for the whole site with `raw_html = true` under `[markdown]` in site.toml")
}

pub(super) fn bar_in_table(path: &SourcePath, span: Span, link: &str) -> Diagnostic {
    let (before, after) = link.split_at(link.find('|').unwrap_or(0));
    let message = "in a table, this `|` ends the cell and cuts the link in two";
    Diagnostic::new(BAR_IN_TABLE, path, span, message).help(format!("write `{before}\\{after}`"))
}

pub(super) fn undefined_footnote(path: &SourcePath, span: Span, mark: &str) -> Diagnostic {
    Diagnostic::new(UNDEFINED_FOOTNOTE, path, span, format!("there is no footnote `{mark}`")).help(
        format!(
            "add at the end of the page a line `{mark}: the note`; to show it as text, write `\\{mark}`"
        ),
    )
}

pub(super) fn unused_footnote(path: &SourcePath, span: Span, mark: &str) -> Diagnostic {
    let message = format!("no `{mark}` in the text leads to this footnote");
    Diagnostic::new(UNUSED_FOOTNOTE, path, span, message)
        .help(format!("write `{mark}` where it belongs, or delete the footnote"))
}

pub(super) fn second_footnote(path: &SourcePath, span: Span, mark: &str) -> Diagnostic {
    let message = format!("there is another footnote `{mark}` above, so this one is not shown");
    Diagnostic::new(UNUSED_FOOTNOTE, path, span, message).help("give it another mark")
}

/// Notation of another tool, `written`, that would be shown as text.
pub(super) fn foreign_syntax(
    path: &SourcePath,
    span: Span,
    kind: Foreign,
    written: &str,
) -> Diagnostic {
    let callout = "write a block quote that begins with a line `> [!NOTE]`, and delete this line";
    let (message, help) = match kind {
        Foreign::NestedLink => {
            let message = "a link cannot contain another link, a citation or a footnote mark, so its brackets are shown";
            let help = format!("put `{written}` after the link");
            return Diagnostic::new(NESTED_LINK, path, span, message).help(help);
        }
        Foreign::Shortcode => (
            "this is a shortcode of Hugo, which is shown as text",
            shortcode_help(written).to_owned(),
        ),
        Foreign::TemplateTag => (
            "template tags in a page are shown as text",
            "write the text itself, or delete it".into(),
        ),
        Foreign::Admonition => ("this line is shown as text", callout.into()),
        Foreign::Math => (
            "there is no notation for formulas, so this is shown as text",
            "write it in words, or as a picture".into(),
        ),
        Foreign::InlineFootnote => (
            "this footnote is shown as text",
            "write `[^note]` here, and a line `[^note]: …` below the paragraph".into(),
        ),
        Foreign::Abbreviation => {
            let name = written["*[".len()..].split(']').next().unwrap_or_default();
            let help = format!(
                "make a term of it: `backgrounder new term \"{name}\"`; or delete the line"
            );
            ("this abbreviation is shown as text", help)
        }
        Foreign::TagLine => (
            "this line of tags is shown as text",
            "delete it: `about` in the front matter says what an article is about".into(),
        ),
        Foreign::TableOfContents => {
            ("this is shown as text", "delete it: pages list their sections themselves".into())
        }
        Foreign::Heading => {
            let level = written.len() - written.trim_start_matches('#').len();
            let help = format!("write a space after `{}`", &written[..level]);
            ("this heading is shown as text", help)
        }
        Foreign::LinkWithoutAddress => {
            let label = written.rsplit('[').next().unwrap_or_default().trim_end_matches(']');
            let help = format!(
                "write its address in parentheses in place of `[{label}]`; or add a line `[{label}]: https://…`"
            );
            ("this link has no address, so its brackets are shown", help)
        }
        Foreign::Attributes => ("attributes are shown as text here", "delete them".into()),
        Foreign::BlockId => (
            "this mark of Obsidian is shown as text",
            "delete it; links can lead to headings".into(),
        ),
        Foreign::Asterisks => (
            "these asterisks are shown: bold text cannot begin or end with a space, nor with punctuation next to a letter outside",
            "move the space or the punctuation out of the asterisks".into(),
        ),
        Foreign::UnclosedAsterisks => (
            "these asterisks are shown, because the bold text has no end",
            "write `**` where it ends".into(),
        ),
    };
    Diagnostic::new(FOREIGN_SYNTAX, path, span, message)
        .help(format!("{help}; to show it as it is, write a backslash before it"))
}

/// What to write in place of a shortcode of Hugo.
fn shortcode_help(written: &str) -> &'static str {
    let name = written.trim_start_matches(['{', '<', '%', ' ', '/']);
    match name.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default() {
        "figure" => "write `![description](picture.jpg \"caption\")`",
        "ref" | "relref" => "write `[text](name.md)`",
        "highlight" => "write a code block between lines of three backquotes",
        "youtube" | "vimeo" | "instagram" | "tweet" | "twitter" | "x" | "gist" => {
            "write its web address"
        }
        _ => "write its content as Markdown, or delete it",
    }
}

pub(super) fn bad_citation(path: &SourcePath, span: Span, part: &str) -> Diagnostic {
    let message =
        format!("`{part}` does not name a source: each part of a citation begins with `@`");
    Diagnostic::new(BAD_CITATION, path, span, message)
        .help("write `[@id]`, `[@id, p. 3]` or `[@first; @second]`")
}

pub(super) fn citation_is_definition(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(BAD_CITATION, path, span, "this defines a link, not a source")
        .help("put the source under `sources` in the front matter, or in content/sources.toml")
}

pub(super) fn brackets_read_as_wikilink(
    path: &SourcePath,
    span: Span,
    written: &str,
) -> Diagnostic {
    let inner = written.trim_start_matches('[').trim_end_matches(']');
    let message = "`[[` begins a link to a topic, but a parenthesis follows it";
    Diagnostic::new(WIKILINK_BEFORE_PARENTHESIS, path, span, message).help(format!(
        "for a link whose text has brackets, escape the inner ones: `[\\[{inner}\\]](…)`"
    ))
}

pub(super) fn duplicate_source(
    path: &SourcePath,
    id: &Spanned<Box<str>>,
    first: Span,
) -> Diagnostic {
    Diagnostic::new(BAD_SOURCE, path, id.span, format!("two sources have the id `{}`", id.value))
        .label("again here")
        .label_at(path, first, "first here")
        .help("give one of them another id")
}

pub(super) fn shared_source_without_id(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    let message = format!("the source “{title}” has no id, so no page can cite it");
    Diagnostic::new(BAD_SOURCE, path, span, message).help("add `id`, like `id = \"annual-report\"`")
}

pub(super) fn source_without_origin(
    path: &SourcePath,
    span: Span,
    title: &str,
    format: Format,
) -> Diagnostic {
    let message = format!("the source “{title}” has neither a publisher nor an address");
    let help = match format {
        Format::Yaml => "add `publisher: …` or `url: https://…`",
        Format::Toml => "add a line `publisher = \"…\"` or `url = \"https://…\"`",
    };
    Diagnostic::new(BAD_SOURCE, path, span, message).help(help)
}

pub(super) fn bad_coordinates(path: &SourcePath, span: Span) -> Diagnostic {
    let message = "coordinates are two numbers: latitude (−90 to 90) and longitude (−180 to 180)";
    Diagnostic::new(BAD_COORDINATES, path, span, message).help("write `[48.85, 2.35]`")
}
