//! How Python writes what frameworks look at.

use crate::lang::{CallShape, MarkSyntax, PairShape, Part};

pub(super) const MARKS: MarkSyntax = MarkSyntax {
    calls: &[CallShape::new("call", "function", "arguments")],
    annotations: &[CallShape {
        kind: "decorator",
        receiver: Part::Nowhere,
        callee: Part::First,
        arguments: Part::Nowhere,
        block: Part::Nowhere,
        types: Part::Nowhere,
    }],
    members: &[PairShape::new("attribute", "object", "attribute")],
    assignments: &[PairShape::new("assignment", "left", "right")],
    additions: &[PairShape::new("augmented_assignment", "left", "right")],
    appends: &["append", "extend", "insert"],
    pairs: &[PairShape::new("keyword_argument", "name", "value"), PairShape::new("pair", "key", "value")],
    texts: &["string", "concatenated_string"],
    text_parts: &["string_content", "interpolation"],
    words: &["integer", "float", "true", "false", "none"],
    lists: &["list", "tuple", "set"],
    maps: &["dictionary"],
    functions: &[("lambda", Part::Field("parameters")), ("function_definition", Part::Field("parameters"))],
    wrappers: &[
        ("parenthesized_expression", Part::First),
        ("await", Part::First),
        ("list_splat", Part::First),
    ],
    names: &["identifier", "dotted_name"],
    joins: &[PairShape::new("binary_operator", "left", "right")],
    returns: &[("return_statement", Part::First)],
    ..MarkSyntax::NONE
};
