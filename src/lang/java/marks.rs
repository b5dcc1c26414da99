//! How Java writes what frameworks look at.

use crate::lang::{CallShape, MarkSyntax, PairShape, Part};

const BARE_ANNOTATION: CallShape = CallShape {
    kind: "marker_annotation",
    receiver: Part::Nowhere,
    callee: Part::Field("name"),
    arguments: Part::Nowhere,
    block: Part::Nowhere,
    types: Part::Nowhere,
};

pub(super) const MARKS: MarkSyntax = MarkSyntax {
    annotations: &[CallShape::new("annotation", "name", "arguments"), BARE_ANNOTATION],
    members: &[PairShape::new("field_access", "object", "field")],
    assignments: &[PairShape::new("variable_declarator", "name", "value")],
    pairs: &[PairShape::new("element_value_pair", "key", "value")],
    texts: &["string_literal"],
    text_parts: &["string_fragment", "multiline_string_fragment", "escape_sequence"],
    words: &["decimal_integer_literal", "true", "false", "null_literal"],
    lists: &["element_value_array_initializer"],
    wrappers: &[("parenthesized_expression", Part::First)],
    names: &["identifier", "scoped_identifier", "type_identifier"],
    joins: &[PairShape::new("binary_expression", "left", "right")],
    ..MarkSyntax::NONE
};
