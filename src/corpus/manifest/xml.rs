//! The few looks at an XML manifest that its readers share. Namespaces count for nothing: old manifests have none.

use roxmltree::Node;

/// The first child element of this name.
pub(super) fn child<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    node.children().find(|child| child.is_element() && child.tag_name().name() == name)
}

/// The text of that child, unless it is empty.
pub(super) fn text_of(node: Node, name: &str) -> Option<String> {
    let text = child(node, name)?.text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
