//! The private server, for real: made from nothing, found again, after a crash, from many processes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use codelode::db::private_server::{self, EphemeralServer, State};

/// A directory name that nobody uses, in a place that the server's account can reach.
pub fn fresh_dir(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("codelode-it-{name}-{}", std::process::id()))
}

/// A server of this test's own; gone when the value is, or when the test process is killed.
pub fn test_server(name: &str, extra_settings: &str) -> EphemeralServer {
    EphemeralServer::start(&fresh_dir(name), extra_settings).expect("a server")
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
    let dir = server.dir().to_path_buf();
    drop(server);
    assert!(!dir.exists());
}
