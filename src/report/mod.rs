//! What people read: errors, progress, and the report of a run. Only this module prints.

pub mod error;
mod progress;
mod resources;
mod summary;
mod tally;

pub use progress::{Progress, ProgressMode};
pub use resources::Resources;
pub use summary::{CpuSeconds, Failed, IndexReport, SCHEMA_VERSION, Warning, write_json, write_table};
pub use tally::{Phase, Stage, StageReport, Tally, add, read};
