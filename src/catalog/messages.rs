//! Diagnostics about several pages or files.

use crate::config::{GeneratedPage, media_directive};
use crate::data::Spanned;
use crate::diagnostics::{Diagnostic, codes};
use crate::document::WrittenRef;
use crate::media::{PictureError, WIDEST};
use crate::text::{Route, SourcePath, Span, group_digits, parse_web_url, url_scheme};

codes! {
    DUPLICATE_ID: error "duplicate-topic",
    SECOND_INTRODUCTION: error "second-introduction",
    ROUTE_COLLISION: error "address-collision",
    UNRESOLVED_REFERENCE: error "unresolved-reference",
    WRONG_KIND: error "wrong-kind",
    REFERENCE_TO_OLD_ADDRESS: note "reference-to-old-address",
    REFERENCE_TO_DRAFT: warning "reference-to-draft",
    UNKNOWN_COUNTRY: error "unknown-country",
    UNSUPPORTED_ASSET: error "unsupported-asset",
    BROKEN_PICTURE: error "broken-picture",
    PICTURE_WITH_POSITION: warning "picture-with-position",
    BROKEN_NAVIGATION: error "broken-navigation",
    MISSING_IMAGE: error "missing-image",
    UNSAFE_ADDRESS: error "unsafe-address",
}

pub(super) fn duplicate_id(id: &str, first: &SourcePath, second: &SourcePath) -> Diagnostic {
    let message = format!("two files have the id `{id}`");
    Diagnostic::new(DUPLICATE_ID, second, Span::default(), message)
        .label("this is the second file")
        .label_at(first, Span::default(), "this is the first file")
        .help("rename one of them; subfolders of a topic folder are not part of the id")
}

/// `first` introduces the same generated page, and has its name.
pub(super) fn second_introduction(
    page: GeneratedPage,
    path: &SourcePath,
    first: &SourcePath,
) -> Diagnostic {
    let message = format!("two files introduce the {}", page.slug());
    Diagnostic::new(SECOND_INTRODUCTION, path, Span::default(), message)
        .label("this file is not used")
        .label_at(first, Span::default(), "this file is used")
        .help(format!("move what this file says to {first}, and delete this file"))
}

/// The description of an address in `redirect_from`.
pub(super) const OLD_ADDRESS: &str = "this old address";

/// Who requests a route, for messages.
pub(super) struct Requester<'a> {
    pub(super) route: &'a Route,
    /// `None` for what the program generates.
    pub(super) location: Option<&'a (SourcePath, Span)>,
    pub(super) description: &'static str,
}

impl Requester<'_> {
    /// How to change an address that an author wrote; `None` where it follows from a file's name.
    fn how_to_move(&self) -> Option<String> {
        let (path, _) = self.location.filter(|(_, span)| !span.is_empty())?;
        let route = self.route.as_str();
        Some(match self.description {
            OLD_ADDRESS => format!("delete `{route}` from `redirect_from` in {}", path.file_name()),
            _ => {
                let slug = route.trim_matches('/').rsplit('/').next().unwrap_or_default();
                format!("change or delete `slug: {slug}` in {}", path.file_name())
            }
        })
    }

    fn diagnostic(&self, message: String) -> Diagnostic {
        match self.location {
            Some((path, span)) => Diagnostic::new(ROUTE_COLLISION, path, *span, message),
            None => {
                let path = SourcePath::from_static("site.toml");
                Diagnostic::new(ROUTE_COLLISION, &path, Span::default(), message)
            }
        }
    }
}

pub(super) fn collision(second: Requester<'_>, first: Requester<'_>) -> Diagnostic {
    let message = if second.route == first.route {
        format!("two pages or files have the address {}", second.route)
    } else {
        format!("the addresses {} and {} clash as files on some systems", second.route, first.route)
    };
    let problem = second.diagnostic(message).label(second.description);
    let what = first.description;
    let help = second.how_to_move().or_else(|| first.how_to_move());
    match first.location {
        Some((path, span)) => {
            problem.label_at(path, *span, format!("and {what}")).help(help.unwrap_or_else(|| {
                "rename one of the files; a page may have a `slug` instead".to_owned()
            }))
        }
        None => {
            let help = help.unwrap_or_else(|| "choose another `slug`, name or address".to_owned());
            problem.help(format!("the program publishes {what} at this address; {help}"))
        }
    }
}

pub(super) fn reserved_route(requester: Requester<'_>) -> Diagnostic {
    let route = requester.route;
    let message = format!("the address {route} is reserved for the program's record of its output");
    requester.diagnostic(message).help("choose another name")
}

fn unresolved(path: &SourcePath, written: &WrittenRef, message: String) -> Diagnostic {
    Diagnostic::new(UNRESOLVED_REFERENCE, path, written.span, message)
}

/// What an author can do about a reference to a page that does not exist.
pub(super) enum ReferenceHelp<'a> {
    DidYouMean(&'a str),
    /// The reference is a path of a topic, which an empty file would be.
    CreateFile,
    /// The reference is a path of an event, which needs a date.
    CreateEvent,
    /// The reference is no path; the id of a page of the expected kind, if there is one.
    WritePath(Option<&'a str>),
}

pub(super) fn unresolved_reference(
    path: &SourcePath,
    key: &str,
    written: &WrittenRef,
    (expected, help): (&str, ReferenceHelp<'_>),
) -> Diagnostic {
    let id = written.value.trim_start_matches("content/").trim_end_matches(".md");
    let help = match help {
        ReferenceHelp::DidYouMean(near) => format!("did you mean `{near}`?"),
        ReferenceHelp::CreateFile => format!(
            "create content/{id}.md, which may be empty; or write the path of a page that exists"
        ),
        ReferenceHelp::CreateEvent => format!(
            "create the event, which needs a date: `backgrounder new event \"{}\" --date …`; or write the path of a page that exists",
            title_from_id(id)
        ),
        ReferenceHelp::WritePath(Some(example)) => {
            format!("write the path of {expected} without `.md`, like `{example}`")
        }
        ReferenceHelp::WritePath(None) => format!("write the path of {expected} without `.md`"),
    };
    unresolved(path, written, format!("`{key}`: there is no page `{}`", written.value)).help(help)
}

/// "Hanoi summit" for `events/hanoi-summit`.
fn title_from_id(id: &str) -> String {
    let words = id.rsplit('/').next().unwrap_or(id).replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

pub(super) fn ambiguous_reference(
    path: &SourcePath,
    key: &str,
    written: &WrittenRef,
    ids: &[&str],
) -> Diagnostic {
    let message = format!("`{key}`: `{}` may be {}", written.value, ids.join(" or "));
    unresolved(path, written, message).help("write the path with its folder")
}

pub(super) fn wrong_kind(
    path: &SourcePath,
    key: &str,
    written: &WrittenRef,
    (expected, actual): (&str, &str),
    target: &SourcePath,
    example: Option<&str>,
) -> Diagnostic {
    let message = format!("`{key}` takes {expected}; `{}` is {actual}", written.value);
    let example = example.map(|example| format!(", like `{example}`")).unwrap_or_default();
    let problem = Diagnostic::new(WRONG_KIND, path, written.span, message)
        .help(format!("write the path of {expected}{example}; or delete this entry"));
    if target == path {
        problem
    } else {
        problem.label_at(target, Span::default(), "the page it names")
    }
}

pub(super) fn reference_to_old_route(
    path: &SourcePath,
    written: &WrittenRef,
    id: &str,
) -> Diagnostic {
    let message = format!("`{}` is an old address", written.value);
    Diagnostic::new(REFERENCE_TO_OLD_ADDRESS, path, written.span, message)
        .help(format!("write `{id}`"))
}

pub(super) fn reference_to_hidden(
    path: &SourcePath,
    written: &WrittenRef,
    hidden: &SourcePath,
) -> Diagnostic {
    let message = format!("`{}` is a draft; this reference is left out", written.value);
    Diagnostic::new(REFERENCE_TO_DRAFT, path, written.span, message)
        .label_at(hidden, Span::default(), "the draft")
        .help("publish it, or build with `--drafts`")
}

/// `meant` is the code and name of the country that the title of the page names.
pub(super) fn unknown_country(
    path: &SourcePath,
    iso: &Spanned<Box<str>>,
    meant: Option<(&str, &str)>,
) -> Diagnostic {
    let help = match (meant, &*iso.value.to_uppercase()) {
        (Some((code, name)), _) => format!("did you mean `{code}` ({name})?"),
        (None, "UK") => "the United Kingdom is `GB`".to_owned(),
        (None, "EL") => "Greece is `GR`".to_owned(),
        (None, _) => "write a two-letter code of ISO 3166-1, like `FR` for France, or remove `iso`"
            .to_owned(),
    };
    let message = format!("`{}` is not a country code of ISO 3166-1", iso.value);
    Diagnostic::new(UNKNOWN_COUNTRY, path, iso.span, message).help(help)
}

fn about_asset(path: &SourcePath, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(UNSUPPORTED_ASSET, path, Span::default(), message)
}

pub(super) fn unsupported_asset(path: &SourcePath) -> Diagnostic {
    if is_picture_that_browsers_do_not_show(path) {
        return unshowable_file(path);
    }
    if path.extension().eq_ignore_ascii_case("srt") {
        let message = format!("{} cannot be published: browsers show WebVTT", path.file_name());
        let (from, to) = (path.file_name(), path.stem());
        return about_asset(path, message)
            .help(format!("make captions in WebVTT of it: `ffmpeg -i \"{from}\" \"{to}.vtt\"`"));
    }
    about_asset(path, format!("{} cannot be published beside pages", path.file_name())).help(
        "`content/` takes pictures, video, audio with captions (VTT) and transcripts (TXT), PDF and CSV; move the text of a document into a `.md` file, and any other file to the folder `static/` next to `content/`",
    )
}

/// A file that a page shows as a picture, and browsers do not.
pub(crate) fn unshowable_file(path: &SourcePath) -> Diagnostic {
    let help = match is_picture_that_browsers_do_not_show(path) {
        true => EXPORT_PICTURE,
        false => {
            "name a picture, video or recording here; for a link to a file, write `[text](…)` without the `!`"
        }
    };
    about_asset(path, format!("{} cannot be shown on pages", path.file_name())).help(help)
}

const EXPORT_PICTURE: &str = "browsers do not show this kind of picture: export it as JPEG (a photograph) or PNG (a drawing)";

fn is_picture_that_browsers_do_not_show(path: &SourcePath) -> bool {
    const EXTENSIONS: [&str; 17] = [
        "heic", "heif", "tif", "tiff", "bmp", "psd", "jxl", "jp2", "raw", "dng", "cr2", "cr3",
        "nef", "arw", "orf", "rw2", "raf",
    ];
    EXTENSIONS.contains(&&*path.extension().to_ascii_lowercase())
}

/// A video, recording or document where only a picture can be.
pub(crate) fn unshowable_image(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(UNSUPPORTED_ASSET, path, span, format!("`{written}` is no picture"))
        .help("name a picture here: jpg, png, gif, webp, avif or svg")
}

/// A picture file that cannot be published.
pub(crate) fn broken_picture(path: &SourcePath, error: &PictureError) -> Diagnostic {
    let help = match error {
        PictureError::Unsupported(_) => EXPORT_PICTURE.to_owned(),
        PictureError::NoPicture | PictureError::CutOff | PictureError::Damaged(_) => {
            "open it in a picture program and export it again, or take another copy of it"
                .to_owned()
        }
        PictureError::TooManyPixels(..) | PictureError::TooLong(_) => {
            let widest = group_digits(WIDEST as usize);
            format!("export it {widest} pixels wide: no picture is published wider")
        }
        PictureError::TooHigh(_) => "cut it into several pictures".to_owned(),
        PictureError::TooManyFrames => {
            "make a video of it (MP4 or WebM), which is smaller and can be stopped".to_owned()
        }
        PictureError::HasMetadata => format!(
            "remove its metadata (`exiftool -overwrite_original -all= \"{path}\"`), or export it as JPEG or PNG, whose metadata are left out"
        ),
        PictureError::Unreadable(_) => {
            "check the permissions of the file, or replace it".to_owned()
        }
        PictureError::Changed => "build again".to_owned(),
    };
    let message = format!("{} cannot be published: {error}", path.file_name());
    Diagnostic::new(BROKEN_PICTURE, path, Span::default(), message).help(help)
}

/// A picture of `static/`, which is copied unchanged, that says where it was made. `user` is the file
/// that first shows it.
pub(crate) fn picture_with_position(path: &SourcePath, user: Option<&SourcePath>) -> Diagnostic {
    let name = path.file_name();
    let message = format!("{name} says where it was taken (GPS position)");
    let instead = match user {
        // There is no page beside which it could stand.
        Some(user) if user.folder().is_empty() => format!(
            "put the picture into `content/articles/`, where all metadata are left out, and write `/articles/{name}` in {user}"
        ),
        _ => "put the picture beside a page, where all metadata are left out".to_owned(),
    };
    Diagnostic::new(PICTURE_WITH_POSITION, path, Span::default(), message).help(format!(
        "files in `static/` are published unchanged: remove the position (`exiftool -overwrite_original -gps:all= -xmp:all= \"{path}\"`), or {instead}"
    ))
}

/// An SVG that may do more than show a picture.
pub(crate) fn unsafe_svg(path: &SourcePath, reason: &str) -> Diagnostic {
    about_asset(path, format!("this SVG cannot be published: {reason}")).help(
        "delete that part, or export the picture again as plain SVG or PNG; or, if you trust the file, move it to `static/`, which is copied unchanged, and write its address as `/name.svg`",
    )
}

pub(super) fn unsupported_text_file(path: &SourcePath) -> Diagnostic {
    let message = format!("{} is not used: no page or picture belongs to it", path.file_name());
    about_asset(path, message).help(
        "`content/` takes pages (.md), sources.toml, a `.toml` with the name of the picture beside it (photo.jpg.toml), and `.csv` files in folders; lists of topics are not supported",
    )
}

pub(super) fn invalid_file_name(path: &SourcePath) -> Diagnostic {
    let message = format!("the name {} cannot be part of an address", path.file_name());
    about_asset(path, message).help(r#"rename it without \ ? # % : * " < > |"#)
}

/// `near` is the address that is most like the written one, and `example` any that exists.
pub(crate) fn broken_navigation(
    path: &SourcePath,
    written: &WrittenRef,
    near: Option<&str>,
    example: Option<&str>,
) -> Diagnostic {
    let help = match (near, example) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, example) => format!(
            "write the address of a page, like `{}`, or a web address; a list like `/figures/` has a page once it has an entry",
            example.unwrap_or("/")
        ),
    };
    let message = format!("there is no page `{}`", written.value);
    Diagnostic::new(BROKEN_NAVIGATION, path, written.span, message).help(help)
}

/// A picture address that is not a file of this site. Used wherever an author names a picture.
pub(crate) fn unusable_picture(
    path: &SourcePath,
    span: Span,
    written: &str,
    near: Option<&str>,
) -> Diagnostic {
    // In `site.toml` there is no page to put a picture beside.
    let has_page = !path.folder().is_empty();
    let (place, slash) = if has_page { ("beside the page", "") } else { ("in `static/`", "/") };
    let put = match has_page {
        true => {
            "put the picture beside the page and write its file name, or put it in `static/` and begin its address with `/`"
        }
        false => "put the picture in `static/` and write its address, like `/picture.png`",
    };
    let (code, message, help) = match url_scheme(written).map(str::to_ascii_lowercase).as_deref() {
        Some("data") => (
            UNSAFE_ADDRESS,
            "this picture is embedded as a `data:` address".to_owned(),
            format!(
                "save it as a file {place} and write its name, like `{slash}picture.{}`",
                data_url_extension(written)
            ),
        ),
        None if !written.starts_with("//") => {
            let help =
                near.map_or_else(|| put.to_owned(), |near| format!("did you mean `{near}`?"));
            (MISSING_IMAGE, format!("there is no picture `{written}`"), help)
        }
        None | Some("http" | "https") => (
            UNSAFE_ADDRESS,
            "a picture from another site would tell that site who reads this page".to_owned(),
            format!(
                "{}{}",
                match media_directive(written) {
                    "img-src" => format!(
                        "`backgrounder fetch-pictures` saves it {place} and writes its name here"
                    ),
                    _ => format!("save it {place} and write its name, like `{slash}clip.mp4`"),
                },
                policy_line(written)
                    .map(|line| format!(
                        "; or let pages load it: below `[csp]` in site.toml, `{line}`"
                    ))
                    .unwrap_or_default()
            ),
        ),
        Some(_) => {
            let message = format!("a picture cannot have the address `{written}`");
            (UNSAFE_ADDRESS, message, put.to_owned())
        }
    };
    Diagnostic::new(code, path, span, message).help(help)
}

/// The line of `[csp]` that allows a URL; `None` where none can.
fn policy_line(url: &str) -> Option<String> {
    let origin = parse_web_url(url).filter(|url| url.scheme() == "https")?.origin();
    Some(format!("{} = \"{}\"", media_directive(url), origin.ascii_serialization()))
}

/// The file extension for the contents of a `data:` URL.
fn data_url_extension(url: &str) -> &'static str {
    let rest = url.get("data:".len()..).unwrap_or("");
    let media_type = rest.split([';', ',']).next().unwrap_or("").to_ascii_lowercase();
    match &*media_type {
        "image/jpeg" | "image/jpg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/avif" => "avif",
        "image/svg+xml" => "svg",
        _ => "png",
    }
}

pub(crate) fn unsafe_address(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    let message = format!("a link cannot have the address `{written}`");
    Diagnostic::new(UNSAFE_ADDRESS, path, span, message).help(
        "write an address that begins with `https:`, `http:`, `mailto:` or `tel:`, or the path of a page of this site",
    )
}
