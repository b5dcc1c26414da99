//! `codelode facts` and `codelode languages`: extraction without a database.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::{CommonArgs, Format, out};
use crate::corpus::{DiscoverOptions, FILE_BYTES_MAX, discover, locate, read_source};
use crate::extract::{PrintedLink, extract, print};
use crate::lang::{PackageLayout, detect, spec};
use crate::link::{LinkedFile, link_version};
use crate::model::{Class, Extraction, Link, PackageVersion};

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

/// One extracted file of a version.
struct ExtractedFile<'a> {
    path: &'a str,
    extraction: Extraction,
}

fn print_version(version: &PackageVersion, out: &mut dyn Write) -> Result<()> {
    let layout = PackageLayout {
        ecosystem: version.id.ecosystem.clone(),
        name: version.id.name.clone(),
        paths: version.files.iter().map(|file| file.path.clone()).collect(),
    };
    let files: Vec<ExtractedFile<'_>> = version
        .files
        .par_iter()
        .filter(|file| file.skip.is_none())
        .filter_map(|file| {
            let source = read_source(&locate(version, file), FILE_BYTES_MAX).ok()?;
            let spec = spec(detect(&file.path, source.text.as_bytes())?)?;
            let module = (spec.module_of)(&layout, &file.path);
            Some(ExtractedFile {
                path: &file.path,
                extraction: extract(&source.text, spec, &module, &file.path),
            })
        })
        .collect();
    let linked: Vec<LinkedFile> = files
        .iter()
        .map(|file| LinkedFile {
            path: file.path.to_owned(),
            language: file.extraction.language,
            interface: file.extraction.interface.clone(),
        })
        .collect();
    let links = link_version(&version.id, &layout, &linked);
    for (number, file) in files.iter().enumerate() {
        let own: Vec<_> = links.iter().filter(|link| link.file as usize == number).collect();
        let targets: Vec<String> = own.iter().map(|link| target_text(link, &files)).collect();
        let printed: Vec<PrintedLink<'_>> =
            own.iter().zip(&targets).map(|(link, target)| PrintedLink { link: **link, target }).collect();
        writeln!(out, "== {} {}", version.id, file.path)?;
        write!(out, "{}", print(&file.extraction, &printed))?;
    }
    Ok(())
}

fn target_text(link: &Link, files: &[ExtractedFile<'_>]) -> String {
    let Some(file) = link.target_file.map(|file| &files[file as usize]) else { return "outside".to_owned() };
    match link.target_symbol.and_then(|ordinal| file.extraction.symbols.get(ordinal as usize)) {
        Some(symbol) => format!("{}: {}", file.path, file.extraction.names.get(symbol.qualified_name)),
        None => file.path.to_owned(),
    }
}

/// Prints the languages that were compiled in.
pub fn languages(common: &CommonArgs) -> Result<Option<Class>> {
    let mut out = out();
    match common.format {
        Format::Text => {
            writeln!(out, "{:<12} {:<32} extractor", "language", "files")?;
            for spec in crate::lang::languages() {
                let files: Vec<String> =
                    spec.extensions.iter().map(|extension| format!(".{extension}")).collect();
                writeln!(out, "{:<12} {:<32} {}", spec.language, files.join(" "), spec.version)?;
            }
        }
        Format::Json => {
            let list: Vec<_> = crate::lang::languages()
                .iter()
                .map(|spec| json!({"language": spec.language.to_string(), "extensions": spec.extensions, "extractor": spec.version}))
                .collect();
            writeln!(
                out,
                "{}",
                serde_json::to_string_pretty(&json!({"schema_version": 1, "languages": list}))?
            )?;
        }
    }
    Ok(None)
}
