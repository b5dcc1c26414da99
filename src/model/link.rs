//! What the files of a version decide together, and what they leave to other packages. Files are positions among the
//! version's files.

use super::application::Application;
use super::kinds::{FactKind, Resolution};

/// The outcome of linking a version.
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// Sorted, at most one a fact.
    pub links: Vec<Link>,
    /// Uses that leave the version, with the name that each means there. Sorted; a use that may mean several names
    /// has one for each.
    pub outside_uses: Vec<OutsideUse>,
    /// What other packages can name, by each of its names. Sorted.
    pub public_names: Vec<PublicName>,
    /// What the version's frameworks say.
    pub application: Application,
}

impl Linked {
    /// Says which numbers the files have elsewhere: the number of each, in the same order, which must be ascending.
    pub fn renumber(&mut self, numbers: &[u32]) {
        let number = |file: u32| numbers[file as usize];
        for link in &mut self.links {
            link.file = number(link.file);
            link.target_file = link.target_file.map(number);
        }
        self.outside_uses.iter_mut().for_each(|outside| outside.file = number(outside.file));
        self.public_names.iter_mut().for_each(|name| name.file = number(name.file));
        self.application.renumber(numbers);
    }
}

/// One fact bound by its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Link {
    /// The file whose fact this is.
    pub file: u32,
    pub fact: FactKind,
    /// The fact's ordinal in its unit.
    pub ordinal: u32,
    pub resolution: Resolution,
    /// The file it leads to; `None` where it leaves the version.
    pub target_file: Option<u32>,
    /// The symbol it leads to in that file's unit; `None` for a whole file.
    pub target_symbol: Option<u32>,
}

/// A use of a name that another package may offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutsideUse {
    pub file: u32,
    pub fact: FactKind,
    pub ordinal: u32,
    /// The whole name.
    pub name_key: i64,
    /// The bit of the role that it has for the use.
    pub role: i16,
    /// The number of arguments, for calls.
    pub arity: Option<u16>,
}

/// A name under which other packages reach a symbol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicName {
    /// The whole name.
    pub name_key: i64,
    pub file: u32,
    /// The symbol's ordinal in that file's unit.
    pub symbol: u32,
    /// The bits of the roles in which the name means this symbol.
    pub roles: i16,
    /// Smallest and largest number of arguments, in languages where these decide which symbol a name means.
    pub arity: Option<(u16, u16)>,
}
