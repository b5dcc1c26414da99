//! `codelode checksum`: what an index holds, in a few numbers that do not depend on ids, order or time.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio_postgres::Client;

use super::snapshot::in_snapshot;
use super::{Format, SCHEMA_VERSION};
use crate::db::migrate::Schemas;
use crate::schema::{Script, script};

/// One query a table, each of which gives its number of rows and the sum of their hashes.
const SUMS: &[(&str, Script)] = &[
    ("packages", script!("queries/checksum/packages.sql")),
    ("package_versions", script!("queries/checksum/package_versions.sql")),
    ("files", script!("queries/checksum/files.sql")),
    ("contents", script!("queries/checksum/contents.sql")),
    ("units", script!("queries/checksum/units.sql")),
    ("symbols", script!("queries/checksum/symbols.sql")),
    ("refs", script!("queries/checksum/refs.sql")),
    ("imports", script!("queries/checksum/imports.sql")),
    ("calls", script!("queries/checksum/calls.sql")),
    ("comments", script!("queries/checksum/comments.sql")),
    ("fragments", script!("queries/checksum/fragments.sql")),
    ("fragment_sites", script!("queries/checksum/fragment_sites.sql")),
    ("term_postings", script!("queries/checksum/term_postings.sql")),
    ("links", script!("queries/checksum/links.sql")),
    ("outside_uses", script!("queries/checksum/outside_uses.sql")),
    ("public_names", script!("queries/checksum/public_names.sql")),
    ("dependency_links", script!("queries/checksum/dependency_links.sql")),
    ("routes", script!("queries/checksum/routes.sql")),
    ("jobs", script!("queries/checksum/jobs.sql")),
    ("di_edges", script!("queries/checksum/di_edges.sql")),
];

/// The rows of one table that complete versions reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableSum {
    pub table: &'static str,
    pub rows: u64,
    /// Sum of the rows' 64-bit hashes modulo 2^64, as 16 hexadecimal digits.
    pub sum: String,
}

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    checksum: String,
    tables: &'a [TableSum],
}

/// Counts and sums every table in one snapshot, in a fixed order. Two indexes with equal results hold the same.
///
/// # Errors
/// Where the server refuses a query.
pub async fn table_sums(client: &Client, schemas: &Schemas) -> Result<Vec<TableSum>> {
    in_snapshot(client, schemas, async || {
        let mut sums = Vec::with_capacity(SUMS.len());
        for (table, query) in SUMS {
            let rows = query.rows(client, &schemas.variables()).await?;
            let cells: Vec<&str> = rows.iter().flatten().filter_map(Option::as_deref).collect();
            let [rows, sum] = cells[..] else { anyhow::bail!("{}: not one row of two values", query.path) };
            let sum: i128 = sum.parse().with_context(|| format!("{}: not a sum: {sum}", query.path))?;
            let rows = rows.parse().with_context(|| format!("{}: not a count: {rows}", query.path))?;
            // The low 64 bits: a sum of hashes modulo 2^64.
            sums.push(TableSum { table, rows, sum: format!("{:016x}", sum as u64) });
        }
        Ok(sums)
    })
    .await
    .context("could not compute the checksum")
}

/// One value for all tables: the start of the sha256 over `table rows sum` lines.
fn total(sums: &[TableSum]) -> String {
    let mut digest = Sha256::new();
    for sum in sums {
        digest.update(format!("{} {} {}\n", sum.table, sum.rows, sum.sum));
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// `codelode checksum`. No arguments.
///
/// # Errors
/// As [`table_sums`], or where `out` fails.
pub async fn checksum(
    client: &Client,
    schemas: &Schemas,
    format: Format,
    out: &mut dyn Write,
) -> Result<Vec<TableSum>> {
    let sums = table_sums(client, schemas).await?;
    let checksum = total(&sums);
    match format {
        Format::Json => {
            let report = Report { schema_version: SCHEMA_VERSION, checksum, tables: &sums };
            serde_json::to_writer_pretty(&mut *out, &report)?;
            writeln!(out)?;
        }
        Format::Text => {
            for sum in &sums {
                writeln!(out, "{:<16} {:>12} {}", sum.table, sum.rows, sum.sum)?;
            }
            writeln!(out, "{:<16} {:>12} {checksum}", "all", "")?;
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_total_depends_on_every_part() {
        let sum = |rows, sum: &str| TableSum { table: "files", rows, sum: sum.to_owned() };
        let one = total(&[sum(1, "00")]);
        assert_eq!(one.len(), 32);
        assert_eq!(one, total(&[sum(1, "00")]));
        assert_ne!(one, total(&[sum(2, "00")]));
        assert_ne!(one, total(&[sum(1, "01")]));
    }
}
