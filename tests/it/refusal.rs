//! What codelode refuses, and how failures of the database read.

use std::process::Stdio;

use codelode::db::connect::{ConnectOptions, Target};
use codelode::db::private_server::account::Account;
use codelode::report::error::{self, Class};

use crate::server::test_server;
use crate::tcp::TcpServer;

#[tokio::test]
async fn what_cannot_be_used_is_refused_with_one_error_and_one_hint() {
    let tcp = TcpServer::start("refusal", "host all all 127.0.0.1/32 scram-sha-256").await;
    let admin = tcp.superuser().await;
    admin
        .batch_execute("create database old encoding 'SQL_ASCII' locale 'C' template template0")
        .await
        .expect("made");
    let host = tcp.server.server().socket_dir().display().to_string();
    let text = format!("host='{host}' port={} user=postgres", tcp.port);
    let closed =
        std::net::TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("free").port();
    for (what, text, said) in [
        ("encoding", format!("{text} dbname=old"), "SQL_ASCII"),
        ("no database", format!("{text} dbname=absent"), "absent"),
        ("nobody there", format!("host=127.0.0.1 port={closed}"), "127.0.0.1"),
        ("no socket", "host=/nonexistent".to_string(), "/nonexistent"),
        ("no answer", "host=127.0.0.1,127.0.0.1 port=1,1 connect_timeout=2".to_string(), "127.0.0.1"),
    ] {
        let refused = tcp.connect(&text, &[]).await.expect_err(what);
        let message = error::message_of(&refused);
        assert!(message.contains(said), "{what}: {message}");
        assert!(!message.contains("db error") && !message.contains('\n'), "{what}: {message}");
        assert!(error::hint_of(&refused).is_some(), "{what}: {message}");
        assert_eq!(error::class_of(&refused), Class::Database, "{what}");
    }
    for text in ["nonsense", "host=h port=x", "sslmode=perhaps", "service=none", "requirepeer=x host=h"] {
        let refused = tcp.target(text, &[]).expect_err(text);
        assert_eq!(error::class_of(&refused), Class::Usage, "{text}");
    }
}

#[tokio::test]
async fn what_the_server_says_is_told_with_detail_and_place() {
    let server = test_server("told", "");
    let connection = Target::of_private(server.server()).expect("a target").connect("it").await.expect("in");
    connection.batch_execute("create temp table t (a int constraint t_key primary key)").await.expect("made");
    let twice = connection.batch_execute("insert into t values (7), (7)").await.expect_err("twice");
    let told = error::message_of(&anyhow::Error::from(twice).context("could not load t"));
    assert!(told.starts_with("could not load t: duplicate key value"), "{told}");
    assert!(told.contains("t_key") && told.contains("Key (a)=(7) already exists."), "{told}");

    let sink = connection.copy_in::<_, bytes::Bytes>("copy t from stdin").await.expect("a sink");
    let mut sink = std::pin::pin!(sink);
    futures::SinkExt::send(&mut sink, bytes::Bytes::from_static(b"8\nnine\n")).await.expect("sent");
    let bad = sink.as_mut().finish().await.expect_err("no number");
    let told = error::message_of(&anyhow::Error::from(bad));
    assert!(told.contains("nine") && told.contains("COPY t, line 2, column a"), "{told}");
}

/// A client that is gone leaves no session behind, and a server that is gone is a database failure.
#[tokio::test]
async fn a_lost_connection_is_a_database_failure() {
    let server = test_server("lost", "");
    let target = Target::of_private(server.server()).expect("a target");
    let connection = target.connect("it").await.expect("in");
    codelode::db::private_server::stop(Some(server.server().data_dir())).expect("stopped");
    let mut lost = connection.simple_query("select 1").await.expect_err("it is gone");
    if !lost.is_closed() {
        // The first error is the server's own "terminating connection"; the next is ours.
        lost = connection.simple_query("select 1").await.expect_err("it is gone");
    }
    assert_eq!(error::class_of(&anyhow::Error::from(lost)), Class::Database);
}

/// A pool in transaction mode is refused, one in session mode taken.
#[tokio::test]
#[ignore = "needs pgbouncer on PATH"]
async fn a_pool_is_known_by_its_mode() {
    for (mode, taken) in [("transaction", false), ("statement", false), ("session", true)] {
        let server = test_server(&format!("pool-{mode}"), "");
        let private = server.server();
        let data_dir = private.data_dir();
        let account = Account::choose(&[data_dir]).expect("an account");
        let socket = private.socket_dir().display().to_string();
        let dir = server.dir().join("pool");
        std::fs::create_dir(&dir).expect("made");
        std::os::unix::fs::chown(&dir, Some(account.uid), Some(account.gid)).expect("given");
        let file = dir.join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host={socket} port=5432 user=codelode\n[pgbouncer]\nlisten_port=6432\n\
             unix_socket_dir={}\nauth_type=any\npool_mode={mode}\n",
            dir.display()
        );
        std::fs::write(&file, text).expect("written");
        let mut pool = account
            .command("pgbouncer")
            .arg("-q")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("pgbouncer");
        for _ in 0..100 {
            if dir.join(".s.PGSQL.6432").exists() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        let url = format!("postgresql:///codelode?host={}&port=6432&user=codelode", dir.display());
        let options = ConnectOptions { database_url: Some(url), ..ConnectOptions::default() };
        let target = Target::resolve(&options, &mut std::io::sink()).expect("a target");
        let outcomes = [target.connect("it").await, target.connect("it").await];
        pool.kill().expect("ours");
        pool.wait().expect("ended");
        for outcome in outcomes {
            let message = outcome.map_or_else(|refused| error::message_of(&refused), |_| "taken".into());
            assert!(message.contains(if taken { "taken" } else { "pooler" }), "{mode}: {message}");
        }
    }
}
