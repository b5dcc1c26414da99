//! A version's facts as JSON lines, for programs: one object a fact, its keys always the same and in the same order.

use anyhow::Result;
use serde::Serialize;

use super::bound::{Bindings, Target};
use super::version::{FileFacts, VersionFacts};
use crate::model::{
    Arity, Call, Extraction, FactKind, FragmentSite, Import, NameId, ParseStatus, Reference, Resolution,
    Symbol, Tag,
};

/// Version of the shape of these objects; raise it where a key changes its meaning or goes away.
const SCHEMA_VERSION: u32 = 1;

/// The first line.
#[derive(Serialize)]
struct RunLine {
    fact: &'static str,
    schema_version: u32,
    /// Of codelode.
    version: &'static str,
}

/// What every object but the first begins with.
#[derive(Serialize)]
struct Line<'a, T> {
    fact: &'static str,
    path: &'a str,
    language: Option<&'static str>,
    #[serde(flatten)]
    body: T,
}

#[derive(Serialize)]
struct FileBody<'a> {
    package: String,
    /// The module part of its qualified names.
    module: Option<&'a str>,
    bytes: u64,
    lines: u32,
    /// `indexed` or `skipped`.
    status: &'static str,
    /// Why it was skipped.
    reason: Option<&'static str>,
    /// Error and missing nodes of its tree; facts on both sides of them are there.
    parse_errors: Option<u32>,
    flags: &'a [&'static str],
}

#[derive(Serialize)]
struct SymbolBody<'a> {
    line: u32,
    end_line: u32,
    name_line: u32,
    kind: &'static str,
    name: &'a str,
    qualified_name: &'a str,
    /// Qualified name of the enclosing symbol.
    parent: Option<&'a str>,
    arity: Option<ArityBody>,
    visibility: &'static str,
    deprecated: bool,
    test: bool,
    signature: Option<&'a str>,
    docstring: Option<&'a str>,
    start_byte: u32,
    end_byte: u32,
}

#[derive(Serialize)]
struct ArityBody {
    required: u16,
    optional: u16,
    variadic: bool,
}

#[derive(Serialize)]
struct ImportBody<'a> {
    line: u32,
    column: u32,
    kind: &'static str,
    source: &'a str,
    name: Option<&'a str>,
    alias: Option<&'a str>,
    star: bool,
    reexport: bool,
    enclosing: Option<&'a str>,
    resolution: &'static str,
    /// Qualified name of the symbol that it brings in; null for a whole file.
    target: Option<&'a str>,
    target_path: Option<&'a str>,
    target_line: Option<u32>,
}

#[derive(Serialize)]
struct CallBody<'a> {
    line: u32,
    column: u32,
    name: &'a str,
    callee_as_written: &'a str,
    /// Arguments at the call.
    arity: u16,
    /// Qualified name of the calling symbol; null for the module itself.
    caller: Option<&'a str>,
    caller_line: Option<u32>,
    resolution: &'static str,
    callee: Option<&'a str>,
    callee_path: Option<&'a str>,
    callee_line: Option<u32>,
}

#[derive(Serialize)]
struct RefBody<'a> {
    line: u32,
    column: u32,
    kind: &'static str,
    name: &'a str,
    /// What the name is proved to mean, also outside the version.
    qualified_name: Option<&'a str>,
    enclosing: Option<&'a str>,
    resolution: &'static str,
    target: Option<&'a str>,
    target_path: Option<&'a str>,
    target_line: Option<u32>,
}

#[derive(Serialize)]
struct CommentBody<'a> {
    line: u32,
    end_line: u32,
    column: u32,
    text: &'a str,
    enclosing: Option<&'a str>,
}

#[derive(Serialize)]
struct FragmentBody<'a> {
    line: u32,
    end_line: u32,
    /// The grammar's node kind.
    kind: &'a str,
    /// The defined name, for definitions.
    name: Option<&'a str>,
    arity: Option<u16>,
    mass: u32,
    hash: String,
    normalized_hash: Option<String>,
    terms: Vec<&'a str>,
    start_byte: u32,
    end_byte: u32,
}

/// Writes the line that comes before all others.
pub(super) fn write_run(out: &mut dyn std::io::Write) -> Result<()> {
    let run = RunLine { fact: "run", schema_version: SCHEMA_VERSION, version: env!("CARGO_PKG_VERSION") };
    serde_json::to_writer(&mut *out, &run)?;
    Ok(out.write_all(b"\n")?)
}

/// The lines of one file; fragments too, where they were extracted.
pub(super) fn render(facts: &VersionFacts, number: usize) -> Result<Vec<u8>> {
    let file = &facts.files[number];
    let mut out = Lines { file, text: Vec::new() };
    out.push("file", file_body(facts, file))?;
    if let Some(extraction) = &file.extraction {
        let printer = Printer { facts: extraction, bindings: Bindings::new(facts, number) };
        printer.write(&mut out)?;
        printer.write_fragments(&mut out)?;
    }
    Ok(out.text)
}

fn file_body<'v>(facts: &VersionFacts, file: &'v FileFacts) -> FileBody<'v> {
    let extraction = file.extraction.as_ref();
    FileBody {
        package: facts.id.to_string(),
        module: extraction.map(|extraction| extraction.interface.module.as_str()),
        bytes: file.bytes,
        lines: file.lines,
        status: if file.skip.is_some() { "skipped" } else { "indexed" },
        reason: file.skip.map(Tag::label),
        parse_errors: extraction.and_then(|extraction| match extraction.status {
            ParseStatus::Clean => Some(0),
            ParseStatus::Errors(count) => Some(count),
            ParseStatus::TimedOut => None,
        }),
        flags: &file.flags,
    }
}

/// The output of one file.
struct Lines<'v> {
    file: &'v FileFacts,
    text: Vec<u8>,
}

impl Lines<'_> {
    fn push<T: Serialize>(&mut self, fact: &'static str, body: T) -> Result<()> {
        let language = self.file.language.map(Tag::label);
        serde_json::to_writer(&mut self.text, &Line { fact, path: &self.file.path, language, body })?;
        self.text.push(b'\n');
        Ok(())
    }
}

/// Turns one file's facts into objects.
struct Printer<'v> {
    facts: &'v Extraction,
    bindings: Bindings<'v>,
}

impl<'v> Printer<'v> {
    fn write(&self, out: &mut Lines<'_>) -> Result<()> {
        for symbol in &self.facts.symbols {
            out.push("symbol", self.symbol(symbol))?;
        }
        for (ordinal, import) in self.facts.imports.iter().enumerate() {
            out.push("import", self.import(ordinal, import))?;
        }
        for (ordinal, call) in self.facts.calls.iter().enumerate() {
            out.push("call", self.call(ordinal, call))?;
        }
        for (ordinal, reference) in self.facts.references.iter().enumerate() {
            out.push("ref", self.reference(ordinal, reference))?;
        }
        for comment in &self.facts.comments {
            let enclosing = self.symbol_name(comment.enclosing);
            let (line, end_line) = (comment.start_line, comment.end_line);
            let body = CommentBody { line, end_line, column: comment.column, text: &comment.text, enclosing };
            out.push("comment", body)?;
        }
        Ok(())
    }

    fn write_fragments(&self, out: &mut Lines<'_>) -> Result<()> {
        self.facts.fragment_sites.iter().try_for_each(|site| out.push("fragment", self.fragment(site)))
    }

    fn name(&self, id: NameId) -> &'v str {
        self.facts.names.get(id)
    }

    fn symbol_name(&self, ordinal: Option<u32>) -> Option<&'v str> {
        let symbol = self.facts.symbols.get(ordinal? as usize)?;
        Some(self.name(symbol.qualified_name))
    }

    fn symbol(&self, symbol: &'v Symbol) -> SymbolBody<'v> {
        SymbolBody {
            line: symbol.span.start_line,
            end_line: symbol.span.end_line,
            name_line: symbol.name_line,
            kind: symbol.kind.label(),
            name: self.name(symbol.name),
            qualified_name: self.name(symbol.qualified_name),
            parent: self.symbol_name(symbol.parent),
            arity: symbol.arity.map(|Arity { required, optional, variadic }| ArityBody {
                required,
                optional,
                variadic,
            }),
            visibility: symbol.visibility.label(),
            deprecated: symbol.deprecated,
            test: symbol.test,
            signature: symbol.signature.as_deref(),
            docstring: symbol.docstring.as_deref(),
            start_byte: symbol.span.start_byte,
            end_byte: symbol.span.end_byte,
        }
    }

    fn import(&self, ordinal: usize, import: &Import) -> ImportBody<'v> {
        let target = self.bindings.target(FactKind::Import, ordinal, None);
        ImportBody {
            line: import.line,
            column: import.column,
            kind: import.kind.label(),
            source: self.name(import.source),
            name: import.name.map(|name| self.name(name)),
            alias: import.alias.map(|alias| self.name(alias)),
            star: import.star,
            reexport: import.reexport,
            enclosing: self.symbol_name(import.enclosing),
            resolution: resolution(&target, Resolution::Unresolved),
            target: target.qualified_name,
            target_path: target.path,
            target_line: target.line,
        }
    }

    fn call(&self, ordinal: usize, call: &Call) -> CallBody<'v> {
        let target = self.bindings.target(FactKind::Call, ordinal, call.target);
        let caller = call.caller.and_then(|caller| self.facts.symbols.get(caller as usize));
        CallBody {
            line: call.line,
            column: call.column,
            name: self.name(call.name),
            callee_as_written: self.name(call.callee),
            arity: call.arity,
            caller: self.symbol_name(call.caller),
            caller_line: caller.map(|caller| caller.name_line),
            resolution: resolution(&target, call.resolution),
            callee: target.qualified_name,
            callee_path: target.path,
            callee_line: target.line,
        }
    }

    fn reference(&self, ordinal: usize, reference: &Reference) -> RefBody<'v> {
        let target = self.bindings.target(FactKind::Reference, ordinal, reference.target);
        RefBody {
            line: reference.line,
            column: reference.column,
            kind: reference.kind.label(),
            name: self.name(reference.name),
            qualified_name: reference.qualified_name.map(|name| self.name(name)),
            enclosing: self.symbol_name(reference.enclosing),
            resolution: resolution(&target, reference.resolution),
            target: target.qualified_name,
            target_path: target.path,
            target_line: target.line,
        }
    }

    fn fragment(&self, site: &FragmentSite) -> FragmentBody<'v> {
        let fragment = &self.facts.fragments[site.fragment as usize];
        let terms = fragment.terms.start as usize..fragment.terms.end as usize;
        FragmentBody {
            line: site.span.start_line,
            end_line: site.span.end_line,
            kind: self.name(fragment.kind),
            name: fragment.name.map(|name| self.name(name)),
            arity: fragment.arity,
            mass: fragment.mass,
            hash: hash_text(fragment.hash),
            normalized_hash: fragment.normalized_hash.map(hash_text),
            terms: self.facts.fragment_terms[terms].iter().map(|&term| self.facts.terms.get(term)).collect(),
            start_byte: site.span.start_byte,
            end_byte: site.span.end_byte,
        }
    }
}

/// The version's answer where it has one, else the file's.
fn resolution(target: &Target<'_>, own: Resolution) -> &'static str {
    target.resolution.unwrap_or(own).label()
}

/// A hash as the index shows it.
fn hash_text(hash: u128) -> String {
    uuid::Uuid::from_u128(hash).to_string()
}
