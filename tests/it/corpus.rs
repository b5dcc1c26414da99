//! From inputs to packages and files, on trees as they are found in the world.
//!
//! `fixtures/corpora/<case>/` holds an input and `expected.txt`, which `BLESS=1 cargo test corpus` writes. What git can't
//! hold (links, odd names, ignored files) is made here in scratch directories.

mod identity;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use codelode::corpus::{
    DiscoverOptions, Discovery, PathFilter, discover, group_duplicates, locate, read_source, source_text,
};
use codelode::model::{PackageVersion, SkipReason};
use tempfile::TempDir;

/// A scratch directory with these files; a path that ends in `/` is an empty directory.
fn scratch(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let scratch = TempDir::new().unwrap();
    let root = scratch.path().canonicalize().unwrap().join("tree");
    fs::create_dir(&root).unwrap();
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    (scratch, root)
}

fn discover_one(root: &Path, options: &DiscoverOptions) -> PackageVersion {
    let mut found = discover(&[root.to_path_buf()], options);
    assert_eq!(found.failed, []);
    assert_eq!(found.versions.len(), 1, "{:?}", found.versions);
    found.versions.remove(0)
}

fn default_of(root: &Path) -> PackageVersion {
    discover_one(root, &DiscoverOptions::default())
}

fn paths(version: &PackageVersion) -> Vec<&str> {
    version.files.iter().map(|file| file.path.as_str()).collect()
}

fn filtered(include: &[&str], exclude: &[&str]) -> DiscoverOptions {
    let owned = |globs: &[&str]| globs.iter().map(|g| (*g).to_owned()).collect::<Vec<_>>();
    DiscoverOptions {
        filter: PathFilter::new(&owned(include), &owned(exclude)).unwrap(),
        ..DiscoverOptions::default()
    }
}

/// What a person checks: each version with its identity's source, and its files.
fn listing(found: &Discovery, base: &Path) -> String {
    let mut text = String::new();
    let relative = |path: &Path| path.strip_prefix(base).unwrap_or(path).display().to_string();
    for version in &found.versions {
        text += &format!("{}  from {} in {}\n", version.id, version.identity_source, relative(&version.root));
        for file in &version.files {
            let skip = file.skip.map(|reason| format!("  {reason}")).unwrap_or_default();
            let vendored = if file.vendored { "  vendored" } else { "" };
            text += &format!("    {}{vendored}{skip}\n", file.path);
        }
    }
    for (what, notices) in [("failed", &found.failed), ("warning", &found.warnings)] {
        for notice in notices {
            text += &format!("{what}: {}: {}\n", relative(Path::new(&notice.subject)), notice.reason);
        }
    }
    text
}

#[test]
fn fixtures_give_the_packages_and_files_expected() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora").canonicalize().unwrap();
    let mut cases: Vec<_> = fs::read_dir(&corpora).unwrap().map(|entry| entry.unwrap().path()).collect();
    // The packages under these are read by the tests of the linker and of frameworks.
    cases.retain(|case| !case.ends_with("links") && !case.ends_with("frameworks"));
    cases.sort();
    assert!(cases.len() >= 8, "{cases:?}");
    for case in cases {
        let inputs: Vec<_> =
            fs::read_dir(&case).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
        let found = listing(&discover(&inputs, &DiscoverOptions::default()), &case);
        let expected = case.join("expected.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&expected, &found).unwrap();
        }
        assert_eq!(found, fs::read_to_string(&expected).unwrap_or_default(), "{}", case.display());
    }
}

#[test]
fn every_file_on_disk_has_one_row() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora");
    let options = DiscoverOptions { hidden: true, no_ignore: true, ..DiscoverOptions::default() };
    for case in [
        "cargo_registry/src",
        "composer_vendor/vendor",
        "gem_home/3.1.0",
        "go_modules/pkg",
        "mix_deps/deps",
        "node_modules/node_modules",
        "site_packages/site-packages",
    ] {
        let found = discover(&[corpora.join(case)], &options);
        let mut rows: Vec<_> =
            found.versions.iter().flat_map(|v| v.files.iter().map(|f| locate(v, f))).collect();
        rows.sort();
        assert_eq!(rows, files_below(&corpora.join(case).canonicalize().unwrap()), "{case}");
    }
}

fn files_below(root: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

#[test]
fn gitignore_counts_with_and_without_git_but_not_from_outside() {
    let files = [
        (".gitignore", "*.log\n/build/\n!keep.log\n"),
        ("a.py", ""),
        ("a.log", ""),
        ("keep.log", ""),
        ("build/out.py", ""),
        ("sub/.gitignore", "b.py\n"),
        ("sub/b.py", ""),
        ("sub/build/c.py", ""),
        (".ignore", "a.py\n"),
    ];
    let (scratch, root) = scratch(&files);
    fs::write(scratch.path().join(".gitignore"), "*.py\n").unwrap();
    let expected = ["a.py", "keep.log", "sub/build/c.py"];
    assert_eq!(paths(&default_of(&root)), expected);
    fs::create_dir_all(root.join(".git/info")).unwrap();
    assert_eq!(paths(&default_of(&root)), expected);
    // Inside a repository the rules above the input count too, and its own exclude file.
    assert_eq!(paths(&default_of(&root.join("sub"))), ["build/c.py"]);
    fs::write(root.join("sub/d.log"), "").unwrap();
    assert_eq!(paths(&default_of(&root.join("sub"))), ["build/c.py"]);
    fs::write(root.join(".git/info/exclude"), "c.py\n").unwrap();
    assert_eq!(paths(&default_of(&root)), ["a.py", "keep.log"]);
    let all = DiscoverOptions { no_ignore: true, ..DiscoverOptions::default() };
    assert_eq!(discover_one(&root, &all).files.len(), 7);
}

#[test]
fn published_packages_are_taken_as_they_are() {
    let manifest = "[package]\nname = \"p\"\n";
    for (mark, found) in [(".cargo-ok", 2), (".cargo-checksum.json", 2), (".hex", 2), ("notes.txt", 2)] {
        let (_scratch, root) =
            scratch(&[(".gitignore", "*.rs\n"), ("Cargo.toml", manifest), ("lib.rs", ""), (mark, "")]);
        let version = default_of(&root);
        assert_eq!(version.files.len(), found, "{mark}");
        assert_eq!(paths(&version).contains(&"lib.rs"), mark.starts_with('.'), "{mark}");
    }
}

#[test]
fn hidden_files_are_found_when_asked_for_but_git_and_the_data_directory_never() {
    let files = [
        (".github/ci.yml", ""),
        (".git/config", ""),
        ("a.py", ""),
        (".data/base", ""),
        ("sub/.git", "gitdir: x"),
    ];
    let (_scratch, root) = scratch(&files);
    assert_eq!(paths(&default_of(&root)), ["a.py"]);
    let options =
        DiscoverOptions { hidden: true, data_dir: Some(root.join(".data")), ..DiscoverOptions::default() };
    assert_eq!(paths(&discover_one(&root, &options)), [".github/ci.yml", "a.py"]);
}

#[test]
fn globs_choose_files_and_packages() {
    let (_scratch, root) =
        scratch(&[("src/a.rs", ""), ("src/gen/b.rs", ""), ("docs/c.md", ""), ("README.md", "")]);
    assert_eq!(paths(&discover_one(&root, &filtered(&[], &["gen/", "/docs"]))), ["README.md", "src/a.rs"]);
    assert_eq!(
        paths(&discover_one(&root, &filtered(&["*.md", "src/gen"], &["/README.md"]))),
        ["docs/c.md", "src/gen/b.rs"]
    );
    let (_scratch, root) = scratch(&[("a/package.json", "{}"), ("b/package.json", "{}")]);
    let found = discover(&[root], &filtered(&[], &["/a"]));
    assert_eq!(found.versions.iter().map(|v| v.id.to_string()).collect::<Vec<_>>(), ["npm/b@0"]);
}

#[test]
fn links_sockets_and_large_files_have_rows_with_reasons() {
    let (_scratch, root) = scratch(&[("a.py", "x = 1\n"), ("large.py", &"#".repeat(101)), ("sub/b.py", "")]);
    std::os::unix::fs::symlink("..", root.join("sub/loop")).unwrap();
    std::os::unix::fs::symlink("a.py", root.join("link.py")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.join("dangling")).unwrap();
    let _socket = UnixListener::bind(root.join("socket")).unwrap();
    let options = DiscoverOptions { file_bytes_max: 100, ..DiscoverOptions::default() };
    let version = discover_one(&root, &options);
    let rows: Vec<_> = version.files.iter().map(|f| (f.path.as_str(), f.skip, f.bytes)).collect();
    assert_eq!(
        rows,
        [
            ("a.py", None, 6),
            ("dangling", Some(SkipReason::Symlink), 0),
            ("large.py", Some(SkipReason::TooLarge), 101),
            ("link.py", Some(SkipReason::Symlink), 0),
            ("socket", Some(SkipReason::NotAFile), 0),
            ("sub/b.py", None, 0),
            ("sub/loop", Some(SkipReason::Symlink), 0),
        ]
    );
}

#[test]
fn names_that_are_not_utf_8_are_found_and_read() {
    let (_scratch, root) = scratch(&[("ok.py", ""), ("back\\xFFslash.py", "b = 1\n")]);
    let odd = root.join(OsStr::from_bytes(b"d\xFE"));
    fs::create_dir(&odd).unwrap();
    fs::write(odd.join(OsStr::from_bytes(b"caf\xE9.py")), "cafe = 1\n").unwrap();
    let version = default_of(&root);
    assert_eq!(paths(&version), ["back\\x5CxFFslash.py", "d\\xFE/caf\\xE9.py", "ok.py"]);
    for file in &version.files {
        assert_eq!(read_source(&locate(&version, file), 100).unwrap().bytes, file.bytes);
    }
    assert_eq!(default_of(&odd).id.to_string(), "local/d\\xFE@0");
}

#[test]
fn what_cannot_be_read_is_a_row_or_a_failure() {
    let (_scratch, root) = scratch(&[("a.py", ""), ("closed/b.py", "")]);
    let found = discover(&[root.join("missing"), root.join("a.py")], &DiscoverOptions::default());
    assert_eq!(found.failed.len(), 1);
    assert!(found.failed[0].subject.ends_with("missing"), "{:?}", found.failed);
    assert_eq!(found.versions.len(), 1);
    let closed = root.join("closed");
    fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
    // The superuser reads everything.
    if fs::read_dir(&closed).is_err() {
        let version = default_of(&root);
        assert_eq!(paths(&version), ["a.py", "closed"]);
        assert_eq!(version.files[1].skip, Some(SkipReason::Unreadable));
        assert_eq!(discover(std::slice::from_ref(&closed), &DiscoverOptions::default()).failed.len(), 1);
    }
    fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
}

#[test]
fn a_file_is_looked_at_again_when_it_is_read() {
    let (_scratch, root) = scratch(&[("a.py", "x = 1\n")]);
    assert_eq!(read_source(&root.join("gone.py"), 100), Err(SkipReason::Unreadable));
    assert_eq!(read_source(&root.join("a.py"), 5), Err(SkipReason::TooLarge));
    assert_eq!(read_source(&root, 100), Err(SkipReason::NotAFile));
    std::os::unix::fs::symlink("a.py", root.join("link.py")).unwrap();
    assert_eq!(read_source(&root.join("link.py"), 100), Err(SkipReason::Symlink));
    let fifo = root.join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    assert_eq!(read_source(&fifo, 100), Err(SkipReason::NotAFile));
    let read = read_source(&root.join("a.py"), 6).unwrap();
    assert_eq!((read.text.as_str(), read.bytes, read.lines), ("x = 1\n", 6, 1));
    assert_eq!(read, source_text(b"x = 1\n".to_vec()));
}

#[test]
fn hashes_and_sizes_are_of_the_original_bytes() {
    let read = source_text(b"\xFF\xFEa\0\n\0b\0".to_vec());
    assert_eq!((read.text.as_str(), read.bytes, read.lines, read.lossy), ("a\nb", 8, 2, false));
    let empty = source_text(Vec::new());
    assert_eq!((empty.lines, empty.content_hash[..4].to_vec()), (0, vec![0xe3, 0xb0, 0xc4, 0x42]));
    let lossy = source_text(b"caf\xE9\n".to_vec());
    assert!(lossy.lossy && lossy.content_hash != source_text(lossy.text.clone().into_bytes()).content_hash);
}

#[test]
fn a_published_package_is_the_same_named_by_itself_or_in_its_directory() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora");
    for (directory, package) in [
        ("node_modules/node_modules", "express"),
        ("node_modules/node_modules", "@scope/tool"),
        ("cargo_registry/src", "index.crates.io-1949cf8c6b5b557f/alpha-1.2.3"),
        ("mix_deps/deps", "jason"),
        ("composer_vendor/vendor", "monolog/monolog"),
        ("composer_vendor/vendor", "nobody/knows"),
        ("gem_home/3.1.0", "gems/rack-2.2.4"),
        ("gem_home/3.1.0", "gems/bare-0.1.2"),
        ("go_modules/pkg", "mod/github.com/!burnt!sushi/toml@v1.3.2"),
    ] {
        let options = DiscoverOptions::default();
        let all = discover(&[corpora.join(directory)], &options);
        let one = discover(&[corpora.join(directory).join(package)], &options);
        assert!(!one.versions.is_empty());
        for version in &one.versions {
            let same = all.versions.iter().find(|v| v.id == version.id && v.root == version.root).unwrap();
            assert_eq!(same.files, version.files);
        }
    }
}

#[test]
fn neither_the_order_of_inputs_nor_repetition_changes_the_result() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/corpora");
    let mut inputs: Vec<_> = fs::read_dir(&corpora).unwrap().map(|entry| entry.unwrap().path()).collect();
    let options = DiscoverOptions::default();
    inputs.sort();
    let forward = listing(&discover(&inputs, &options), &corpora);
    inputs.reverse();
    inputs.push(inputs[0].join("."));
    assert_eq!(forward, listing(&discover(&inputs, &options), &corpora));
}

#[test]
fn versions_that_come_twice_are_grouped() {
    let manifest = "[package]\nname = \"twin\"\nversion = \"1.0.0\"\n";
    let (_scratch, root) = scratch(&[
        ("a/Cargo.toml", manifest),
        ("b/Cargo.toml", manifest),
        ("c/Cargo.toml", "[package]\nname=\"c\"\n"),
    ]);
    let found = discover(std::slice::from_ref(&root), &DiscoverOptions::default());
    let groups = group_duplicates(&found.versions);
    assert_eq!(groups.len(), 1);
    let roots: Vec<_> = found.versions[groups[0].clone()].iter().map(|v| v.root.clone()).collect();
    assert_eq!(roots, [root.join("a"), root.join("b")]);
}

#[test]
fn a_file_is_a_package_of_its_own() {
    let (_scratch, root) =
        scratch(&[("Cargo.toml", "[package]\nname = \"x\"\n"), ("src/a b.rs", "fn f() {}\n")]);
    std::os::unix::fs::symlink("src/a b.rs", root.join("link.rs")).unwrap();
    let version = default_of(&root.join("link.rs"));
    assert_eq!(version.id.to_string(), "local/a b.rs@0");
    assert_eq!(paths(&version), ["a b.rs"]);
    assert_eq!(read_source(&locate(&version, &version.files[0]), 100).unwrap().text, "fn f() {}\n");
}
