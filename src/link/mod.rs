use crate::lang::PackageLayout;
use crate::model::{Interface, Language, Link, PackageId};
pub struct LinkedFile { pub path: String, pub language: Language, pub interface: Interface }
pub fn link_version(_package: &PackageId, _layout: &PackageLayout, _files: &[LinkedFile]) -> Vec<Link> { Vec::new() }
