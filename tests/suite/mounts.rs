//! Publishing where the output is a mount point, contains one, or is a symlink to another file system.
//! Needs a mount namespace, which not every machine allows, so these tests run on request:
//! `cargo test --release --test suite -- --ignored mounts::`.

use std::process::Command;

use super::harness::{Folder, SiteTest, assert_exit_code, program, read_tree};

/// Builds a site, changes it and builds it twice more in a mount namespace, after running `prepare`.
/// Copies the output after each build to `first`, `second` and `third`.
fn published(prepare: &str) -> Folder {
    let folder = SiteTest::story()
        .file("later/more.md", "---\ntitle: More\ndate: 2020-07-02\n---\nKim Jong Un spoke.\n")
        .on_disk();
    let script = format!(
        "set -e; {prepare}; \"$BUILD\" build; cp -rL public first; mv later/more.md content/articles/; rm content/terms/armistice.md; \"$BUILD\" build; cp -rL public second; \
         \"$BUILD\" build; cp -rL public third"
    );
    let build = program(&folder.path(), &[]);
    let output = Command::new("unshare")
        .args(["--map-root-user", "--mount", "sh", "-c", &script])
        .current_dir(folder.path())
        .env("BUILD", build.get_program())
        .output()
        .expect("unshare of util-linux");
    assert_exit_code(&output, 0, prepare);
    folder
}

#[test]
#[ignore = "needs a mount namespace"]
fn the_site_is_complete_wherever_its_output_is_mounted() {
    let plain = published("true");
    let parts = ["first", "second", "third"].map(|part| {
        let mut files = read_tree(&plain.path().join(part));
        files.remove(".backgrounder.json");
        files
    });
    assert!(parts[0] != parts[1] && parts[1] == parts[2] && parts[0].len() > 20);
    for prepare in [
        "mkdir public; mount -t tmpfs none public",
        "mkdir public; mount -t tmpfs none public; mkdir public/.git; echo theirs > public/.git/HEAD",
        "mkdir -p public/.data; mount -t tmpfs none public/.data; echo theirs > public/.data/x",
        "mkdir public other; mount --bind other public",
        // A server in a container that already has the folder open sees the new site.
        "mkdir public seen; mount --bind public seen; trap 'diff -r public seen || kill $$' EXIT",
        "mkdir -p lower upper work public; mkdir -p lower/articles/talks; mount -t overlay -o userxattr,lowerdir=lower,upperdir=upper,workdir=work none public",
        "mkdir -p lower upper work public; \"$BUILD\" build --output-dir lower; mount -t overlay -o userxattr,lowerdir=lower,upperdir=upper,workdir=work none public",
        "mkdir other; mount -t tmpfs none other; mkdir other/site; ln -s other/site public",
        "mkdir other; mount -t tmpfs none other; cp -r content later site.toml static other; cd other; trap 'cp -r first second third ..' EXIT",
    ] {
        let folder = published(prepare);
        for (part, expected) in ["first", "second", "third"].iter().zip(&parts) {
            let mut files = read_tree(&folder.path().join(part));
            files.remove(".backgrounder.json");
            let foreign: Vec<String> = files
                .keys()
                .filter(|path| path.starts_with(".git/") || path.starts_with(".data/"))
                .cloned()
                .collect();
            for path in &foreign {
                assert_eq!(
                    files.remove(path).as_deref(),
                    Some(&b"theirs\n"[..]),
                    "{prepare}: {path}"
                );
            }
            assert_eq!(
                foreign.len(),
                usize::from(prepare.contains("theirs")),
                "{prepare}: a foreign file is missing"
            );
            assert!(
                files == *expected,
                "{prepare}: {part} differs: {:?}",
                files
                    .keys()
                    .filter(|path| files.get(*path) != expected.get(*path))
                    .collect::<Vec<_>>()
            );
        }
    }
}
