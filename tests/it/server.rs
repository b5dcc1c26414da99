//! The private server, for real: made from nothing, found again, after a crash, from many processes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use codelode::db::private_server::{self, EphemeralServer, State};

/// A directory name under /tmp that nobody uses, and that the server's account can reach.
fn fresh_dir(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("codelode-it-{name}-{}", std::process::id()))
}

#[test]
fn it_is_made_from_nothing_found_again_and_gone_afterwards() {
    let dir = fresh_dir("made");
    let begin = Instant::now();
    let server = EphemeralServer::start(&dir, "").expect("a server");
    eprintln!("made and started in {:?}", begin.elapsed());
    let data_dir = server.server().data_dir().to_path_buf();
    let begin = Instant::now();
    let again = private_server::start(Some(&data_dir), false, &mut std::io::sink()).expect("the same");
    assert!(begin.elapsed() < Duration::from_secs(1));
    assert_eq!(again.url(), server.server().url());
    let status = private_server::status(Some(&data_dir)).expect("a status");
    assert_eq!((status.state, status.pid), (State::Running, server.pid()));
    drop(server);
    assert!(!dir.exists());
}
