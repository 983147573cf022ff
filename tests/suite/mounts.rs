//! Publishing where the output is a mount, has one in it, or is a link to another file system.
//! Mounts need a name space of their own, which not every machine gives to everybody, so these run
//! by hand: `cargo test --release --test suite -- --ignored mounts::`.

use std::process::Command;

use super::harness::{Folder, program, tree};

/// Builds a story, changes it, and builds it again, with `prepare` run before in a name space of
/// its own; what stood then is copied out after each build.
fn published(prepare: &str) -> (Folder, String) {
    let folder = Folder::with_story();
    folder.write("later/more.md", "---\ntitle: More\ndate: 2020-07-02\n---\nKim Jong Un spoke.\n");
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
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{prepare}: {said}");
    (folder, said)
}

#[test]
#[ignore = "mounts need a name space of their own"]
fn the_site_is_complete_wherever_its_output_is_mounted() {
    let plain = published("true").0;
    let parts = ["first", "second", "third"].map(|part| {
        let mut files = tree(&plain.path().join(part));
        files.remove(".backgrounder.json");
        files
    });
    assert!(parts[0] != parts[1] && parts[1] == parts[2] && parts[0].len() > 20);
    for prepare in [
        "mkdir public; mount -t tmpfs none public",
        "mkdir public; mount -t tmpfs none public; mkdir public/.git; echo theirs > public/.git/HEAD",
        "mkdir -p public/.data; mount -t tmpfs none public/.data; echo theirs > public/.data/x",
        "mkdir public other; mount --bind other public",
        // Whoever stands in the folder from before, as a server in a container does, sees the new
        // site.
        "mkdir public seen; mount --bind public seen; trap 'diff -r public seen || kill $$' EXIT",
        "mkdir -p lower upper work public; mkdir -p lower/articles/talks; mount -t overlay -o userxattr,lowerdir=lower,upperdir=upper,workdir=work none public",
        "mkdir -p lower upper work public; \"$BUILD\" build --output-dir lower; mount -t overlay -o userxattr,lowerdir=lower,upperdir=upper,workdir=work none public",
        "mkdir other; mount -t tmpfs none other; mkdir other/site; ln -s other/site public",
        "mkdir other; mount -t tmpfs none other; cp -r content later site.toml static other; cd other; trap 'cp -r first second third ..' EXIT",
    ] {
        let (folder, _) = published(prepare);
        for (part, expected) in ["first", "second", "third"].iter().zip(&parts) {
            let mut files = tree(&folder.path().join(part));
            files.remove(".backgrounder.json");
            let theirs: Vec<String> = files
                .keys()
                .filter(|path| path.starts_with(".git/") || path.starts_with(".data/"))
                .cloned()
                .collect();
            for path in &theirs {
                assert_eq!(
                    files.remove(path).as_deref(),
                    Some(&b"theirs\n"[..]),
                    "{prepare}: {path}"
                );
            }
            assert_eq!(
                theirs.len(),
                usize::from(prepare.contains("theirs")),
                "{prepare}: what was somebody else's is gone"
            );
            assert!(
                files == *expected,
                "{prepare}: {part} is another site: {:?}",
                files
                    .keys()
                    .filter(|path| files.get(*path) != expected.get(*path))
                    .collect::<Vec<_>>()
            );
        }
    }
}
