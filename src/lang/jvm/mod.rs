//! What Java and Kotlin share: comments, signatures, and the names of what has none.
//!
//! Knows no node kinds: those are each language's own.

pub mod docs;

use crate::extract::Unit;
use crate::model::NodeId;

/// Annotations that make a method a test: those of JUnit and TestNG.
pub const TESTS: &[&str] =
    &["ParameterizedTest", "Property", "RepeatedTest", "Test", "TestFactory", "TestTemplate"];

/// The qualified name of a class without a name: what is around it and the next number there, as javac counts
/// (`com.foo.Outer.$1`). Numbers are given without a gap, so that the next is found by halving.
pub fn anonymous_name(unit: &Unit<'_>, outer: &str) -> String {
    let named = |number: u32| format!("{outer}.${number}");
    let mut free: u32 = 1;
    while unit.is_defined(&named(free)) {
        free *= 2;
    }
    let mut taken = free / 2;
    while free - taken > 1 {
        let middle = taken + (free - taken) / 2;
        if unit.is_defined(&named(middle)) {
            taken = middle;
        } else {
            free = middle;
        }
    }
    named(free)
}

/// Appends the text between two bytes of a node, without comments.
pub fn text_between(unit: &Unit<'_>, node: NodeId, start: u32, end: u32, text: &mut String) {
    let whole = unit.slice(start, end);
    let mut from = start;
    if whole.contains("//") || whole.contains("/*") {
        let inside = |&node: &NodeId| unit.start_byte(node) >= start && unit.end_byte(node) <= end;
        let nodes = unit.subtree(node).take_while(|&node| unit.start_byte(node) < end);
        for comment in nodes.filter(|&node| unit.tree().node(node).is_extra()).filter(inside) {
            text.push_str(unit.slice(from, unit.start_byte(comment)));
            text.push(' ');
            from = unit.end_byte(comment);
        }
    }
    text.push_str(unit.slice(from, end));
}

/// Whether a simple name is that of a class around the place.
pub fn encloses(unit: &Unit<'_>, name: &str) -> bool {
    unit.enclosing_type_name().is_some_and(|qualified| qualified.split('.').any(|segment| segment == name))
}
