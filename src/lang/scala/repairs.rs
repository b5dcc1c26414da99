//! What the grammar misreads although the language allows it, and a text of the same length that it reads.
//!
//! Knows only text: a repaired text is tried where the original has errors, and kept where it has fewer.

/// A modifier of Scala 3 that is a name in Scala 2, and another name of its length.
const INLINE: &str = "inline";
const NAME: &str = "inlinE";

/// `inline(…)` is a call; the modifier has a space behind it.
pub fn repair(source: &str) -> Option<String> {
    let mut repaired = String::with_capacity(source.len());
    let mut from = 0;
    for (at, _) in source.match_indices(INLINE) {
        let end = at + INLINE.len();
        let is_whole = !source[..at].ends_with(|last: char| last.is_alphanumeric() || last == '_');
        if is_whole && source[end..].starts_with('(') {
            repaired.push_str(&source[from..at]);
            repaired.push_str(NAME);
            from = end;
        }
    }
    (from > 0).then(|| repaired + &source[from..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_of_inline_are_calls() {
        assert_eq!(repair("val r = inline(a)").as_deref(), Some("val r = inlinE(a)"));
        for source in ["inline (a) match", "@inline def f", "outline(a)", "inlined(a)"] {
            assert_eq!(repair(source), None);
        }
    }
}
