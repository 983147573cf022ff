//! The cost of a build in instructions, counted by Valgrind: unlike time, it does not depend on the
//! machine or its load.

use std::process::Command;

use super::harness::{Folder, assert_success, program, repository, stderr};

/// 10⁹ instructions for a single-threaded build of the demonstration. Lower this when builds become
/// cheaper.
const BUDGET: f64 = 0.72;
/// Tolerance: another compiler or processor changes the count by a few percent.
const TOLERANCE: f64 = 1.15;

#[test]
fn building_the_demonstration_stays_within_its_instruction_budget() {
    let folder = Folder::new();
    // Copied, since a build in the repository would also read `themes/`.
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
    assert_success(&output);
    let report = stderr(&output);
    let counted = report
        .lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<f64>().ok());
    let counted = counted.unwrap_or_else(|| panic!("no count from valgrind: {report}")) / 1e9;
    println!("{counted:.3} × 10⁹ instructions");
    assert!(counted > BUDGET / 2.0, "{counted:.3} is less than half of {BUDGET}: lower BUDGET");
    assert!(
        counted <= BUDGET * TOLERANCE,
        "a build takes {counted:.3} × 10⁹ instructions; the budget is {BUDGET}"
    );
}
