//! One read-only REPEATABLE READ transaction around a question, so that all its parts see the same index.

use anyhow::{Context, Result};
use tokio_postgres::Client;

use crate::db::migrate::Schemas;
use crate::db::script::quote_identifier;

/// Memory of a sort or hash: the hash tables of names and fragments then stay in memory up to a few million rows.
const WORK_MEMORY: &str = "256MB";

/// Runs `work` in a snapshot whose search path is the data schema, then the public schema.
///
/// # Errors
/// Those of `work`, and of the connection.
pub(super) async fn in_snapshot<T>(
    client: &Client,
    schemas: &Schemas,
    work: impl AsyncFnOnce() -> Result<T>,
) -> Result<T> {
    let begin = format!(
        "begin isolation level repeatable read read only; \
         set local search_path = {}, {}, pg_catalog; set local work_mem = '{WORK_MEMORY}'; set local jit = off",
        quote_identifier(&schemas.data),
        quote_identifier(&schemas.public),
    );
    client.batch_execute(&begin).await.context("could not begin a snapshot")?;
    let outcome = work().await;
    // After a failure the server has given the transaction up already; the first error is the one to report.
    let ended = client.batch_execute("rollback").await.context("could not end a snapshot");
    let value = outcome?;
    ended.map(|()| value)
}
