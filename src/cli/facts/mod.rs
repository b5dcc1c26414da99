//! `codelode facts`: what extraction and linking give, printed without a database.
//!
//! Package versions are worked through one after the other, so memory is bounded by the largest of them.

mod bound;
mod inputs;
mod json;
mod text;
mod version;

use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use rayon::prelude::*;

use super::{CommonArgs, Format, out};
use crate::extract::Profile;
use crate::model::Class;
use inputs::find;
use version::{VersionFacts, extract_version};

/// Files that are rendered on all cores before they are written: enough for every core to have some, and few enough
/// that their text is small beside the facts.
const FILES_RENDERED_AHEAD: usize = 256;

/// Bytes that are gathered before they are written: a write a fact would take as long as the extraction.
const OUT_BYTES: usize = 256 << 10;

/// Arguments of `facts`.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct FactsArgs {
    /// Files, which together are one version, or directories, each linked as the packages that `index` finds in it
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Print the structural fragments with their terms too (JSON; the text sums them up)
    #[arg(long)]
    fragments: bool,
}

/// What the JSON means, for `facts --help`.
const AFTER_HELP: &str = "\
With --format json each line is one object with the key \"fact\": first \"run\" with \"schema_version\"; then for each file \
\"file\", also where it is skipped, with the reason; and after it the file's \"symbol\", \"import\", \"call\", \"ref\", \
\"comment\" and, with --fragments, \"fragment\" objects, each kind in the order of the text. Every object of a kind has \
every key, null where there is nothing to say. Lines and columns count from 1, columns and bytes in UTF-8 bytes; end_byte \
is the first byte after it.

A path is relative to the directory that was given. Where several paths were given it begins with the one that it was \
found under, as given.";

/// Prints what is extracted from the paths.
pub fn run(common: &CommonArgs, args: &FactsArgs) -> Result<Option<Class>> {
    let found = find(&args.paths)?;
    let mut class = None;
    for notice in found.failed.iter().chain(&found.warnings) {
        writeln!(std::io::stderr(), "warning: {}: {}", notice.subject, notice.reason)?;
        class = Some(Class::Partial);
    }
    let (render, profile): (Render, _) = match common.format {
        Format::Json if args.fragments => (json::render, Profile::Standard),
        Format::Json => (json::render, Profile::Minimal),
        Format::Text | Format::Dot | Format::Mermaid => (text::render, Profile::Standard),
    };
    let mut out = BufWriter::with_capacity(OUT_BYTES, out());
    if common.format == Format::Json {
        json::write_run(&mut out).context(CANNOT_PRINT)?;
    }
    for input in &found.versions {
        let facts = extract_version(input, profile);
        write_version(&facts, render, &mut out).context(CANNOT_PRINT)?;
    }
    out.flush().context(CANNOT_PRINT)?;
    Ok(class)
}

const CANNOT_PRINT: &str = "could not print facts";

/// Turns one file of a version into its part of the output.
type Render = fn(&VersionFacts, usize) -> Result<Vec<u8>>;

fn write_version(facts: &VersionFacts, render: Render, out: &mut dyn Write) -> Result<()> {
    let numbers: Vec<usize> = (0..facts.files.len()).collect();
    for some in numbers.chunks(FILES_RENDERED_AHEAD) {
        let rendered: Result<Vec<Vec<u8>>> = some.par_iter().map(|&number| render(facts, number)).collect();
        for text in rendered? {
            out.write_all(&text)?;
        }
    }
    Ok(())
}
