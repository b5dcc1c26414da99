//! Running `.sql` files: psql's `:"name"` variables, and errors that name file and line.

use anyhow::{Result, anyhow};
use tokio_postgres::error::ErrorPosition;
use tokio_postgres::{Client, SimpleQueryMessage};

use crate::schema::Script;

/// A quoted identifier.
pub fn quote_identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Script {
    /// The text with each `:"name"` replaced by the quoted identifier, as `psql -v name=…` does.
    pub fn with(&self, variables: &[(&str, &str)]) -> String {
        let mut text = self.text.to_owned();
        for (name, value) in variables {
            text = text.replace(&format!(":\"{name}\""), &quote_identifier(value));
        }
        text
    }

    /// Runs all statements of the file.
    ///
    /// # Errors
    /// The server's message after `sql/…:line`.
    pub async fn run(&self, client: &Client, variables: &[(&str, &str)]) -> Result<()> {
        self.rows(client, variables).await.map(|_| ())
    }

    /// Runs the file and returns the text columns of every row that its statements gave.
    ///
    /// # Errors
    /// As [`Script::run`].
    pub async fn rows(
        &self,
        client: &Client,
        variables: &[(&str, &str)],
    ) -> Result<Vec<Vec<Option<String>>>> {
        let text = self.with(variables);
        let messages = client.simple_query(&text).await.map_err(|error| self.located(&text, error))?;
        let rows = messages.into_iter().filter_map(|message| match message {
            SimpleQueryMessage::Row(row) => {
                Some((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect())
            }
            _ => None,
        });
        Ok(rows.collect())
    }

    fn located(&self, text: &str, error: tokio_postgres::Error) -> anyhow::Error {
        let line = match error.as_db_error().and_then(|db| db.position()) {
            Some(ErrorPosition::Original(position)) => {
                let before = text.chars().take(*position as usize);
                format!(":{}", 1 + before.filter(|&c| c == '\n').count())
            }
            _ => String::new(),
        };
        let place = format!("{}{line}", self.path);
        anyhow!(error).context(place)
    }
}
