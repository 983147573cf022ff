//! Pages in another language than the site: every text is marked with its language and direction.

use std::fmt::Write;

use scraper::{ElementRef, Html, Node};

use super::harness::SiteTest;

/// A site in English with pages in Arabic of every kind, which mention pages in English and are
/// mentioned by them. All texts in Arabic have Arabic letters, all in English Latin letters.
fn two_languages() -> SiteTest {
    let ar = "language: ar\n";
    let page = |front: &str, body: &str| format!("---\n{front}---\n{body}\n");
    SiteTest::new()
        .file(
            "site.toml",
            "title = \"English site\"\nbase_url = \"https://example.org/\"\nlanguage = \"en\"\nas_of = \"2025-01-10\"\nstart_here = \"articles/arabic\"\ndescription = \"Site\"\n[authors.ann]\nname = \"Ann Lee\"\nrole = \"Editor\"\n[publisher]\nname = \"Desk\"\n",
        )
        .file(
            "content/sources.toml",
            "[[sources]]\nid = \"shared\"\ntitle = \"Shared report\"\npublisher = \"Agency\"\n[[sources]]\nid = \"shared-ar\"\ntitle = \"تقرير مشترك\"\npublisher = \"Press\"\nlanguage = \"ar\"\n",
        )
        .file(
            "content/articles/arabic.md",
            page(
                &format!(
                    "title: المقال\ndescription: وصف\ntype: شرح\ndate: 2025-01-01\nas_of: 2025-01-02\nauthors: [ann]\nabout: [countries/misr, events/talks]\nkey_points: [\"نقطة [@own].\"]\nwhere_things_stand: {{ state: حالة, note: ملاحظة, as_of: 2025-01-01 }}\nsources: [{{ id: own, title: مصدر, publisher: وكالة, type: بيان, date: 2024-12-01, withdrawn: {{ date: 2025-01-01, note: خطأ }} }}]\nupdates: [{{ date: 2025-01-03, note: تغيير }}]\n{ar}"
                ),
                "ذهبت مصر إلى المحادثات [@shared].\n\n## عنوان\n\nذهب أحمد علي.\n\n> [!NOTE]\n> تنبيه\n\n## قسم\n\nنص[^a] في مصر.\n\n## آخر\n\n> كلمات\n>\n> — أحمد علي, رئيس, 2025-01-01 [@shared-ar]\n\n| سنة الحدث في القائمة | نص | مكان |\n|---|---|---|\n| نص طويل في خلية من الجدول | آخر | هنا |\n\n- [x] مهمة\n\n[^a]: حاشية",
            ),
        )
        .file(
            "content/articles/english.md",
            page(
                "title: English article\ndescription: Words\ndate: 2025-01-01\nabout: [countries/misr]\nupdates: [{ date: 2025-01-03, note: Change }]\n",
                "See [[countries/misr|Egypt]] and [[figures/ahmad|Ahmad]], [[events/talks|talks]], [[events/planned|more]], [[figures/ann]].\n",
            ),
        )
        .file(
            "content/countries/misr.md",
            page(
                &format!(
                    "title: مصر\nin_brief: دولة\ndescription: وصف\nofficial_name: جمهورية مصر\ncapital: القاهرة\nregion: إفريقيا\nalso_known_as: [المحروسة]\nwhy: سبب\nstance: {{ text: موقف, as_of: 2025-01-01 }}\nrelations: [{{ to: countries/peru, type: صديق, text: نص, from: \"2020\" }}]\n{ar}"
                ),
                "نص عن مصر.",
            ),
        )
        .file(
            "content/countries/peru.md",
            page(
                "title: Peru\nin_brief: Country\nnative_name: { text: بيرو, language: ar }\ndescription: Words\nrelations: [{ to: countries/misr, type: friend }]\n",
                "Text.",
            ),
        )
        .file(
            "content/figures/ahmad.md",
            page(
                &format!(
                    "title: أحمد علي\nfamily_name: علي\nin_brief: رئيس مصر\nalso_known_as: [الرئيس]\ndescription: وصف\ncountry: countries/misr\nborn: \"1950\"\nroles: [{{ office: رئيس, country: countries/misr, from: \"2020\" }}, {{ office: وزير, country: countries/peru, from: \"2010\", until: \"2012\" }}]\n{ar}"
                ),
                "",
            ),
        )
        .file(
            "content/figures/ann.md",
            page(
                "title: Ann Lee\ncountry: countries/misr\nrole: Envoy\ndescription: Words\n",
                "Text.",
            ),
        )
        .file(
            "content/figures/stub.md",
            page(&format!("title: عمر\nalso_known_as: [الرئيس]\n{ar}"), ""),
        )
        .file(
            "content/articles/on-stub.md",
            page(&format!("title: مقال عن عمر\ndate: 2025-01-04\n{ar}"), "جاء عمر ثم ذهب."),
        )
        .file(
            "content/events/talks.md",
            page(
                &format!(
                    "title: المحادثات\ndescription: وصف\ntype: محادثات\ndate: 2025-01-05\nplace: {{ name: القاهرة, coordinates: [30, 31] }}\noutcome: نتيجة\nsignificance: أهمية\ncertainty: {{ level: disputed, note: خلاف }}\naccounts: [{{ side: مصر, text: رواية }}]\nparticipants: [{{ who: figures/ahmad, side: مصر, role: مضيف }}, figures/ann]\ndocuments: [{{ title: بيان, date: 2025-01-06 }}]\nled_to: [events/planned]\npart_of: [events/year]\n{ar}"
                ),
                "نص.",
            ),
        )
        .file(
            "content/events/planned.md",
            page(
                "title: Planned talks\ntype: talks\nstatus: planned\ndate: 2025-03-01\ndescription: Words\nparticipants: [countries/misr, countries/peru, figures/ahmad]\nplace: { name: Hall, country: countries/peru }\n",
                "Text.",
            ),
        )
        .file(
            "content/events/year.md",
            page("title: Year of talks\ndate: \"2025\"\ndescription: Words\nparticipants: [countries/misr]\n", "Text."),
        )
        .file("content/about.md", page(&format!("title: عن الموقع\n{ar}"), "نص."))
        .file("content/timeline.md", page(&format!("title: الجدول\n{ar}"), "مقدمة."))
        .file("content/a-z.md", page(&format!("title: الأسماء\n{ar}"), "مقدمة."))
        .file("content/figures/_index.md", page(&format!("title: أشخاص\n{ar}"), "مقدمة."))
}

/// `lang` and `dir` of the nearest ancestors that have them.
fn language_of(element: ElementRef<'_>) -> (String, String) {
    let ancestors =
        || std::iter::once(element).chain(element.ancestors().filter_map(ElementRef::wrap));
    let nearest = |name: &str| {
        ancestors().find_map(|element| element.attr(name).map(str::to_owned)).unwrap_or_default()
    };
    (nearest("lang"), nearest("dir"))
}

#[test]
fn every_text_is_marked_with_its_language_and_direction() {
    let built = two_languages().build().no_errors();
    let (mut wrong, mut arabic, mut latin) = (String::new(), 0, 0);
    let routes = built.routes();
    for route in routes.iter().filter(|route| route.ends_with('/')) {
        let html = Html::parse_document(&built.page(route));
        let body = scraper::Selector::parse("body").unwrap();
        let body = html.select(&body).next().expect("a body");
        for node in body.descendants() {
            let Node::Text(text) = node.value() else { continue };
            let Some(parent) = node.parent().and_then(ElementRef::wrap) else { continue };
            // A title of the theme's words and the author's is one text.
            let is_mixed_title = (route.starts_with("/timeline/type/")
                || route.starts_with("/names/"))
                && parent.value().name() == "h1";
            if parent.value().name() == "script" || is_mixed_title {
                continue;
            }
            let is_arabic = text.chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c));
            // A footnote's letter is in no language.
            let is_latin = text.chars().filter(char::is_ascii_alphabetic).count() > 1;
            let (language, direction) = language_of(parent);
            let expected = match (is_arabic, is_latin) {
                (true, true) => ("one text in one language", ""),
                (true, false) => ("ar", "rtl"),
                // The direction of an English page is that of HTML.
                (false, true) if direction.is_empty() => ("en", ""),
                (false, true) => ("en", "ltr"),
                (false, false) => continue,
            };
            arabic += usize::from(is_arabic);
            latin += usize::from(is_latin);
            // The direction of a text in a drawing would turn the side at which it is anchored.
            let in_drawing = parent
                .ancestors()
                .filter_map(ElementRef::wrap)
                .any(|it| it.value().name() == "svg");
            let direction = if in_drawing { expected.1 } else { &*direction };
            if (&*language, direction) != expected {
                let path: Vec<&str> = parent
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .take(3)
                    .map(|element| element.attr("class").unwrap_or(element.value().name()))
                    .collect();
                let _ = writeln!(
                    wrong,
                    "{route}: {language} {direction}: {:?} in {} in {path:?}",
                    text.trim(),
                    parent.value().name()
                );
            }
        }
        // What only attributes say is in the language of their element.
        for element in body.descendants().filter_map(ElementRef::wrap) {
            for name in ["aria-label", "placeholder", "data-label", "alt"] {
                let Some(text) = element.attr(name) else { continue };
                let is_arabic = text.chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c));
                let expected = if is_arabic { "ar" } else { "en" };
                if !text.is_empty() && language_of(element).0 != expected {
                    let _ = writeln!(wrong, "{route}: {name}={text:?} is not marked as {expected}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(arabic > 200 && latin > 500, "{arabic} texts in Arabic, {latin} in English");
}

#[test]
fn feeds_name_the_language_of_an_article() {
    let built = two_languages().build().no_errors();
    let feed = built.page("/feed.xml");
    assert!(feed.contains("<entry xml:lang=\"ar\">\n<title>المقال</title>"), "{feed}");
    assert!(feed.contains("<entry>\n<title>English article</title>"), "{feed}");
    let json: serde_json::Value = built.page("/feed.json").parse().expect("JSON");
    let languages: Vec<&serde_json::Value> =
        json["items"].as_array().expect("items").iter().map(|item| &item["language"]).collect();
    assert_eq!(languages.iter().filter(|language| **language == "ar").count(), 2);
    assert_eq!(languages.iter().filter(|language| language.is_null()).count(), 1);
}
