//! What languages call themselves.

/// The languages with a code of two letters, and the two scripts of Chinese, that have a name of
/// their own in Unicode CLDR 48.
const OWN_NAMES: &str = "af Afrikaans; ak Akan; am አማርኛ; ar العربية; as অসমীয়া; az azərbaycan; ba башҡорт; be \
    беларуская; bg български; bm bamanakan; bn বাংলা; bo བོད་སྐད་; br brezhoneg; bs bosanski; ca \
    català; ce нохчийн; cs čeština; cv чӑваш чӗлхи; cy Cymraeg; da dansk; de Deutsch; dz རྫོང་ཁ; \
    ee eʋegbe; el Ελληνικά; en English; eo Esperanto; es español; et eesti; eu euskara; fa \
    فارسی; ff Pulaar; fi suomi; fo føroyskt; fr français; fy Frysk; ga Gaeilge; gd Gàidhlig; gl \
    galego; gu ગુજરાતી; gv Gaelg; ha Hausa; he עברית; hi हिन्दी; hr hrvatski; hu magyar; hy \
    հայերեն; ia interlingua; id Indonesia; ie Interlingue; ig Igbo; ii ꆈꌠꉙ; is íslenska; it \
    italiano; ja 日本語; jv Jawa; ka ქართული; ki Gikuyu; kk қазақ тілі; kl kalaallisut; km ខ្មែរ; \
    kn ಕನ್ನಡ; ko 한국어; ks کٲشُر; ku kurdî (kurmancî); kw kernewek; ky кыргызча; lb \
    Lëtzebuergesch; lg Luganda; ln lingála; lo ລາວ; lt lietuvių; lu Tshiluba; lv latviešu; mg \
    Malagasy; mi Māori; mk македонски; ml മലയാളം; mn монгол; mr मराठी; ms Melayu; mt Malti; my \
    မြန်မာ; nb norsk bokmål; nd isiNdebele; ne नेपाली; nl Nederlands; nn norsk nynorsk; no \
    norsk; oc occitan; om Oromoo; or ଓଡ଼ିଆ; os ирон; pa ਪੰਜਾਬੀ; pl polski; ps پښتو; pt \
    português; qu Runasimi; rm rumantsch; rn Ikirundi; ro română; ru русский; rw Ikinyarwanda; \
    sa संस्कृत भाषा; sc sardu; sd سنڌي; se davvisámegiella; sg Sängö; si සිංහල; sk slovenčina; \
    sl slovenščina; sn chiShona; so Soomaali; sq shqip; sr српски; st Sesotho; su Basa Sunda; sv \
    svenska; sw Kiswahili; ta தமிழ்; te తెలుగు; tg тоҷикӣ; th ไทย; ti ትግርኛ; tk türkmen dili; tl \
    Filipino; tn Setswana; to lea fakatonga; tr Türkçe; tt татар; ug ئۇيغۇرچە; uk українська; ur \
    اردو; uz o‘zbek; vi Tiếng Việt; wo Wolof; xh IsiXhosa; yi ייִדיש; yo Èdè Yorùbá; za \
    Vahcuengh; zh 中文; zu isiZulu; zh-Hans 简体中文; zh-Hant 繁體中文";

/// The name of a language (BCP 47) in that language, with its region or script if it has one:
/// `português (BR)`. The tag itself where the name is not known.
pub fn own_language_name(tag: &str) -> String {
    let name = |tag: &str| {
        let mut names = OWN_NAMES.split("; ").filter_map(|entry| entry.split_once(' '));
        names.find(|(code, _)| *code == tag).map(|(_, name)| name)
    };
    let (primary, rest) = tag.split_once('-').unwrap_or((tag, ""));
    match (name(tag), name(primary)) {
        (Some(own), _) => own.to_owned(),
        (None, Some(own)) => format!("{own} ({rest})"),
        (None, None) => tag.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::own_language_name;

    #[test]
    fn languages_are_named_in_themselves() {
        for (tag, name) in [
            ("en", "English"),
            ("ko", "한국어"),
            ("ar", "العربية"),
            ("pt-BR", "português (BR)"),
            ("zh-Hant", "繁體中文"),
            ("zh-Hant-HK", "中文 (Hant-HK)"),
            ("gsw", "gsw"),
            ("hz", "hz"),
        ] {
            assert_eq!(own_language_name(tag), name);
        }
    }
}
