//! Texts that the grammars misread without an error, known by a look at their lines.

use super::words;

/// Whether any line looks like a declaration in which the grammars take a macro for a type.
pub fn misreads(source: &str) -> bool {
    source.lines().any(is_misread)
}

fn is_misread(line: &str) -> bool {
    let line = line.trim_start();
    let line = line.strip_prefix("typedef ").unwrap_or(line);
    let (first, rest) = split_word(line);
    if matches!(first, "struct" | "class" | "union") {
        // `struct API Name`: a function of the type `struct API`.
        let (second, rest) = split_word(rest);
        return second.len() > 2 && words::is_macro_like(second) && !split_word(rest).0.is_empty();
    }
    if first.len() <= 2 || !words::is_macro_like(first) {
        return false;
    }
    // `API type (name) (…)`: a function that is called `type`.
    let (second, rest) = split_word(rest);
    let Some(rest) = rest.trim_start_matches([' ', '*']).strip_prefix('(') else { return false };
    let (name, rest) = split_word(rest.trim_start_matches('*'));
    let behind = rest.strip_prefix(')').map(str::trim_start);
    !second.is_empty() && !name.is_empty() && behind.is_some_and(|behind| behind.starts_with('('))
}

/// The word that a text begins with, and what is behind the white space after it.
fn split_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    (&text[..end], text[end..].trim_start_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn macros_taken_for_types_are_seen() {
        for line in [
            "struct API Name {",
            "  class EXPORT Name;",
            "LUA_API void *(lua_f) (int a);",
            "API int *(*f)(int);",
        ] {
            assert!(misreads(line), "{line}");
        }
        for line in
            ["struct name other;", "struct Name {", "FOO(bar)", "INT f(int a);", "INT (f)(int a);", ""]
        {
            assert!(!misreads(line), "{line}");
        }
    }
}
