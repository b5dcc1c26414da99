//! A version that has changed: only what is new is extracted, and the result is what a fresh build gives.

use std::fs;
use std::path::Path;

use super::package;
use crate::program::{Database, number, scratch, write_files};

/// Indexes the package as it is now. The result must be that of a fresh build; gives the number of units extracted.
fn index_and_compare(database: &Database, package: &Path, what: &str) -> u64 {
    let report = database.index(&[package], &[]);
    assert_eq!((number(&report, "published"), number(&report, "unchanged")), (1, 0), "{what}: {report}");
    let fresh = Database::new(&format!("changes_{}", what.replace(' ', "_")));
    fresh.index(&[package], &[]);
    for (found, wanted) in database.sums().iter().zip(&fresh.sums()) {
        assert_eq!(found, wanted, "{what}");
    }
    database.verify();
    number(&report, "units_extracted")
}

#[test]
fn only_what_is_new_is_extracted() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let database = Database::new("changes");
    let all = number(&database.index(&[&package], &[]), "units_extracted");
    assert!(all >= 8);

    let lib = package.join("src/paths.rs");
    let text = fs::read_to_string(&lib).expect("reads");
    fs::write(&lib, format!("{text}\n/// New.\npub fn brand_new() {{}}\n")).expect("writes");
    assert_eq!(index_and_compare(&database, &package, "a changed file"), 1);
    assert_eq!(database.number("select count(*) from codelode.symbols where name = 'brand_new'"), 1);

    write_files(&package, &[("tools/extra.py", "from .shapes import area\n\nSIDE = area(None)\n")]);
    assert_eq!(index_and_compare(&database, &package, "an added file"), 1);

    fs::remove_file(package.join("tools/shapes.py")).expect("removes");
    assert_eq!(index_and_compare(&database, &package, "a removed file"), 0);
    assert_eq!(database.number("select count(*) from codelode.symbols where name = 'area'"), 0);

    // Back to what was there: the unit is still known.
    write_files(
        &package,
        &[(
            "tools/shapes.py",
            "def area(item):\n    \"\"\"The area.\"\"\"\n    return item.width * item.height\n",
        )],
    );
    assert_eq!(index_and_compare(&database, &package, "a file that came back"), 0);

    // A module's name is part of what its names are.
    fs::rename(package.join("tools/extra.py"), package.join("tools/other.py")).expect("renames");
    assert_eq!(index_and_compare(&database, &package, "a renamed file"), 1);

    // Not source: no unit, but the version has changed.
    write_files(&package, &[("NOTES.txt", "notes\n")]);
    assert_eq!(index_and_compare(&database, &package, "a text"), 0);
    fs::rename(package.join("NOTES.txt"), package.join("OTHER.txt")).expect("renames");
    assert_eq!(index_and_compare(&database, &package, "a renamed text"), 0);
}

#[test]
fn files_that_change_places_change_places() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let database = Database::new("changes_places");
    database.index(&[&package], &[]);
    let (one, two) = (package.join("tools/report.py"), package.join("tools/shapes.py"));
    fs::rename(&one, root.join("aside")).expect("renames");
    fs::rename(&two, &one).expect("renames");
    fs::rename(root.join("aside"), &two).expect("renames");
    assert_eq!(index_and_compare(&database, &package, "two files swapped"), 2);
}

#[test]
fn a_file_that_can_not_be_indexed_any_more_says_why() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let database = Database::new("changes_skip");
    database.index(&[&package], &[]);
    fs::write(package.join("tools/shapes.py"), [0u8, 1, 2, 3, 0, 0xff].repeat(50)).expect("writes");
    assert_eq!(index_and_compare(&database, &package, "a binary file"), 0);
    let reason = database.rows(
        "select r.label from codelode_data_1.files f join codelode.skip_reasons r on r.number = f.skip_reason \
         where path = 'tools/shapes.py'",
    );
    assert_eq!(reason, [[Some("binary".to_owned())]]);
}

#[test]
fn a_new_version_stands_beside_the_old_one_and_shares_its_units() {
    let (_scratch, root) = scratch();
    let package = package(&root, "alpha");
    let database = Database::new("changes_version");
    let all = number(&database.index(&[&package], &[]), "units_extracted");
    write_files(&package, &[("Cargo.toml", "[package]\nname = \"alpha\"\nversion = \"1.1.0\"\n")]);
    let report = database.index(&[&package], &[]);
    // The manifest itself is another text.
    assert_eq!((number(&report, "published"), number(&report, "units_extracted")), (1, 1));
    assert_eq!(number(&report, "units_reused"), all - 1);
    let versions = database.rows("select version from codelode.package_versions order by 1");
    assert_eq!(versions, [[Some("1.0.0".to_owned())], [Some("1.1.0".to_owned())]]);
    database.verify();
}
