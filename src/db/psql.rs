//! `codelode sql`: psql on the same database, with codelode's schema first in its search path.
//!
//! Builds the command and hands the process over to it. The connection goes through the environment,
//! so that no password shows in a list of processes.

use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use super::connect::Target;
use super::environment::Environment;
use super::private_server::{Binaries, account};
use crate::model::{Class, Explain};

/// Variables that say how psql shows things, not where it connects.
const KEPT: [&str; 5] = ["PGTZ", "PGDATESTYLE", "PGCLIENTENCODING", "PG_COLOR", "PG_COLORS"];

/// The command that opens psql on `target` with `schema` in front of `public`; `arguments` go to psql.
///
/// # Errors
/// There is no psql beside the server's programs or on `PATH`.
pub fn command(target: &Target, schema: &str, arguments: &[OsString]) -> Result<Command> {
    let mut command = Command::new(find_psql(&Environment::of_process())?);
    for (name, _) in std::env::vars_os() {
        // What the target says is complete; what is left over could contradict it.
        if name.to_str().is_some_and(|name| name.starts_with("PG") && !KEPT.contains(&name)) {
            command.env_remove(name);
        }
    }
    let variables = target.libpq_variables();
    let own_options = variables.iter().find(|(name, _)| *name == "PGOPTIONS").map(|(_, value)| value.clone());
    command.envs(variables).env("PGOPTIONS", options(own_options.as_deref(), schema)).args(arguments);
    Ok(command)
}

/// Turns this process into psql. Returns only when that fails.
///
/// # Errors
/// As [`command`], or psql can't be run.
pub fn exec(target: &Target, schema: &str, arguments: &[OsString]) -> Result<std::convert::Infallible> {
    let mut command = command(target, schema, arguments)?;
    let error = command.exec();
    Err(error).with_context(|| format!("could not run {}", command.get_program().to_string_lossy()))
}

fn find_psql(environment: &Environment) -> Result<PathBuf> {
    let beside = Binaries::find(environment, None).map(|binaries| binaries.program("psql")).ok();
    beside
        .filter(|psql| account::is_executable(psql))
        .or_else(|| environment.find_program("psql"))
        .ok_or_else(|| {
            Class::Failed.error("there is no psql here").hint("it comes with PostgreSQL's client package")
        })
}

/// `-c search_path=…`, with backslashes where the server would split the value.
fn options(own: Option<&str>, schema: &str) -> String {
    let path = format!("\"{}\",public", schema.replace('"', "\"\""));
    let escaped = path.replace('\\', "\\\\").replace(' ', "\\ ");
    format!("{} -c search_path={escaped}", own.unwrap_or_default()).trim_start().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_schema_name_reaches_the_search_path() {
        assert_eq!(options(None, "codelode"), r#"-c search_path="codelode",public"#);
        assert_eq!(options(Some("-c a=b"), r#"my "own""#), r#"-c a=b -c search_path="my\ ""own""",public"#);
    }
}
