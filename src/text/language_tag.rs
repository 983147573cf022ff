//! Language tags (BCP 47) and the languages that they name.

/// The languages with a code of two letters (ISO 639-1), with their English names.
const LANGUAGES: &str = "aa Afar; ab Abkhazian; ae Avestan; af Afrikaans; ak Akan; am Amharic; an Aragonese; ar \
    Arabic; as Assamese; av Avaric; ay Aymara; az Azerbaijani; ba Bashkir; be Belarusian; bg \
    Bulgarian; bi Bislama; bm Bambara; bn Bengali; bo Tibetan; br Breton; bs Bosnian; ca \
    Catalan; ce Chechen; ch Chamorro; co Corsican; cr Cree; cs Czech; cu Church Slavic; cv \
    Chuvash; cy Welsh; da Danish; de German; dv Divehi; dz Dzongkha; ee Ewe; el Greek; en \
    English; eo Esperanto; es Spanish; et Estonian; eu Basque; fa Persian; ff Fulah; fi \
    Finnish; fj Fijian; fo Faroese; fr French; fy Western Frisian; ga Irish; gd Scottish \
    Gaelic; gl Galician; gn Guarani; gu Gujarati; gv Manx; ha Hausa; he Hebrew; hi Hindi; ho \
    Hiri Motu; hr Croatian; ht Haitian; hu Hungarian; hy Armenian; hz Herero; ia \
    Interlingua; id Indonesian; ie Interlingue; ig Igbo; ii Sichuan Yi; ik Inupiaq; io Ido; \
    is Icelandic; it Italian; iu Inuktitut; ja Japanese; jv Javanese; ka Georgian; kg Kongo; \
    ki Kikuyu; kj Kuanyama; kk Kazakh; kl Greenlandic; km Khmer; kn Kannada; ko Korean; kr \
    Kanuri; ks Kashmiri; ku Kurdish; kv Komi; kw Cornish; ky Kyrgyz; la Latin; lb \
    Luxembourgish; lg Ganda; li Limburgish; ln Lingala; lo Lao; lt Lithuanian; lu \
    Luba-Katanga; lv Latvian; mg Malagasy; mh Marshallese; mi Maori; mk Macedonian; ml \
    Malayalam; mn Mongolian; mr Marathi; ms Malay; mt Maltese; my Burmese; na Nauru; nb \
    Norwegian Bokmål; nd North Ndebele; ne Nepali; ng Ndonga; nl Dutch; nn Norwegian \
    Nynorsk; no Norwegian; nr South Ndebele; nv Navajo; ny Chichewa; oc Occitan; oj Ojibwa; \
    om Oromo; or Odia; os Ossetian; pa Punjabi; pi Pali; pl Polish; ps Pashto; pt \
    Portuguese; qu Quechua; rm Romansh; rn Rundi; ro Romanian; ru Russian; rw Kinyarwanda; \
    sa Sanskrit; sc Sardinian; sd Sindhi; se Northern Sami; sg Sango; si Sinhala; sk Slovak; \
    sl Slovenian; sm Samoan; sn Shona; so Somali; sq Albanian; sr Serbian; ss Swati; st \
    Southern Sotho; su Sundanese; sv Swedish; sw Swahili; ta Tamil; te Telugu; tg Tajik; th \
    Thai; ti Tigrinya; tk Turkmen; tl Tagalog; tn Tswana; to Tonga; tr Turkish; ts Tsonga; \
    tt Tatar; tw Twi; ty Tahitian; ug Uyghur; uk Ukrainian; ur Urdu; uz Uzbek; ve Venda; vi \
    Vietnamese; vo Volapük; wa Walloon; wo Wolof; xh Xhosa; yi Yiddish; yo Yoruba; za \
    Zhuang; zh Chinese; zu Zulu";

/// Codes of countries that are taken for those of languages, and of none themselves.
const COUNTRIES: [(&str, &str); 12] = [
    ("jp", "ja"),
    ("cn", "zh"),
    ("ua", "uk"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gr", "el"),
    ("al", "sq"),
    ("rs", "sr"),
    ("by", "be"),
    ("vn", "vi"),
    ("us", "en"),
    ("gb", "en"),
];

/// Codes and names.
fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.split("; ").filter_map(|entry| entry.split_once(' '))
}

/// A tag with its letters in the usual case (BCP 47 §2.1.1): `pt-br` becomes `pt-BR`. `None` for a
/// text that is no tag, and for a code of two letters that no language has. A code of three letters
/// is not looked up.
pub fn parse_language_tag(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or("");
    let is_code = match primary.len() {
        2 => languages().any(|(code, _)| code == primary),
        3 => primary.bytes().all(|byte| byte.is_ascii_lowercase()),
        _ => false,
    };
    let mut tag = primary.to_owned();
    let mut is_in_extension = false;
    for part in parts {
        let is_letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        is_in_extension |= part.len() == 1;
        tag.push('-');
        match part.len() {
            // A region.
            2 if is_letters && !is_in_extension => tag.push_str(&part.to_ascii_uppercase()),
            // A script.
            4 if is_letters && !is_in_extension => {
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..]);
            }
            _ => tag.push_str(part),
        }
    }
    is_code.then_some(tag)
}

/// The tag for a language that is named in English, by the code of a country, or as POSIX does:
/// "French", "jp", "pt_BR.UTF-8".
pub fn suggest_language_tag(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let named = languages().find(|(_, name)| name.eq_ignore_ascii_case(&text));
    let code = named.map(|(code, _)| code);
    let of_country = || COUNTRIES.iter().find(|(code, _)| *code == text).map(|(_, code)| *code);
    let posix = || parse_language_tag(&text.split('.').next()?.replace('_', "-"));
    code.or_else(of_country).map(str::to_owned).or_else(posix)
}

/// The English name of the language of a tag; the tag itself where it is not known.
pub fn language_name(tag: &str) -> &str {
    let primary = tag.split('-').next().unwrap_or("");
    languages().find(|(code, _)| *code == primary).map_or(tag, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_in_any_case() {
        for (written, tag) in [
            ("en", Some("en")),
            ("EN", Some("en")),
            ("pt-br", Some("pt-BR")),
            ("ZH-hant-tw", Some("zh-Hant-TW")),
            ("gsw", Some("gsw")),
            ("french", None),
            ("xx-yy-zz", None),
            ("jp", None),
            ("pt_BR", None),
            ("English please", None),
            ("e", None),
            ("", None),
            ("en-", None),
        ] {
            assert_eq!(parse_language_tag(written).as_deref(), tag, "{written}");
        }
    }

    #[test]
    fn what_is_no_tag_may_name_a_language() {
        for (written, tag) in [
            ("French", Some("fr")),
            ("jp", Some("ja")),
            ("pt_BR.UTF-8", Some("pt-BR")),
            ("Norwegian Bokmål", Some("nb")),
            ("Klingon", None),
        ] {
            assert_eq!(suggest_language_tag(written).as_deref(), tag, "{written}");
        }
        assert_eq!([language_name("pt-BR"), language_name("gsw")], ["Portuguese", "gsw"]);
    }
}
