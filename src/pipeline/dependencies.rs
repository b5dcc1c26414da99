//! What leaves a version, bound to what other packages offer: one set-based step at the end of a load.
//!
//! Which versions are due is in the database, written by the transaction that publishes or replaces a version, so that
//! a killed run leaves the work to the next one. Publishing and binding take turns: nobody binds to a file that is
//! being replaced. Knows no name: those are keys that linking made.

use std::time::Instant;

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::fault::{self, Point};
use super::merge::stage_prefix;
use super::run::Run;
use super::session;
use crate::db::connect::Target;
use crate::db::locks::Lock;
use crate::db::script::quote_identifier;
use crate::report::{Stage, Tally};
use crate::schema::{DependencyLinkRow, Script, script};

const SPREAD: Script = script!("facts/due_versions/spread.sql");
const FIND: Script = script!("facts/dependency_links/find.sql");
const REMOVE: Script = script!("facts/dependency_links/remove.sql");
const ADD: Script = script!("facts/dependency_links/add.sql");

/// Forgets what versions offer, use and were bound to, before they are replaced or removed. Those that use a name which
/// one of them offers become due. In the transaction that replaces them, before anything else.
///
/// # Errors
/// Where the server refuses.
pub async fn forget(client: &Client, versions: &[i64]) -> Result<()> {
    let context = "could not forget a version's dependencies";
    let due = "insert into due_versions (version_id, offers) select distinct u.version_id, false \
        from public_names n join outside_uses u on u.name_key = n.name_key \
        where n.version_id = any($1) and u.version_id <> all($1)";
    client.execute(due, &[&versions]).await.context(context)?;
    let into = "delete from dependency_links where target_version_id = any($1)";
    client.execute(into, &[&versions]).await.context(context)?;
    for table in ["dependency_links", "outside_uses", "public_names"] {
        let delete = format!("delete from {table} where version_id = any($1)");
        client.execute(&delete, &[&versions]).await.context(context)?;
    }
    Ok(())
}

/// Notes that published versions are to be bound, and who uses what they offer. In the transaction that publishes them.
///
/// # Errors
/// Where the server refuses.
pub async fn note_due(client: &Client, versions: &[i64]) -> Result<()> {
    let insert =
        "insert into due_versions (version_id, offers) select id, true from unnest($1::bigint[]) as id";
    client.execute(insert, &[&versions]).await.context("could not note what is due")?;
    Ok(())
}

/// Binds the outside uses of all versions that are due. Links that stay as they are are not written.
///
/// # Errors
/// Where the server refuses.
pub async fn bind_dependencies(target: &Target, run: &Run, tally: &Tally) -> Result<()> {
    let mut client = session::open_in(target, &run.schemas).await?;
    let due = client.query_one("select exists (select from due_versions)", &[]).await;
    if !due.context("could not look for what is due")?.get::<_, bool>(0) {
        return Ok(());
    }
    let began = Instant::now();
    let stage = format!("{}{}", stage_prefix(run.id), DependencyLinkRow::TABLE.name);
    let ddl = DependencyLinkRow::TABLE.staging_ddl(&quote_identifier(&stage));
    client.batch_execute(&ddl).await.context("could not make a staging table")?;
    let changed = bind(&mut client, run, &stage).await?;
    fault::reach(Point::DependenciesCommitted);
    let drop = format!("drop table {}", quote_identifier(&stage));
    client.batch_execute(&drop).await.context("could not drop a staging table")?;
    tally.wrote(DependencyLinkRow::TABLE.name, changed);
    tally.wrote("due_versions", 0);
    tally.spent(Stage::Dependencies, began);
    tally.passed(Stage::Dependencies, changed, 0);
    Ok(())
}

/// Returns the number of links written.
async fn bind(client: &mut Client, run: &Run, stage: &str) -> Result<u64> {
    let schema = run.schemas.public.as_str();
    let variables = [("stage", stage), ("schema", schema)];
    let transaction = client.transaction().await.context("could not bind dependencies")?;
    Lock::Dependencies.acquire_in_transaction(transaction.client(), schema).await?;
    // Fresh from COPY they have no statistics.
    transaction.batch_execute("analyze due_versions, outside_uses, public_names").await?;
    SPREAD.run(transaction.client(), &variables).await?;
    FIND.run(transaction.client(), &variables).await?;
    transaction.batch_execute(&format!("analyze {}", quote_identifier(stage))).await?;
    REMOVE.run(transaction.client(), &variables).await?;
    let added = transaction.execute(&ADD.with(&variables), &[]).await.context(ADD.path)?;
    transaction.execute("delete from due_versions", &[]).await.context("could not note what is done")?;
    fault::reach(Point::DependenciesBound);
    transaction.commit().await.context("could not bind dependencies")?;
    Ok(added)
}
