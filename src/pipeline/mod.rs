//! The stages of a load, in order: this file is their table of contents.
//!
//! discover → (read → extract → resolve → encode) on all cores → facts on two connections → units → link →
//! publish → dependencies → finish. Knows the order of things; how each is done is in its own file.

mod application;
mod cancel;
mod dependencies;
mod facts;
mod fault;
mod feed;
mod finish;
mod id_map;
mod ids;
mod job;
mod merge;
mod outcome;
mod plan;
mod publish;
mod reserve;
mod run;
mod session;
mod settings;
mod target;
mod version;
mod worker;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use anyhow::{Context, Result};
use tokio::sync::{RwLock, mpsc};
use tokio_postgres::Client;

pub use cancel::Cancel;
pub use settings::Settings;

use crate::corpus::discover;
use crate::db::connect::Target;
use crate::db::cpu::ServerProcess;
use crate::db::migrate::migrate;
use crate::model::PackageVersion;
use crate::report::{CpuSeconds, Failed, IndexReport, Phase, Resources, Stage, Tally, Warning, add, read};
use dependencies::bind_dependencies;
use facts::{CommitOrder, write_facts};
use fault::Point;
use feed::{Feed, Outlets};
use ids::Ids;
use plan::{Plan, enter_versions, settle_duplicates};
use publish::Publisher;
use run::{Run, sweep};
use target::TargetState;

/// Loads the inputs into the target.
///
/// # Errors
/// What stopped the run. Whatever was published before stays whole.
pub async fn index(
    target: &Target,
    settings: &Settings,
    cancel: Cancel,
    tally: Arc<Tally>,
) -> Result<IndexReport> {
    fault::arm()?;
    let began = Instant::now();
    let mut control = session::open(target).await?;
    let server = ServerProcess::find(&control).await?;
    let server_before = server.and_then(ServerProcess::cpu_seconds);
    let schemas = migrate(&mut control, &settings.schema).await?;
    session::use_schemas(&control, &schemas).await?;
    let found = find(settings, &tally);
    fault::reach(Point::Discovered);
    let run = Run::begin(&control, schemas, &settings.org, &settings.as_json().to_string()).await?;

    let mut report = Outline { run_id: run.id.to_string(), ..Outline::of(&found) };
    let outcome = load(target, settings, &mut control, run.clone(), found.versions, &cancel, &tally).await;
    tally.enter(Phase::Done);
    fault::reach(Point::Finished);
    report.state = match &outcome {
        Ok(()) if cancel.is_set() => "cancelled",
        Ok(()) if report.failed.is_empty() => "done",
        Ok(()) => "partial",
        Err(_) => "failed",
    };
    let server_after = server.and_then(ServerProcess::cpu_seconds);
    let report = report.fill(settings, &tally, began, server_before.zip(server_after));
    let ledger_state = if report.state == "partial" { "done" } else { report.state };
    let text = serde_json::to_string(&report).context("could not write the report")?;
    let ended = run.end(&control, ledger_state, Some(&text)).await;
    outcome?;
    ended.context("could not close the run in the ledger")?;
    Ok(report)
}

/// Where each loading connection can be stopped: before and after a commit.
const NAMES_POINTS: [Point; 2] = [Point::NamesCopied, Point::NamesCommitted];
const FRAGMENTS_POINTS: [Point; 2] = [Point::FragmentsCopied, Point::FragmentsCommitted];

/// What discovery found, with duplicates settled.
struct Found {
    versions: Vec<PackageVersion>,
    failed: Vec<Failed>,
    warnings: Vec<Warning>,
    duplicates: u64,
}

fn find(settings: &Settings, tally: &Tally) -> Found {
    let began = Instant::now();
    tally.enter(Phase::Discovering);
    let mut discovery = discover(&settings.inputs, &settings.discover);
    let mut failed: Vec<Failed> = std::mem::take(&mut discovery.failed)
        .into_iter()
        .map(|notice| Failed { package: notice.subject, reason: notice.reason })
        .collect();
    let warnings = std::mem::take(&mut discovery.warnings)
        .into_iter()
        .map(|notice| Warning { subject: notice.subject, reason: notice.reason })
        .collect();
    let duplicates = settle_duplicates(&mut discovery, settings.discover.file_bytes_max, &mut failed);
    let files: usize = discovery.versions.iter().map(|version| version.files.len()).sum();
    add(&tally.versions_total, discovery.versions.len() as u64);
    add(&tally.files_total, files as u64);
    tally.spent(Stage::Discover, began);
    tally.passed(Stage::Discover, files as u64, 0);
    Found { versions: discovery.versions, failed, warnings, duplicates }
}

/// Everything between discovery and the report.
async fn load(
    target: &Target,
    settings: &Settings,
    control: &mut Client,
    run: Run,
    found: Vec<PackageVersion>,
    cancel: &Cancel,
    tally: &Arc<Tally>,
) -> Result<()> {
    let state = TargetState::take(control, &run.schemas).await?;
    // Now, not before: the loader that this one has waited for may have died.
    sweep(control, &run, tally).await?;
    let versions = enter_versions(control, &run, found).await?;
    fault::reach(Point::Entered);
    let plan = Arc::new(Plan {
        run,
        versions,
        target_was_empty: state.is_cheap(),
        file_bytes_max: settings.discover.file_bytes_max,
    });
    tally.enter(Phase::Loading);
    let ids = state.ids(target, &plan, settings).await?;
    let ids = Arc::new(RwLock::new(ids));
    stream(target, settings, control, &plan, &ids, cancel, tally).await?;
    let ids = Arc::try_unwrap(ids).ok().context("a stage still holds the ids")?.into_inner();
    if let Ids::Merged(merger) = ids {
        merger.into_inner().finish().await?;
    }
    if !cancel.is_set() {
        bind_dependencies(target, &plan.run, tally).await?;
    }
    state.finish(target, control, &plan.run.schemas, tally, cancel).await
}

/// Runs the concurrent stages until every version is published.
async fn stream(
    target: &Target,
    settings: &Settings,
    control: &mut Client,
    plan: &Arc<Plan>,
    ids: &Arc<RwLock<Ids>>,
    cancel: &Cancel,
    tally: &Arc<Tally>,
) -> Result<()> {
    let schemas = &plan.run.schemas;
    let names_client = session::open_in(target, schemas).await?;
    let fragments_client = session::open_in(target, schemas).await?;
    let publish_client = session::open_in(target, schemas).await?;
    let lookup = session::open_in(target, schemas).await?;
    let locks = Arc::new(session::open_in(target, schemas).await?);
    let (events, events_received) = mpsc::channel(crate::limits::EVENTS_MAX);
    let (names_side, names_jobs) = mpsc::channel(crate::limits::COPY_JOBS_MAX);
    let (fragments_side, fragments_jobs) = mpsc::channel(crate::limits::COPY_JOBS_MAX);
    let (leads, follows) = CommitOrder::pair();
    let names_copy =
        write_facts(names_client, names_jobs, NAMES_POINTS, leads, events.clone(), Arc::clone(tally));
    let fragments_copy = write_facts(
        fragments_client,
        fragments_jobs,
        FRAGMENTS_POINTS,
        follows,
        events.clone(),
        Arc::clone(tally),
    );
    let publisher = Publisher::new(
        publish_client,
        Arc::clone(plan),
        Arc::clone(ids),
        Arc::clone(tally),
        Arc::clone(&locks),
    );
    let feed = Arc::new(Feed {
        plan: Arc::clone(plan),
        ids: Arc::clone(ids),
        tally: Arc::clone(tally),
        outlets: Outlets { names_side, fragments_side, events },
        cancel: cancel.clone(),
        force: settings.force,
        in_flight_max: settings.in_flight_max(),
        job_bytes: settings.job_bytes(plan),
        locks,
        target: target.clone(),
        published: publisher.published(),
        lookup,
    });
    // The feed is moved in, so that its channels close when it ends and the others end after it.
    let feeding = async move { feed.run(control).await };
    futures::try_join!(feeding, names_copy, fragments_copy, publisher.run(events_received))?;
    Ok(())
}

/// The part of the report that is known before the load.
struct Outline {
    run_id: String,
    state: &'static str,
    packages: u64,
    versions: u64,
    failed: Vec<Failed>,
    warnings: Vec<Warning>,
    duplicates: u64,
}

impl Outline {
    fn of(found: &Found) -> Self {
        let mut packages: Vec<_> =
            found.versions.iter().map(|version| (&version.id.ecosystem, &version.id.name)).collect();
        packages.dedup();
        Self {
            run_id: String::new(),
            state: "running",
            packages: packages.len() as u64,
            versions: found.versions.len() as u64,
            failed: found.failed.clone(),
            warnings: found.warnings.clone(),
            duplicates: found.duplicates,
        }
    }

    fn fill(
        self,
        settings: &Settings,
        tally: &Tally,
        began: Instant,
        server: Option<(f64, f64)>,
    ) -> IndexReport {
        let resources = Resources::now();
        let server = server.map(|(before, after)| after - before);
        let lines = read(&tally.lines);
        let rate = server.map(|server| lines as f64 / (server + resources.cpu_seconds));
        IndexReport {
            schema_version: crate::report::SCHEMA_VERSION,
            run_id: self.run_id,
            state: self.state,
            packages: self.packages,
            versions: self.versions,
            files: read(&tally.files_total),
            files_indexed: read(&tally.files_indexed),
            lines,
            bytes: read(&tally.bytes),
            units_extracted: read(&tally.units_extracted),
            units_reused: read(&tally.units_reused),
            rows: tally.rows(),
            stages: tally.stages(),
            seconds: began.elapsed().as_secs_f64(),
            cpu_seconds: CpuSeconds { client: resources.cpu_seconds, server },
            lines_per_cpu_second: rate.filter(|_| lines > 0),
            peak_rss_bytes: resources.peak_rss_bytes,
            skipped: tally.skips(),
            unchanged: tally.versions_unchanged.load(Ordering::Relaxed),
            published: tally.versions_published.load(Ordering::Relaxed),
            duplicates: self.duplicates,
            swept_rows: read(&tally.swept_rows),
            failed: self.failed,
            warnings: self.warnings,
            settings: settings.as_json_map(),
        }
    }
}
