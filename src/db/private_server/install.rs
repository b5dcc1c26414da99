//! Installs PostgreSQL's server with the package manager of this system.
//!
//! It runs the distribution's own command and edits nothing itself: what a package does when it is
//! installed (Debian's makes and starts a default cluster) is that package's affair, and the private
//! server never touches it.

use std::io::Write;
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::account;
use crate::db::environment::Environment;
use crate::model::{Class, Explain};

/// One command to run, as words.
type Words = Vec<String>;

/// The commands that install the server on this system, as a person would type them; `None` where no
/// known package manager is on `PATH`.
pub fn command_line(environment: &Environment) -> Option<String> {
    let commands = commands(environment)?;
    Some(commands.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join(" && "))
}

/// Runs those commands, saying each on `talk` first; what they print goes to stderr.
///
/// # Errors
/// No known package manager, or a command that fails.
pub fn install(environment: &Environment, talk: &mut dyn Write) -> Result<()> {
    let commands = commands(environment).ok_or_else(|| {
        Class::Database
            .error("no package manager that codelode knows is here (apt, dnf, apk, pacman, brew)")
            .hint("install PostgreSQL 15 or newer, or set CODELODE_PG_BIN to the directory of its programs")
    })?;
    for words in commands {
        let line = words.join(" ");
        writeln!(talk, "running: {line}")?;
        talk.flush()?;
        run(&words).with_context(|| format!("could not run `{line}`")).class(Class::Database)?;
    }
    Ok(())
}

fn run(words: &Words) -> Result<()> {
    let (program, arguments) = words.split_first().context("an empty command")?;
    let to_stderr = std::io::stderr().as_fd().try_clone_to_owned()?;
    let status = Command::new(program).args(arguments).stdout(Stdio::from(to_stderr)).status()?;
    anyhow::ensure!(status.success(), "it ended with {status}");
    Ok(())
}

fn commands(environment: &Environment) -> Option<Vec<Words>> {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let lists_there = children_exist(Path::new("/var/lib/apt/lists"), "_Packages");
    let manager = ["apt-get", "dnf", "apk", "pacman", "brew"]
        .into_iter()
        .find(|manager| environment.find_program(manager).is_some())?;
    let plain = recipe(manager, &release, lists_there);
    let as_root = account::effective_uid() == 0 || manager == "brew";
    let sudo: &[&str] = if as_root { &[] } else { &["sudo"] };
    Some(
        plain
            .iter()
            .map(|line| sudo.iter().copied().chain(line.split(' ')).map(str::to_string).collect())
            .collect(),
    )
}

/// The commands of one package manager. Where the extensions that codelode can use (pg_trgm) are a
/// package of their own, that is named too.
fn recipe(manager: &str, release: &str, lists_there: bool) -> Vec<&'static str> {
    const APT: &str =
        "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql";
    match manager {
        "apt-get" if lists_there => vec![APT],
        "apt-get" => vec!["apt-get update", APT],
        // Without a stream RHEL 8 and 9 install a server that is too old.
        "dnf" if needs_stream(release) => {
            vec!["dnf module enable -y postgresql:15", "dnf install -y postgresql-server postgresql-contrib"]
        }
        "dnf" => vec!["dnf install -y postgresql-server postgresql-contrib"],
        "apk" => vec!["apk add postgresql postgresql-contrib"],
        "pacman" => vec!["pacman -Sy --noconfirm --needed postgresql"],
        _ => vec!["brew install postgresql@17"],
    }
}

fn needs_stream(os_release: &str) -> bool {
    let value = |key: &str| {
        os_release
            .lines()
            .filter_map(|line| line.strip_prefix(key))
            .filter_map(|rest| rest.strip_prefix('='))
            .map(|value| value.trim_matches('"').to_string())
            .next()
            .unwrap_or_default()
    };
    let rhel = format!("{} {}", value("ID"), value("ID_LIKE")).split(' ').any(|id| id == "rhel");
    rhel && ["8", "9"].iter().any(|major| value("VERSION_ID").split('.').next() == Some(major))
}

fn children_exist(dir: &Path, suffix: &str) -> bool {
    std::fs::read_dir(dir).is_ok_and(|entries| {
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().contains(suffix))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_manager_has_its_command() {
        assert_eq!(recipe("apt-get", "", false).len(), 2);
        assert!(recipe("apt-get", "", true)[0].ends_with("--no-install-recommends postgresql"));
        assert!(recipe("dnf", "ID=fedora\nVERSION_ID=42", false)[0].starts_with("dnf install"));
        let rocky = "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"";
        assert!(recipe("dnf", rocky, false)[0].contains("module enable"));
        assert!(recipe("brew", "", false)[0].contains("postgresql@"));
    }

    #[test]
    fn without_a_known_manager_there_is_no_command() {
        assert_eq!(command_line(&Environment::of(&[("PATH", "/nowhere")])), None);
    }
}
