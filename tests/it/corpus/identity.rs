//! Which manifest names a package, and what happens where none can.

use codelode::corpus::{DiscoverOptions, discover};

use super::{default_of, discover_one, scratch};

#[test]
fn a_member_of_a_workspace_inherits_its_version() {
    let (_scratch, root) = scratch(&[
        ("Cargo.toml", "[workspace]\nmembers = []\n[workspace.package]\nversion = \"7.0.1\"\n"),
        ("a/b/Cargo.toml", "[package]\nname = \"b\"\nversion = { workspace = true }\n"),
        (
            "lost/Cargo.toml",
            "[package]\nname = \"lost\"\nworkspace = \"../elsewhere\"\nversion.workspace = true\n",
        ),
    ]);
    assert_eq!(default_of(&root.join("a/b")).id.to_string(), "cargo/b@7.0.1");
    assert_eq!(default_of(&root.join("lost")).id.to_string(), "cargo/lost@0");
    assert_eq!(default_of(&root).id.to_string(), "cargo/tree@7.0.1");
}

#[test]
fn manifests_that_are_not_valid_give_the_directory_and_a_warning() {
    let long = format!("{{\"name\": \"{}\"}}", "x".repeat(300));
    let nested = format!("<project>{}", "<a>".repeat(100_000));
    let huge = " ".repeat((4 << 20) + 1);
    for (manifest, text, id) in [
        ("Cargo.toml", "[package]\nversion = \"1.0.0\"\n", "cargo/tree@0"),
        ("Cargo.toml", "\u{0}", "cargo/tree@0"),
        ("package.json", "{\"name\": ", "npm/tree@0"),
        ("package.json", "[]", "npm/tree@0"),
        ("package.json", "{\"name\": \"a\\u0000b\"}", "npm/tree@0"),
        ("package.json", &long, "npm/tree@0"),
        ("pyproject.toml", "[project\n", "pypi/tree@0"),
        ("go.mod", "go 1.21\n", "golang/tree@0"),
        ("go.mod", &format!("module {}\n", "x".repeat(300)), "golang/tree@0"),
        ("pom.xml", "<project><artifactId>a</artifactId>", "maven/tree@0"),
        ("pom.xml", "<project><artifactId>a</artifactId></project>", "maven/tree@0"),
        ("pom.xml", "<project><groupId>g</groupId></project>", "maven/tree@0"),
        ("pom.xml", "<!DOCTYPE p [<!ENTITY a \"b\">]><project>&a;</project>", "maven/tree@0"),
        ("pom.xml", "<settings/>", "maven/tree@0"),
        ("pom.xml", &nested, "maven/tree@0"),
        ("composer.json", "{\"name\": ", "composer/tree@0"),
        ("a.csproj", "<Project", "nuget/tree@0"),
        ("a.csproj", "<Projects/>", "nuget/tree@0"),
        ("a.nuspec", "<package><metadata/></package>", "nuget/tree@0"),
        ("a.rockspec", "version = '1'\n", "luarocks/tree@0"),
        ("src/a.app.src", "{application", "hex/tree@0"),
        ("debian/changelog", "no heading\n", "deb/tree@0"),
        ("a.gemspec", &huge, "gem/tree@0"),
        ("build.gradle", &huge, "maven/tree@0"),
        ("settings.gradle.kts", &huge, "maven/tree@0"),
        ("build.sbt", &huge, "maven/tree@0"),
        ("Package.swift", &huge, "swift/tree@0"),
    ] {
        let (_scratch, root) = scratch(&[(manifest, text), ("a.py", "")]);
        let found = discover(&[root], &DiscoverOptions::default());
        assert_eq!(found.versions[0].id.to_string(), id, "{text}");
        assert_eq!(found.versions[0].identity_source, "directory");
        assert_eq!(found.versions[0].files.len(), 2);
        assert_eq!(found.warnings.len(), 1, "{text}");
        assert!(found.warnings[0].subject.ends_with(manifest) && !found.warnings[0].reason.contains('\n'));
    }
}

#[test]
fn identity_is_read_from_each_kind_of_manifest() {
    for (files, id, source) in [
        (
            vec![("pyproject.toml", "[tool.poetry]\nname = \"Po_et\"\nversion = \"2\"\n")],
            "pypi/po-et@2",
            "pyproject.toml",
        ),
        (vec![("PKG-INFO", "Name: S\nVersion: 1\n"), ("setup.py", "")], "pypi/s@1", "PKG-INFO"),
        (vec![("setup.py", "")], "pypi/tree@0", "directory"),
        (vec![("pyproject.toml", "[tool.ruff]\n")], "local/tree@0", "directory"),
        (
            vec![("pyproject.toml", "[tool.ruff]\n"), ("package.json", "{\"name\":\"@a/b\"}")],
            "npm/@a/b@0",
            "package.json",
        ),
        (
            vec![("package.json", "\u{feff}{\"name\":\"bom\",\"version\":\"1.0.0\"}")],
            "npm/bom@1.0.0",
            "package.json",
        ),
        (vec![("mix.exs", "[apps_path: \"apps\", version: \"0.2.0\"]")], "hex/tree@0.2.0", "directory"),
        (
            vec![
                ("mix.exs", "@version File.read!(\"VERSION\")\n[app: :a, version: @version]"),
                ("VERSION", "1.2\n"),
            ],
            "hex/a@1.2",
            "mix.exs",
        ),
        (
            vec![("Cargo.toml", "[workspace]\n"), ("pyproject.toml", "[project]\nname=\"r\"\nversion=\"1\"")],
            "pypi/r@1",
            "pyproject.toml",
        ),
        (vec![("main.go", ""), ("go.mod", "module x\n")], "golang/x@0", "go.mod"),
        (vec![("main.c", ""), ("Makefile", "")], "local/tree@0", "directory"),
        (
            vec![("composer.json", "{\"name\":\"A/B\"}"), ("package.json", "{\"name\":\"x\"}")],
            "composer/a/b@0",
            "composer.json",
        ),
        (
            vec![("setup.cfg", "[metadata]\nname = p\n"), ("debian/changelog", "p (1-1) x; y\n")],
            "pypi/p@0",
            "setup.cfg",
        ),
        (
            vec![
                ("a.sln", ""),
                (
                    "Directory.Build.props",
                    "<Project><PropertyGroup><Version>2</Version></PropertyGroup></Project>",
                ),
            ],
            "nuget/tree@2",
            "directory",
        ),
        (
            vec![("one.gemspec", "s.name='one'"), ("tree.gemspec", "s.name='tree'\ns.version='3'")],
            "gem/tree@3",
            "*.gemspec",
        ),
    ] {
        let (_scratch, root) = scratch(&files);
        let version = default_of(&root);
        assert_eq!((version.id.to_string().as_str(), version.identity_source), (id, source));
    }
}

#[test]
fn the_ecosystem_asked_for_is_preferred() {
    let files = [("Cargo.toml", "[package]\nname = \"c\"\n"), ("package.json", "{\"name\": \"n\"}")];
    let (_scratch, root) = scratch(&files);
    assert_eq!(default_of(&root).id.to_string(), "cargo/c@0");
    for (ecosystem, id) in [("npm", "npm/n@0"), ("pypi", "cargo/c@0")] {
        let options = DiscoverOptions { ecosystem: Some(ecosystem.to_owned()), ..DiscoverOptions::default() };
        assert_eq!(discover_one(&root, &options).id.to_string(), id);
    }
}
