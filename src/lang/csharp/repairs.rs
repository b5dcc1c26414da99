//! Preprocessor branches where the grammar knows none: in expressions, lists of bases, `else` parts, `case` sections.
//!
//! It reads `#if` around whole declarations and statements. Elsewhere the directives are overwritten with blanks, so
//! that what they hold is read in its place; of alternatives that cannot stand side by side the first is kept.
//! Positions stay. Only files with errors get here, and the outcome counts only if it has fewer.

use std::ops::Range;

/// Words that begin parts of which any number may stand in a row, but not as a declaration or statement.
const REPEATABLE: &[&[u8]] = &[b"add", b"case", b"catch", b"default", b"get", b"init", b"remove", b"set"];

/// Words that go on with the statement before.
const CONTINUING: &[&[u8]] = &[b"catch", b"else", b"finally", b"where", b"while"];

/// The text with branches that the grammar can't read made readable; `None` where there are none.
pub fn repair(source: &str, _path: &str) -> Option<String> {
    let bytes = source.as_bytes();
    memchr::memmem::find(bytes, b"#if")?;
    let mut scanner =
        Scanner { bytes, output: bytes.to_vec(), at: 0, last: 0..0, depth: 0, groups: Vec::new() };
    scanner.run();
    let changed = scanner.output != bytes;
    changed.then(|| String::from_utf8(scanner.output).ok()).flatten()
}

/// One branch of a group.
struct Branch {
    /// The line of the directive that begins it.
    directive: Range<usize>,
    /// Its first and last token.
    first: Range<usize>,
    last: Range<usize>,
    depth_before: i32,
    depth_after: i32,
}

/// `#if` … `#endif`.
struct Group {
    /// The token before it.
    before: Range<usize>,
    branches: Vec<Branch>,
}

struct Scanner<'s> {
    bytes: &'s [u8],
    output: Vec<u8>,
    at: usize,
    /// The last token.
    last: Range<usize>,
    /// Open brackets of all kinds.
    depth: i32,
    groups: Vec<Group>,
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut line_begins = true;
        while let Some(&byte) = self.bytes.get(self.at) {
            let rest = &self.bytes[self.at..];
            match byte {
                b'\n' => {
                    line_begins = true;
                    self.at += 1;
                    continue;
                }
                _ if byte.is_ascii_whitespace() => self.at += 1,
                b'#' if line_begins => self.directive(),
                _ if rest.starts_with(b"//") => self.skip_to(b"\n", 0),
                _ if rest.starts_with(b"/*") => self.skip_to(b"*/", 2),
                _ => {
                    line_begins = false;
                    self.token(byte);
                }
            }
        }
    }

    /// Moves to the next occurrence of a marker, and `past` bytes further.
    fn skip_to(&mut self, marker: &[u8], past: usize) {
        let start = (self.at + 2).min(self.bytes.len());
        let found = memchr::memmem::find(&self.bytes[start..], marker);
        self.at = found.map_or(self.bytes.len(), |found| start + found + past);
    }

    fn token(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'"' => self.skip_string(),
            b'\'' => self.skip_quoted(b'\''),
            _ if is_word(byte) => {
                self.at += self.bytes[start..].iter().take_while(|&&byte| is_word(byte)).count();
            }
            _ => {
                self.at += 1;
                self.depth += match byte {
                    b'(' | b'[' | b'{' => 1,
                    b')' | b']' | b'}' => -1,
                    _ => 0,
                };
            }
        }
        self.last = start..self.at;
        let last = self.last.clone();
        if let Some(branch) = self.groups.last_mut().and_then(|group| group.branches.last_mut()) {
            if branch.first.is_empty() {
                branch.first = last.clone();
            }
            branch.last = last;
        }
    }

    /// Regular, verbatim and raw strings; what is interpolated is part of them.
    fn skip_string(&mut self) {
        let quotes = self.bytes[self.at..].iter().take_while(|&&byte| byte == b'"').count();
        if quotes >= 3 {
            let end = vec![b'"'; quotes];
            let start = self.at + quotes;
            let found = memchr::memmem::find(&self.bytes[start..], &end);
            self.at = found.map_or(self.bytes.len(), |found| start + found + quotes);
            return;
        }
        let before = &self.bytes[self.at.saturating_sub(2)..self.at];
        if !before.contains(&b'@') {
            return self.skip_quoted(b'"');
        }
        self.at += 1;
        while let Some(found) = memchr::memchr(b'"', &self.bytes[self.at..]) {
            self.at += found + 1;
            if self.bytes.get(self.at) != Some(&b'"') {
                return;
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
    }

    fn skip_quoted(&mut self, quote: u8) {
        self.at += 1;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\n' => return,
                b'\\' => self.at += 1,
                _ => {}
            }
            self.at += 1;
            if byte == quote {
                return;
            }
        }
        self.at = self.bytes.len();
    }

    fn directive(&mut self) {
        let start = self.at;
        let length = memchr::memchr(b'\n', &self.bytes[start..]).unwrap_or(self.bytes.len() - start);
        let line = start..start + length;
        self.at = line.end;
        let text = self.bytes[start + 1..line.end].trim_ascii_start();
        let word = &text[..text.iter().take_while(|&&byte| is_word(byte)).count()];
        match word {
            b"if" => {
                self.groups.push(Group { before: self.last.clone(), branches: Vec::new() });
                self.begin_branch(line, self.depth);
            }
            b"else" | b"elif" => {
                if let Some(depth) = self.end_branch() {
                    self.depth = depth;
                    self.begin_branch(line, depth);
                }
            }
            b"endif" => self.end_group(line),
            _ => {}
        }
    }

    fn begin_branch(&mut self, directive: Range<usize>, depth_before: i32) {
        if let Some(group) = self.groups.last_mut() {
            let branch =
                Branch { directive, first: 0..0, last: 0..0, depth_before, depth_after: depth_before };
            group.branches.push(branch);
        }
    }

    /// Gives the depth before the branch.
    fn end_branch(&mut self) -> Option<i32> {
        let branch = self.groups.last_mut()?.branches.last_mut()?;
        branch.depth_after = self.depth;
        Some(branch.depth_before)
    }

    fn end_group(&mut self, end: Range<usize>) {
        self.end_branch();
        let Some(group) = self.groups.pop() else { return };
        if !self.is_readable(&group) {
            self.rewrite(&group, &end);
        }
        // What the group holds is part of the branch around it.
        let Some(first) = group.branches.first() else { return };
        self.depth = first.depth_after;
        if let Some(outer) = self.groups.last_mut().and_then(|outer| outer.branches.last_mut()) {
            if outer.first.is_empty() {
                outer.first = first.first.clone();
            }
            if !first.last.is_empty() {
                outer.last = first.last.clone();
            }
        }
    }

    /// Whether a group stands where declarations or statements do, and its branches hold whole ones.
    fn is_readable(&self, group: &Group) -> bool {
        let before = &self.bytes[group.before.clone()];
        let begins = before.is_empty() || matches!(before, b";" | b"{" | b"}" | b"]" | b":");
        begins && group.branches.iter().all(|branch| self.is_whole(branch))
    }

    fn is_whole(&self, branch: &Branch) -> bool {
        let (first, last) = (&self.bytes[branch.first.clone()], &self.bytes[branch.last.clone()]);
        let begins = !CONTINUING.contains(&first) && !REPEATABLE.contains(&first) && first != b",";
        let ends = last.is_empty() || matches!(last, b";" | b"}" | b"]");
        begins && ends && branch.depth_before == branch.depth_after
    }

    fn rewrite(&mut self, group: &Group, end: &Range<usize>) {
        let side_by_side =
            group.branches.iter().all(|branch| REPEATABLE.contains(&&self.bytes[branch.first.clone()]));
        let kept = group.branches.iter().position(|branch| !branch.first.is_empty());
        for (position, branch) in group.branches.iter().enumerate() {
            let next = group.branches.get(position + 1).map_or(end.start, |next| next.directive.start);
            let whole = if side_by_side || Some(position) == kept {
                branch.directive.clone()
            } else {
                branch.directive.start..next
            };
            self.blank(whole);
        }
        self.blank(end.clone());
    }

    fn blank(&mut self, range: Range<usize>) {
        for byte in &mut self.output[range] {
            if !matches!(byte, b'\n' | b'\r') {
                *byte = b' ';
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_in_the_middle_of_something_lose_their_directives() {
        let source = "class C : A\n#if X\n, B\n#endif\n{ }\n";
        assert_eq!(repair(source, "").as_deref(), Some("class C : A\n     \n, B\n      \n{ }\n"));
    }

    #[test]
    fn alternatives_in_an_expression_leave_the_first() {
        let source = "x =\n#if X\n1;\n#else\n2;\n#endif\n";
        assert_eq!(repair(source, "").as_deref(), Some("x =\n     \n1;\n     \n  \n      \n"));
    }

    #[test]
    fn whole_statements_are_left_alone() {
        assert_eq!(repair("a();\n#if X\nb();\n#else\nc();\n#endif\n", ""), None);
    }
}
