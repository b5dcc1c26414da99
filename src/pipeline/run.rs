//! The run's row in the ledger, its lock, and the sweep after runs that died.

use anyhow::{Context, Result};
use tokio_postgres::Client;
use uuid::Uuid;

use super::merge::stage_prefix;
use crate::db::locks::Lock;
use crate::db::migrate::Schemas;
use crate::db::script::quote_identifier;
use crate::report::{Tally, add};

/// The fact tables whose rows a unit owns.
pub const UNIT_FACTS: [&str; 6] = ["symbols", "refs", "imports", "calls", "comments", "fragment_sites"];

/// A run that has begun.
#[derive(Clone, Debug)]
pub struct Run {
    pub id: Uuid,
    pub schemas: Schemas,
    pub org_id: i32,
}

impl Run {
    /// Enters a run into the ledger and takes its lock on this connection.
    ///
    /// # Errors
    /// Where the server refuses.
    pub async fn begin(client: &Client, schemas: Schemas, org: &str, options: &str) -> Result<Self> {
        let org_id = org_id(client, &schemas, org).await?;
        let run = Self { id: Uuid::now_v7(), schemas, org_id };
        Lock::Run(&run.id.to_string()).acquire(client, &run.schemas.public).await?;
        let insert = format!(
            "insert into {}.runs (run_id, org_id, state, data_schema, options) values ($1, $2, 'running', $3, $4::text::jsonb)",
            quote_identifier(&run.schemas.public)
        );
        client
            .execute(&insert, &[&run.id, &run.org_id, &run.schemas.data, &options])
            .await
            .context("could not enter the run into the ledger")?;
        Ok(run)
    }

    /// Writes how the run ended.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn end(&self, client: &Client, state: &str, report: Option<&str>) -> Result<()> {
        let update = format!(
            "update {}.runs set state = $2, report = $3::text::jsonb, finished_at = now() where run_id = $1",
            quote_identifier(&self.schemas.public)
        );
        client.execute(&update, &[&self.id, &state, &report]).await?;
        Ok(())
    }

    /// Reserves unit ids and notes them in the ledger before they are used, so that what this run may leave
    /// behind can be found. Returns the first of `count` consecutive ids.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn reserve_units(&self, client: &mut Client, count: i64) -> Result<i64> {
        let transaction = client.transaction().await?;
        // One reservation at a time, so that a block's ids are consecutive.
        let lock = format!("select pg_advisory_xact_lock({})", Lock::Bootstrap.key(&self.schemas.data));
        transaction.batch_execute(&lock).await?;
        let sequence = "pg_get_serial_sequence('units', 'id')";
        let row = transaction.query_one(&format!("select nextval({sequence})"), &[]).await?;
        let first: i64 = row.get(0);
        let last = first + count - 1;
        transaction.execute(&format!("select setval({sequence}, $1)"), &[&last]).await?;
        let note = format!(
            "update {}.runs set unit_ids = unit_ids + int8multirange(int8range($2, $3, '[]')) where run_id = $1",
            quote_identifier(&self.schemas.public)
        );
        transaction.execute(&note, &[&self.id, &first, &last]).await?;
        transaction.commit().await.context("could not reserve unit ids")?;
        Ok(first)
    }
}

/// The id of an org, which is made if it is new.
async fn org_id(client: &Client, schemas: &Schemas, org: &str) -> Result<i32> {
    let orgs = format!("{}.orgs", quote_identifier(&schemas.public));
    let insert = format!("insert into {orgs} (uid, name) values ($1, $2) on conflict do nothing");
    let select = format!("select id from {orgs} where name = $1");
    if let Some(row) = client.query_opt(&select, &[&org]).await? {
        return Ok(row.get(0));
    }
    client.execute(&insert, &[&Uuid::now_v7(), &org]).await.context("could not make the org")?;
    Ok(client.query_one(&select, &[&org]).await?.get(0))
}

/// Removes what dead runs left: staging tables, and facts of units that were never completed.
///
/// A run is dead when its ledger row does not say done and nobody holds its lock. `run` itself is alive.
///
/// # Errors
/// Where the connection fails.
pub async fn sweep(client: &Client, run: &Run, tally: &Tally) -> Result<u64> {
    let schemas = &run.schemas;
    let runs = format!("{}.runs", quote_identifier(&schemas.public));
    let query = format!(
        "select run_id, unit_ids::text from {runs} where state <> 'done' and swept_at is null and data_schema = $1 \
         and run_id <> $2"
    );
    let mut swept = 0;
    for row in client.query(&query, &[&schemas.data, &run.id]).await.context("could not read the ledger")? {
        let (id, unit_ids): (Uuid, String) = (row.get(0), row.get(1));
        let text = id.to_string();
        if !Lock::Run(&text).try_acquire(client, &schemas.public).await? {
            continue;
        }
        drop_stages(client, schemas, id).await?;
        let removed = remove_orphans(client, &unit_ids).await?;
        add(&tally.swept_rows, removed);
        let note = format!(
            "update {runs} set swept_at = now(), state = case state when 'running' then 'killed' else state end \
             where run_id = $1"
        );
        client.execute(&note, &[&id]).await?;
        Lock::Run(&text).release(client, &schemas.public).await?;
        swept += 1;
    }
    Ok(swept)
}

async fn drop_stages(client: &Client, schemas: &Schemas, run_id: Uuid) -> Result<()> {
    let prefix = stage_prefix(run_id);
    let query = "select tablename::text from pg_tables where schemaname = $1 and starts_with(tablename, $2)";
    for row in client.query(query, &[&schemas.data, &prefix]).await? {
        let table = quote_identifier(row.get(0));
        client
            .batch_execute(&format!("drop table {table}"))
            .await
            .context("could not drop a staging table")?;
    }
    Ok(())
}

/// Deletes the facts in the given ranges whose unit has no row. Returns how many there were.
async fn remove_orphans(client: &Client, unit_ids: &str) -> Result<u64> {
    let mut removed = 0;
    let ranges =
        "select lower(r), coalesce(upper(r), 9223372036854775807) from unnest($1::text::int8multirange) r";
    for range in client.query(ranges, &[&unit_ids]).await? {
        let (first, end): (i64, i64) = (range.get(0), range.get(1));
        for table in UNIT_FACTS {
            let delete = format!(
                "delete from {table} f where f.unit_id >= $1 and f.unit_id < $2 \
                 and not exists (select from units u where u.id = f.unit_id)"
            );
            removed += client.execute(&delete, &[&first, &end]).await.context("could not sweep")?;
        }
    }
    Ok(removed)
}
