//! The rows of what the frameworks of versions say.

use crate::chunk::CopyBuffer;
use crate::model::{Application, SymbolPlace};
use crate::schema::{DiEdgeRow, JobRow, RouteRow};

/// Rows of the tables `routes`, `jobs` and `di_edges`.
pub(super) struct ApplicationRows {
    routes: CopyBuffer,
    jobs: CopyBuffer,
    di_edges: CopyBuffer,
}

impl Default for ApplicationRows {
    fn default() -> Self {
        Self {
            routes: CopyBuffer::new(RouteRow::TABLE),
            jobs: CopyBuffer::new(JobRow::TABLE),
            di_edges: CopyBuffer::new(DiEdgeRow::TABLE),
        }
    }
}

impl ApplicationRows {
    /// Adds what a version's frameworks say; `ids` are those of its files, in their order.
    pub fn push(&mut self, org_id: i32, version_id: i64, ids: &[i64], application: &Application) {
        let file = |file: u32| ids[file as usize];
        let place_file = |place: Option<SymbolPlace>| place.map(|place| file(place.file));
        let place_ordinal = |place: Option<SymbolPlace>| place.map(|place| place.symbol as i32);
        for (ordinal, route) in (0..).zip(&application.routes) {
            self.routes.push(&RouteRow {
                version_id,
                file_id: file(route.file),
                handler_file_id: place_file(route.handler_symbol),
                org_id,
                ordinal,
                line: route.line as i32,
                handler_ordinal: place_ordinal(route.handler_symbol),
                framework: route.framework,
                method: &route.method,
                route: &route.path,
                normal_route: &route.normal_path,
                handler: &route.handler,
            });
        }
        for (ordinal, job) in (0..).zip(&application.jobs) {
            self.jobs.push(&JobRow {
                version_id,
                file_id: file(job.file),
                handler_file_id: place_file(job.handler_symbol),
                org_id,
                ordinal,
                line: job.line as i32,
                handler_ordinal: place_ordinal(job.handler_symbol),
                framework: job.framework,
                name: &job.name,
                queue: job.queue.as_deref(),
                schedule: job.schedule.as_deref(),
                handler: &job.handler,
            });
        }
        for (ordinal, edge) in (0..).zip(&application.di_edges) {
            self.di_edges.push(&DiEdgeRow {
                version_id,
                file_id: file(edge.file),
                consumer_file_id: place_file(edge.consumer),
                provider_file_id: place_file(edge.provider),
                org_id,
                ordinal,
                line: edge.line as i32,
                consumer_ordinal: place_ordinal(edge.consumer),
                provider_ordinal: place_ordinal(edge.provider),
                framework: edge.framework,
                provided: &edge.provided,
            });
        }
    }

    pub fn into_buffers(self) -> [CopyBuffer; 3] {
        [self.routes, self.jobs, self.di_edges]
    }
}
