//! `codelode refs`, `callers`, `callees`: the edges around a name.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio_postgres::{Client, Row};

use super::Format;
use super::graph::Shape;
use super::hits::{Hit, ask};
use super::place::{Place, target_label};
use crate::db::migrate::Schemas;
use crate::schema::{Script, script};

const REFERENCES_TO: Script = script!("queries/references_to.sql");
const CALLERS_OF: Script = script!("queries/callers_of.sql");
const CALLEES_OF: Script = script!("queries/callees_of.sql");

/// What a use is bound to; all null where nothing is known.
#[derive(Clone, Debug, Serialize)]
pub struct TargetSymbol {
    /// Qualified name; of an unbound call, the callee as written.
    pub target: Option<String>,
    /// Path in the same package version.
    pub target_path: Option<String>,
    pub target_line: Option<i32>,
}

impl TargetSymbol {
    pub(super) fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            target: row.try_get("target")?,
            target_path: row.try_get("target_path")?,
            target_line: row.try_get("target_line")?,
        })
    }

    pub(super) fn cells(&self) -> [String; 2] {
        let label = target_label(self.target_path.as_deref(), self.target_line);
        [self.target.clone().unwrap_or_default(), label]
    }
}

/// What stands for the enclosing symbol where there is none.
pub(super) const MODULE: &str = "(module)";

/// A use of a name.
#[derive(Clone, Debug, Serialize)]
pub struct UseHit {
    #[serde(flatten)]
    pub place: Place,
    /// 1-based, in UTF-8 bytes.
    pub column: i32,
    /// `call`, or the kind of the reference.
    pub kind: String,
    /// Qualified name of the enclosing symbol; null at the level of the module.
    pub enclosing: Option<String>,
    /// How the use was bound; `name` is a guess, `unresolved` says that nothing is known.
    pub resolution: String,
    #[serde(flatten)]
    pub target: TargetSymbol,
}

impl Hit for UseHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            column: row.try_get("column_number")?,
            kind: row.try_get("kind")?,
            enclosing: row.try_get("enclosing")?,
            resolution: row.try_get("resolution")?,
            target: TargetSymbol::of_row(row)?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let enclosing = self.enclosing.clone().unwrap_or_else(|| MODULE.to_owned());
        let mut cells = vec![self.kind.clone(), self.resolution.clone(), enclosing];
        cells.extend(self.target.cells());
        cells
    }
}

/// A call of a function, seen from the caller.
#[derive(Clone, Debug, Serialize)]
pub struct CallerHit {
    #[serde(flatten)]
    pub place: Place,
    /// 1-based, in UTF-8 bytes.
    pub column: i32,
    /// Qualified name of the caller; null where the module itself calls.
    pub caller: Option<String>,
    pub caller_line: Option<i32>,
    /// How the callee was bound; `name` is a guess, `unresolved` says that nothing is known.
    pub resolution: String,
    #[serde(flatten)]
    pub target: TargetSymbol,
}

impl Hit for CallerHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            column: row.try_get("column_number")?,
            caller: row.try_get("caller")?,
            caller_line: row.try_get("caller_line")?,
            resolution: row.try_get("resolution")?,
            target: TargetSymbol::of_row(row)?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let caller = self.caller.clone().unwrap_or_else(|| MODULE.to_owned());
        let mut cells = vec![self.resolution.clone(), caller];
        cells.extend(self.target.cells());
        cells
    }

    fn edge(&self) -> Option<(String, String)> {
        let caller = self.caller.clone().unwrap_or_else(|| self.place.path.clone());
        Some((caller, self.target.target.clone()?))
    }
}

/// A call that a function makes.
#[derive(Clone, Debug, Serialize)]
pub struct CalleeHit {
    #[serde(flatten)]
    pub place: Place,
    /// 1-based, in UTF-8 bytes.
    pub column: i32,
    pub caller: String,
    /// As written.
    pub callee: String,
    /// Arguments at the call.
    pub arity: i16,
    /// How the callee was bound; `name` is a guess, `unresolved` says that nothing is known.
    pub resolution: String,
    #[serde(flatten)]
    pub target: TargetSymbol,
}

impl Hit for CalleeHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            column: row.try_get("column_number")?,
            caller: row.try_get("caller")?,
            callee: row.try_get("callee")?,
            arity: row.try_get("arity")?,
            resolution: row.try_get("resolution")?,
            target: TargetSymbol::of_row(row)?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.resolution.clone(), format!("{}/{}", self.callee, self.arity)];
        cells.extend(self.target.cells());
        cells
    }

    fn edge(&self) -> Option<(String, String)> {
        let callee = self.target.target.as_ref().unwrap_or(&self.callee);
        Some((self.caller.clone(), callee.clone()))
    }
}

/// `codelode refs NAME [--limit N]`: the uses of the symbols that `NAME` means (as for `find`), and those written
/// with it, calls included. Gives the number of rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn refs(
    client: &Client,
    schemas: &Schemas,
    name: &str,
    limit: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    let answer = ask::<UseHit>(client, schemas, &REFERENCES_TO, name.to_owned(), &[&name], limit)
        .await
        .context("could not search the references")?;
    answer.write(format, out)
}

/// `codelode callers NAME [--limit N]`: the calls of the functions that `NAME` means, and the unbound calls that
/// are written with it. Gives the number of rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn callers(
    client: &Client,
    schemas: &Schemas,
    name: &str,
    limit: usize,
    shape: impl Into<Shape>,
    out: &mut dyn Write,
) -> Result<usize> {
    let answer = ask::<CallerHit>(client, schemas, &CALLERS_OF, name.to_owned(), &[&name], limit)
        .await
        .context("could not search the callers")?;
    answer.write_as(shape.into(), out)
}

/// `codelode callees NAME [--limit N]`: the calls that the functions that `NAME` means make. Gives the number of
/// rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn callees(
    client: &Client,
    schemas: &Schemas,
    name: &str,
    limit: usize,
    shape: impl Into<Shape>,
    out: &mut dyn Write,
) -> Result<usize> {
    let answer = ask::<CalleeHit>(client, schemas, &CALLEES_OF, name.to_owned(), &[&name], limit)
        .await
        .context("could not search the callees")?;
    answer.write_as(shape.into(), out)
}
