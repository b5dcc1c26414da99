//! Finds the PostgreSQL server programs that are installed, and picks a version.
//!
//! Looks at `CODELODE_PG_BIN`, `pg_config`, `PATH` and the usual places. It starts nothing but
//! `--version` and `--bindir`, and knows no data directory beyond the major version it was told.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use super::account;
use super::install;
use crate::db::environment::Environment;
use crate::model::{Class, Explain};

/// The oldest server that codelode's SQL runs on.
pub const MAJOR_MIN: u32 = 15;

/// A directory with `postgres`, `initdb` and `pg_ctl` of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binaries {
    pub dir: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// The path of one program.
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Picks the programs for a data directory: those of the major version that made it (`made_by`),
    /// else the newest.
    ///
    /// # Errors
    /// None installed, none new enough, or none of the version that made the data directory.
    pub fn find(environment: &Environment, made_by: Option<u32>) -> Result<Binaries> {
        let found = match environment.path("CODELODE_PG_BIN") {
            Some(dir) => vec![named_by_user(&dir)?],
            None => installed(environment),
        };
        choose(found, made_by).map_err(|error| error.hint(hint(environment, made_by)))
    }
}

fn hint(environment: &Environment, made_by: Option<u32>) -> String {
    match (made_by, install::command_line(environment)) {
        (Some(major), _) => {
            format!("install the server of PostgreSQL {major}, or index anew with another --data-dir")
        }
        (None, Some(command)) => {
            format!(
                "install it with `{command}`, or let codelode do that: --install-server or `codelode server install`"
            )
        }
        (None, None) => {
            "install PostgreSQL's server, or set CODELODE_PG_BIN to the directory of its programs".into()
        }
    }
}

fn choose(found: Vec<Binaries>, made_by: Option<u32>) -> Result<Binaries> {
    let majors = found.iter().map(|binaries| binaries.major.to_string()).collect::<Vec<_>>().join(", ");
    if let Some(major) = made_by {
        return found.into_iter().find(|binaries| binaries.major == major).ok_or_else(|| {
            let there = if majors.is_empty() { "no server is".into() } else { format!("only {majors} is") };
            Class::Database.error(format!(
                "the data directory was made by PostgreSQL {major}, whose server programs are not here ({there} installed)"
            ))
        });
    }
    // The first of the newest: `max_by_key` would take the last, and the order is one of preference.
    let newest = found.into_iter().rev().max_by_key(|binaries| binaries.major);
    match newest {
        Some(newest) if newest.major >= MAJOR_MIN => Ok(newest),
        Some(old) => Err(Class::Database.error(format!(
            "the PostgreSQL server programs in {} are version {}; codelode needs {MAJOR_MIN} or newer",
            old.dir.display(),
            old.major
        ))),
        None => Err(Class::Database.error("no PostgreSQL server programs are installed here")),
    }
}

fn named_by_user(dir: &Path) -> Result<Binaries> {
    probe(dir).ok_or_else(|| {
        Class::Database
            .error(format!("CODELODE_PG_BIN={} holds no PostgreSQL server programs", dir.display()))
            .hint("it is the directory of postgres, initdb and pg_ctl")
    })
}

/// Every installation that can be found, most preferred first, each directory once.
fn installed(environment: &Environment) -> Vec<Binaries> {
    let mut found: Vec<Binaries> = Vec::new();
    for dir in candidate_dirs(environment) {
        let dir = dir.canonicalize().unwrap_or(dir);
        if found.iter().any(|binaries| binaries.dir == dir) {
            continue;
        }
        found.extend(probe(&dir));
    }
    found
}

fn candidate_dirs(environment: &Environment) -> Vec<PathBuf> {
    let mut dirs = Vec::new();
    if let Some(pg_config) = environment.find_program("pg_config") {
        dirs.extend(output_of(&pg_config, "--bindir").map(PathBuf::from));
    }
    for dir in environment.search_path() {
        // A link on PATH leads to the directory that holds the other programs too.
        if let Ok(postgres) = dir.join("postgres").canonicalize() {
            dirs.extend(postgres.parent().map(Path::to_path_buf));
        }
    }
    dirs.extend(usual_dirs());
    dirs
}

/// Where packages put the server: Debian, PGDG on Fedora and RHEL, Alpine, Homebrew, Postgres.app.
fn usual_dirs() -> Vec<PathBuf> {
    const PLACES: [(&str, &str, &str); 8] = [
        ("/usr/lib/postgresql", "", "bin"),
        ("/usr", "pgsql-", "bin"),
        ("/usr/libexec", "postgresql", ""),
        ("/opt/homebrew/opt", "postgresql", "bin"),
        ("/usr/local/opt", "postgresql", "bin"),
        ("/home/linuxbrew/.linuxbrew/opt", "postgresql", "bin"),
        ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
        ("/usr/local", "pgsql", "bin"),
    ];
    PLACES.iter().flat_map(|(parent, prefix, below)| children(Path::new(parent), prefix, below)).collect()
}

fn children(parent: &Path, prefix: &str, below: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(parent) else { return Vec::new() };
    let mut dirs: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(prefix))
        .map(|entry| if below.is_empty() { entry.path() } else { entry.path().join(below) })
        .collect();
    dirs.sort();
    dirs
}

/// Reads the version of the programs in `dir`; `None` when one of them is missing or does not run.
fn probe(dir: &Path) -> Option<Binaries> {
    let complete =
        ["postgres", "initdb", "pg_ctl"].iter().all(|name| account::is_executable(&dir.join(name)));
    if !complete {
        return None;
    }
    let version = output_of(&dir.join("postgres"), "--version")?;
    Some(Binaries { dir: dir.to_path_buf(), major: major_of(&version)? })
}

fn output_of(program: &Path, option: &str) -> Option<String> {
    let output = Command::new(program).arg(option).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_string())
}

/// `postgres (PostgreSQL) 15.14 (Debian …)`, `postgres (PostgreSQL) 18beta1` → 15, 18.
fn major_of(version: &str) -> Option<u32> {
    let number = version.split(") ").nth(1)?;
    let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
    number[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(major: u32, dir: &str) -> Binaries {
        Binaries { dir: PathBuf::from(dir), major }
    }

    #[test]
    fn versions_are_read_as_distributions_print_them() {
        assert_eq!(major_of("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"), Some(15));
        assert_eq!(major_of("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major_of("something else"), None);
    }

    #[test]
    fn the_maker_of_the_data_wins_else_the_newest_that_comes_first() {
        let all = vec![at(16, "a"), at(17, "b"), at(17, "c"), at(15, "d")];
        assert_eq!(choose(all.clone(), None).expect("one"), at(17, "b"));
        assert_eq!(choose(all.clone(), Some(15)).expect("one"), at(15, "d"));
        assert!(choose(all, Some(14)).is_err());
        assert!(choose(vec![at(14, "a")], None).is_err());
        assert!(choose(vec![], None).is_err());
    }
}
