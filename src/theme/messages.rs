//! Diagnostics about themes.

use crate::data::{Key, Spanned};
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::text::{SourcePath, Span};

codes! {
    UNKNOWN_THEME: error "unknown-theme",
    MISSING_THEME_FILE: error "missing-theme-file",
    BAD_CARD_FONT: error "bad-card-font",
    TEMPLATE_ERROR: error "template-error",
    UNKNOWN_OPTION: error "unknown-option",
    BAD_OPTION: error "bad-option",
    LOW_CONTRAST: warning "low-contrast",
}

pub(super) fn unknown_theme(theme: &Spanned<Box<str>>, known: &[String]) -> Diagnostic {
    let name = &theme.value;
    let help = match nearest_match(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "delete the line `theme = …` to use the default theme; or add this one as `themes/{name}/`"
        ),
    };
    let path = SourcePath::from_static("site.toml");
    Diagnostic::new(UNKNOWN_THEME, &path, theme.span, format!("there is no theme `{name}`"))
        .help(help)
}

pub(super) fn theme_without_manifest(theme: &Spanned<Box<str>>) -> Diagnostic {
    let name = &theme.value;
    let path = SourcePath::from_static("site.toml");
    let message = format!("`themes/{name}/` is no theme: it has no `theme.toml`");
    Diagnostic::new(UNKNOWN_THEME, &path, theme.span, message).help(format!(
        "write `themes/{name}/theme.toml`, with a line `name = \"{name}\"`; or delete the line `theme = …` to use the default theme"
    ))
}

pub(super) fn missing_theme_file(
    path: &SourcePath,
    folder: &str,
    file: &Spanned<Box<str>>,
) -> Diagnostic {
    let message = format!("this theme has no file `{folder}/{}`", file.value);
    Diagnostic::new(MISSING_THEME_FILE, path, file.span, message)
        .help(format!("write the name of a file in its `{folder}` folder"))
}

pub(super) fn missing_card_font(
    path: &SourcePath,
    font: &Spanned<Box<str>>,
    near: Option<&str>,
) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write the path of a TTF or OTF file from the folder of `site.toml`, like \
                 `templates/fonts/name.ttf`; files in `static/` are published, those in \
                 `templates/` are not"
            .to_owned(),
    };
    let message = format!("there is no file `{}`", font.value);
    Diagnostic::new(BAD_CARD_FONT, path, font.span, message).help(help)
}

pub(super) fn not_a_card_font(path: &SourcePath, font: &Spanned<Box<str>>) -> Diagnostic {
    let message = format!("`{}` is not a TrueType or OpenType font", font.value);
    Diagnostic::new(BAD_CARD_FONT, path, font.span, message).help(
        "use a file in one of these formats (`.ttf`, `.otf`, `.ttc`); fonts for the web \
         (`.woff2`) must be converted",
    )
}

/// `card.svg` makes something that cannot be drawn. `page` is the source of the page.
pub fn card_is_no_svg(template: &SourcePath, error: &str, page: &SourcePath) -> Diagnostic {
    let message = format!("this template makes no valid SVG: {error} (while rendering {page})");
    Diagnostic::new(TEMPLATE_ERROR, template, Span::default(), message)
        .help("docs/themes.md says how `card.svg` is drawn")
}

pub(super) fn template_error(
    path: &SourcePath,
    span: Span,
    message: &str,
    page: Option<&SourcePath>,
) -> Diagnostic {
    let page = page.map(|page| format!(" (while rendering {page})")).unwrap_or_default();
    Diagnostic::new(TEMPLATE_ERROR, path, span, format!("{message}{page}"))
        .help("docs/themes.md lists the variables of templates and how to write them")
}

pub(super) fn unknown_option<'a>(
    path: &SourcePath,
    key: &Key,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    let help = match nearest_match(&key.name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its options are `{}`", known.join("`, `")),
    };
    let message = format!("the theme has no option `{}`", key.name);
    Diagnostic::new(UNKNOWN_OPTION, path, key.span, message).help(help)
}

pub(super) fn bad_option(path: &SourcePath, key: &Key, span: Span, expected: &str) -> Diagnostic {
    Diagnostic::new(BAD_OPTION, path, span, format!("`{}` must be {expected}", key.name)).help(
        "docs/writing.md lists the options of the default theme; other themes list theirs in \
         `theme.toml`",
    )
}

pub(super) fn low_contrast(
    path: &SourcePath,
    key: &Key,
    span: Span,
    contrast: f64,
    background: &str,
) -> Diagnostic {
    let message = format!(
        "text in the colour of `{}` is hard to read on `{background}`: the contrast is \
         {contrast:.1} to 1",
        key.name
    );
    Diagnostic::new(LOW_CONTRAST, path, span, message)
        .help("choose a colour with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)")
}
