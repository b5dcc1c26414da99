//! libpq's password file: `host:port:database:user:password`, the first line that matches.
//!
//! Reads one file and answers for one server. A file that others can read is not used, as in libpq.
//! Format: PostgreSQL documentation, "The Password File".

use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// What a password is looked up by.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// A host name or address; `localhost` for the default socket directory, else the directory.
    pub host: &'a str,
    pub port: u16,
    pub database: &'a str,
    pub user: &'a str,
}

/// The password for `key` in this file. A missing file has none; a file that is not to be trusted has
/// none either, and the second value says why in one line.
pub fn look_up(file: &Path, key: Key<'_>) -> (Option<String>, Option<String>) {
    let Ok(entry) = std::fs::metadata(file) else { return (None, None) };
    if !entry.is_file() {
        return (None, Some(format!("the password file {} is not a plain file: not used", file.display())));
    }
    if entry.mode() & 0o077 != 0 {
        let why = format!("the password file {} can be read by others: not used (chmod 600)", file.display());
        return (None, Some(why));
    }
    match std::fs::read(file) {
        Ok(text) => (find(&String::from_utf8_lossy(&text), key), None),
        Err(error) => (None, Some(format!("could not read the password file {}: {error}", file.display()))),
    }
}

fn find(text: &str, key: Key<'_>) -> Option<String> {
    let port = key.port.to_string();
    let wanted = [key.host, &port, key.database, key.user];
    text.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut rest = line;
        for value in wanted {
            let (field, after) = take_field(rest)?;
            if field != "*" && unescape(field) != value {
                return None;
            }
            rest = after;
        }
        Some(unescape(rest)).filter(|password| !password.is_empty())
    })
}

/// Splits at the first `:` that no backslash stands before.
fn take_field(text: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    for (at, character) in text.char_indices() {
        match character {
            ':' if !escaped => return Some((&text[..at], &text[at + 1..])),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            // A backslash at the very end stands for itself.
            '\\' => plain.push(characters.next().unwrap_or('\\')),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use proptest::prelude::*;

    use super::*;

    const KEY: Key<'_> = Key { host: "db", port: 5432, database: "code", user: "me" };

    #[test]
    fn the_first_line_that_matches_counts() {
        let text = "# db:5432:code:me:no\nother:5432:code:me:no\ndb:*:*:me:p\\:a\\\\b:c\n*:*:*:*:late\n";
        assert_eq!(find(text, KEY).as_deref(), Some("p:a\\b:c"));
        assert_eq!(find(text, Key { user: "x", ..KEY }).as_deref(), Some("late"));
        assert_eq!(find("db:5432:code", KEY), None);
    }

    #[test]
    fn a_file_that_others_can_read_is_not_used() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "*:*:*:*:secret\n").expect("written");
        let open = |mode| std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode));
        open(0o640).expect("ours");
        let (password, warning) = look_up(file.path(), KEY);
        assert_eq!(password, None);
        assert!(warning.is_some_and(|text| !text.contains("secret")));
        open(0o600).expect("ours");
        assert_eq!(look_up(file.path(), KEY), (Some("secret".into()), None));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[:\\\\*#a\n\\PC]{0,80}") {
            let _ = find(&text, KEY);
        }

        #[test]
        fn any_password_and_name_survives_escaping(host in "[^\n\r*#]{1,20}", password in "[^\n\r]{1,20}") {
            let escape = |text: &str| text.replace('\\', "\\\\").replace(':', "\\:");
            let text = format!("{}:*:*:*:{}\n", escape(&host), escape(&password));
            let found = find(&text, Key { host: &host, ..KEY });
            prop_assert_eq!(found, Some(password));
        }
    }
}
