//! The commands over the graph of calls.

use anyhow::Result;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::CommonArgs;
use super::queries::{NameArgs, ask, said};
use crate::model::{Class, Resolution, Tag};
use crate::query::{self, Shape, Walk};

/// Arguments of `impact`.
#[derive(Debug, Args)]
pub struct ImpactArgs {
    #[command(flatten)]
    name: NameArgs,
    /// Follow callers over at most this many calls
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    depth: Option<u32>,
    /// Follow only calls that are bound so (repeatable) [default: every proof, no guess]
    #[arg(long, value_name = "RESOLUTION", value_delimiter = ',', value_parser = edges())]
    resolution: Vec<Resolution>,
}

/// The resolutions that lead to a symbol.
fn edges() -> impl TypedValueParser<Value = Resolution> {
    let leads =
        |resolution: &&Resolution| !matches!(resolution, Resolution::Unresolved | Resolution::External);
    let labels = Resolution::ALL.iter().filter(leads).map(|resolution| resolution.label());
    PossibleValuesParser::new(labels).map(|label| {
        let mut all = Resolution::ALL.iter().copied();
        all.find(|resolution| resolution.label() == label).unwrap_or(Resolution::Unresolved)
    })
}

impl CommonArgs {
    fn shape(&self) -> Shape {
        match self.format.graph() {
            Some(graph) => Shape::Graph(graph),
            None => Shape::List(self.format.into()),
        }
    }
}

/// `codelode callers`.
pub fn callers(common: &CommonArgs, args: &NameArgs) -> Result<Option<Class>> {
    let rows = ask(common, async |client, schemas, _, out| {
        query::callers(client, schemas, &args.name, args.limit, common.shape(), out).await
    })?;
    said(common, rows, &args.name)
}

/// `codelode callees`.
pub fn callees(common: &CommonArgs, args: &NameArgs) -> Result<Option<Class>> {
    let rows = ask(common, async |client, schemas, _, out| {
        query::callees(client, schemas, &args.name, args.limit, common.shape(), out).await
    })?;
    said(common, rows, &args.name)
}

/// `codelode impact`.
pub fn impact(common: &CommonArgs, args: &ImpactArgs) -> Result<Option<Class>> {
    let walk = Walk { depth: args.depth, resolutions: args.resolution.clone() };
    let NameArgs { name, limit } = &args.name;
    let rows = ask(common, async |client, schemas, _, out| {
        query::impact(client, schemas, name, &walk, *limit, common.shape(), out).await
    })?;
    said(common, rows, name)
}
