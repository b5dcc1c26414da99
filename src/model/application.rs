//! What an application wires up beside its calls: the routes that it serves, the work that it puts off, and what is
//! handed to its parts.

use serde::{Deserialize, Serialize};

/// A symbol of a version: the position of its file among the version's files, and its ordinal in that file's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SymbolPlace {
    pub file: u32,
    pub symbol: u32,
}

/// Everything that the frameworks of a version say. Each list is sorted and has no duplicate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Application {
    pub routes: Vec<Route>,
    pub jobs: Vec<Job>,
    pub di_edges: Vec<DiEdge>,
}

impl Application {
    /// Says which numbers the files have elsewhere, in the same order.
    pub fn renumber(&mut self, numbers: &[u32]) {
        let place = |symbol: &mut Option<SymbolPlace>| {
            if let Some(symbol) = symbol {
                symbol.file = numbers[symbol.file as usize];
            }
        };
        for route in &mut self.routes {
            route.file = numbers[route.file as usize];
            place(&mut route.handler_symbol);
        }
        for job in &mut self.jobs {
            job.file = numbers[job.file as usize];
            place(&mut job.handler_symbol);
        }
        for edge in &mut self.di_edges {
            edge.file = numbers[edge.file as usize];
            place(&mut edge.consumer);
            place(&mut edge.provider);
        }
    }
}

/// A route that an application serves: one row a method and a full path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The file that says it.
    pub file: u32,
    /// The 1-based line that says it.
    pub line: u32,
    /// `GET`, `POST`, …; `ANY` where every method is served, `WEBSOCKET` for a socket.
    pub method: String,
    /// With all prefixes; parameters as the framework writes them (`/users/<int:id>`, `/users/:id`).
    pub path: String,
    /// With each parameter as `{name}`, the rest of a path as `{name*}`, so that routes of frameworks compare.
    pub normal_path: String,
    /// As the framework is called (`flask`).
    pub framework: &'static str,
    /// What serves it, as written; empty for an inline function.
    pub handler: String,
    /// The symbol that serves it, where that is proved.
    pub handler_symbol: Option<SymbolPlace>,
}

/// Work that is done in the background or by the clock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// The file that says it.
    pub file: u32,
    /// The 1-based line that says it.
    pub line: u32,
    /// As the framework is called (`celery`).
    pub framework: &'static str,
    /// As the framework knows it, else the name of what does it.
    pub name: String,
    pub queue: Option<String>,
    /// A cron expression or an interval, as written.
    pub schedule: Option<String>,
    /// What does it, as written; empty for an inline function.
    pub handler: String,
    /// The symbol that does it, where that is proved.
    pub handler_symbol: Option<SymbolPlace>,
}

/// A consumer and a type or token that is handed to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DiEdge {
    /// The file that says it.
    pub file: u32,
    /// The 1-based line that says it.
    pub line: u32,
    /// As the framework is called (`spring`).
    pub framework: &'static str,
    /// The class or function that is given something; `None` for the container itself, where a provider is bound.
    pub consumer: Option<SymbolPlace>,
    /// The type or token that is asked for, as written.
    pub provided: String,
    /// The type or function that is asked for or that provides it, where that is proved.
    pub provider: Option<SymbolPlace>,
}
