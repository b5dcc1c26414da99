//! `Cargo.toml`, with what a package inherits from its workspace.

use std::path::{Path, PathBuf};

use super::{Reading, invalid, read_toml, string_at, table_at};

const MANIFEST: &str = "Cargo.toml";

/// The package in `root`. A virtual workspace is unnamed, with the version that it gives to its packages.
pub(super) fn read(root: &Path) -> Reading {
    let manifest = match read_toml(&root.join(MANIFEST)) {
        Ok(Some(manifest)) => manifest,
        Ok(None) => return Reading::Absent,
        Err(reason) => return invalid(MANIFEST, &reason),
    };
    let Some(package) = table_at(&manifest, "package").or_else(|| table_at(&manifest, "project")) else {
        return Reading::Unnamed { version: workspace_version(&manifest) };
    };
    let Some(name) = string_at(package, "name") else {
        return invalid(MANIFEST, "no name in [package]");
    };
    let version = match package.get("version") {
        Some(toml::Value::String(version)) => Some(version.clone()),
        Some(toml::Value::Table(inherit))
            if inherit.get("workspace").and_then(toml::Value::as_bool) == Some(true) =>
        {
            inherited_version(root, &manifest, package)
        }
        _ => None,
    };
    Reading::Named { manifest: MANIFEST, name, version }
}

/// The version from the workspace: the manifest itself, the one that `package.workspace` names, or the nearest above.
fn inherited_version(root: &Path, manifest: &toml::Table, package: &toml::Table) -> Option<String> {
    if manifest.contains_key("workspace") {
        return workspace_version(manifest);
    }
    let candidates: Vec<PathBuf> = match string_at(package, "workspace") {
        Some(path) => vec![root.join(path)],
        None => root.ancestors().skip(1).map(Path::to_path_buf).collect(),
    };
    candidates
        .iter()
        .filter_map(|directory| read_toml(&directory.join(MANIFEST)).ok().flatten())
        .find(|manifest| manifest.contains_key("workspace"))
        .and_then(|manifest| workspace_version(&manifest))
}

fn workspace_version(manifest: &toml::Table) -> Option<String> {
    string_at(table_at(table_at(manifest, "workspace")?, "package")?, "version")
}
