//! Celery, RQ, Dramatiq, APScheduler and Huey: functions that are put off or run by the clock.

use super::finder::{Finder, Site};
use super::values::Served;
use super::{Family, Framework, Gives, Handler, Join, On, Parameters, Pick, Rule, Text, When};
use crate::limits::OPERAND_DEPTH_MAX;
use crate::model::{Language, MarkShape, Operand, SymbolKind};

static CELERY: Framework = Framework::new("celery", Parameters::Brace, Join::Plain);
static RQ: Framework = Framework::new("rq", Parameters::Brace, Join::Plain);
static DRAMATIQ: Framework = Framework::new("dramatiq", Parameters::Brace, Join::Plain);
static APSCHEDULER: Framework = Framework::new("apscheduler", Parameters::Brace, Join::Plain);
static HUEY: Framework = Framework::new("huey", Parameters::Brace, Join::Plain);

/// What runs jobs is a router, which is followed to where jobs are given to it; a queue's name is its prefix.
const RUNNER: Gives = Gives::Router { prefix: &[], holds: &[] };
const NAME: Text = &[Pick::Named("name")];
const QUEUE: Text = &[Pick::Named("queue")];

/// What `add_job` says beside its trigger.
const JOB_OPTIONS: &[&str] = &[
    "",
    "args",
    "coalesce",
    "executor",
    "func",
    "id",
    "jobstore",
    "kwargs",
    "max_instances",
    "misfire_grace_time",
    "name",
    "next_run_time",
    "replace_existing",
    "trigger",
];

pub(super) static FAMILY: Family = Family {
    name: "python_jobs",
    languages: &[Language::Python],
    rules: &[
        Rule {
            framework: &CELERY,
            names: &["Celery"],
            on: &[On::From(&["celery"])],
            gives: RUNNER,
            ..Rule::CALL
        },
        Rule {
            framework: &APSCHEDULER,
            names: &[
                "AsyncIOScheduler",
                "BackgroundScheduler",
                "BlockingScheduler",
                "GeventScheduler",
                "TornadoScheduler",
                "TwistedScheduler",
                "QtScheduler",
            ],
            on: &[On::From(&["apscheduler"])],
            gives: RUNNER,
            ..Rule::CALL
        },
        Rule {
            framework: &APSCHEDULER,
            names: &["APScheduler"],
            on: &[On::From(&["flask_apscheduler"])],
            gives: RUNNER,
            ..Rule::CALL
        },
        Rule {
            framework: &HUEY,
            names: &[
                "Huey",
                "RedisHuey",
                "PriorityRedisHuey",
                "RedisExpireHuey",
                "SqliteHuey",
                "FileHuey",
                "MemoryHuey",
            ],
            on: &[On::From(&["huey"])],
            gives: RUNNER,
            ..Rule::CALL
        },
        Rule {
            framework: &RQ,
            names: &["Queue", "get_queue"],
            on: &[On::From(&["rq", "django_rq"])],
            gives: Gives::Router { prefix: &[Pick::At(0), Pick::Named("name")], holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &APSCHEDULER,
            names: &["scheduled_job", "task"],
            on: &[On::Router, On::Likely(&["scheduler"])],
            gives: Gives::Custom(add_scheduled),
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &APSCHEDULER,
            names: &["add_job"],
            on: &[On::Router, On::Likely(&["scheduler", "sched"])],
            when: &[When::Test(has_trigger)],
            gives: Gives::Custom(add_job),
            ..Rule::CALL
        },
        Rule {
            framework: &HUEY,
            names: &["task", "periodic_task", "db_task", "db_periodic_task"],
            on: &[On::Router, On::From(&["huey"]), On::Likely(&["huey"])],
            gives: Gives::Custom(add_huey_task),
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &CELERY,
            names: &["task", "periodic_task"],
            on: &[
                On::Router,
                On::From(&["celery.task", "celery.decorators"]),
                On::Likely(&["app", "celery"]),
            ],
            gives: Gives::Custom(add_celery_task),
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &CELERY,
            names: &["shared_task"],
            on: &[On::From(&["celery"])],
            gives: Gives::Custom(add_celery_task),
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &CELERY,
            names: &["add_periodic_task"],
            when: &[When::Arguments(2, usize::MAX)],
            gives: Gives::Custom(add_periodic_task),
            ..Rule::CALL
        },
        Rule {
            framework: &CELERY,
            shape: MarkShape::Assigned,
            names: &["beat_schedule", "CELERY_BEAT_SCHEDULE", "CELERYBEAT_SCHEDULE", "CELERY"],
            gives: Gives::Custom(add_beat_schedule),
            ..Rule::CALL
        },
        Rule {
            framework: &RQ,
            names: &["job"],
            on: &[On::From(&["rq", "django_rq"])],
            gives: Gives::Job {
                name: &[],
                queue: &[Pick::At(0), Pick::Named("queue")],
                schedule: &[],
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &RQ,
            names: &["enqueue", "enqueue_call", "enqueue_in", "enqueue_at"],
            on: &[On::Router, On::From(&["django_rq"]), On::Likely(&["queue"])],
            when: &[When::Test(enqueues_function)],
            gives: Gives::Custom(add_enqueued),
            ..Rule::CALL
        },
        Rule {
            framework: &DRAMATIQ,
            names: &["actor"],
            on: &[On::From(&["dramatiq"])],
            gives: Gives::Job {
                name: &[Pick::Named("actor_name")],
                queue: &[Pick::Named("queue_name")],
                schedule: &[],
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
    ],
    ..Family::BASE
};

/// The first of some values, as it is written.
fn written(finder: &Finder<'_>, site: Site, picks: &[Pick]) -> Option<String> {
    let value = picks.iter().flat_map(|&pick| finder.picked(site, pick)).next()?;
    finder.written(site, value)
}

/// A task, which Celery knows by its module and its own name.
fn add_celery_task(finder: &mut Finder<'_>, site: Site) {
    let served = finder.served(site, Handler::Annotated);
    let own = served.symbol.and_then(|symbol| finder.export(symbol));
    let name = finder.text(site, NAME).or_else(|| own.map(|export| export.qualified_name.clone()));
    let schedule = written(finder, site, &[Pick::Named("run_every")]);
    finder.add_job(site, &CELERY, name, finder.text(site, QUEUE), schedule, served);
}

/// `sender.add_periodic_task(crontab(hour=7), report.s())`.
fn add_periodic_task(finder: &mut Finder<'_>, site: Site) {
    let Some(&task) = finder.picked(site, Pick::At(1)).first() else { return };
    let served = match task {
        // A signature is called on its task.
        Operand::Mark(mark) => {
            let inner = Site { mark: *mark, ..site };
            match &finder.mark(inner).receiver {
                Some(receiver) => finder.served_by_value(inner, receiver),
                None => return,
            }
        }
        other => finder.served_by_value(site, other),
    };
    let own = served.symbol.and_then(|symbol| finder.export(symbol));
    let name = finder.text(site, NAME).or_else(|| own.map(|export| export.qualified_name.clone()));
    let schedule = written(finder, site, &[Pick::At(0)]);
    finder.add_job(site, &CELERY, name, finder.text(site, QUEUE), schedule, served);
}

/// The entries of a table of what runs when.
fn add_beat_schedule(finder: &mut Finder<'_>, site: Site) {
    let mark = finder.mark(site);
    let Some(argument) = mark.arguments.first() else { return };
    let table = match mark.name.as_str() {
        "CELERY" => field(&argument.value, "beat_schedule"),
        _ => Some(&argument.value),
    };
    let Some(Operand::Map(entries)) = table else { return };
    for (name, entry) in entries {
        let (Some(task), Some(schedule)) = (field(entry, "task"), field(entry, "schedule")) else { continue };
        let served = match task {
            Operand::Text(text) => Served { written: text.clone(), symbol: task_named(finder, text) },
            Operand::Name(named) if named.last() == "name" => {
                let object = named.object.as_deref();
                let symbol = object.and_then(|object| finder.symbol_of(site.file, &object.meaning));
                Served { written: object.map_or_else(|| named.written(), |object| object.written()), symbol }
            }
            other => finder.served_by_value(site, other),
        };
        let queue = field(entry, "options").and_then(|options| field(options, "queue"));
        let queue = queue.and_then(|queue| finder.texts_of(site.file, queue).into_iter().next());
        let schedule = finder.written(site, schedule);
        finder.add_job(site, &CELERY, Some(name.clone()), queue, schedule, served);
    }
}

/// The function of a task's name: the one whose decorator says it, or whose whole name it is.
fn task_named(finder: &Finder<'_>, name: &str) -> Option<crate::model::SymbolPlace> {
    finder.symbol_named(name).or_else(|| {
        let mut sites = finder.settled.iter().filter(|(site, settled)| {
            settled.rule.framework.name == CELERY.name && finder.text(**site, NAME).as_deref() == Some(name)
        });
        sites.find_map(|(site, _)| finder.annotated(*site))
    })
}

fn field<'o>(operand: &'o Operand, key: &str) -> Option<&'o Operand> {
    super::values::field(operand, key)
}

fn add_huey_task(finder: &mut Finder<'_>, site: Site) {
    let served = finder.served(site, Handler::Annotated);
    let is_periodic = finder.mark(site).name.ends_with("periodic_task");
    let schedule = if is_periodic { written(finder, site, &[Pick::At(0)]) } else { None };
    finder.add_job(site, &HUEY, finder.text(site, NAME), None, schedule, served);
}

/// `@scheduler.scheduled_job("cron", hour=3)`.
fn add_scheduled(finder: &mut Finder<'_>, site: Site) {
    let served = finder.served(site, Handler::Annotated);
    add_by_trigger(finder, site, &[Pick::At(0), Pick::Named("trigger")], served);
}

/// `scheduler.add_job(report, "cron", hour=3)`.
fn add_job(finder: &mut Finder<'_>, site: Site) {
    let handler = Handler::Picked(&[Pick::At(0), Pick::Named("func")]);
    let mut served = finder.served(site, handler);
    // A function may be named by a text (`"app.jobs:report"`).
    if served.symbol.is_none() {
        served.symbol = finder.symbol_named(&served.written.replace(':', "."));
    }
    add_by_trigger(finder, site, &[Pick::At(1), Pick::Named("trigger")], served);
}

/// Whether what is added says what it does; schedulers of other kinds have jobs too.
fn has_trigger(finder: &Finder<'_>, site: Site) -> bool {
    let of_router =
        finder.mark(site).receiver.as_ref().is_some_and(|one| finder.router_of(site, one).is_some());
    let named = finder.mark(site).named("trigger").is_some();
    let text = finder.text(site, &[Pick::At(1)]);
    of_router || named || text.is_some_and(|text| ["cron", "date", "interval"].contains(&text.as_str()))
}

fn add_by_trigger(finder: &mut Finder<'_>, site: Site, trigger: &[Pick], served: Served) {
    let options = |name: &str| !JOB_OPTIONS.contains(&name);
    let value = trigger.iter().flat_map(|&pick| finder.picked(site, pick)).next();
    let schedule = match value {
        Some(value) if finder.texts_of(site.file, value).is_empty() => finder.written(site, value),
        Some(value) => {
            let text = finder.texts_of(site.file, value).concat();
            let options = finder.written_arguments(site, options, OPERAND_DEPTH_MAX);
            options.map(|options| [text.as_str(), "(", &options, ")"].concat())
        }
        None => None,
    };
    let name = finder.text(site, &[Pick::Named("id"), Pick::Named("name")]);
    finder.add_job(site, &APSCHEDULER, name, None, schedule, served);
}

/// The function that a queue is given.
fn enqueued(finder: &Finder<'_>, site: Site) -> Served {
    let at = if matches!(finder.mark(site).name.as_str(), "enqueue_in" | "enqueue_at") { 1 } else { 0 };
    let value = finder.picked(site, Pick::At(at)).into_iter().chain(finder.picked(site, Pick::Named("func")));
    let served = value.map(|value| finder.served_by_value(site, value)).next();
    let mut served = served.unwrap_or_default();
    if served.symbol.is_none() {
        served.symbol = finder.symbol_named(&served.written);
    }
    served
}

/// Whether a queue is given a function of the version: other queues are given values.
fn enqueues_function(finder: &Finder<'_>, site: Site) -> bool {
    let kind = enqueued(finder, site).symbol.and_then(|symbol| finder.kind(symbol));
    matches!(kind, Some(SymbolKind::Function | SymbolKind::Method))
}

fn add_enqueued(finder: &mut Finder<'_>, site: Site) {
    let served = enqueued(finder, site);
    let queue = finder.settled.get(&site).and_then(|settled| settled.base);
    let queue = queue.and_then(|queue| finder.routers.prefixes(queue).into_iter().next());
    let schedule = match finder.mark(site).name.as_str() {
        "enqueue_in" | "enqueue_at" => written(finder, site, &[Pick::At(0)]),
        _ => None,
    };
    finder.add_job(site, &RQ, None, queue.filter(|queue| !queue.is_empty()), schedule, served);
}
