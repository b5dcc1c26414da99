//! Go imports: whole packages under their own name or another, dot imports, and imports for their effects.

use super::{field, kind, modules, terms};
use crate::extract::{ImportDraft, Unit};
use crate::model::{ImportKind, NodeId};

pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(literal) = unit.child(node, field::PATH) else { return };
    let path = terms::string_text(unit, literal);
    let kind = kind_of(unit, path);
    let qualified = Some(path.to_owned());
    let name = unit.child(node, field::NAME);
    let draft = match name.map(|name| (unit.kind(name), unit.text(name))) {
        None => {
            let local = Some(modules::assumed_name(path).into());
            ImportDraft { local, qualified, ..ImportDraft::module(kind, path.into()) }
        }
        Some((kind::DOT, _)) => ImportDraft { qualified, ..ImportDraft::star(kind, path.into()) },
        Some((kind::BLANK, alias)) => {
            ImportDraft { alias: Some(alias.into()), qualified, ..ImportDraft::module(kind, path.into()) }
        }
        Some((_, alias)) => {
            let alias = Some(alias.into());
            ImportDraft { local: alias.clone(), alias, qualified, ..ImportDraft::module(kind, path.into()) }
        }
    };
    unit.import(node, draft);
}

/// Only the manifest says whether a path is this module's; but one that begins otherwise than this package's own is
/// another's.
fn kind_of(unit: &Unit<'_>, path: &str) -> ImportKind {
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    if path.starts_with("./") || path.starts_with("../") {
        ImportKind::Relative
    } else if first(path) == first(unit.module()) || path == "C" && unit.module().is_empty() {
        ImportKind::Absolute
    } else {
        ImportKind::External
    }
}
