//! Builds are skipped only if the output is known to be up to date.

use std::fs;

use super::harness::{Folder, SiteTest, assert_exit_code, assert_success, hash_tree, stderr};

/// Builds; returns whether anything was rendered, and the report without times.
fn build(folder: &Folder, flags: &[&str]) -> (bool, String) {
    let arguments: Vec<&str> = ["build", "--timings=json"].iter().chain(flags).copied().collect();
    let built = folder.run(&arguments);
    assert_success(&built);
    let stderr = stderr(&built);
    let timings: serde_json::Value =
        serde_json::from_slice(&built.stdout).expect("one JSON object");
    let stages = timings["stages"].as_array().expect("stages");
    let report = stderr.split(" in ").next().unwrap_or_default().to_owned()
        + &stderr.lines().filter(|line| line.contains("links to")).collect::<String>();
    (stages.iter().any(|stage| stage["name"] == "render"), report)
}

fn site_with_warning() -> SiteTest {
    SiteTest::story().file(
        "content/articles/more.md",
        "---\ntitle: More\ndate: 2020-07-02\nupdated: 2020-07-01\n---\nThen Kim Jong Un spoke.\n",
    )
}

/// A site with a warning, already built.
fn built() -> Folder {
    let folder = site_with_warning().file("static/data.csv", "a,b\n").on_disk();
    assert!(build(&folder, &["--drafts"]).0);
    assert!(build(&folder, &[]).0);
    folder
}

#[test]
fn an_up_to_date_build_is_skipped_and_repeats_the_last_report() {
    let folder = site_with_warning().on_disk();
    let first = folder.run(&["build"]);
    let before = hash_tree(&folder.path().join("public"));
    let second = folder.run(&["build"]);
    let warnings = |output: &std::process::Output| {
        stderr(output).split("Published").next().unwrap_or_default().to_owned()
    };
    assert_eq!(warnings(&first), warnings(&second));
    assert!(
        first.status.code() == second.status.code()
            && hash_tree(&folder.path().join("public")) == before
    );
    let folder = built();
    let (rendered, report) = build(&folder, &[]);
    assert!(!rendered && report.contains("warning") && report.contains("0 written"), "{report}");
}

#[test]
fn a_change_to_any_input_causes_a_build() {
    let folder = built();
    let site = format!("description = \"Another.\"\n{}", folder.read("site.toml"));
    for (path, text) in [
        (
            "content/articles/more.md",
            "---\ntitle: Moro\ndate: 2020-07-02\n---\nThen Kim Jong Un spoke.\n",
        ),
        ("content/figures/new.md", "---\ntitle: Somebody New\n---\n"),
        ("static/data.csv", "c,d\n"),
        ("templates/partials/footer.html", "<footer></footer>"),
        ("site.toml", &site),
        ("themes/own/theme.toml", ""),
    ] {
        folder.write(path, text);
        assert!(build(&folder, &[]).0, "{path}");
        assert!(!build(&folder, &[]).0, "{path}: built twice");
    }
    folder.remove("content/figures/new.md");
    assert!(build(&folder, &[]).0, "a removed file");
    for flags in [
        &["--drafts"][..],
        &["--now", "2020-01-01"],
        &["--base-url", "https://other.example/"],
        &["--output-dir", "elsewhere"],
    ] {
        assert!(build(&folder, flags).0, "{flags:?}");
        assert!(!build(&folder, flags).0, "{flags:?} twice");
    }
    assert!(build(&folder, &[]).0, "without flags again");
}

#[test]
fn a_modified_output_is_rebuilt() {
    let folder = built();
    let page = "public/articles/more/index.html";
    let whole = folder.read(page);
    let touches: [(&str, &dyn Fn()); 5] = [
        ("a page is removed", &|| folder.remove(page)),
        ("a page is changed without changing its size", &|| {
            folder.write(page, whole.replace("spoke", "spake"))
        }),
        ("a page is truncated", &|| folder.write(page, &whole[..40])),
        ("the record is removed", &|| folder.remove("public/.backgrounder.json")),
        ("the record is truncated", &|| {
            let record = folder.read("public/.backgrounder.json");
            folder.write("public/.backgrounder.json", &record[..record.len() / 2]);
        }),
    ];
    for (what, touch) in touches {
        touch();
        if what.starts_with("the record") {
            // Without a record, no file in the output is known to be ours.
            fs::remove_dir_all(folder.path().join("public")).expect("clear");
        }
        assert!(build(&folder, &[]).0, "{what}");
        assert_eq!(folder.read(page), whole, "{what}");
        assert!(!build(&folder, &[]).0, "{what}: built twice");
    }
}

#[test]
fn leftovers_of_an_interrupted_build_are_removed_even_when_up_to_date() {
    let folder = built();
    fs::create_dir(folder.path().join("public/.backgrounder")).expect("make the folder");
    assert!(!build(&folder, &[]).0);
    assert!(!folder.exists("public/.backgrounder"));
    folder.write("public/.backgrounder/theirs.txt", "theirs");
    let refused = folder.run(&["build"]);
    assert_exit_code(&refused, 2, "a foreign file in the stage");
    assert_eq!(folder.read("public/.backgrounder/theirs.txt"), "theirs");
}
