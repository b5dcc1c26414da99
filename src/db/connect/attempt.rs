//! The servers that settings name, and the ways of trying each: with TLS, without, both in turn.
//!
//! Knows what libpq tries in which order; it keeps no connection and checks nothing about a server
//! beyond letting us in.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio_postgres::config::{ChannelBinding, LoadBalanceHosts, SslMode, SslNegotiation, TargetSessionAttrs};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::conninfo::Settings;
use super::passfile;
use super::tls::TlsMode;

/// libpq's default socket directory is compiled in; these are the ones that packages use.
pub const SOCKET_DIRS: [&str; 3] = ["/var/run/postgresql", "/run/postgresql", "/tmp"];
/// Without connect_timeout libpq waits for the kernel's minutes; a person wants to know sooner.
const CONNECT_SECONDS: u64 = 30;
const PORT: u16 = 5432;

/// One server to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// A host name, an address, or a socket directory.
    pub host: String,
    /// Where to connect when the host's name should not be looked up.
    pub address: Option<std::net::IpAddr>,
    pub port: u16,
}

impl Server {
    pub fn is_socket(&self) -> bool {
        self.address.is_none() && self.host.starts_with('/')
    }

    /// The host as a password file names it.
    fn passfile_host(&self) -> &str {
        if SOCKET_DIRS.contains(&self.host.as_str()) { "localhost" } else { &self.host }
    }
}

/// The servers of `host`, `hostaddr` and `port`, in order.
///
/// # Errors
/// The three lists don't fit each other, or hold something that is no port or address.
pub fn servers(settings: &Settings) -> Result<Vec<Server>> {
    let list =
        |keyword| settings.get(keyword).map(|text| text.split(',').collect::<Vec<_>>()).unwrap_or_default();
    let (hosts, addresses, ports) = (list("host"), list("hostaddr"), list("port"));
    let count = hosts.len().max(addresses.len()).max(1);
    let fits = |length: usize| length == count || length == 0;
    if !fits(hosts.len()) || !fits(addresses.len()) || !(fits(ports.len()) || ports.len() == 1) {
        bail!("host, hostaddr and port name different numbers of servers");
    }
    (0..count)
        .map(|index| {
            let port = match ports.get(index).or(ports.first()) {
                None | Some(&"") => PORT,
                Some(text) => text
                    .trim()
                    .parse()
                    .ok()
                    .filter(|port| *port > 0)
                    .context("the port is not a number from 1 to 65535")?,
            };
            let address: Option<std::net::IpAddr> = match addresses.get(index) {
                None | Some(&"") => None,
                Some(text) => Some(text.trim().parse().context("hostaddr is not an IP address")?),
            };
            let host = match (hosts.get(index).filter(|host| !host.is_empty()), address) {
                (Some(host), _) => (*host).to_string(),
                (None, Some(address)) => address.to_string(),
                (None, None) => default_socket_dir(port),
            };
            Ok(Server { host, address, port })
        })
        .collect()
}

fn default_socket_dir(port: u16) -> String {
    let there = |dir: &&&str| Path::new(dir).join(format!(".s.PGSQL.{port}")).exists();
    SOCKET_DIRS.iter().find(there).unwrap_or(&SOCKET_DIRS[0]).to_string()
}

/// How a connection is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Plain,
    /// TLS where the server has it.
    Offered,
    Tls,
}

fn steps(mode: TlsMode, is_socket: bool) -> &'static [Step] {
    match mode {
        // As libpq: there is no TLS over a socket, whatever the mode.
        _ if is_socket => &[Step::Plain],
        TlsMode::Disable => &[Step::Plain],
        TlsMode::Allow => &[Step::Plain, Step::Tls],
        TlsMode::Prefer => &[Step::Offered, Step::Plain],
        TlsMode::Require | TlsMode::VerifyCa | TlsMode::VerifyFull => &[Step::Tls],
    }
}

/// The settings of a connection that don't depend on the server, checked.
///
/// # Errors
/// A value that its keyword does not take.
pub fn base_config(settings: &Settings) -> Result<Config> {
    let mut config = Config::new();
    config.user(settings.get("user").unwrap_or_default()).dbname(settings.get("dbname").unwrap_or_default());
    config.connect_timeout(timeout(settings)?);
    config.keepalives(settings.get("keepalives") != Some("0"));
    if let Some(idle) = number(settings, "keepalives_idle")? {
        config.keepalives_idle(Duration::from_secs(idle));
    }
    if let Some(interval) = number(settings, "keepalives_interval")? {
        config.keepalives_interval(Duration::from_secs(interval));
    }
    if let Some(count) = number(settings, "keepalives_count")? {
        config.keepalives_retries(u32::try_from(count).unwrap_or(u32::MAX));
    }
    if let Some(milliseconds) = number(settings, "tcp_user_timeout")? {
        config.tcp_user_timeout(Duration::from_millis(milliseconds));
    }
    config.channel_binding(match settings.get("channel_binding") {
        None | Some("prefer") => ChannelBinding::Prefer,
        Some("disable") => ChannelBinding::Disable,
        Some("require") => ChannelBinding::Require,
        Some(_) => bail!("channel_binding is none of disable, prefer, require"),
    });
    config.ssl_negotiation(match settings.get("sslnegotiation") {
        None | Some("postgres") => SslNegotiation::Postgres,
        Some("direct") => SslNegotiation::Direct,
        Some(_) => bail!("sslnegotiation is none of postgres, direct"),
    });
    config.target_session_attrs(match settings.get("target_session_attrs") {
        None | Some("any" | "prefer-standby") => TargetSessionAttrs::Any,
        Some("read-write" | "primary") => TargetSessionAttrs::ReadWrite,
        Some("read-only" | "standby") => TargetSessionAttrs::ReadOnly,
        Some(_) => bail!(
            "target_session_attrs is none of any, read-write, read-only, primary, standby, prefer-standby"
        ),
    });
    if settings.get("load_balance_hosts") == Some("random") {
        config.load_balance_hosts(LoadBalanceHosts::Random);
    }
    Ok(config)
}

/// The time for one try: connecting, TLS and authentication. 0 means for ever, as in libpq.
fn timeout(settings: &Settings) -> Result<Duration> {
    const FOR_EVER: Duration = Duration::from_secs(100 * 365 * 86_400);
    Ok(match settings.get("connect_timeout").map(|text| text.trim().parse::<i64>()) {
        None => Duration::from_secs(CONNECT_SECONDS),
        Some(Ok(seconds)) if seconds <= 0 => FOR_EVER,
        // libpq waits two seconds at the least.
        Some(Ok(seconds)) => Duration::from_secs(seconds.max(2).unsigned_abs()),
        Some(Err(_)) => bail!("connect_timeout is not a number of seconds"),
    })
}

fn number(settings: &Settings, keyword: &str) -> Result<Option<u64>> {
    let Some(text) = settings.get(keyword) else { return Ok(None) };
    let number: i64 = text.trim().parse().with_context(|| format!("{keyword} is not a number"))?;
    Ok((number > 0).then_some(number.unsigned_abs()))
}

/// The password for one server: the one that is set, else the password file's. The second value is a
/// warning about that file.
pub fn password(
    settings: &Settings,
    passfile: Option<&Path>,
    server: &Server,
) -> (Option<String>, Option<String>) {
    if let Some(password) = settings.get("password") {
        return (Some(password.to_string()), None);
    }
    let Some(file) = passfile else { return (None, None) };
    let (user, database) =
        (settings.get("user").unwrap_or_default(), settings.get("dbname").unwrap_or_default());
    let key = passfile::Key { host: server.passfile_host(), port: server.port, database, user };
    passfile::look_up(file, key)
}

/// What is needed for one try of one server.
pub struct Trial<'a> {
    pub server: &'a Server,
    pub config: Config,
    pub mode: TlsMode,
    pub tls: Option<&'a MakeRustlsConnect>,
}

/// A client, and the future that moves its messages; it must be polled for anything to happen.
pub type Connected = (Client, futures::future::BoxFuture<'static, Result<(), tokio_postgres::Error>>);

/// Why a try failed.
#[derive(Debug)]
pub enum Refusal {
    Postgres(tokio_postgres::Error),
    Timeout,
}

impl Refusal {
    /// The SQLSTATE, when the server said why.
    pub fn code(&self) -> Option<&SqlState> {
        match self {
            Refusal::Postgres(error) => error.code(),
            Refusal::Timeout => None,
        }
    }

    /// Would another server of the list answer the same? Wrong credentials and a missing database are
    /// the user's to put right.
    pub fn is_final(&self) -> bool {
        self.code()
            .is_some_and(|code| code.code().starts_with("28") || *code == SqlState::INVALID_CATALOG_NAME)
    }

    pub fn into_error(self) -> anyhow::Error {
        match self {
            Refusal::Postgres(error) => error.into(),
            Refusal::Timeout => anyhow::anyhow!("no answer in time"),
        }
    }
}

impl Trial<'_> {
    /// Tries the server in each way that the mode allows; the first refusal is the one to report.
    pub async fn run(mut self) -> Result<Connected, Refusal> {
        match (self.server.address, self.server.is_socket()) {
            (Some(address), _) => self.config.host(&self.server.host).hostaddr(address),
            (None, true) => self.config.host_path(&self.server.host),
            (None, false) => self.config.host(&self.server.host),
        };
        self.config.port(self.server.port);
        let mut first = None;
        for step in steps(self.mode, self.server.is_socket()) {
            match self.step(*step).await {
                Ok(connected) => return Ok(connected),
                Err(refusal) => {
                    let again = may_try_otherwise(*step, &refusal);
                    first = first.or(Some(refusal));
                    if !again {
                        break;
                    }
                }
            }
        }
        Err(first.unwrap_or(Refusal::Timeout))
    }

    async fn step(&mut self, step: Step) -> Result<Connected, Refusal> {
        self.config.ssl_mode(match step {
            Step::Plain => SslMode::Disable,
            Step::Offered => SslMode::Prefer,
            Step::Tls => SslMode::Require,
        });
        let patience =
            self.config.get_connect_timeout().copied().unwrap_or(Duration::from_secs(CONNECT_SECONDS));
        let config = self.config.clone();
        let tls = self.tls.filter(|_| step != Step::Plain).cloned();
        let attempt = async move {
            match tls {
                Some(tls) => config.connect(tls).await.map(|(client, driver)| (client, boxed(driver))),
                None => config.connect(NoTls).await.map(|(client, driver)| (client, boxed(driver))),
            }
        };
        match tokio::time::timeout(patience, attempt).await {
            Ok(result) => result.map_err(Refusal::Postgres),
            Err(_) => Err(Refusal::Timeout),
        }
    }
}

fn boxed<F>(driver: F) -> futures::future::BoxFuture<'static, Result<(), tokio_postgres::Error>>
where
    F: Future<Output = Result<(), tokio_postgres::Error>> + Send + 'static,
{
    Box::pin(driver)
}

/// After a refusal, may the next way be tried? Where nobody listens, the way makes no difference.
fn may_try_otherwise(step: Step, refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Timeout => false,
        Refusal::Postgres(error) => match error.code() {
            // "no pg_hba.conf entry … no encryption": the other way may have one.
            Some(code) => *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION,
            None => step == Step::Offered && error.to_string().contains("TLS"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Vec<Server>> {
        servers(&Settings::parse(text)?)
    }

    #[test]
    fn hosts_addresses_and_ports_go_together() {
        let two = of("host=a,b hostaddr=,10.0.0.2 port=1,2").expect("right");
        assert_eq!(two[0], Server { host: "a".into(), address: None, port: 1 });
        assert_eq!((two[1].address.map(|ip| ip.to_string()).as_deref(), two[1].port), (Some("10.0.0.2"), 2));
        assert_eq!(of("host=a,b port=7").expect("right")[1].port, 7);
        assert!(of("host=a,b port=1,2,3").is_err());
        assert!(of("host=a port=70000").is_err());
        assert!(of("user=x").expect("right")[0].is_socket());
        assert_eq!(of("hostaddr=127.0.0.1").expect("right")[0].host, "127.0.0.1");
    }

    #[test]
    fn the_mode_says_what_is_tried() {
        assert_eq!(steps(TlsMode::Prefer, false), [Step::Offered, Step::Plain]);
        assert_eq!(steps(TlsMode::Allow, false), [Step::Plain, Step::Tls]);
        assert_eq!(steps(TlsMode::VerifyFull, true), [Step::Plain]);
    }

    #[test]
    fn values_are_checked() {
        let config = |text: &str| base_config(&Settings::parse(text).expect("right"));
        assert!(config("connect_timeout=soon").is_err());
        assert!(config("target_session_attrs=x").is_err());
        let patience = config("connect_timeout=1").expect("right").get_connect_timeout().copied();
        assert_eq!(patience, Some(Duration::from_secs(2)));
    }
}
