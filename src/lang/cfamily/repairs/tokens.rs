//! The tokens of a text as far as repairs need them: words, literals, punctuation and whole directives. Comments and
//! white space are left out.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    Word,
    Number,
    Literal,
    /// A whole `#…` line with its continuations.
    Directive,
    Punctuation(u8),
}

/// A token and the bytes that it takes.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub fn is(self, byte: u8) -> bool {
        self.kind == TokenKind::Punctuation(byte)
    }

    pub fn is_word(self) -> bool {
        self.kind == TokenKind::Word
    }

    pub fn is_directive(self) -> bool {
        self.kind == TokenKind::Directive
    }

    pub fn text(self, source: &str) -> &str {
        source.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// All tokens of a text.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { bytes: source.as_bytes(), at: 0, line_begins: true };
    let mut tokens = Vec::new();
    while let Some(token) = reader.next_token() {
        tokens.push(token);
    }
    tokens
}

struct Reader<'s> {
    bytes: &'s [u8],
    at: usize,
    /// Nothing but white space and comments since the line began.
    line_begins: bool,
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

impl Reader<'_> {
    fn peek(&self, offset: usize) -> u8 {
        self.bytes.get(self.at + offset).copied().unwrap_or_default()
    }

    fn next_token(&mut self) -> Option<Token> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            match byte {
                b'\n' => {
                    self.line_begins = true;
                    self.at += 1;
                }
                b'\\' => self.at += 1,
                _ if byte.is_ascii_whitespace() => self.at += 1,
                b'/' if self.peek(1) == b'/' => self.skip_line(),
                b'/' if self.peek(1) == b'*' => self.skip_block_comment(),
                _ => break,
            }
        }
        let start = self.at;
        let byte = self.bytes[start];
        let kind = if byte == b'#' && self.line_begins {
            self.skip_line();
            TokenKind::Directive
        } else if is_word_byte(byte) {
            self.word()
        } else if matches!(byte, b'"' | b'\'') {
            self.skip_literal(byte);
            TokenKind::Literal
        } else {
            self.at += 1;
            TokenKind::Punctuation(byte)
        };
        self.line_begins = false;
        Some(Token { kind, start: start as u32, end: self.at as u32 })
    }

    fn word(&mut self) -> TokenKind {
        let is_number = self.peek(0).is_ascii_digit();
        while is_word_byte(self.peek(0)) || (is_number && self.is_in_number()) {
            self.at += 1;
        }
        if !is_number && self.peek(0) == b'"' && self.bytes[self.at - 1] == b'R' {
            self.skip_raw_string();
            return TokenKind::Literal;
        }
        if is_number { TokenKind::Number } else { TokenKind::Word }
    }

    /// `1.5e-3`, and the separators of C++ (`1'000`).
    fn is_in_number(&self) -> bool {
        match self.peek(0) {
            b'.' => true,
            b'\'' => self.peek(1).is_ascii_alphanumeric(),
            b'+' | b'-' => matches!(self.bytes[self.at - 1], b'e' | b'E' | b'p' | b'P'),
            _ => false,
        }
    }

    /// To the end of the line, which a backslash or a comment may put off.
    fn skip_line(&mut self) {
        let in_directive = self.peek(0) == b'#';
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => break,
                b'\\' => self.at += if self.peek(1) == b'\r' { 3 } else { 2 },
                b'/' if in_directive && self.peek(1) == b'*' => self.skip_block_comment(),
                b'/' if in_directive && self.peek(1) == b'/' => break,
                b'"' if in_directive => self.skip_literal(byte),
                _ => self.at += 1,
            }
        }
        self.at = self.at.min(self.bytes.len());
    }

    fn skip_block_comment(&mut self) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        let length = memchr::memmem::find(rest, b"*/").map_or(rest.len(), |found| found + 2);
        self.at = (self.at + 2 + length).min(self.bytes.len());
    }

    fn skip_literal(&mut self, quote: u8) {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => break,
                b'\\' => self.at += 1,
                _ if byte == quote => {
                    self.at += 1;
                    break;
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at = self.at.min(self.bytes.len());
    }

    /// `R"mark(…)mark"`.
    fn skip_raw_string(&mut self) {
        let rest = &self.bytes[self.at + 1..];
        let Some(open) = rest.iter().take(17).position(|&byte| byte == b'(') else {
            return self.skip_literal(b'"');
        };
        let close = [b")", &rest[..open], b"\""].concat();
        let body = &rest[open + 1..];
        let length = memchr::memmem::find(body, &close).map_or(body.len(), |found| found + close.len());
        self.at = (self.at + 2 + open + length).min(self.bytes.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_one_token_and_comments_none() {
        let source = "#if A /* b\n c */ && \\\n d // e\nint x = R\"m(a)\")m\"; // y\n 1.5e-3 'a'";
        let texts: Vec<&str> = tokens(source).into_iter().map(|token| token.text(source)).collect();
        let directive = "#if A /* b\n c */ && \\\n d ";
        assert_eq!(texts, [directive, "int", "x", "=", "R\"m(a)\")m\"", ";", "1.5e-3", "'a'"]);
    }
}
