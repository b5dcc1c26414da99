//! `codelode status`: what an index holds, at a glance and at no cost.

use std::io::Write;

use anyhow::{Context, Result};
use bytesize::ByteSize;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;
use tokio_postgres::{Client, Row};

use super::snapshot::in_snapshot;
use super::{Format, SCHEMA_VERSION};
use crate::db::migrate::Schemas;
use crate::schema::{Script, script};

const COUNTS: Script = script!("queries/status/counts.sql");
const TABLES: Script = script!("queries/status/tables.sql");
const INCOMPLETE: Script = script!("queries/status/incomplete.sql");
const RUNS: Script = script!("queries/status/runs.sql");

/// What an index holds.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    pub schema_version: u32,
    pub schema: String,
    pub data_schema: String,
    /// Packages that have a complete version.
    pub packages: i64,
    /// Complete versions.
    pub versions: i64,
    /// Versions whose load has not ended.
    pub incomplete: i64,
    /// The first ten of those, as `ecosystem/package@version`.
    pub incomplete_versions: Vec<String>,
    /// Bytes of all tables and indexes.
    pub bytes: i64,
    /// The largest first.
    pub tables: Vec<TableStatus>,
    /// The last run first.
    pub runs: Vec<RunStatus>,
}

/// A table of the data schema.
#[derive(Clone, Debug, Serialize)]
pub struct TableStatus {
    pub name: String,
    /// The planner's estimate; null where the table has never been analysed.
    pub rows: Option<i64>,
    /// With indexes and large values.
    pub bytes: i64,
    /// Whether its primary key is there and every index is valid.
    pub indexed: bool,
}

/// A run of the ledger; times in UTC, as ISO 8601.
#[derive(Clone, Debug, Serialize)]
pub struct RunStatus {
    pub run_id: String,
    pub state: String,
    pub started_at: String,
    pub finished_at: Option<String>,
}

/// Reads the status: exact for packages and versions, estimates for the tables.
///
/// # Errors
/// Where the server refuses a query.
pub async fn read_status(client: &Client, schemas: &Schemas) -> Result<Status> {
    in_snapshot(client, schemas, async || {
        let counts = rows(client, schemas, &COUNTS).await?;
        let counts = counts.first().context("no counts")?;
        let tables: Vec<TableStatus> =
            rows(client, schemas, &TABLES).await?.iter().map(table_of).collect::<Result<_>>()?;
        let incomplete = rows(client, schemas, &INCOMPLETE).await?;
        Ok(Status {
            schema_version: SCHEMA_VERSION,
            schema: schemas.public.clone(),
            data_schema: schemas.data.clone(),
            packages: counts.try_get("packages")?,
            versions: counts.try_get("versions")?,
            incomplete: counts.try_get("incomplete")?,
            incomplete_versions: incomplete.iter().map(version_of).collect::<Result<_>>()?,
            bytes: tables.iter().map(|table| table.bytes).sum(),
            tables,
            runs: rows(client, schemas, &RUNS).await?.iter().map(run_of).collect::<Result<_>>()?,
        })
    })
    .await
    .context("could not read the status of the index")
}

async fn rows(client: &Client, schemas: &Schemas, script: &Script) -> Result<Vec<Row>> {
    let text = script.with(&schemas.variables());
    client.query(&text, &[]).await.with_context(|| script.path.to_owned())
}

fn table_of(row: &Row) -> Result<TableStatus> {
    Ok(TableStatus {
        name: row.try_get("name")?,
        rows: row.try_get("rows")?,
        bytes: row.try_get("bytes")?,
        indexed: row.try_get("indexed")?,
    })
}

fn version_of(row: &Row) -> Result<String> {
    let (ecosystem, package): (String, String) = (row.try_get("ecosystem")?, row.try_get("package")?);
    let version: String = row.try_get("version")?;
    Ok(format!("{ecosystem}/{package}@{version}"))
}

fn run_of(row: &Row) -> Result<RunStatus> {
    Ok(RunStatus {
        run_id: row.try_get("run_id")?,
        state: row.try_get("state")?,
        started_at: row.try_get("started_at")?,
        finished_at: row.try_get("finished_at")?,
    })
}

/// `codelode status`. No arguments.
///
/// # Errors
/// As [`read_status`], or where `out` fails.
pub async fn status(
    client: &Client,
    schemas: &Schemas,
    format: Format,
    out: &mut dyn Write,
) -> Result<Status> {
    let status = read_status(client, schemas).await?;
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &status)?;
            writeln!(out)?;
        }
        Format::Text => write_text(&status, out)?,
    }
    Ok(status)
}

fn write_text(status: &Status, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "schema    {} (data in {})", status.schema, status.data_schema)?;
    writeln!(out, "packages  {}", status.packages)?;
    writeln!(out, "versions  {}", status.versions)?;
    if status.incomplete > 0 {
        let names = status.incomplete_versions.join(", ");
        let more = if status.incomplete > status.incomplete_versions.len() as i64 { ", …" } else { "" };
        writeln!(out, "          {} incomplete, not visible: {names}{more}", status.incomplete)?;
    }
    writeln!(out, "size      {}\n", bytes(status.bytes))?;
    let mut tables = table(["table", "rows", "size", ""]);
    for item in &status.tables {
        let rows = item.rows.map_or_else(|| "not analysed".to_owned(), |rows| format!("~{rows}"));
        let indexed = if item.indexed { "" } else { "indexes are missing" };
        tables.add_row([item.name.clone(), rows, bytes(item.bytes), indexed.to_owned()]);
    }
    write_table(tables, &[1, 2], out)?;
    if status.runs.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut runs = table(["run", "state", "started", "finished"]);
    for run in &status.runs {
        let finished = run.finished_at.clone().unwrap_or_default();
        runs.add_row([run.run_id.clone(), run.state.clone(), run.started_at.clone(), finished]);
    }
    write_table(runs, &[], out)
}

fn bytes(bytes: i64) -> String {
    ByteSize::b(u64::try_from(bytes).unwrap_or(0)).to_string()
}

fn table<const COLUMNS: usize>(header: [&str; COLUMNS]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(header);
    table
}

fn write_table(mut table: Table, numbers: &[usize], out: &mut dyn Write) -> Result<()> {
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if numbers.contains(&index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
