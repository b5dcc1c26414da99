//! Plain data that the stages hand to each other: packages, files, units and their facts.
//!
//! Nothing here does I/O, parses, or knows a database.

mod application;
mod extraction;
mod fact;
mod failure;
mod interface;
mod kinds;
mod language;
mod link;
mod mark;
mod names;
mod source;
mod syntax;

pub use application::{Application, DiEdge, Job, Route, SymbolPlace};
pub use extraction::{Extraction, ParseStatus};
pub use fact::{Arity, Call, Comment, Fragment, FragmentSite, Import, Reference, Span, Symbol};
pub use failure::{Class, Explain, Hint};
pub use interface::{Base, BaseTarget, CALLED, Export, ImportBinding, Interface, LooseCall, OpenUse};
pub use kinds::{FactKind, ImportKind, RefKind, Resolution, SymbolKind, Visibility};
pub use language::{Language, Tag};
pub use link::{Link, Linked, OutsideUse, PublicName};
pub use mark::{Argument, Mark, MarkShape, Meaning, Named, Operand};
pub use names::{NameId, Names};
pub use source::{FileStatus, PackageId, PackageVersion, SkipReason, SourceFile};
pub use syntax::{Children, NodeId, SyntaxNode, SyntaxTree};
