//! The options in effect for a load.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::plan::Plan;
use crate::corpus::DiscoverOptions;
use crate::limits;

/// What the caller decides.
#[derive(Clone, Debug)]
pub struct Settings {
    pub inputs: Vec<PathBuf>,
    pub discover: DiscoverOptions,
    /// The public schema.
    pub schema: String,
    pub org: String,
    /// Rayon workers.
    pub jobs: usize,
    /// The budget for sources, trees, rows and id maps.
    pub memory_bytes: u64,
    /// Source bytes of a chunk; `None` chooses by the input's size.
    pub chunk_bytes: Option<u64>,
    /// Load again also what is unchanged.
    pub force: bool,
    /// A skipped file makes the run partial.
    pub strict: bool,
}

impl Settings {
    /// Jobs at a time: one for each worker, and as many again to keep the connections busy, within the budget.
    pub fn in_flight_max(&self) -> usize {
        let by_memory = self.memory_bytes / 2 / limits::JOB_MEMORY_BYTES;
        (self.jobs + limits::JOBS_AHEAD).min(by_memory as usize).max(2)
    }

    /// Bytes that the id maps may take.
    pub fn id_map_bytes(&self) -> u64 {
        self.memory_bytes / 2
    }

    /// Source bytes of one job.
    pub fn job_bytes(&self, plan: &Plan) -> u64 {
        if let Some(bytes) = self.chunk_bytes {
            return bytes.max(1);
        }
        let files = plan.versions.iter().flat_map(|version| &version.found.files);
        let total: u64 = files.filter(|file| file.skip.is_none()).map(|file| file.bytes).sum();
        (total / (self.jobs as u64 * 8)).clamp(limits::JOB_BYTES_MIN, limits::JOB_BYTES_MAX)
    }

    /// The options as the ledger and the report show them.
    pub fn as_json_map(&self) -> BTreeMap<&'static str, Value> {
        BTreeMap::from([
            ("inputs", json!(self.inputs)),
            ("schema", json!(self.schema)),
            ("org", json!(self.org)),
            ("jobs", json!(self.jobs)),
            ("memory_bytes", json!(self.memory_bytes)),
            ("chunk_bytes", json!(self.chunk_bytes)),
            ("force", json!(self.force)),
            ("strict", json!(self.strict)),
            ("hidden", json!(self.discover.hidden)),
            ("no_ignore", json!(self.discover.no_ignore)),
            ("file_bytes_max", json!(self.discover.file_bytes_max)),
            ("ecosystem", json!(self.discover.ecosystem)),
        ])
    }

    /// The same as one JSON value.
    pub fn as_json(&self) -> Value {
        json!(self.as_json_map())
    }
}
