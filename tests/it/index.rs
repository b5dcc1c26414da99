//! `codelode index`, run as people run it: what it reports, what it writes, what it writes again.

mod changes;
mod manners;
mod together;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::program::{Database, copy_tree, number, project, scratch, write_files};

/// Table counters of the server, which no report of ours has a hand in: rows inserted, updated, deleted.
fn rows_written(database: &Database) -> BTreeMap<String, i64> {
    database.wait_until_alone();
    let counters = database.rows(
        "select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_user_tables \
         where schemaname = 'codelode_data_1' and relname not like 'stage%'",
    );
    let text = |cell: &Option<String>| cell.clone().expect("a value");
    counters.iter().map(|row| (text(&row[0]), text(&row[1]).parse().expect("a number"))).collect()
}

/// A package of two languages whose files use each other.
fn package(root: &Path, name: &str) -> std::path::PathBuf {
    let package = root.join(name);
    copy_tree(&project("src/link"), &package.join("src"));
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\n");
    let python =
        "from .shapes import area\n\n\ndef total(items):\n    return sum(area(item) for item in items)\n";
    let shapes = "def area(item):\n    \"\"\"The area.\"\"\"\n    return item.width * item.height\n";
    write_files(
        &package,
        &[("Cargo.toml", &manifest), ("tools/report.py", python), ("tools/shapes.py", shapes)],
    );
    package
}

#[test]
fn the_report_says_everything_and_every_file_found_has_a_row() {
    let database = Database::new("index_report");
    let report = database.index(&[&project("src"), &project("fixtures")], &[]);
    for key in ["packages", "versions", "files", "lines", "bytes", "peak_rss_bytes", "unchanged"] {
        number(&report, key);
    }
    assert_eq!(report["failed"], Value::Array(vec![]));
    assert!(report["cpu_seconds"]["client"].as_f64().is_some_and(|seconds| seconds > 0.0), "{report}");
    assert!(report["cpu_seconds"]["server"].is_f64(), "{report}");
    assert_eq!(report["settings"]["schema"], "codelode");
    let stages = report["stages"].as_array().expect("stages");
    assert!(stages.len() >= 8);
    for stage in stages {
        assert!(stage["name"].is_string() && stage["seconds"].is_f64(), "{stage}");
        assert!(stage["rows"].is_u64() && stage["bytes"].is_u64(), "{stage}");
    }
    // What was written is what is there, table by table.
    let rows = report["rows"].as_object().expect("rows");
    assert!(rows.len() >= 14, "{rows:?}");
    for (table, count) in rows {
        let stored = database.number(&format!("select count(*) from codelode_data_1.{table}"));
        assert_eq!(count.as_i64(), Some(stored), "{table}");
    }
    // Every file is accounted for: by the report, by the table, by the view.
    let skipped: u64 =
        report["skipped"].as_object().expect("reasons").values().filter_map(Value::as_u64).sum();
    assert_eq!(number(&report, "files"), number(&report, "files_indexed") + skipped);
    assert_eq!(number(&report, "files") as i64, database.number("select count(*) from codelode.files"));
    assert_eq!(number(&report, "versions"), 2);
    let lines = database.number("select sum(lines) from codelode_data_1.files where unit_id is not null");
    assert_eq!(number(&report, "lines") as i64, lines);
    database.verify();
}

#[test]
fn a_second_run_writes_no_row_and_changes_nothing() {
    let (_scratch, root) = scratch();
    let inputs = [package(&root, "alpha"), project("fixtures/corpora/node_modules/node_modules")];
    let inputs: Vec<&Path> = inputs.iter().map(|path| path.as_path()).collect();
    let database = Database::new("index_again");
    database.index(&inputs, &[]);
    let (sums, written) = (database.sums(), rows_written(&database));
    assert!(written["symbols"] > 0 && written["files"] > 0, "{written:?}");
    let again = database.index(&inputs, &[]);
    assert_eq!(number(&again, "unchanged"), number(&again, "versions"));
    assert_eq!((number(&again, "published"), number(&again, "units_extracted")), (0, 0));
    assert_eq!(again["rows"], Value::Object(serde_json::Map::new()));
    assert_eq!(rows_written(&database), written);
    assert_eq!(database.sums(), sums);
}

#[test]
fn force_links_and_publishes_again_and_changes_nothing() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let database = Database::new("index_force");
    database.index(&[&package], &[]);
    let (sums, written) = (database.sums(), rows_written(&database));
    let forced = database.index(&[&package], &["--force"]);
    assert_eq!((number(&forced, "unchanged"), number(&forced, "published")), (0, 1));
    assert_eq!(number(&forced, "units_extracted"), 0);
    assert_eq!(database.sums(), sums);
    assert!(rows_written(&database)["files"] > written["files"], "nothing was published again");
    database.verify();
}

#[test]
fn threads_chunks_and_memory_change_nothing() {
    let database = Database::new("index_ways");
    let with_dependencies = project("fixtures/dependencies/rust");
    let inputs = [project("src/lang"), project("src/link"), project("fixtures"), with_dependencies];
    let inputs: Vec<&Path> = inputs.iter().map(|path| path.as_path()).collect();
    database.index(&inputs, &["--schema", "one", "--jobs", "1"]);
    let sums = database.sums_of("one");
    // No fixture is handed anything yet.
    assert!(sums.iter().all(|(table, rows, _)| *rows > 0 || table == "di_edges"), "{sums:?}");
    for (schema, options) in [
        ("two", &["--jobs", "2"][..]),
        ("small", &["--chunk-size", "20KB"]),
        ("smaller", &["--jobs", "4", "--chunk-size", "3KB"]),
        // So little that the id maps are full at once, and the run goes over to merging.
        ("tight", &["--memory", "200KB", "--chunk-size", "20KB"]),
    ] {
        database.index(&inputs, &[&["--schema", schema], options].concat());
        assert_eq!(database.sums_of(schema), sums, "{schema}");
        database.verify_schema(schema);
    }
}

#[test]
fn identical_files_of_a_package_all_have_rows() {
    let (_scratch, root) = scratch();
    let text = "/// Twice.\npub fn twice(x: u32) -> u32 {\n    helper(x) * 2\n}\n\nfn helper(x: u32) -> u32 {\n    x\n}\n";
    write_files(
        &root,
        &[
            ("Cargo.toml", "[package]\nname = \"same\"\nversion = \"1.0.0\"\n"),
            ("src/lib.rs", "pub mod a;\npub mod b;\n"),
            ("src/a.rs", text),
            // The same module and content as a.rs: the same unit at two paths.
            ("src/a/mod.rs", text),
            // The same content under another module: another unit of the same content.
            ("src/b.rs", text),
            ("one.txt", "the same\n"),
            ("two.txt", "the same\n"),
        ],
    );
    let database = Database::new("index_same");
    let report = database.index(&[&root], &[]);
    assert_eq!(number(&report, "files"), 7);
    assert_eq!(database.number("select count(*) from codelode.files"), 7);
    let copies = "path in ('src/a.rs', 'src/a/mod.rs', 'src/b.rs')";
    let files = "select count(distinct unit_id) from codelode_data_1.files where";
    assert_eq!(database.number(&format!("{files} {copies}")), 2);
    let found =
        database.number(&format!("select count(*) from codelode.symbols where name = 'twice' and {copies}"));
    assert_eq!(found, 3, "each path has its symbols");
    let edges = database.number(&format!(
        "select count(*) from codelode.call_edges where target like '%helper' and {copies}"
    ));
    assert_eq!(edges, 3, "each path has its calls");
    database.verify();
    // And again: the rows are found, not doubled.
    assert_eq!(number(&database.index(&[&root], &[]), "unchanged"), 1);
    let forced = database.index(&[&root], &["--force"]);
    assert_eq!(number(&forced, "published"), 1);
    assert_eq!(database.number("select count(*) from codelode.files"), 7);
}

#[test]
fn equal_copies_of_a_version_collapse_and_different_ones_fail_by_name() {
    let (_scratch, root) = scratch();
    let (one, two) = (package(&root.join("x"), "alpha"), package(&root.join("y"), "alpha"));
    let other = package(&root, "beta");
    let database = Database::new("index_copies");
    let report = database.index(&[&one, &two, &other], &[]);
    assert_eq!((number(&report, "duplicates"), number(&report, "versions")), (1, 2));
    write_files(&two, &[("src/more.rs", "pub fn more() {}\n")]);
    let fresh = Database::new("index_copies_differ");
    let paths = [&one, &two, &other].map(|path| path.to_str().expect("text"));
    let outcome = fresh.run(&[&["index", "--quiet", "--format", "json"], &paths[..]].concat());
    assert_eq!(outcome.code, Some(4), "{outcome:?}");
    let report: Value = serde_json::from_str(&outcome.stdout).expect("json");
    let failed = &report["failed"][0];
    assert_eq!(failed["package"], "cargo/alpha@1.0.0");
    let reason = failed["reason"].as_str().expect("a reason");
    assert!(paths[..2].iter().all(|path| reason.contains(path)), "{reason}");
    // The others are loaded all the same.
    let visible = fresh.rows("select package from codelode.package_versions");
    assert_eq!(visible, [[Some("beta".to_owned())]]);
}
