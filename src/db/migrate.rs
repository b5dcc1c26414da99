//! Schemas: created under a lock, migrated forward, refused when a newer codelode made them.

use anyhow::{Context, Result, bail};
use tokio_postgres::Client;
use xxhash_rust::xxh3::xxh3_64;

use crate::db::locks::Lock;
use crate::db::script::quote_identifier;
use crate::schema::{LABEL_TABLES, Script, VIEWS, script};

/// Migrations of the public schema, by number.
const PUBLIC: &[Script] = &[script!("migrations/0001_public.sql")];

/// Migrations of a data schema, by number.
const DATA: &[Script] = &[script!("migrations/0002_data.sql")];

/// The names of an index's two schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schemas {
    /// What people use.
    pub public: String,
    /// The encoded tables.
    pub data: String,
}

impl Schemas {
    /// The schemas of the index called `public`, with its first data schema.
    pub fn first(public: &str) -> Self {
        Self { public: public.to_owned(), data: format!("{public}_data_1") }
    }

    /// The variables of `.sql` files.
    pub fn variables(&self) -> [(&str, &str); 2] {
        [("schema", &self.public), ("data_schema", &self.data)]
    }
}

/// Makes the index's schemas where they are missing and brings them up to date. Returns the published data schema.
///
/// # Errors
/// Where a newer codelode made the index, or the role may not create schemas.
pub async fn migrate(client: &mut Client, public: &str) -> Result<Schemas> {
    Lock::Bootstrap.acquire(client, public).await?;
    let outcome = migrate_locked(client, public).await;
    Lock::Bootstrap.release(client, public).await?;
    outcome.with_context(|| format!("could not prepare the schema {public}"))
}

/// The schemas of an index that exists; `None` where there is none.
///
/// # Errors
/// Where the connection fails, or a newer codelode made the index.
pub async fn existing(client: &Client, public: &str) -> Result<Option<Schemas>> {
    let table = format!("{}.data_schemas", quote_identifier(public));
    let row = client.query_one("select to_regclass($1) is not null", &[&table]).await?;
    if !row.get::<_, bool>(0) {
        return Ok(None);
    }
    let query =
        format!("select name, migration from {table} where state = 'published' order by number desc limit 1");
    let Some(row) = client.query_opt(&query, &[]).await? else { return Ok(None) };
    let migration: i32 = row.get(1);
    if migration as usize > DATA.len() {
        bail!(
            "the index {public} was made by a newer codelode (its schema is version {migration}, this program knows {})",
            DATA.len()
        );
    }
    Ok(Some(Schemas { public: public.to_owned(), data: row.get(0) }))
}

async fn migrate_locked(client: &mut Client, public: &str) -> Result<Schemas> {
    if let Some(schemas) = existing(client, public).await? {
        if views_sum(client, public).await? != Some(views_in_program()) {
            let transaction = client.transaction().await?;
            set_search_path(transaction.client(), &[&schemas.public]).await?;
            fill_labels(transaction.client()).await?;
            publish_views(transaction.client(), &schemas).await?;
            transaction.commit().await?;
        }
        return Ok(schemas);
    }
    let schemas = Schemas::first(public);
    let transaction = client.transaction().await?;
    let made = transaction.client();
    for name in [&schemas.public, &schemas.data] {
        made.batch_execute(&format!("create schema if not exists {}", quote_identifier(name))).await?;
    }
    set_search_path(made, &[&schemas.public]).await?;
    for migration in PUBLIC {
        migration.run(made, &schemas.variables()).await?;
    }
    fill_labels(made).await?;
    made.execute(
        "insert into data_schemas (number, migration, state, name) values (1, $1, 'published', $2)",
        &[&(DATA.len() as i32), &schemas.data],
    )
    .await?;
    set_search_path(made, &[&schemas.data]).await?;
    for migration in DATA {
        migration.run(made, &schemas.variables()).await?;
    }
    publish_views(made, &schemas).await?;
    transaction.commit().await?;
    Ok(schemas)
}

/// Points the public views and functions at the data schema, and notes which program's they are.
async fn publish_views(client: &Client, schemas: &Schemas) -> Result<()> {
    set_search_path(client, &[&schemas.data, &schemas.public]).await?;
    for view in VIEWS {
        view.run(client, &schemas.variables()).await?;
    }
    let note = format!("comment on schema {} is '{}'", quote_identifier(&schemas.public), views_in_program());
    client.batch_execute(&note).await?;
    Ok(())
}

/// What the comment of a schema says whose views and labels are this program's.
fn views_in_program() -> String {
    let mut texts: String = VIEWS.iter().map(|view| view.text).collect();
    for (table, rows) in LABEL_TABLES {
        texts.push_str(&format!("{table} {:?}", rows()));
    }
    format!("a codelode index; views {:016x}", xxh3_64(texts.as_bytes()))
}

/// The comment of the schema.
async fn views_sum(client: &Client, public: &str) -> Result<Option<String>> {
    let query = "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = $1";
    Ok(client.query_opt(query, &[&public]).await?.and_then(|row| row.get(0)))
}

async fn fill_labels(client: &Client) -> Result<()> {
    for (table, rows) in LABEL_TABLES {
        let (numbers, labels): (Vec<i16>, Vec<&str>) = rows().into_iter().unzip();
        let statement = format!(
            "insert into {table} select * from unnest($1::smallint[], $2::text[]) on conflict do nothing"
        );
        client.execute(&statement, &[&numbers, &labels]).await?;
    }
    Ok(())
}

/// Sets the search path for the transaction.
async fn set_search_path(client: &Client, schemas: &[&String]) -> Result<()> {
    let path: Vec<String> = schemas.iter().map(|name| quote_identifier(name)).collect();
    client.batch_execute(&format!("set local search_path = {}, pg_catalog", path.join(", "))).await?;
    Ok(())
}
