//! What one extraction job does on its rayon thread: files to texts, texts to units, units to a chunk.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use super::outcome::{FileOutcome, FileUnit, UnitOrigin};
use super::plan::Plan;
use crate::chunk::{Chunk, ChunkUnit, UnitKey};
use crate::corpus::{FileContent, locate, read_source};
use crate::extract::{extract, fingerprint};
use crate::lang::{LanguageSpec, PackageLayout, detect, spec};
use crate::model::{ParseStatus, SkipReason, Tag};
use crate::report::{Stage, Tally, add};

/// A file of a job.
#[derive(Clone, Debug)]
pub struct JobFile {
    /// Position in the plan's versions.
    pub version: usize,
    /// Position in the version's files.
    pub file: usize,
    pub layout: Arc<PackageLayout>,
}

/// A file that was read and, where its language is known, waits for extraction.
pub struct ReadFile {
    pub outcome: FileOutcome,
    pub pending: Option<PendingUnit>,
}

/// A text that a unit can be made of.
pub struct PendingUnit {
    pub key: UnitKey,
    pub spec: &'static LanguageSpec,
    pub path: String,
    pub source: Arc<str>,
}

/// Reads the files of a job. Reading keeps no text of what will not be extracted.
pub fn read_files(plan: &Plan, files: &[JobFile], tally: &Tally) -> Vec<ReadFile> {
    let began = Instant::now();
    let read: Vec<ReadFile> = files.iter().map(|file| read_file(plan, file)).collect();
    tally.spent(Stage::Read, began);
    tally.passed(Stage::Read, read.len() as u64, read.iter().map(|file| file.outcome.bytes).sum());
    read
}

fn read_file(plan: &Plan, job: &JobFile) -> ReadFile {
    let version = &plan.versions[job.version].found;
    let found = &version.files[job.file];
    let mut outcome = FileOutcome {
        version: job.version,
        file: job.file,
        content: FileContent::Skipped { reason: SkipReason::Unreadable, bytes: found.bytes },
        bytes: found.bytes,
        lines: 0,
        language: None,
        fingerprint: None,
        unit: None,
        skip: None,
        generated: false,
        minified: false,
        lossy: false,
    };
    let location: PathBuf = locate(version, found);
    let read = found.skip.map_or_else(|| read_source(&location, plan.file_bytes_max), Err);
    let source = match read {
        Ok(source) => source,
        Err(reason) => {
            outcome.skip = Some(reason);
            outcome.content = FileContent::Skipped { reason, bytes: found.bytes };
            return ReadFile { outcome, pending: None };
        }
    };
    outcome.content = FileContent::Hash(source.content_hash);
    (outcome.bytes, outcome.lines) = (source.bytes, source.lines);
    (outcome.generated, outcome.minified, outcome.lossy) = (source.generated, source.minified, source.lossy);
    if source.binary {
        outcome.skip = Some(SkipReason::Binary);
        return ReadFile { outcome, pending: None };
    }
    let language = detect(&found.path, source.text.as_bytes());
    let Some((language, spec)) = language.and_then(|language| Some((language, spec(language)?))) else {
        outcome.skip = Some(SkipReason::UnknownLanguage);
        return ReadFile { outcome, pending: None };
    };
    let fingerprint = fingerprint(spec) as i64;
    (outcome.language, outcome.fingerprint) = (Some(language), Some(fingerprint));
    let key = UnitKey {
        content_hash: source.content_hash,
        language: language.number(),
        module: (spec.module_of)(&job.layout, &found.path),
        fingerprint,
    };
    let pending = PendingUnit { key, spec, path: found.path.clone(), source: source.text.into() };
    ReadFile { outcome, pending: Some(pending) }
}

/// Extracts what is pending under the ids that were claimed for it, and gathers the units in a chunk.
///
/// `claims` has one entry a file: the unit's id and whether this job is the one to extract it.
pub fn extract_files(
    files: Vec<ReadFile>,
    claims: &[Option<Claim>],
    tally: &Tally,
) -> (Chunk, Vec<FileOutcome>) {
    let mut chunk = Chunk::default();
    let mut outcomes = Vec::with_capacity(files.len());
    for (ReadFile { mut outcome, pending }, claim) in files.into_iter().zip(claims) {
        if let (Some(pending), Some(claim)) = (pending, claim) {
            let mut unit = FileUnit { id: claim.id, origin: claim.origin, interface: None };
            if claim.extract_here {
                let made = extract_unit(pending, claim.id, &outcome, tally);
                unit.interface = Some(Arc::clone(&made.interface));
                chunk.push(made);
            } else {
                add(&tally.units_reused, 1);
            }
            outcome.unit = Some(unit);
        }
        outcomes.push(outcome);
    }
    for outcome in &outcomes {
        count_file(outcome, tally);
    }
    (chunk, outcomes)
}

/// Whose a unit is.
#[derive(Clone, Copy, Debug)]
pub struct Claim {
    pub id: i64,
    pub origin: UnitOrigin,
    pub extract_here: bool,
}

fn extract_unit(pending: PendingUnit, id: i64, outcome: &FileOutcome, tally: &Tally) -> ChunkUnit {
    let began = Instant::now();
    let extraction = extract(&pending.source, pending.spec, &pending.key.module, &pending.path);
    // A Vec as the sink cannot fail; an interface that could not be encoded would be seen as damaged when linked.
    let interface: Arc<[u8]> = postcard::to_stdvec(&extraction.interface).unwrap_or_default().into();
    tally.spent(Stage::Extract, began);
    tally.passed(Stage::Extract, 1, outcome.bytes);
    add(&tally.units_extracted, 1);
    if extraction.status == ParseStatus::TimedOut {
        tally.skipped(SkipReason::Timeout.label());
    }
    ChunkUnit {
        id,
        key: pending.key,
        bytes: u32::try_from(outcome.bytes).unwrap_or(u32::MAX),
        source: pending.source,
        extraction,
        interface,
    }
}

fn count_file(outcome: &FileOutcome, tally: &Tally) {
    add(&tally.files_done, 1);
    match outcome.skip {
        Some(reason) => tally.skipped(reason.label()),
        None => {
            add(&tally.files_indexed, 1);
            add(&tally.lines, u64::from(outcome.lines));
            add(&tally.bytes, outcome.bytes);
        }
    }
}
