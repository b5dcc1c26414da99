//! `codelode verify`: every check of `sql/checks`, each of which finds nothing in a sound index.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::snapshot::in_snapshot;
use super::{Format, SCHEMA_VERSION};
use crate::db::migrate::Schemas;
use crate::schema::{Script, script};

/// The checks by name, in the order of their files.
const CHECKS: &[Script] = &[
    script!("checks/application_has_places.sql"),
    script!("checks/dependency_links_have_targets.sql"),
    script!("checks/dependency_links_have_uses.sql"),
    script!("checks/facts_have_units.sql"),
    script!("checks/files_have_units.sql"),
    script!("checks/files_have_versions.sql"),
    script!("checks/fragments_have_kind_terms.sql"),
    script!("checks/indexes_are_there.sql"),
    script!("checks/labels_are_known.sql"),
    script!("checks/links_have_facts.sql"),
    script!("checks/links_have_targets.sql"),
    script!("checks/names_exist.sql"),
    script!("checks/natural_keys_are_unique.sql"),
    script!("checks/ordinals_are_dense.sql"),
    script!("checks/ordinals_lead_to_symbols.sql"),
    script!("checks/outside_uses_have_facts.sql"),
    script!("checks/places_lie_in_their_units.sql"),
    script!("checks/postings_are_ascending.sql"),
    script!("checks/postings_have_fragments.sql"),
    script!("checks/public_names_have_symbols.sql"),
    script!("checks/sites_have_fragments.sql"),
    script!("checks/symbols_have_parents.sql"),
    script!("checks/targets_agree_with_resolutions.sql"),
    script!("checks/units_have_contents.sql"),
    script!("checks/versions_are_whole.sql"),
];

/// Rows shown of a check that found something.
const OFFENDERS_MAX: usize = 10;

/// What one check found.
#[derive(Clone, Debug, Serialize)]
pub struct CheckOutcome {
    /// The file's name without its extension.
    pub check: String,
    pub columns: Vec<String>,
    /// The first rows that offend, as text; none in a sound index.
    pub rows: Vec<Vec<Option<String>>>,
    /// Whether there are more.
    pub truncated: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    sound: bool,
    checks: &'a [CheckOutcome],
}

/// Runs every check in one snapshot.
///
/// # Errors
/// Where the server refuses a check; what a check finds is no error.
pub async fn run_checks(client: &Client, schemas: &Schemas) -> Result<Vec<CheckOutcome>> {
    in_snapshot(client, schemas, async || {
        let mut outcomes = Vec::with_capacity(CHECKS.len());
        for check in CHECKS {
            outcomes.push(run_check(client, schemas, check).await?);
        }
        Ok(outcomes)
    })
    .await
    .context("could not verify the index")
}

async fn run_check(client: &Client, schemas: &Schemas, check: &Script) -> Result<CheckOutcome> {
    let text = check.with(&schemas.variables());
    let body = text.trim_end().trim_end_matches(';');
    // Materialised, so that the check is planned to run to its end, as a check of a sound index does: under the limit
    // alone the planner bets on an early row, and its nested loops take a hundred times as long.
    let first = format!(
        "with offenders as materialized ({body}\n) select * from offenders limit {}",
        OFFENDERS_MAX + 1
    );
    let messages = client.simple_query(&first).await.with_context(|| check.path.to_owned())?;
    let mut columns = Vec::new();
    let mut rows = Vec::new();
    for message in messages {
        if let SimpleQueryMessage::Row(row) = message {
            columns = row.columns().iter().map(|column| column.name().to_owned()).collect();
            rows.push((0..row.len()).map(|index| row.get(index).map(str::to_owned)).collect());
        }
    }
    let truncated = rows.len() > OFFENDERS_MAX;
    rows.truncate(OFFENDERS_MAX);
    Ok(CheckOutcome { check: check_name(check), columns, rows, truncated })
}

fn check_name(check: &Script) -> String {
    check.path.trim_start_matches("sql/checks/").trim_end_matches(".sql").to_owned()
}

/// `codelode verify`. No arguments. Gives the number of checks that found something.
///
/// # Errors
/// As [`run_checks`], or where `out` fails.
pub async fn verify(
    client: &Client,
    schemas: &Schemas,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    let checks = run_checks(client, schemas).await?;
    let broken = checks.iter().filter(|outcome| !outcome.rows.is_empty()).count();
    match format {
        Format::Json => {
            let report = Report { schema_version: SCHEMA_VERSION, sound: broken == 0, checks: &checks };
            serde_json::to_writer_pretty(&mut *out, &report)?;
            writeln!(out)?;
        }
        Format::Text => {
            for outcome in checks.iter().filter(|outcome| !outcome.rows.is_empty()) {
                write_outcome(outcome, out)?;
            }
            writeln!(out, "{} checks, {broken} found something", checks.len())?;
        }
    }
    Ok(broken)
}

fn write_outcome(outcome: &CheckOutcome, out: &mut dyn Write) -> Result<()> {
    writeln!(out, "{}:", outcome.check)?;
    for row in &outcome.rows {
        let cells = outcome.columns.iter().zip(row);
        let cells: Vec<String> =
            cells.map(|(name, cell)| format!("{name}={}", cell.as_deref().unwrap_or("null"))).collect();
        writeln!(out, "    {}", cells.join(" "))?;
    }
    if outcome.truncated {
        writeln!(out, "    …")?;
    }
    Ok(())
}
