//! Extraction as text: what `codelode facts` prints and the fixtures' expected files hold.
//!
//! One fact a line, grouped by kind, for a reader who doesn't know the language. Decides nothing.

use std::fmt::{self, Write};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{Arity, Extraction, FactKind, Fragment, Import, Link, ParseStatus, Resolution, Symbol};

/// Fragments that are printed one by one; of the others only a sum is, or a file would be mostly fragments.
const FRAGMENTS_PRINTED_MAX: usize = 8;

/// Terms printed of such a fragment.
const TERMS_PRINTED_MAX: usize = 12;

/// The facts of a unit as text; with the links of its version, if there are any, on the facts that they bind. Links are
/// sorted, as the linker gives them.
pub fn print(extraction: &Extraction, links: &[PrintedLink<'_>]) -> String {
    let mut printer = Printer { facts: extraction, links, out: String::new() };
    // Writing to a String cannot fail.
    let _ = printer.print();
    printer.out
}

/// A link with its target as a reader wants it.
#[derive(Clone, Copy, Debug)]
pub struct PrintedLink<'a> {
    pub link: Link,
    /// `path: qualified name`, or the path alone.
    pub target: &'a str,
}

struct Printer<'a> {
    facts: &'a Extraction,
    links: &'a [PrintedLink<'a>],
    out: String,
}

impl Printer<'_> {
    fn print(&mut self) -> fmt::Result {
        self.print_unit()?;
        self.print_symbols()?;
        self.print_exports()?;
        self.print_imports()?;
        self.print_calls()?;
        self.print_references()?;
        self.print_comments()?;
        self.print_open_uses()?;
        self.print_fragments()
    }

    fn print_unit(&mut self) -> fmt::Result {
        let facts = self.facts;
        let status = match facts.status {
            ParseStatus::Clean => "clean".to_owned(),
            ParseStatus::Errors(count) => format!("{count} errors"),
            ParseStatus::TimedOut => "timed out".to_owned(),
        };
        writeln!(self.out, "unit  {}  {:?}  {} lines  {status}", facts.language, facts.module, facts.lines)
    }

    fn print_symbols(&mut self) -> fmt::Result {
        for symbol in &self.facts.symbols {
            self.print_symbol(symbol)?;
        }
        Ok(())
    }

    fn print_symbol(&mut self, symbol: &Symbol) -> fmt::Result {
        let facts = self.facts;
        let (start, end) = (symbol.span.start_line, symbol.span.end_line);
        write!(self.out, "symbol  {}", Lines(start, end))?;
        write!(self.out, "  {}  {}", symbol.kind, facts.names.get(symbol.qualified_name))?;
        write!(
            self.out,
            "  {}{}",
            facts.names.get(symbol.name),
            symbol.arity.map_or(String::new(), print_arity)
        )?;
        write!(self.out, "  {}", symbol.visibility)?;
        if let Some(parent) = symbol.parent {
            write!(self.out, "  in {}", self.symbol_name(Some(parent)))?;
        }
        if symbol.name_line != start {
            write!(self.out, "  named in {}", symbol.name_line)?;
        }
        if symbol.deprecated {
            write!(self.out, "  deprecated")?;
        }
        if symbol.test {
            write!(self.out, "  test")?;
        }
        if let Some(signature) = &symbol.signature {
            write!(self.out, "  {signature:?}")?;
        }
        if let Some(docstring) = &symbol.docstring {
            write!(self.out, "  doc={docstring:?}")?;
        }
        writeln!(self.out)
    }

    /// Only the exports under other names than the symbol's own.
    fn print_exports(&mut self) -> fmt::Result {
        for export in &self.facts.interface.exports {
            let own = self.symbol_name(Some(export.ordinal));
            if own != export.qualified_name {
                writeln!(self.out, "export  {}  of {own}", export.qualified_name)?;
            }
        }
        Ok(())
    }

    fn print_imports(&mut self) -> fmt::Result {
        for (ordinal, import) in self.facts.imports.iter().enumerate() {
            write!(self.out, "import  {}:{}  {}", import.line, import.column, import.kind)?;
            write!(self.out, "  {}", self.import_text(import))?;
            self.print_place(import.enclosing)?;
            self.print_link(FactKind::Import, ordinal)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn import_text(&self, import: &Import) -> String {
        let names = &self.facts.names;
        let mut text = format!("{:?}", names.get(import.source));
        if let Some(name) = import.name {
            text.push_str(&format!(" name {}", names.get(name)));
        }
        if let Some(alias) = import.alias {
            text.push_str(&format!(" as {}", names.get(alias)));
        }
        if import.star {
            text.push_str(" star");
        }
        if import.reexport {
            text.push_str(" re-export");
        }
        text
    }

    fn print_calls(&mut self) -> fmt::Result {
        for (ordinal, call) in self.facts.calls.iter().enumerate() {
            let callee = self.facts.names.get(call.callee);
            write!(self.out, "call  {}:{}  {callee:?}/{}", call.line, call.column, call.arity)?;
            self.print_place(call.caller)?;
            self.print_target(call.resolution, call.target, None)?;
            self.print_link(FactKind::Call, ordinal)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn print_references(&mut self) -> fmt::Result {
        let names = &self.facts.names;
        for (ordinal, reference) in self.facts.references.iter().enumerate() {
            write!(self.out, "ref  {}:{}  {}", reference.line, reference.column, reference.kind)?;
            write!(self.out, "  {}", names.get(reference.name))?;
            self.print_place(reference.enclosing)?;
            let qualified = reference.qualified_name.map(|name| names.get(name));
            self.print_target(reference.resolution, reference.target, qualified)?;
            self.print_link(FactKind::Reference, ordinal)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// The symbol that a fact stands in; nothing for the module itself.
    fn print_place(&mut self, enclosing: Option<u32>) -> fmt::Result {
        if enclosing.is_none() {
            return Ok(());
        }
        write!(self.out, "  in {}", self.symbol_name(enclosing))
    }

    fn print_target(
        &mut self,
        resolution: Resolution,
        target: Option<u32>,
        qualified: Option<&str>,
    ) -> fmt::Result {
        write!(self.out, "  {resolution}")?;
        match (target, qualified) {
            (Some(_), _) => write!(self.out, " -> {}", self.symbol_name(target)),
            (None, Some(qualified)) => write!(self.out, " = {qualified}"),
            (None, None) => Ok(()),
        }
    }

    fn print_link(&mut self, fact: FactKind, ordinal: usize) -> fmt::Result {
        let key = (fact, ordinal as u32);
        match self.links.binary_search_by_key(&key, |one| (one.link.fact, one.link.ordinal)) {
            Ok(at) => {
                let one = &self.links[at];
                write!(self.out, "  link {} -> {}", one.link.resolution, one.target)
            }
            Err(_) => Ok(()),
        }
    }

    fn symbol_name(&self, ordinal: Option<u32>) -> String {
        let symbol = ordinal.and_then(|ordinal| self.facts.symbols.get(ordinal as usize));
        symbol.map_or(String::new(), |symbol| self.facts.names.get(symbol.qualified_name).to_owned())
    }

    fn print_comments(&mut self) -> fmt::Result {
        for comment in &self.facts.comments {
            let lines = Lines(comment.start_line, comment.end_line);
            write!(self.out, "comment  {lines}:{}  {:?}", comment.column, comment.text)?;
            self.print_place(comment.enclosing)?;
            writeln!(self.out)?;
        }
        Ok(())
    }

    /// What is left for the linker: the path, and the import or scope that it starts from.
    fn print_open_uses(&mut self) -> fmt::Result {
        for open in &self.facts.interface.open_uses {
            let (line, column) = match open.fact {
                FactKind::Call => {
                    self.facts.calls.get(open.ordinal as usize).map(|call| (call.line, call.column))
                }
                _ => self.facts.references.get(open.ordinal as usize).map(|one| (one.line, one.column)),
            }
            .unwrap_or_default();
            write!(self.out, "open  {line}:{column}  {}  {:?}", open.fact, open.path)?;
            match open.import.and_then(|import| self.facts.interface.imports.get(import as usize)) {
                Some(import) => writeln!(self.out, "  from import {:?}", import.local)?,
                None => writeln!(self.out, "  from scope {:?}", open.scope)?,
            }
        }
        Ok(())
    }

    /// The largest fragments, and a sum over all of them.
    fn print_fragments(&mut self) -> fmt::Result {
        let facts = self.facts;
        let mut bytes: Vec<u8> = Vec::new();
        for site in &facts.fragment_sites {
            let fragment = &facts.fragments[site.fragment as usize];
            bytes.extend_from_slice(&fragment.hash.to_le_bytes());
            bytes.extend_from_slice(&fragment.normalized_hash.unwrap_or_default().to_le_bytes());
            bytes.extend_from_slice(&site.span.start_byte.to_le_bytes());
            bytes.extend(term_texts(facts, fragment).flat_map(str::bytes));
        }
        let (count, sites, terms) =
            (facts.fragments.len(), facts.fragment_sites.len(), facts.fragment_terms.len());
        let sum = xxh3_64(&bytes);
        writeln!(self.out, "fragments  {count} distinct, {sites} sites, {terms} terms, sum {sum:016x}")?;
        let mut largest: Vec<_> = facts.fragment_sites.iter().collect();
        largest.sort_by_key(|site| {
            (std::cmp::Reverse(facts.fragments[site.fragment as usize].mass), site.first_node)
        });
        for site in largest.into_iter().take(FRAGMENTS_PRINTED_MAX) {
            let fragment = &facts.fragments[site.fragment as usize];
            let lines = Lines(site.span.start_line, site.span.end_line);
            write!(self.out, "fragment  {lines}  {}", facts.names.get(fragment.kind))?;
            if let Some(name) = fragment.name {
                let arity = fragment.arity.map_or(String::new(), |arity| format!("/{arity}"));
                write!(self.out, "  {}{arity}", facts.names.get(name))?;
            }
            write!(self.out, "  {:08x}", (fragment.hash >> 96) as u32)?;
            if let Some(hash) = fragment.normalized_hash {
                write!(self.out, " normalized {:08x}", (hash >> 96) as u32)?;
            }
            let terms: Vec<&str> = term_texts(facts, fragment).take(TERMS_PRINTED_MAX).collect();
            writeln!(self.out, "  mass {}  {}", fragment.mass, terms.join(" "))?;
        }
        Ok(())
    }
}

fn term_texts<'e>(facts: &'e Extraction, fragment: &Fragment) -> impl Iterator<Item = &'e str> + use<'e> {
    let range = fragment.terms.start as usize..fragment.terms.end as usize;
    facts.fragment_terms[range].iter().map(|&term| facts.terms.get(term))
}

/// `/2`, `/1..2` with optional parameters, `/1..` with any number.
fn print_arity(arity: Arity) -> String {
    let most = arity.required + arity.optional;
    match (arity.variadic, arity.optional) {
        (true, _) => format!("/{}..", arity.required),
        (false, 0) => format!("/{most}"),
        (false, _) => format!("/{}..{most}", arity.required),
    }
}

/// `3-7`, or `3` for one line.
struct Lines(u32, u32);

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == self.1 { write!(f, "{}", self.0) } else { write!(f, "{}-{}", self.0, self.1) }
    }
}
