//! What a run has done so far: counts that the report is made of, and the progress that people see.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Instant;

/// The stages whose work is timed, in pipeline order.
///
/// Times are busy seconds summed over workers and connections: stages overlap, so they add up to more than the
/// wall time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Discover,
    Read,
    Extract,
    Resolve,
    Encode,
    Facts,
    Link,
    Publish,
    Dependencies,
    Indexes,
    Analyze,
}

impl Stage {
    /// All stages, in order.
    pub const ALL: [Stage; 11] = [
        Stage::Discover,
        Stage::Read,
        Stage::Extract,
        Stage::Resolve,
        Stage::Encode,
        Stage::Facts,
        Stage::Link,
        Stage::Publish,
        Stage::Dependencies,
        Stage::Indexes,
        Stage::Analyze,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Stage::Discover => "discover",
            Stage::Read => "read",
            Stage::Extract => "extract",
            Stage::Resolve => "resolve",
            Stage::Encode => "encode",
            Stage::Facts => "facts",
            Stage::Link => "link",
            Stage::Publish => "publish",
            Stage::Dependencies => "dependencies",
            Stage::Indexes => "indexes",
            Stage::Analyze => "analyze",
        }
    }
}

/// What a run is doing as a whole, for the progress display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    Discovering,
    Loading,
    Indexing,
    Analyzing,
    Done,
}

/// Busy time, rows and bytes of one stage.
#[derive(Debug, Default)]
struct StageTally {
    nanos: AtomicU64,
    rows: AtomicU64,
    bytes: AtomicU64,
}

/// One stage as the report shows it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct StageReport {
    pub name: &'static str,
    pub seconds: f64,
    pub rows: u64,
    pub bytes: u64,
}

/// Counters that every stage adds to.
#[derive(Debug, Default)]
pub struct Tally {
    stages: [StageTally; Stage::ALL.len()],
    rows: Mutex<BTreeMap<&'static str, u64>>,
    pub versions_total: AtomicU64,
    pub versions_done: AtomicU64,
    pub versions_unchanged: AtomicU64,
    pub versions_published: AtomicU64,
    pub files_total: AtomicU64,
    pub files_done: AtomicU64,
    pub files_indexed: AtomicU64,
    pub units_extracted: AtomicU64,
    pub units_reused: AtomicU64,
    pub swept_rows: AtomicU64,
    pub lines: AtomicU64,
    pub bytes: AtomicU64,
    pub indexes_done: AtomicU64,
    phase: AtomicU8,
    skipped: Mutex<BTreeMap<&'static str, u64>>,
}

impl Tally {
    /// Says what the run is doing now.
    pub fn enter(&self, phase: Phase) {
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// What the run is doing now.
    pub fn phase(&self) -> Phase {
        match self.phase.load(Ordering::Relaxed) {
            0 => Phase::Discovering,
            1 => Phase::Loading,
            2 => Phase::Indexing,
            3 => Phase::Analyzing,
            _ => Phase::Done,
        }
    }

    /// Adds a span of work that began at `since`.
    pub fn spent(&self, stage: Stage, since: Instant) {
        let nanos = u64::try_from(since.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.stages[stage as usize].nanos.fetch_add(nanos, Ordering::Relaxed);
    }

    /// Adds rows and bytes that passed a stage.
    pub fn passed(&self, stage: Stage, rows: u64, bytes: u64) {
        self.stages[stage as usize].rows.fetch_add(rows, Ordering::Relaxed);
        self.stages[stage as usize].bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Counts rows that were written to a table.
    pub fn wrote(&self, table: &'static str, rows: u64) {
        if let (Ok(mut counts), true) = (self.rows.lock(), rows > 0) {
            *counts.entry(table).or_default() += rows;
        }
    }

    /// Counts a file that is not indexed.
    pub fn skipped(&self, reason: &'static str) {
        if let Ok(mut counts) = self.skipped.lock() {
            *counts.entry(reason).or_default() += 1;
        }
    }

    /// Rows written, by table.
    pub fn rows(&self) -> BTreeMap<&'static str, u64> {
        self.rows.lock().map(|rows| rows.clone()).unwrap_or_default()
    }

    /// Files that are not indexed, by reason.
    pub fn skips(&self) -> BTreeMap<&'static str, u64> {
        self.skipped.lock().map(|counts| counts.clone()).unwrap_or_default()
    }

    /// All stages that did something.
    pub fn stages(&self) -> Vec<StageReport> {
        let report = |stage: Stage| {
            let tally = &self.stages[stage as usize];
            StageReport {
                name: stage.name(),
                seconds: tally.nanos.load(Ordering::Relaxed) as f64 / 1e9,
                rows: tally.rows.load(Ordering::Relaxed),
                bytes: tally.bytes.load(Ordering::Relaxed),
            }
        };
        Stage::ALL.into_iter().map(report).collect()
    }
}

/// Adds to a counter.
pub fn add(counter: &AtomicU64, number: u64) {
    counter.fetch_add(number, Ordering::Relaxed);
}

/// Reads a counter.
pub fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}
