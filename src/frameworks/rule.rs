//! The tables that describe frameworks.

use super::finder::{Finder, Site};
use crate::model::{Language, MarkShape};

/// Frameworks that are described together.
pub struct Family {
    /// As its file is called.
    pub name: &'static str,
    pub languages: &'static [Language],
    pub rules: &'static [Rule],
    /// Work that is known by the type that does it.
    pub types: &'static [TypeRule],
    /// Types whose constructors are handed what their parameters are typed as.
    pub constructors: &'static [ConstructorRule],
    /// What a file's path says (`pages/api/users.ts`).
    pub files: Option<fn(&mut Finder<'_>, file: u32)>,
}

impl Family {
    /// A family without rules.
    pub const BASE: Family =
        Family { name: "", languages: &[], rules: &[], types: &[], constructors: &[], files: None };
}

/// A framework, and how it writes paths.
#[derive(Debug)]
pub struct Framework {
    /// As people call it, in small letters.
    pub name: &'static str,
    pub parameters: Parameters,
    /// The prefix that a router is mounted with stands in the place of its own (Flask).
    pub mount_replaces: bool,
    pub join: Join,
    /// Members of a router that stand for its routes (`router.urls`).
    pub routes_in: &'static [&'static str],
    /// The name of the list that is the routes of a module.
    pub module_list: Option<&'static str>,
}

/// How a prefix and a path are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// With one slash; `/` below a prefix is the prefix itself.
    Slash,
    /// With one slash; `/` below a prefix is the prefix with a slash behind it.
    Exact,
    /// As they are.
    Plain,
}

impl Framework {
    pub const fn new(name: &'static str, parameters: Parameters, join: Join) -> Self {
        Self { name, parameters, mount_replaces: false, join, routes_in: &[], module_list: None }
    }
}

/// What it means that a type has one of some bases.
pub struct TypeRule {
    pub framework: &'static Framework,
    /// The last segments of the bases, or of the modules that it includes.
    pub bases: &'static [&'static str],
    /// The member that does the work, the first of these that is there; the type itself where none is.
    pub members: &'static [&'static str],
    /// Calls in the type's body that say the name, queue and schedule (`queue_as :low`).
    pub queue: &'static [(&'static str, Text)],
    pub schedule: &'static [(&'static str, Text)],
}

/// A container hands the constructors of some types what their parameters are typed as.
pub struct ConstructorRule {
    pub framework: &'static Framework,
    /// One of these must hold.
    pub of: &'static [Constructed],
    /// Annotations of a parameter that say a token in the place of its type (`@Inject(TOKEN)`).
    pub tokens: &'static [(&'static str, Text)],
    /// Annotations of a parameter that say that it is something else (`@Value("…")`).
    pub not: &'static [&'static str],
}

/// Which types a container makes. Of several constructors only a marked one counts.
#[derive(Clone, Copy, Debug)]
pub enum Constructed {
    /// The type has an annotation of one of these names, out of one of these packages; none is any.
    TypeMarked { names: &'static [&'static str], from: &'static [&'static str] },
    /// The constructor has one.
    ConstructorMarked { names: &'static [&'static str], from: &'static [&'static str] },
    /// One of its bases, at whatever distance, has one of these as its last segment.
    Based(&'static [&'static str]),
    /// Its name ends with one of these.
    Named(&'static [&'static str]),
    /// A mark says that it is what the container provides for something.
    Provided,
}

/// What a mark of one of some names means, where its conditions hold. Of the rules of a mark the first counts.
pub struct Rule {
    pub framework: &'static Framework,
    pub shape: MarkShape,
    pub names: &'static [&'static str],
    /// One of these must hold; none is no condition.
    pub on: &'static [On],
    /// All of these must hold.
    pub when: &'static [When],
    pub gives: Gives,
}

/// What a mark's name is taken from.
#[derive(Clone, Copy, Debug)]
pub enum On {
    /// The qualified name that imports prove starts with one of these paths (`flask`, `django.urls`), written with
    /// dots whatever the language.
    From(&'static [&'static str]),
    /// It is called on a router of the framework.
    Router,
    /// It has no receiver and stands in a block of a router or group of the framework.
    Inside,
    /// The last segment of its receiver is one of these, as written.
    Receiver(&'static [&'static str]),
    /// It is called on something of which nothing is known and whose last segment ends in one of these, whatever the
    /// case: asked last.
    Likely(&'static [&'static str]),
    /// It has no receiver.
    Bare,
}

/// A further condition.
#[derive(Clone, Copy)]
pub enum When {
    /// The texts picked are there, and the first starts with a slash or is empty.
    Path(Text),
    /// A text is there.
    HasText(Text),
    /// There is a value.
    Has(Pick),
    /// The value can serve a request or do a job: a function, a name, a call that may give one.
    Callable(Pick),
    /// The number of positional arguments lies between these.
    Arguments(usize, usize),
    /// The mark is an annotation of a type, of something else.
    OnType,
    OnMember,
    /// The type that the mark stands in has an annotation of one of these names, or none of them has it.
    TypeMarked(&'static [&'static str]),
    TypeNotMarked(&'static [&'static str]),
    /// The file imports something whose source starts with one of these.
    Imports(&'static [&'static str]),
    /// The file's path ends with one of these.
    FileEnds(&'static [&'static str]),
    Test(fn(&Finder<'_>, Site) -> bool),
}

impl When {
    /// The annotations that it asks a type for.
    pub(super) fn annotations(&self) -> &'static [&'static str] {
        match self {
            When::TypeMarked(names) | When::TypeNotMarked(names) => names,
            _ => &[],
        }
    }
}

/// Which value of a mark.
#[derive(Clone, Copy, Debug)]
pub enum Pick {
    /// A positional argument.
    At(usize),
    Last,
    Named(&'static str),
    /// A key of the map that a positional argument is.
    Field(usize, &'static str),
    /// Every positional argument from this one on.
    From(usize),
    /// What it is called on.
    Receiver,
    /// A type argument.
    Type(usize),
    /// This text, whatever the mark says.
    Fixed(&'static str),
}

/// A text: of the first of these that is there.
pub type Text = &'static [Pick];

/// What a mark gives.
#[derive(Clone, Copy)]
pub enum Gives {
    /// A router of its own, with a prefix, and with the routers below it that it is given.
    Router { prefix: Text, holds: &'static [Pick] },
    /// A part of the router that it is called on or stands in: for what is called on its value, what stands in its
    /// block, and for the block's parameter. What it is given is below it too.
    Group { prefix: Text, holds: &'static [Pick] },
    /// The router that it is called on, again.
    Same,
    /// Routes, on the router that it is called on, stands in, or of the type that holds what it annotates. Its value is
    /// the router again.
    Route { methods: Methods, path: Text, handler: Handler },
    /// Puts other routers below the one that it is called on or stands in.
    Mount { prefix: Text, child: Pick },
    /// The prefix of all routes of a type.
    TypePrefix { path: Text },
    /// A prefix of all routes of the version (`setGlobalPrefix`).
    GlobalPrefix { path: Text },
    /// Work in the background.
    Job { name: Text, queue: Text, schedule: Text, handler: Handler },
    /// What it annotates, or the symbol around it, is given what these are; where there is no such value, what the
    /// parameter or field that it stands in, or the parameters of what it annotates, are typed as.
    Consumes { provided: Text },
    /// A type or token is provided by something.
    Provides { provided: Text, provider: Handler },
    /// What a table can't say.
    Custom(fn(&mut Finder<'_>, Site)),
}

/// The methods of a route.
#[derive(Clone, Copy, Debug)]
pub enum Methods {
    /// As the mark is called, in capitals; these names mean `ANY`.
    Name {
        any: &'static [&'static str],
    },
    Fixed(&'static str),
    /// Listed in the mark, else this.
    Listed(Text, &'static str),
}

/// What serves or does something.
#[derive(Clone, Copy, Debug)]
pub enum Handler {
    /// What the mark annotates.
    Annotated,
    /// The first of these that is there.
    Picked(&'static [Pick]),
    /// The symbol that the mark stands in.
    Enclosing,
}

/// How a framework writes the parameters of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameters {
    /// `:id`, `*rest`.
    Colon,
    /// `{id}`, `{id:pattern}`, `{*rest}`, `{id?}`.
    Brace,
    /// `<id>`, `<type:id>`, `<rest..>`.
    Angle,
    /// `[id]`, `[...rest]`.
    Bracket,
    /// A regular expression with named groups.
    Expression,
}

static NO_FRAMEWORK: Framework = Framework::new("", Parameters::Colon, Join::Slash);

impl Rule {
    /// A call that is anything yet.
    pub const CALL: Rule = Rule {
        framework: &NO_FRAMEWORK,
        shape: MarkShape::Call,
        names: &[],
        on: &[],
        when: &[],
        gives: Gives::Same,
    };
    /// An annotation that is anything yet.
    pub const ANNOTATION: Rule = Rule { shape: MarkShape::Annotation, ..Rule::CALL };
}
