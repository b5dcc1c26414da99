//! What an index says of applications: routes, jobs and injections, through the commands, against the fixtures that
//! hold extraction; and how they are found.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use codelode::db::connect::{Connection, Target};
use codelode::db::migrate::Schemas;
use codelode::query::{self, Filter, Format};
use serde_json::Value;

use crate::frameworks::{EXPECTED, applications};
use crate::queries::load_into;
use crate::server::test_server;

const ALL: usize = 100_000;

/// The hits of one of the commands.
macro_rules! hits {
    ($command:path, $index:expr, $filter:expr) => {{
        let mut out = Vec::new();
        let (client, schemas): &(Connection, Schemas) = $index;
        $command(client, schemas, &$filter, ALL, Format::Json, &mut out).await.expect("finds");
        let answer: Value = serde_json::from_slice(&out).expect("json");
        answer["hits"].as_array().expect("hits").clone()
    }};
}

fn text<'v>(hit: &'v Value, key: &str) -> &'v str {
    hit[key].as_str().unwrap_or("-")
}

fn symbol(hit: &Value, name: &str, prefix: &str) -> String {
    let [path, line] = ["path", "line"].map(|part| &hit[format!("{prefix}_{part}")]);
    match (path.as_str(), line.as_i64(), hit[name].as_str()) {
        (Some(path), Some(line), Some(name)) => format!("{path}:{line} {name}"),
        _ => "?".to_owned(),
    }
}

fn place(hit: &Value) -> String {
    format!("{}:{}", text(hit, "path"), hit["line"])
}

/// Everything that an index says of its applications, as the fixtures write it; of an injection without the consumer's
/// place, which the command does not show.
async fn printed(index: &(Connection, Schemas)) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for hit in hits!(query::routes, index, Filter::default()) {
        let (route, normal) = (text(&hit, "route"), text(&hit, "normal_route"));
        let normal = if normal == route { String::new() } else { format!(" ({normal})") };
        lines.insert(format!(
            "{} route {} {} {route}{normal} {} -> {}",
            place(&hit),
            text(&hit, "framework"),
            text(&hit, "method"),
            text(&hit, "handler"),
            symbol(&hit, "handler_symbol", "handler")
        ));
    }
    for hit in hits!(query::jobs, index, Filter::default()) {
        lines.insert(format!(
            "{} job {} {} queue={} schedule={} {} -> {}",
            place(&hit),
            text(&hit, "framework"),
            text(&hit, "name"),
            text(&hit, "queue"),
            text(&hit, "schedule"),
            text(&hit, "handler"),
            symbol(&hit, "handler_symbol", "handler")
        ));
    }
    for hit in hits!(query::injections, index, Filter::default()) {
        lines.insert(format!(
            "{} di {} {} <- {} -> {}",
            place(&hit),
            text(&hit, "framework"),
            hit["consumer"].as_str().unwrap_or("?"),
            text(&hit, "provided"),
            symbol(&hit, "provider", "provider")
        ));
    }
    lines
}

/// A line of a fixture as [`printed`] gives it.
fn without_consumer_place(line: &str) -> String {
    let Some((head, tail)) = line.split_once(" <- ").filter(|_| line.contains(" di ")) else {
        return line.to_owned();
    };
    let mut words: Vec<&str> = head.split(' ').collect();
    // The place, `di`, the framework, then the consumer with its place before it.
    if words.len() > 4 {
        words.remove(3);
    }
    [&words.join(" "), " <- ", tail].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_says_what_extraction_says_of_every_application() {
    let server = test_server("applications", "");
    let target = Target::of_private(server.server()).expect("a target");
    let mut wrong = Vec::new();
    for (number, case) in applications().into_iter().enumerate() {
        let schemas = load_into(&target, &format!("case_{number}"), vec![case.clone()], 2, None).await;
        let index = (target.connect("codelode it").await.expect("a connection"), schemas);
        let found = printed(&index).await;
        let expected = fs::read_to_string(case.join(EXPECTED)).expect("an expected file");
        let expected: BTreeSet<String> = expected.lines().map(without_consumer_place).collect();
        if found != expected {
            let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| {
                a.difference(b).cloned().collect::<Vec<_>>().join("\n")
            };
            wrong.push(format!(
                "{}\n--- expected only\n{}\n--- found only\n{}",
                case.display(),
                only(&expected, &found),
                only(&found, &expected)
            ));
        }
        let broken =
            query::verify(&index.0, &index.1, Format::Text, &mut Vec::new()).await.expect("verifies");
        assert_eq!(broken, 0, "{}", case.display());
        index.0.close().await.expect("closed");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

const APP: &str = "\
from flask import Flask

app = Flask(__name__)


@app.get('/users')
def users():
    return []


@app.route('/users/<int:number>', methods=['GET', 'DELETE'])
def user(number):
    return {}


@app.get('/files/<path:rest>')
def files(rest):
    return rest


@app.get('/usersfile')
def other():
    return ''
";

const DEPENDENCIES: &str = "\
from fastapi import Depends, FastAPI

api = FastAPI()


def session():
    return object()


@api.post('/orders')
def order(db=Depends(session)):
    return db
";

/// An index of a small application.
async fn small(target: &Target, dir: &std::path::Path) -> (Connection, Schemas) {
    let root: PathBuf = dir.join("small");
    fs::create_dir_all(&root).expect("a directory");
    fs::write(root.join("app.py"), APP).expect("writes");
    fs::write(root.join("api.py"), DEPENDENCIES).expect("writes");
    let schemas = load_into(target, "codelode", vec![root], 2, None).await;
    (target.connect("codelode it").await.expect("a connection"), schemas)
}

#[tokio::test(flavor = "multi_thread")]
async fn routes_and_injections_are_found_as_people_ask_for_them() {
    let dir = tempfile::tempdir().expect("a directory");
    let server = test_server("routes", "");
    let target = Target::of_private(server.server()).expect("a target");
    let index = small(&target, dir.path()).await;
    let handlers = async |wanted: Option<&str>, method: Option<&str>| {
        let filter = Filter {
            wanted: wanted.map(str::to_owned),
            detail: method.map(str::to_owned),
            ..Filter::default()
        };
        let hits = hits!(query::routes, &index, filter);
        hits.iter().map(|hit| format!("{} {}", text(hit, "method"), text(hit, "handler"))).collect::<Vec<_>>()
    };
    // A path that is asked for, also one that a parameter stands for.
    assert_eq!(handlers(Some("/users/42"), None).await, ["DELETE user", "GET user"]);
    assert_eq!(handlers(Some("/files/a/b.txt"), None).await, ["GET files"]);
    // What lies below a path, not what only begins like it.
    assert_eq!(handlers(Some("/users"), None).await, ["GET users", "DELETE user", "GET user"]);
    assert_eq!(handlers(Some("/users/{number}"), None).await, ["DELETE user", "GET user"]);
    assert_eq!(handlers(Some("/users/<int:number>"), Some("delete")).await, ["DELETE user"]);
    assert_eq!(handlers(Some("*file*"), None).await, ["GET files", "GET other"]);
    assert_eq!(handlers(Some("/users/42/more"), None).await, [] as [&str; 0]);
    assert_eq!(handlers(Some("/u(sers"), None).await, [] as [&str; 0]);
    assert_eq!(handlers(None, Some("post")).await, ["POST order"]);
    let flask = Filter { framework: Some("Flask".into()), ..Filter::default() };
    assert_eq!(hits!(query::routes, &index, flask).len(), 5);
    let elsewhere = Filter { package: Some("other".into()), ..Filter::default() };
    assert_eq!(hits!(query::routes, &index, elsewhere).len(), 0);

    let asked = Filter { wanted: Some("session".into()), ..Filter::default() };
    let injected = hits!(query::injections, &index, asked);
    assert_eq!(injected.len(), 1);
    assert_eq!(text(&injected[0], "consumer"), "api.order");
    assert_eq!(symbol(&injected[0], "provider", "provider"), "api.py:6 api.session");

    // What an application no longer says is gone when it is read again.
    fs::write(dir.path().join("small/app.py"), APP.replace("/usersfile", "/orders")).expect("writes");
    load_into(&target, "codelode", vec![dir.path().join("small")], 2, None).await;
    assert_eq!(handlers(Some("/usersfile"), None).await, [] as [&str; 0]);
    assert_eq!(handlers(Some("/orders"), None).await, ["GET other", "POST order"]);

    let mut out = Vec::new();
    let filter = Filter { wanted: Some("/users/7".into()), detail: Some("GET".into()), ..Filter::default() };
    query::routes(&index.0, &index.1, &filter, ALL, Format::Text, &mut out).await.expect("finds");
    let shown = String::from_utf8(out).expect("text");
    assert_eq!(shown, "app.py:11  GET  /users/<int:number>  flask  app.user  app.py:12\n");
    index.0.close().await.expect("closed");
}
