//! The author bar of the preview: how the names of a page were linked, and what to write to change it.

use serde_json::{Value, json};

use super::browser::Browser;
use super::harness::SiteTest;
use super::preview_server::PreviewServer;

const TALKS: &str = "content/articles/talks.md";

fn site() -> SiteTest {
    let pak =
        |first| format!("---\ntitle: Pak {first}\nalso_known_as: [Pak]\ndescription: d\n---\n");
    SiteTest::new()
        .file(TALKS, article("Kim Jong Un met Choe Ryong-hae in May. Choe Ryong-hae left, and Kim Jong Un stayed. Pak spoke to Pak."))
        .file("content/figures/kim.md", "---\ntitle: Kim Jong Un\ndescription: d\n---\n")
        .file("content/figures/pak-a.md", pak("a"))
        .file("content/figures/pak-b.md", pak("b"))
}

fn article(text: &str) -> String {
    format!("---\ntitle: The talks\ndate: 2020-07-01\n---\n{text}\n")
}

fn names(server: &PreviewServer, path: &str) -> Value {
    let response = server.get(&format!("/.backgrounder/names?at={path}"));
    serde_json::from_str(&response.text()).expect("JSON")
}

/// Some fields of each entry of a list.
fn fields<const N: usize>(list: &Value, names: [&str; N]) -> Vec<Value> {
    let entry = |entry: &Value| json!(names.map(|name| entry[name].clone()).to_vec());
    list.as_array().expect("a list").iter().map(entry).collect()
}

#[test]
fn names_of_a_page_come_with_lines_that_override_them() {
    let folder = site().on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let names_of_page = names(&server, "/articles/talks/");
    assert_eq!(names_of_page["file"], TALKS);
    let entries =
        fields(&names_of_page["names"], ["written", "decided", "title", "href", "otherwise"]);
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
        entries,
        [
            to_kim("linked", "[[!Kim Jong Un]]"),
            to_kim("linked-already", "[[Kim Jong Un]]"),
            pak.clone(),
            pak
        ]
    );
    let phrases = fields(&names_of_page["unnamed"], ["phrase", "times", "line"]);
    assert_eq!(phrases, [json!(["Choe Ryong-hae", 2, 5])]);
    for route in ["/timeline/", "/nothing/", "/elsewhere/", "", "%"] {
        assert_eq!(names(&server, route), Value::Null, "{route}");
    }
}

#[test]
fn offered_lines_override_links_as_described() {
    let lines = |text: &str| {
        let folder = site().file(TALKS, text).on_disk();
        let server = PreviewServer::start(&folder, &[]);
        let names_of_page = names(&server, "/articles/talks/");
        let names = names_of_page["names"].as_array().expect("names").clone();
        names
            .into_iter()
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
        "a second `disambiguate` would be an error"
    );
    let toml = toml.replace("\"figures/kim\"", "\"figures/kim\", \"Pak\" = \"figures/pak-b\"");
    assert_eq!(lines(&toml)[0].0, "linked");
    assert_eq!(lines(&article("[[!Kim Jong Un]] left."))[0], ("kept-plain".to_owned(), json!([])));
    assert_eq!(lines(&article("Kim Jong Un and [[Kim Jong Un]] left."))[1].0, "linked");
}

#[test]
fn missing_family_name_is_offered_as_a_line_instead_of_a_new_topic() {
    let folder = site()
        .file("content/figures/Anatoly Dobrynin.md", "")
        .file("content/figures/castro.md", "+++\ntitle = \"Fidel Castro\"\n+++\n")
        .file(TALKS, article("Later Dobrynin met Castro."))
        .on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let names_of_page = names(&server, "/articles/talks/");
    let phrases = fields(&names_of_page["unnamed"], ["phrase", "family_of", "family_line"]);
    assert_eq!(
        phrases,
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
fn lines_for_table_cells_escape_the_bar_and_every_possible_topic_is_offered() {
    let castro = |first: &str| {
        let text =
            format!("---\ntitle: {first} Castro\nfamily_name: Castro\ndescription: d\n---\n");
        (format!("content/figures/{first}.md"), text)
    };
    let text = "Fidel Castro came.\n\n| who | what |\n|---|---|\n| Castro | spoke |\n\n## B\n\nRaul Castro came, and Mary Castro.\n\nCastro spoke.";
    let folder = site().files(["Raul", "Fidel"].map(castro)).file(TALKS, article(text)).on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let names_of_page = names(&server, "/articles/talks/");
    let entries = fields(&names_of_page["names"], ["written", "decided", "otherwise"]);
    assert_eq!(
        entries,
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

fn open(server: &PreviewServer) -> Browser {
    let mut browser = Browser::open();
    browser.resize(800, 600);
    browser.go(&format!("http://{}/articles/talks/", server.address));
    browser.until(&format!("!!{BAR}?.shadowRoot.querySelector('link').sheet"));
    browser
}

fn inside(script: &str) -> String {
    format!("((bar) => {script})({BAR}.shadowRoot)")
}

#[test]
fn author_bar_starts_closed_opens_by_keyboard_and_lists_names() {
    let folder = site().on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let mut browser = open(&server);
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
    browser.screenshot("bar");
    browser.darken(true);
    browser.resize(360, 640);
    browser.screenshot("bar-narrow-dark");
    assert_eq!(browser.value("document.documentElement.scrollWidth <= innerWidth"), true);
    browser.press("Escape");
    browser.until(&inside("!bar.querySelector('section').checkVisibility()"));
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn author_bar_updates_after_edits_stays_open_and_escapes_markup() {
    let folder = site().on_disk();
    let server = PreviewServer::start(&folder, &[]);
    let mut browser = open(&server);
    browser.value(&inside("bar.querySelector('.toggle').click() || true"));
    folder.write(
        TALKS,
        article(
            "Yesterday Choe `<img src=x onerror=alert(1)>` Ryong-hae met Park \\<b\\>Won Soon.",
        ),
    );
    browser.until(&format!("{BAR}?.shadowRoot.querySelector('.toggle').textContent === 'Names: 0 linked, 0 not linked, 4 without a topic'"));
    assert_eq!(
        browser.value(&inside("bar.querySelector('section').checkVisibility()")),
        true,
        "the edit closed the bar"
    );
    assert_eq!(
        browser.value(&inside("bar.querySelectorAll('section img, section b b').length")),
        0
    );
    // A new topic on another page updates the bar of this page.
    folder.write("content/figures/choe.md", "---\ntitle: Choe\ndescription: d\n---\n");
    browser.until(&format!(
        "{BAR}?.shadowRoot.querySelector('.toggle').textContent.startsWith('Names: 1 linked')"
    ));
    assert_eq!(browser.console(), Vec::<String>::new());
}
