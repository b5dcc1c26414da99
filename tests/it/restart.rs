//! `kill -9` at every step of a load, then the same command again: the index is what an undisturbed run makes.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Database, Sums, copy_tree, number, project, scratch, write_files};

/// Small chunks, so that a small input goes through every step many times.
const OPTIONS: [&str; 2] = ["--chunk-size", "20KB"];

/// What the run after a kill finds done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// Nothing is promised: the kill may have come before the first unit was complete.
    Anything,
    /// Units that are not extracted again.
    Units,
    /// Every unit.
    AllUnits,
    /// Every version, unchanged.
    Versions,
}

/// Points of a load into an empty target, how many times each is passed, and what is left after the kill.
const CHEAP: [(&str, Found); 19] = [
    ("discovered:1", Found::Anything),
    ("entered:1", Found::Anything),
    ("read:1", Found::Anything),
    ("extracted:3", Found::Anything),
    ("resolved:5", Found::Anything),
    ("names-copied:4", Found::Anything),
    ("names-committed:4", Found::Anything),
    ("fragments-copied:4", Found::Anything),
    ("fragments-committed:4", Found::Anything),
    ("units-due:1", Found::Anything),
    ("units-due:4", Found::Units),
    ("units-written:1", Found::Units),
    ("units-written:6", Found::Units),
    ("versions-written:1", Found::AllUnits),
    ("versions-published:1", Found::Versions),
    ("table-indexed:1", Found::Versions),
    ("table-indexed:9", Found::Versions),
    ("constrained:1", Found::Versions),
    ("table-analyzed:2", Found::Versions),
];

/// Points of a load into a target that has other packages.
const MERGE: [(&str, Found); 14] = [
    ("discovered:1", Found::Anything),
    ("entered:1", Found::Anything),
    ("read:2", Found::Anything),
    ("extracted:2", Found::Anything),
    ("resolved:1", Found::Anything),
    ("names-copied:2", Found::Anything),
    ("names-committed:3", Found::Anything),
    ("fragments-copied:3", Found::Anything),
    ("fragments-committed:2", Found::Anything),
    ("units-due:3", Found::Units),
    ("units-written:5", Found::Units),
    ("versions-written:1", Found::AllUnits),
    ("versions-published:1", Found::Versions),
    ("finished:1", Found::Versions),
];

/// Packages of this project's own code, two of them with equal files, and every language's fixtures.
fn packages(root: &Path) -> PathBuf {
    let packages = root.join("packages");
    for (name, version, sources) in
        [("one", "1.0.0", "src/lang"), ("two", "2.0.0", "src/link"), ("three", "0.3.0", "src/link")]
    {
        let package = packages.join(name);
        copy_tree(&project(sources), &package.join("src"));
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n");
        write_files(&package, &[("Cargo.toml", &manifest)]);
    }
    copy_tree(&project("fixtures/languages"), &packages.join("fixtures"));
    packages
}

/// What is in the target before, for the merge path: an older version of one package, and code that others share.
fn other_packages(root: &Path) -> PathBuf {
    let others = root.join("others");
    for (name, version, sources) in [("two", "1.9.0", "src/link"), ("zero", "0.0.1", "src/model")] {
        let package = others.join(name);
        copy_tree(&project(sources), &package.join("src"));
        let manifest = format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\n");
        write_files(&package, &[("Cargo.toml", &manifest), ("src/extra.rs", "pub fn extra() {}\n")]);
    }
    others
}

/// Runs the load until it is killed at `point`.
fn kill_at(database: &Database, input: &Path, point: &str, options: &[&str]) {
    let input = input.to_str().expect("a path of text");
    let mut command = database.command(&[&["index", "--quiet", input], options].concat());
    let output = command.env("CODELODE_STOP_AT", point).output().expect("the program runs");
    assert_eq!(output.status.signal(), Some(9), "{point} was not reached: {output:?}");
    assert_eq!(output.stdout, b"", "{point}");
}

/// What readers see is whole: all versions of the load or none of them, each with its files.
fn check_visible(database: &Database, point: &str, before: i64) {
    if database.number("select (to_regclass('codelode.package_versions') is not null)::int") == 0 {
        return;
    }
    let visible = database.number("select count(*) from codelode.package_versions");
    let with_files = database.number("select count(distinct (package, version)) from codelode.files");
    assert_eq!(visible, with_files, "{point}: a version is visible without its files");
    assert!(visible >= before, "{point}: what was published before is gone");
}

/// The same command once more: it completes, and the index is as if nothing had happened.
fn finish(database: &Database, input: &Path, what: &str, expected: &Sums, options: &[&str]) -> Value {
    let report = database.index(&[input], options);
    assert_eq!(report["state"], "done", "{what}: {report}");
    let sums = database.sums();
    for (found, wanted) in sums.iter().zip(expected) {
        assert_eq!(found, wanted, "{what}");
    }
    database.verify();
    let stages = database.rows("select relname from pg_class where relname like 'stage\\_%'");
    assert_eq!(stages, Vec::<Vec<Option<String>>>::new(), "{what}");
    let killed = database.number("select count(*) from codelode.runs where state = 'running'");
    assert_eq!(killed, 0, "{what}: a dead run still counts as running");
    report
}

fn check_reuse(report: &Value, point: &str, found: Found, units: u64) {
    let (extracted, reused) = (number(report, "units_extracted"), number(report, "units_reused"));
    match found {
        Found::Anything => assert!(extracted <= units, "{point}: {report}"),
        Found::Units => assert!(extracted < units && reused > 0, "{point}: {report}"),
        Found::AllUnits => assert_eq!((extracted, reused >= units), (0, true), "{point}: {report}"),
        Found::Versions => {
            assert_eq!(number(report, "unchanged"), number(report, "versions"), "{point}: {report}");
            assert_eq!(extracted, 0, "{point}: {report}");
        }
    }
}

#[test]
fn a_load_into_an_empty_target_survives_kills_at_every_step() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let undisturbed = Database::new("restart_cheap");
    let report = undisturbed.index(&[&packages], &OPTIONS);
    let (units, expected) = (number(&report, "units_extracted"), undisturbed.sums());
    for (index, (point, found)) in CHEAP.into_iter().enumerate() {
        let database = Database::new(&format!("restart_cheap_{index}"));
        kill_at(&database, &packages, point, &OPTIONS);
        check_visible(&database, point, 0);
        let report = finish(&database, &packages, point, &expected, &OPTIONS);
        check_reuse(&report, point, found, units);
    }
}

#[test]
fn a_load_beside_other_packages_survives_kills_at_every_step() {
    let (_scratch, root) = scratch();
    let (packages, others) = (packages(&root), other_packages(&root));
    let before = Database::new("restart_before");
    before.index(&[&others], &[]);
    let undisturbed = before.copy("restart_merge");
    let report = undisturbed.index(&[&packages], &OPTIONS);
    let (units, expected) = (number(&report, "units_extracted"), undisturbed.sums());
    for (index, (point, found)) in MERGE.into_iter().enumerate() {
        let database = before.copy(&format!("restart_merge_{index}"));
        kill_at(&database, &packages, point, &OPTIONS);
        check_visible(&database, point, 2);
        let report = finish(&database, &packages, point, &expected, &OPTIONS);
        check_reuse(&report, point, found, units);
    }
}

#[test]
fn a_load_that_is_killed_again_and_again_still_ends_right() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let undisturbed = Database::new("restart_again");
    undisturbed.index(&[&packages], &OPTIONS);
    let database = Database::new("restart_again_and_again");
    // The first dies on the cheap path; those after it merge into what it left.
    for point in
        ["units-written:3", "names-committed:2", "resolved:2", "units-due:2", "fragments-committed:1"]
    {
        kill_at(&database, &packages, point, &OPTIONS);
        check_visible(&database, point, 0);
    }
    kill_at(&database, &packages, "table-indexed:3", &OPTIONS);
    finish(&database, &packages, "many kills", &undisturbed.sums(), &OPTIONS);
}

#[test]
fn a_load_that_outgrows_the_cheap_path_survives_kills() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let undisturbed = Database::new("restart_outgrown");
    undisturbed.index(&[&packages], &OPTIONS);
    let expected = undisturbed.sums();
    let options = [&OPTIONS[..], &["--memory", "1MB"]].concat();
    for (index, point) in ["cheap-path-left:1", "units-written:20"].into_iter().enumerate() {
        let database = Database::new(&format!("restart_outgrown_{index}"));
        kill_at(&database, &packages, point, &options);
        finish(&database, &packages, point, &expected, &options);
    }
}
