//! Text that C and C++ allow, or that macros make of them, and the grammars misread, overwritten byte for byte with text
//! that they read: positions stay, and every name is still read from the original. Only files with errors get here, and
//! the outcome counts only if it has fewer.
//!
//! First conditional groups that cut through a statement, then what macros add to declarations (`heads`) and to
//! statements (`bodies`). Each token is looked at a bounded number of times.

mod adjacent;
mod bodies;
mod conditionals;
mod directives;
mod heads;
mod misreadings;
mod runs;
mod tokens;
mod words;

pub use misreadings::misreads;
pub use tokens::{Token, TokenKind, tokens};

/// The text with what the grammar of C misreads overwritten; `None` where nothing is.
pub fn repair_c(source: &str, _path: &str) -> Option<String> {
    repair(source, false)
}

/// The text with what the grammar of C++ misreads overwritten; `None` where nothing is.
pub fn repair_cpp(source: &str, _path: &str) -> Option<String> {
    repair(source, true)
}

fn repair(source: &str, is_cpp: bool) -> Option<String> {
    let all = tokens(source);
    let mut output = source.as_bytes().to_vec();
    let mut blanks = Blanks::new(all.len());
    conditionals::repair(source, &all, is_cpp, &mut blanks);
    let live = blanks.apply(&all, &mut output);
    directives::repair(&live, &mut output);
    let live = live.into_iter().filter(|token| !token.is_directive()).collect();
    let live = adjacent::repair(source, live, &mut output, is_cpp);
    let mut text = Text::new(source, live, output, is_cpp);
    text.close_parentheses();
    heads::repair(&mut text);
    let changed = text.output != source.as_bytes();
    changed.then(|| String::from_utf8(text.output).ok()).flatten()
}

/// Tokens that are to be overwritten with blanks.
struct Blanks {
    /// The number of ranges that begin at a token, less those that ended before it.
    changes: Vec<i32>,
}

impl Blanks {
    fn new(tokens: usize) -> Self {
        Self { changes: vec![0; tokens + 1] }
    }

    fn token(&mut self, at: usize) {
        self.tokens(at, at + 1);
    }

    fn tokens(&mut self, start: usize, end: usize) {
        self.changes[start] += 1;
        self.changes[end] -= 1;
    }

    /// Overwrites what is marked, and gives the tokens that are left.
    fn apply(&self, tokens: &[Token], output: &mut [u8]) -> Vec<Token> {
        let mut marks = 0;
        let mut live = Vec::with_capacity(tokens.len());
        for (token, change) in tokens.iter().zip(&self.changes) {
            marks += change;
            if marks > 0 {
                blank(output, *token);
            } else {
                live.push(*token);
            }
        }
        live
    }
}

fn blank(output: &mut [u8], token: Token) {
    for byte in &mut output[token.start as usize..token.end as usize] {
        if !matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
}

/// A text's tokens with the brackets that belong together, and the text as it becomes.
struct Text<'s> {
    source: &'s str,
    tokens: Vec<Token>,
    /// The closing bracket of each opening one, and the reverse.
    partners: Vec<u32>,
    output: Vec<u8>,
    is_cpp: bool,
}

/// Tokens looked at for the end of a parenthesis that nothing closes.
const CLOSING_TOKENS_MAX: usize = 256;

/// No bracket closes it.
const UNMATCHED: u32 = u32::MAX;

impl<'s> Text<'s> {
    fn new(source: &'s str, tokens: Vec<Token>, output: Vec<u8>, is_cpp: bool) -> Self {
        let mut partners = vec![UNMATCHED; tokens.len()];
        let mut open: Vec<(usize, u8)> = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let closes = match token.kind {
                TokenKind::Punctuation(byte @ (b'(' | b'[' | b'{')) => {
                    open.push((at, byte));
                    continue;
                }
                TokenKind::Punctuation(b')') => b'(',
                TokenKind::Punctuation(b']') => b'[',
                TokenKind::Punctuation(b'}') => b'{',
                _ => continue,
            };
            // A brace closes what was left open inside it; nothing else closes a brace.
            while closes == b'{' && open.last().is_some_and(|&(_, byte)| byte != b'{') {
                open.pop();
            }
            if let Some((start, _)) = open.pop_if(|&mut (_, byte)| byte == closes) {
                (partners[start], partners[at]) = (at as u32, start as u32);
            }
        }
        Self { source, tokens, partners, output, is_cpp }
    }

    /// A parenthesis that nothing closes ends before the next brace or semicolon, or is none.
    fn close_parentheses(&mut self) {
        for at in 0..self.tokens.len() {
            if !self.is(at, b'(') || self.partner(at).is_some() {
                continue;
            }
            let end = (at..self.tokens.len().min(at + CLOSING_TOKENS_MAX))
                .find(|&end| self.is(end, b'{') || self.is(end, b';'));
            let place = end.map(|end| self.tokens[end].start as usize).filter(|&place| place > 0);
            match place {
                Some(place) if self.output[place - 1] == b' ' => self.output[place - 1] = b')',
                _ => self.blank(at),
            }
        }
    }

    fn text(&self, at: usize) -> &'s str {
        self.tokens.get(at).map_or("", |token| token.text(self.source))
    }

    fn is(&self, at: usize, byte: u8) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(byte))
    }

    fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word())
    }

    /// The bracket that belongs to the one at a position.
    fn partner(&self, at: usize) -> Option<usize> {
        self.partners.get(at).filter(|&&partner| partner != UNMATCHED).map(|&partner| partner as usize)
    }

    /// The first token behind a bracketed group, or the next token where nothing closes it.
    fn behind(&self, open: usize) -> usize {
        self.partner(open).map_or(open + 1, |close| close + 1)
    }

    fn blank(&mut self, at: usize) {
        if let Some(&token) = self.tokens.get(at) {
            blank(&mut self.output, token);
        }
    }

    fn blank_range(&mut self, start: usize, end: usize) {
        (start..end).for_each(|at| self.blank(at));
    }

    /// Overwrites a word with one that is no keyword.
    fn disguise(&mut self, at: usize) {
        if let Some(token) = self.tokens.get(at) {
            self.output[token.start as usize..token.end as usize].fill(b'_');
        }
    }

    /// Ends a statement in the white space behind a token, if there is some.
    fn end_statement(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at) else { return };
        let place = token.end as usize;
        if self.output.get(place).is_some_and(u8::is_ascii_whitespace) {
            self.output[place] = b';';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_misread_is_overwritten() {
        for (source, repaired) in [
            // Macros before, in and behind a head.
            ("EXPORT int f(void);", "       int f(void);"),
            ("int ZEXPORT f(int a) {}", "int         f(int a) {}"),
            ("local uLong f(int a) {}", "      uLong f(int a) {}"),
            ("LUA_API void (f) (int a);", "        void (f) (int a);"),
            ("int f OF((int a));", "int f    (int a) ;"),
            ("int f(int) __THROW __nonnull ((1));", "int f(int)                        ;"),
            ("int x ALIGNED(8);", "int x           ;"),
            ("CALL_API SIZED(1) void *f(int a UNUSED);", "                  void *f(int a       );"),
            ("struct a FAR *f(z_const char *b);", "struct a     *f(        char *b);"),
            ("typedef int (CALL *f) OF((int a));", "typedef int (     *f)    (int a) ;"),
            ("enum { A DEPRECATED(1) = 2, B };", "enum { A               = 2, B };"),
            ("_Thread_local int a;", "thread_local  int a;"),
            ("#define A(b, c...) b", "#define A(b,  ...) b"),
            ("#define A(b) /* c\nd */ b", "#define A(b)           b"),
            ("int f(int a {\n}\nint g(void);", "int f(int a){\n}\nint g(void);"),
            ("DEF(x)\nint f(void);", "DEF(x);int f(void);"),
            ("DEPRECATED(1) int f(void);", "              int f(void);"),
            ("struct PACKED a { int b; };", "struct        a { int b; };"),
            // Conditional groups through a statement, a head or a list.
            ("#if A\nint f(int a) {\n#else\nint f(void) {\n#endif\n}", "\nint f(int a) {\n\n\n\n}"),
            ("int a[] = {\n#if A\n1,\n#else\n2,\n#endif\n};", "int a[] = {\n\n1,\n\n2,\n\n};"),
            ("#ifdef __cplusplus\nextern \"C\" {\n#endif\nint a;", "\n\n\nint a;"),
            // Types as arguments, and statements without a semicolon.
            ("void f(void) { va_arg(ap, const char *); }", "void f(void) { va_arg(ap,       ____  ); }"),
            ("void f(void) { EACH(a, b) { g(); } }", "void f(void) { EACH(a, b);{ g(); } }"),
            ("void f(void) { LOCK(a)\n G(b)\n g(); }", "void f(void) { LOCK(a); G(b); g(); }"),
        ] {
            let result = repair_c(source, "a.c").unwrap_or_default();
            assert_eq!(result.len(), source.len(), "{source}");
            let lines: Vec<&str> = result.split('\n').map(str::trim_end).collect();
            assert_eq!(lines.join("\n"), repaired, "{source}");
        }
        for source in [
            "static const struct a *f(int a, char b) { if (a) return (int) b; }",
            "int f(a, b) int a; char *b; { return a; }",
            "#if A\nint f(void) { return 1; }\n#else\nint g;\n#endif",
            "typedef struct a { int b; } a_t, *a_p;",
            "unsigned long int x = sizeof (struct a *), *y;",
            "TEST(a, b) { g(); }",
            "enum a {\n#if A\nB,\n#endif\nC };",
        ] {
            assert_eq!(repair_c(source, "a.c"), None, "{source}");
        }
    }
}
