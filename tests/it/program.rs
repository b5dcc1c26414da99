//! The program as people run it, on databases of one server that the whole test process shares.

use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use codelode::db::connect::{ConnectOptions, Connection, Target};
use codelode::db::private_server::EphemeralServer;
use serde_json::Value;

use crate::server::test_server;

/// Nothing in these databases outlives the test, and every test opens ten connections a run.
const SETTINGS: &str = "fsync = off\nmax_connections = 500\nautovacuum = off\n";

/// After this a program or a condition that is waited for hangs: far beyond what any test needs.
const HANG: Duration = Duration::from_secs(120);

/// Backends of the same database that are clients, but for the one that asks.
const OTHERS: &str =
    "datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'";

/// The server that goes away with the process.
fn shared_server() -> &'static EphemeralServer {
    static SERVER: OnceLock<EphemeralServer> = OnceLock::new();
    SERVER.get_or_init(|| test_server("shared", SETTINGS))
}

/// A database of its own for one test, owned by the plain role `codelode`.
pub struct Database {
    name: String,
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Outcome {
    /// The exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// One table's line of a checksum: table, rows, sum.
pub type Sums = Vec<(String, u64, String)>;

/// Rows of text columns.
pub type Rows = Vec<Vec<Option<String>>>;

/// Runs async work to its end on a runtime of this call's own.
fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// The URL of a database of the shared server, as this role.
fn url(role: &str, database: &str) -> String {
    let socket = shared_server().server().socket_dir();
    format!("postgresql://{role}@/{database}?host={}", socket.display())
}

/// A connection to any URL.
async fn connect(url: String) -> Connection {
    let options = ConnectOptions { database_url: Some(url), ..ConnectOptions::default() };
    let target = Target::resolve(&options, &mut std::io::sink()).expect("a target");
    target.connect("codelode it").await.expect("a connection")
}

async fn query(url: String, sql: &str) -> Rows {
    let client = connect(url).await;
    let messages = client.simple_query(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    client.close().await.expect("closed");
    let rows = messages.into_iter().filter_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => {
            Some((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect())
        }
        _ => None,
    });
    rows.collect()
}

/// Runs SQL as the superuser, in the database `postgres`.
pub fn as_superuser(sql: &str) -> Rows {
    wait(query(url("postgres", "postgres"), sql))
}

impl Database {
    /// An empty database; `name` is the test's.
    pub fn new(name: &str) -> Self {
        Self::of(name, "template0")
    }

    /// A copy of this one, which nobody may be connected to.
    pub fn copy(&self, name: &str) -> Self {
        // The last run's connections may still be on their way out.
        as_superuser(&format!(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{}'",
            self.name
        ));
        Self::of(name, &self.name)
    }

    fn of(name: &str, template: &str) -> Self {
        as_superuser(&format!("create database \"{name}\" owner codelode template \"{template}\""));
        Self { name: name.to_owned() }
    }

    /// Its URL, as this role.
    pub fn url_as(&self, role: &str) -> String {
        url(role, &self.name)
    }

    /// Its URL, as its owner.
    pub fn url(&self) -> String {
        self.url_as("codelode")
    }

    /// Rows of a query, as the owner, with the index in the search path.
    pub fn rows(&self, sql: &str) -> Rows {
        self.rows_in("codelode", sql)
    }

    /// As [`Database::rows`], for the index in this schema.
    pub fn rows_in(&self, schema: &str, sql: &str) -> Rows {
        let path = format!("set search_path = {schema}_data_1, {schema}; {sql}");
        wait(query(self.url(), &path))
    }

    /// The one number that a query gives.
    pub fn number(&self, sql: &str) -> i64 {
        let rows = self.rows(sql);
        rows[0][0].as_ref().unwrap_or_else(|| panic!("{sql}: null")).parse().expect("a number")
    }

    /// The program, on this database.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).args(["--database-url", &self.url()]);
        command
    }

    /// Starts the program on this database, with its output piped.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs")
    }

    /// Runs the program until it is killed at a point of `pipeline::fault`.
    pub fn killed(&self, arguments: &[&str], point: &str) {
        let output =
            self.command(arguments).env("CODELODE_STOP_AT", point).output().expect("the program runs");
        assert_eq!(output.status.signal(), Some(9), "{point} was not reached: {output:?}");
    }

    /// Waits until so many other backends of this database are as the condition on `pg_stat_activity` says.
    pub fn wait_for(&self, backends: i64, condition: &str) {
        let query = format!("select count(*) from pg_stat_activity where {OTHERS} and ({condition})");
        self.poll(&query, |count| count == backends);
    }

    /// Waits until no other backend is left here; each tells the server's counters what it did before it ends.
    pub fn wait_until_alone(&self) {
        self.poll(&format!("select count(*) from pg_stat_activity where {OTHERS}"), |count| count == 0);
    }

    fn poll(&self, query: &str, enough: impl Fn(i64) -> bool) {
        let deadline = Instant::now() + HANG;
        while !enough(self.number(query)) {
            assert!(Instant::now() < deadline, "waited in vain for: {query}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Runs the program on this database, whatever comes of it.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        outcome(&mut self.command(arguments))
    }

    /// Runs a command that must end well, and gives what it printed.
    pub fn ask(&self, arguments: &[&str]) -> String {
        let outcome = self.run(arguments);
        assert_eq!(outcome.code, Some(0), "{arguments:?}: {outcome:?}");
        outcome.stdout
    }

    /// As [`Database::ask`], in JSON, which has a `schema_version`.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let text = self.ask(&[arguments, &["--format", "json"]].concat());
        let json: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(json["schema_version"], 1, "{arguments:?}: {text}");
        json
    }

    /// Indexes inputs, which must go well, and gives the report.
    pub fn index(&self, inputs: &[&Path], options: &[&str]) -> Value {
        let inputs: Vec<&str> = inputs.iter().map(|path| path.to_str().expect("a path of text")).collect();
        self.json(&[&["index", "--quiet"], inputs.as_slice(), options].concat())
    }

    /// The checksum of the default schema.
    pub fn sums(&self) -> Sums {
        self.sums_of("codelode")
    }

    /// The checksum of a schema, table by table.
    pub fn sums_of(&self, schema: &str) -> Sums {
        let json = self.json(&["checksum", "--schema", schema]);
        let tables = json["tables"].as_array().expect("tables");
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let line = |t: &Value| (text(&t["table"]), t["rows"].as_u64().expect("rows"), text(&t["sum"]));
        tables.iter().map(line).collect()
    }

    /// Every check of the default schema finds nothing.
    pub fn verify(&self) {
        self.verify_schema("codelode");
    }

    /// Every check of this schema finds nothing.
    pub fn verify_schema(&self, schema: &str) {
        let outcome = self.run(&["verify", "--schema", schema]);
        assert_eq!(outcome.code, Some(0), "{outcome:?}");
    }
}

/// The program, with an environment that leads to no database.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_codelode"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("PG") || text.starts_with("CODELODE_") || text == "DATABASE_URL" {
            command.env_remove(&name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().expect("the program runs");
    outcome_of(output)
}

/// Waits for a command that was begun with its output piped; one that hangs is killed and so has no exit code.
pub fn end(child: Child) -> Outcome {
    let (pid, deadline) = (child.id(), Instant::now() + HANG);
    let waiter = std::thread::spawn(move || child.wait_with_output().expect("the program ends"));
    while !waiter.is_finished() {
        if Instant::now() > deadline {
            Command::new("kill").args(["-9", &pid.to_string()]).status().expect("kill runs");
            break;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    outcome_of(waiter.join().expect("an output"))
}

/// A connection that stays open while a test does other things.
pub struct Session {
    runtime: tokio::runtime::Runtime,
    client: Connection,
}

impl Session {
    /// A session of the database's owner.
    pub fn new(database: &Database) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let client = runtime.block_on(connect(database.url()));
        Self { runtime, client }
    }

    /// Runs async work on the connection to its end.
    pub fn wait<T>(&self, work: impl AsyncFnOnce(&tokio_postgres::Client) -> T) -> T {
        self.runtime.block_on(work(&self.client))
    }

    /// Runs statements.
    pub fn run(&self, sql: &str) {
        self.runtime
            .block_on(self.client.batch_execute(sql))
            .unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }
}

fn outcome_of(output: std::process::Output) -> Outcome {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Outcome { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// The project's directory.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Copies a directory's files into `to`, which is made.
pub fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a directory");
    for entry in std::fs::read_dir(from).expect("a directory").flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_tree(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("copies");
        }
    }
}

/// A scratch directory whose real path is given: for packages that a test changes.
pub fn scratch() -> (tempfile::TempDir, PathBuf) {
    let scratch = tempfile::tempdir().expect("a directory");
    let root = scratch.path().canonicalize().expect("a path");
    (scratch, root)
}

/// Writes files below `root`.
pub fn write_files(root: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        std::fs::write(path, text).expect("writes");
    }
}

/// A number of a report.
pub fn number(json: &Value, key: &str) -> u64 {
    json[key].as_u64().unwrap_or_else(|| panic!("{key} in {json}"))
}
