//! Small sites for tests: in memory ([`SiteTest`], [`BuiltSite`]) or on disk ([`Folder`]).

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use backgrounder::diagnostics::{RenderStyle, Severity, render_one};
use backgrounder::engine::{Build, BuildOptions, Engine, build};
use backgrounder::site::{Body, PageFilter, Snapshot};

/// The files and build options of a site. Unless a test replaces it, `site.toml` has only a title
/// and a base URL.
#[derive(Clone)]
pub struct SiteTest {
    files: BTreeMap<String, Vec<u8>>,
    options: BuildOptions,
}

impl SiteTest {
    pub fn new() -> Self {
        Self::empty().file("site.toml", "title = \"T\"\nbase_url = \"https://example.org/\"\n")
    }

    /// No files at all.
    pub fn empty() -> Self {
        SiteTest { files: BTreeMap::new(), options: BuildOptions::default() }
    }

    /// A site with a page of each kind.
    pub fn story() -> Self {
        Self::new().files(STORY.iter().copied())
    }

    /// Adds or replaces a file.
    pub fn file(mut self, path: impl Into<String>, text: impl AsRef<[u8]>) -> Self {
        self.files.insert(path.into(), text.as_ref().to_vec());
        self
    }

    pub fn files<P: Into<String>, T: AsRef<[u8]>>(
        self,
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        files.into_iter().fold(self, |site, (path, text)| site.file(path, text))
    }

    pub fn without(mut self, path: &str) -> Self {
        self.files.remove(path).expect("a file of the site");
        self
    }

    pub fn with_options(mut self, options: BuildOptions) -> Self {
        self.options = options;
        self
    }

    pub fn with_drafts(mut self) -> Self {
        self.options.page_filter = PageFilter { include_drafts: true, ..self.options.page_filter };
        self
    }

    /// The files, read in reverse order.
    pub fn snapshot_in_reverse(&self) -> Arc<Snapshot> {
        let files = self.files.iter().rev().map(|(path, text)| (path.as_str(), text.as_slice()));
        Arc::new(Snapshot::from_memory(files))
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_slice()));
        Arc::new(Snapshot::from_memory(files))
    }

    pub fn build(self) -> BuiltSite {
        let mut engine = Engine::new(self.options.clone());
        let build = engine.build(&self.snapshot());
        BuiltSite { source: self, engine, build, outcome: OnceCell::new() }
    }

    /// Writes the files to a temporary folder.
    pub fn on_disk(&self) -> Folder {
        let folder = Folder::new();
        for (path, text) in &self.files {
            folder.write(path, text);
        }
        folder
    }
}

/// A picture of 1,024 × 768 pixels as text: the head of an AVIF file, of which nothing more is read.
pub const TEXT_PICTURE: &str = "\0\0\0\x10ftypavif\0\0\0\0\0\0\0\x30meta\0\0\0\0\0\0\0\x24iprp\0\0\0\x1cipco\
                                \0\0\0\x14ispe\0\0\0\0\0\0\x04\0\0\0\x03\0\0\0\0\x09mdat.";

/// Starts a server on this machine that handles each connection in a thread of its own. Returns its
/// address.
pub fn start_server(handle: impl Fn(&TcpStream) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let handle = Arc::new(handle);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let handle = handle.clone();
            std::thread::spawn(move || handle(&stream));
        }
    });
    address
}

/// A picture of `tests/fixtures/pictures`.
pub fn picture(name: &str) -> Vec<u8> {
    fs::read(repository().join("tests/fixtures/pictures").join(name)).expect("a picture")
}

/// Everything visible of a build.
#[derive(Clone, PartialEq)]
pub struct Outcome {
    /// As [`diagnostics_text`] writes them.
    pub diagnostics: String,
    /// As [`outputs`] lists them.
    pub outputs: BTreeMap<String, Vec<u8>>,
}

impl Outcome {
    fn new(build: &Build) -> Self {
        Outcome { diagnostics: diagnostics_text(build), outputs: outputs(build) }
    }
}

/// A built site whose files can be edited and rebuilt.
pub struct BuiltSite {
    source: SiteTest,
    engine: Engine,
    build: Build,
    outcome: OnceCell<Outcome>,
}

impl Deref for BuiltSite {
    type Target = Build;

    fn deref(&self) -> &Build {
        &self.build
    }
}

impl BuiltSite {
    /// The text of a page or file.
    pub fn page(&self, route: &str) -> String {
        match self.site.body(route) {
            Some(Ok(Body::Bytes(bytes))) => String::from_utf8(bytes).expect("text"),
            Some(Ok(Body::File(_) | Body::Picture(_))) => panic!("{route} is a file of the author"),
            Some(Ok(Body::ShareCard(_))) => panic!("{route} is a share card"),
            Some(Err(problem)) => panic!("{route}: {}", problem.message),
            None => panic!("{route} does not exist\n{}", self.diagnostics()),
        }
    }

    /// All routes with their contents; see [`outputs`].
    pub fn outputs(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.outcome().outputs
    }

    pub fn outcome(&self) -> &Outcome {
        self.outcome.get_or_init(|| Outcome::new(&self.build))
    }

    pub fn routes(&self) -> BTreeSet<String> {
        self.site.resources().into_iter().map(|(route, _)| route.to_string()).collect()
    }

    /// The diagnostics as the terminal shows them, without colours.
    pub fn diagnostics(&self) -> String {
        diagnostics_text(&self.build)
    }

    pub fn no_diagnostics(self) -> Self {
        assert_eq!(self.diagnostics(), "");
        self
    }

    pub fn no_errors(self) -> Self {
        assert!(is_good(&self.build), "{}", self.diagnostics());
        self
    }

    /// The bytes of a file of the author.
    pub fn source(&self, path: &str) -> &[u8] {
        &self.source.files[path]
    }

    /// Writes a file; takes effect with the next [`rebuild`](Self::rebuild).
    pub fn edit(&mut self, path: &str, text: impl AsRef<[u8]>) -> &mut Self {
        self.source.files.insert(path.to_owned(), text.as_ref().to_vec());
        self
    }

    /// Removes a file, if it exists.
    pub fn remove(&mut self, path: &str) -> &mut Self {
        self.source.files.remove(path);
        self
    }

    /// Rebuilds with what the engine kept, and compares the outcome with that of a cold build.
    #[track_caller]
    pub fn rebuild(&mut self) -> &mut Self {
        let snapshot = self.source.snapshot();
        self.build = self.engine.build(&snapshot);
        self.outcome = OnceCell::new();
        let cold = Outcome::new(&build(&snapshot, &self.source.options));
        let rebuilt = self.outcome();
        if *rebuilt != cold {
            panic!("{}", difference(rebuilt, &cold));
        }
        self
    }
}

/// Differing routes, the first differing line, and the diagnostics of both builds.
fn difference(rebuilt: &Outcome, cold: &Outcome) -> String {
    let routes: BTreeSet<&String> = rebuilt.outputs.keys().chain(cold.outputs.keys()).collect();
    let differing: Vec<&String> = routes
        .into_iter()
        .filter(|route| rebuilt.outputs.get(*route) != cold.outputs.get(*route))
        .collect();
    let line = differing.first().and_then(|route| {
        let [ours, theirs] = [rebuilt, cold]
            .map(|outcome| outcome.outputs.get(*route).map(|bytes| String::from_utf8_lossy(bytes)));
        let (ours, theirs) = (ours.unwrap_or_default(), theirs.unwrap_or_default());
        let (one, other) = ours.lines().zip(theirs.lines()).find(|(one, other)| one != other)?;
        Some(format!("rebuilt {one}\ncold    {other}"))
    });
    format!(
        "rebuilding differs from a cold build at {differing:?}\n{}\n--- rebuilt\n{}\n--- cold\n{}",
        line.unwrap_or_default(),
        rebuilt.diagnostics,
        cold.diagnostics
    )
}

pub fn is_good(build: &Build) -> bool {
    build.diagnostics.iter().all(|problem| problem.severity != Severity::Error)
}

/// The diagnostics of a build as the terminal shows them, without colours.
pub fn diagnostics_text(build: &Build) -> String {
    let texts: Vec<String> = build
        .diagnostics
        .iter()
        .map(|problem| render_one(problem, &**build.site.snapshot(), RenderStyle::Plain))
        .collect();
    texts.join("\n\n")
}

/// All routes of a build with their contents, those of the search included; a page that fails to
/// render has its error message.
pub fn outputs(build: &Build) -> BTreeMap<String, Vec<u8>> {
    let bytes = |route: &str| match build.site.body(route) {
        Some(Ok(Body::Bytes(bytes))) => bytes,
        Some(Ok(Body::Picture(picture))) => picture.bytes().expect("a picture"),
        // Drawing takes long; equal drawings have equal pixels.
        Some(Ok(Body::ShareCard(card))) => card.svg.as_bytes().to_vec(),
        Some(Ok(Body::File(asset))) => asset.read().map(|bytes| bytes.to_vec()).unwrap_or_default(),
        Some(Err(problem)) => problem.message.into_bytes(),
        None => Vec::new(),
    };
    let routes = build.site.resources().into_iter().map(|(route, _)| route);
    let routes = routes.chain(build.site.search_routes());
    routes.map(|route| (route.to_string(), bytes(route.as_str()))).collect()
}

/// A temporary folder, removed at the end of the test.
pub struct Folder {
    dir: tempfile::TempDir,
}

impl Folder {
    pub fn new() -> Self {
        Folder { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A folder in `/dev/shm` where that exists: for tests that write very many files.
    pub fn in_memory() -> Self {
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        Folder { dir: dir.expect("a temporary folder") }
    }

    /// A folder with the site of [`SiteTest::story`].
    pub fn with_story() -> Self {
        SiteTest::story().on_disk()
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
        let bytes = fs::read(self.path().join(path));
        String::from_utf8(bytes.unwrap_or_else(|error| panic!("{path}: {error}"))).expect("text")
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
        assert_success(&self.run(&["build"]));
    }
}

/// What a program wrote to standard error.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
pub fn assert_success(output: &Output) {
    assert!(output.status.success(), "{}", stderr(output));
}

/// Asserts an exit code, naming the case it belongs to.
#[track_caller]
pub fn assert_exit_code(output: &Output, code: i32, case: &str) {
    assert_eq!(output.status.code(), Some(code), "{case}: {}", stderr(output));
}

/// The program, to be run in a folder.
pub fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backgrounder"));
    command.current_dir(folder).args(arguments);
    command
}

/// What a run of the program that succeeds prints.
pub fn stdout(folder: &Folder, arguments: &[&str]) -> String {
    let output = folder.run(arguments);
    assert_success(&output);
    String::from_utf8(output.stdout).expect("text")
}

/// The files below a folder with their contents, and symbolic links with their targets.
pub fn read_tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walk(folder) {
        let path = entry.path().strip_prefix(folder).expect("below").to_str().expect("text");
        if entry.file_type().is_file() {
            files.insert(path.to_owned(), fs::read(entry.path()).expect("read"));
        } else if entry.file_type().is_symlink() {
            let target = fs::read_link(entry.path()).expect("link");
            files.insert(path.to_owned(), target.to_string_lossy().into_owned().into_bytes());
        }
    }
    files
}

/// All entries below a folder, the folder itself included.
pub fn walk(folder: &Path) -> impl Iterator<Item = walkdir::DirEntry> {
    walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("walk"))
}

/// One hash for a whole folder.
pub fn hash_tree(folder: &Path) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, bytes) in read_tree(folder) {
        hasher.update(path.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(&bytes);
    }
    hasher.finalize().to_hex().to_string()
}

/// How often a test repeats itself: the number in an environment variable, which makes the long
/// form of a promise, or else the default.
pub fn repetitions(variable: &str, default: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(default)
}

/// The folder of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text files below a folder of the repository: path in the repository, and text.
pub fn repository_texts(folder: &str) -> Vec<(String, String)> {
    let root = repository();
    let text = |entry: walkdir::DirEntry| {
        let path = entry.path().strip_prefix(&root).expect("below").to_str().expect("text");
        Some((path.to_owned(), fs::read_to_string(entry.path()).ok()?))
    };
    walk(&root.join(folder)).filter(|entry| entry.file_type().is_file()).filter_map(text).collect()
}

/// A page of each kind.
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

/// The size of bytes as servers compress them.
pub fn gzipped_size(bytes: &[u8]) -> usize {
    let mut gzip = Command::new("gzip")
        .arg("-9c")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip");
    let (mut stdin, bytes) = (gzip.stdin.take().expect("stdin"), bytes.to_vec());
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let size = gzip.wait_with_output().expect("gzip").stdout.len();
    writer.join().expect("no panic").expect("written");
    size
}
