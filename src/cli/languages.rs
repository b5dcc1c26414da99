//! `codelode languages`: what was compiled in, how its files are known, and what they give.

use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use serde_json::json;

use super::{CommonArgs, out};
use crate::lang::{LanguageSpec, languages};
use crate::model::{Class, Tag};
use crate::query::Format;

/// One language.
#[derive(Serialize)]
struct Row {
    language: &'static str,
    extensions: &'static [&'static str],
    file_names: &'static [&'static str],
    /// Programs of a shebang line.
    interpreters: &'static [&'static str],
    /// The kinds of facts that its files can give.
    facts: Vec<&'static str>,
    /// Version of the extractor.
    extractor: u32,
}

impl Row {
    fn new(spec: &LanguageSpec) -> Self {
        Self {
            language: spec.language.label(),
            extensions: spec.extensions,
            file_names: spec.file_names,
            interpreters: spec.interpreters,
            facts: spec.facts.iter().map(|facts| facts.label()).collect(),
            extractor: spec.version,
        }
    }

    /// How its files are known, for people: `.py SConstruct #!python`.
    fn files(&self) -> String {
        let extensions = self.extensions.iter().map(|extension| format!(".{extension}"));
        let names = self.file_names.iter().map(|name| (*name).to_owned());
        let interpreters = self.interpreters.iter().map(|program| format!("#!{program}"));
        extensions.chain(names).chain(interpreters).collect::<Vec<_>>().join(" ")
    }
}

/// Prints the languages that were compiled in.
pub fn run(common: &CommonArgs) -> Result<Option<Class>> {
    let rows: Vec<Row> = languages().iter().map(|spec| Row::new(spec)).collect();
    let mut out = out();
    match Format::from(common.format) {
        Format::Text => {
            let width = |header: &str, cell: &dyn Fn(&Row) -> usize| {
                rows.iter().map(cell).chain([header.len()]).max().unwrap_or_default()
            };
            let languages = width("language", &|row| row.language.len());
            let facts = width("facts", &|row| row.facts.join(" ").len());
            writeln!(out, "{:<languages$}  {:<facts$}  extractor  files", "language", "facts")?;
            for row in &rows {
                let (language, given) = (row.language, row.facts.join(" "));
                writeln!(
                    out,
                    "{language:<languages$}  {given:<facts$}  {:<9}  {}",
                    row.extractor,
                    row.files()
                )?;
            }
        }
        Format::Json => {
            let all = json!({"schema_version": 1, "languages": rows});
            writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?;
        }
    }
    Ok(None)
}
