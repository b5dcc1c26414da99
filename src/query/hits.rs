//! Lists of places as answers: what every search prints.

use std::io::Write;

use anyhow::{Context, Result};
use comfy_table::{Table, presets};
use serde::Serialize;
use tokio_postgres::Client;
use tokio_postgres::types::ToSql;

use super::graph::{Shape, write_graph};
use super::place::Place;
use super::snapshot::in_snapshot;
use super::{Format, SCHEMA_VERSION};
use crate::db::migrate::Schemas;
use crate::schema::Script;

/// One row of an answer.
pub trait Hit: Serialize + Sized {
    /// Reads the row that the command's SQL file gives.
    ///
    /// # Errors
    /// Where the row does not have the columns.
    fn of_row(row: &tokio_postgres::Row) -> Result<Self>;
    /// Where it stands.
    fn place(&self) -> &Place;
    /// What is printed after the place.
    fn cells(&self) -> Vec<String>;
    /// The edge of a graph that it is, from a node to a node.
    fn edge(&self) -> Option<(String, String)> {
        None
    }
}

/// The rows of an answer, at most as many as were asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Answer<H> {
    pub schema_version: u32,
    /// What was asked.
    pub query: String,
    pub hits: Vec<H>,
    /// Whether there are more.
    pub truncated: bool,
    /// Whether the index has more than one package version.
    pub several_versions: bool,
}

/// Asks with `parameters`, at most `limit` rows.
pub(super) async fn ask<H: Hit>(
    client: &Client,
    schemas: &Schemas,
    script: &Script,
    query: String,
    parameters: &[&(dyn ToSql + Sync)],
    limit: usize,
) -> Result<Answer<H>> {
    in_snapshot(client, schemas, async || {
        let versions = "select count(*) > 1 from (select from package_versions where state = 2 limit 2) v";
        let several_versions = client.query_one(versions, &[]).await?.try_get(0)?;
        // One more than is wanted tells whether there are more.
        let rows_max = i32::try_from(limit).unwrap_or(i32::MAX).saturating_add(1);
        let text = script.with(&schemas.variables());
        let parameters: Vec<&(dyn ToSql + Sync)> =
            parameters.iter().copied().chain([&rows_max as &(dyn ToSql + Sync)]).collect();
        let rows = client.query(&text, &parameters).await.with_context(|| script.path.to_owned())?;
        let hits = rows.iter().take(limit).map(H::of_row).collect::<Result<_>>()?;
        let truncated = rows.len() > limit;
        Ok(Answer { schema_version: SCHEMA_VERSION, query, hits, truncated, several_versions })
    })
    .await
}

impl<H: Hit> Answer<H> {
    /// Writes the answer and gives the number of its rows; where there are none, text is empty and the caller says so.
    ///
    /// # Errors
    /// Where `out` fails.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> Result<usize> {
        match format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, self)?;
                writeln!(out)?;
            }
            Format::Text => self.write_text(out)?,
        }
        Ok(self.hits.len())
    }

    /// Writes the answer as a list or as a graph of its edges.
    ///
    /// # Errors
    /// Where `out` fails.
    pub fn write_as(&self, shape: Shape, out: &mut dyn Write) -> Result<usize> {
        match shape {
            Shape::List(format) => self.write(format, out),
            Shape::Graph(graph) => {
                let edges = self.hits.iter().filter_map(Hit::edge);
                write_graph(graph, edges, self.truncated, out)?;
                Ok(self.hits.len())
            }
        }
    }

    fn write_text(&self, out: &mut dyn Write) -> Result<()> {
        let mut table = Table::new();
        table.load_preset(presets::NOTHING);
        for hit in &self.hits {
            let mut cells = vec![hit.place().label(self.several_versions)];
            cells.extend(hit.cells());
            table.add_row(cells);
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        if self.truncated {
            writeln!(out, "… the first {}; --limit shows more", self.hits.len())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Line(Place, &'static str);

    impl Hit for Line {
        fn of_row(row: &tokio_postgres::Row) -> Result<Self> {
            Ok(Self(Place::of_row(row)?, ""))
        }
        fn place(&self) -> &Place {
            &self.0
        }
        fn cells(&self) -> Vec<String> {
            vec![self.1.to_owned(), String::new()]
        }
    }

    fn text(hits: Vec<Line>, truncated: bool) -> String {
        let query = "x".to_owned();
        let answer = Answer { schema_version: 1, query, hits, truncated, several_versions: false };
        let mut out = Vec::new();
        answer.write(Format::Text, &mut out).expect("writes");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn places_come_first_and_columns_are_aligned() {
        let place = |path: &str| Place {
            ecosystem: "cargo".into(),
            package: "p".into(),
            version: "1".into(),
            path: path.into(),
            line: 3,
        };
        let hits = vec![Line(place("a.rs"), "one"), Line(place("long.rs"), "two")];
        assert_eq!(text(hits, true), "a.rs:3     one\nlong.rs:3  two\n… the first 2; --limit shows more\n");
        assert_eq!(text(vec![], false), "");
    }
}
