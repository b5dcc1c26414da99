//! Progress of a run: bars by stage on a terminal, a plain line every few seconds elsewhere.

use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::tally::{Phase, Tally, read};

/// When to show progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ProgressMode {
    /// Bars on a terminal, plain lines elsewhere.
    Auto,
    /// Plain lines also where nobody seems to look, bars on a terminal.
    Always,
    Never,
}

/// How often the bars are drawn.
const DRAW_EVERY: Duration = Duration::from_millis(100);
/// How often a plain line is printed.
const LINE_EVERY: Duration = Duration::from_secs(5);
/// Indexes are counted by table.
const INDEXED_TABLES: u64 = 16;

/// Shows a tally until it is dropped.
pub struct Progress {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Begins to show `tally` on standard error.
    pub fn show(tally: Arc<Tally>, mode: ProgressMode) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = (mode != ProgressMode::Never).then(|| {
            std::thread::spawn(move || {
                if std::io::stderr().is_terminal() {
                    draw_bars(&tally, &stopped);
                } else {
                    print_lines(&tally, &stopped);
                }
            })
        });
        Self { stop, thread }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A display that panicked has nothing more to show.
            let _ = thread.join();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn draw_bars(tally: &Tally, stop: &AtomicBool) {
    let bars = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let bar_style = if plain { "{bar:28}" } else { "{bar:28.cyan/blue}" };
    let add = |name: &'static str| {
        let bar = bars.add(ProgressBar::new(0));
        bar.set_style(style(&format!("{{prefix:>9}} {bar_style} {{pos:>7}}/{{len:7}} {{msg}}")));
        bar.set_prefix(name);
        bar
    };
    let (files, versions, indexes) = (add("extract"), add("publish"), add("index"));
    let began = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        files.set_length(read(&tally.files_total));
        files.set_position(read(&tally.files_done));
        let per_second = read(&tally.lines) as f64 / began.elapsed().as_secs_f64().max(0.001);
        files.set_message(format!("files  {} lines  {per_second:.0}/s", read(&tally.lines)));
        versions.set_length(read(&tally.versions_total));
        versions.set_position(read(&tally.versions_done));
        versions.set_message("versions");
        indexes.set_length(INDEXED_TABLES);
        indexes.set_position(read(&tally.indexes_done));
        indexes.set_message(match tally.phase() {
            Phase::Analyzing => "tables, analyzing",
            _ => "tables",
        });
        std::thread::park_timeout(DRAW_EVERY);
    }
    // A bar that could not be cleared is left on the screen; nothing else depends on it.
    let _ = bars.clear();
}

fn print_lines(tally: &Tally, stop: &AtomicBool) {
    let began = Instant::now();
    let mut next = LINE_EVERY;
    while !stop.load(Ordering::Relaxed) {
        std::thread::park_timeout(DRAW_EVERY);
        if began.elapsed() < next {
            continue;
        }
        next += LINE_EVERY;
        let seconds = began.elapsed().as_secs();
        let line = match tally.phase() {
            Phase::Discovering => format!("{seconds}s: looking for packages"),
            Phase::Loading => format!(
                "{seconds}s: {} of {} files, {} lines, {} of {} versions published",
                read(&tally.files_done),
                read(&tally.files_total),
                read(&tally.lines),
                read(&tally.versions_done),
                read(&tally.versions_total)
            ),
            Phase::Indexing => {
                format!("{seconds}s: indexing, {} of {INDEXED_TABLES} tables", read(&tally.indexes_done))
            }
            Phase::Analyzing => format!("{seconds}s: analyzing"),
            Phase::Done => continue,
        };
        // Talk goes to standard error; where that is closed there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}
