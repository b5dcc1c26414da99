//! Packages one after another, and loaders at the same time: the same rows as one loader and all packages at once.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::package;
use crate::program::{Database, Session, Sums, copy_tree, end, project, scratch, write_files};

/// Four packages that share code, one of each kind of tree.
fn packages(root: &Path) -> [PathBuf; 4] {
    let (one, two) = (package(root, "one"), package(root, "two"));
    let three = root.join("three");
    copy_tree(&project("src/lang"), &three.join("src"));
    write_files(&three, &[("Cargo.toml", "[package]\nname = \"three\"\nversion = \"0.1.0\"\n")]);
    [one, two, three, project("fixtures/corpora/site_packages/site-packages")]
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

/// Runs a loader for each set of inputs at the same time.
fn load_together(database: &Database, sets: &[&[&PathBuf]], options: &[&str]) {
    let children: Vec<_> = sets
        .iter()
        .map(|inputs| {
            let inputs: Vec<&str> = inputs.iter().map(|path| text(path)).collect();
            let mut command = database.command(&[&["index", "--quiet"], &inputs[..], options].concat());
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
        })
        .collect();
    for child in children {
        let outcome = end(child);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
}

/// The checksum of one loader that has everything at once.
fn at_once(name: &str, packages: &[PathBuf]) -> Sums {
    let database = Database::new(name);
    let inputs: Vec<&Path> = packages.iter().map(PathBuf::as_path).collect();
    database.index(&inputs, &[]);
    database.sums()
}

#[test]
fn one_package_after_another_is_all_at_once() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let expected = at_once("together_at_once", &packages);
    let (forward, backward) = (Database::new("together_forward"), Database::new("together_backward"));
    for package in &packages {
        forward.index(&[package], &[]);
    }
    for package in packages.iter().rev() {
        backward.index(&[package], &["--chunk-size", "10KB"]);
    }
    assert_eq!(forward.sums(), expected);
    assert_eq!(backward.sums(), expected);
    forward.verify();
    backward.verify();
}

#[test]
fn two_loaders_with_the_same_packages_do_the_work_of_one() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let [one, two, three, four] = &packages;
    let expected = at_once("together_expected", &packages);
    let small = ["--chunk-size", "10KB"];
    for round in 0..3 {
        let empty = Database::new(&format!("together_empty_{round}"));
        load_together(&empty, &[&[one, two, three], &[three, four, two]], &small);
        assert_eq!(empty.sums(), expected, "round {round}: an empty target");
        empty.verify();
        let filled = Database::new(&format!("together_filled_{round}"));
        filled.index(&[&project("fixtures/corpora/checkouts/checkouts")], &[]);
        filled.index(&[&project("src/model")], &[]);
        let alone = filled.copy(&format!("together_alone_{round}"));
        let inputs: Vec<&Path> = packages.iter().map(PathBuf::as_path).collect();
        alone.index(&inputs, &small);
        load_together(&filled, &[&[one, two, three, four], &[four, three, two, one], &[two]], &small);
        assert_eq!(filled.sums(), alone.sums(), "round {round}: a target with others");
        filled.verify();
    }
}

#[test]
fn many_tiny_versions_merge_without_an_end() {
    let (_scratch, root) = scratch();
    for number in 0..400 {
        let manifest = format!("[package]\nname = \"tiny-{number}\"\nversion = \"0.1.0\"\n");
        let source = format!("/// Number {number}.\npub fn f{number}() {{ g{number}(1, 2) }}\n");
        write_files(
            &root.join(format!("tiny-{number}")),
            &[("Cargo.toml", manifest.as_str()), ("src/lib.rs", source.as_str())],
        );
    }
    let database = Database::new("together_tiny");
    database.index(&[&project("src/model")], &[]);
    // A hundred versions a chunk: more events than the publisher's queue holds while it waits for a merge.
    let outcome = end(database.start(&["index", "--quiet", text(&root), "--chunk-size", "10KB"]));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(database.number("select count(*) from codelode.package_versions"), 401);
}

#[test]
fn a_loader_that_waited_for_one_that_died_takes_over() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let expected = at_once("together_heir_expected", &packages[..1]);
    let database = Database::new("together_heir");
    let input = text(&packages[0]);
    // The schema is made, nothing else.
    database.killed(&["index", input], "discovered:1");
    let blocker = Session::new(&database);
    blocker.run("begin; lock table codelode_data_1.symbols in exclusive mode");
    let arguments = ["index", "--quiet", input, "--chunk-size", "5KB"];
    let mut first = database.command(&arguments);
    first.env("CODELODE_STOP_AT", "names-committed:2");
    let first = first.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    database.wait_for(1, "wait_event_type = 'Lock' and query like 'copy%'");
    let second = database.start(&arguments);
    database.wait_for(1, "wait_event = 'advisory'");
    blocker.run("rollback");
    assert_eq!(end(first).code, None, "the first was to be killed");
    let outcome = end(second);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(database.sums(), expected);
    database.verify();
}

#[test]
fn an_index_that_a_dead_run_is_still_building_is_waited_for() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let expected = at_once("together_orphan_expected", &packages[..1]);
    let database = Database::new("together_orphan");
    let input = text(&packages[0]);
    database.killed(&["index", input], "versions-published:1");
    let blocker = Session::new(&database);
    // Index builds wait for it, and go on on the server when their client is gone.
    blocker.run("begin; lock table codelode_data_1.symbols in row exclusive mode");
    let mut first = database.start(&["index", "--quiet", input]);
    database.wait_for(1, "wait_event_type = 'Lock' and query like '%symbols_pkey%'");
    first.kill().expect("killed");
    first.wait().expect("ended");
    let second = database.start(&["index", "--quiet", input]);
    database.wait_for(2, "wait_event_type = 'Lock'");
    blocker.run("rollback");
    let outcome = end(second);
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    assert_eq!(database.sums(), expected);
    database.verify();
}
