//! What can be wrong between pages.

use crate::data::Spanned;
use crate::diagnostics::{Code, Diagnostic};
use crate::document::WrittenRef;
use crate::text::{Route, SourcePath, Span, url_scheme};

const DUPLICATE_ID: Code = Code::error("duplicate-topic");
const ROUTE_COLLISION: Code = Code::error("address-collision");
const UNRESOLVED_REFERENCE: Code = Code::error("unresolved-reference");
const WRONG_KIND: Code = Code::error("wrong-kind");
const REFERENCE_TO_OLD_ADDRESS: Code = Code::note("reference-to-old-address");
const REFERENCE_TO_DRAFT: Code = Code::warning("reference-to-draft");
const UNKNOWN_COUNTRY: Code = Code::error("unknown-country");
const UNSUPPORTED_ASSET: Code = Code::error("unsupported-asset");
const BROKEN_NAVIGATION: Code = Code::error("broken-navigation");
const MISSING_IMAGE: Code = Code::error("missing-image");
const UNSAFE_ADDRESS: Code = Code::error("unsafe-address");

/// The codes of this room.
pub const CODES: &[Code] = &[
    DUPLICATE_ID,
    ROUTE_COLLISION,
    UNRESOLVED_REFERENCE,
    WRONG_KIND,
    REFERENCE_TO_OLD_ADDRESS,
    REFERENCE_TO_DRAFT,
    UNKNOWN_COUNTRY,
    UNSUPPORTED_ASSET,
    BROKEN_NAVIGATION,
    MISSING_IMAGE,
    UNSAFE_ADDRESS,
];

pub(super) fn duplicate_id(id: &str, first: &SourcePath, second: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        DUPLICATE_ID,
        second,
        Span::default(),
        format!("there are two files for `{id}`"),
    )
    .label("again here")
    .label_at(first, Span::default(), "first here")
    .help("rename one of them; a folder inside a kind does not make another topic")
}

/// Who wants an address, and as what.
type Requester<'a> = (Option<&'a (SourcePath, Span)>, &'static str);

pub(super) fn collision(
    route: &Route,
    second: Requester<'_>,
    first: (&Route, Option<&(SourcePath, Span)>, &'static str),
) -> Diagnostic {
    let (first_route, first_place, first_what) = first;
    let fallback = (SourcePath::from_static("site.toml"), Span::default());
    let (path, span) = second.0.unwrap_or(&fallback);
    let message = if route == first_route {
        format!("two things want the address {route}")
    } else {
        format!("the addresses {route} and {first_route} would be one file on some systems")
    };
    let problem = Diagnostic::new(ROUTE_COLLISION, path, *span, message).label(second.1);
    match first_place {
        Some((path, span)) => problem.label_at(path, *span, format!("and {first_what}")).help("give one of them another `slug`, name or address"),
        None => problem.help(format!("{first_what} is made by the program at this address; give this one another `slug`, name or address")),
    }
}

pub(super) fn reserved_route(route: &Route, place: Option<&(SourcePath, Span)>) -> Diagnostic {
    let fallback = (SourcePath::from_static("site.toml"), Span::default());
    let (path, span) = place.unwrap_or(&fallback);
    Diagnostic::new(
        ROUTE_COLLISION,
        path,
        *span,
        format!("the address {route} is kept for the program's own record of what it published"),
    )
    .help("give it another name")
}

pub(super) fn unresolved_reference(
    path: &SourcePath,
    key: &str,
    written: &WrittenRef,
    wanted: &str,
    near: Option<&str>,
) -> Diagnostic {
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!(
            "write the path of {wanted} without `.md`, or make it: an empty file in its folder is enough"
        ),
    };
    Diagnostic::new(
        UNRESOLVED_REFERENCE,
        path,
        written.span,
        format!("`{key}`: there is no page `{}`", written.value),
    )
    .help(help)
}

pub(super) fn ambiguous_reference(
    path: &SourcePath,
    key: &str,
    written: &WrittenRef,
    ids: &[&str],
) -> Diagnostic {
    Diagnostic::new(
        UNRESOLVED_REFERENCE,
        path,
        written.span,
        format!("`{key}`: `{}` may be {}", written.value, ids.join(" or ")),
    )
    .help("write the path with its folder")
}

pub(super) fn wrong_kind(
    path: &SourcePath,
    key: &str,
    written: &WrittenRef,
    wanted: &str,
    found: &SourcePath,
) -> Diagnostic {
    let problem = Diagnostic::new(
        WRONG_KIND,
        path,
        written.span,
        format!("`{key}` wants {wanted}; `{}` is not", written.value),
    )
    .help(format!("name {wanted}, or leave it out"));
    if found == path {
        problem
    } else {
        problem.label_at(found, Span::default(), "this is what it names")
    }
}

pub(super) fn reference_to_old_address(
    path: &SourcePath,
    written: &WrittenRef,
    id: &str,
) -> Diagnostic {
    Diagnostic::new(
        REFERENCE_TO_OLD_ADDRESS,
        path,
        written.span,
        format!("`{}` is an old address", written.value),
    )
    .help(format!("write `{id}`"))
}

pub(super) fn reference_to_hidden(
    path: &SourcePath,
    written: &WrittenRef,
    hidden: &SourcePath,
) -> Diagnostic {
    Diagnostic::new(
        REFERENCE_TO_DRAFT,
        path,
        written.span,
        format!("`{}` is a draft, and left out here", written.value),
    )
    .label_at(hidden, Span::default(), "the draft")
    .help("publish it, or build with `--drafts`")
}

pub(super) fn unknown_country(path: &SourcePath, iso: &Spanned<Box<str>>) -> Diagnostic {
    let help = match &*iso.value.to_uppercase() {
        "UK" => "the United Kingdom is `GB`",
        "EL" => "Greece is `GR`",
        _ => "write the two letters of ISO 3166-1, like `KP`, or leave it out",
    };
    Diagnostic::new(
        UNKNOWN_COUNTRY,
        path,
        iso.span,
        format!("`{}` is no country of ISO 3166-1", iso.value),
    )
    .help(help)
}

pub(super) fn unsupported_asset(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        UNSUPPORTED_ASSET,
        path,
        Span::default(),
        "this sort of file may not lie beside pages",
    )
    .help("pictures, video, audio, PDF and CSV may; move any other file to `static/`, or remove it")
}

/// A drawing that can do more than be looked at, and why.
pub(crate) fn unsafe_svg(path: &SourcePath, reason: &str) -> Diagnostic {
    Diagnostic::new(UNSUPPORTED_ASSET, path, Span::default(), format!("this drawing cannot be published: {reason}"))
        .help("save it as a plain SVG without that; or, if you trust the file, move it to `static/`, which is copied as it is")
}

pub(super) fn unsupported_text_file(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(UNSUPPORTED_ASSET, path, Span::default(), "nothing reads this file")
        .help("`content/` holds pages (.md), sources.toml, and a `.toml` of the same name beside a picture; lists of topics are not read by this version")
}

pub(super) fn invalid_file_name(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        UNSUPPORTED_ASSET,
        path,
        Span::default(),
        "the name of this file cannot be an address",
    )
    .help(r#"rename it without \ ? # % : * " < > |"#)
}

pub(crate) fn broken_navigation(path: &SourcePath, written: &WrittenRef) -> Diagnostic {
    Diagnostic::new(BROKEN_NAVIGATION, path, written.span, format!("the navigation leads nowhere: there is no `{}`", written.value))
        .help("write an address of this site like `/about/`, or a web address; an index without entries has no page")
}

/// What is wrong with the address of a picture that is none of this site's files: every picture
/// that an author names is told the same.
pub(crate) fn unusable_picture(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    let at_page = !path.folder().is_empty();
    let help = match at_page {
        true => {
            "put the picture beside the page and name it as it is called, or in `static/` and begin its address with `/`"
        }
        false => "put the picture in `static/`, and write its address, like `/picture.png`",
    };
    match url_scheme(written).map(str::to_ascii_lowercase).as_deref() {
        Some("data") => {
            let (place, slash) =
                if at_page { ("beside the page", "") } else { ("in `static/`", "/") };
            Diagnostic::new(
                UNSAFE_ADDRESS,
                path,
                span,
                "this picture is pasted into the text, as the letters of its file",
            )
            .help(format!(
                "save it as a file {place}, and name that file here, like `{slash}picture.{}`",
                data_url_extension(written)
            ))
        }
        Some("http" | "https") => remote_picture(path, span, at_page),
        None if written.starts_with("//") => remote_picture(path, span, at_page),
        Some(_) => Diagnostic::new(
            UNSAFE_ADDRESS,
            path,
            span,
            format!("`{written}` is no address that a page may have a picture from"),
        )
        .help(help),
        None => {
            Diagnostic::new(MISSING_IMAGE, path, span, format!("there is no picture `{written}`"))
                .help(help)
        }
    }
}

fn remote_picture(path: &SourcePath, span: Span, at_page: bool) -> Diagnostic {
    Diagnostic::new(
        UNSAFE_ADDRESS,
        path,
        span,
        "a picture from another site would tell it who reads this page",
    )
    .help(match at_page {
        true => "save the picture beside the page, and name it here",
        false => "save the picture in `static/`, and write its address here, like `/picture.png`",
    })
}

/// The suffix of a file that holds what an address of `data:` does.
fn data_url_extension(address: &str) -> &'static str {
    let kind = address
        .get("data:".len()..)
        .and_then(|rest| rest.split([';', ',']).next())
        .unwrap_or("")
        .to_ascii_lowercase();
    match &*kind {
        "image/jpeg" | "image/jpg" => "jpg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/avif" => "avif",
        "image/svg+xml" => "svg",
        _ => "png",
    }
}

/// An address that no page may link to.
pub(crate) fn unsafe_address(path: &SourcePath, span: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        UNSAFE_ADDRESS,
        path,
        span,
        format!("`{written}` is no address that a page may link to"),
    )
    .help("links begin with `https:`, `http:`, `mailto:` or `tel:`, or lead to a page of this site")
}
