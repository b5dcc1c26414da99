//! `codelode languages`: what was compiled in.

use std::io::Write;

use anyhow::Result;
use serde_json::json;

use super::{CommonArgs, Format, out};
use crate::model::Class;

/// Prints the languages that were compiled in.
pub fn run(common: &CommonArgs) -> Result<Option<Class>> {
    let mut out = out();
    match common.format {
        Format::Text => {
            writeln!(out, "{:<12} {:<9} {:<56} files", "language", "extractor", "facts")?;
            for spec in crate::lang::languages() {
                let files: Vec<String> =
                    spec.extensions.iter().map(|extension| format!(".{extension}")).collect();
                let (facts, files) = (spec.facts.join(", "), files.join(" "));
                writeln!(out, "{:<12} {:<9} {facts:<56} {files}", spec.language, spec.version)?;
            }
        }
        Format::Json => {
            let list: Vec<_> = crate::lang::languages()
                .iter()
                .map(|spec| {
                    json!({
                        "language": spec.language.to_string(),
                        "extensions": spec.extensions,
                        "extractor": spec.version,
                        "facts": spec.facts,
                    })
                })
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
