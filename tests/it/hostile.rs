//! What no one would write, and someone does: extraction never panics, and keeps what can be kept.

use codelode::extract::{ast, extract, print};
use codelode::lang::{LanguageSpec, languages};
use codelode::model::{Extraction, ParseStatus, Tag};

/// Extracts in every language, and holds what holds for any input.
fn check(source: &str) {
    for spec in languages() {
        check_in(spec, source);
    }
}

/// Extracts in one language, and holds what holds for any input.
pub fn check_in(spec: &'static LanguageSpec, source: &str) -> Extraction {
    let facts = extract(source, spec, "demo", "src/input.tsx");
    if facts.status == ParseStatus::TimedOut {
        // A grammar with many conflicts may need longer on a loaded machine; such a unit has no facts.
        assert!(facts.symbols.is_empty() && facts.ast.is_empty());
        return facts;
    }
    let tree = ast::decode(&facts.ast).expect("the stored tree decodes");
    for site in &facts.fragment_sites {
        assert!((site.first_node + site.nodes) as usize <= tree.nodes.len());
        assert!(site.span.end_byte as usize <= source.len());
    }
    let spans: std::collections::HashSet<_> =
        facts.fragment_sites.iter().map(|site| (site.span.start_byte, site.span.end_byte)).collect();
    assert_eq!(spans.len(), facts.fragment_sites.len(), "{}: one span is one fragment", spec.language);
    for symbol in &facts.symbols {
        assert!(symbol.span.start_line <= symbol.span.end_line, "{}", spec.language);
        assert!(symbol.parent.is_none_or(|parent| (parent as usize) < facts.symbols.len()));
    }
    for text in facts.names.iter() {
        assert!(text.len() <= 1100, "{}: a name of {} bytes", spec.language, text.len());
    }
    assert!(!print(&facts, &[]).is_empty());
    facts
}

/// The inputs of a language's fixtures.
pub fn inputs(spec: &LanguageSpec) -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/languages")
        .join(spec.language.label());
    let files = ignore::WalkBuilder::new(root).sort_by_file_path(std::path::Path::cmp).build().flatten();
    let inputs = files.filter(|entry| entry.file_name().to_string_lossy().starts_with("input."));
    inputs.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect()
}

#[test]
fn empty_and_strange_texts() {
    for source in [
        "",
        "\n",
        "\u{feff}",
        "\u{fffd}\u{fffd}",
        "\r\n\r\n",
        "\0",
        "\u{2028}x",
        "🦀",
        "#!",
        "\"",
        "/*",
        "'''",
    ] {
        check(source);
    }
}

#[test]
fn crlf_and_byte_order_mark_change_no_name() {
    for spec in languages() {
        for source in inputs(spec) {
            let plain = check_in(spec, &source);
            // Some inputs have such line ends themselves; a second return would be a line of its own to Python.
            let returned = source.replace("\r\n", "\n").replace('\n', "\r\n");
            let crlf = check_in(spec, &format!("\u{feff}{returned}"));
            let names = |facts: &Extraction| {
                facts
                    .symbols
                    .iter()
                    .map(|symbol| facts.names.get(symbol.qualified_name).to_owned())
                    .collect::<Vec<_>>()
            };
            assert_eq!(names(&plain), names(&crlf), "{}", spec.language);
            let docs = |facts: &Extraction| {
                facts.symbols.iter().map(|symbol| symbol.docstring.clone()).collect::<Vec<_>>()
            };
            assert_eq!(docs(&plain), docs(&crlf), "{}", spec.language);
            assert!(crlf.comments.iter().all(|comment| !comment.text.contains('\r')), "{}", spec.language);
        }
    }
}

#[test]
fn one_line_of_two_megabytes() {
    check(&"x = f(1); ".repeat(200_000));
    check(&format!("x = \"{}\"", "y".repeat(2_000_000)));
    check(&"z".repeat(2_000_000));
}

#[test]
fn fifty_thousand_nested_brackets() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("f(", ")"), ("fn a() {", "}"), ("if x {", "}")]
    {
        check(&format!("x = {}1{}", open.repeat(50_000), close.repeat(50_000)));
    }
}

#[test]
fn deep_lists_and_quotations() {
    for mark in ["- ", "? ", "> ", "* ", "1. ", "- ? ", "- a: ", "#", "<b>", "<a-b>", "a {"] {
        check(&mark.repeat(3_000));
        check(&(0..600).map(|depth| format!("{}{mark}\n", " ".repeat(depth))).collect::<String>());
    }
}

#[test]
fn fifty_thousand_links() {
    for link in [".a", ".a()", "::a", "(1)", "[1]", " + a", " |> a()", "\n.a(1)"] {
        check(&format!("a{}", link.repeat(50_000)));
        check(&format!("x = a{};", link.repeat(50_000)));
    }
}

#[test]
fn many_names_and_many_scopes() {
    let functions: String =
        (0..3000).map(|n| format!("fn f{n}() {{ f{}(); let x = f{n}; x(); }}\n", n / 2)).collect();
    check(&functions);
    let same: String = "def f(x):\n  x = f(x)\n".repeat(3000);
    check(&same);
}

#[test]
fn other_languages_text() {
    let all: Vec<String> = languages().iter().flat_map(|spec| inputs(spec)).collect();
    for source in &all {
        check(source);
    }
}
