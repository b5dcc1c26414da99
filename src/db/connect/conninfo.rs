//! Connection strings as libpq reads them: a URL or `keyword=value` pairs, into settings by keyword.
//!
//! Knows the grammar and the keywords, and nothing of files, environment or defaults. Errors never
//! repeat the text they are about, since it may hold a password.
//! Grammar: PostgreSQL documentation, "Connection Strings".

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Result, anyhow, bail};

/// Keywords that codelode follows.
const FOLLOWED: [&str; 29] = [
    "application_name",
    "channel_binding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "load_balance_hosts",
    "options",
    "passfile",
    "password",
    "port",
    "requiressl",
    "service",
    "servicefile",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

/// Keywords that change nothing for codelode: it sends UTF-8, speaks no GSSAPI, and compresses nothing.
const WITHOUT_EFFECT: [&str; 6] =
    ["client_encoding", "gssdelegation", "gssencmode", "gsslib", "krbsrvname", "sslcompression"];

/// Keywords that ask for something that codelode does not do. Passing over them could weaken what the
/// user relies on, so they are refused.
const REFUSED: [&str; 13] = [
    "replication",
    "require_auth",
    "requirepeer",
    "scram_client_key",
    "scram_server_key",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcertmode",
    "sslcrldir",
    "sslkeylogfile",
    "sslpassword",
    "min_protocol_version",
    "max_protocol_version",
];

/// Connection settings by libpq's keyword. An empty value is a value.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// The value of a keyword; `None` when it is absent or empty, which libpq treats alike.
    pub fn get(&self, keyword: &str) -> Option<&str> {
        self.0.get(keyword).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Is the keyword given at all, be it as empty?
    pub fn has(&self, keyword: &str) -> bool {
        self.0.contains_key(keyword)
    }

    /// Sets a keyword.
    ///
    /// # Errors
    /// The keyword is unknown, or asks for what codelode does not do.
    pub fn set(&mut self, keyword: &str, value: &str) -> Result<()> {
        if WITHOUT_EFFECT.contains(&keyword) {
            return Ok(());
        }
        if REFUSED.contains(&keyword) {
            bail!("codelode does not support the connection option {keyword}");
        }
        if !FOLLOWED.contains(&keyword) {
            // What stands before a `=` in a mangled string can be a piece of a password.
            bail!("there is an unknown connection option");
        }
        self.0.insert(keyword.to_string(), value.to_string());
        Ok(())
    }

    /// Sets a keyword to what was found for it, whatever it said before.
    pub fn replace(&mut self, keyword: &str, value: &str) {
        self.0.insert(keyword.to_string(), value.to_string());
    }

    /// Takes over the keywords that are not given yet.
    pub fn fill_from(&mut self, other: &Settings) {
        for (keyword, value) in &other.0 {
            self.0.entry(keyword.clone()).or_insert_with(|| value.clone());
        }
    }

    /// Reads a URL (`postgresql://…`, `postgres://…`) or `keyword=value` pairs.
    ///
    /// # Errors
    /// It is neither, or holds an unknown keyword. The message does not repeat the text.
    pub fn parse(text: &str) -> Result<Settings> {
        for scheme in ["postgresql://", "postgres://"] {
            if let Some(rest) = text.strip_prefix(scheme) {
                return parse_url(rest);
            }
        }
        if text
            .split_once("://")
            .is_some_and(|(scheme, _)| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
        {
            bail!("it is a URL of something other than PostgreSQL");
        }
        parse_pairs(text)
    }

    /// The settings as `keyword='value'` pairs, password included.
    #[cfg(test)]
    fn to_pairs(&self) -> String {
        let quote = |value: &str| value.replace('\\', "\\\\").replace('\'', "\\'");
        self.0.iter().map(|(keyword, value)| format!("{keyword} = '{}' ", quote(value))).collect()
    }
}

/// Shows everything but the password.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.iter().map(|(keyword, value)| match keyword.as_str() {
            "password" => (keyword, "_"),
            _ => (keyword, value.as_str()),
        });
        f.debug_map().entries(shown).finish()
    }
}

fn parse_pairs(text: &str) -> Result<Settings> {
    let mut settings = Settings::default();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (keyword, after) = rest
            .split_once('=')
            .ok_or_else(|| anyhow!("it is neither a postgresql:// URL nor keyword=value pairs"))?;
        let (value, after) = take_value(after.trim_start())?;
        settings.set(keyword.trim_end(), &value)?;
        rest = after.trim_start();
    }
    Ok(settings)
}

/// Takes one value, quoted or up to white space, with `\` before a character that stands for itself.
fn take_value(text: &str) -> Result<(String, &str)> {
    let quoted = text.starts_with('\'');
    let body = if quoted { &text[1..] } else { text };
    let mut value = String::new();
    let mut characters = body.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => value.extend(characters.next().map(|(_, next)| next)),
            '\'' if quoted => return Ok((value, &body[at + 1..])),
            space if !quoted && space.is_whitespace() => return Ok((value, &body[at..])),
            other => value.push(other),
        }
    }
    if quoted {
        bail!("a quoted value in it has no end");
    }
    Ok((value, ""))
}

/// `user:password@host:port,host:port/dbname?keyword=value&…`, the scheme taken off.
fn parse_url(text: &str) -> Result<Settings> {
    let mut settings = Settings::default();
    let (text, query) = match text.split_once('?') {
        Some((text, query)) => (text, Some(query)),
        None => (text, None),
    };
    let (authority, dbname) = match text.split_once('/') {
        Some((authority, dbname)) => (authority, dbname),
        None => (text, ""),
    };
    // The last @: a password that was not encoded may hold one.
    let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    for (keyword, value) in [("user", user), ("password", password), ("dbname", dbname)] {
        if !value.is_empty() {
            settings.set(keyword, &percent_decode(value)?)?;
        }
    }
    if !hosts.is_empty() {
        set_hosts(&mut settings, hosts)?;
    }
    for pair in query.into_iter().flat_map(|query| query.split('&')).filter(|pair| !pair.is_empty()) {
        let (keyword, value) =
            pair.split_once('=').ok_or_else(|| anyhow!("an option in its query has no value"))?;
        set_from_query(&mut settings, &percent_decode(keyword)?, &percent_decode(value)?)?;
    }
    Ok(settings)
}

fn set_from_query(settings: &mut Settings, keyword: &str, value: &str) -> Result<()> {
    match (keyword, value) {
        // What JDBC calls it; libpq takes it in URLs.
        ("ssl", "true") => settings.set("sslmode", "require"),
        _ => settings.set(keyword, value),
    }
}

/// `host:port,[v6]:port,…` into the two lists that libpq keeps.
fn set_hosts(settings: &mut Settings, text: &str) -> Result<()> {
    let mut hosts = Vec::new();
    let mut ports = Vec::new();
    for one in text.split(',') {
        let (host, port) = match one.strip_prefix('[') {
            Some(bracketed) => {
                let (host, after) =
                    bracketed.split_once(']').ok_or_else(|| anyhow!("an IPv6 address in it lacks its ]"))?;
                (host, after.strip_prefix(':').unwrap_or(after))
            }
            None => one.split_once(':').unwrap_or((one, "")),
        };
        hosts.push(percent_decode(host)?);
        ports.push(percent_decode(port)?);
    }
    settings.set("host", &hosts.join(","))?;
    if ports.iter().any(|port| !port.is_empty()) {
        settings.set("port", &ports.join(","))?;
    }
    Ok(())
}

fn percent_decode(text: &str) -> Result<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else {
            bail!("it holds a % without two hexadecimal digits (write a plain % as %25)");
        };
        // Two hexadecimal digits make a byte.
        bytes.push((high * 16 + low) as u8);
        rest = after.get(2..).unwrap_or_default();
    }
    String::from_utf8(bytes).map_err(|_| anyhow!("it is not UTF-8 once its % are decoded"))
}

/// Writes a path for the query of a URL: everything but letters, digits, `-._~/` as `%XX`.
pub fn percent_encode(path: &Path) -> String {
    let mut text = String::new();
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                text.push(char::from(*byte));
            }
            other => text.push_str(&format!("%{other:02X}")),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn get(text: &str, keyword: &str) -> Option<String> {
        Settings::parse(text).expect("it is right").get(keyword).map(str::to_string)
    }

    #[test]
    fn urls_are_read_as_libpq_reads_them() {
        let url = "postgresql://me:p%40ss@db1:5433,[::1]/my%20db?sslmode=require&application_name=x";
        assert_eq!(get(url, "user").as_deref(), Some("me"));
        assert_eq!(get(url, "password").as_deref(), Some("p@ss"));
        assert_eq!(get(url, "host").as_deref(), Some("db1,::1"));
        assert_eq!(get(url, "port").as_deref(), Some("5433,"));
        assert_eq!(get(url, "dbname").as_deref(), Some("my db"));
        assert_eq!(get(url, "sslmode").as_deref(), Some("require"));
        assert_eq!(get("postgres:///x?host=/tmp/a%20b", "host").as_deref(), Some("/tmp/a b"));
        assert_eq!(get("postgres://%2Fvar%2Frun/x", "host").as_deref(), Some("/var/run"));
        assert_eq!(get("postgres://h?ssl=true", "sslmode").as_deref(), Some("require"));
    }

    #[test]
    fn pairs_are_read_as_libpq_reads_them() {
        let text = r"host = 'a b' user=it\'s password='' dbname=x\ y";
        assert_eq!(get(text, "host").as_deref(), Some("a b"));
        assert_eq!(get(text, "user").as_deref(), Some("it's"));
        assert_eq!(get(text, "password"), None);
        assert_eq!(get(text, "dbname").as_deref(), Some("x y"));
    }

    #[test]
    fn what_is_wrong_is_said_without_repeating_it() {
        for text in [
            "secret",
            "mysql://u:secret@h/d",
            "secret=1",
            "user='secret",
            "postgres://u:secret%zz@h",
            "require_auth=secret",
        ] {
            let error = Settings::parse(text).expect_err("it is wrong").to_string();
            assert!(!error.contains("secret"), "{error}");
        }
        let shown = format!("{:?}", Settings::parse("password=secret host=h").expect("right"));
        assert!(!shown.contains("secret") && shown.contains("host"), "{shown}");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), url in "(postgres://)?[a-z%@:/?=&,'\\[\\] \\\\0-9é]{0,40}") {
            let _ = Settings::parse(&text);
            let _ = Settings::parse(&url);
        }

        #[test]
        fn settings_survive_being_written_and_read(values in prop::collection::vec(any::<String>(), FOLLOWED.len())) {
            let mut settings = Settings::default();
            for (keyword, value) in FOLLOWED.iter().zip(&values) {
                settings.set(keyword, value).expect("known");
            }
            prop_assert_eq!(Settings::parse(&settings.to_pairs()).expect("written by us"), settings);
        }

        #[test]
        fn paths_survive_a_url(path in "[^\0]{1,60}") {
            let encoded = percent_encode(Path::new(&path));
            prop_assert_eq!(percent_decode(&encoded).expect("encoded by us"), path);
        }
    }
}
