//! What it costs to turn facts into rows of the binary COPY format, by table: the facts are those of this project's
//! own sources, or of the files below `CODELODE_CORPUS`.
//!
//! `cargo bench --bench encode` prints rows, megabytes and rows a second of `chunk::encode` on one core. Each table is
//! measured alone, by chunks whose units keep the facts of that table only; ids are made up, since encoding does
//! not look at them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use codelode::chunk::{Chunk, ChunkIds, ChunkUnit, CopyBuffer, EncodedChunk, UnitKey, encode};
use codelode::corpus::source_text;
use codelode::extract::{extract, fingerprint};
use codelode::lang::{detect, spec};
use codelode::model::{Extraction, Tag};

/// Enough for steady figures, and done in a minute.
const SOURCE_BYTES_MAX: usize = 16 << 20;

/// As large as the jobs of a load, so that caches see what they see there.
const CHUNK_SOURCE_BYTES: usize = codelode::limits::JOB_BYTES_MAX as usize;

/// A table, how its buffer is found, and what of an extraction makes its rows.
type Measured = (&'static str, fn(EncodedChunk) -> CopyBuffer, fn(&Extraction, &mut Extraction));

const TABLES: [Measured; 7] = [
    ("symbols", |encoded| encoded.symbols, |from, to| to.symbols.clone_from(&from.symbols)),
    ("refs", |encoded| encoded.refs, |from, to| to.references.clone_from(&from.references)),
    ("imports", |encoded| encoded.imports, |from, to| to.imports.clone_from(&from.imports)),
    ("calls", |encoded| encoded.calls, |from, to| to.calls.clone_from(&from.calls)),
    ("comments", |encoded| encoded.comments, |from, to| to.comments.clone_from(&from.comments)),
    (
        "fragment_sites",
        |encoded| encoded.fragment_sites,
        |from, to| {
            to.fragments.clone_from(&from.fragments);
            to.fragment_sites.clone_from(&from.fragment_sites);
        },
    ),
    ("units", |encoded| encoded.units, |from, to| to.ast.clone_from(&from.ast)),
];

/// The facts of a file, and what a chunk needs beside them.
struct Extracted {
    key: UnitKey,
    facts: Extraction,
    interface: Vec<u8>,
    source_bytes: usize,
}

fn main() -> anyhow::Result<()> {
    let root = std::env::var_os("CODELODE_CORPUS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"), PathBuf::from);
    let files = extract_files(&root)?;
    let bytes: usize = files.iter().map(|file| file.source_bytes).sum();
    let lines: u32 = files.iter().map(|file| file.facts.lines).sum();
    println!("{} files, {:.1} MB, {lines} lines of {}\n", files.len(), bytes as f64 / 1e6, root.display());
    println!("{:16} {:>9} {:>9} {:>9} {:>8} {:>12}", "table", "rows", "MB", "seconds", "MB/s", "rows/s");
    for table in TABLES {
        let chunks = fill_chunks(&files, table);
        print_row(table.0, &chunks, table.1);
    }
    Ok(())
}

/// Encodes the chunks as often as takes at least half a second of CPU time, and prints the mean of a round.
fn print_row(name: &str, chunks: &[(Chunk, ChunkIds)], buffer_of: fn(EncodedChunk) -> CopyBuffer) {
    let (mut rows, mut bytes) = (0, 0);
    for (chunk, ids) in chunks {
        let buffer = buffer_of(encode(chunk, ids, 1));
        rows += buffer.rows();
        bytes += buffer.bytes();
    }
    let began = cpu_time();
    let mut rounds = 0;
    while cpu_time() - began < Duration::from_millis(500) {
        for (chunk, ids) in chunks {
            std::hint::black_box(encode(chunk, ids, 1));
        }
        rounds += 1;
    }
    let seconds = (cpu_time() - began).as_secs_f64() / f64::from(rounds);
    println!(
        "{name:16} {rows:9} {:9.2} {seconds:9.5} {:8.0} {:12.0}",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds,
        rows as f64 / seconds,
    );
}

/// Chunks of all files with the facts of one table, and ids for their keys.
fn fill_chunks(files: &[Extracted], (name, _, keep): Measured) -> Vec<(Chunk, ChunkIds)> {
    let mut chunks = vec![Chunk::default()];
    let mut source_bytes = 0;
    for (id, file) in (1..).zip(files) {
        if source_bytes > CHUNK_SOURCE_BYTES {
            chunks.push(Chunk::default());
            source_bytes = 0;
        }
        source_bytes += file.source_bytes;
        let from = &file.facts;
        let mut facts = Extraction::empty(from.language, from.module.clone(), from.status, from.lines);
        facts.names.clone_from(&from.names);
        keep(from, &mut facts);
        // Every chunk has rows of units: only their own table's figures may carry what is heavy in them.
        let interface = if name == "units" { file.interface.clone() } else { Vec::new() };
        let unit = ChunkUnit {
            id,
            key: file.key.clone(),
            source: "".into(),
            bytes: u32::try_from(file.source_bytes).unwrap_or(u32::MAX),
            extraction: facts,
            interface: interface.into(),
        };
        if let Some(chunk) = chunks.last_mut() {
            chunk.push(unit);
        }
    }
    let with_ids = |chunk| {
        let ids = ids_for(&chunk);
        (chunk, ids)
    };
    chunks.into_iter().map(with_ids).collect()
}

/// Some id for each key of a chunk.
fn ids_for(chunk: &Chunk) -> ChunkIds {
    ChunkIds {
        names: (1..).take(chunk.names.hashes().len()).collect(),
        terms: (1..).take(chunk.terms.hashes().len()).collect(),
        contents: (1..).take(chunk.contents.len()).collect(),
        fragments: (1..).take(chunk.fragments.len()).collect(),
    }
}

/// The facts of the files of known languages below a directory, in path order, up to the bound.
fn extract_files(root: &Path) -> anyhow::Result<Vec<Extracted>> {
    let mut files = Vec::new();
    let mut total = 0;
    for entry in ignore::WalkBuilder::new(root).sort_by_file_path(Path::cmp).build().flatten() {
        let path = entry.path().to_string_lossy().into_owned();
        let Some(spec) = detect(&path, b"").and_then(spec) else { continue };
        let Ok(bytes) = std::fs::read(entry.path()) else { continue };
        if bytes.len() > 1 << 20 {
            continue;
        }
        let source = source_text(bytes);
        let facts = extract(&source.text, spec, "bench", &path);
        let key = UnitKey {
            content_hash: source.content_hash,
            language: facts.language.number(),
            module: facts.module.clone(),
            fingerprint: fingerprint(spec) as i64,
        };
        let interface = postcard::to_stdvec(&facts.interface)?;
        files.push(Extracted { key, facts, interface, source_bytes: source.text.len() });
        total += source.text.len();
        if total > SOURCE_BYTES_MAX {
            break;
        }
    }
    Ok(files)
}

/// CPU time of this thread.
fn cpu_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec that lives across the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
