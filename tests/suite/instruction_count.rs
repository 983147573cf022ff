//! What a build costs, in instructions: the same on every machine and however busy it is, so that a
//! test can hold it. Valgrind counts them.

use std::process::Command;

use super::harness::{Folder, program, repository};

/// Instructions of a build of the demonstration, on one thread, in thousands of millions. Lower it
/// when a build has become cheaper.
const KNOWN: f64 = 0.41;
/// How much more is no alarm: another compiler or processor makes a few in a hundred.
const ROOM: f64 = 1.15;

#[test]
fn building_the_demonstration_stays_within_its_instruction_budget() {
    let folder = Folder::new();
    // Outside the repository, whose own `themes/` would be read too.
    for part in ["content", "site.toml"] {
        let copied = Command::new("cp")
            .arg("-r")
            .arg(repository().join(part))
            .arg(folder.path())
            .status()
            .expect("cp");
        assert!(copied.success());
    }
    let build = program(&folder.path(), &["build"]);
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(build.get_program())
        .args(build.get_args())
        .current_dir(folder.path())
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "valgrind is missing: install it (on Debian `apt-get install valgrind`): {error}"
            )
        });
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let counted =
        said.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<f64>().ok());
    let counted = counted.unwrap_or_else(|| panic!("valgrind counted nothing: {said}")) / 1e9;
    println!("{counted:.3} thousand million instructions");
    assert!(
        counted > KNOWN / 2.0,
        "{counted:.3} is less than half of {KNOWN}: lower KNOWN, for it guards nothing any more"
    );
    assert!(
        counted <= KNOWN * ROOM,
        "a build costs {counted:.3} thousand million instructions; it was {KNOWN}"
    );
}
