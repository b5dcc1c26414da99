//! `codelode impact`: what a change of a function can reach.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio_postgres::{Client, Row};

use super::graph::Shape;
use super::hits::{Hit, ask};
use super::place::Place;
use super::uses::TargetSymbol;
use crate::db::migrate::Schemas;
use crate::model::{Resolution, Tag};
use crate::schema::{Script, script};

const IMPACT_OF: Script = script!("queries/impact_of.sql");

/// A caller, at whatever distance; its place is that of its definition.
#[derive(Clone, Debug, Serialize)]
pub struct ImpactHit {
    /// Calls on the shortest way to the function that was asked for; 1 calls it.
    pub depth: i32,
    #[serde(flatten)]
    pub place: Place,
    /// Qualified name; of a module that calls by itself, the module's.
    pub caller: String,
    /// How its call of the target was bound.
    pub resolution: String,
    /// What it calls on that way.
    #[serde(flatten)]
    pub target: TargetSymbol,
}

impl Hit for ImpactHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            depth: row.try_get("depth")?,
            place: Place::of_row(row)?,
            caller: row.try_get("caller")?,
            resolution: row.try_get("resolution")?,
            target: TargetSymbol::of_row(row)?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.depth.to_string(), self.resolution.clone(), self.caller.clone()];
        cells.extend(self.target.cells());
        cells
    }

    fn edge(&self) -> Option<(String, String)> {
        Some((self.caller.clone(), self.target.target.clone()?))
    }
}

/// How far callers are followed, and over which calls.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Calls on a way at most; `None` is no bound.
    pub depth: Option<u32>,
    /// How the calls are bound; empty is by any proof and by no guess.
    pub resolutions: Vec<Resolution>,
}

/// `codelode impact NAME [--depth N] [--resolution R…]`: the functions that call what `NAME` means, those that call
/// them, and so on, each once at its smallest distance.
/// Gives the number of rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn impact(
    client: &Client,
    schemas: &Schemas,
    name: &str,
    walk: &Walk,
    limit: usize,
    shape: impl Into<Shape>,
    out: &mut dyn Write,
) -> Result<usize> {
    let depth = walk.depth.map(|depth| i32::try_from(depth).unwrap_or(i32::MAX));
    let labels: Vec<&str> = walk.resolutions.iter().map(|resolution| resolution.label()).collect();
    let labels = (!labels.is_empty()).then_some(labels);
    let answer =
        ask::<ImpactHit>(client, schemas, &IMPACT_OF, name.to_owned(), &[&name, &depth, &labels], limit)
            .await
            .context("could not follow the callers")?;
    answer.write_as(shape.into(), out)
}
