//! Modules of Swift: imports, and what the platform brings.
//!
//! Which target a file belongs to is code in `Package.swift`, which no path proves: names are not qualified by it.

use super::kind;
use crate::extract::{ImportDraft, Segment, Unit};
use crate::model::{ImportKind, NodeId};

/// Types and functions of the standard library that are there without an import, sorted.
pub static BUILTINS: &[&str] = &[
    "Any",
    "AnyObject",
    "Array",
    "ArraySlice",
    "BinaryInteger",
    "Bool",
    "CaseIterable",
    "Character",
    "Codable",
    "Collection",
    "Comparable",
    "CustomDebugStringConvertible",
    "CustomStringConvertible",
    "Decodable",
    "Decoder",
    "Dictionary",
    "Double",
    "Encodable",
    "Encoder",
    "Equatable",
    "Error",
    "Float",
    "Hashable",
    "Hasher",
    "Identifiable",
    "Int",
    "Int16",
    "Int32",
    "Int64",
    "Int8",
    "IteratorProtocol",
    "MainActor",
    "Never",
    "ObjectIdentifier",
    "OptionSet",
    "Optional",
    "RawRepresentable",
    "Sendable",
    "Sequence",
    "Set",
    "String",
    "Substring",
    "UInt",
    "UInt16",
    "UInt32",
    "UInt64",
    "UInt8",
    "Void",
    "abs",
    "assert",
    "assertionFailure",
    "debugPrint",
    "dump",
    "fatalError",
    "isKnownUniquelyReferenced",
    "max",
    "min",
    "precondition",
    "preconditionFailure",
    "print",
    "readLine",
    "repeatElement",
    "sequence",
    "stride",
    "swap",
    "type",
    "unsafeBitCast",
    "withExtendedLifetime",
    "withUnsafeBytes",
    "withUnsafeMutableBytes",
    "withUnsafeMutablePointer",
    "withUnsafePointer",
    "zip",
];

/// Whether a module is one of the platform's.
pub fn is_platform(module: &str) -> bool {
    matches!(
        module,
        "AVFoundation"
            | "AppKit"
            | "Combine"
            | "CoreData"
            | "CoreFoundation"
            | "CoreGraphics"
            | "CoreImage"
            | "CoreLocation"
            | "CoreMedia"
            | "Darwin"
            | "Dispatch"
            | "Foundation"
            | "Glibc"
            | "MapKit"
            | "MetalKit"
            | "ObjectiveC"
            | "PassKit"
            | "Photos"
            | "QuartzCore"
            | "Security"
            | "StoreKit"
            | "Swift"
            | "SwiftUI"
            | "Testing"
            | "UIKit"
            | "UserNotifications"
            | "WebKit"
            | "XCTest"
            | "os"
    )
}

/// `import Module`, `import struct Module.Name`
pub fn import(unit: &mut Unit<'_>, node: NodeId) {
    let Some(path) = unit.child_of(node, kind::PATH) else { return };
    let segments: Vec<&str> = unit.children(path).map(|segment| unit.text(segment)).collect();
    let exported =
        unit.child_of(node, kind::MODIFIERS).is_some_and(|said| unit.text(said).contains("_exported"));
    unit.claim_subtree(node);
    let Some((&last, before)) = segments.split_last() else { return };
    let imports_from = if is_platform(segments[0]) { ImportKind::External } else { ImportKind::Absolute };
    let of_one_name = unit.all_children(node).any(|child| {
        let named = [
            kind::CLASS_TOKEN,
            kind::ENUM,
            kind::FUNC,
            kind::LET,
            kind::PROTOCOL_TOKEN,
            kind::STRUCT,
            kind::TYPEALIAS_TOKEN,
            kind::VAR,
        ];
        named.contains(&unit.kind(child))
    });
    let draft = if of_one_name && !before.is_empty() {
        // The name is bound by whoever defines it: as good as without the import where that is in this version.
        let draft = ImportDraft::name(imports_from, before.join(".").into(), Segment::from(last), None);
        ImportDraft { local: None, ..draft }
    } else {
        ImportDraft::star(imports_from, segments.join(".").into())
    };
    unit.import(path, ImportDraft { reexport: exported, ..draft });
}
