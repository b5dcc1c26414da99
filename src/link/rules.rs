//! What linking must know of each language: its own declaration, and the segments of its names.
//!
//! Knows no syntax and no file.

use crate::lang::{self, ClassScope, ModuleContext, ModuleTarget, Travel};
use crate::model::Language;

/// A language as the linker sees it.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Languages of one family name each other's modules.
    pub family: Language,
    pub separator: &'static str,
    pub member_marks: &'static [&'static str],
    pub module_in_names: bool,
    pub arity_distinguishes: bool,
    pub overloads: bool,
    pub unbound_paths: bool,
    /// Whether members of a type are seen by their bare names inside it, inherited ones too.
    pub members_visible: bool,
    pub library_methods: &'static str,
    pub module_target: fn(&ModuleContext<'_>, &str) -> ModuleTarget,
    pub travel: Travel,
}

/// The rules of a language; `None` where it was not compiled in.
pub(super) fn rules(language: Language) -> Option<Rules> {
    let spec = lang::spec(language)?;
    Some(Rules {
        family: spec.travel.family.unwrap_or(language),
        separator: spec.separator,
        member_marks: spec.member_marks,
        module_in_names: spec.module_in_names,
        arity_distinguishes: spec.arity_distinguishes,
        overloads: spec.overloads,
        unbound_paths: spec.unbound_paths,
        members_visible: spec.class_scope == ClassScope::Visible && spec.unbound_names,
        library_methods: spec.library_methods,
        module_target: spec.module_target,
        travel: spec.travel,
    })
}

impl Rules {
    /// The segments of a module's name.
    pub fn module_segments<'t>(&self, module: &'t str) -> impl Iterator<Item = &'t str> + Clone + use<'t> {
        let separator = if self.travel.nested_modules { self.separator } else { "\0" };
        module.split(separator).filter(|segment| !segment.is_empty())
    }

    /// The segments of what follows a module in a qualified name; an arity at the end is left out.
    pub fn member_segments<'t>(&self, member: &'t str) -> impl Iterator<Item = &'t str> + Clone + use<'t> {
        let end = if self.arity_distinguishes { member.rfind('/').filter(|&at| at > 0) } else { None };
        let (separator, marks) = (self.separator, self.member_marks);
        let segments = member[..end.unwrap_or(member.len())].split(separator);
        segments.flat_map(|segment| split_marked(segment, marks)).filter(|segment| !segment.is_empty())
    }

    /// What a module prefix leaves of a qualified name.
    pub fn strip_module<'t>(&self, qualified: &'t str, module: &str) -> Option<&'t str> {
        if module.is_empty() {
            return None;
        }
        let rest = qualified.strip_prefix(module)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix(self.separator) }
    }
}

/// A segment cut before the member's mark, if it has one.
fn split_marked<'t>(segment: &'t str, marks: &[&str]) -> [&'t str; 2] {
    let mark = marks.iter().filter_map(|mark| segment.find(mark)).min().filter(|&at| at > 0);
    let (owner, member) = segment.split_at(mark.unwrap_or(segment.len()));
    [owner, member]
}
