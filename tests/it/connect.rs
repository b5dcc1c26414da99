//! Connections as libpq's conventions have them, on a server that is really there.

use std::os::unix::fs::PermissionsExt;

use codelode::db::connect::{Connection, Target};
use codelode::db::psql;
use codelode::report::error;

use crate::server::test_server;
use crate::tcp::TcpServer;

async fn text(connection: &Connection, expression: &str) -> String {
    connection.query_one(&format!("select ({expression})::text"), &[]).await.expect("a row").get(0)
}

#[tokio::test]
async fn the_private_server_lets_its_owner_in_as_a_plain_owner() {
    let server = test_server("owner", "");
    let target = Target::of_private(server.server()).expect("a target");
    let settings = [("work_mem", "7MB"), ("statement_timeout", "0"), ("application_name", "it's")];
    let connection = target.connect_with("codelode it", &settings).await.expect("a connection");
    for (expression, expected) in [
        ("current_user", "codelode"),
        ("(select rolsuper from pg_roles where rolname = current_user)", "false"),
        ("current_setting('work_mem')", "7MB"),
        ("current_setting('application_name')", "it's"),
        ("current_setting('fsync')", "on"),
        ("current_setting('wal_level')", "minimal"),
        ("current_setting('listen_addresses')", ""),
        ("(select pg_encoding_to_char(encoding) from pg_database where datname = 'codelode')", "UTF8"),
        ("(select datcollate from pg_database where datname = 'codelode')", "C"),
    ] {
        assert_eq!(text(&connection, expression).await, expected, "{expression}");
    }
    assert_eq!(text(&connection, "pg_backend_pid()").await, connection.backend_pid().to_string());
    assert!(connection.server_version() >= 150_000);
    // What an index needs of a plain owner: schemas, extensions that are trusted, checkpoints.
    connection.batch_execute("create schema s; create table s.t (a int); checkpoint").await.expect("allowed");
    let other = target.connect("another").await.expect("a second connection");
    assert_ne!(other.backend_pid(), connection.backend_pid());
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn every_convention_leads_to_the_same_server() {
    let tcp = TcpServer::start("conventions", "host all all 127.0.0.1/32 scram-sha-256").await;
    let port = tcp.port.to_string();
    let url = format!("postgresql://scram:se%3Acret@127.0.0.1:{port}/codelode");
    let connection = tcp.connect(&url, &[]).await.expect("by URL");
    assert_eq!(text(&connection, "current_user").await, "scram");
    assert_eq!(text(&connection, "current_setting('application_name')").await, "it");

    let pairs = format!("host=127.0.0.1,127.0.0.1 port=1,{port} user=scram dbname=codelode");
    let with_password = [("PGPASSWORD", "se:cret"), ("PGAPPNAME", "mine"), ("PGOPTIONS", "-c work_mem=9MB")];
    let connection = tcp.connect(&pairs, &with_password).await.expect("by pairs, the second host");
    assert_eq!(text(&connection, "current_setting('application_name')").await, "mine");
    assert_eq!(text(&connection, "current_setting('work_mem')").await, "9MB");

    let variables = [
        ("PGHOST", "127.0.0.1"),
        ("PGPORT", port.as_str()),
        ("PGUSER", "scram"),
        ("PGPASSWORD", "se:cret"),
        ("PGDATABASE", "codelode"),
        ("PGCONNECT_TIMEOUT", "20"),
    ];
    tcp.connect("", &variables).await.expect("by variables");
    tcp.connect("", &[("DATABASE_URL", &url)]).await.expect("by DATABASE_URL");
    let both = [("DATABASE_URL", "postgres://nowhere.invalid/"), ("CODELODE_DATABASE_URL", url.as_str())];
    tcp.connect("", &both).await.expect("by CODELODE_DATABASE_URL");

    let services =
        format!("[mine]\nhost=127.0.0.1\nport={port}\nuser=scram\npassword=se:cret\ndbname=codelode\n");
    std::fs::write(tcp.home.join(".pg_service.conf"), services).expect("written");
    tcp.connect("service=mine", &[]).await.expect("by service");
    tcp.connect("", &[("PGSERVICE", "mine")]).await.expect("by PGSERVICE");
}

#[tokio::test]
async fn a_password_file_is_used_when_it_is_the_users_alone() {
    let tcp = TcpServer::start("passfile", "host all all 127.0.0.1/32 scram-sha-256").await;
    let text = format!("host=127.0.0.1 port={} user=scram dbname=codelode", tcp.port);
    let none = tcp.connect(&text, &[]).await.expect_err("no password anywhere");
    assert!(error::hint_of(&none).is_some_and(|hint| hint.contains(".pgpass")));

    let file = tcp.home.join(".pgpass");
    std::fs::write(&file, "# mine\nelsewhere:*:*:*:wrong\n127.0.0.1:*:codelode:scram:se\\:cret\n")
        .expect("written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).expect("ours");
    tcp.connect(&text, &[]).await.expect("by password file");
    let moved = tcp.home.join("moved");
    std::fs::rename(&file, &moved).expect("moved");
    tcp.connect(&text, &[("PGPASSFILE", moved.to_str().expect("text"))]).await.expect("by PGPASSFILE");

    std::fs::set_permissions(&moved, std::fs::Permissions::from_mode(0o644)).expect("ours");
    tcp.connect(&format!("{text} passfile={}", moved.display()), &[]).await.expect_err("others can read it");

    let wrong = tcp.connect(&format!("{text} password=guessed"), &[]).await.expect_err("a wrong password");
    let message = error::message_of(&wrong);
    assert!(message.contains("password authentication failed") && !message.contains("guessed"), "{message}");
    assert_eq!(error::class_of(&wrong), error::Class::Database);
}

#[tokio::test]
async fn psql_opens_on_the_same_database_with_the_schema_in_its_path() {
    let tcp = TcpServer::start("psql", "host all all 127.0.0.1/32 scram-sha-256").await;
    let url =
        format!("postgresql://scram:se%3Acret@127.0.0.1:{}/codelode?options=-c%20work_mem%3D9MB", tcp.port);
    let query = "select current_user, current_database(), current_setting('search_path'), current_setting('work_mem')";
    let arguments = ["-X", "-A", "-t", "-c", query].map(std::ffi::OsString::from);
    for (target, user, memory) in [
        (tcp.target(&url, &[]).expect("a target"), "scram", "9MB"),
        (Target::of_private(tcp.server.server()).expect("a target"), "codelode", "32MB"),
    ] {
        let mut command = psql::command(&target, "my schema", &arguments).expect("there is a psql");
        assert!(!format!("{:?}", command.get_args()).contains("cret"));
        let output = command.env_remove("RUST_BACKTRACE").output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout);
        let expected = format!("{user}|codelode|\"my schema\",public|{memory}\n");
        assert_eq!(said, expected, "{}", String::from_utf8_lossy(&output.stderr));
    }
}
