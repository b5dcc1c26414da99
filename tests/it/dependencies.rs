//! Uses that another package serves: `fixtures/dependencies/<language>/` holds packages that use each other, and
//! `expected.txt`, which `BLESS=1 cargo test dependencies` writes, every use in `app` that leaves it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Database, copy_tree, project, scratch, write_files};

/// Every use of the package `app` that its own files don't bind, and what serves it.
const USES: &str = "select format('%s:%s:%s %s %s -> %s', path, line, column_number, kind, name, \
    concat_ws(' ', resolution, target_package || '@' || target_version, target_path || ':' || target_line, target)) \
    from codelode.\"references\" where package in ('app', 'org.app:app') and path !~ '(toml|xml|json|exs)$' \
    and resolution in ('dependency', 'external', 'unresolved') order by path, line, column_number, kind, name";

fn uses(database: &Database) -> String {
    let rows = database.rows(USES);
    rows.into_iter().flatten().map(|line| line.unwrap_or_default() + "\n").collect()
}

#[test]
fn uses_are_bound_to_what_other_packages_offer() {
    let database = Database::new("dependencies");
    let mut languages: Vec<PathBuf> = fs::read_dir(project("fixtures/dependencies"))
        .expect("fixtures")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    languages.sort();
    for language in languages {
        let name = language.file_name().and_then(|name| name.to_str()).expect("a name");
        let database = database.copy(&format!("dependencies_{name}"));
        database.index(&[&language], &[]);
        database.verify();
        let (found, path) = (uses(&database), language.join("expected.txt"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &found).expect("writes");
        }
        assert_eq!(found, fs::read_to_string(&path).unwrap_or_default(), "{name}");
    }
}

/// The packages of the Rust fixture, in a place where they can be changed.
fn packages(root: &Path) -> PathBuf {
    let packages = root.join("packages");
    copy_tree(&project("fixtures/dependencies/rust"), &packages);
    fs::remove_file(packages.join("expected.txt")).expect("removes");
    packages
}

/// Dependency links by what they lead from and to, with where the row is stored: a row that is written again moves.
fn links(database: &Database, of: &str) -> Vec<Vec<Option<String>>> {
    database.rows(&format!(
        "select l.ctid, l.xmin, l.* from codelode_data_1.dependency_links l \
         join codelode.package_versions v using (version_id) where v.package {of} order by 1"
    ))
}

fn targets(database: &Database) -> Vec<String> {
    let rows = database.rows(
        "select distinct target_package || ' ' || target_version from codelode.\"references\" \
         where resolution = 'dependency' order by 1",
    );
    rows.into_iter().flatten().flatten().collect()
}

#[test]
fn the_order_of_loading_changes_nothing() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let at_once = Database::new("dependencies_at_once");
    at_once.index(&[&packages], &[]);
    let expected = at_once.sums();
    let names = ["app", "left", "left-fork", "right", "shapes-1.10.0", "shapes-1.2.0"];
    for (number, turn) in [0, 2, 5].into_iter().enumerate() {
        let database = Database::new(&format!("dependencies_order_{number}"));
        for at in 0..names.len() {
            database.index(&[&packages.join(names[(at + turn) % names.len()])], &[]);
            database.verify();
        }
        assert_eq!(database.sums(), expected, "from {} on", names[turn]);
        assert_eq!(database.number("select count(*) from codelode_data_1.due_versions"), 0);
    }
}

#[test]
fn a_changed_dependency_binds_those_who_use_it_again_and_nobody_else() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    write_files(
        &packages.join("other"),
        &[
            ("Cargo.toml", "[package]\nname = \"other\"\nversion = \"1.0.0\"\n"),
            ("src/lib.rs", "pub fn other() {\n    right::only_right();\n}\n"),
        ],
    );
    let database = Database::new("dependencies_changed");
    database.index(&[&packages], &[]);
    let others = links(&database, "= 'other'");
    assert_eq!(others.len(), 1);
    assert_eq!(targets(&database), ["left 1.0.0", "right 1.0.0", "shapes 1.10.0"]);
    let fresh = |name: &str| {
        let fresh = Database::new(&format!("dependencies_fresh_{name}"));
        fresh.index(&[&packages], &[]);
        fresh.sums()
    };

    // A function goes.
    let calls = "select count(*) from codelode.call_edges where target = 'shapes::geometry::area' and package = 'app'";
    assert_eq!(database.number(calls), 3);
    let geometry = packages.join("shapes-1.10.0/src/geometry.rs");
    let text = fs::read_to_string(&geometry).expect("reads");
    fs::write(&geometry, text.replace("pub fn area", "pub fn surface")).expect("writes");
    database.index(&[&packages], &[]);
    assert_eq!(database.number(calls), 0);
    assert_eq!(database.sums(), fresh("removed"));
    database.verify();

    // It comes back, and nothing else has been touched meanwhile.
    fs::write(&geometry, text).expect("writes");
    database.index(&[&packages], &[]);
    assert_eq!(database.number(calls), 3);
    assert_eq!(database.sums(), fresh("restored"));
    assert_eq!(links(&database, "= 'other'"), others);

    // A newer version is meant from now on.
    copy_tree(&packages.join("shapes-1.2.0"), &packages.join("shapes-2.0.0"));
    let manifest = "[package]\nname = \"shapes\"\nversion = \"2.0.0\"\n";
    write_files(&packages.join("shapes-2.0.0"), &[("Cargo.toml", manifest)]);
    database.index(&[&packages.join("shapes-2.0.0")], &[]);
    assert_eq!(targets(&database), ["left 1.0.0", "right 1.0.0", "shapes 2.0.0"]);
    assert_eq!(database.sums(), fresh("newer"));
    assert_eq!(links(&database, "= 'other'"), others);

    // A second package offers what one offered alone, and no longer does.
    let rival = packages.join("rival");
    let lib = "[package]\nname = \"rival\"\nversion = \"1.0.0\"\n\n[lib]\nname = \"right\"\n";
    write_files(&rival, &[("Cargo.toml", lib), ("src/lib.rs", "pub fn only_right() {}\n")]);
    database.index(&[&rival], &[]);
    assert_eq!(links(&database, "= 'other'"), Vec::<Vec<Option<String>>>::new());
    assert_eq!(database.sums(), fresh("rival"));
    write_files(&rival, &[("src/lib.rs", "pub fn another() {}\n")]);
    database.index(&[&rival], &[]);
    assert_eq!(links(&database, "= 'other'").len(), 1);
    assert_eq!(database.sums(), fresh("no_rival"));
    database.verify();
}

#[test]
fn a_version_that_is_loaded_again_writes_no_link_that_stays() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let database = Database::new("dependencies_forced");
    database.index(&[&packages], &[]);
    let before = links(&database, "= 'app'");
    assert!(before.len() > 10);
    // What the changed package offers is what it has offered: its new version is not the one that is meant.
    let lib = packages.join("shapes-1.2.0/src/lib.rs");
    fs::write(&lib, "pub mod geometry;\npub use geometry::{Circle, area};\n").expect("writes");
    database.index(&[&packages], &[]);
    assert_eq!(links(&database, "= 'app'"), before);
    database.verify();
}

#[test]
fn a_run_that_dies_before_it_binds_leaves_it_to_the_next() {
    let (_scratch, root) = scratch();
    let packages = packages(&root);
    let undisturbed = Database::new("dependencies_undisturbed");
    undisturbed.index(&[&packages], &[]);
    let expected = undisturbed.sums();
    let path = packages.to_str().expect("a path of text");
    for (number, point) in
        ["versions-published:1", "dependencies-bound:1", "dependencies-committed:1"].into_iter().enumerate()
    {
        for (way, first) in [("cheap", None), ("merge", Some("right"))] {
            let database = Database::new(&format!("dependencies_killed_{way}_{number}"));
            if let Some(first) = first {
                database.index(&[&packages.join(first)], &[]);
            }
            database.killed(&["index", "--quiet", path], point);
            let due = database.number("select count(*) from codelode_data_1.due_versions");
            assert_eq!(due > 0, point != "dependencies-committed:1", "{way} {point}");
            // Even one that has nothing to do with it.
            let report = database.index(&[&packages], &[]);
            assert_eq!(report["published"], 0, "{way} {point}: {report}");
            assert_eq!(database.sums(), expected, "{way} {point}");
            assert_eq!(database.number("select count(*) from codelode_data_1.due_versions"), 0);
            let stages = database.number("select count(*) from pg_class where relname like 'stage\\_%'");
            assert_eq!(stages, 0, "{way} {point}");
            database.verify();
        }
    }
}

#[test]
fn versions_are_in_an_order() {
    let database = Database::new("dependencies_order_of_versions");
    database.index(&[&project("fixtures/dependencies/java")], &[]);
    let ascending = [
        "0",
        "0.9",
        "1.0.dev1",
        "1.0-alpha",
        "1.0-alpha.2",
        "1.0-beta1",
        "1.0-beta10",
        "1.0rc1",
        "v1.0",
        "1.0.1",
        "1.0.post1",
        "1.2",
        "1.10.0",
        "2.0.0-rc.1+build.7",
        "2.0.0+build",
        "10.0",
        "2021.10.1",
        "20211001",
    ];
    let list = ascending.map(|version| format!("'{version}'")).join(", ");
    let sorted = database.rows(&format!(
        "select v from unnest(array[{list}]) v order by codelode.version_order(v) collate \"C\", random()"
    ));
    let sorted: Vec<String> = sorted.into_iter().flatten().flatten().collect();
    assert_eq!(sorted, ascending);
}
