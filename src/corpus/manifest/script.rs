//! As much of a build script's lexical grammar as tells names and plain strings from comments and from each other.
//!
//! Build scripts are programs. Only what they write out is read: a string that is put together is no value here.

/// How a script's language writes comments and strings.
pub(super) struct Syntax {
    pub line_comments: &'static [&'static str],
    pub block_comments: &'static [(&'static str, &'static str)],
    /// What opens and closes a string, longer ones first.
    pub quotes: &'static [(&'static str, &'static str)],
    /// Whether a string with quotes of one character may go over several lines.
    pub long_strings: bool,
    /// What stands for something else in a string.
    pub interpolations: &'static [&'static str],
}

/// Groovy and Kotlin, as Gradle has them.
pub(super) const GRADLE: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    quotes: &[("\"\"\"", "\"\"\""), ("'''", "'''"), ("\"", "\""), ("'", "'")],
    long_strings: false,
    interpolations: &["$", "\\"],
};

/// Scala, as sbt has it. An apostrophe begins a character or a symbol there.
pub(super) const SCALA: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    quotes: &[("\"\"\"", "\"\"\""), ("\"", "\"")],
    long_strings: false,
    interpolations: &["$", "\\"],
};

pub(super) const SWIFT: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/")],
    quotes: &[("\"\"\"", "\"\"\""), ("\"", "\"")],
    long_strings: false,
    interpolations: &["\\"],
};

pub(super) const LUA: Syntax = Syntax {
    line_comments: &["--"],
    block_comments: &[("--[[", "]]"), ("--[=[", "]=]")],
    quotes: &[("[[", "]]"), ("[=[", "]=]"), ("\"", "\""), ("'", "'")],
    long_strings: false,
    interpolations: &["\\"],
};

pub(super) const ERLANG: Syntax = Syntax {
    line_comments: &["%"],
    block_comments: &[],
    quotes: &[("\"", "\""), ("'", "'")],
    long_strings: true,
    interpolations: &["\\"],
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A name, with what dots join to it: `rootProject.name`.
    Word(&'a str),
    /// A string that is written out.
    Text(&'a str),
    /// A string that is put together or holds an escape.
    Expression,
    Mark(char),
    /// The end of a line that holds a token.
    LineEnd,
}

/// The tokens, each with the number of brackets that are open around it.
pub(super) fn tokens<'a>(text: &'a str, syntax: &Syntax) -> Vec<(usize, Token<'a>)> {
    let mut tokens: Vec<(usize, Token<'a>)> = Vec::new();
    let (mut rest, mut depth) = (text, 0_usize);
    while let Some(first) = rest.chars().next() {
        let (token, length) = next_token(rest, first, syntax);
        rest = &rest[length..];
        match token {
            None => {}
            Some(Token::LineEnd) if tokens.last().is_none_or(|(_, last)| *last == Token::LineEnd) => {}
            Some(token @ Token::Mark('(' | '[' | '{')) => {
                tokens.push((depth, token));
                depth += 1;
            }
            Some(token @ Token::Mark(')' | ']' | '}')) => {
                depth = depth.saturating_sub(1);
                tokens.push((depth, token));
            }
            Some(token) => tokens.push((depth, token)),
        }
    }
    tokens
}

fn next_token<'a>(rest: &'a str, first: char, syntax: &Syntax) -> (Option<Token<'a>>, usize) {
    if let Some((open, close)) = syntax.block_comments.iter().find(|(open, _)| rest.starts_with(open)) {
        let body = &rest[open.len()..];
        return (None, body.find(close).map_or(rest.len(), |at| open.len() + at + close.len()));
    }
    if syntax.line_comments.iter().any(|start| rest.starts_with(start)) {
        return (None, rest.find('\n').unwrap_or(rest.len()));
    }
    if let Some((open, close)) = syntax.quotes.iter().find(|(open, _)| rest.starts_with(open)) {
        return text_token(rest, open, close, syntax);
    }
    match first {
        '\n' => (Some(Token::LineEnd), 1),
        c if c.is_whitespace() => (None, c.len_utf8()),
        c if is_word(c) => {
            let length = word_length(rest);
            (Some(Token::Word(&rest[..length])), length)
        }
        c => (Some(Token::Mark(c)), c.len_utf8()),
    }
}

fn text_token<'a>(rest: &'a str, open: &str, close: &str, syntax: &Syntax) -> (Option<Token<'a>>, usize) {
    let body = &rest[open.len()..];
    let one_line = open.len() == 1 && !syntax.long_strings;
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        // An apostrophe in a pattern: no string, but the next line is whole again.
        if one_line && c == '\n' {
            return (Some(Token::Expression), open.len() + at);
        }
        if !escaped && body[at..].starts_with(close) {
            let text = &body[..at];
            let plain = !syntax.interpolations.iter().any(|mark| text.contains(mark));
            let token = if plain { Token::Text(text) } else { Token::Expression };
            return (Some(token), open.len() + at + close.len());
        }
        escaped = c == '\\' && !escaped;
    }
    (Some(Token::Expression), rest.len())
}

fn word_length(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let joins = c == '.' && chars.peek().is_some_and(|(_, next)| is_word(*next));
        if !is_word(c) && !joins {
            return at;
        }
    }
    text.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn comments_are_nothing_and_brackets_are_counted() {
        let text = "a.b = 'x' // 'no'\n\n/* { */ { c(\"$d\") }";
        assert_eq!(
            tokens(text, &GRADLE),
            [
                (0, Token::Word("a.b")),
                (0, Token::Mark('=')),
                (0, Token::Text("x")),
                (0, Token::LineEnd),
                (0, Token::Mark('{')),
                (1, Token::Word("c")),
                (1, Token::Mark('(')),
                (2, Token::Expression),
                (1, Token::Mark(')')),
                (0, Token::Mark('}')),
            ]
        );
        assert_eq!(tokens("--[[ x ]] y -- z", &LUA), [(0, Token::Word("y"))]);
        let unclosed = [(0, Token::Expression), (0, Token::LineEnd), (0, Token::Word("x"))];
        assert_eq!(tokens("'\\'\nx", &GRADLE), unclosed);
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "([\"'\\\\{}()$é./*%\\n-]|\\[\\[|\\]\\]|\"\"\"|[a-z]{0,3}){0,20}") {
            for syntax in [GRADLE, SCALA, SWIFT, LUA, ERLANG] {
                tokens(&text, &syntax);
            }
        }
    }
}
