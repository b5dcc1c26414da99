//! Linking: what the files of a version decide together, from their units' interfaces alone.
//!
//! An import is bound to the file and symbol that it means, a call or reference that its own file could not bind to
//! the symbol that it reaches, or to the outside where that is proved. Only proofs make links: where two targets are
//! possible, the one in the use's own file is meant; else the one in the use's own language, code before
//! declarations without code (`.pyi`, `.d.ts`); else none. Two definitions of one path in one file are one: the last
//! in languages where it replaces the others, the first of the alternatives elsewhere; methods of one name, which
//! come from different implementations, are none.
//!
//! Pure, and it sees no source, no syntax and no database. What languages differ in is data in `rules`.
//!
//! What it counts on from a language's interfaces:
//! - a symbol has one export for each name that it can be reached by (`export { a as b }`, `module.exports = a`, which
//!   is `default`): the same ordinal, another qualified name;
//! - an import that takes one name out has `name` (`default` for a default import); one that binds a whole module has
//!   none; a star has no local name (`* as ns` is a whole module);
//! - `import a.b` that binds `a` has the source `a.b` and the local name `a`, and its uses go on with `b`.

mod choose;
mod guesses;
mod imports;
mod index;
mod keys;
mod loans;
mod marks;
mod members;
mod offers;
mod outcome;
mod paths;
mod resolve;
mod rules;
mod stars;
mod uses;
mod values;

use index::Index;
use resolve::Resolver;
use rules::Rules;

use crate::frameworks::{self, MarkedFile};
use crate::lang::PackageLayout;
use crate::model::{Application, Interface, Language, Linked, PackageId};

/// Version of how versions are linked and what frameworks say of them. Raise it with any change of either: versions are
/// then linked again, from the interfaces of their units.
pub const LINK_VERSION: u32 = 1;

/// A file of a version as linking sees it.
#[derive(Clone, Debug)]
pub struct LinkedFile {
    /// In the package, with `/`.
    pub path: String,
    pub language: Language,
    pub interface: Interface,
}

/// Binds what a version's files decide together, and names what other packages decide. Files in path order.
pub fn link_version(_package: &PackageId, layout: &PackageLayout, files: &[LinkedFile]) -> Linked {
    link_with(layout, files, rules::rules)
}

fn link_with(
    layout: &PackageLayout,
    files: &[LinkedFile],
    rules_of: impl Fn(Language) -> Option<Rules>,
) -> Linked {
    let mut resolver = Resolver::new(Index::new(files, rules_of), layout);
    let mut linked = Linked::default();
    for file in 0..files.len() as u32 {
        resolver.link_imports(file, &mut linked.links);
        resolver.link_uses(file, &mut linked);
    }
    linked.links.sort_unstable();
    linked.links.dedup();
    linked.links.extend(guesses::guess(&mut resolver, &linked.links));
    linked.links.sort_unstable();
    linked.outside_uses.sort_unstable();
    linked.outside_uses.dedup();
    linked.public_names = offers::public_names(&mut resolver);
    linked.application = find_application(&mut resolver, files);
    linked
}

/// What the frameworks of the version say.
fn find_application(resolver: &mut Resolver<'_>, files: &[LinkedFile]) -> Application {
    let marked = (0..).zip(files).map(|(number, file)| MarkedFile {
        path: &file.path,
        language: file.language,
        interface: &file.interface,
        marks: resolver.bind_marks(number),
        bases: if frameworks::looks_at(file.language) { resolver.bind_bases(number) } else { Vec::new() },
    });
    frameworks::find(&marked.collect::<Vec<_>>())
}
