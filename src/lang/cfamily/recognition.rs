//! Whether a header is C or C++. A header without a word of C++ outside of what is only for C++ is C.

use super::repairs::{Token, TokenKind, tokens};

/// The beginning of a header that is looked at; licences and guards are shorter, and declarations follow.
const HEADER_BYTES_MAX: usize = 256 * 1024;

/// Whether a file that C and C++ share an extension for is C.
pub fn is_c(path: &str, text: &[u8]) -> bool {
    if !path.to_ascii_lowercase().ends_with(".h") {
        return true;
    }
    let text = String::from_utf8_lossy(&text[..text.len().min(HEADER_BYTES_MAX)]);
    let tokens = tokens(&text);
    let mut depth = 0_u32;
    // The nesting of conditions at which C++ alone is meant.
    let mut guarded: Option<u32> = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Directive {
            let directive = token.text(&text);
            if is_only_cpp_header(directive) && guarded.is_none() {
                return false;
            }
            match directive.trim_start_matches('#').trim_start() {
                word if word.starts_with("if") => {
                    depth += 1;
                    if word.contains("__cplusplus") && !word.starts_with("ifndef") {
                        guarded = guarded.or(Some(depth));
                    }
                }
                word if word.starts_with("el") && guarded == Some(depth) => guarded = None,
                word if word.starts_with("endif") => {
                    guarded = guarded.filter(|&at| at < depth);
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
        } else if guarded.is_none() && is_cpp(&tokens, at, &text) {
            return false;
        }
    }
    true
}

/// `#include <vector>`: the headers of C++ have no extension.
fn is_only_cpp_header(directive: &str) -> bool {
    let include = directive.trim_start_matches('#').trim_start().strip_prefix("include");
    let name =
        include.and_then(|rest| rest.trim_start().strip_prefix('<')).and_then(|rest| rest.split('>').next());
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    })
}

/// Whether tokens are C++ and can't be C.
fn is_cpp(tokens: &[Token], at: usize, text: &str) -> bool {
    let word = |offset: usize| tokens.get(at + offset).filter(|token| token.is_word()).map(|t| t.text(text));
    let is = |offset: usize, byte: u8| tokens.get(at + offset).is_some_and(|token| token.is(byte));
    let begins = at == 0 || [b';', b'{', b'}', b':'].iter().any(|&byte| tokens[at - 1].is(byte));
    if is(0, b':') && is(1, b':') {
        return tokens[at].end == tokens[at + 1].start;
    }
    match word(0) {
        Some("class") => {
            (begins || at > 0)
                && word(1).is_some()
                && (is(2, b'{') || is(2, b':') || is(2, b';') || word(2).is_some())
        }
        Some("namespace") => {
            is(1, b'{') || (word(1).is_some() && (is(2, b'{') || is(2, b':') || is(2, b'=')))
        }
        Some("template") => is(1, b'<'),
        Some("public" | "private" | "protected") => begins && is(1, b':'),
        Some("using") => begins && word(1).is_some(),
        Some("virtual" | "explicit" | "friend") => word(1).is_some() || is(1, b'~'),
        Some("static_cast" | "reinterpret_cast" | "const_cast" | "dynamic_cast") => is(1, b'<'),
        Some("operator") => {
            at > 0 && (tokens[at - 1].is_word() || tokens[at - 1].is(b'&')) && !is(1, b';') && !is(1, b',')
        }
        Some("noexcept" | "typename" | "constinit" | "consteval" | "mutable") => true,
        Some("extern") => at == 0 && tokens.get(1).is_some_and(|token| token.text(text) == "\"C++\""),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_c_unless_they_cannot_be() {
        for text in [
            "",
            "int f(int class, int new);",
            "#ifdef __cplusplus\nextern \"C\" {\nclass A;\n#endif\nint a;\n",
            "struct a { int private : 3; };",
            "// namespace a {\nchar *s = \"class A {\";",
            "#include <stdio.h>\n",
        ] {
            assert!(is_c("a.h", text.as_bytes()), "{text}");
        }
        for text in [
            "class A { int b; };",
            "class API A : public B {};",
            "namespace a { int b; }",
            "template <typename T> T f();",
            "#include <vector>\n",
            "std::string f();",
            "struct A { virtual void f(); };",
        ] {
            assert!(!is_c("a.h", text.as_bytes()), "{text}");
        }
    }
}
