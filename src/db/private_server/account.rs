//! Which operating-system account runs the private server, and what that account may reach.
//!
//! PostgreSQL refuses to run as root. As root the server's programs are run as the owner of the
//! data directory, else as `postgres`, else as `nobody`; otherwise as ourselves. This module knows
//! users, modes and how to start a program as somebody; nothing of what the program does.

use std::ffi::{CStr, CString, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::model::{Class, Explain};

/// An entry of the user database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
    pub home: PathBuf,
}

/// The account under which the server's programs run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub name: String,
    pub uid: u32,
    pub gid: u32,
    /// True when we are root and this is somebody else.
    switched: bool,
}

impl Account {
    /// The account for the cluster under `owned`, the first of these paths that exists and is not
    /// root's saying whose it is.
    ///
    /// # Errors
    /// As root, when there is neither an owner nor a `postgres` or `nobody` account.
    pub fn choose(owned: &[&Path]) -> Result<Account> {
        let uid = effective_uid();
        if uid != 0 {
            let name = by_uid(uid).map_or_else(|| uid.to_string(), |user| user.name);
            return Ok(Account { name, uid, gid: effective_gid(), switched: false });
        }
        let owner = owned.iter().find_map(|path| {
            let entry = std::fs::symlink_metadata(path).ok().filter(|entry| entry.uid() != 0)?;
            let name = by_uid(entry.uid()).map_or_else(|| entry.uid().to_string(), |user| user.name);
            Some(Account { name, uid: entry.uid(), gid: entry.gid(), switched: true })
        });
        let known = || {
            ["postgres", "nobody"].iter().find_map(|name| {
                by_name(name).filter(|user| user.uid != 0).map(|user| Account {
                    name: user.name,
                    uid: user.uid,
                    gid: user.gid,
                    switched: true,
                })
            })
        };
        owner.or_else(known).ok_or_else(|| {
            Class::Database
                .error(
                    "PostgreSQL does not run as root, and there is no account postgres or nobody to run it",
                )
                .hint("run codelode as an ordinary user, or give --data-dir a directory that one owns")
        })
    }

    /// Is this somebody else than the process runs as?
    pub fn is_switched(&self) -> bool {
        self.switched
    }

    /// A command that runs as this account, from `/`, in the C locale, with none of the variables
    /// by which libpq and the server are steered.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").env("LC_ALL", "C");
        for (name, _) in std::env::vars_os() {
            if name.as_bytes().starts_with(b"PG") {
                command.env_remove(name);
            }
        }
        if self.switched {
            command.uid(self.uid).gid(self.gid).env("HOME", "/").env_remove("XDG_RUNTIME_DIR");
        }
        command
    }

    /// The first directory above `path` (and `path` itself) that this account can't go through.
    /// Looks at mode bits alone.
    pub fn first_closed_directory(&self, path: &Path) -> Option<PathBuf> {
        if !self.switched {
            return None;
        }
        let mut above: Vec<&Path> = path.ancestors().filter(|dir| !dir.as_os_str().is_empty()).collect();
        above.reverse();
        above.into_iter().find(|dir| !self.can_enter(dir)).map(Path::to_path_buf)
    }

    fn can_enter(&self, dir: &Path) -> bool {
        let Ok(entry) = std::fs::metadata(dir) else { return true };
        let bit = if entry.uid() == self.uid {
            0o100
        } else if entry.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        entry.mode() & bit != 0
    }
}

/// Is this a regular file with an execute bit?
pub fn is_executable(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|entry| entry.is_file() && entry.permissions().mode() & 0o111 != 0)
}

/// The effective user id of this process.
pub fn effective_uid() -> u32 {
    // SAFETY: geteuid reads a number of the process and can't fail.
    unsafe { libc::geteuid() }
}

/// The effective group id of this process.
pub fn effective_gid() -> u32 {
    // SAFETY: getegid reads a number of the process and can't fail.
    unsafe { libc::getegid() }
}

/// Looks a user up by number.
pub fn by_uid(uid: u32) -> Option<User> {
    // SAFETY: the closure hands getpwuid_r the buffers that `look_up` owns for the whole call.
    look_up(|entry, buffer, length, found| unsafe { libc::getpwuid_r(uid, entry, buffer, length, found) })
}

/// Looks a user up by name.
pub fn by_name(name: &str) -> Option<User> {
    let name = CString::new(name).ok()?;
    // SAFETY: as in `by_uid`; the name is NUL-terminated and outlives the call.
    look_up(|entry, buffer, length, found| unsafe {
        libc::getpwnam_r(name.as_ptr(), entry, buffer, length, found)
    })
}

type Found = *mut *mut libc::passwd;

fn look_up(call: impl Fn(*mut libc::passwd, *mut libc::c_char, usize, Found) -> libc::c_int) -> Option<User> {
    let mut buffer: Vec<libc::c_char> = vec![0; 16 * 1024];
    let mut entry = std::mem::MaybeUninit::<libc::passwd>::uninit();
    let mut found: *mut libc::passwd = std::ptr::null_mut();
    let code = call(entry.as_mut_ptr(), buffer.as_mut_ptr(), buffer.len(), &mut found);
    if code != 0 || found.is_null() {
        return None;
    }
    // SAFETY: a non-null `found` points at `entry`, which the call has filled in; its strings are
    // NUL-terminated and live in `buffer`, which is still there.
    let (name, home, uid, gid) = unsafe {
        let entry = &*found;
        (CStr::from_ptr(entry.pw_name), CStr::from_ptr(entry.pw_dir), entry.pw_uid, entry.pw_gid)
    };
    Some(User {
        name: name.to_string_lossy().into_owned(),
        uid,
        gid,
        home: PathBuf::from(OsStr::from_bytes(home.to_bytes())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_both_ways() {
        let user = by_uid(0).expect("root is in every user database");
        assert_eq!(by_name(&user.name), Some(user));
        assert_eq!(by_name("no such user, ever"), None);
    }

    #[test]
    fn a_closed_directory_is_named() {
        let scratch = tempfile::tempdir().expect("a directory");
        let closed = scratch.path().join("closed");
        std::fs::create_dir(&closed).expect("made");
        let open = |path: &Path, mode| {
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("ours");
        };
        open(scratch.path(), 0o755);
        open(&closed, 0o700);
        let other = Account { name: "x".into(), uid: 4_000_000, gid: 4_000_000, switched: true };
        assert_eq!(other.first_closed_directory(&closed.join("inner")), Some(closed.clone()));
        open(&closed, 0o711);
        assert_eq!(other.first_closed_directory(&closed.join("inner")), None);
    }
}
