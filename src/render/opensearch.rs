//! `opensearch.xml` (OpenSearch 1.1): how browsers search the site.

use super::xml::{element, escape};
use crate::catalog::search_page_route;
use crate::page::SiteData;

/// The most characters of a short and a long name, and of a description.
const LENGTHS: [usize; 3] = [16, 48, 1024];

pub(super) fn opensearch(data: &SiteData<'_>) -> String {
    let config = data.config;
    let mut out = concat!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
        "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n",
    )
    .to_owned();
    let [short, long, description] = LENGTHS;
    element("ShortName", &shorten(&config.title, short), &mut out);
    element("LongName", &shorten(&config.title, long), &mut out);
    let text = config.description.as_deref().unwrap_or(&config.title);
    element("Description", &shorten(text, description), &mut out);
    element("Language", &config.language, &mut out);
    element("InputEncoding", "UTF-8", &mut out);
    out.push_str("<Url type=\"text/html\" template=\"");
    escape(&data.full_href(&search_page_route()), &mut out);
    out.push_str("?q={searchTerms}\"/>\n</OpenSearchDescription>\n");
    out
}

/// At most so many characters, if possible whole words.
fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let is_whole = text[cut.len()..].starts_with(char::is_whitespace);
    let end = if is_whole { None } else { cut.rfind(char::is_whitespace) };
    cut[..end.unwrap_or(cut.len())].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn names_are_cut_between_words() {
        for (text, most, cut) in [
            ("Moon", 4, "Moon"),
            ("Moon landing", 8, "Moon"),
            ("Moon landing", 4, "Moon"),
            ("Mondlandung", 4, "Mond"),
            ("달 착륙", 2, "달"),
        ] {
            assert_eq!(shorten(text, most), cut);
        }
    }
}
