//! A site in memory or in a folder of its own, built as the program builds it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use backgrounder::diagnostics::{RenderStyle, render_one};
use backgrounder::engine::{Build, BuildOptions, build};
use backgrounder::site::Body;
use backgrounder::site::Snapshot;

/// Builds a site from files in memory.
pub fn build_in_memory<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
    wishes: &BuildOptions,
) -> Build {
    let snapshot =
        Snapshot::from_memory(files.into_iter().map(|(path, text)| (path, text.as_bytes())));
    build(&Arc::new(snapshot), wishes)
}

/// What every small site needs.
pub const SITE: (&str, &str) =
    ("site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n");

/// The problems of a build as people see them, without colours.
pub fn problems(built: &Build) -> String {
    let shown: Vec<String> = built
        .diagnostics
        .iter()
        .map(|problem| render_one(problem, &**built.site.snapshot(), RenderStyle::Plain))
        .collect();
    shown.join("\n\n")
}

/// All addresses of a build and what they give; pages that cannot be rendered give their problem.
pub fn all_bytes(built: &Build) -> BTreeMap<String, Vec<u8>> {
    let bytes = |route: &str| match built.site.body(route) {
        Some(Ok(Body::Bytes(bytes))) => bytes,
        Some(Ok(Body::File(asset))) => asset.read().map(|bytes| bytes.to_vec()).unwrap_or_default(),
        Some(Err(problem)) => problem.message.into_bytes(),
        None => Vec::new(),
    };
    built
        .site
        .resources()
        .into_iter()
        .map(|(route, _)| (route.to_string(), bytes(route.as_str())))
        .collect()
}

/// A folder of its own for one test, removed at its end.
pub struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    pub fn new() -> Self {
        Folder { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// The same in memory, where the system has such a folder: for tests that make files by the
    /// hundred thousand.
    pub fn in_memory() -> Self {
        let made = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Folder { dir: made.expect("a temporary folder") }
    }

    /// A folder with a small story of each kind of page.
    pub fn with_story() -> Self {
        let folder = Self::new();
        for (path, text) in STORY {
            folder.write(path, text);
        }
        folder
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().canonicalize().expect("the folder exists")
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().expect("a file has a folder")).expect("make the folder");
        fs::write(file, text).expect("write the file");
    }

    pub fn remove(&self, path: &str) {
        fs::remove_file(self.path().join(path)).expect("remove the file");
    }

    pub fn read(&self, path: &str) -> String {
        String::from_utf8(
            fs::read(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}")),
        )
        .expect("text")
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// Runs the program in this folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        program(&self.path(), arguments).output().expect("the program runs")
    }

    /// Runs `build`, which must succeed.
    pub fn build(&self) {
        let output = self.run(&["build"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// The program, to be run in a folder.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backgrounder"));
    command.current_dir(folder).args(arguments);
    command
}

/// The files below a folder with their content, and symbolic links with their targets.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("walk")) {
        let path =
            entry.path().strip_prefix(folder).expect("below").to_str().expect("text").to_owned();
        if entry.file_type().is_file() {
            files.insert(path, fs::read(entry.path()).expect("read"));
        } else if entry.file_type().is_symlink() {
            files.insert(
                path,
                fs::read_link(entry.path())
                    .expect("link")
                    .to_string_lossy()
                    .into_owned()
                    .into_bytes(),
            );
        }
    }
    files
}

/// One hash for a whole folder.
pub fn hash(folder: &Path) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in tree(folder) {
        hasher.update(path.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
    }
    hasher.finalize().to_hex().to_string()
}

/// How many rounds a test goes: as asked for in the environment, which makes the long form of a
/// promise, else so many.
pub fn rounds(name: &str, short: usize) -> usize {
    std::env::var(name).ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(short)
}

/// Folder of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A small story with each kind of page.
pub const STORY: &[(&str, &str)] = &[
    (
        "site.toml",
        "title = \"Small\"\nbase_url = \"https://example.org/s/\"\nas_of = \"2020-07-10\"\n[authors.me]\nname = \"Me\"\n",
    ),
    ("content/_index.md", "---\ndescription: A small story.\n---\nWelcome.\n"),
    (
        "content/articles/talks.md",
        "---\ntitle: The talks\ndescription: About the talks.\ndate: 2020-07-01\nauthors: [me]\nabout: [events/hanoi-summit]\nkey_points:\n  - \"Kim Jong Un went to Hanoi [@a].\"\nsources:\n  - { id: a, title: A report, publisher: An agency }\n---\nKim Jong Un of North Korea went to the Hanoi summit [@a].\n\n## Later\n\nKim Jong-un's return.\n",
    ),
    (
        "content/articles/second.md",
        "---\ntitle: Second\ndescription: Another one.\ndate: 2020-06-01\nredirect_from: [/old/second/]\n---\nNorth Korea again, and the UN.\n",
    ),
    ("content/countries/north-korea.md", "---\niso: KP\ndescription: A country.\n---\n"),
    ("content/countries/vietnam.md", "---\niso: VN\n---\n"),
    (
        "content/figures/kim-jong-un.md",
        "---\ntitle: Kim Jong Un\nfamily_name: Kim\ncountry: countries/north-korea\ndescription: The leader.\nroles:\n  - { office: Chairman, from: \"2016-05\" }\n---\nA text.\n",
    ),
    (
        "content/events/hanoi-summit.md",
        "---\ntitle: Hanoi summit\ndate: \"2019-02-27/2019-02-28\"\ntype: summit\nplace: { name: Hanoi, country: countries/vietnam }\nparticipants: [figures/kim-jong-un]\noutcome: No deal.\n---\n",
    ),
    ("content/organisations/un.md", "---\ntitle: UN\ndescription: An organisation.\n---\n"),
    ("content/terms/armistice.md", "---\ntitle: armistice\ndescription: A truce.\n---\n"),
    ("content/about.md", "---\ntitle: About\n---\nSee [the talks](articles/talks.md).\n"),
    ("static/robots-note.txt", "hello\n"),
];
