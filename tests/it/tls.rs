//! TLS as sslmode asks, against a server with certificates of our own.

use std::path::PathBuf;

use codelode::report::error;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};

use crate::tcp::TcpServer;

/// Passwords over TLS only, for one role; over plain TCP only, for another; by client certificate.
const HBA: &str = "hostssl all scram 127.0.0.1/32 scram-sha-256
hostnossl all plain 127.0.0.1/32 trust
hostssl all bearer 127.0.0.1/32 cert";

struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pem: String,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let key = KeyPair::generate().expect("a key");
        let mut params = CertificateParams::new(Vec::new()).expect("right");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let pem = params.self_signed(&key).expect("signed").pem();
        Authority { params, key, pem }
    }

    /// A certificate with this common name and these alternative names, and its key.
    fn issue(&self, name: &str, alternatives: &[&str]) -> (String, String) {
        let key = KeyPair::generate().expect("a key");
        let names: Vec<String> = alternatives.iter().map(|name| name.to_string()).collect();
        let mut params = CertificateParams::new(names).expect("right");
        params.distinguished_name.push(DnType::CommonName, name);
        let issuer = Issuer::from_params(&self.params, &self.key);
        (params.signed_by(&key, &issuer).expect("signed").pem(), key.serialize_pem())
    }
}

struct TlsServer {
    tcp: TcpServer,
    authority: Authority,
}

impl TlsServer {
    async fn start(name: &str, alternatives: &[&str]) -> TlsServer {
        let tcp = TcpServer::start(name, HBA).await;
        let server = TlsServer { tcp, authority: Authority::new("our authority") };
        let (certificate, key) = server.authority.issue("localhost", alternatives);
        let admin = server.tcp.superuser().await;
        admin.batch_execute("create role plain login; create role bearer login").await.expect("made");
        let ca = server.tcp.write("clients.crt", &server.authority.pem);
        for (name, value) in [("ssl", "on"), ("ssl_ca_file", ca.to_str().expect("text"))] {
            admin.batch_execute(&format!("alter system set {name} = '{value}'")).await.expect("set");
        }
        server.present(&certificate, &key).await;
        server
    }

    /// Makes the server show this certificate.
    async fn present(&self, certificate: &str, key: &str) {
        self.tcp.write("server.crt", certificate);
        self.tcp.write("server.key", key);
        self.tcp.reload(&self.tcp.superuser().await).await;
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let file = self.tcp.home.join(name);
        std::fs::write(&file, text).expect("written");
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("ours");
        file
    }

    /// Is this connection encrypted? Or why is there none?
    async fn try_it(&self, host: &str, rest: &str) -> Result<bool, String> {
        let port = self.tcp.port;
        let text = format!("host={host} port={port} user=scram password=se:cret dbname=codelode {rest}");
        let connection = self.tcp.connect(&text, &[]).await.map_err(|error| error::message_of(&error))?;
        let row = connection.query_one("select ssl from pg_stat_ssl where pid = pg_backend_pid()", &[]).await;
        Ok(row.expect("a row").get(0))
    }
}

#[tokio::test]
async fn each_mode_checks_what_it_promises() {
    let server = TlsServer::start("tls", &["localhost"]).await;
    let root = server.file("root.crt", &server.authority.pem).display().to_string();
    let other = server.file("other.crt", &Authority::new("another authority").pem).display().to_string();
    let good = "localhost";
    let unnamed = "127.0.0.1";
    for (host, rest) in [
        (good, "sslmode=require".to_string()),
        (unnamed, "sslmode=require".to_string()),
        (good, "sslmode=prefer".to_string()),
        (good, String::new()),
        (good, "sslmode=allow".to_string()),
        (good, format!("sslmode=verify-full sslrootcert={root}")),
        (unnamed, format!("sslmode=verify-ca sslrootcert={root}")),
        ("localhost hostaddr=127.0.0.1", format!("sslmode=verify-full sslrootcert={root}")),
        (unnamed, format!("sslmode=require sslrootcert={root}")),
        (good, "sslmode=require channel_binding=require".to_string()),
    ] {
        assert_eq!(server.try_it(host, &rest).await, Ok(true), "{host} {rest}");
    }
    for (host, rest, said) in [
        (unnamed, format!("sslmode=verify-full sslrootcert={root}"), "not valid for name"),
        (good, format!("sslmode=verify-full sslrootcert={other}"), "certificate"),
        (good, format!("sslmode=verify-ca sslrootcert={other}"), "certificate"),
        // With a root certificate, require checks the chain too.
        (good, format!("sslmode=require sslrootcert={other}"), "certificate"),
        (good, "sslmode=verify-full".to_string(), "root certificate"),
        (good, "sslmode=verify-full sslrootcert=system".to_string(), "certificate"),
        (good, "sslmode=verify-ca sslrootcert=/nonexistent".to_string(), "/nonexistent"),
        (good, "sslmode=disable".to_string(), "no encryption"),
    ] {
        let message = server.try_it(host, &rest).await.expect_err(&rest);
        assert!(message.contains(said), "{host} {rest}: {message}");
    }
}

#[tokio::test]
async fn weak_modes_fall_back_as_libpq_does() {
    let server = TlsServer::start("fallback", &["localhost"]).await;
    let plain = |mode: &str| format!("user=plain sslmode={mode}");
    for mode in ["prefer", "allow", "disable"] {
        assert_eq!(server.try_it("localhost", &plain(mode)).await, Ok(false), "{mode}");
    }
    assert!(server.try_it("localhost", &plain("require")).await.is_err());
    let admin = server.tcp.superuser().await;
    admin.batch_execute("alter system set ssl = off").await.expect("set");
    server.tcp.reload(&admin).await;
    assert_eq!(server.try_it("localhost", &plain("prefer")).await, Ok(false));
    let message = server.try_it("localhost", &plain("require")).await.expect_err("no TLS there");
    assert!(message.contains("does not support TLS"), "{message}");
}

/// What people make by hand: one certificate that is its own root, and one with a common name only.
#[tokio::test]
async fn simple_certificates_are_checked_as_libpq_does() {
    let server = TlsServer::start("simple", &[]).await;
    let root = server.file("root.crt", &server.authority.pem).display().to_string();
    let full = |file: &str| format!("sslmode=verify-full sslrootcert={file}");
    assert_eq!(server.try_it("localhost", &full(&root)).await, Ok(true));
    let message = server.try_it("127.0.0.1", &full(&root)).await.expect_err("another name");
    assert!(message.contains("not valid for name"), "{message}");

    let own = Authority::new("localhost");
    server.present(&own.pem, &own.key.serialize_pem()).await;
    let own_root = server.file("own.crt", &own.pem).display().to_string();
    assert_eq!(server.try_it("localhost", &full(&own_root)).await, Ok(true));
    assert!(server.try_it("127.0.0.1", &full(&own_root)).await.is_err());
    assert_eq!(
        server.try_it("127.0.0.1", &format!("sslmode=verify-ca sslrootcert={own_root}")).await,
        Ok(true)
    );
    assert!(server.try_it("localhost", &full(&root)).await.is_err());

    let mut expired = own.params.clone();
    expired.not_before = rcgen::date_time_ymd(2001, 1, 1);
    expired.not_after = rcgen::date_time_ymd(2002, 1, 1);
    let expired = expired.self_signed(&own.key).expect("signed").pem();
    server.present(&expired, &own.key.serialize_pem()).await;
    let old_root = server.file("old.crt", &expired).display().to_string();
    let message = server.try_it("localhost", &full(&old_root)).await.expect_err("expired");
    assert!(message.contains("xpired"), "{message}");
}

#[tokio::test]
async fn a_client_certificate_lets_its_bearer_in() {
    let server = TlsServer::start("bearer", &["localhost"]).await;
    let (certificate, key) = server.authority.issue("bearer", &[]);
    let certificate = server.file("me.crt", &certificate).display().to_string();
    let key = server.file("me.key", &key);
    let text = format!("user=bearer sslmode=require sslcert={certificate} sslkey={}", key.display());
    assert_eq!(server.try_it("localhost", &text).await, Ok(true));
    assert!(server.try_it("localhost", "user=bearer sslmode=require").await.is_err());
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o644)).expect("ours");
    let message = server.try_it("localhost", &text).await.expect_err("others can read the key");
    assert!(message.contains("me.key"), "{message}");
}
