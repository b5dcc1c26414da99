//! A server that also listens on 127.0.0.1 and asks for passwords there: for the tests of connections.

use std::io::Write;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;

use codelode::db::connect::{ConnectOptions, Connection, Target};
use codelode::db::environment::Environment;
use codelode::db::private_server::EphemeralServer;
use codelode::db::private_server::account::Account;

use crate::server::fresh_dir;

pub struct TcpServer {
    pub server: EphemeralServer,
    pub port: u16,
    /// A home directory for the client, with nothing in it.
    pub home: PathBuf,
}

impl TcpServer {
    /// Starts it with these lines of `pg_hba.conf` for TCP, and a role `scram` whose password is `se:cret`.
    pub async fn start(name: &str, hba: &str) -> TcpServer {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("free").port();
        let dir = fresh_dir(name);
        let server = EphemeralServer::start_on(&dir, Some(port), "listen_addresses = '127.0.0.1'\n")
            .expect("a server");
        let home = dir.join("home");
        std::fs::create_dir(&home).expect("made");
        let tcp = TcpServer { server, port, home };
        tcp.write("pg_hba.conf", &format!("local all all trust\n{hba}\n"));
        let admin = tcp.superuser().await;
        admin.batch_execute("create role scram login password 'se:cret'").await.expect("made");
        admin.batch_execute("grant all on database codelode to scram").await.expect("granted");
        tcp.reload(&admin).await;
        tcp
    }

    /// Writes a file into the cluster as its owner, readable by nobody else; returns its path.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let cluster = self.server.server().data_dir().join("cluster");
        let file = cluster.join(name);
        let owner = Account::choose(&[&cluster]).expect("an account");
        let mut shell = owner
            .command("/bin/sh")
            .args(["-c", "umask 077; cat > \"$1\"", "sh"])
            .arg(&file)
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell");
        shell.stdin.take().expect("piped").write_all(text.as_bytes()).expect("written");
        assert!(shell.wait().expect("it ends").success());
        file
    }

    /// A connection as the superuser, through the socket.
    pub async fn superuser(&self) -> Connection {
        let host = self.server.server().socket_dir().display().to_string();
        let text = format!("host='{host}' port={} user=postgres dbname=codelode", self.port);
        self.connect(&text, &[]).await.expect("the superuser gets in")
    }

    /// Makes the server read its files again, and waits until it has.
    pub async fn reload(&self, admin: &Connection) {
        let loaded = "select pg_conf_load_time()::text";
        let before: String = admin.query_one(loaded, &[]).await.expect("a time").get(0);
        admin.batch_execute("select pg_reload_conf()").await.expect("asked");
        for _ in 0..200 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            let now: String = admin.query_one(loaded, &[]).await.expect("a time").get(0);
            if now != before {
                return;
            }
        }
        panic!("the server did not read its files again");
    }

    /// Connects as `--database-url TEXT` would with these variables around and an empty home.
    pub async fn connect(&self, text: &str, variables: &[(&str, &str)]) -> anyhow::Result<Connection> {
        self.target(text, variables)?.connect("it").await
    }

    /// The target of `--database-url TEXT`; of the variables alone where the text is empty.
    pub fn target(&self, text: &str, variables: &[(&str, &str)]) -> anyhow::Result<Target> {
        let home = self.home.display().to_string();
        let mut around = vec![("HOME", home.as_str()), ("USER", "nobody-at-all")];
        around.extend(variables);
        let database_url = (!text.is_empty()).then(|| text.to_string());
        let options = ConnectOptions { database_url, ..ConnectOptions::default() };
        Target::resolve_in(&Environment::of(&around), &options, &mut std::io::sink())
    }
}
