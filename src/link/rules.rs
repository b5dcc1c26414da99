//! What linking must know of each language, as data: the language's own declaration, and how its names travel.
//!
//! Knows no syntax and no file.

use crate::lang::{self, ModuleContext, ModuleTarget};
use crate::model::Language;

/// A language as the linker sees it.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// Languages of one family name each other's modules.
    pub family: Language,
    pub separator: &'static str,
    pub arity_distinguishes: bool,
    pub unbound_paths: bool,
    pub module_target: fn(&ModuleContext<'_>, &str) -> ModuleTarget,
    pub travel: Travel,
}

/// How names travel between the modules of a language.
#[derive(Clone, Copy)]
pub(super) struct Travel {
    /// Module names are paths: `a.b` lies in `a`. Where not (JavaScript), a module name is one segment.
    pub nested_modules: bool,
    /// A path may start at a name of the module that encloses it, also where another file defines that name.
    pub relative_paths: bool,
    /// What a module imports for itself can be named from the modules inside it (`use super::*`).
    pub imports_reach_inside: bool,
    /// The name under which a module is used as a value.
    pub whole_module: Option<&'static str>,
    /// A second definition of a name replaces the first; elsewhere they are alternatives of one definition.
    pub last_wins: bool,
    /// Macros are only named by their invocations (`name!`).
    pub macros_apart: bool,
    /// A type's bases are asked in order, the first that has a member counts.
    pub bases_in_order: bool,
    /// Whether a first segment is an outermost name wherever it stands, since the file has expanded what is in scope.
    pub outermost: fn(&str) -> bool,
    /// Whether a path may start at a name that a macro brought into scope, so that its absence proves nothing.
    pub aliased: fn(&[String]) -> bool,
    /// Whether a star leaves a name out.
    pub star_hides: fn(&str) -> bool,
    /// Whether an unknown first segment of an absolute path can only be another package.
    pub names_package: fn(&str) -> bool,
}

const RUST: Travel = Travel {
    nested_modules: true,
    relative_paths: true,
    imports_reach_inside: true,
    whole_module: None,
    last_wins: false,
    macros_apart: true,
    bases_in_order: false,
    outermost: |_| false,
    aliased: |_| false,
    star_hides: |_| false,
    // A type may come from a macro; a crate is lower case.
    names_package: |segment| segment.starts_with(|first: char| first.is_ascii_lowercase()),
};

const PYTHON: Travel = Travel {
    nested_modules: true,
    relative_paths: false,
    imports_reach_inside: false,
    whole_module: None,
    last_wins: true,
    macros_apart: false,
    bases_in_order: true,
    outermost: |_| false,
    aliased: |_| false,
    star_hides: |name| name.starts_with('_'),
    names_package: |_| true,
};

const JAVASCRIPT: Travel = Travel {
    nested_modules: false,
    relative_paths: false,
    imports_reach_inside: false,
    whole_module: Some("default"),
    last_wins: true,
    macros_apart: false,
    bases_in_order: true,
    outermost: |_| false,
    aliased: |_| false,
    star_hides: |name| name == "default",
    names_package: |_| false,
};

/// Modules of Elixir are capitalised, those of Erlang atoms; everything else is a function.
fn names_elixir_module(segment: &str) -> bool {
    segment.starts_with(|first: char| first == ':' || first.is_uppercase())
}

const ELIXIR: Travel = Travel {
    nested_modules: true,
    relative_paths: false,
    imports_reach_inside: false,
    whole_module: None,
    last_wins: false,
    macros_apart: false,
    bases_in_order: false,
    outermost: names_elixir_module,
    // `use MyAppWeb` makes `Routes.page_path` of an alias, and a router's scope prefixes `PageController`; nobody
    // aliases the first of several segments.
    aliased: |path| {
        let module = path.iter().take_while(|segment| names_elixir_module(segment));
        module.count() < 2 && path.first().is_some_and(|first| !first.starts_with(':'))
    },
    star_hides: |name| name.starts_with('_'),
    names_package: names_elixir_module,
};

/// What a language that is not listed promises: only what its imports say.
const PLAIN: Travel = Travel {
    nested_modules: true,
    relative_paths: false,
    imports_reach_inside: false,
    whole_module: None,
    last_wins: false,
    macros_apart: false,
    bases_in_order: false,
    outermost: |_| false,
    aliased: |_| false,
    star_hides: |_| false,
    names_package: |_| false,
};

/// The rules of a language; `None` where it was not compiled in.
pub(super) fn rules(language: Language) -> Option<Rules> {
    let spec = lang::spec(language)?;
    let (family, travel) = match language {
        Language::Rust => (Language::Rust, RUST),
        Language::Python => (Language::Python, PYTHON),
        Language::JavaScript | Language::TypeScript => (Language::JavaScript, JAVASCRIPT),
        Language::Elixir | Language::Erlang => (Language::Elixir, ELIXIR),
        other => (other, PLAIN),
    };
    Some(Rules {
        family,
        separator: spec.separator,
        arity_distinguishes: spec.arity_distinguishes,
        unbound_paths: spec.unbound_paths,
        module_target: spec.module_target,
        travel,
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
        let separator = self.separator;
        member[..end.unwrap_or(member.len())].split(separator).filter(|segment| !segment.is_empty())
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
