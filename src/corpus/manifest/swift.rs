//! `Package.swift`.

use std::path::Path;

use super::script::{SWIFT, Token, tokens};
use super::{Reading, invalid, read_manifest};

const MANIFEST: &str = "Package.swift";

/// The package in `root`. A manifest never has a version: that is a tag of its repository.
pub(super) fn read(root: &Path) -> Reading {
    match read_manifest(&root.join(MANIFEST)) {
        Ok(Some(text)) => match package_name(&text) {
            Some(name) => Reading::Named { manifest: MANIFEST, name, version: None },
            None => Reading::Unnamed { version: None },
        },
        Ok(None) => Reading::Absent,
        Err(reason) => invalid(MANIFEST, &reason),
    }
}

/// The first argument of `Package(name: "…"`.
fn package_name(text: &str) -> Option<String> {
    let mut tokens = tokens(text, &SWIFT);
    tokens.retain(|(_, token)| *token != Token::LineEnd);
    tokens.windows(5).find_map(|window| match [0, 1, 2, 3, 4].map(|at| window[at].1) {
        [
            Token::Word("Package"),
            Token::Mark('('),
            Token::Word("name"),
            Token::Mark(':'),
            Token::Text(name),
        ] => Some(name.to_owned()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_that_of_the_package() {
        let text = "// swift-tools-version:5.5\nimport PackageDescription\n// Package(name: \"no\")\n\
            let package = Package(\n  name: \"Alamofire\",\n  targets: [.target(name: \"X\")])\n";
        assert_eq!(package_name(text).as_deref(), Some("Alamofire"));
        assert_eq!(package_name("let p = Package(name: \"A\\(b)\")"), None);
        assert_eq!(package_name("dependencies: [.package(name: \"x\")]"), None);
    }
}
