//! `codelode facts` and `codelode languages`: extraction without a database.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;

use super::{CommonArgs, Format, out};
use crate::corpus::{DiscoverOptions, discover, locate, read_source};
use crate::extract::{extract, print};
use crate::lang::{PackageLayout, detect, languages, spec};
use crate::limits;
use crate::link::{LinkedFile, link_version};
use crate::model::{Class, Extraction, Interface, PackageVersion};

/// Arguments of `facts`.
#[derive(Debug, Args)]
pub struct FactsArgs {
    /// Files, or directories that are linked as one version each
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Prints what is extracted from the paths.
pub fn run(common: &CommonArgs, args: &FactsArgs) -> Result<Option<Class>> {
    anyhow::ensure!(common.format == Format::Text, "facts are printed as text only");
    let found = discover(&args.paths, &DiscoverOptions::default());
    let mut class = None;
    for notice in found.failed.iter().chain(&found.warnings) {
        writeln!(std::io::stderr(), "warning: {}: {}", notice.subject, notice.reason)?;
        class = Some(Class::Partial);
    }
    let mut out = out();
    for version in &found.versions {
        print_version(version, &mut out).context("could not print facts")?;
    }
    Ok(class)
}
