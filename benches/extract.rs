//! What extraction costs beside the parse alone, on real files: the Rust sources of the local Cargo registry, or the
//! files of `CODELODE_BENCH_DIR`.
//!
//! `cargo bench --bench extract` prints megabytes and lines a second of parse, parse and flatten, and all facts,
//! each on one core, and how many rows a line gives.

use std::path::{Path, PathBuf};
use std::time::Duration;

use codelode::extract::{extract, flatten, parse};
use codelode::lang::{LanguageSpec, detect, grammar, spec};

/// Enough for steady figures, and done in a minute.
const SOURCE_BYTES_MAX: usize = 24 << 20;

struct Source {
    path: String,
    text: String,
    spec: &'static LanguageSpec,
}

fn main() {
    let root = std::env::var_os("CODELODE_BENCH_DIR").map_or_else(registry, PathBuf::from);
    let sources = read_sources(&root);
    let bytes: usize = sources.iter().map(|source| source.text.len()).sum();
    let lines: usize = sources.iter().map(|source| source.text.lines().count()).sum();
    println!("{} files, {:.1} MB, {lines} lines of {}", sources.len(), bytes as f64 / 1e6, root.display());
    if sources.is_empty() {
        return;
    }
    let parse_only = time(&sources, |source| {
        std::hint::black_box(parse(&source.text, grammar(source.spec, &source.path)));
    });
    let flattened = time(&sources, |source| {
        let grammar = grammar(source.spec, &source.path);
        std::hint::black_box(parse(&source.text, grammar).map(|tree| flatten(&tree, &source.text, grammar)));
    });
    let all = time(&sources, |source| {
        std::hint::black_box(extract(&source.text, source.spec, "bench", &source.path));
    });
    for (name, spent) in [("parse", parse_only), ("parse + flatten", flattened), ("all facts", all)] {
        let seconds = spent.as_secs_f64();
        println!(
            "{name:16} {seconds:6.2} s  {:5.1} MB/s  {:8.0} lines/s  {:.2} x parse",
            bytes as f64 / 1e6 / seconds,
            lines as f64 / seconds,
            seconds / parse_only.as_secs_f64()
        );
    }
    print_rows(&sources, lines as f64);
}

/// CPU time of the best of three rounds: wall time would measure the neighbours too.
fn time(sources: &[Source], mut work: impl FnMut(&Source)) -> Duration {
    let mut round = || {
        let start = cpu_time();
        sources.iter().for_each(&mut work);
        cpu_time() - start
    };
    round().min(round()).min(round())
}

/// CPU time of this thread.
fn cpu_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec that lives across the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn print_rows(sources: &[Source], lines: f64) {
    let mut rows: Vec<(&str, usize)> = Vec::new();
    let mut add = |name, count: usize| match rows.iter_mut().find(|(known, _)| *known == name) {
        Some((_, total)) => *total += count,
        None => rows.push((name, count)),
    };
    for source in sources {
        let facts = extract(&source.text, source.spec, "bench", &source.path);
        add("symbols", facts.symbols.len());
        add("references", facts.references.len());
        add("imports", facts.imports.len());
        add("calls", facts.calls.len());
        add("comments", facts.comments.len());
        add("fragments", facts.fragments.len());
        add("fragment sites", facts.fragment_sites.len());
        add("terms", facts.fragment_terms.len());
        add("ast bytes", facts.ast.len());
        add("open uses", facts.interface.open_uses.len());
    }
    for (name, count) in rows {
        println!("{name:16} {count:9}  {:.3} a line", count as f64 / lines);
    }
}

fn registry() -> PathBuf {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
        .unwrap_or_default()
        .join("registry/src")
}

/// Files of known languages below a directory, in path order, up to the bound.
fn read_sources(root: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut bytes = 0;
    for entry in ignore::WalkBuilder::new(root).sort_by_file_path(Path::cmp).hidden(false).build().flatten() {
        let path = entry.path().to_string_lossy().into_owned();
        let Some(spec) = detect(&path, b"").and_then(spec) else { continue };
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        if text.len() > 1 << 20 {
            continue;
        }
        bytes += text.len();
        sources.push(Source { path, text, spec });
        if bytes > SOURCE_BYTES_MAX {
            break;
        }
    }
    sources
}
