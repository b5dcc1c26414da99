//! Where something stands: the package version, the path in it, the line.

use anyhow::Result;
use serde::Serialize;
use tokio_postgres::Row;

/// A line of a file of a package version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    pub ecosystem: String,
    pub package: String,
    pub version: String,
    pub path: String,
    /// 1-based.
    pub line: i32,
}

impl Place {
    /// Reads the columns that every view and function has.
    ///
    /// # Errors
    /// Where the row lacks one.
    pub(super) fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            ecosystem: row.try_get("ecosystem")?,
            package: row.try_get("package")?,
            version: row.try_get("version")?,
            path: row.try_get("path")?,
            line: row.try_get("line")?,
        })
    }

    /// `path:line`, after `package@version/` where the index has several versions.
    pub fn label(&self, several_versions: bool) -> String {
        if several_versions {
            format!("{}@{}/{}:{}", self.package, self.version, self.path, self.line)
        } else {
            format!("{}:{}", self.path, self.line)
        }
    }
}

/// `path:line` of a target, if it has one.
pub(super) fn target_label(path: Option<&str>, line: Option<i32>) -> String {
    match (path, line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        (Some(path), None) => path.to_owned(),
        (None, _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_shows_where_there_are_several() {
        let place = Place {
            ecosystem: "npm".into(),
            package: "@scope/a".into(),
            version: "1.0.0".into(),
            path: "src/a.js".into(),
            line: 7,
        };
        assert_eq!(place.label(false), "src/a.js:7");
        assert_eq!(place.label(true), "@scope/a@1.0.0/src/a.js:7");
    }
}
