//! Installs PostgreSQL's server with the package manager of this system.
//!
//! It runs the distribution's own command and edits nothing itself: what a package does when it is
//! installed (Debian's makes and starts a default cluster) is that package's affair, and the private
//! server never touches it.

use std::io::Write;
use std::os::fd::AsFd;
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
    let Some((install, preparations)) = commands.split_last() else { return Ok(()) };
    for words in preparations {
        // A list of somebody else's packages that can't be fetched need not stop ours.
        if let Err(error) = say_and_run(words, environment, talk) {
            writeln!(talk, "warning: {error:#}")?;
        }
    }
    say_and_run(install, environment, talk).class(Class::Database)
}

fn say_and_run(words: &Words, environment: &Environment, talk: &mut dyn Write) -> Result<()> {
    let line = words.join(" ");
    writeln!(talk, "running: {line}")?;
    talk.flush()?;
    run(words, environment).with_context(|| format!("could not run `{line}`"))
}

fn run(words: &Words, environment: &Environment) -> Result<()> {
    let (program, arguments) = words.split_first().context("an empty command")?;
    let to_stderr = std::io::stderr().as_fd().try_clone_to_owned()?;
    let path = std::env::join_paths(environment.search_path())?;
    let status =
        Command::new(program).args(arguments).env("PATH", path).stdout(Stdio::from(to_stderr)).status()?;
    anyhow::ensure!(status.success(), "it ended with {status}");
    Ok(())
}

fn commands(environment: &Environment) -> Option<Vec<Words>> {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let manager = ["apt-get", "dnf", "apk", "pacman", "brew"]
        .into_iter()
        .find(|manager| environment.find_program(manager).is_some())?;
    let plain = recipe(manager, &release);
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
fn recipe(manager: &str, release: &str) -> Vec<&'static str> {
    const APT: &str =
        "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql";
    match manager {
        // Lists that are missing or old name packages that are not there any more.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_manager_has_its_command() {
        assert!(recipe("apt-get", "")[1].ends_with("--no-install-recommends postgresql"));
        assert!(recipe("dnf", "ID=fedora\nVERSION_ID=42")[0].starts_with("dnf install"));
        let rocky = "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=\"9.4\"";
        assert!(recipe("dnf", rocky)[0].contains("module enable"));
        assert!(recipe("brew", "")[0].contains("postgresql@"));
    }

    #[test]
    fn it_says_and_runs_the_command_and_reports_its_failure() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().expect("a directory");
        let write = |name: &str, text: &str| {
            let file = dir.path().join(name);
            std::fs::write(&file, text).expect("written");
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).expect("ours");
        };
        let log = dir.path().join("log");
        // sudo stands aside, so that this runs the same for everybody.
        write("sudo", "#!/bin/sh\nexec \"$@\"\n");
        write("pacman", &format!("#!/bin/sh\necho \"$@\" >> {}\n", log.display()));
        let path = format!("{}:/usr/bin:/bin", dir.path().display());
        let only_ours = Environment::of(&[("PATH", dir.path().to_str().expect("text"))]);
        let mut talk = Vec::new();
        let words: Words = ["pacman", "-S", "postgresql"].map(str::to_string).to_vec();
        let environment = Environment::of(&[("PATH", &path)]);
        say_and_run(&words, &environment, &mut talk).expect("it runs");
        assert_eq!(String::from_utf8_lossy(&talk), "running: pacman -S postgresql\n");
        assert_eq!(std::fs::read_to_string(&log).expect("written by it"), "-S postgresql\n");
        assert!(command_line(&only_ours).is_some_and(|line| line.ends_with("--needed postgresql")));
        write("pacman", "#!/bin/sh\nexit 7\n");
        let error = install(&only_ours, &mut talk).expect_err("it fails");
        assert!(crate::report::error::message_of(&error).contains("7"));
    }

    #[test]
    fn without_a_known_manager_there_is_no_command() {
        assert_eq!(command_line(&Environment::of(&[("PATH", "/nowhere")])), None);
    }
}
