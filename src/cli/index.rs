//! `codelode index`: the main job.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use bytesize::ByteSize;
use clap::Args;

use super::{CommonArgs, block_on, out, queries};
use crate::corpus::{DiscoverOptions, PathFilter};
use crate::limits;
use crate::model::{Class, Explain};
use crate::pipeline::{Cancel, Settings, index};
use crate::query::Format;
use crate::report::{Progress, ProgressMode, Tally, write_json, write_table};

/// Options of `index`.
#[derive(Debug, Args)]
pub struct IndexArgs {
    /// Packages, or directories of packages: a work tree, a cargo registry's src, node_modules, site-packages, …
    #[arg(required = true, value_name = "PATH")]
    inputs: Vec<PathBuf>,
    /// Workers that parse and encode [default: the number of cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Memory for sources, trees, rows and id maps
    #[arg(long, value_name = "SIZE", default_value_t = ByteSize::b(limits::MEMORY_BYTES))]
    memory: ByteSize,
    /// Source bytes of one chunk [default: by the size of the input, at most 2 MiB]
    #[arg(long, value_name = "SIZE")]
    chunk_size: Option<ByteSize>,
    /// Link and publish again also versions that are unchanged
    #[arg(long)]
    force: bool,
    /// Exit with 4 also where a file of a known language was skipped
    #[arg(long)]
    strict: bool,
    /// Only files that match this glob (repeatable)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No files that match this glob (repeatable)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Hidden files too
    #[arg(long)]
    hidden: bool,
    /// Files that .gitignore leaves out too
    #[arg(long)]
    no_ignore: bool,
    /// Skip larger files
    #[arg(long, value_name = "SIZE", default_value_t = ByteSize::b(crate::corpus::FILE_BYTES_MAX))]
    max_file_size: ByteSize,
    /// After the load, look this name up, as `find` does
    #[arg(long, value_name = "NAME")]
    find: Option<String>,
    /// The manifest to believe where a package has several, by its purl type: cargo, golang, maven, npm, …
    #[arg(long, value_name = "TYPE")]
    ecosystem: Option<String>,
}

impl IndexArgs {
    fn settings(self, common: &CommonArgs) -> Result<Settings> {
        let filter = PathFilter::new(&self.include, &self.exclude).class(Class::Usage)?;
        let jobs = match self.jobs {
            Some(jobs) => usize::from(jobs),
            None => std::thread::available_parallelism().map_or(1, usize::from),
        };
        Ok(Settings {
            inputs: self.inputs,
            discover: DiscoverOptions {
                filter,
                hidden: self.hidden,
                no_ignore: self.no_ignore,
                file_bytes_max: self.max_file_size.as_u64().min(limits::FILE_BYTES_CEILING),
                ecosystem: self.ecosystem,
                data_dir: common.connection.private_data_dir(),
            },
            schema: common.schema.clone(),
            org: common.org.clone(),
            jobs,
            memory_bytes: self.memory.as_u64(),
            chunk_bytes: self.chunk_size.map(|size| size.as_u64()),
            force: self.force,
            strict: self.strict,
        })
    }
}

/// Indexes the inputs and prints the report.
pub fn run(common: &CommonArgs, mut args: IndexArgs) -> Result<Option<Class>> {
    let wanted = args.find.take();
    let settings = args.settings(common)?;
    rayon::ThreadPoolBuilder::new()
        .num_threads(settings.jobs)
        .build_global()
        .context("could not start the workers")?;
    let tally = Arc::new(Tally::default());
    let mode = if common.quiet { ProgressMode::Never } else { common.progress };
    let cancel = Cancel::default();
    let report = block_on(async {
        let target = common.connection.resolve(common.quiet)?;
        let signal = cancel.clone();
        tokio::spawn(async move { stop_on_interrupt(signal).await });
        let progress = Progress::show(Arc::clone(&tally), mode);
        let report = index(&target, &settings, cancel.clone(), Arc::clone(&tally)).await;
        drop(progress);
        report
    })?;
    match Format::from(common.format) {
        Format::Text => write_table(&report, &mut out()),
        Format::Json => write_json(&report, &mut out()),
    }
    .context("could not print the report")?;
    if let Some(name) = wanted {
        queries::look_up(common, &name)?;
    }
    let skipped: u64 =
        report.skipped.iter().filter(|(reason, _)| **reason != "unknown_language").map(|(_, n)| n).sum();
    Ok(match report.state {
        "cancelled" => Some(Class::Interrupted),
        "partial" => Some(Class::Partial),
        _ if settings.strict && skipped > 0 => Some(Class::Partial),
        _ => None,
    })
}

/// The first SIGINT or SIGTERM asks for a clean stop, the second ends the process at once.
async fn stop_on_interrupt(cancel: Cancel) {
    let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
        return;
    };
    loop {
        tokio::select! {
            // An error means that signals can't be watched; then SIGINT keeps its default action.
            caught = tokio::signal::ctrl_c() => if caught.is_err() { return },
            _ = terminate.recv() => {}
        }
        if cancel.is_set() {
            std::process::exit(i32::from(Class::Interrupted.exit_code()));
        }
        cancel.set();
    }
}
