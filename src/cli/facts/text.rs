//! A version's facts as text, for people.

use anyhow::Result;

use super::bound::Bindings;
use super::version::VersionFacts;
use crate::extract::{PrintedLink, print};
use crate::model::Link;

/// The text of one file: a line that names it, and a line for each fact.
pub(super) fn render(facts: &VersionFacts, number: usize) -> Result<Vec<u8>> {
    let file = &facts.files[number];
    let head = format!("== {} {}", facts.id, file.path);
    let Some(extraction) = file.extraction.as_ref() else {
        let reason = file.skip.map_or_else(String::new, |reason| format!("skipped  {reason}\n"));
        return Ok(format!("{head}\n{reason}").into_bytes());
    };
    let bindings = Bindings::new(facts, number);
    let targets: Vec<String> = bindings.links().iter().map(|link| target_text(&bindings, link)).collect();
    let printed: Vec<PrintedLink<'_>> =
        bindings.links().iter().zip(&targets).map(|(&link, target)| PrintedLink { link, target }).collect();
    Ok(format!("{head}\n{}", print(extraction, &printed)).into_bytes())
}

fn target_text(bindings: &Bindings<'_>, link: &Link) -> String {
    let target = bindings.target_of(link);
    match (target.path, target.qualified_name) {
        (Some(path), Some(name)) => format!("{path}: {name}"),
        (Some(path), None) => path.to_owned(),
        (None, _) => "outside".to_owned(),
    }
}
