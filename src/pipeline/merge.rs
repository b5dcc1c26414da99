//! The merge path: new keys are staged, merged into the dimensions by a sorted anti-join, and their ids read back.
//!
//! One short transaction a dimension, always in the same order, tried again on a deadlock.

use anyhow::{Context, Result};
use rustc_hash::FxHashMap;
use tokio_postgres::{Client, Transaction};
use uuid::Uuid;

use super::id_map::IdMaps;
use super::reserve::{content_row, fragment_row};
use super::run::Run;
use crate::chunk::{Chunk, ChunkIds, CopyBuffer, encode_postings};
use crate::db::connect::Connection;
use crate::db::copy::{copy_buffer, copy_into};
use crate::db::retry;
use crate::db::script::quote_identifier;
use crate::schema::{ContentRow, FragmentRow, NameRow, Script, Table, TermRow, UnitRow, script};

/// How a dimension's staged keys get in and their ids out.
struct Dimension {
    table: &'static Table,
    merge: Script,
    fetch: Script,
}

const NAMES: Dimension = Dimension {
    table: NameRow::TABLE,
    merge: script!("dimensions/names/merge.sql"),
    fetch: script!("dimensions/names/fetch.sql"),
};
const TERMS: Dimension = Dimension {
    table: TermRow::TABLE,
    merge: script!("dimensions/terms/merge.sql"),
    fetch: script!("dimensions/terms/fetch.sql"),
};
const CONTENTS: Dimension = Dimension {
    table: ContentRow::TABLE,
    merge: script!("dimensions/contents/merge.sql"),
    fetch: script!("dimensions/contents/fetch.sql"),
};
const FRAGMENTS: Dimension = Dimension {
    table: FragmentRow::TABLE,
    merge: script!("dimensions/fragments/merge.sql"),
    fetch: script!("dimensions/fragments/fetch.sql"),
};
const UNITS: Dimension = Dimension {
    table: UnitRow::TABLE,
    merge: script!("dimensions/units/merge.sql"),
    fetch: script!("dimensions/units/fetch.sql"),
};

/// Staging tables of a run begin with this and its id, so that a sweep finds them.
pub fn stage_prefix(run_id: Uuid) -> String {
    format!("stage_{}_", run_id.simple())
}

/// Resolves chunks against dimensions that other loaders may be writing too.
#[derive(Debug)]
pub struct Merger {
    client: Connection,
    pub maps: IdMaps,
    prefix: String,
    org_id: i32,
    sequence: u64,
}

impl Merger {
    /// Makes the run's staging tables. `sequence` is the number of the next chunk.
    ///
    /// # Errors
    /// Where the server refuses them.
    pub async fn new(client: Connection, maps: IdMaps, run: &Run, sequence: u64) -> Result<Self> {
        let merger = Self { client, maps, prefix: stage_prefix(run.id), org_id: run.org_id, sequence };
        for dimension in [&NAMES, &TERMS, &CONTENTS, &FRAGMENTS, &UNITS] {
            let ddl = dimension.table.staging_ddl(&quote_identifier(&merger.stage(dimension)));
            merger.client.batch_execute(&ddl).await.context("could not make the staging tables")?;
        }
        Ok(merger)
    }

    /// Drops the run's staging tables.
    ///
    /// # Errors
    /// Where the connection fails.
    pub async fn finish(self) -> Result<()> {
        for dimension in [&NAMES, &TERMS, &CONTENTS, &FRAGMENTS, &UNITS] {
            let table = quote_identifier(&self.stage(dimension));
            self.client.batch_execute(&format!("drop table if exists {table}")).await?;
        }
        Ok(())
    }

    /// Gives every key of the chunk its id, adding those that the dimensions lack. Returns the chunk's number too.
    ///
    /// # Errors
    /// Where the server refuses a row, or a deadlock does not pass.
    pub async fn resolve(&mut self, chunk: &Chunk) -> Result<(ChunkIds, u64)> {
        let mut ids = ChunkIds {
            names: chunk.names.hashes().iter().map(|&key| self.maps.names.get(key).unwrap_or(0)).collect(),
            terms: chunk.terms.hashes().iter().map(|&key| self.maps.terms.get(key).unwrap_or(0)).collect(),
            contents: chunk
                .contents
                .iter()
                .map(|&(key, _)| self.maps.contents.get(key).unwrap_or(0))
                .collect(),
            fragments: chunk
                .fragments
                .iter()
                .map(|&(key, _, _)| self.maps.fragments.get(key).unwrap_or(0))
                .collect(),
        };
        self.resolve_texts(chunk, &mut ids).await?;
        self.resolve_contents(chunk, &mut ids).await?;
        self.resolve_fragments(chunk, &mut ids).await?;
        self.sequence += 1;
        Ok((ids, self.sequence - 1))
    }

    /// Stages the units' rows and adds those that are absent. Returns (our id, the id that counts) of the others.
    ///
    /// # Errors
    /// As [`Merger::resolve`].
    pub async fn add_units(&mut self, rows: CopyBuffer) -> Result<Vec<(i64, i64)>> {
        self.merge(&UNITS, rows, None).await
    }

    fn stage(&self, dimension: &Dimension) -> String {
        format!("{}{}", self.prefix, dimension.table.name)
    }

    async fn resolve_texts(&mut self, chunk: &Chunk, ids: &mut ChunkIds) -> Result<()> {
        let org_id = self.org_id;
        let mut rows = CopyBuffer::new(NameRow::TABLE);
        for position in missing(&ids.names) {
            rows.push(&NameRow { id: position as i32, org_id, text: &chunk.name_text(position) });
        }
        for (position, id) in self.merge(&NAMES, rows, None).await? {
            ids.names[position as usize] = id as i32;
            self.maps.names.remember(chunk.names.hashes()[position as usize], id as i32);
        }
        let mut rows = CopyBuffer::new(TermRow::TABLE);
        for position in missing(&ids.terms) {
            rows.push(&TermRow { id: position as i32, org_id, text: &chunk.term_text(position) });
        }
        for (position, id) in self.merge(&TERMS, rows, None).await? {
            ids.terms[position as usize] = id as i32;
            self.maps.terms.remember(chunk.terms.hashes()[position as usize], id as i32);
        }
        Ok(())
    }

    async fn resolve_contents(&mut self, chunk: &Chunk, ids: &mut ChunkIds) -> Result<()> {
        let mut rows = CopyBuffer::new(ContentRow::TABLE);
        for position in missing(&ids.contents) {
            rows.push(&content_row(chunk, position, i64::from(position), self.org_id));
        }
        for (position, id) in self.merge(&CONTENTS, rows, None).await? {
            ids.contents[position as usize] = id;
            self.maps.contents.remember(chunk.contents[position as usize].0, id);
        }
        Ok(())
    }

    async fn resolve_fragments(&mut self, chunk: &Chunk, ids: &mut ChunkIds) -> Result<()> {
        let mut rows = CopyBuffer::new(FragmentRow::TABLE);
        for position in missing(&ids.fragments) {
            rows.push(&fragment_row(chunk, position, i64::from(position), &ids.names, self.org_id));
        }
        let postings = Postings { chunk, terms: &ids.terms, org_id: self.org_id };
        for (position, id) in self.merge(&FRAGMENTS, rows, Some(postings)).await? {
            ids.fragments[position as usize] = id;
            self.maps.fragments.remember(chunk.fragments[position as usize].0, id);
        }
        Ok(())
    }

    /// Merges staged rows; tried again on a deadlock. Returns what the dimension's fetch gives.
    async fn merge(
        &mut self,
        dimension: &Dimension,
        rows: CopyBuffer,
        postings: Option<Postings<'_>>,
    ) -> Result<Vec<(i64, i64)>> {
        if rows.rows() == 0 {
            return Ok(Vec::new());
        }
        let stage = self.stage(dimension);
        let mut attempt = 0;
        loop {
            attempt += 1;
            match merge_once(&mut self.client, dimension, &stage, rows.clone(), postings.as_ref()).await {
                Err(error) if retry::is_transient(&error) => match retry::pause(attempt) {
                    Some(pause) => tokio::time::sleep(pause).await,
                    None => return Err(error),
                },
                outcome => return outcome,
            }
        }
    }
}

/// What is needed to write the postings of the fragments that a merge adds.
struct Postings<'a> {
    chunk: &'a Chunk,
    terms: &'a [i32],
    org_id: i32,
}

/// Positions whose id is not known; ids begin at 1.
fn missing<I: Copy + Default + PartialEq>(ids: &[I]) -> Vec<u32> {
    let unknown = ids.iter().enumerate().filter(|&(_, &id)| id == I::default());
    unknown.map(|(position, _)| position as u32).collect()
}

async fn merge_once(
    client: &mut Client,
    dimension: &Dimension,
    stage: &str,
    rows: CopyBuffer,
    postings: Option<&Postings<'_>>,
) -> Result<Vec<(i64, i64)>> {
    let context = || format!("could not merge {}", dimension.table.name);
    let transaction = client.transaction().await.with_context(context)?;
    let target = quote_identifier(stage);
    transaction.batch_execute(&format!("truncate {target}")).await.with_context(context)?;
    copy_into(transaction.client(), &target, rows).await?;
    let variables = [("stage", stage)];
    let merge = dimension.merge.with(&variables);
    let added = transaction.query(&merge, &[]).await.with_context(|| dimension.merge.path)?;
    let fetched = transaction.query(&dimension.fetch.with(&variables), &[]).await;
    let fetched = fetched.with_context(|| dimension.fetch.path)?;
    if let Some(postings) = postings {
        let added: FxHashMap<i64, Uuid> = added.iter().map(|row| (row.get(0), row.get(1))).collect();
        write_postings(&transaction, postings, &added, &fetched).await?;
    }
    transaction.commit().await.with_context(context)?;
    Ok(fetched.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Writes the postings of the fragments that this transaction has added, as one segment.
async fn write_postings(
    transaction: &Transaction<'_>,
    postings: &Postings<'_>,
    added: &FxHashMap<i64, Uuid>,
    fetched: &[tokio_postgres::Row],
) -> Result<()> {
    let new: Vec<(u32, i64)> = fetched
        .iter()
        .map(|row| (row.get::<_, i64>(0) as u32, row.get::<_, i64>(1)))
        .filter(|(_, id)| added.contains_key(id))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let segment: i64 = transaction.query_one("select nextval('term_segments')", &[]).await?.get(0);
    let buffer = encode_postings(postings.chunk, &new, postings.terms, segment, postings.org_id);
    copy_buffer(transaction.client(), buffer).await?;
    Ok(())
}
