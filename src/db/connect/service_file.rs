//! libpq's connection service file: named groups of connection settings.
//!
//! Reads text into settings; where the files are is said by the caller's environment.
//! Format: PostgreSQL documentation, "The Connection Service File".

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::conninfo::Settings;
use crate::db::environment::Environment;

/// Where packages put the system-wide file when `PGSYSCONFDIR` says nothing.
const SYSTEM_DIRS: [&str; 4] = ["/etc/postgresql-common", "/etc/sysconfig/pgsql", "/etc", "/usr/local/etc"];

/// The settings of a service: from `file` (else `PGSERVICEFILE`, else `~/.pg_service.conf`), then the
/// system-wide file.
///
/// # Errors
/// A named file that can't be read, a line that can't be understood, or no such service anywhere.
pub fn find(service: &str, file: Option<&str>, environment: &Environment) -> Result<Settings> {
    let named = file.map(PathBuf::from).or_else(|| environment.path("PGSERVICEFILE"));
    let own = match named {
        Some(file) if file.exists() => Some(file),
        Some(file) => bail!("there is no service file {}", file.display()),
        None => environment.home().map(|home| home.join(".pg_service.conf")).filter(|file| file.exists()),
    };
    let system = match environment.path("PGSYSCONFDIR") {
        Some(dir) => vec![dir],
        None => SYSTEM_DIRS.iter().map(PathBuf::from).collect(),
    };
    let system = system.into_iter().map(|dir| dir.join("pg_service.conf")).filter(|file| file.exists());
    for file in own.into_iter().chain(system) {
        if let Some(settings) = find_in(&file, service)? {
            return Ok(settings);
        }
    }
    bail!("there is no definition of the service {service:?}")
}

fn find_in(file: &Path, service: &str) -> Result<Option<Settings>> {
    let text = std::fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    parse(&String::from_utf8_lossy(&text), service)
        .with_context(|| format!("could not understand the service file {}", file.display()))
}

/// The settings under `[service]`; `None` when the text has no such group.
fn parse(text: &str, service: &str) -> Result<Option<Settings>> {
    let mut found: Option<Settings> = None;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            if found.is_some() {
                break;
            }
            found = (name == service).then(Settings::default);
            continue;
        }
        let Some(settings) = found.as_mut() else { continue };
        let number = index + 1;
        let Some((keyword, value)) = line.split_once('=') else {
            bail!("line {number} is not keyword=value");
        };
        if keyword.trim() == "service" || line.starts_with("ldap") {
            bail!("line {number}: services within services, and LDAP, are not supported");
        }
        // The first of two lines counts, as in libpq.
        if !settings.has(keyword.trim()) {
            settings.set(keyword.trim(), value.trim()).with_context(|| format!("line {number}"))?;
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_group_of_that_name_is_read_and_no_other() {
        let text = "# mine\n[a]\nhost=ha\n\n[b]\nhost=hb\n port=7\nhost=late\n[c]\nnonsense\n";
        let settings = parse(text, "b").expect("right").expect("there");
        assert_eq!((settings.get("host"), settings.get("port")), (Some("hb"), Some("7")));
        assert_eq!(parse(text, "d").expect("right"), None);
        assert!(parse(text, "c").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\]a-z=#\n \\PC]{0,80}", service in "[a-z]{0,3}") {
            let _ = parse(&text, &service);
        }

        #[test]
        fn what_is_written_is_read(service in "[a-z]{1,8}", host in "[a-z./][a-z0-9./-]{0,20}") {
            let text = format!("[other-{service}]\nhost=x\n[{service}]\nhost={host}\n");
            let settings = parse(&text, &service).expect("right").expect("there");
            prop_assert_eq!(settings.get("host"), Some(host.as_str()));
        }
    }
}
