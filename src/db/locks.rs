//! Advisory locks: who may bootstrap, load, finish, and claim a version.
//!
//! All are session locks of the control connection, so a run that dies lets go of them at once.

use anyhow::{Context, Result};
use tokio_postgres::Client;
use xxhash_rust::xxh3::xxh3_64;

/// What a lock guards. Its key is a hash of the class, the schema and the item.
#[derive(Clone, Copy, Debug)]
pub enum Lock<'a> {
    /// Creating and migrating schemas.
    Bootstrap,
    /// The data of a schema: loaders share it; finishing, migrating and the cheap path take it alone.
    Data,
    /// A live run, by its id.
    Run(&'a str),
    /// A package version that is being loaded, by its id.
    Version(i64),
    /// Building a table's indexes.
    Build(&'a str),
    /// What versions offer each other: publishing shares it, binding what leaves a version takes it alone.
    Dependencies,
}

impl Lock<'_> {
    /// The 64-bit key under `schema`.
    pub fn key(self, schema: &str) -> i64 {
        let text = match self {
            Lock::Bootstrap => format!("codelode bootstrap {schema}"),
            Lock::Data => format!("codelode data {schema}"),
            Lock::Run(id) => format!("codelode run {schema} {id}"),
            Lock::Build(table) => format!("codelode build {schema} {table}"),
            Lock::Dependencies => format!("codelode dependencies {schema}"),
            Lock::Version(id) => format!("codelode version {schema} {id}"),
        };
        xxh3_64(text.as_bytes()) as i64
    }

    /// Takes the lock alone, waiting for it.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn acquire(self, client: &Client, schema: &str) -> Result<()> {
        call(client, "pg_advisory_lock", self.key(schema)).await.map(|_| ())
    }

    /// Takes the lock alone if it is free; says whether it was.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn try_acquire(self, client: &Client, schema: &str) -> Result<bool> {
        call(client, "pg_try_advisory_lock", self.key(schema)).await
    }

    /// Takes the lock shared, waiting for whoever has it alone.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn acquire_shared(self, client: &Client, schema: &str) -> Result<()> {
        call(client, "pg_advisory_lock_shared", self.key(schema)).await.map(|_| ())
    }

    /// Takes the lock shared if nobody has it alone; says whether it did.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn try_acquire_shared(self, client: &Client, schema: &str) -> Result<bool> {
        call(client, "pg_try_advisory_lock_shared", self.key(schema)).await
    }

    /// Lets go of a lock held alone.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn release(self, client: &Client, schema: &str) -> Result<()> {
        call(client, "pg_advisory_unlock", self.key(schema)).await.map(|_| ())
    }

    /// Takes the lock alone until the transaction ends, waiting for it.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn acquire_in_transaction(self, client: &Client, schema: &str) -> Result<()> {
        call(client, "pg_advisory_xact_lock", self.key(schema)).await.map(|_| ())
    }

    /// Takes the lock shared until the transaction ends, waiting for whoever has it alone.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn share_in_transaction(self, client: &Client, schema: &str) -> Result<()> {
        call(client, "pg_advisory_xact_lock_shared", self.key(schema)).await.map(|_| ())
    }

    /// Lets go of a lock held shared.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn release_shared(self, client: &Client, schema: &str) -> Result<()> {
        call(client, "pg_advisory_unlock_shared", self.key(schema)).await.map(|_| ())
    }
}

/// Calls a lock function; those that return nothing count as true.
async fn call(client: &Client, function: &str, key: i64) -> Result<bool> {
    let row = client
        .query_one(&format!("select coalesce({function}($1)::text, '') <> 'false'"), &[&key])
        .await
        .context("could not lock the index")?;
    Ok(row.get(0))
}
