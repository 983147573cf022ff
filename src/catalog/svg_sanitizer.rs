//! Sanitizes SVG files: refuses whatever can do more than show a picture, and removes comments and
//! metadata of editors.

use quick_xml::XmlVersion;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// Elements, in lower case, that run script, embed foreign content or change other elements.
const FORBIDDEN_ELEMENTS: [&str; 13] = [
    "script",
    "foreignobject",
    "iframe",
    "embed",
    "object",
    "handler",
    "listener",
    "set",
    "animate",
    "animatemotion",
    "animatetransform",
    "link",
    "audio",
];

/// Other prefixes belong to editors: `sodipodi:`, `inkscape:`, `rdf:`.
const ALLOWED_PREFIXES: [&str; 4] = ["svg", "xlink", "xml", "xmlns"];

/// An SVG as it can be published.
///
/// # Errors
/// Returns the reason if it contains script, foreign content, processing instructions, entity
/// declarations or references outside itself, or if it is not well-formed UTF-8 XML.
pub fn sanitize(svg: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(svg).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::with_capacity(svg.len()));
    // Depth inside an element that is removed, and the text of an open stylesheet.
    let (mut removed_depth, mut css) = (0_usize, None::<String>);
    loop {
        let event =
            reader.read_event().map_err(|error| format!("it is not well-formed XML ({error})"))?;
        match event {
            Event::Eof => break,
            Event::PI(_) => return Err("it has a processing instruction".to_owned()),
            Event::DocType(kind) if kind.contains('[') => {
                return Err("it declares entities".to_owned());
            }
            // A browser ignores the document type of an embedded picture.
            Event::Comment(_) | Event::DocType(_) => {}
            Event::Start(_) if removed_depth > 0 => removed_depth += 1,
            Event::End(_) if removed_depth > 0 => removed_depth -= 1,
            _ if removed_depth > 0 => {}
            Event::Start(element) if is_editor_metadata(&element) => removed_depth = 1,
            Event::Empty(element) if is_editor_metadata(&element) => {}
            Event::Start(element) => {
                if local_name(&lowercase_name(&element)) == "style" {
                    css = Some(String::new());
                }
                write(&mut writer, Event::Start(sanitize_element(&element)?))?;
            }
            Event::Empty(element) => write(&mut writer, Event::Empty(sanitize_element(&element)?))?,
            Event::End(end) => {
                if let Some(css) = css.take() {
                    check_css(&css)?;
                    write(&mut writer, Event::Text(BytesText::from_escaped(escape(css))))?;
                }
                write(&mut writer, Event::End(end))?;
            }
            Event::CData(data) => match &mut css {
                Some(css) => css.push_str(&data),
                None => write(&mut writer, Event::Text(BytesText::from_escaped(escape(&*data))))?,
            },
            Event::Text(text) => match &mut css {
                Some(css) => css.push_str(&text),
                None => write(&mut writer, Event::Text(text))?,
            },
            Event::GeneralRef(reference) => {
                let resolved = resolve_entity(&reference)?;
                match &mut css {
                    Some(css) => css.push(resolved),
                    None => write(&mut writer, Event::GeneralRef(reference))?,
                }
            }
            Event::Decl(declaration) => write(&mut writer, Event::Decl(declaration))?,
        }
    }
    Ok(writer.into_inner())
}

fn write(writer: &mut Writer<Vec<u8>>, event: Event<'_>) -> Result<(), String> {
    writer.write_event(event).map_err(|error| error.to_string())
}

/// In lower case: a browser that reads the file as HTML ignores case.
fn lowercase_name(element: &BytesStart<'_>) -> String {
    element.name().as_ref().to_lowercase()
}

fn local_name(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn is_editor_metadata(element: &BytesStart<'_>) -> bool {
    let name = lowercase_name(element);
    local_name(&name) == "metadata"
        || has_foreign_prefix(&name) && !FORBIDDEN_ELEMENTS.contains(&local_name(&name))
}

fn has_foreign_prefix(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, _)| !ALLOWED_PREFIXES.contains(&prefix))
}

/// The character of a numeric reference or of a predefined entity.
fn resolve_entity(reference: &BytesRef<'_>) -> Result<char, String> {
    let by_number = reference.resolve_char_ref().map_err(|error| error.to_string())?;
    let by_name = || resolve_predefined_entity(reference)?.chars().next();
    by_number
        .or_else(by_name)
        .ok_or_else(|| format!("it uses the undefined entity `&{};`", &**reference))
}

/// The element with the attributes that belong to the picture.
fn sanitize_element(element: &BytesStart<'_>) -> Result<BytesStart<'static>, String> {
    let name = lowercase_name(element);
    if FORBIDDEN_ELEMENTS.contains(&local_name(&name)) {
        return Err(match local_name(&name) {
            "script" => "it contains a script (`<script>`)".to_owned(),
            other => format!("it has an element `<{other}>`"),
        });
    }
    let mut kept = BytesStart::new(element.name().as_ref().to_owned());
    let invalid = |error: &dyn std::fmt::Display| format!("an attribute is invalid ({error})");
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|error| invalid(&error))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| invalid(&error))?;
        let key = attribute.key.as_ref();
        let lower = key.to_lowercase();
        if local_name(&lower).starts_with("on") {
            return Err(format!("it has an attribute `{key}`"));
        }
        check_attribute(local_name(&lower), &value)?;
        let declared_prefix = lower.strip_prefix("xmlns:");
        let declares_foreign =
            declared_prefix.is_some_and(|prefix| !ALLOWED_PREFIXES.contains(&prefix));
        if !has_foreign_prefix(&lower) && !declares_foreign && !lower.starts_with("data-") {
            kept.push_attribute((key, &*value));
        }
    }
    Ok(kept)
}

fn check_attribute(name: &str, value: &str) -> Result<(), String> {
    let value = value.trim();
    match name {
        "href" | "src" => {
            let is_picture = value.strip_prefix("data:image/").is_some_and(|rest| {
                ["png;", "jpeg;", "gif;", "webp;"].iter().any(|kind| rest.starts_with(kind))
            });
            let is_allowed = value.starts_with('#') || is_picture;
            is_allowed.then_some(()).ok_or_else(|| format!("it refers to `{value}` outside itself"))
        }
        _ if value.to_lowercase().contains("javascript:") => {
            Err(format!("its attribute `{name}` runs script"))
        }
        _ => check_css(value),
    }
}

/// Accepts CSS, or the value of an attribute, that loads nothing from outside the file.
fn check_css(css: &str) -> Result<(), String> {
    let lower = css.to_lowercase();
    if lower.contains("@import") || lower.contains("expression(") {
        return Err("its style imports other rules".to_owned());
    }
    // A backslash can escape any letter of `url`.
    if lower.contains('\\') && (lower.contains('(') || lower.contains('@')) {
        return Err("its style has a backslash".to_owned());
    }
    let calls = ["url(", "image(", "image-set(", "src("];
    for (at, call) in calls.iter().flat_map(|call| lower.match_indices(call)) {
        let argument = lower[at + call.len()..].trim_start().trim_start_matches(['"', '\'']);
        if call != "url(" || !argument.starts_with('#') {
            let start: String = css[at..].chars().take(40).collect();
            return Err(format!("its style loads something from outside, with `{start}`"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::sanitize;

    fn sanitized(svg: &str) -> String {
        String::from_utf8(
            sanitize(svg.as_bytes()).unwrap_or_else(|reason| panic!("{svg}: {reason}")),
        )
        .expect("text")
    }

    #[test]
    fn a_plain_svg_is_unchanged() {
        for good in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/><use href=\"#a\"/></svg>",
            "<?xml version=\"1.0\"?>\n<svg><title>Who &gt; whom</title><a title=\"x &gt; y\"/></svg>",
            "<svg><style>.a{fill:url(#b)}</style><rect style=\"fill:url(#b)\" filter=\"url('#c')\"/></svg>",
            "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"data:image/png;base64,AA==\"/></svg>",
            "<svg><text>A &amp; B &#233;</text></svg>",
        ] {
            assert_eq!(sanitized(good).replace("&apos;", "'"), good);
        }
    }

    #[test]
    fn comments_and_editor_metadata_are_removed() {
        for (svg, expected) in [
            ("<svg><!-- ask <b> the lawyer --><g/></svg>", "<svg><g/></svg>"),
            (
                "<!-- Generator: X --><svg><metadata><rdf:RDF><dc:creator>Ann</dc:creator></rdf:RDF></metadata></svg>",
                "<svg></svg>",
            ),
            (
                "<svg xmlns:inkscape=\"http://x\" inkscape:export-filename=\"/home/ann/x.png\" data-name=\"Ann\"><g inkscape:label=\"secret\"/></svg>",
                "<svg><g/></svg>",
            ),
            (
                "<svg><sodipodi:namedview><inkscape:page/></sodipodi:namedview><g/></svg>",
                "<svg><g/></svg>",
            ),
            (
                "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\"><svg/>",
                "<svg/>",
            ),
            (
                "<svg><style><![CDATA[.a{fill:red}]]></style></svg>",
                "<svg><style>.a{fill:red}</style></svg>",
            ),
        ] {
            assert_eq!(sanitized(svg), expected);
        }
    }

    #[test]
    fn active_content_is_refused() {
        for bad in [
            "<svg><script>1</script></svg>",
            "<svg><SCRIPT>1</SCRIPT></svg>",
            "<svg><s:script xmlns:s=\"http://www.w3.org/2000/svg\"/></svg>",
            "<svg onload=\"x()\"></svg>",
            "<svg><a a='' onclick='x()'/></svg>",
            "<svg><a a=''onclick='x()'/></svg>",
            "<svg><a xlink:href=\"java&#115;cript:alert(1)\"/></svg>",
            "<svg><a href='https://example.org/'/></svg>",
            "<svg><image href='https://example.org/x.png'/></svg>",
            "<svg><image href='data:image/svg+xml,x'/></svg>",
            "<?xml-stylesheet type=\"text/xsl\" href=\"x.csv\"?><svg/>",
            "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>",
            "<svg><text>&x;</text></svg>",
            "<svg><foreignObject/></svg>",
            "<svg><style>a</style><rect style=\"fill:url(x)\"/></svg>",
            "<svg><style>@import url(https://example.org/x.css);</style></svg>",
            "<svg><style>@im<![CDATA[port]]> 'https://example.org/x.css';</style></svg>",
            "<svg><style>@\\69mport 'x';</style></svg>",
            "<svg><style>.a{background:u\\72l(https://example.org)}</style></svg>",
            "<svg><style>@font-face{src:url(https://example.org/f.woff)}</style></svg>",
            "<svg><style>.a{background:image-set('https://example.org/x.png' 1x)}</style></svg>",
            "<svg><style>.a{fill:u&#114;l(https://example.org)}</style></svg>",
            "<svg><rect fill=\"url(https://example.org/x#y)\"/></svg>",
            "<svg><rect filter=\"URL( 'https://example.org' )\"/></svg>",
            "<svg><set attributeName=\"href\"/></svg>",
            "<svg a=b></svg>",
            "<svg><g></svg>",
            "<svg",
        ] {
            assert!(sanitize(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(sanitize(b"\xff\xfe<\0s\0v\0g\0").is_err());
    }
}
