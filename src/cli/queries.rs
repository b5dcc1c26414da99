//! The commands that look at an index.

use std::io::Write;

use anyhow::{Context, Result};
use clap::Args;
use tokio_postgres::Client;

use super::{CommonArgs, Format, block_on, out};
use crate::db::migrate::{Schemas, existing};
use crate::model::{Class, Explain};
use crate::query;

/// Rows that a search prints where nothing else is asked for.
pub(super) const LIMIT_DEFAULT: usize = 100;

/// Arguments of `find`.
#[derive(Debug, Args)]
pub struct FindArgs {
    /// A name, a qualified name, or the end of one (Class.method)
    #[arg(required_unless_present = "term", conflicts_with = "term")]
    name: Option<String>,
    /// Code whose structure has this term, such as call:open/1 or kind:try_statement (repeatable: all of them)
    #[arg(long, value_name = "TERM")]
    term: Vec<String>,
    /// Print at most this many
    #[arg(short = 'n', long, default_value_t = LIMIT_DEFAULT)]
    limit: usize,
}

/// Arguments of `refs`, `callers` and `callees`.
#[derive(Debug, Args)]
pub struct NameArgs {
    /// A name, a qualified name, or the end of one (Class.method)
    pub(super) name: String,
    /// Print at most this many
    #[arg(short = 'n', long, default_value_t = LIMIT_DEFAULT)]
    pub(super) limit: usize,
}

impl From<Format> for query::Format {
    fn from(format: Format) -> Self {
        match format {
            Format::Json => Self::Json,
            Format::Text | Format::Dot | Format::Mermaid => Self::Text,
        }
    }
}

/// Connects and asks. Nothing is created: an index that is not there is an error.
pub(super) fn ask<T>(
    common: &CommonArgs,
    question: impl AsyncFnOnce(&Client, &Schemas, query::Format, &mut dyn Write) -> Result<T>,
) -> Result<T> {
    let target = common.connection.resolve(common.quiet)?;
    block_on(async {
        let client = target.connect("codelode").await?;
        let schemas = existing(&client, &common.schema).await.class(Class::Database)?;
        let schemas = schemas
            .with_context(|| format!("there is no index in the schema {} of the {target}", common.schema))
            .class(Class::Database)
            .hint("make one with: codelode index PATH")?;
        let mut out = out();
        question(&client, &schemas, common.format.into(), &mut out).await
    })
}

/// A search that found nothing says so, and is no failure.
pub(super) fn said(common: &CommonArgs, rows: usize, what: &str) -> Result<Option<Class>> {
    if rows == 0 && common.format == Format::Text && !common.quiet {
        writeln!(std::io::stderr(), "nothing found for {what}")?;
    }
    Ok(None)
}

/// `codelode status`.
pub fn status(common: &CommonArgs) -> Result<Option<Class>> {
    ask(common, async |client, schemas, format, out| query::status(client, schemas, format, out).await)?;
    Ok(None)
}

/// `codelode checksum`.
pub fn checksum(common: &CommonArgs) -> Result<Option<Class>> {
    ask(common, async |client, schemas, format, out| query::checksum(client, schemas, format, out).await)?;
    Ok(None)
}

/// `codelode verify`: fails where a check finds something.
pub fn verify(common: &CommonArgs) -> Result<Option<Class>> {
    let broken =
        ask(common, async |client, schemas, format, out| query::verify(client, schemas, format, out).await)?;
    Ok((broken > 0).then_some(Class::Failed))
}

/// `codelode find`.
pub fn find(common: &CommonArgs, args: &FindArgs) -> Result<Option<Class>> {
    let rows = ask(common, async |client, schemas, format, out| match &args.name {
        Some(name) => query::find(client, schemas, name, args.limit, format, out).await,
        None => query::find_terms(client, schemas, &args.term, args.limit, format, out).await,
    })?;
    said(common, rows, args.name.as_deref().unwrap_or(&args.term.join(" and ")))
}

/// What `index --find` adds to the report.
pub fn look_up(common: &CommonArgs, name: &str) -> Result<Option<Class>> {
    if common.format == Format::Text {
        writeln!(out(), "\nfind {name}:")?;
    }
    find(common, &FindArgs { name: Some(name.to_owned()), term: Vec::new(), limit: LIMIT_DEFAULT })
}

/// `codelode refs`.
pub fn refs(common: &CommonArgs, args: &NameArgs) -> Result<Option<Class>> {
    let rows = ask(common, async |client, schemas, format, out| {
        query::refs(client, schemas, &args.name, args.limit, format, out).await
    })?;
    said(common, rows, &args.name)
}
