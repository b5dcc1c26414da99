//! How names travel between the files of a language: what its links need to know, as data.
//!
//! Knows no syntax, no file, and not how links are made.

use super::PackageLayout;
use crate::model::{Language, SymbolKind};

/// How names travel between the modules of a language.
#[derive(Clone, Copy)]
pub struct Travel {
    /// Languages of one family name each other's modules: the language whose name the family has.
    pub family: Option<Language>,
    /// Module names are paths: `a.b` lies in `a`. Where not (JavaScript), a module name is one segment.
    pub nested_modules: bool,
    /// A path may start at a name of the module that encloses it, also where another file defines that name.
    pub relative_paths: bool,
    /// The same of the modules around that one, out to the outermost (C#, C++, Ruby).
    pub outer_modules: bool,
    /// A bare name that nothing nearer has is one of the outermost names, whichever file defines it (C, PHP, Ruby).
    pub global_names: bool,
    /// Types are modules: what they hold is seen by its bare name from inside, and each can be opened again in any file
    /// (Ruby). With the two above.
    pub open_types: bool,
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
    /// Whether a type takes a member, named with its mark, from a base of this kind (what a Ruby module has for itself
    /// stays with it when it is included).
    pub takes: fn(&str, SymbolKind) -> bool,
    /// Whether a first segment is an outermost name wherever it stands, since the file has expanded what is in scope.
    pub outermost: fn(&str) -> bool,
    /// Whether a path may start at a name that a macro brought into scope, so that its absence proves nothing.
    pub aliased: fn(&[String]) -> bool,
    /// Where the files of a directory are one module: how well a file stands for it, least for the best, so that an
    /// import of the module means that file. Among equals the first of them; without this, none.
    pub stands_for_module: Option<fn(path: &str) -> u8>,
    /// Whether a star leaves a name out.
    pub star_hides: fn(&str) -> bool,
    /// Whether an unknown first segment of an absolute path can only be another package.
    pub names_package: fn(&str) -> bool,
    /// What is written outside of a type can be called on its values (Kotlin, C#), so that a member of a value of
    /// another package's type is not provably that package's.
    pub extensions: bool,
    /// Files declare the modules that there are (Java's packages), so that an import from one that none declares leaves
    /// the version, whatever it shares its first segment with.
    pub declared_modules: bool,
    /// What other packages import a module as, if they can: the names that it has outside of its package.
    pub offered_as: fn(&PackageLayout, module: &str) -> Vec<String>,
    /// The module of another package that an import's source or the beginning of a path names, as that package offers it;
    /// `None` where it is the language's own library.
    pub foreign_module: fn(&str) -> Option<&str>,
}

impl Travel {
    /// Other packages name a module as it names itself.
    pub const OFFERED_AS_NAMED: fn(&PackageLayout, &str) -> Vec<String> = |_, module| vec![module.to_owned()];

    /// What every language promises: only what its imports say.
    pub const BASE: Travel = Travel {
        family: None,
        nested_modules: true,
        relative_paths: false,
        outer_modules: false,
        global_names: false,
        open_types: false,
        imports_reach_inside: false,
        whole_module: None,
        last_wins: false,
        macros_apart: false,
        bases_in_order: false,
        takes: |_, _| true,
        outermost: |_| false,
        aliased: |_| false,
        stands_for_module: None,
        star_hides: |_| false,
        names_package: |_| false,
        extensions: false,
        declared_modules: false,
        offered_as: |_, _| Vec::new(),
        foreign_module: |module| Some(module),
    };
}
