//! What a file's name and place say about who wrote it: another project, a program, a minifier.
//!
//! Only names that a tool gives, and nobody else has a reason to. What needs a look at the content is in `marks`.

/// Directories whose content another project wrote, wherever they are in a package.
const VENDOR_DIRECTORIES: [&str; 18] = [
    ".yarn",
    "3rd-party",
    "3rd_party",
    "3rdparty",
    "Godeps",
    "Pods",
    "_vendor",
    "_vendored",
    "bower_components",
    "jspm_packages",
    "node_modules",
    "site-packages",
    "third-party",
    "third_party",
    "thirdparty",
    "vendor",
    "vendored",
    "web_modules",
];

/// Languages whose directories spell the package: there `org.example.vendor` is nobody else's.
const PACKAGES_AS_DIRECTORIES: [&str; 5] = [".java", ".kt", ".kts", ".scala", ".groovy"];

/// Files that are copied in as they are, by build systems.
const VENDORED_FILES: [&str; 10] = [
    "config.guess",
    "config.sub",
    "erlang.mk",
    "gradlew",
    "gradlew.bat",
    "install-sh",
    "ltmain.sh",
    "mkinstalldirs",
    "mvnw",
    "mvnw.cmd",
];

/// Outputs of protobuf and gRPC, of .NET's tools, and source maps.
const GENERATED_ENDINGS: [&str; 29] = [
    ".css.map",
    ".designer.cs",
    ".g.cs",
    ".g.i.cs",
    ".generated.cs",
    ".grpc.pb.cc",
    ".grpc.pb.h",
    ".grpc.swift",
    ".js.map",
    ".mjs.map",
    ".pb-c.c",
    ".pb-c.h",
    ".pb.cc",
    ".pb.cpp",
    ".pb.ex",
    ".pb.go",
    ".pb.gw.go",
    ".pb.h",
    ".pb.swift",
    ".pbobjc.h",
    ".pbobjc.m",
    "_grpc_pb.js",
    "_pb.d.ts",
    "_pb.js",
    "_pb.rb",
    "_pb2.py",
    "_pb2.pyi",
    "_pb2_grpc.py",
    "_pb_service.js",
];

/// Lock files, and what parser generators call their output when nobody tells them.
const GENERATED_FILES: [&str; 30] = [
    "Cargo.lock",
    "Gemfile.lock",
    "Package.resolved",
    "Pipfile.lock",
    "Podfile.lock",
    "bun.lock",
    "composer.lock",
    "deno.lock",
    "flake.lock",
    "go.sum",
    "go.work.sum",
    "gradle.lockfile",
    "lex.yy.c",
    "lex.yy.cc",
    "mix.lock",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "packages.lock.json",
    "parsetab.py",
    "pdm.lock",
    "pixi.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "project.assets.json",
    "pubspec.lock",
    "rebar.lock",
    "uv.lock",
    "y.tab.c",
    "y.tab.h",
    "yarn.lock",
];

const MINIFIED_ENDINGS: [&str; 4] = [".min.js", ".min.cjs", ".min.mjs", ".min.css"];

/// Whether the path says that the file was copied in from another project.
pub(super) fn is_vendored(path: &str) -> bool {
    let (directories, name) = path.rsplit_once('/').unwrap_or(("", path));
    // `deps` is where Mix and others put foreign code, but only at the top; deeper it is a module's name.
    VENDORED_FILES.contains(&name)
        || directories == "deps"
        || directories.starts_with("deps/")
        || directories.starts_with("Carthage/Checkouts/")
        || above_packages(directories, name).any(|directory| VENDOR_DIRECTORIES.contains(&directory))
}

/// The directories, without those that spell the package of a source below `src`.
fn above_packages<'a>(directories: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let spelled = PACKAGES_AS_DIRECTORIES.iter().any(|ending| name.ends_with(ending));
    directories.split('/').take_while(move |directory| !spelled || *directory != "src")
}

/// Whether a program gives its output such a name. .NET's tools don't keep to one case.
pub(super) fn names_generated(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    GENERATED_FILES.contains(&name)
        || GENERATED_ENDINGS.iter().any(|ending| lower.ends_with(ending) && lower.len() > ending.len())
}

pub(super) fn names_minified(name: &str) -> bool {
    MINIFIED_ENDINGS.iter().any(|ending| name.ends_with(ending) && name.len() > ending.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vendored_is_decided_by_directories_and_by_files_that_are_copied_in() {
        for path in [
            "vendor/a.go",
            "x/third_party/y/a.c",
            "pip/_vendor/six.py",
            "deps/plug/mix.exs",
            "Carthage/Checkouts/X/a.swift",
            "web/vendor/monolog/src/Logger.php",
            "vendor/x/src/main/java/A.java",
            "build-aux/config.guess",
            "gradlew",
        ] {
            assert!(is_vendored(path), "{path}");
        }
        for path in [
            "vendor.py",
            "src/deps/a.rs",
            "src/vendors/a.rs",
            "node_modules",
            "orm/src/main/java/org/springframework/orm/jpa/vendor/Database.java",
            "src/config.guess.c",
        ] {
            assert!(!is_vendored(path), "{path}");
        }
    }

    #[test]
    fn generated_and_minified_are_names_that_tools_give() {
        for name in ["a.pb.go", "a_pb2.py", "Form1.Designer.cs", "App.g.i.cs", "yarn.lock", "a.min.js.map"] {
            assert!(names_generated(name), "{name}");
        }
        for name in ["pb.go", ".pb.go", "_pb2.py", "a_pb2x.py", "Designer.cs", "lock.rs", "generated.cs"] {
            assert!(!names_generated(name), "{name}");
        }
        assert!(
            names_minified("jquery-3.6.0.min.js") && !names_minified("min.js") && !names_minified("a-min.js")
        );
    }
}
