//! What the words and attributes before a declaration say: visibility, deprecation, tests.

use super::{field, kind, paths};
use crate::extract::{ContextKind, Unit};
use crate::model::{NodeId, SymbolKind, Visibility};

/// Attributes of xUnit, NUnit and MSTest that make a method a test, or a class one of tests; without `Attribute`.
const TESTS: &[&str] = &[
    "DataTestMethod",
    "Fact",
    "SetUpFixture",
    "Test",
    "TestCase",
    "TestCaseSource",
    "TestClass",
    "TestFixture",
    "TestMethod",
    "Theory",
    "UnityTest",
];

/// What stands before a declaration.
#[derive(Default)]
pub struct Modifiers {
    pub deprecated: bool,
    pub test: bool,
    pub constant: bool,
    pub overrides: bool,
    visibility: Option<Visibility>,
}

/// Reads a declaration's attributes and modifiers.
pub fn modifiers(unit: &Unit<'_>, declaration: NodeId) -> Modifiers {
    let mut found = Modifiers::default();
    for child in unit.children(declaration) {
        match unit.kind(child) {
            kind::ATTRIBUTE_LIST => {
                for attribute in unit.children(child).filter(|&inner| unit.is(inner, kind::ATTRIBUTE)) {
                    let name = attribute_name(unit, attribute);
                    found.deprecated |= name == "Obsolete";
                    found.test |= TESTS.contains(&name);
                }
            }
            kind::MODIFIER => found.read(unit.text(child)),
            _ => {}
        }
    }
    found
}

impl Modifiers {
    fn read(&mut self, word: &str) {
        let said = match word {
            "public" => Visibility::Public,
            // `protected internal` and `private protected` are both open to derived types.
            "protected" => Visibility::Protected,
            "internal" => Visibility::Internal,
            "private" | "file" => Visibility::Private,
            "const" => return self.constant = true,
            "override" => return self.overrides = true,
            _ => return,
        };
        if self.visibility != Some(Visibility::Protected) {
            self.visibility = Some(said);
        }
    }

    /// Who may use what is declared where the walk stands: what is written, else what the language says.
    pub fn visibility(&self, unit: &Unit<'_>) -> Visibility {
        self.visibility.unwrap_or_else(|| default_visibility(unit))
    }
}

/// Types outside of types are their assembly's; members are private, but those of an interface.
fn default_visibility(unit: &Unit<'_>) -> Visibility {
    if unit.context_kind() != ContextKind::Type {
        return if unit.is_in_function() { Visibility::Private } else { Visibility::Internal };
    }
    match unit.enclosing_type().map(|owner| unit.symbol(owner).kind) {
        Some(SymbolKind::Interface | SymbolKind::Enum) => Visibility::Public,
        _ => Visibility::Private,
    }
}

/// The last name of an attribute, without the `Attribute` that may be left out.
pub fn attribute_name<'s>(unit: &Unit<'s>, attribute: NodeId) -> &'s str {
    let name = unit.child(attribute, field::NAME).and_then(|name| paths::last_name(unit, name));
    let name = name.unwrap_or_default();
    name.strip_suffix("Attribute").filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// The first byte after a declaration's attributes.
pub fn signature_start(unit: &Unit<'_>, declaration: NodeId) -> u32 {
    let mut children = unit.all_children(declaration);
    let first = children
        .find(|&child| !matches!(unit.kind(child), kind::ATTRIBUTE_LIST | kind::COMMENT | kind::PREPROC_IF));
    unit.start_byte(first.unwrap_or(declaration))
}

/// A declaration's text without attributes and body.
pub fn signature(unit: &Unit<'_>, declaration: NodeId) -> Option<Box<str>> {
    let ends = [field::BODY, field::ACCESSORS, field::VALUE];
    let body = ends.iter().filter_map(|&part| unit.child(declaration, part)).min();
    let end = body.map_or(unit.end_byte(declaration), |body| unit.start_byte(body));
    let text = unit.slice(signature_start(unit, declaration), end);
    let text = text.trim_end().trim_end_matches([';', '=']);
    if !text.contains('#') {
        return crate::extract::signature(text);
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('#')).collect();
    crate::extract::signature(&lines.join("\n"))
}
