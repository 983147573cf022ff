//! The author's bar of the preview: what the names of a page were taken for, and what to write to
//! have it otherwise.

use serde_json::{Value, json};

use super::browser::Browser;
use super::harness::{Folder, SITE};
use super::serving::Serving;

fn story() -> Folder {
    let folder = Folder::new();
    folder.write(SITE.0, SITE.1);
    folder.write("content/articles/talks.md", article("Kim Jong Un met Choe Ryong-hae in May. Choe Ryong-hae left, and Kim Jong Un stayed. Pak spoke to Pak."));
    folder.write("content/figures/kim.md", "---\ntitle: Kim Jong Un\ndescription: d\n---\n");
    for first in ["a", "b"] {
        folder.write(
            &format!("content/figures/pak-{first}.md"),
            format!("---\ntitle: Pak {first}\nalso_known_as: [Pak]\ndescription: d\n---\n"),
        );
    }
    folder
}

fn article(text: &str) -> String {
    format!("---\ntitle: The talks\ndate: 2020-07-01\n---\n{text}\n")
}

fn names(serving: &Serving, path: &str) -> Value {
    let answer = serving.get(&format!("/.backgrounder/names?at={path}"));
    serde_json::from_str(&answer.text()).expect("JSON")
}

#[test]
fn the_names_of_a_page_are_told_with_what_to_write_to_have_them_otherwise() {
    let folder = story();
    let serving = Serving::start(&folder, &[]);
    let told = names(&serving, "/articles/talks/");
    assert_eq!(told["file"], "content/articles/talks.md");
    let said: Vec<Value> = told["names"]
        .as_array()
        .expect("names")
        .iter()
        .map(|name| {
            json!([
                name["written"],
                name["decided"],
                name["title"],
                name["href"],
                name["otherwise"]
            ])
        })
        .collect();
    let to_kim = |decided, otherwise| {
        json!(["Kim Jong Un", decided, "Kim Jong Un", "/figures/kim/", [otherwise]])
    };
    let pak = json!([
        "Pak",
        "ambiguous",
        null,
        null,
        ["disambiguate: { \"Pak\": figures/pak-a }", "disambiguate: { \"Pak\": figures/pak-b }"]
    ]);
    assert_eq!(
        said,
        [
            to_kim("linked", "[[!Kim Jong Un]]"),
            to_kim("linked-already", "[[Kim Jong Un]]"),
            pak.clone(),
            pak
        ]
    );
    let phrases: Vec<Value> = told["unnamed"]
        .as_array()
        .expect("phrases")
        .iter()
        .map(|found| json!([found["phrase"], found["times"], found["line"]]))
        .collect();
    assert_eq!(phrases, [json!(["Choe Ryong-hae", 2, 5])]);
    for nobody_has_written in ["/timeline/", "/nothing/", "/elsewhere/", "", "%"] {
        assert_eq!(names(&serving, nobody_has_written), Value::Null, "{nobody_has_written}");
    }
}

#[test]
fn each_line_that_is_offered_decides_as_it_says() {
    let lines = |text: &str| {
        let folder = story();
        folder.write("content/articles/talks.md", text);
        let serving = Serving::start(&folder, &[]);
        let told = names(&serving, "/articles/talks/");
        let told = told["names"].as_array().expect("names").clone();
        told.into_iter()
            .map(|name| {
                (name["decided"].as_str().expect("a rule").to_owned(), name["otherwise"].clone())
            })
            .collect::<Vec<_>>()
    };
    let disambiguated = article("Pak spoke.")
        .replace("---\nPak", "disambiguate: { \"Pak\": figures/pak-a }\n---\nPak");
    assert_eq!(lines(&disambiguated)[0].0, "linked");
    let toml = "+++\ntitle = \"The talks\"\ndisambiguate = { \"Kim\" = \"figures/kim\" }\n+++\nPak spoke.\n";
    assert_eq!(
        lines(toml)[0].1,
        json!(["\"Pak\" = \"figures/pak-a\"", "\"Pak\" = \"figures/pak-b\""]),
        "a second key would be an error"
    );
    let toml = toml.replace("\"figures/kim\"", "\"figures/kim\", \"Pak\" = \"figures/pak-b\"");
    assert_eq!(lines(&toml)[0].0, "linked");
    assert_eq!(lines(&article("[[!Kim Jong Un]] left."))[0], ("kept-plain".to_owned(), json!([])));
    assert_eq!(lines(&article("Kim Jong Un and [[Kim Jong Un]] left."))[1].0, "linked");
}

#[test]
fn a_family_name_of_a_figure_that_gives_none_wants_a_line_and_no_second_topic() {
    let folder = story();
    folder.write("content/figures/Anatoly Dobrynin.md", "");
    folder.write("content/figures/castro.md", "+++\ntitle = \"Fidel Castro\"\n+++\n");
    folder.write("content/articles/talks.md", article("Later Dobrynin met Castro."));
    let serving = Serving::start(&folder, &[]);
    let told = names(&serving, "/articles/talks/");
    let said: Vec<Value> = told["unnamed"]
        .as_array()
        .expect("phrases")
        .iter()
        .map(|found| json!([found["phrase"], found["family_of"], found["family_line"]]))
        .collect();
    assert_eq!(
        said,
        [
            json!([
                "Dobrynin",
                "content/figures/Anatoly Dobrynin.md",
                "---\nfamily_name: Dobrynin\n---"
            ]),
            json!(["Castro", "content/figures/castro.md", "family_name = \"Castro\""]),
        ]
    );
}

#[test]
fn a_line_for_a_row_of_a_table_does_not_end_its_cell_and_others_that_may_be_meant_are_offered() {
    let folder = story();
    for first in ["Raul", "Fidel"] {
        folder.write(
            &format!("content/figures/{first}.md"),
            format!("---\ntitle: {first} Castro\nfamily_name: Castro\ndescription: d\n---\n"),
        );
    }
    let text = "Fidel Castro came.\n\n| who | what |\n|---|---|\n| Castro | spoke |\n\n## B\n\nRaul Castro came, and Mary Castro.\n\nCastro spoke.";
    folder.write("content/articles/talks.md", article(text));
    let serving = Serving::start(&folder, &[]);
    let told = names(&serving, "/articles/talks/");
    let said: Vec<Value> = told["names"]
        .as_array()
        .expect("names")
        .iter()
        .map(|name| json!([name["written"], name["decided"], name["otherwise"]]))
        .collect();
    assert_eq!(
        said,
        [
            json!(["Fidel Castro", "linked", ["[[!Fidel Castro]]"]]),
            json!(["Castro", "linked-already", ["[[figures/fidel\\|Castro]]"]]),
            json!(["Raul Castro", "linked", ["[[!Raul Castro]]"]]),
            json!(["Castro", "longer-name", []]),
            json!([
                "Castro",
                "several-introduced",
                ["[[figures/fidel|Castro]]", "[[figures/raul|Castro]]"]
            ]),
        ]
    );
}

const BAR: &str = "document.querySelector('backgrounder-bar')";

fn open(serving: &Serving) -> Browser {
    let mut browser = Browser::open();
    browser.resize(800, 600);
    browser.go(&format!("http://{}/articles/talks/", serving.address));
    browser.until(&format!("!!{BAR}?.shadowRoot.querySelector('link').sheet"));
    browser
}

fn inside(script: &str) -> String {
    format!("((bar) => {script})({BAR}.shadowRoot)")
}

#[test]
fn the_bar_is_closed_at_first_opens_by_keyboard_and_lists_the_names_of_the_page() {
    let folder = story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving);
    assert_eq!(
        browser.value(&inside("bar.querySelector('.toggle').textContent")),
        "Names: 1 linked, 2 not linked, 1 without a topic"
    );
    assert_eq!(browser.value(&inside("bar.querySelector('section').checkVisibility()")), false);
    browser.value(&inside("bar.querySelector('.toggle').focus() || true"));
    browser.press("Enter");
    browser.until(&inside("bar.querySelector('section').checkVisibility()"));
    let groups = browser.value(&inside(
        "[...bar.querySelectorAll('summary')].map((summary) => summary.textContent)",
    ));
    assert_eq!(
        groups,
        json!(["Not linked (2)", "Without a topic (1)", "Linked (1)", "Mentioned again (1)"])
    );
    browser.value(&inside(
        "(() => { const select = bar.querySelector('select'); select.value = 'organisation'; select.dispatchEvent(new Event('change')); return true; })()",
    ));
    assert_eq!(
        browser.value(&inside("bar.querySelector('code[data-phrase]').textContent")),
        "backgrounder new organisation \"Choe Ryong-hae\""
    );
    browser.picture("bar");
    browser.darken(true);
    browser.resize(360, 640);
    browser.picture("bar-narrow-dark");
    assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true);
    browser.press("Escape");
    browser.until(&inside("!bar.querySelector('section').checkVisibility()"));
    assert_eq!(browser.said(), Vec::<String>::new());
}

#[test]
fn the_bar_follows_an_edit_stays_open_and_shows_markup_of_the_text_as_text() {
    let folder = story();
    let serving = Serving::start(&folder, &[]);
    let mut browser = open(&serving);
    browser.value(&inside("bar.querySelector('.toggle').click() || true"));
    folder.write(
        "content/articles/talks.md",
        article(
            "Yesterday Choe `<img src=x onerror=alert(1)>` Ryong-hae met Park \\<b\\>Won Soon.",
        ),
    );
    browser.until(&format!("{BAR}?.shadowRoot.querySelector('.toggle').textContent === 'Names: 0 linked, 0 not linked, 4 without a topic'"));
    assert_eq!(
        browser.value(&inside("bar.querySelector('section').checkVisibility()")),
        true,
        "it was closed by the edit"
    );
    assert_eq!(
        browser.value(&inside("bar.querySelectorAll('section img, section b b').length")),
        0
    );
    // Another page that gives a name its topic changes what the bar says of this one.
    folder.write("content/figures/choe.md", "---\ntitle: Choe\ndescription: d\n---\n");
    browser.until(&format!(
        "{BAR}?.shadowRoot.querySelector('.toggle').textContent.startsWith('Names: 1 linked')"
    ));
    assert_eq!(browser.said(), Vec::<String>::new());
}
