//! What extraction costs beside the parse alone, on real files of each language, on one core.
//!
//! `cargo bench --bench extract` reads the Rust sources of the local Cargo registry, or the directories in
//! `CODELODE_BENCH_DIR` (separated by `:`), and prints a row a language: megabytes a second of the parse, and how many
//! times the parse each further step takes, everything before it included: flattening, all facts but fragments, terms
//! and tree, all facts. `CODELODE_BENCH_STEP` (`parse`, `flatten`, `minimal`, `all`) repeats one step only, for a
//! profiler; `CODELODE_BENCH_ROWS=1` counts the facts too.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use codelode::extract::{Profile, extract_profile, flatten, parse};
use codelode::lang::{LanguageSpec, detect, grammar, spec};
use codelode::model::Tag;

/// Of one language: enough for steady figures, and done in a minute.
const SOURCE_BYTES_MAX: usize = 12 << 20;

/// Rounds of which the best counts, since whatever disturbs a round makes it slower.
const ROUNDS: usize = 5;

struct Source {
    path: String,
    text: String,
    spec: &'static LanguageSpec,
}

/// A name, and what is done with each file.
type Step = (&'static str, fn(&Source));

/// What is timed, each with all that comes before it.
const STEPS: [Step; 4] = [
    ("parse", |source| {
        std::hint::black_box(parse(&source.text, grammar(source.spec, &source.path)));
    }),
    ("flatten", |source| {
        let grammar = grammar(source.spec, &source.path);
        std::hint::black_box(parse(&source.text, grammar).map(|tree| flatten(&tree, &source.text, grammar)));
    }),
    ("minimal", |source| run(source, Profile::Minimal)),
    ("all", |source| run(source, Profile::Standard)),
];

fn run(source: &Source, profile: Profile) {
    std::hint::black_box(extract_profile(profile, &source.text, source.spec, "bench", &source.path));
}

fn main() {
    let roots = std::env::var("CODELODE_BENCH_DIR").unwrap_or_else(|_| registry());
    let mut by_language: BTreeMap<&str, Vec<Source>> = BTreeMap::new();
    for root in roots.split(':') {
        read_sources(Path::new(root), &mut by_language);
    }
    if let Ok(only) = std::env::var("CODELODE_BENCH_STEP") {
        let step = STEPS.iter().find(|(name, _)| *name == only);
        let (_, step) = step.unwrap_or_else(|| panic!("no step {only}"));
        (0..ROUNDS).for_each(|_| by_language.values().flatten().for_each(step));
        return;
    }
    println!(
        "{:<12} {:>6} {:>6} {:>8} {:>11} {:>9} {:>9} {:>8} {:>8} {:>8}",
        "language", "files", "MB", "lines", "parse MB/s", "minimal", "all MB/s", "flatten", "minimal", "all"
    );
    for (language, sources) in &by_language {
        print_row(language, sources);
    }
    if std::env::var_os("CODELODE_BENCH_ROWS").is_some() {
        by_language.iter().for_each(|(language, sources)| print_counts(language, sources));
    }
}

fn print_row(language: &str, sources: &[Source]) {
    let megabytes = sources.iter().map(|source| source.text.len()).sum::<usize>() as f64 / 1e6;
    let lines: usize = sources.iter().map(|source| source.text.lines().count()).sum();
    let [parse, flatten, minimal, all] = time(sources).map(|spent| spent.as_secs_f64());
    println!(
        "{language:<12} {:>6} {megabytes:>6.1} {lines:>8} {:>11.1} {:>9.1} {:>9.1} {:>7.2}x {:>7.2}x {:>7.2}x",
        sources.len(),
        megabytes / parse,
        megabytes / minimal,
        megabytes / all,
        flatten / parse,
        minimal / parse,
        all / parse
    );
}

/// CPU time of the best round of each step: wall time would measure the neighbours too. The steps take turns, so that
/// what slows the machine for a while slows them all.
fn time(sources: &[Source]) -> [Duration; STEPS.len()] {
    let mut best = [Duration::MAX; STEPS.len()];
    for _ in 0..ROUNDS {
        for (best, (_, step)) in best.iter_mut().zip(STEPS) {
            let start = cpu_time();
            sources.iter().for_each(step);
            *best = (cpu_time() - start).min(*best);
        }
    }
    best
}

/// CPU time of this thread.
fn cpu_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the pointer is to a timespec that lives across the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn print_counts(language: &str, sources: &[Source]) {
    let mut counts = [
        ("symbols", 0),
        ("references", 0),
        ("imports", 0),
        ("calls", 0),
        ("comments", 0),
        ("fragments", 0),
        ("fragment sites", 0),
        ("terms", 0),
        ("tree bytes", 0),
        ("open uses", 0),
    ];
    for source in sources {
        let facts = extract_profile(Profile::Standard, &source.text, source.spec, "bench", &source.path);
        let found = [
            facts.symbols.len(),
            facts.references.len(),
            facts.imports.len(),
            facts.calls.len(),
            facts.comments.len(),
            facts.fragments.len(),
            facts.fragment_sites.len(),
            facts.fragment_terms.len(),
            facts.ast.len(),
            facts.interface.open_uses.len(),
        ];
        counts.iter_mut().zip(found).for_each(|((_, total), found)| *total += found);
    }
    let lines: usize = sources.iter().map(|source| source.text.lines().count()).sum();
    for (name, count) in counts {
        println!("{language:<12} {name:<16} {count:>9}  {:.3} a line", count as f64 / lines as f64);
    }
}

fn registry() -> String {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))
        .unwrap_or_default()
        .join("registry/src")
        .to_string_lossy()
        .into_owned()
}

/// Adds the files of known languages below a directory, in path order, each language up to the bound.
fn read_sources(root: &Path, by_language: &mut BTreeMap<&str, Vec<Source>>) {
    let mut bytes: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in ignore::WalkBuilder::new(root).sort_by_file_path(Path::cmp).hidden(false).build().flatten() {
        let path = entry.path().to_string_lossy().into_owned();
        if detect(&path, b"").is_none() || entry.metadata().is_ok_and(|metadata| metadata.len() > 1 << 20) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let Some(spec) = detect(&path, text.as_bytes()).and_then(spec) else { continue };
        let held = bytes.entry(spec.language.label()).or_default();
        if *held < SOURCE_BYTES_MAX {
            *held += text.len();
            by_language.entry(spec.language.label()).or_default().push(Source { path, text, spec });
        }
    }
}
