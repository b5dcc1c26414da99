//! Erlang attributes that direct: exports, behaviours, imports, includes.

use super::{FUNCTIONS, docs, field, functions, kind, names};
use crate::extract::{ImportDraft, Space, Unit, Use};
use crate::model::{ImportKind, NodeId, RefKind};

/// Makes known what the attributes of the whole file say of its functions and types, wherever they stand.
pub fn read_exports(unit: &mut Unit<'_>, root: NodeId) {
    for form in unit.children(root) {
        match unit.kind(form) {
            kind::EXPORT => announce(unit, form, field::FUNS, "export"),
            kind::EXPORT_TYPE => announce(unit, form, field::TYPES, "export_type"),
            kind::COMPILE_OPTIONS if unit.text(form).contains("export_all") => {
                unit.announce(&functions::key("export", "*", 0));
            }
            kind::DEPRECATED => read_deprecated(unit, form),
            _ => {}
        }
    }
}

fn announce(unit: &mut Unit<'_>, form: NodeId, list: crate::lang::Field, attribute: &str) {
    for listed in unit.children_in(form, list) {
        if let (Some(name), Some(arity)) =
            (names::atom_in(unit, listed, field::FUN), names::arity(unit, listed))
        {
            unit.announce(&functions::key(attribute, names::atom(unit, name), arity));
        }
    }
}

/// `-deprecated([{f, 1, "…"}])`
fn read_deprecated(unit: &mut Unit<'_>, form: NodeId) {
    let mut name = None;
    for node in unit.subtree(form) {
        if unit.is(node, kind::ATOM) && unit.is_in(node, field::FUN) {
            name = Some(node);
        } else if unit.is_in(node, field::ARITY)
            && let Some(name) = name
            && let Ok(arity) = unit.text(node).parse()
        {
            unit.announce(&functions::key("deprecated", names::atom(unit, name), arity));
        }
    }
}

/// `-behaviour(m)`
pub fn implement(unit: &mut Unit<'_>, node: NodeId) {
    if let Some(name) = names::atom_in(unit, node, field::NAME) {
        let module = names::atom(unit, name);
        unit.reference(Use::absolute(name, vec![module.into()], module), RefKind::Implements);
    }
}

/// `-import(m, [f/1])`
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(module) = names::atom_in(unit, node, field::MODULE) else { return };
    let source = names::atom(unit, module);
    let kind = if super::uses::is_standard(source) { ImportKind::External } else { ImportKind::Absolute };
    let listed: Vec<NodeId> = unit.children_in(node, field::FUNS).collect();
    let mut seen = std::collections::BTreeSet::new();
    for name in
        listed.into_iter().filter_map(|listed| names::atom_in(unit, listed, field::FUN)).collect::<Vec<_>>()
    {
        let text = names::atom(unit, name);
        if seen.insert(text) {
            let draft = ImportDraft::name(kind, source.into(), text.into(), None);
            unit.import(
                name,
                ImportDraft { space: FUNCTIONS, qualified: Some(format!("{source}:{text}")), ..draft },
            );
        }
    }
}

/// `-include("x.hrl")`, `-include_lib("app/include/x.hrl")`: everything that the header defines.
pub fn include(unit: &mut Unit<'_>, node: NodeId) {
    let Some(file) = unit.child(node, field::FILE).filter(|&file| unit.is(file, kind::STRING)) else {
        return;
    };
    let source = docs::string_text(unit, file);
    let application = source.split('/').next().unwrap_or_default();
    let kind = match unit.kind(node) {
        kind::INCLUDE => ImportKind::Relative,
        _ if super::uses::is_standard_application(application) => ImportKind::External,
        _ => ImportKind::Absolute,
    };
    unit.claim(file);
    let draft = ImportDraft {
        qualified: Some(source.to_owned()),
        space: Space::ANY,
        // A header gives on what it includes.
        reachable: names::is_header(unit),
        ..ImportDraft::star(kind, source.into())
    };
    unit.import(file, draft);
}
