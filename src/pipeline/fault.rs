//! Fault points: places between two steps of a load where a test can have the process killed.
//!
//! `CODELODE_STOP_AT=<point>:<n>` kills the process, as `kill -9` does, when it gets to the point for the `n`th time;
//! with `:interrupt` after it the process gets SIGINT there.
//! Without the variable a point costs one look at a static. Knows nothing of what the stages do.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};

use crate::model::{Class, Explain};

/// The variable that names a point.
const VARIABLE: &str = "CODELODE_STOP_AT";

/// A place in a load, by what has just happened there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Packages and files are known, nothing is written.
    Discovered,
    /// The run is in the ledger, its versions have rows.
    Entered,
    /// A job's files are read.
    Read,
    /// A job's units are extracted.
    Extracted,
    /// A chunk's keys have ids; on the merge path they are committed.
    Resolved,
    /// The names' side of a chunk is copied, not committed.
    NamesCopied,
    NamesCommitted,
    /// The fragments' side of a chunk is copied, not committed.
    FragmentsCopied,
    FragmentsCommitted,
    /// A chunk is committed on both sides, its units have no rows yet.
    UnitsDue,
    /// A chunk's units have their rows.
    UnitsWritten,
    /// Versions are written in a transaction that is not committed.
    VersionsWritten,
    VersionsPublished,
    /// What leaves the versions is bound in a transaction that is not committed.
    DependenciesBound,
    DependenciesCommitted,
    /// The run has gone over from the cheap path to the merge path.
    CheapPathLeft,
    /// One table's indexes are built; the other connection is building another's.
    TableIndexed,
    /// Every index and constraint is there.
    Constrained,
    /// One table is vacuumed and analysed.
    TableAnalyzed,
    /// All is done but the run's last word in the ledger.
    Finished,
}

impl Point {
    /// All points, in the order in which a load gets to them.
    pub const ALL: [Point; 20] = [
        Point::Discovered,
        Point::Entered,
        Point::Read,
        Point::Extracted,
        Point::Resolved,
        Point::NamesCopied,
        Point::NamesCommitted,
        Point::FragmentsCopied,
        Point::FragmentsCommitted,
        Point::UnitsDue,
        Point::UnitsWritten,
        Point::VersionsWritten,
        Point::VersionsPublished,
        Point::DependenciesBound,
        Point::DependenciesCommitted,
        Point::CheapPathLeft,
        Point::TableIndexed,
        Point::Constrained,
        Point::TableAnalyzed,
        Point::Finished,
    ];

    /// The name in the variable.
    pub fn name(self) -> &'static str {
        match self {
            Point::Discovered => "discovered",
            Point::Entered => "entered",
            Point::Read => "read",
            Point::Extracted => "extracted",
            Point::Resolved => "resolved",
            Point::NamesCopied => "names-copied",
            Point::NamesCommitted => "names-committed",
            Point::FragmentsCopied => "fragments-copied",
            Point::FragmentsCommitted => "fragments-committed",
            Point::UnitsDue => "units-due",
            Point::UnitsWritten => "units-written",
            Point::VersionsWritten => "versions-written",
            Point::VersionsPublished => "versions-published",
            Point::DependenciesBound => "dependencies-bound",
            Point::DependenciesCommitted => "dependencies-committed",
            Point::CheapPathLeft => "cheap-path-left",
            Point::TableIndexed => "table-indexed",
            Point::Constrained => "constrained",
            Point::TableAnalyzed => "table-analyzed",
            Point::Finished => "finished",
        }
    }
}

/// Where this process is to be killed.
#[derive(Debug)]
struct Plan {
    point: Point,
    /// Times that the point is still to be reached.
    left: AtomicU64,
    signal: libc::c_int,
}

static PLAN: OnceLock<Option<Plan>> = OnceLock::new();

/// Reads the variable, once, before a load begins.
///
/// # Errors
/// Where it names no point, so that no test passes because of a misspelt one.
pub fn arm() -> Result<()> {
    let plan = match std::env::var(VARIABLE) {
        Ok(text) => Some(
            parse(&text).with_context(|| format!("{VARIABLE}={text}: no such point")).class(Class::Usage)?,
        ),
        Err(_) => None,
    };
    PLAN.get_or_init(|| plan);
    Ok(())
}

fn parse(text: &str) -> Option<Plan> {
    let (text, signal) = match text.strip_suffix(":interrupt") {
        Some(text) => (text, libc::SIGINT),
        None => (text, libc::SIGKILL),
    };
    let (name, times) = text.split_once(':')?;
    let point = Point::ALL.into_iter().find(|point| point.name() == name)?;
    Some(Plan { point, left: AtomicU64::new(times.parse().ok().filter(|&times| times > 0)?), signal })
}

/// Says that the load got to a point.
pub fn reach(point: Point) {
    if let Some(Some(plan)) = PLAN.get()
        && plan.point == point
        && plan.left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        // SAFETY: a signal to this process itself: SIGKILL runs nothing of ours any more, SIGINT has its handler.
        unsafe {
            libc::kill(libc::getpid(), plan.signal);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_has_a_name_of_its_own() {
        for point in Point::ALL {
            let plan = parse(&format!("{}:3", point.name())).expect("a plan");
            assert_eq!((plan.point, plan.left.into_inner()), (point, 3));
        }
        assert_eq!(parse("read:2:interrupt").map(|plan| plan.signal), Some(libc::SIGINT));
        assert!(
            ["read", "read:", "read:0", "read:x", "reed:1", ":1"].iter().all(|text| parse(text).is_none())
        );
    }
}
