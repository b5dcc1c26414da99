//! After the rows: deferred indexes, constraints, VACUUM and ANALYZE, on two connections.

use std::sync::Mutex;
use std::time::Instant;

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::fault::{self, Point};
use crate::db::connect::Connection;
use crate::db::locks::Lock;
use crate::db::script::quote_identifier;
use crate::report::{Stage, Tally};
use crate::schema::{Script, script};

/// A table and its indexes, the largest work first so that both connections end together.
const INDEXES: &[(&str, Script)] = &[
    ("fragment_sites", script!("facts/fragment_sites/index.sql")),
    ("refs", script!("facts/refs/index.sql")),
    ("fragments", script!("dimensions/fragments/index.sql")),
    ("calls", script!("facts/calls/index.sql")),
    ("symbols", script!("facts/symbols/index.sql")),
    ("names", script!("dimensions/names/index.sql")),
    ("term_postings", script!("facts/term_postings/index.sql")),
    ("terms", script!("dimensions/terms/index.sql")),
    ("links", script!("facts/links/index.sql")),
    ("imports", script!("facts/imports/index.sql")),
    ("comments", script!("facts/comments/index.sql")),
    ("contents", script!("dimensions/contents/index.sql")),
    ("units", script!("dimensions/units/index.sql")),
    ("files", script!("facts/files/index.sql")),
    ("public_names", script!("facts/public_names/index.sql")),
    ("outside_uses", script!("facts/outside_uses/index.sql")),
    ("dependency_links", script!("facts/dependency_links/index.sql")),
    ("routes", script!("facts/routes/index.sql")),
    ("jobs", script!("facts/jobs/index.sql")),
    ("di_edges", script!("facts/di_edges/index.sql")),
    ("package_versions", script!("dimensions/package_versions/index.sql")),
    ("packages", script!("dimensions/packages/index.sql")),
];

/// The tables whose keys a merge looks things up by: they must be indexed before one.
const MERGE_KEYS: &[&str] = &[
    "names",
    "terms",
    "contents",
    "fragments",
    "units",
    "files",
    "links",
    "public_names",
    "outside_uses",
    "dependency_links",
    "routes",
    "jobs",
    "di_edges",
    "package_versions",
    "packages",
];

const CONSTRAINTS: Script = script!("facts/constraints.sql");

/// Whether any index that `finish` builds is missing or was left invalid.
///
/// # Errors
/// Where the connection fails.
pub async fn is_unfinished(client: &Client) -> Result<bool> {
    let tables: Vec<&str> = INDEXES.iter().map(|(table, _)| *table).collect();
    let query = "select count(*) < cardinality($1::text[]) from pg_constraint c \
        join pg_class t on t.oid = c.conrelid join pg_index i on i.indexrelid = c.conindid and i.indisvalid \
        where c.contype = 'p' and t.relnamespace = quote_ident(current_schema())::regnamespace and t.relname = any($1)";
    Ok(client.query_one(query, &[&tables]).await.context("could not look at the indexes")?.get(0))
}

/// Whether every key index that the merge path needs is there and valid.
///
/// # Errors
/// Where the connection fails.
pub async fn has_merge_keys(client: &Client) -> Result<bool> {
    let query = "select count(*) = cardinality($1::text[]) from pg_index i join pg_class k on k.oid = i.indexrelid \
        join pg_class t on t.oid = i.indrelid where t.relnamespace = quote_ident(current_schema())::regnamespace \
        and i.indisvalid and t.relname = any($1) and k.relname = t.relname || '_pkey'";
    Ok(client.query_one(query, &[&MERGE_KEYS]).await.context("could not look at the indexes")?.get(0))
}

/// Moves the sequences past the ids in use, then builds the key indexes that the merge path needs: where these are
/// there, both is done.
///
/// # Errors
/// Where a build fails.
pub async fn build_merge_keys(client: &Client) -> Result<()> {
    set_sequences(client).await?;
    for (table, index) in INDEXES.iter().filter(|(table, _)| MERGE_KEYS.contains(table)) {
        build(client, table, index).await?;
    }
    Ok(())
}

/// Moves every id sequence past the largest id in its table; needed where the client handed out ids.
///
/// # Errors
/// Where the connection fails.
pub async fn set_sequences(client: &Client) -> Result<()> {
    for table in ["names", "terms", "contents", "fragments", "units", "files"] {
        let set = format!(
            "select setval(pg_get_serial_sequence('{table}', 'id'), greatest(\
             (select coalesce(max(id), 0) + 1 from {table}), nextval(pg_get_serial_sequence('{table}', 'id'))), false)"
        );
        client.batch_execute(&set).await.with_context(|| format!("could not set the ids of {table}"))?;
    }
    let set = "select setval('term_segments', greatest((select coalesce(max(segment_id), 0) + 1 from term_postings), \
               nextval('term_segments')), false)";
    client.batch_execute(set).await.context("could not set the ids of segments")
}

/// Runs a script that builds what is missing, alone: the server goes on building for a run that was killed, and two that
/// make one index would get in each other's way.
async fn build(client: &Client, what: &str, script: &Script) -> Result<()> {
    let context = || format!("could not index {what}");
    client.batch_execute("begin").await.with_context(context)?;
    let schema: String =
        client.query_one("select current_schema()::text", &[]).await.with_context(context)?.get(0);
    Lock::Build(what).acquire_in_transaction(client, &schema).await.with_context(context)?;
    script.run(client, &[]).await.with_context(context)?;
    client.batch_execute("commit").await.with_context(context)
}

/// Builds every index and constraint that is missing, on all given connections.
///
/// # Errors
/// Where a build fails; those that are done stay.
pub async fn build_indexes(clients: &[Connection], tally: &Tally, done: impl Fn(&str)) -> Result<()> {
    let work = Mutex::new(INDEXES.iter());
    let builders = clients.iter().map(|client| {
        let (work, done) = (&work, &done);
        async move {
            loop {
                let next = work.lock().ok().and_then(|mut work| work.next());
                let Some((table, index)) = next else { return Ok::<_, anyhow::Error>(()) };
                let began = Instant::now();
                build(client, table, index).await?;
                fault::reach(Point::TableIndexed);
                tally.spent(Stage::Indexes, began);
                done(table);
            }
        }
    });
    futures::future::try_join_all(builders).await?;
    if let Some(client) = clients.first() {
        let began = Instant::now();
        build(client, "constraints", &CONSTRAINTS).await?;
        fault::reach(Point::Constrained);
        tally.spent(Stage::Indexes, began);
    }
    Ok(())
}

/// VACUUM (ANALYZE) of the given tables, on all given connections: index-only scans need the visibility map.
///
/// # Errors
/// Where the connection fails.
pub async fn analyze(clients: &[Connection], tables: &[&str], tally: &Tally) -> Result<()> {
    let work = Mutex::new(tables.iter());
    let workers = clients.iter().map(|client| {
        let work = &work;
        async move {
            loop {
                let next = work.lock().ok().and_then(|mut work| work.next());
                let Some(table) = next else { return Ok::<_, anyhow::Error>(()) };
                let began = Instant::now();
                let statement = format!("vacuum (analyze) {}", quote_identifier(table));
                client
                    .batch_execute(&statement)
                    .await
                    .with_context(|| format!("could not analyze {table}"))?;
                fault::reach(Point::TableAnalyzed);
                tally.spent(Stage::Analyze, began);
            }
        }
    });
    futures::future::try_join_all(workers).await?;
    Ok(())
}
