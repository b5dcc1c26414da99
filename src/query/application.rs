//! `codelode routes`, `jobs`, `di`: what applications wire up beside their calls.

use std::io::Write;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio_postgres::{Client, Row};

use super::Format;
use super::hits::{Hit, ask};
use super::place::{Place, target_label};
use crate::db::migrate::Schemas;
use crate::schema::{Script, script};

const FIND_ROUTES: Script = script!("queries/find_routes.sql");
const FIND_JOBS: Script = script!("queries/find_jobs.sql");
const FIND_INJECTIONS: Script = script!("queries/find_injections.sql");

/// Conditions that rows must meet; `None` is none.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// A path, the name of a job, a type or token.
    pub wanted: Option<String>,
    /// A method, a queue, a consumer.
    pub detail: Option<String>,
    pub framework: Option<String>,
    pub package: Option<String>,
}

impl Filter {
    /// As it reads in an answer.
    fn query(&self) -> String {
        let parts = [&self.wanted, &self.detail, &self.framework, &self.package];
        parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    }

    async fn ask<H: Hit>(
        &self,
        client: &Client,
        schemas: &Schemas,
        script: &Script,
        limit: usize,
        format: Format,
        out: &mut dyn Write,
    ) -> Result<usize> {
        let Self { wanted, detail, framework, package } = self;
        let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 4] =
            [wanted, detail, framework, package];
        let answer = ask::<H>(client, schemas, script, self.query(), &parameters, limit);
        let answer = answer.await.context("could not search the application")?;
        answer.write(format, out)
    }
}

/// What serves a route or does a job.
#[derive(Clone, Debug, Serialize)]
pub struct Handler {
    /// As written; empty for a function without a name.
    pub handler: String,
    /// Qualified name, where the symbol is proved.
    pub handler_symbol: Option<String>,
    pub handler_path: Option<String>,
    pub handler_line: Option<i32>,
}

/// What stands for a handler without a name.
const INLINE: &str = "(inline)";

impl Handler {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            handler: row.try_get("handler")?,
            handler_symbol: row.try_get("handler_symbol")?,
            handler_path: row.try_get("handler_path")?,
            handler_line: row.try_get("handler_line")?,
        })
    }

    fn cells(&self) -> [String; 2] {
        let written = if self.handler.is_empty() { INLINE } else { self.handler.as_str() };
        let name = self.handler_symbol.as_deref().unwrap_or(written);
        [name.to_owned(), target_label(self.handler_path.as_deref(), self.handler_line)]
    }
}

/// A route: one method and one whole path.
#[derive(Clone, Debug, Serialize)]
pub struct RouteHit {
    #[serde(flatten)]
    pub place: Place,
    pub framework: String,
    /// `ANY` where every method is served.
    pub method: String,
    /// With all prefixes, as the framework writes it.
    pub route: String,
    /// With each parameter as `{name}`.
    pub normal_route: String,
    #[serde(flatten)]
    pub handler: Handler,
}

impl Hit for RouteHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            framework: row.try_get("framework")?,
            method: row.try_get("method")?,
            route: row.try_get("route")?,
            normal_route: row.try_get("normal_route")?,
            handler: Handler::of_row(row)?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.method.clone(), self.route.clone(), self.framework.clone()];
        cells.extend(self.handler.cells());
        cells
    }
}

/// Work in the background or by the clock.
#[derive(Clone, Debug, Serialize)]
pub struct JobHit {
    #[serde(flatten)]
    pub place: Place,
    pub framework: String,
    pub name: String,
    pub queue: Option<String>,
    /// A cron expression or an interval, as written.
    pub schedule: Option<String>,
    #[serde(flatten)]
    pub handler: Handler,
}

impl Hit for JobHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            framework: row.try_get("framework")?,
            name: row.try_get("name")?,
            queue: row.try_get("queue")?,
            schedule: row.try_get("schedule")?,
            handler: Handler::of_row(row)?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        let said = |label: &str, value: &Option<String>| {
            value.as_ref().map(|value| [label, " ", value].concat()).unwrap_or_default()
        };
        let mut cells = vec![
            self.name.clone(),
            said("queue", &self.queue),
            said("schedule", &self.schedule),
            self.framework.clone(),
        ];
        cells.extend(self.handler.cells());
        cells
    }
}

/// What a container hands to a consumer, or provides.
#[derive(Clone, Debug, Serialize)]
pub struct InjectionHit {
    #[serde(flatten)]
    pub place: Place,
    pub framework: String,
    /// Qualified name; null where the container itself is told what provides something.
    pub consumer: Option<String>,
    /// The type or token, as written.
    pub provided: String,
    /// Qualified name of what is handed over, where it is proved.
    pub provider: Option<String>,
    pub provider_path: Option<String>,
    pub provider_line: Option<i32>,
}

/// What stands for the consumer where the container is told something.
const CONTAINER: &str = "(container)";

impl Hit for InjectionHit {
    fn of_row(row: &Row) -> Result<Self> {
        Ok(Self {
            place: Place::of_row(row)?,
            framework: row.try_get("framework")?,
            consumer: row.try_get("consumer")?,
            provided: row.try_get("provided")?,
            provider: row.try_get("provider")?,
            provider_path: row.try_get("provider_path")?,
            provider_line: row.try_get("provider_line")?,
        })
    }

    fn place(&self) -> &Place {
        &self.place
    }

    fn cells(&self) -> Vec<String> {
        vec![
            self.consumer.clone().unwrap_or_else(|| CONTAINER.to_owned()),
            self.provided.clone(),
            self.framework.clone(),
            self.provider.clone().unwrap_or_default(),
            target_label(self.provider_path.as_deref(), self.provider_line),
        ]
    }
}

/// `codelode routes [PATH] [--method M] …`: the routes at a path (`/users/42` is served by `/users/{id}`), below it, or
/// of a pattern with `*`. Gives the number of rows written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn routes(
    client: &Client,
    schemas: &Schemas,
    filter: &Filter,
    limit: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    filter.ask::<RouteHit>(client, schemas, &FIND_ROUTES, limit, format, out).await
}

/// `codelode jobs [NAME] [--queue Q] …`: jobs by their names or by what does them. Gives the number of rows written,
/// at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn jobs(
    client: &Client,
    schemas: &Schemas,
    filter: &Filter,
    limit: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    filter.ask::<JobHit>(client, schemas, &FIND_JOBS, limit, format, out).await
}

/// `codelode di [TYPE] [--consumer C] …`: who is handed a type or token, and what provides it. Gives the number of rows
/// written, at most `limit`.
///
/// # Errors
/// Where the server refuses, or `out` fails.
pub async fn injections(
    client: &Client,
    schemas: &Schemas,
    filter: &Filter,
    limit: usize,
    format: Format,
    out: &mut dyn Write,
) -> Result<usize> {
    filter.ask::<InjectionHit>(client, schemas, &FIND_INJECTIONS, limit, format, out).await
}
