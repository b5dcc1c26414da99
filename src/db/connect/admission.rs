//! Whether a server is one that codelode can work with: new enough, UTF-8, no transaction pooling.

use anyhow::{Context, Result, bail};
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

use super::attempt::Refusal;
use crate::db::private_server::MAJOR_MIN;
use crate::model::{Class, Explain};

/// Sent with a connection's start. A server takes it; a pooler either refuses it or keeps it, because
/// it shares server connections among clients who want different options.
pub const DIRECT_OPTION: &str = "-c codelode.direct=on";

/// What is known of a server after the first connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Nothing stands between.
    Direct,
    /// A pooler that keeps a session on one server connection.
    Pooled,
}

/// What a server says of itself on a new connection.
#[derive(Clone, Debug)]
pub struct Introduction {
    /// As `server_version_num`: 150014.
    pub version: i32,
    /// The process that serves this connection.
    pub backend_pid: i32,
    /// Did our start option arrive?
    pub direct: bool,
}

/// Looks at a server and refuses what codelode can't work with.
///
/// # Errors
/// It is too old, or the database is not UTF-8; each with a hint.
pub async fn introduce(client: &Client) -> Result<Introduction> {
    const QUESTION: &str = "select current_setting('server_version_num')::int, current_setting('server_version'), \
         current_setting('server_encoding'), pg_backend_pid(), \
         coalesce(current_setting('codelode.direct', true), '') = 'on', current_database()::text";
    // No prepared statement: a pooler may not know them.
    let messages = client.simple_query(QUESTION).await.context("could not ask the server what it is")?;
    let row = messages.iter().find_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => Some(row),
        _ => None,
    });
    let Some(row) = row else { bail!("the server did not say what it is") };
    let text = |column: usize| row.get(column).unwrap_or_default();
    let version: i32 = text(0).parse().context("the server's version is not a number")?;
    check_version(version, text(1))?;
    check_encoding(text(2), text(5))?;
    Ok(Introduction { version, backend_pid: text(3).parse().unwrap_or_default(), direct: text(4) == "t" })
}

fn check_version(version: i32, name: &str) -> Result<()> {
    if version / 10_000 >= i32::try_from(MAJOR_MIN)? {
        return Ok(());
    }
    Err(Class::Database
        .error(format!("the server is PostgreSQL {name}; codelode needs {MAJOR_MIN} or newer"))
        .hint(
            "name a newer server with --database-url, or leave it out: codelode then runs a private server",
        ))
}

fn check_encoding(encoding: &str, database: &str) -> Result<()> {
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(Class::Database
        .error(format!("the encoding of the database {database:?} is {encoding}; source text needs UTF8"))
        .hint("create one with: create database … encoding 'UTF8' template template0"))
}

/// Does this refusal come from a pooler that does not know our start option?
pub fn refuses_option(refusal: &Refusal) -> bool {
    refusal
        .code()
        .is_some_and(|code| [SqlState::PROTOCOL_VIOLATION, SqlState::FEATURE_NOT_SUPPORTED].contains(code))
}

/// Finds out whether sessions keep their server connection: two clients that are both connected must
/// be served by two backends, each always by its own.
///
/// # Errors
/// They share one, or change.
pub async fn check_pooler(first: &Client, second: &Client) -> Result<()> {
    const TRIES: usize = 3;
    for _ in 0..TRIES {
        let before = backend_of(first).await?;
        if second.batch_execute("begin").await.is_err() {
            // A pool in statement mode knows no transactions.
            return Err(shares_sessions());
        }
        let other = backend_of(second).await?;
        // While the other is in a transaction it holds its backend; ours has to be the same as before.
        let after = backend_of(first).await?;
        second.batch_execute("rollback").await?;
        if before == other || before != after {
            return Err(shares_sessions());
        }
    }
    Ok(())
}

fn shares_sessions() -> anyhow::Error {
    Class::Database
        .error("the connection goes through a pooler in transaction mode, which loses a session's settings")
        .hint("connect to PostgreSQL itself, or to a pool in session mode")
}

async fn backend_of(client: &Client) -> Result<String> {
    let messages = client.simple_query("select pg_backend_pid()").await?;
    let pid = messages.iter().find_map(|message| match message {
        tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    Ok(pid.unwrap_or_default().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::error::{class_of, hint_of};

    #[test]
    fn what_is_unfit_is_refused_with_a_hint() {
        assert!(check_version(150_014, "15.14").is_ok());
        assert!(check_encoding("UTF8", "d").is_ok());
        for error in [check_version(140_012, "14.12"), check_encoding("SQL_ASCII", "d")] {
            let error = error.expect_err("unfit");
            assert_eq!(class_of(&error), Class::Database);
            assert!(hint_of(&error).is_some());
        }
    }
}
