//! Which database is meant, and the settings for it: string over service over variables over defaults.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, Result};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::attempt::{self, Server};
use super::conninfo::Settings;
use super::tls::{self, TlsMode};
use super::{ConnectOptions, Inner, Target, service_file};
use crate::db::environment::Environment;
use crate::db::private_server::{self, DATABASE, PrivateServer, ROLE};
use crate::model::{Class, Explain};

/// libpq's variables and the keywords they stand for.
const VARIABLES: [(&str, &str); 31] = [
    ("PGAPPNAME", "application_name"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGDATABASE", "dbname"),
    ("PGGSSENCMODE", "gssencmode"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGOPTIONS", "options"),
    ("PGPASSFILE", "passfile"),
    ("PGPASSWORD", "password"),
    ("PGPORT", "port"),
    ("PGREQUIREAUTH", "require_auth"),
    ("PGREQUIREPEER", "requirepeer"),
    ("PGREQUIRESSL", "requiressl"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLCERTMODE", "sslcertmode"),
    ("PGSSLCOMPRESSION", "sslcompression"),
    ("PGSSLCRL", "sslcrl"),
    ("PGSSLCRLDIR", "sslcrldir"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLSNI", "sslsni"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGUSER", "user"),
];

/// The variables that name a server or a database. Others (a password, an sslmode) only say how to
/// reach one, so that alone they don't turn the private server off.
const CHOOSING: [&str; 6] = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGUSER", "PGSERVICE"];

/// Where the decision came from, for error messages.
enum Source {
    Given(&'static str, String),
    Variables,
    Private,
}

/// Decides and prepares; see [`Target::resolve`].
pub fn resolve(options: &ConnectOptions, environment: &Environment, talk: &mut dyn Write) -> Result<Target> {
    match choose(options, environment) {
        Source::Private => {
            let data_dir = options.data_dir.as_deref();
            let server = private_server::start_in(environment, data_dir, options.install_server, talk)?;
            private(&server)
        }
        Source::Variables => external(Settings::default(), environment, talk)
            .context("could not use libpq's variables")
            .class(Class::Usage),
        Source::Given(name, text) => Settings::parse(&text)
            .with_context(|| format!("could not understand {name}"))
            .and_then(|settings| {
                external(settings, environment, talk).with_context(|| format!("could not use {name}"))
            })
            .class(Class::Usage)
            .map_err(|error| match name {
                "DATABASE_URL" => {
                    error.hint("unset it, or say with --database-url or --data-dir which database is meant")
                }
                _ => error,
            }),
    }
}

fn choose(options: &ConnectOptions, environment: &Environment) -> Source {
    if let Some(url) = &options.database_url {
        return Source::Given("--database-url", url.clone());
    }
    if options.data_dir.is_some() {
        return Source::Private;
    }
    for name in ["CODELODE_DATABASE_URL", "DATABASE_URL"] {
        if let Some(text) = environment.text(name) {
            return Source::Given(name, text.to_string());
        }
    }
    match CHOOSING.iter().any(|name| environment.text(name).is_some()) {
        true => Source::Variables,
        false => Source::Private,
    }
}

/// The target that is a private server: nothing of the environment applies to it.
pub fn private(server: &PrivateServer) -> Result<Target> {
    let mut settings = Settings::default();
    let host = server.socket_dir().display().to_string();
    for (keyword, value) in [("user", ROLE), ("dbname", DATABASE), ("host", &host), ("sslmode", "disable")] {
        settings.set(keyword, value)?;
    }
    let servers = vec![Server { host, address: None, port: server.port() }];
    let base = attempt::base_config(&settings)?;
    Ok(Target(Arc::new(Inner {
        settings,
        servers,
        base,
        mode: TlsMode::Disable,
        tls: None,
        passfile: None,
        private: Some(server.clone()),
        route: OnceLock::new(),
    })))
}

fn external(mut settings: Settings, environment: &Environment, talk: &mut dyn Write) -> Result<Target> {
    complete(&mut settings, environment)?;
    let servers = attempt::servers(&settings)?;
    let mode = TlsMode::of(&settings)?;
    let encrypted = mode != TlsMode::Disable && servers.iter().any(|server| !server.is_socket());
    let tls = match encrypted {
        true => Some(MakeRustlsConnect::new(tls::client_config(mode, &settings, environment)?)),
        false => None,
    };
    let passfile = passfile(&settings, environment);
    for server in &servers {
        if let (_, Some(warning)) = attempt::password(&settings, passfile.as_deref(), server) {
            writeln!(talk, "warning: {warning}")?;
            break;
        }
    }
    let base = attempt::base_config(&settings)?;
    Ok(Target(Arc::new(Inner {
        settings,
        servers,
        base,
        mode,
        tls,
        passfile,
        private: None,
        route: OnceLock::new(),
    })))
}

/// Fills in what is not said: from the service, then the variables, then the defaults.
fn complete(settings: &mut Settings, environment: &Environment) -> Result<()> {
    let service = settings.get("service").or_else(|| environment.text("PGSERVICE")).map(str::to_string);
    if let Some(service) = service {
        let found = service_file::find(&service, settings.get("servicefile"), environment)?;
        settings.fill_from(&found);
    }
    let host_given = settings.get("host").is_some() || settings.get("hostaddr").is_some();
    for (variable, keyword) in VARIABLES {
        // A host that is named must not be reached at the address of another one.
        if settings.has(keyword) || (host_given && matches!(keyword, "host" | "hostaddr")) {
            continue;
        }
        if let Some(value) = environment.text(variable) {
            settings.set(keyword, value).with_context(|| format!("the variable {variable}"))?;
        }
    }
    if settings.get("application_name").is_none()
        && let Some(name) = settings.get("fallback_application_name").map(str::to_string)
    {
        settings.replace("application_name", &name);
    }
    if settings.get("user").is_none() {
        let user = environment.user().context("this user has no name to connect as: say user=… or PGUSER")?;
        settings.replace("user", user);
    }
    if settings.get("dbname").is_none() {
        let user = settings.get("user").unwrap_or_default().to_string();
        settings.replace("dbname", &user);
    }
    Ok(())
}

fn passfile(settings: &Settings, environment: &Environment) -> Option<PathBuf> {
    match settings.get("passfile") {
        Some(file) => Some(PathBuf::from(file)),
        None => environment.home().map(|home| home.join(".pgpass")),
    }
}

/// The settings as libpq's variables; see [`Target::libpq_variables`].
pub fn libpq_variables(
    settings: &Settings,
    servers: &[Server],
    passfile: Option<&Path>,
) -> Vec<(&'static str, String)> {
    let list = |part: &dyn Fn(&Server) -> String| servers.iter().map(part).collect::<Vec<_>>().join(",");
    let mut variables = vec![
        ("PGHOST", list(&|server| server.host.clone())),
        ("PGPORT", list(&|server| server.port.to_string())),
    ];
    if servers.iter().any(|server| server.address.is_some()) {
        let address = |server: &Server| server.address.map(|ip| ip.to_string()).unwrap_or_default();
        variables.push(("PGHOSTADDR", list(&address)));
    }
    if let Some(file) = passfile {
        variables.push(("PGPASSFILE", file.display().to_string()));
    }
    for (variable, keyword) in VARIABLES {
        let said = variables.iter().any(|(name, _)| *name == variable);
        if let (false, Some(value)) = (said, settings.get(keyword)) {
            variables.push((variable, value.to_string()));
        }
    }
    variables
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(text: &str, variables: &[(&str, &str)]) -> Settings {
        let mut settings = Settings::parse(text).expect("right");
        complete(&mut settings, &Environment::of(variables)).expect("complete");
        settings
    }

    #[test]
    fn the_string_wins_over_the_variables_and_they_over_defaults() {
        let around = [("USER", "me"), ("PGHOST", "h"), ("PGHOSTADDR", "10.0.0.1"), ("PGPORT", "7")];
        let settings = completed("host=mine", &around);
        assert_eq!((settings.get("host"), settings.get("hostaddr")), (Some("mine"), None));
        assert_eq!((settings.get("port"), settings.get("user")), (Some("7"), Some("me")));
        assert_eq!(settings.get("dbname"), Some("me"));
        assert_eq!(completed("user=you", &around).get("dbname"), Some("you"));
    }

    #[test]
    fn a_service_stands_between_string_and_variables() {
        let dir = tempfile::tempdir().expect("a directory");
        let file = dir.path().join("services");
        std::fs::write(&file, "[s]\nhost=hs\nport=9\ndbname=ds\n").expect("written");
        let file = file.display().to_string();
        let around = [("USER", "me"), ("PGSERVICEFILE", file.as_str()), ("PGSERVICE", "s"), ("PGPORT", "7")];
        let settings = completed("dbname=mine", &around);
        assert_eq!(settings.get("host"), Some("hs"));
        assert_eq!(settings.get("port"), Some("9"));
        assert_eq!(settings.get("dbname"), Some("mine"));
        let mut missing = Settings::parse("service=none").expect("right");
        assert!(complete(&mut missing, &Environment::of(&around)).is_err());
    }

    #[test]
    fn the_choice_follows_the_documented_order() {
        let of = |options: ConnectOptions, variables: &[(&str, &str)]| match choose(
            &options,
            &Environment::of(variables),
        ) {
            Source::Given(name, _) => name,
            Source::Variables => "variables",
            Source::Private => "private",
        };
        let all = [("CODELODE_DATABASE_URL", "a"), ("DATABASE_URL", "b"), ("PGHOST", "h")];
        let url = ConnectOptions { database_url: Some("x".into()), ..Default::default() };
        let dir = ConnectOptions { data_dir: Some("d".into()), ..Default::default() };
        let none = ConnectOptions::default;
        assert_eq!(of(url, &all), "--database-url");
        assert_eq!(of(dir, &all), "private");
        assert_eq!(of(none(), &all), "CODELODE_DATABASE_URL");
        assert_eq!(of(none(), &all[1..]), "DATABASE_URL");
        assert_eq!(of(none(), &all[2..]), "variables");
        assert_eq!(of(none(), &[("PGPASSWORD", "x"), ("DATABASE_URL", "")]), "private");
    }

    #[test]
    fn a_url_of_another_database_is_an_error_that_does_not_repeat_it() {
        let environment = Environment::of(&[("DATABASE_URL", "mysql://u:secret@h/d")]);
        let error =
            resolve(&ConnectOptions::default(), &environment, &mut std::io::sink()).expect_err("mysql");
        let said = crate::report::error::message_of(&error);
        assert!(said.contains("DATABASE_URL") && !said.contains("secret"), "{said}");
        assert!(crate::report::error::hint_of(&error).is_some());
    }

    #[test]
    fn other_programs_get_the_same_connection() {
        let settings = completed("host=h port=7 password=p", &[("USER", "me")]);
        let servers = attempt::servers(&settings).expect("right");
        let variables = libpq_variables(&settings, &servers, None);
        for pair in [("PGHOST", "h"), ("PGPORT", "7"), ("PGPASSWORD", "p"), ("PGDATABASE", "me")] {
            assert!(variables.contains(&(pair.0, pair.1.to_string())), "{pair:?}");
        }
    }
}
