//! The private server, for real: made from nothing, found again, after a crash, from many processes.

use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use codelode::db::connect::Target;
use codelode::db::private_server::account::{self, Account};
use codelode::db::private_server::{self, EphemeralServer, State};
use codelode::report::error;

/// A directory name that nobody uses, in a place that the server's account can reach.
pub fn fresh_dir(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("codelode-it-{name}-{}", std::process::id()))
}

/// A server of this test's own; gone when the value is, or when the test process is killed.
pub fn test_server(name: &str, extra_settings: &str) -> EphemeralServer {
    EphemeralServer::start(&fresh_dir(name), extra_settings).expect("a server")
}

/// A directory that is removed at the end, after the server in `data` has been stopped.
struct Place {
    dir: PathBuf,
    data: PathBuf,
}

impl Place {
    fn new(name: &str) -> Place {
        Self::with_data(name, "data")
    }

    fn with_data(name: &str, data: &str) -> Place {
        let dir = fresh_dir(name);
        std::fs::create_dir_all(&dir).expect("made");
        std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755)).expect("ours");
        let data = dir.join(data);
        Place { dir, data }
    }

    fn start(&self) -> anyhow::Result<private_server::PrivateServer> {
        private_server::start(Some(&self.data), false, &mut std::io::sink())
    }

    fn pid(&self) -> i32 {
        private_server::status(Some(&self.data)).expect("a status").pid.expect("it runs")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = private_server::stop(Some(&self.data));
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// Another process of this test binary, doing one of the things in [`another_process`].
fn other_process(program: &Path, what: &str, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .args(["--ignored", "--exact", "--nocapture", "server::another_process"])
        .env("CODELODE_TEST_DO", what)
        .env("CODELODE_TEST_DIR", dir)
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn this_program() -> PathBuf {
    std::env::current_exe().expect("it has a path")
}

#[test]
#[ignore = "the other process of some tests; does nothing by itself"]
fn another_process() {
    let dir = std::env::var_os("CODELODE_TEST_DIR").map(PathBuf::from).unwrap_or_default();
    match std::env::var("CODELODE_TEST_DO").as_deref() {
        Ok("start") => {
            private_server::start(Some(&dir), false, &mut std::io::sink()).expect("a server");
        }
        Ok("stop") => assert!(private_server::stop(Some(&dir)).expect("stopped")),
        Ok("hold") => {
            let _server = EphemeralServer::start(&dir, "").expect("a server");
            println!("held");
            std::thread::sleep(Duration::from_secs(60));
        }
        _ => {}
    }
}

fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < Duration::from_secs(30), "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn finish(child: Child) {
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn kill(pid: i32, signal: i32) {
    // SAFETY: kill takes two numbers; these pids are of processes that this test started.
    unsafe { libc::kill(pid, signal) };
}

/// Runs one statement on the server of this place.
fn ask(place: &Place, statement: &str) -> String {
    let server = place.start().expect("a server");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let connection = Target::of_private(&server).expect("a target").connect("it").await.expect("in");
        let messages = connection.simple_query(statement).await.expect("it runs");
        let row = messages.iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_string),
            _ => None,
        });
        row.unwrap_or_default()
    })
}

#[test]
fn it_is_made_from_nothing_found_again_and_gone_afterwards() {
    let server = test_server("made", "");
    let data_dir = server.server().data_dir().to_path_buf();
    let begin = Instant::now();
    let again = private_server::start(Some(&data_dir), false, &mut std::io::sink()).expect("the same");
    assert!(begin.elapsed() < Duration::from_secs(1));
    assert_eq!(again.url(), server.server().url());
    let status = private_server::status(Some(&data_dir)).expect("a status");
    assert_eq!((status.state, status.pid), (State::Running, server.pid()));
    assert_eq!(std::fs::metadata(&data_dir).expect("there").mode() & 0o777, 0o700);
    assert_eq!(std::fs::metadata(again.socket_dir()).expect("there").mode() & 0o777, 0o700);
    let dir = server.dir().to_path_buf();
    drop(server);
    assert!(!dir.exists());
}

#[test]
fn it_stops_says_so_and_starts_again_with_what_it_held() {
    let place = Place::new("stop");
    let absent = private_server::status(Some(&place.data)).expect("a status");
    assert_eq!(absent.state, State::Absent);
    assert!(!private_server::stop(Some(&place.data)).expect("nothing to stop"));
    ask(&place, "create table kept as select 7 as n");
    assert!(private_server::stop(Some(&place.data)).expect("stopped"));
    let stopped = private_server::status(Some(&place.data)).expect("a status");
    assert_eq!((stopped.state, stopped.pid), (State::Stopped, None));
    assert_eq!(ask(&place, "select n from kept"), "7");
}

#[test]
fn many_processes_that_start_it_at_once_get_one_server() {
    let place = Place::new("race");
    let start = || other_process(&this_program(), "start", &place.data).spawn().expect("started");
    let children: Vec<Child> = (0..4).map(|_| start()).collect();
    // Each child's output ends with the child: the server holds none of its pipes. And the server
    // outlives all of them.
    children.into_iter().for_each(finish);
    let pid = place.pid();
    assert_eq!(ask(&place, "select 1"), "1");
    assert_eq!(place.pid(), pid);
    let log = std::fs::read_to_string(place.data.join("server.log")).expect("a log");
    assert_eq!(log.matches("ready to accept connections").count(), 1, "{log}");
}

#[test]
fn a_killed_postmaster_is_replaced_though_a_backend_still_works() {
    let place = Place::new("killed");
    ask(&place, "create table kept as select 8 as n");
    let server = place.start().expect("a server");
    let old = place.pid();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let target = Target::of_private(&server).expect("a target");
    let connection = runtime.block_on(target.connect("busy")).expect("in");
    let query = async move { connection.simple_query("select count(*) from generate_series(1, 1e10)").await };
    let busy = runtime.spawn(query);
    std::thread::sleep(Duration::from_millis(300));
    kill(old, libc::SIGKILL);
    assert_eq!(ask(&place, "select n from kept"), "8");
    assert_ne!(place.pid(), old);
    assert!(runtime.block_on(busy).expect("no panic").is_err());
}

/// After a restart of the machine the number in the pid file can be any process of that account.
#[test]
fn a_pid_file_that_names_another_process_is_seen_through() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let place = Place::new("stale");
    ask(&place, "select 1");
    let cluster = place.data.join("cluster");
    let owner = Account::choose(&[&cluster]).expect("an account");
    let mut other = owner.command("sleep").arg("60").spawn().expect("started");
    let pid_file = cluster.join("postmaster.pid");
    let text = std::fs::read_to_string(&pid_file).expect("it runs");
    let (first, rest) = text.split_once('\n').expect("lines");
    kill(first.parse().expect("a pid"), libc::SIGKILL);
    std::fs::write(&pid_file, format!("{}\n{rest}", other.id())).expect("written");
    assert_eq!(ask(&place, "select 2"), "2");
    assert!(other.try_wait().expect("asked").is_none(), "the other process was ended");
    other.kill().expect("ours");
    other.wait().expect("ended");
}

#[test]
fn a_socket_that_was_swept_away_comes_back() {
    let place = Place::new("swept");
    let server = place.start().expect("a server");
    let socket = server.socket_dir().join(".s.PGSQL.5432");
    std::fs::remove_file(&socket).expect("removed");
    assert_eq!(ask(&place, "select 3"), "3");
    assert!(socket.exists());
}

#[test]
fn a_path_too_long_for_a_socket_works() {
    let place = Place::with_data("long", &"a-long-name, with a comma and it's quote/".repeat(3));
    std::fs::create_dir_all(place.data.parent().expect("one")).expect("made");
    let server = place.start().expect("a server");
    assert!(server.socket_dir().starts_with("/tmp"), "{}", server.socket_dir().display());
    assert_eq!(ask(&place, "select 4"), "4");
    assert!(private_server::stop(Some(&place.data)).expect("stopped"));
    assert!(!server.socket_dir().exists());
}

#[test]
fn a_directory_with_other_things_is_left_alone() {
    let place = Place::new("other");
    std::fs::create_dir(&place.data).expect("made");
    std::fs::write(place.data.join("letter.txt"), "dear").expect("written");
    let refused = place.start().expect_err("it is no data directory");
    assert!(error::message_of(&refused).contains("letter.txt"));
    assert!(error::hint_of(&refused).is_some());
}

#[test]
fn a_killed_test_process_leaves_no_server_behind() {
    let dir = fresh_dir("held");
    let mut child = other_process(&this_program(), "hold", &dir).spawn().expect("started");
    let mut out = child.stdout.take().expect("piped");
    let mut said = String::new();
    let mut buffer = [0_u8; 256];
    while !said.contains("held") {
        let count = out.read(&mut buffer).expect("readable");
        assert!(count > 0, "it ended early: {said}");
        said.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    assert!(dir.exists());
    child.kill().expect("ours");
    child.wait().expect("ended");
    wait_until("the directory is still there", || !dir.exists());
}

/// As root this runs the same steps as an ordinary user; otherwise we are one already.
#[test]
fn an_ordinary_user_runs_it_as_themself() {
    let place = Place::new("user");
    let program = place.dir.join("program");
    std::fs::copy(this_program(), &program).expect("copied");
    let user = account::by_name("nobody").filter(|_| account::effective_uid() == 0);
    if let Some(user) = &user {
        chown(&place.dir, Some(user.uid), Some(user.gid)).expect("given");
    }
    for what in ["start", "start", "stop"] {
        let mut command = other_process(&program, what, &place.data);
        if let Some(user) = &user {
            command.uid(user.uid).gid(user.gid);
        }
        finish(command.spawn().expect("started"));
        let owner = std::fs::metadata(place.data.join("cluster")).expect("there").uid();
        assert_eq!(owner, user.as_ref().map_or(account::effective_uid(), |user| user.uid));
    }
}

#[test]
fn root_runs_it_as_the_owner_of_the_directory_and_changes_nothing_above() {
    let Some(user) = account::by_name("nobody").filter(|_| account::effective_uid() == 0) else { return };
    let place = Place::new("owner-root");
    std::fs::create_dir(&place.data).expect("made");
    chown(&place.data, Some(user.uid), Some(user.gid)).expect("given");
    let above = std::fs::metadata(&place.dir).expect("there");
    assert_eq!(ask(&place, "select 5"), "5");
    let postmaster = std::fs::metadata(format!("/proc/{}", place.pid())).expect("it runs");
    assert_eq!(postmaster.uid(), user.uid);
    let after = std::fs::metadata(&place.dir).expect("there");
    assert_eq!((after.uid(), after.mode()), (above.uid(), above.mode()));
}

#[test]
fn root_is_told_of_a_directory_that_the_account_cannot_reach() {
    if account::effective_uid() != 0 {
        return;
    }
    let place = Place::with_data("closed", "closed/data");
    let closed = place.dir.join("closed");
    std::fs::create_dir(&closed).expect("made");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o700)).expect("ours");
    let refused = place.start().expect_err("postgres can't get there");
    let message = error::message_of(&refused);
    assert!(message.contains(closed.to_str().expect("text")), "{message}");
    assert_eq!(error::class_of(&refused), error::Class::Database);
    assert!(!place.data.exists());
}
