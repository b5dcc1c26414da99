//! The commands over what frameworks say of applications.

use anyhow::Result;
use clap::Args;

use super::CommonArgs;
use super::queries::{LIMIT_DEFAULT, ask, said};
use crate::model::Class;
use crate::query::{self, Filter};

/// Filters that all of these commands have.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// Only those of this framework, such as flask or spring
    #[arg(long, value_name = "NAME")]
    framework: Option<String>,
    /// Only those of this package
    #[arg(long, value_name = "NAME")]
    package: Option<String>,
    /// Print at most this many
    #[arg(short = 'n', long, default_value_t = LIMIT_DEFAULT)]
    limit: usize,
}

/// Arguments of `routes`.
#[derive(Debug, Args)]
pub struct RouteArgs {
    /// A path (/users/42 finds /users/{id}), the beginning of one, or a pattern with *
    path: Option<String>,
    /// Only those that serve this method
    #[arg(long, value_name = "METHOD")]
    method: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
}

/// Arguments of `jobs`.
#[derive(Debug, Args)]
pub struct JobArgs {
    /// The name of a job or of what does it
    name: Option<String>,
    /// Only those of this queue
    #[arg(long, value_name = "NAME")]
    queue: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
}

/// Arguments of `di`.
#[derive(Debug, Args)]
pub struct InjectionArgs {
    /// A type or token, or the end of its name
    provided: Option<String>,
    /// Only what is handed to this class or function
    #[arg(long, value_name = "NAME")]
    consumer: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
}

impl FilterArgs {
    fn with(&self, wanted: Option<&String>, detail: Option<&String>) -> Filter {
        Filter {
            wanted: wanted.cloned(),
            detail: detail.cloned(),
            framework: self.framework.clone(),
            package: self.package.clone(),
        }
    }
}

/// `codelode routes`.
pub fn routes(common: &CommonArgs, args: &RouteArgs) -> Result<Option<Class>> {
    let filter = args.filter.with(args.path.as_ref(), args.method.as_ref());
    let rows = ask(common, async |client, schemas, format, out| {
        query::routes(client, schemas, &filter, args.filter.limit, format, out).await
    })?;
    said(common, rows, args.path.as_deref().unwrap_or("routes"))
}

/// `codelode jobs`.
pub fn jobs(common: &CommonArgs, args: &JobArgs) -> Result<Option<Class>> {
    let filter = args.filter.with(args.name.as_ref(), args.queue.as_ref());
    let rows = ask(common, async |client, schemas, format, out| {
        query::jobs(client, schemas, &filter, args.filter.limit, format, out).await
    })?;
    said(common, rows, args.name.as_deref().unwrap_or("jobs"))
}

/// `codelode di`.
pub fn injections(common: &CommonArgs, args: &InjectionArgs) -> Result<Option<Class>> {
    let filter = args.filter.with(args.provided.as_ref(), args.consumer.as_ref());
    let rows = ask(common, async |client, schemas, format, out| {
        query::injections(client, schemas, &filter, args.filter.limit, format, out).await
    })?;
    said(common, rows, args.provided.as_deref().unwrap_or("injections"))
}
