//! A loader's connections, with the settings that a load needs. They end with the connection: nothing is left behind.

use anyhow::{Context, Result};
use tokio_postgres::Client;

use crate::db::connect::{Connection, Target};
use crate::db::migrate::Schemas;
use crate::db::script::quote_identifier;

/// What a load sets for itself: no time limit, no waiting for each commit's flush (a crash of the server loses whole
/// transactions from the end, never parts), and the sort memory at which MEASURED.md found index builds cheapest.
const LOAD_SETTINGS: &str = "set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; \
    set lock_timeout = '10min'; set synchronous_commit = off; set maintenance_work_mem = '64MB'; set jit = off; \
    set client_min_messages = warning";

/// Stored text and trees compress four times cheaper than with the default, where the server was built with it.
const COMPRESSION: &str =
    "do $$ begin set default_toast_compression = 'lz4'; exception when others then null; end $$";

/// Opens a connection for loading.
///
/// # Errors
/// Where the server can't be reached.
pub async fn open(target: &Target) -> Result<Connection> {
    let client = target.connect("codelode").await?;
    client.batch_execute(LOAD_SETTINGS).await.context("could not prepare a connection")?;
    client.batch_execute(COMPRESSION).await.context("could not prepare a connection")?;
    Ok(client)
}

/// Opens a connection for loading into the schemas.
///
/// # Errors
/// As [`open`].
pub async fn open_in(target: &Target, schemas: &Schemas) -> Result<Connection> {
    let client = open(target).await?;
    use_schemas(&client, schemas).await?;
    Ok(client)
}

/// Puts the data schema first on the search path.
///
/// # Errors
/// Where the connection fails.
pub async fn use_schemas(client: &Client, schemas: &Schemas) -> Result<()> {
    let path = format!("set search_path = {}, pg_catalog", quote_identifier(&schemas.data));
    client.batch_execute(&path).await.context("could not prepare a connection")
}
