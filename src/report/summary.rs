//! The report of a run, as a table for people and as JSON for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use bytesize::ByteSize;
use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use super::tally::StageReport;

/// A package that was not loaded, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    pub package: String,
    pub reason: String,
}

/// Something odd that stopped nothing.
#[derive(Clone, Debug, Serialize)]
pub struct Warning {
    pub subject: String,
    pub reason: String,
}

/// CPU time of both sides.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct CpuSeconds {
    pub client: f64,
    /// All processes of the server, where it runs on this machine.
    pub server: Option<f64>,
}

/// Everything that a run has to say.
#[derive(Clone, Debug, Serialize)]
pub struct IndexReport {
    /// Version of this JSON's shape.
    pub schema_version: u32,
    pub run_id: String,
    /// `done`, `partial` or `cancelled`.
    pub state: &'static str,
    pub packages: u64,
    pub versions: u64,
    /// Files found: each has a row, but for those of unchanged or failed versions.
    pub files: u64,
    pub files_indexed: u64,
    /// Physical lines of indexed files.
    pub lines: u64,
    /// Source bytes of indexed files.
    pub bytes: u64,
    pub units_extracted: u64,
    pub units_reused: u64,
    /// Rows written, by table.
    pub rows: BTreeMap<&'static str, u64>,
    pub stages: Vec<StageReport>,
    pub seconds: f64,
    pub cpu_seconds: CpuSeconds,
    pub lines_per_cpu_second: Option<f64>,
    pub peak_rss_bytes: u64,
    /// Files that are not indexed, by reason.
    pub skipped: BTreeMap<&'static str, u64>,
    /// Versions that were there already as they are.
    pub unchanged: u64,
    pub published: u64,
    /// Equal copies of a version that were left out.
    pub duplicates: u64,
    /// Rows of dead runs that were swept away.
    pub swept_rows: u64,
    pub failed: Vec<Failed>,
    pub warnings: Vec<Warning>,
    pub settings: BTreeMap<&'static str, serde_json::Value>,
}

/// The shape of the report that `write_json` writes.
pub const SCHEMA_VERSION: u32 = 1;

/// Writes the report as one JSON object.
///
/// # Errors
/// Where `out` fails.
pub fn write_json(report: &IndexReport, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}

fn table() -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    table
}

/// Aligns columns to the right; they exist once the rows are in.
fn align(table: &mut Table, right: &[usize]) {
    for &index in right {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// A number with thousands separated.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Writes the report for people.
///
/// # Errors
/// Where `out` fails.
pub fn write_table(report: &IndexReport, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{} versions of {} packages: {} published, {} unchanged, {} failed",
        grouped(report.versions),
        grouped(report.packages),
        grouped(report.published),
        grouped(report.unchanged),
        grouped(report.failed.len() as u64),
    )?;
    writeln!(
        out,
        "{} files found, {} indexed: {} lines, {}",
        grouped(report.files),
        grouped(report.files_indexed),
        grouped(report.lines),
        ByteSize::b(report.bytes),
    )?;
    if !report.rows.is_empty() {
        let mut rows = table();
        rows.set_header(["table", "rows"]);
        for (name, count) in &report.rows {
            rows.add_row([(*name).to_owned(), grouped(*count)]);
        }
        align(&mut rows, &[1]);
        writeln!(out, "\n{rows}")?;
    }
    let mut stages = table();
    stages.set_header(["stage", "busy seconds", "rows", "bytes"]);
    for stage in report.stages.iter().filter(|stage| stage.seconds >= 0.0005) {
        let bytes = if stage.bytes > 0 { ByteSize::b(stage.bytes).to_string() } else { String::new() };
        let rows = if stage.rows > 0 { grouped(stage.rows) } else { String::new() };
        stages.add_row([stage.name.to_owned(), format!("{:.2}", stage.seconds), rows, bytes]);
    }
    align(&mut stages, &[1, 2, 3]);
    writeln!(out, "\n{stages}")?;
    if !report.skipped.is_empty() {
        let mut skipped = table();
        skipped.set_header(["files not indexed", "count"]);
        for (reason, count) in &report.skipped {
            skipped.add_row([(*reason).to_owned(), grouped(*count)]);
        }
        align(&mut skipped, &[1]);
        writeln!(out, "\n{skipped}")?;
    }
    write_notes(report, out)?;
    let server =
        report.cpu_seconds.server.map_or_else(|| "unknown".to_owned(), |seconds| format!("{seconds:.1} s"));
    writeln!(
        out,
        "\n{:.1} s; CPU {:.1} s here, {server} on the server{}; peak memory {}",
        report.seconds,
        report.cpu_seconds.client,
        report
            .lines_per_cpu_second
            .map_or_else(String::new, |rate| format!("; {} lines a CPU second", grouped(rate as u64))),
        ByteSize::b(report.peak_rss_bytes),
    )
}

fn write_notes(report: &IndexReport, out: &mut dyn Write) -> io::Result<()> {
    if report.duplicates > 0 {
        writeln!(out, "\n{} equal copies of a version were left out", grouped(report.duplicates))?;
    }
    if report.swept_rows > 0 {
        writeln!(out, "\n{} rows of a run that had died were swept away", grouped(report.swept_rows))?;
    }
    for warning in &report.warnings {
        writeln!(out, "warning: {}: {}", warning.subject, warning.reason)?;
    }
    for failed in &report.failed {
        writeln!(out, "failed: {}: {}", failed.package, failed.reason)?;
    }
    Ok(())
}
