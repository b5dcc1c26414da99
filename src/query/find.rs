//! `codelode find`: definitions by name, code by its structural terms.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio_postgres::{Client, Row};

use super::Format;
use super::hits::{Hit, ask};
use super::place::Place;
use crate::db::migrate::Schemas;
use crate::schema::{Script, script};

const FIND_SYMBOLS: Script = script!("queries/find_symbols.sql");
const FIND_TERMS: Script = script!("queries/find_terms.sql");

/// A definition whose name matches.
#[derive(Clone, Debug, Serialize)]
pub struct SymbolHit {
    #[serde(flatten)]
    pub place: Place,
    /// `exact`, `prefix` or `similar`; the same in every row of an answer.
    pub matched: String,
    pub kind: String,
    pub name: String,
    pub qualified_name: String,
    pub language: Option<String>,
    pub signature: Option<String>,
}

impl Hit for SymbolHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            matched: row.try_get("match")?,
            kind: row.try_get("kind")?,
            name: row.try_get("name")?,
            qualified_name: row.try_get("qualified_name")?,
            language: row.try_get("language")?,
            signature: row.try_get("signature")?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let signature = self.signature.clone().unwrap_or_default();
        vec![self.kind.clone(), self.qualified_name.clone(), signature]
    }
}

/// A piece of code that has every term asked for.
#[derive(Clone, Debug, Serialize)]
pub struct CodeHit {
    #[serde(flatten)]
    pub place: Place,
    /// 1-based, inclusive.
    pub end_line: i32,
    /// The grammar's node kind.
    pub kind: String,
    /// The defined name, for definitions.
    pub name: Option<String>,
    /// Nodes of the subtree.
    pub mass: i32,
    /// Equal for equal code, wherever it stands.
    pub hash: String,
}

impl Hit for CodeHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            end_line: row.try_get("end_line")?,
            kind: row.try_get("kind")?,
            name: row.try_get("name")?,
            mass: row.try_get("mass")?,
            hash: row.try_get("hash")?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let lines = format!("{}-{}", self.place.line, self.end_line);
        vec![lines, self.kind.clone(), self.name.clone().unwrap_or_default(), format!("mass {}", self.mass)]
    }
}

/// `codelode find NAME [--limit N]`: definitions called `NAME`, a bare name, a qualified name, or the end of one
/// (`Class.method`); else those whose names begin with it; else those whose names look like it. Gives the number
/// of rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn find(
    client: &Client,
    schemas: &Schemas,
    name: &str,
    limit: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    let query = name.to_owned();
    let answer = ask::<SymbolHit>(client, schemas, &FIND_SYMBOLS, query, &[&name], limit)
        .await
        .context("could not search the symbols")?;
    answer.write(format, out)
}

/// `codelode find --term A --term B [--limit N]`: code whose structure has every term, such as `call:open/1` or
/// `kind:try_statement`. Gives the number of rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn find_terms(
    client: &Client,
    schemas: &Schemas,
    terms: &[String],
    limit: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    let query = terms.join(" and ");
    let answer = ask::<CodeHit>(client, schemas, &FIND_TERMS, query, &[&terms], limit)
        .await
        .context("could not search the fragments")?;
    answer.write(format, out)
}
