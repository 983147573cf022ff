//! Whether an SVG drawing can do more than be looked at; and the drawing without what is nobody's
//! business: comments and what editors note in it.

use quick_xml::XmlVersion;
use quick_xml::escape::escape;
use quick_xml::events::{BytesRef, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

/// Elements, by their name in lower case, that run script, hold foreign content or change others.
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

/// Prefixes of elements and attributes that belong to the drawing. Others are an editor's:
/// `sodipodi:`, `inkscape:`, `rdf:`.
const ALLOWED_PREFIXES: [&str; 4] = ["svg", "xlink", "xml", "xmlns"];

/// A drawing as it may be published.
///
/// # Errors
/// Why it may not: it has script, foreign content, instructions, entities of its own or addresses
/// outside itself, or it cannot be read.
pub fn sanitize(drawing: &[u8]) -> Result<Vec<u8>, String> {
    let text = std::str::from_utf8(drawing).map_err(|_| "it is not UTF-8 text".to_owned())?;
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::with_capacity(drawing.len()));
    // How many elements are open of one that is left out, and whether a stylesheet is open.
    let (mut left_out, mut style) = (0_usize, None::<String>);
    loop {
        let event =
            reader.read_event().map_err(|error| format!("it is not well-formed XML ({error})"))?;
        match event {
            Event::Eof => break,
            Event::PI(_) => return Err("it has a processing instruction".to_owned()),
            Event::DocType(kind) if kind.contains('[') => {
                return Err("it declares entities".to_owned());
            }
            // Nothing reads the type of a document that is embedded as a picture.
            Event::Comment(_) | Event::DocType(_) => {}
            Event::Start(_) if left_out > 0 => left_out += 1,
            Event::End(_) if left_out > 0 => left_out -= 1,
            _ if left_out > 0 => {}
            Event::Start(element) if is_editor_metadata(&element) => left_out = 1,
            Event::Empty(element) if is_editor_metadata(&element) => {}
            Event::Start(element) => {
                if local_name(&lowercase_name(&element)) == "style" {
                    style = Some(String::new());
                }
                write(&mut writer, Event::Start(sanitize_element(&element)?))?;
            }
            Event::Empty(element) => write(&mut writer, Event::Empty(sanitize_element(&element)?))?,
            Event::End(end) => {
                if let Some(rules) = style.take() {
                    check_css(&rules)?;
                    write(&mut writer, Event::Text(BytesText::from_escaped(escape(rules))))?;
                }
                write(&mut writer, Event::End(end))?;
            }
            Event::CData(data) => match &mut style {
                Some(rules) => rules.push_str(&data),
                None => write(&mut writer, Event::Text(BytesText::from_escaped(escape(&*data))))?,
            },
            Event::Text(words) => match &mut style {
                Some(rules) => rules.push_str(&words),
                None => write(&mut writer, Event::Text(words))?,
            },
            Event::GeneralRef(reference) => {
                let sign = resolve_entity(&reference)?;
                match &mut style {
                    Some(rules) => rules.push(sign),
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

/// The name of an element in lower case: what a browser reads as HTML does not tell capitals apart.
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

/// A sign that is written as a reference: one of XML's own, or by its number.
fn resolve_entity(reference: &BytesRef<'_>) -> Result<char, String> {
    let by_number = reference.resolve_char_ref().map_err(|error| error.to_string())?;
    let by_name = || match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    by_number
        .or_else(by_name)
        .ok_or_else(|| format!("it has an entity of its own, `&{};`", &**reference))
}

/// The element with the attributes that belong to the drawing.
fn sanitize_element(element: &BytesStart<'_>) -> Result<BytesStart<'static>, String> {
    let name = lowercase_name(element);
    if FORBIDDEN_ELEMENTS.contains(&local_name(&name)) {
        return Err(format!("it has an element `<{}>`", local_name(&name)));
    }
    let mut kept = BytesStart::new(element.name().as_ref().to_owned());
    for attribute in element.attributes() {
        let attribute =
            attribute.map_err(|error| format!("an attribute cannot be read ({error})"))?;
        let key = attribute.key.as_ref().to_owned();
        let lower = key.to_lowercase();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| format!("an attribute cannot be read ({error})"))?;
        if local_name(&lower).starts_with("on") {
            return Err(format!("it has an attribute `{key}`"));
        }
        check_attribute(local_name(&lower), &value)?;
        let declares_foreign =
            lower.strip_prefix("xmlns:").is_some_and(|prefix| !ALLOWED_PREFIXES.contains(&prefix));
        if !has_foreign_prefix(&lower) && !declares_foreign && !lower.starts_with("data-") {
            kept.push_attribute((key.as_str(), &*value));
        }
    }
    Ok(kept)
}

fn check_attribute(name: &str, value: &str) -> Result<(), String> {
    let value = value.trim();
    match name {
        "href" | "src" => {
            let is_picture = ["png", "jpeg", "gif", "webp"]
                .iter()
                .any(|kind| value.starts_with(&format!("data:image/{kind};")));
            if value.starts_with('#') || is_picture {
                Ok(())
            } else {
                Err(format!("it leads out of itself, to `{value}`"))
            }
        }
        _ if value.to_lowercase().contains("javascript:") => {
            Err(format!("its attribute `{name}` runs script"))
        }
        _ => check_css(value),
    }
}

/// Rules, or the value of an attribute, that ask for nothing outside of the drawing.
fn check_css(rules: &str) -> Result<(), String> {
    let lower = rules.to_lowercase();
    if lower.contains("@import") || lower.contains("expression(") {
        return Err("its style brings in other rules".to_owned());
    }
    // A backslash can spell any letter of `url`.
    if lower.contains('\\') && (lower.contains('(') || lower.contains('@')) {
        return Err("its style has a backslash".to_owned());
    }
    for (at, call) in
        ["url(", "image(", "image-set(", "src("].iter().flat_map(|call| lower.match_indices(call))
    {
        let argument = lower[at + call.len()..].trim_start().trim_start_matches(['"', '\'']);
        if call != "url(" || !argument.starts_with('#') {
            return Err(format!(
                "its style leads out of itself, with `{}`",
                rules[at..].chars().take(40).collect::<String>()
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::sanitize;

    fn text(drawing: &str) -> String {
        String::from_utf8(
            sanitize(drawing.as_bytes()).unwrap_or_else(|reason| panic!("{drawing}: {reason}")),
        )
        .expect("text")
    }

    #[test]
    fn a_plain_drawing_stays_as_it_is() {
        for good in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0\"/><use href=\"#a\"/></svg>",
            "<?xml version=\"1.0\"?>\n<svg><title>Who &gt; whom</title><a title=\"x &gt; y\"/></svg>",
            "<svg><style>.a{fill:url(#b)}</style><rect style=\"fill:url(#b)\" filter=\"url('#c')\"/></svg>",
            "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"data:image/png;base64,AA==\"/></svg>",
            "<svg><text>A &amp; B &#233;</text></svg>",
        ] {
            assert_eq!(text(good).replace("&apos;", "'"), good);
        }
    }

    #[test]
    fn comments_and_notes_of_editors_are_left_out() {
        for (drawing, left) in [
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
            assert_eq!(text(drawing), left);
        }
    }

    #[test]
    fn whatever_could_act_is_refused() {
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
