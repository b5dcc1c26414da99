//! What settled marks come to: routes, jobs, injections.

use super::finder::{Finder, Settled, Site};
use super::paths::{join, normalise, rooted, unanchored};
use super::routers::RouterId;
use super::rule::{Framework, Gives, Handler, Parameters, Pick};
use super::values::Served;
use crate::model::{Application, DiEdge, Job, Operand, Route, SymbolPlace};

impl Finder<'_> {
    /// Writes what each settled mark comes to.
    pub(super) fn write_settled(&mut self) {
        let mut sites: Vec<Site> = self.settled.keys().copied().collect();
        sites.sort_unstable();
        for site in sites {
            let settled = self.settled[&site];
            self.write(site, settled);
        }
    }

    /// Everything that was found, sorted.
    pub(super) fn finish(self) -> Application {
        let mut application = self.application;
        application.routes.sort();
        application.routes.dedup();
        application.jobs.sort();
        application.jobs.dedup();
        application.di_edges.sort();
        application.di_edges.dedup();
        application
    }

    fn write(&mut self, site: Site, Settled { rule, base, .. }: Settled) {
        match rule.gives {
            Gives::Route { methods, path, handler } => {
                let methods = self.methods(site, methods);
                let mut paths = self.texts(site, path);
                if paths.is_empty() {
                    paths.push(String::new());
                }
                let served = self.served(site, handler);
                self.add_routes(site, rule.framework, base, &methods, &paths, &served);
            }
            Gives::Job { name, queue, schedule, handler } => {
                let served = self.served(site, handler);
                let name = self.text(site, name);
                let (queue, schedule) = (self.text(site, queue), self.text(site, schedule));
                self.add_job(site, rule.framework, name, queue, schedule, served);
            }
            Gives::Consumes { provided } => {
                let consumer = self.consumer(site);
                let mut asked: Vec<&Operand> =
                    provided.iter().flat_map(|&pick| self.picked(site, pick)).collect();
                if asked.is_empty() {
                    asked = self.typed_by(site);
                }
                for operand in asked {
                    self.add_injection(site, rule.framework, consumer, operand);
                }
            }
            Gives::Provides { provided, provider } => self.provide(site, rule.framework, provided, provider),
            Gives::Custom(read) => read(self, site),
            _ => {}
        }
    }

    /// Adds routes on a router: every method at every path below every prefix.
    pub fn add_routes(
        &mut self,
        site: Site,
        framework: &'static Framework,
        router: Option<RouterId>,
        methods: &[String],
        paths: &[String],
        served: &Served,
    ) {
        let prefixes = router.map_or_else(|| vec![String::new()], |router| self.routers.prefixes(router));
        let globals = self.global_prefixes.iter().filter(|(name, _)| *name == framework.name);
        let mut globals: Vec<String> = globals.map(|(_, prefix)| prefix.clone()).collect();
        if globals.is_empty() {
            globals.push(String::new());
        }
        for global in &globals {
            for prefix in &prefixes {
                for path in paths {
                    let full = join(framework, global, &join(framework, prefix, path));
                    self.add_route(site, framework, methods, &full, served);
                }
            }
        }
    }

    /// Adds the routes of one whole path.
    pub fn add_route(
        &mut self,
        site: Site,
        framework: &'static Framework,
        methods: &[String],
        path: &str,
        served: &Served,
    ) {
        let line = self.mark(site).line;
        self.add_route_at(site.file, line, framework, methods, path, served);
    }

    /// The same at a line of a file.
    pub fn add_route_at(
        &mut self,
        file: u32,
        line: u32,
        framework: &'static Framework,
        methods: &[String],
        path: &str,
        served: &Served,
    ) {
        let expression = framework.parameters == Parameters::Expression;
        let shown = rooted(if expression { unanchored(path) } else { path });
        let normal_path = normalise(framework.parameters, path);
        for method in methods {
            self.application.routes.push(Route {
                file,
                line,
                method: method.clone(),
                path: shown.clone(),
                normal_path: normal_path.clone(),
                framework: framework.name,
                handler: served.written.clone(),
                handler_symbol: served.symbol,
            });
        }
    }

    /// Adds a job; without a name it has that of what does it.
    pub fn add_job(
        &mut self,
        site: Site,
        framework: &'static Framework,
        name: Option<String>,
        queue: Option<String>,
        schedule: Option<String>,
        served: Served,
    ) {
        let name = name.unwrap_or_else(|| served.written.clone());
        let line = self.mark(site).line;
        let Served { written: handler, symbol: handler_symbol } = served;
        let file = site.file;
        let framework = framework.name;
        self.application.jobs.push(Job {
            file,
            line,
            framework,
            name,
            queue,
            schedule,
            handler,
            handler_symbol,
        });
    }

    /// Adds that something is given what a value names.
    pub fn add_injection(
        &mut self,
        site: Site,
        framework: &'static Framework,
        consumer: Option<SymbolPlace>,
        provided: &Operand,
    ) {
        let (provided, provider) = match provided {
            Operand::Text(text) => (text.clone(), None),
            Operand::Name(named) => (named.written(), self.symbol_of(site.file, &named.meaning)),
            Operand::Mark(_) => {
                let served = self.served_by_value(site, provided);
                (served.written, served.symbol)
            }
            _ => return,
        };
        let (file, line) = (site.file, self.mark(site).line);
        let framework = framework.name;
        self.application.di_edges.push(DiEdge { file, line, framework, consumer, provided, provider });
    }

    fn provide(&mut self, site: Site, framework: &'static Framework, provided: &[Pick], provider: Handler) {
        let tokens: Vec<String> = provided
            .iter()
            .map(|&pick| {
                let operands = self.picked(site, pick);
                operands
                    .into_iter()
                    .map(|operand| match operand {
                        Operand::Text(text) => text.clone(),
                        operand => self.served_by_value(site, operand).written,
                    })
                    .filter(|token| !token.is_empty())
                    .collect()
            })
            .find(|tokens: &Vec<String>| !tokens.is_empty())
            .unwrap_or_default();
        let provider = self.served(site, provider).symbol;
        let (file, line) = (site.file, self.mark(site).line);
        for provided in tokens {
            let framework = framework.name;
            let edge = DiEdge { file, line, framework, consumer: None, provided, provider };
            self.application.di_edges.push(edge);
        }
    }
}
