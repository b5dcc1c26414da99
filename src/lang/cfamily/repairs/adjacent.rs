//! Macros that show by the words around them: no declaration has two names, or a name and a keyword of a type, side by
//! side where they are.

use super::tokens::{Token, TokenKind};
use super::{blank, words};

/// Overwrites such macros, and gives the tokens that are left.
pub fn repair(source: &str, tokens: Vec<Token>, output: &mut [u8], is_cpp: bool) -> Vec<Token> {
    let mut left: Vec<Token> = Vec::with_capacity(tokens.len());
    let leading = leading_macros(source, &tokens);
    for at in 0..tokens.len() {
        let token = tokens[at];
        if token.kind == TokenKind::Literal {
            join_lines(&mut output[token.start as usize..token.end as usize]);
        } else if token.is_word() {
            let word = token.text(source);
            let place = Place { source, tokens: &tokens, left: &left, at };
            if !is_cpp && word == "_Thread_local" {
                output[token.start as usize..token.end as usize].copy_from_slice(b"thread_local ");
            } else if leading[at] || (words::is_name(word) && place.is_macro(word)) {
                blank(output, token);
                continue;
            }
        }
        left.push(token);
    }
    left
}

/// Which tokens are macros before a word that begins a declaration or a statement, other such macros between:
/// `BEGIN_NAMESPACE namespace a {`, `TAIL_CALL return f();`. And `explicit` before an empty list of parameters, which the
/// grammar takes for its condition.
fn leading_macros(source: &str, tokens: &[Token]) -> Vec<bool> {
    let mut leading = vec![false; tokens.len()];
    let word =
        |at: usize| tokens.get(at).filter(|token| token.is_word()).map_or("", |token| token.text(source));
    for at in (0..tokens.len()).rev() {
        let text = word(at);
        let is_tag = at.checked_sub(1).is_some_and(|before| words::is_tag_keyword(word(before)));
        let follows = leading.get(at + 1) == Some(&true) || words::is_beginning(word(at + 1));
        let is_macro = !text.is_empty() && words::is_name(text) && words::is_macro_like(text);
        let is_empty = |open: usize| {
            tokens.get(open).is_some_and(|t| t.is(b'(')) && tokens.get(open + 1).is_some_and(|t| t.is(b')'))
        };
        leading[at] = (is_macro && follows && !is_tag) || (text == "explicit" && is_empty(at + 2));
    }
    leading
}

/// A literal that a backslash carries over the end of a line.
fn join_lines(literal: &mut [u8]) {
    for at in 1..literal.len() {
        if literal[at] == b'\n' && literal[at - 1] == b'\\' {
            literal[at - 1..=at].fill(b' ');
        }
    }
}

/// A name among the tokens before and behind it.
struct Place<'t, 's> {
    source: &'s str,
    tokens: &'t [Token],
    left: &'t [Token],
    at: usize,
}

impl<'s> Place<'_, 's> {
    /// The word `count` tokens before, and nothing where it is none.
    fn before(&self, count: usize) -> &'s str {
        let token = self.left.len().checked_sub(count).and_then(|at| self.left.get(at));
        token.filter(|token| token.is_word()).map_or("", |token| token.text(self.source))
    }

    fn next_is(&self, byte: u8) -> bool {
        self.tokens.get(self.at + 1).is_some_and(|token| token.is(byte))
    }

    fn is_macro(&self, word: &str) -> bool {
        let before = self.before(1);
        let after_type = !before.is_empty() && (words::is_name(before) || words::is_type(before));
        let next =
            self.tokens.get(self.at + 1).filter(|next| next.is_word()).map(|next| next.text(self.source));
        if next.is_some_and(words::is_type) && !words::is_tag_keyword(before) {
            // `z_const char`
            return true;
        }
        if !after_type || !words::is_macro_like(word) {
            return false;
        }
        let earlier = self.before(2);
        let is_declared =
            words::is_name(earlier) || words::is_type(earlier) || words::is_tag_keyword(earlier);
        let is_pointer = self.left.len() > 1 && self.left[self.left.len() - 2].is(b'*');
        if self.next_is(b'*') {
            // `char FAR *`, `struct a FAR *`
            return true;
        }
        // `int a UNUSED,`
        let ends = self.next_is(b',') || self.next_is(b')');
        ends && words::is_name(before) && ((is_declared && !earlier.is_empty()) || is_pointer)
    }
}
