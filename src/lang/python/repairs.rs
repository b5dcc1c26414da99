//! Line ends inside brackets, which mean nothing to Python and which the grammar of this version at some places takes
//! for the end of a statement (behind the dot of `(a.⏎b)`): each is overwritten with a space, so that positions stay.
//! Only files with errors get here, and the outcome counts only if it has fewer.

/// The text with the line ends inside closed brackets overwritten; `None` where there are none. From where brackets or
/// quotes don't match nothing tells what is inside, and nothing more is overwritten: a file that breaks off is repaired
/// before the break all the same.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let mut repairs = Repairs { bytes: source.as_bytes(), output: source.as_bytes().to_vec(), at: 0 };
    repairs.run();
    let changed = repairs.output != repairs.bytes;
    changed.then(|| String::from_utf8(repairs.output).ok()).flatten()
}

/// A walk over the text's brackets, strings and comments.
struct Repairs<'s> {
    bytes: &'s [u8],
    output: Vec<u8>,
    at: usize,
}

impl Repairs<'_> {
    /// Stops early, with `None`, where something has no end.
    fn run(&mut self) -> Option<()> {
        // The bracket that closes each open one, and how many line ends there were before it.
        let mut closing = Vec::new();
        // The line ends inside brackets that are not closed yet.
        let mut line_ends = Vec::new();
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'#' => self.skip_comment(),
                b'"' | b'\'' => self.skip_string(byte)?,
                b'\\' => self.at += 2,
                _ => {
                    match byte {
                        b'(' => closing.push((b')', line_ends.len())),
                        b'[' => closing.push((b']', line_ends.len())),
                        b'{' => closing.push((b'}', line_ends.len())),
                        b')' | b']' | b'}' => {
                            let (_, before) = closing.pop().filter(|&(expected, _)| expected == byte)?;
                            line_ends.drain(before..).for_each(|at: usize| self.output[at] = b' ');
                        }
                        b'\n' | b'\r' if !closing.is_empty() => line_ends.push(self.at),
                        _ => {}
                    }
                    self.at += 1;
                }
            }
        }
        Some(())
    }

    /// Moves behind a comment and the line's end, which is the comment's.
    fn skip_comment(&mut self) {
        let rest = &self.bytes[self.at..];
        self.at += memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
    }

    /// Moves behind a string; a backslash keeps its neighbour from ending it, in raw strings too.
    fn skip_string(&mut self, quote: u8) -> Option<()> {
        let long = self.bytes[self.at..].starts_with(&[quote; 3]);
        self.at += if long { 3 } else { 1 };
        loop {
            match *self.bytes.get(self.at)? {
                b'\\' => self.at += 1,
                b'\n' if !long => return None,
                byte if byte == quote && !long => break,
                byte if byte == quote && self.bytes[self.at..].starts_with(&[quote; 3]) => {
                    self.at += 2;
                    break;
                }
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_inside_brackets_are_overwritten() {
        for (source, repaired) in [
            ("(a.\n  b)\nc\n", "(a.   b)\nc\n"),
            ("f(\r\n[1,\n2])\n", "f(  [1, 2])\n"),
            ("(a, # ( \n b.\n c)", "(a, # ( \n b.  c)"),
            ("('''\n\\'''(''',\n)", "('''\n\\'''(''', )"),
            ("(a.\nb)\n(c.\nd", "(a. b)\n(c.\nd"),
            ("(a.\nb)\n[c.\nd)\n(e.\nf)", "(a. b)\n[c.\nd)\n(e.\nf)"),
            ("(a.\nb)\n'c\n", "(a. b)\n'c\n"),
        ] {
            assert_eq!(repair(source, "").unwrap_or_default(), repaired, "{source:?}");
        }
        for source in ["a\nb", "(a\n", "(a]\n", "(\n'a", "# (\n", "('''\n''')", "'(\\\n'\n"] {
            assert_eq!(repair(source, ""), None, "{source:?}");
        }
    }
}
