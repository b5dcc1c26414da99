//! Exit codes, errors and hints, what goes to stdout, and a clean stop.

use std::process::Stdio;

use serde_json::Value;

use super::package;
use crate::program::{Database, Outcome, as_superuser, outcome, program, project, scratch, write_files};

/// One `error:` line with what is asked for, at most one `hint:` line, nothing else, and nothing on stdout.
fn check_error(outcome: &Outcome, code: i32, says: &[&str]) {
    assert_eq!((outcome.code, outcome.stdout.as_str()), (Some(code), ""), "{outcome:?}");
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert!(lines[0].starts_with("error: "), "{outcome:?}");
    assert!(lines[1..].iter().all(|line| line.starts_with("hint: ")) && lines.len() <= 2, "{outcome:?}");
    assert!(says.iter().all(|part| outcome.stderr.contains(part)), "{outcome:?}");
    assert!(!lines[0].ends_with("db error") && !outcome.stderr.contains("RUST_BACKTRACE"), "{outcome:?}");
}

#[test]
fn a_database_that_can_not_be_reached_is_exit_code_3() {
    let nowhere = "postgresql://me:secret@127.0.0.1:1/db?connect_timeout=2";
    for arguments in [&["index", "src"][..], &["status"], &["find", "x"], &["checksum"], &["verify"]] {
        let result = outcome(program().args(arguments).args(["--quiet", "--database-url", nowhere]));
        check_error(&result, 3, &["127.0.0.1"]);
        assert!(!result.stderr.contains("secret"), "{result:?}");
    }
    // A database without an index.
    let database = Database::new("manners_empty");
    check_error(&database.run(&["status"]), 3, &["there is no index", "hint: "]);
    check_error(&database.run(&["find", "x", "--schema", "other"]), 3, &["other"]);
}

#[test]
fn a_wrong_command_line_is_exit_code_2() {
    for arguments in [
        &["index"][..],
        &["index", "src", "--jobs", "0"],
        &["index", "src", "--no-such-option"],
        &["find"],
        &["find", "x", "--format", "xml"],
        &["no-such-command"],
    ] {
        let result = outcome(program().args(arguments));
        assert_eq!((result.code, result.stdout.as_str()), (Some(2), ""), "{result:?}");
    }
    let database = Database::new("manners_usage");
    check_error(&database.run(&["index", "src", "--include", "[", "--quiet"]), 2, &["["]);
    let mut misspelt = database.command(&["index", "src", "--quiet"]);
    check_error(&outcome(misspelt.env("CODELODE_STOP_AT", "nowhere:1")), 2, &["CODELODE_STOP_AT"]);
}

#[test]
fn an_input_that_is_not_there_fails_by_name_and_the_others_are_loaded() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let database = Database::new("manners_missing");
    let input = package.to_str().expect("text");
    let result = database.run(&["index", "/no/such/place", input, "--quiet", "--format", "json"]);
    assert_eq!(result.code, Some(4), "{result:?}");
    let report: Value = serde_json::from_str(&result.stdout).expect("json");
    assert_eq!((&report["state"], &report["published"]), (&"partial".into(), &1.into()));
    assert_eq!(report["failed"][0]["package"], "/no/such/place");
    let strict = database.run(&["index", input, "--quiet", "--strict"]);
    assert_eq!(strict.code, Some(0), "{strict:?}");
    // A file of a known language that is too large is skipped; only --strict minds.
    write_files(&package, &[("src/large.rs", &"// a line\n".repeat(300))]);
    let limits = ["index", input, "--quiet", "--max-file-size", "2KB", "--include", "src/large.rs"];
    assert_eq!(database.run(&limits).code, Some(0));
    assert_eq!(database.run(&[&limits[..], &["--strict", "--force"]].concat()).code, Some(4));
}

#[test]
fn stdout_has_results_only_and_stderr_the_talk() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let input = package.to_str().expect("text");
    let database = Database::new("manners_streams");
    let result = database.run(&["index", input, "--progress", "always", "--format", "json"]);
    assert_eq!(result.code, Some(0), "{result:?}");
    let report: Value = serde_json::from_str(&result.stdout).expect("json and nothing else");
    assert_eq!(report["schema_version"], 1);
    let text = database.run(&["index", input, "--force"]);
    assert!(text.stdout.starts_with("1 versions of 1 packages: 1 published"), "{text:?}");
    let quiet = database.run(&["index", input, "--quiet"]);
    assert_eq!((quiet.code, quiet.stderr.as_str()), (Some(0), ""), "{quiet:?}");
    // Nothing found is no failure; it is said where a person reads it.
    let nothing = database.run(&["find", "no_such_thing_at_all"]);
    assert_eq!((nothing.code, nothing.stdout.as_str()), (Some(0), ""), "{nothing:?}");
    assert!(nothing.stderr.contains("nothing found for no_such_thing_at_all"), "{nothing:?}");
    let json = database.json(&["find", "no_such_thing_at_all"]);
    assert_eq!(json["hits"], Value::Array(vec![]));
}

#[test]
fn an_interrupted_run_stops_cleanly_and_the_next_completes() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let input = package.to_str().expect("text");
    let undisturbed = Database::new("manners_undisturbed");
    undisturbed.index(&[&package], &[]);
    for (number, moment) in
        ["entered:1", "read:3", "units-written:2", "versions-written:1"].into_iter().enumerate()
    {
        let database = Database::new(&format!("manners_interrupted_{number}"));
        let mut command =
            database.command(&["index", input, "--quiet", "--chunk-size", "5KB", "--format", "json"]);
        let result = outcome(command.env("CODELODE_STOP_AT", format!("{moment}:interrupt")));
        assert_eq!(result.code, Some(130), "{moment}: {result:?}");
        let report: Value = serde_json::from_str(&result.stdout).expect("json");
        assert_eq!(report["state"], "cancelled", "{moment}");
        let left = database.rows("select relname from pg_class where relname like 'stage\\_%'");
        assert!(left.is_empty(), "{moment}: {left:?}");
        database.index(&[&package], &[]);
        assert_eq!(database.sums(), undisturbed.sums(), "{moment}");
        database.verify();
    }
}

#[test]
fn a_plain_role_on_a_database_of_its_own_is_enough() {
    as_superuser("drop role if exists manners_plain");
    as_superuser("create role manners_plain login nosuperuser nocreatedb nocreaterole noinherit");
    let database = Database::new("manners_plain_owner");
    as_superuser("alter database manners_plain_owner owner to manners_plain");
    let url = database.url_as("manners_plain");
    let run = |arguments: &[&str]| outcome(program().args(arguments).args(["--database-url", &url]));
    let sources = project("src/model");
    let indexed = run(&["index", sources.to_str().expect("text"), "--schema", "My \"own\" index"]);
    assert_eq!(indexed.code, Some(0), "{indexed:?}");
    for command in [&["status"][..], &["checksum"], &["verify"], &["find", "Symbol"], &["refs", "Symbol"]] {
        let result = run(&[command, &["--schema", "My \"own\" index"]].concat());
        assert_eq!(result.code, Some(0), "{result:?}");
        assert!(!result.stdout.is_empty(), "{command:?}");
    }
    let again = run(&["index", sources.to_str().expect("text"), "--schema", "My \"own\" index", "--force"]);
    assert_eq!(again.code, Some(0), "{again:?}");
}

#[test]
fn output_that_nobody_reads_ends_quietly() {
    let database = Database::new("manners_pipe");
    database.index(&[&project("src/model")], &[]);
    let mut child = database.command(&["find", "a", "--limit", "1000"]);
    let mut child = child.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.stderr, b"", "{output:?}");
}
