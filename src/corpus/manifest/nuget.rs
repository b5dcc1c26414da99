//! `*.nuspec` and `*.csproj`, with the version that `Directory.Build.props` above gives.

use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};

use super::xml::{child, text_of};
use super::{Reading, files_with_extension, invalid, one_line, read_manifest};
use crate::corpus::path::directory_name;

const NUSPEC: &str = "*.nuspec";
const CSPROJ: &str = "*.csproj";
const PROPS: &str = "Directory.Build.props";

/// The package in `root`. A solution, or several projects in one directory, are unnamed.
pub(super) fn read(root: &Path) -> Reading {
    let specifications = files_with_extension(root, "nuspec");
    let projects = files_with_extension(root, "csproj");
    match (specifications.as_slice(), projects.as_slice()) {
        ([specification], _) => read_specification(root, specification, projects.first()),
        (_, [project]) => read_project(root, project),
        ([], []) if files_with_extension(root, "sln").is_empty() => Reading::Absent,
        _ => Reading::Unnamed { version: inherited_version(root) },
    }
}

/// `<package><metadata><id>…`. In `$id$` the project beside it is meant.
fn read_specification(root: &Path, path: &Path, project: Option<&PathBuf>) -> Reading {
    let read = with_document(path, |package| {
        let metadata = child(package, "metadata")?;
        Some((text_of(metadata, "id")?, text_of(metadata, "version")))
    });
    match (read, project) {
        (Err(reason), _) => invalid(&path.to_string_lossy(), &reason),
        (Ok(Some((name, _))), Some(project)) if is_token(&name) => read_project(root, project),
        (Ok(Some((name, version))), _) if !is_token(&name) => {
            Reading::Named { manifest: NUSPEC, name, version: version.filter(|v| !is_token(v)) }
        }
        (Ok(_), _) => invalid(&path.to_string_lossy(), "no <id> in <metadata>"),
    }
}

/// `PackageId`, else `AssemblyName`, else the file's name, as MSBuild has it.
fn read_project(root: &Path, path: &Path) -> Reading {
    let read = with_document(path, |project| {
        (project.tag_name().name() == "Project").then(|| {
            let name = property(project, "PackageId").or_else(|| property(project, "AssemblyName"));
            (name, project_version(project))
        })
    });
    match read {
        Err(reason) => invalid(&path.to_string_lossy(), &reason),
        Ok(None) => invalid(&path.to_string_lossy(), "not a <Project>"),
        Ok(Some((name, version))) => {
            let stem = || path.file_stem().map(|stem| directory_name(Path::new(stem)));
            match name.or_else(stem) {
                Some(name) => {
                    let version = version.or_else(|| inherited_version(root));
                    Reading::Named { manifest: CSPROJ, name, version }
                }
                None => Reading::Unnamed { version },
            }
        }
    }
}

/// The version in the nearest `Directory.Build.props`, which MSBuild reads before a project.
fn inherited_version(root: &Path) -> Option<String> {
    let props = root.ancestors().map(|above| above.join(PROPS)).find(|path| path.is_file())?;
    with_document(&props, project_version).ok().flatten()
}

fn project_version(project: Node) -> Option<String> {
    property(project, "PackageVersion")
        .or_else(|| property(project, "Version"))
        .or_else(|| property(project, "VersionPrefix"))
}

/// A property that is written out. One with a condition may not be the one that counts.
fn property(project: Node, name: &str) -> Option<String> {
    let groups = project.children().filter(|group| group.tag_name().name() == "PropertyGroup");
    groups
        .filter(|group| group.attribute("Condition").is_none())
        .filter(|group| child(*group, name).is_some_and(|value| value.attribute("Condition").is_none()))
        .find_map(|group| text_of(group, name))
        .filter(|value| !value.contains("$("))
}

fn is_token(value: &str) -> bool {
    value.contains('$')
}

/// What `look` finds in the root element of the file.
fn with_document<T>(path: &Path, look: impl FnOnce(Node) -> Option<T>) -> Result<Option<T>, String> {
    let text = read_manifest(path)?.unwrap_or_default();
    let document = Document::parse(&text).map_err(|error| one_line(&error.to_string()))?;
    Ok(look(document.root_element()))
}
