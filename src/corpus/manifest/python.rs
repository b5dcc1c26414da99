//! `pyproject.toml`, `setup.cfg`, and the metadata that builds leave: `PKG-INFO` and `METADATA`.

use std::path::Path;

use super::{Reading, invalid, one_line, read_manifest, read_toml, string_at, table_at};

const PYPROJECT: &str = "pyproject.toml";
const PKG_INFO: &str = "PKG-INFO";
const SETUP_CFG: &str = "setup.cfg";

/// The package in `root`. A `pyproject.toml` that only configures tools names nothing and is no package's manifest.
pub(super) fn read(root: &Path) -> Reading {
    let built = built_metadata(root);
    let pyproject = match read_toml(&root.join(PYPROJECT)) {
        Ok(pyproject) => pyproject.unwrap_or_default(),
        Err(reason) => match built {
            Some(Headers { name: Some(name), version }) => {
                return Reading::Named { manifest: PKG_INFO, name, version };
            }
            _ => return invalid(PYPROJECT, &one_line(&reason)),
        },
    };
    let setup = setup_metadata(root);
    let project = table_at(&pyproject, "project");
    let poetry = table_at(&pyproject, "tool").and_then(|tool| table_at(tool, "poetry"));
    let built_version = built.as_ref().and_then(|b| b.version.clone());
    let version = [project, poetry]
        .into_iter()
        .flatten()
        .find_map(|table| string_at(table, "version"))
        .or(built_version)
        .or_else(|| setup.as_ref().and_then(|s| s.version.clone()));
    let named = [project, poetry].into_iter().flatten().find_map(|table| string_at(table, "name"));
    let present = project.is_some() || poetry.is_some() || pyproject.contains_key("build-system");
    let candidates =
        [(PYPROJECT, named), (PKG_INFO, built.and_then(|b| b.name)), (SETUP_CFG, setup.and_then(|s| s.name))];
    match candidates.into_iter().find_map(|(manifest, name)| Some((manifest, name?))) {
        Some((manifest, name)) => Reading::Named { manifest, name, version },
        None if present || root.join("setup.py").is_file() => Reading::Unnamed { version },
        None => Reading::Absent,
    }
}

/// A name as PyPI compares it (PEP 503): lower case, each run of `-`, `_` and `.` one hyphen.
pub(in crate::corpus) fn normal_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            c => normal.extend(c.to_lowercase()),
        }
    }
    normal
}

/// What is needed of core metadata.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Headers {
    pub name: Option<String>,
    pub version: Option<String>,
}

/// Reads core metadata, which has the format of e-mail headers: fields up to the first empty line.
pub(in crate::corpus) fn parse_headers(text: &str) -> Headers {
    let mut headers = Headers::default();
    for line in text.lines().take_while(|line| !line.trim().is_empty()) {
        let Some((field, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        if field.eq_ignore_ascii_case("name") {
            headers.name.get_or_insert_with(|| value.to_owned());
        } else if field.eq_ignore_ascii_case("version") {
            headers.version.get_or_insert_with(|| value.to_owned());
        }
    }
    headers
}

/// The metadata of an sdist, or that a build left in `*.egg-info` beside the sources.
fn built_metadata(root: &Path) -> Option<Headers> {
    if let Some(text) = read_manifest(&root.join(PKG_INFO)).ok().flatten() {
        return Some(parse_headers(&text));
    }
    let mut left: Vec<_> = [root.to_path_buf(), root.join("src")]
        .iter()
        .filter_map(|directory| std::fs::read_dir(directory).ok())
        .flat_map(|entries| entries.flatten().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "egg-info"))
        .collect();
    left.sort();
    // Two of them are builds of two packages: neither says what this one is.
    match left.as_slice() {
        [only] => read_manifest(&only.join(PKG_INFO)).ok().flatten().map(|text| parse_headers(&text)),
        _ => None,
    }
}

/// `name` and `version` of `[metadata]`, where they are written out and not taken from code or a file.
fn setup_metadata(root: &Path) -> Option<Headers> {
    let text = read_manifest(&root.join(SETUP_CFG)).ok().flatten()?;
    let mut headers = Headers::default();
    let lines = text.lines().skip_while(|line| line.trim() != "[metadata]").skip(1);
    for line in lines.take_while(|line| !line.starts_with('[')) {
        let Some((key, value)) = line.split_once(['=', ':']) else { continue };
        let value =
            Some(value.trim().to_owned()).filter(|v| !v.starts_with("attr:") && !v.starts_with("file:"));
        match key.trim().to_ascii_lowercase().as_str() {
            "name" => headers.name = value,
            "version" => headers.version = value,
            _ => {}
        }
    }
    Some(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_normalised_as_pep_503_says() {
        assert_eq!(normal_name("Zope.Interface__X"), "zope-interface-x");
        assert_eq!(normal_name("a-_.b"), "a-b");
    }

    #[test]
    fn headers_end_at_the_first_empty_line() {
        let headers = parse_headers("Metadata-Version: 2.1\nName: Foo\nVersion: 1.0\r\n\nName: body\n");
        assert_eq!(headers, Headers { name: Some("Foo".into()), version: Some("1.0".into()) });
    }
}
