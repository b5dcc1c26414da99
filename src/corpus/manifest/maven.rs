//! `pom.xml`, with what a project inherits from its parent.

use std::path::{Path, PathBuf};

use roxmltree::{Document, Node};

use super::xml::{child, text_of};
use super::{Reading, invalid, one_line, read_manifest};

const MANIFEST: &str = "pom.xml";
/// How many parents are asked for a property. Real chains have three or four, and a circle ends.
const PARENTS_MAX: usize = 8;

/// The project in `root`, named `groupId:artifactId` as Maven's tools and advisories write it.
pub(super) fn read(root: &Path) -> Reading {
    let text = match read_manifest(&root.join(MANIFEST)) {
        Ok(Some(text)) => text,
        Ok(None) => return Reading::Absent,
        Err(reason) => return invalid(MANIFEST, &reason),
    };
    let document = match Document::parse(&text) {
        Ok(document) => document,
        Err(error) => return invalid(MANIFEST, &one_line(&error.to_string())),
    };
    let project = document.root_element();
    if project.tag_name().name() != "project" {
        return invalid(MANIFEST, "not a <project>");
    }
    let parent = child(project, "parent");
    let own_or_inherited = |key: &str| {
        text_of(project, key).or_else(|| text_of(parent?, key)).and_then(|v| expand(root, project, &v))
    };
    let Some(artifact) = text_of(project, "artifactId").and_then(|name| expand(root, project, &name)) else {
        return invalid(MANIFEST, "no artifactId");
    };
    let Some(group) = own_or_inherited("groupId") else {
        return invalid(MANIFEST, "no groupId, neither of its own nor of a parent");
    };
    Reading::Named {
        manifest: MANIFEST,
        name: format!("{group}:{artifact}"),
        version: own_or_inherited("version"),
    }
}

/// A value with its `${…}` replaced, or `None` where one is not written out in the manifest or a parent on disk.
fn expand(root: &Path, project: Node, value: &str) -> Option<String> {
    let mut expanded = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("${") {
        let (key, after) = after.split_once('}')?;
        expanded.push_str(before);
        expanded.push_str(&property(root, project, key)?);
        rest = after;
    }
    expanded.push_str(rest);
    // A property that is itself put together is not followed.
    (!expanded.contains("${")).then_some(expanded)
}

fn property(root: &Path, project: Node, key: &str) -> Option<String> {
    let of_project = |path: &str| match path.strip_prefix("parent.") {
        Some(key) => text_of(child(project, "parent")?, key),
        None => text_of(project, path).or_else(|| text_of(child(project, "parent")?, path)),
    };
    let built_in = key.strip_prefix("project.").or_else(|| key.strip_prefix("pom.")).and_then(of_project);
    let own = || child(project, "properties").and_then(|properties| text_of(properties, key));
    built_in.or_else(own).or_else(|| inherited_property(root, project, key))
}

/// A property of the parents that lie where `relativePath` says, by default in the directory above.
fn inherited_property(root: &Path, project: Node, key: &str) -> Option<String> {
    let mut manifest = parent_manifest(root, project)?;
    for _ in 0..PARENTS_MAX {
        let text = read_manifest(&manifest).ok().flatten()?;
        let document = Document::parse(&text).ok()?;
        let project = document.root_element();
        if let Some(value) = child(project, "properties").and_then(|properties| text_of(properties, key)) {
            return Some(value);
        }
        manifest = parent_manifest(manifest.parent()?, project)?;
    }
    None
}

fn parent_manifest(root: &Path, project: Node) -> Option<PathBuf> {
    let parent = child(project, "parent")?;
    let path = match child(parent, "relativePath") {
        // An empty one says that the parent is in the repository only.
        Some(_) => root.join(text_of(parent, "relativePath")?),
        None => root.join("..").join(MANIFEST),
    };
    Some(if path.is_dir() { path.join(MANIFEST) } else { path })
}
