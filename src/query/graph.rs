//! Answers as graphs, in the languages of Graphviz and of Mermaid.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::Result;

use super::Format;

/// A language for graphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Graph {
    /// <https://graphviz.org/doc/info/lang.html>
    Dot,
    /// <https://mermaid.js.org/syntax/flowchart.html>
    Mermaid,
}

/// How an answer whose rows are edges is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    List(Format),
    Graph(Graph),
}

impl From<Format> for Shape {
    fn from(format: Format) -> Self {
        Shape::List(format)
    }
}

/// Writes each node and each edge once, sorted; `truncated` is said in a comment.
///
/// # Errors
/// Where `out` fails.
pub(super) fn write_graph(
    graph: Graph,
    edges: impl Iterator<Item = (String, String)>,
    truncated: bool,
    out: &mut dyn Write,
) -> Result<()> {
    let edges: BTreeSet<(String, String)> = edges.collect();
    let names: BTreeSet<&str> = edges.iter().flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
    let numbers: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, &name)| (name, at)).collect();
    let (head, comment) = match graph {
        Graph::Dot => ("digraph calls {\n  rankdir = LR;\n  node [shape = box];", "//"),
        Graph::Mermaid => ("flowchart LR", "%%"),
    };
    writeln!(out, "{head}")?;
    if truncated {
        writeln!(out, "  {comment} cut at the limit; --limit shows more")?;
    }
    for (name, number) in &numbers {
        match graph {
            Graph::Dot => writeln!(out, "  n{number} [label = \"{}\"];", quoted(name, "\\\\", "\\\""))?,
            Graph::Mermaid => writeln!(out, "  n{number}[\"{}\"]", quoted(name, "\\", "#quot;"))?,
        }
    }
    for (from, to) in &edges {
        let (from, to) = (numbers[from.as_str()], numbers[to.as_str()]);
        match graph {
            Graph::Dot => writeln!(out, "  n{from} -> n{to};")?,
            Graph::Mermaid => writeln!(out, "  n{from} --> n{to}")?,
        }
    }
    if graph == Graph::Dot {
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// A label between quotation marks, with what a language writes for a backslash and a mark in it.
fn quoted(name: &str, backslash: &str, mark: &str) -> String {
    name.replace('\\', backslash).replace('"', mark)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(graph: Graph, truncated: bool) -> String {
        let edges = [("b\\c", "a"), ("a", "say \"x\""), ("b\\c", "a")];
        let edges = edges.into_iter().map(|(from, to)| (from.to_owned(), to.to_owned()));
        let mut out = Vec::new();
        write_graph(graph, edges, truncated, &mut out).expect("writes");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn nodes_and_edges_stand_once_with_their_marks_escaped() {
        assert_eq!(
            written(Graph::Dot, false),
            "digraph calls {\n  rankdir = LR;\n  node [shape = box];\n  n0 [label = \"a\"];\n  n1 [label = \"b\\\\c\"];\n  \
             n2 [label = \"say \\\"x\\\"\"];\n  n0 -> n2;\n  n1 -> n0;\n}\n"
        );
        assert_eq!(
            written(Graph::Mermaid, true),
            "flowchart LR\n  %% cut at the limit; --limit shows more\n  n0[\"a\"]\n  n1[\"b\\c\"]\n  \
             n2[\"say #quot;x#quot;\"]\n  n0 --> n2\n  n1 --> n0\n"
        );
    }
}
