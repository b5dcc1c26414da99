//! The process's surroundings as a value: variables, home directory, user name.
//!
//! Everything that looks outside for a connection or for server binaries takes this, so that a
//! test can say what there is. It knows no meaning of any variable.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::db::private_server::account;

/// A snapshot of the variables of a process. Values that are not UTF-8 are kept for paths.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, OsString>,
    user: Option<String>,
    home: Option<PathBuf>,
}

impl Environment {
    /// What this process was started with.
    pub fn of_process() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| name.into_string().ok().map(|name| (name, value)))
            .collect::<BTreeMap<_, _>>();
        let entry = account::by_uid(account::effective_uid());
        let home = match variables.get("HOME") {
            Some(home) if !home.is_empty() => Some(PathBuf::from(home)),
            _ => entry.as_ref().map(|entry| entry.home.clone()),
        };
        Environment { variables, user: entry.map(|entry| entry.name), home }
    }

    /// Surroundings that hold these variables and nothing else; for tests. `HOME` and `USER` also
    /// say the home directory and the user.
    pub fn of(variables: &[(&str, &str)]) -> Self {
        let variables = variables
            .iter()
            .map(|(name, value)| (name.to_string(), OsString::from(value)))
            .collect::<BTreeMap<_, _>>();
        let user = variables.get("USER").map(|user| user.to_string_lossy().into_owned());
        let home = variables.get("HOME").map(PathBuf::from);
        Environment { variables, user, home }
    }

    /// The variable as text; an empty one counts as absent, as does one that is not UTF-8.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.variables.get(name).and_then(|value| value.to_str()).filter(|value| !value.is_empty())
    }

    /// The variable as a path; an empty one counts as absent.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.variables.get(name).filter(|value| !value.is_empty()).map(PathBuf::from)
    }

    /// The directories of `PATH`, in order.
    pub fn search_path(&self) -> Vec<PathBuf> {
        self.variables.get("PATH").map(|path| std::env::split_paths(path).collect()).unwrap_or_default()
    }

    /// The first file of this name on `PATH` that can be run.
    pub fn find_program(&self, name: &str) -> Option<PathBuf> {
        self.search_path().into_iter().map(|dir| dir.join(name)).find(|file| account::is_executable(file))
    }

    /// The home directory: `HOME`, else what the user database says.
    pub fn home(&self) -> Option<&PathBuf> {
        self.home.as_ref()
    }

    /// The name of the effective user, as the user database has it.
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }
}
