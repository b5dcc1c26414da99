//! The floor under a load: the rows of a finished index, and the bare COPY of them into fresh tables of the same DDL.
//!
//! Shared by the benches that compare with it. Knows nothing of extraction: `codelode index` makes the rows.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio_postgres::Client;

use codelode::db::connect::{Connection, Target};
use codelode::db::cpu::ServerProcess;
use codelode::db::migrate::migrate;
use codelode::db::private_server::EphemeralServer;
use codelode::limits::COPY_BLOCK_BYTES;
use codelode::report::Resources;
use codelode::schema::TABLES;

/// The data schema that `codelode index` fills when it is told nothing else, and the one that the bare load fills.
const INDEX_SCHEMA: &str = "codelode_data_1";
const BARE_SCHEMA: &str = "bare_data_1";

/// What the pipeline's own connections set: the floor is to stand on the same ground.
const LOAD_SETTINGS: &str = "set synchronous_commit = off; set maintenance_work_mem = '64MB'; \
    do $$ begin set default_toast_compression = 'lz4'; exception when others then null; end $$";

/// CPU seconds of both sides.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Of this process.
    pub client: f64,
    /// Of all processes of the server.
    pub server: f64,
}

impl Cost {
    pub fn total(self) -> f64 {
        self.client + self.server
    }

    pub fn plus(self, other: Cost) -> Cost {
        Cost { client: self.client + other.client, server: self.server + other.server }
    }
}

/// Reads what is used from its making on.
#[derive(Debug)]
pub struct Meter {
    process: ServerProcess,
    began: Cost,
}

impl Meter {
    /// Starts to count for the server behind the connection.
    pub async fn start(client: &Client) -> Result<Meter> {
        let process = ServerProcess::find(client).await?.context("the server's processes can't be seen")?;
        Ok(Meter { process, began: cost_of(process)? })
    }

    /// What was used since the start or the last call.
    pub fn lap(&mut self) -> Result<Cost> {
        let now = cost_of(self.process)?;
        let spent = Cost { client: now.client - self.began.client, server: now.server - self.began.server };
        self.began = now;
        Ok(spent)
    }
}

fn cost_of(process: ServerProcess) -> Result<Cost> {
    let server = process.cpu_seconds().context("the server's CPU time can't be read")?;
    Ok(Cost { client: Resources::now().cpu_seconds, server })
}

/// A table's rows as one binary COPY stream, in their physical order, and the DDL of its indexes.
#[derive(Debug)]
pub struct TableRows {
    pub name: &'static str,
    pub rows: u64,
    pub bytes: u64,
    blocks: Vec<Bytes>,
    indexes: Vec<String>,
}

/// The corpus that is measured: `CODELODE_CORPUS`, else this project.
pub fn corpus() -> PathBuf {
    std::env::var_os("CODELODE_CORPUS").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from)
}

/// A server of this bench's own, gone with the value.
pub fn start_server(name: &str, settings: &str) -> Result<EphemeralServer> {
    let dir = std::env::temp_dir().join(format!("codelode-bench-{name}-{}", std::process::id()));
    EphemeralServer::start(&dir, settings)
}

/// Runs `codelode index` on the corpus and returns its report.
pub fn index_corpus(server: &EphemeralServer, corpus: &Path) -> Result<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_codelode"))
        .args(["--format", "json", "--quiet", "--database-url"])
        .arg(server.server().url())
        .arg("index")
        .arg(corpus)
        .stderr(Stdio::inherit())
        .output()
        .context("could not run codelode")?;
    // Some packages of a corpus may be refused; a load that fails prints no report.
    serde_json::from_slice(&output.stdout).context("codelode index printed no report")
}

/// Every table of the index on the server.
pub async fn export_rows(client: &Client) -> Result<Vec<TableRows>> {
    let mut tables = Vec::new();
    for table in TABLES {
        tables.push(
            export_table(client, table.name).await.with_context(|| format!("exporting {}", table.name))?,
        );
    }
    Ok(tables)
}

async fn export_table(client: &Client, name: &'static str) -> Result<TableRows> {
    let count = format!("select count(*) from {INDEX_SCHEMA}.{name}");
    let rows: i64 = client.query_one(&count, &[]).await?.get(0);
    let query = "select indexdef from pg_indexes where schemaname = $1 and tablename = $2 order by indexname";
    let indexes = client.query(query, &[&INDEX_SCHEMA, &name]).await?;
    let stream = client.copy_out(&format!("copy {INDEX_SCHEMA}.{name} to stdout (format binary)")).await?;
    let mut stream = std::pin::pin!(stream);
    let (mut blocks, mut block, mut bytes) = (Vec::new(), Vec::new(), 0);
    while let Some(piece) = stream.next().await {
        // The server sends a row a message; they go back in blocks of the size that a load sends.
        block.extend_from_slice(&piece?);
        if block.len() >= COPY_BLOCK_BYTES {
            bytes += block.len() as u64;
            blocks.push(Bytes::from(std::mem::take(&mut block)));
        }
    }
    bytes += block.len() as u64;
    blocks.push(Bytes::from(block));
    Ok(TableRows {
        name,
        rows: rows.try_into()?,
        bytes,
        blocks,
        indexes: indexes.iter().map(|row| row.get(0)).collect(),
    })
}

/// A connection to fresh tables without indexes.
pub async fn open_bare(server: &EphemeralServer) -> Result<Connection> {
    let mut client = Target::of_private(server.server())?.connect("codelode bench").await?;
    migrate(&mut client, "bare").await?;
    client.batch_execute(LOAD_SETTINGS).await?;
    client.batch_execute(&format!("set search_path = {BARE_SCHEMA}, pg_catalog")).await?;
    Ok(client)
}

impl TableRows {
    /// COPYs the rows into the fresh table.
    pub async fn copy(&self, client: &Client) -> Result<()> {
        let sink =
            client.copy_in::<_, Bytes>(&format!("copy {} from stdin (format binary)", self.name)).await?;
        let mut sink = std::pin::pin!(sink);
        for block in &self.blocks {
            sink.feed(block.clone()).await?;
        }
        let stored = sink.finish().await?;
        if stored != self.rows {
            bail!("{}: {} rows were exported, {stored} stored", self.name, self.rows);
        }
        Ok(())
    }

    /// Builds the indexes that the index has on this table.
    pub async fn build_indexes(&self, client: &Client) -> Result<()> {
        for index in &self.indexes {
            let there = index
                .replace(&format!(" ON {INDEX_SCHEMA}."), &format!(" ON {BARE_SCHEMA}."))
                .replace("INDEX ", "INDEX IF NOT EXISTS ");
            client.batch_execute(&there).await.with_context(|| there.clone())?;
        }
        Ok(())
    }
}
