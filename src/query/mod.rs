//! Questions to an index: each command is one SQL function or file, and a thin printer over its rows.
//!
//! Everything takes a connection, the index's schemas and a writer. Knows no command line, starts no server and
//! changes nothing: whatever is asked runs in one read-only snapshot.

mod application;
mod checksum;
mod find;
mod graph;
mod hits;
mod impact;
mod place;
mod snapshot;
mod status;
mod uses;
mod verify;

pub use application::{Filter, Handler, InjectionHit, JobHit, RouteHit, injections, jobs, routes};
pub use checksum::{TableSum, checksum, table_sums};
pub use find::{CodeHit, SymbolHit, find, find_terms};
pub use graph::{Graph, Shape};
pub use hits::{Answer, Hit};
pub use impact::{ImpactHit, Walk, impact};
pub use place::Place;
pub use status::{Status, read_status, status};
pub use uses::{CalleeHit, CallerHit, UseHit, callees, callers, refs};
pub use verify::{CheckOutcome, run_checks, verify};

/// Version of the shape of every JSON object that this module writes.
pub const SCHEMA_VERSION: u32 = 1;

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Columns for people, `path:line` first.
    Text,
    /// One object with `schema_version`.
    Json,
}
