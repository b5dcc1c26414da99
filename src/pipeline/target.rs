//! The state of the target, and who may write it: the cheap path alone, the merge path together.

use std::sync::Mutex;

use anyhow::{Context, Result};
use tokio_postgres::Client;

use super::cancel::Cancel;
use super::id_map::IdMaps;
use super::ids::Ids;
use super::merge::Merger;
use super::plan::Plan;
use super::reserve::Reservation;
use super::settings::Settings;
use super::{finish, session};
use crate::db::connect::Target;
use crate::db::locks::Lock;
use crate::db::migrate::Schemas;
use crate::limits;
use crate::report::{Phase, Tally, add};

/// Tables that an index run may change, largest first.
const ANALYZED: &[&str] = &[
    "fragment_sites",
    "refs",
    "fragments",
    "calls",
    "symbols",
    "names",
    "term_postings",
    "terms",
    "links",
    "imports",
    "comments",
    "contents",
    "units",
    "files",
    "public_names",
    "outside_uses",
    "dependency_links",
    "routes",
    "jobs",
    "di_edges",
    "due_versions",
    "package_versions",
    "packages",
];

/// How this run may write, decided under the schema's data lock, which it holds until it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetState {
    /// Empty, without indexes, and locked by this run alone.
    Cheap,
    /// Others may load too; `unfinished` says that deferred indexes are missing.
    Shared { unfinished: bool },
}

impl TargetState {
    /// Takes the data lock and looks at the target.
    ///
    /// # Errors
    /// Where the connection fails, or the indexes that a merge needs can't be built.
    pub async fn take(control: &Client, schemas: &Schemas) -> Result<Self> {
        loop {
            if Lock::Data.try_acquire(control, &schemas.public).await? {
                return Self::decide_alone(control, schemas).await;
            }
            Lock::Data.acquire_shared(control, &schemas.public).await?;
            if finish::has_merge_keys(control).await? {
                return Ok(Self::Shared { unfinished: finish::is_unfinished(control).await? });
            }
            // Whoever had it alone was stopped before it had built them: this run may have to.
            Lock::Data.release_shared(control, &schemas.public).await?;
            tokio::time::sleep(limits::VERSION_LOCK_POLL).await;
        }
    }

    /// Looks at the target while nobody else may. Afterwards the lock is held alone on the cheap path, else shared.
    async fn decide_alone(control: &Client, schemas: &Schemas) -> Result<Self> {
        let unfinished = finish::is_unfinished(control).await?;
        if unfinished && is_empty(control).await? {
            return Ok(Self::Cheap);
        }
        if unfinished {
            // A first build was killed: its rows are sound, their keys are not yet indexed.
            finish::build_merge_keys(control).await?;
        }
        Lock::Data.acquire_shared(control, &schemas.public).await?;
        Lock::Data.release(control, &schemas.public).await?;
        Ok(Self::Shared { unfinished })
    }

    pub fn is_cheap(self) -> bool {
        self == Self::Cheap
    }

    /// The way in which this run gets ids.
    ///
    /// # Errors
    /// Where the staging tables can't be made.
    pub async fn ids(self, target: &Target, plan: &Plan, settings: &Settings) -> Result<Ids> {
        let maps = IdMaps::new(settings.id_map_bytes());
        if self.is_cheap() {
            return Ok(Ids::Reserved(Box::new(Mutex::new(Reservation::new(maps)))));
        }
        let client = session::open_in(target, &plan.run.schemas).await?;
        let merger = Merger::new(client, maps, &plan.run, 0).await?;
        Ok(Ids::Merged(Box::new(tokio::sync::Mutex::new(merger))))
    }

    /// Builds what is deferred, and refreshes statistics where rows were written.
    ///
    /// # Errors
    /// Where a build fails.
    pub async fn finish(
        self,
        target: &Target,
        control: &Client,
        schemas: &Schemas,
        tally: &Tally,
        cancel: &Cancel,
    ) -> Result<()> {
        if self.is_cheap() {
            finish::set_sequences(control).await?;
        }
        if cancel.is_set() {
            return Ok(());
        }
        let clients = [session::open_in(target, schemas).await?, session::open_in(target, schemas).await?];
        if self != (Self::Shared { unfinished: false }) {
            if !self.is_cheap() {
                Lock::Data.release_shared(control, &schemas.public).await?;
                Lock::Data
                    .acquire(control, &schemas.public)
                    .await
                    .context("could not wait for other loaders")?;
            }
            tally.enter(Phase::Indexing);
            finish::build_indexes(&clients, tally, |_| add(&tally.indexes_done, 1)).await?;
        }
        let written = tally.rows();
        let tables: Vec<&str> =
            ANALYZED.iter().copied().filter(|table| written.contains_key(table)).collect();
        if !tables.is_empty() {
            tally.enter(Phase::Analyzing);
            finish::analyze(&clients, &tables, tally).await?;
        }
        Ok(())
    }
}

/// Whether no row of any dimension or fact is there. Packages and versions may be: they are entered by merging.
async fn is_empty(client: &Client) -> Result<bool> {
    let query = "select not exists (select from names) and not exists (select from terms) \
        and not exists (select from contents) and not exists (select from fragments) \
        and not exists (select from units) and not exists (select from files) \
        and not exists (select from symbols) and not exists (select from fragment_sites)";
    Ok(client.query_one(query, &[]).await.context("could not look at the target")?.get(0))
}
