//! Conditional groups that the grammars can't read: those that cut through a statement, an expression or a pair of
//! braces. Their directives are taken out, and of alternatives that exclude each other the first is left.

use super::Blanks;
use super::tokens::{Token, TokenKind};

/// Directives looked through for what follows a group.
const DIRECTIVES_SKIPPED_MAX: usize = 16;

/// What braces enclose, as far as groups in them are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Braces {
    /// Statements or declarations.
    Block,
    Enumerators,
    Values,
}

/// One alternative of a group.
struct Branch {
    /// The directive that begins it.
    directive: usize,
    depth_end: i32,
    depth_least: i32,
    first: Option<usize>,
    last: Option<usize>,
    is_dead: bool,
}

struct Group {
    depth: i32,
    /// The token before the group.
    before: Option<usize>,
    in_parentheses: bool,
    braces: Braces,
    branches: Vec<Branch>,
}

/// Marks what has to go.
pub fn repair(source: &str, tokens: &[Token], is_cpp: bool, blanks: &mut Blanks) {
    let mut reader = Reader {
        source,
        tokens,
        is_cpp,
        groups: Vec::new(),
        open: Vec::new(),
        depth: 0,
        last: None,
        head_has_enum: false,
    };
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Directive => reader.directive(at, blanks),
            _ => reader.token(at),
        }
    }
}

struct Reader<'s> {
    source: &'s str,
    tokens: &'s [Token],
    is_cpp: bool,
    groups: Vec<Group>,
    /// Open brackets of all kinds; `None` for those that are not braces.
    open: Vec<Option<Braces>>,
    depth: i32,
    last: Option<usize>,
    head_has_enum: bool,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens[at].text(self.source)
    }

    fn is(&self, at: Option<usize>, bytes: &[u8]) -> bool {
        at.is_some_and(|at| bytes.iter().any(|&byte| self.tokens[at].is(byte)))
    }

    fn token(&mut self, at: usize) {
        if let Some(branch) = self.groups.last_mut().and_then(|group| group.branches.last_mut()) {
            branch.first = branch.first.or(Some(at));
            branch.last = Some(at);
        }
        match self.tokens[at].kind {
            TokenKind::Punctuation(b'{') => {
                let braces = self.braces_at();
                self.open(Some(braces));
                self.head_has_enum = false;
            }
            TokenKind::Punctuation(b'(' | b'[') => self.open(None),
            TokenKind::Punctuation(b')' | b']') => self.close(),
            TokenKind::Punctuation(b'}') => {
                self.close();
                self.head_has_enum = false;
            }
            TokenKind::Punctuation(b';' | b'=') => self.head_has_enum = false,
            TokenKind::Word => self.head_has_enum |= self.text(at) == "enum",
            _ => {}
        }
        self.last = Some(at);
    }

    /// What braces that open here enclose.
    fn braces_at(&self) -> Braces {
        let in_values = matches!(self.open.last(), Some(Some(Braces::Values)));
        if self.head_has_enum {
            Braces::Enumerators
        } else if self.is(self.last, b"=") || (in_values && self.is(self.last, b",{")) {
            Braces::Values
        } else {
            Braces::Block
        }
    }

    fn open(&mut self, braces: Option<Braces>) {
        self.open.push(braces);
        self.depth += 1;
    }

    fn close(&mut self) {
        self.open.pop();
        self.depth -= 1;
        if let Some(branch) = self.groups.last_mut().and_then(|group| group.branches.last_mut()) {
            branch.depth_least = branch.depth_least.min(self.depth);
        }
    }

    fn directive(&mut self, at: usize, blanks: &mut Blanks) {
        let text = self.text(at).trim_start_matches('#').trim_start();
        let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        match word {
            "if" | "ifdef" | "ifndef" => {
                let group = Group {
                    depth: self.depth,
                    before: self.last,
                    in_parentheses: matches!(self.open.last(), Some(None)),
                    braces: self.open.last().copied().flatten().unwrap_or(Braces::Block),
                    branches: vec![self.branch(at)],
                };
                self.groups.push(group);
            }
            "elif" | "else" | "elifdef" | "elifndef" => {
                let branch = self.branch(at);
                if let Some(group) = self.groups.last_mut() {
                    end_branch(group, self.depth);
                    let depth = group.depth;
                    group.branches.push(Branch { depth_end: depth, depth_least: depth, ..branch });
                    self.set_depth(depth);
                }
            }
            "endif" => {
                if let Some(mut group) = self.groups.pop() {
                    end_branch(&mut group, self.depth);
                    self.finish(group, at, blanks);
                }
            }
            _ => {}
        }
    }

    fn branch(&self, directive: usize) -> Branch {
        let is_dead = self.is_dead(directive);
        Branch { directive, depth_end: self.depth, depth_least: self.depth, first: None, last: None, is_dead }
    }

    /// Whether a condition is known not to hold: `#if 0`, and what is for the other of the two languages.
    fn is_dead(&self, directive: usize) -> bool {
        let text = self.text(directive);
        let words: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
        match words.as_slice() {
            ["if", "0"] => true,
            ["ifdef", "__cplusplus"] | ["if", "defined", "__cplusplus"] if !text.contains('!') => {
                !self.is_cpp
            }
            ["ifndef", "__cplusplus"] | ["if", "defined", "__cplusplus"] => self.is_cpp,
            _ => false,
        }
    }

    /// Goes on at a depth; the brackets that an alternative opened or closed are forgotten or made up.
    fn set_depth(&mut self, depth: i32) {
        self.depth = depth;
        self.open.resize(depth.max(0) as usize, Some(Braces::Block));
    }

    fn finish(&mut self, group: Group, end: usize, blanks: &mut Blanks) {
        let after = self.after(end);
        let kept: Vec<bool> = if self.is_readable(&group, after) {
            vec![true; group.branches.len()]
        } else {
            blanks.token(end);
            for branch in &group.branches {
                blanks.token(branch.directive);
            }
            self.kept(&group)
        };
        let ends = group.branches.iter().skip(1).map(|branch| branch.directive).chain([end]);
        for ((branch, next), _) in group.branches.iter().zip(ends).zip(&kept).filter(|(_, kept)| !**kept) {
            blanks.tokens(branch.directive + 1, next);
        }
        let first = group.branches.iter().zip(&kept).find(|(_, kept)| **kept).map(|(branch, _)| branch);
        self.set_depth(first.map_or(group.depth, |branch| branch.depth_end));
        if let Some(outer) = self.groups.last_mut().and_then(|outer| outer.branches.last_mut()) {
            let least = first.map_or(group.depth, |branch| branch.depth_least);
            outer.depth_least = outer.depth_least.min(least);
            outer.first = outer.first.or_else(|| group.branches.iter().find_map(|branch| branch.first));
            let last = group.branches.iter().zip(&kept).rev().filter(|(_, kept)| **kept);
            outer.last = last.into_iter().find_map(|(branch, _)| branch.last).or(outer.last);
        }
    }

    /// Which alternatives are left of a group without directives.
    fn kept(&self, group: &Group) -> Vec<bool> {
        let complete = group.branches.iter().all(|branch| self.is_complete(group, branch));
        let mut found = false;
        let keep = |branch: &Branch| {
            let keep = !branch.is_dead && (complete || !found);
            found |= keep;
            keep
        };
        group.branches.iter().map(keep).collect()
    }

    /// Whether the grammar reads the group as it stands: whole statements, declarations or enumerators.
    fn is_readable(&self, group: &Group, after: Option<usize>) -> bool {
        let begins = match group.braces {
            Braces::Block => group.before.is_none() || self.is(group.before, b";{}:"),
            Braces::Enumerators => self.is(group.before, b"{,"),
            Braces::Values => false,
        };
        let is_empty = group.branches.iter().all(|branch| branch.first.is_none());
        let goes_on = after.is_some_and(|after| self.text(after) == "else");
        let whole = group.branches.iter().all(|branch| self.is_complete(group, branch));
        begins && !group.in_parentheses && whole && (is_empty || !goes_on)
    }

    /// Whether an alternative is whole statements or list items.
    fn is_complete(&self, group: &Group, branch: &Branch) -> bool {
        let (Some(first), Some(last)) = (branch.first, branch.last) else { return true };
        let balanced = branch.depth_end == group.depth && branch.depth_least >= group.depth;
        let ends = match group.braces {
            _ if group.in_parentheses => false,
            Braces::Block => self.is(Some(last), b";}:"),
            Braces::Enumerators | Braces::Values => self.is(Some(last), b","),
        };
        balanced && ends && self.text(first) != "else"
    }

    /// The first token behind a directive that is none.
    fn after(&self, directive: usize) -> Option<usize> {
        let range = directive + 1..self.tokens.len().min(directive + 1 + DIRECTIVES_SKIPPED_MAX);
        range.into_iter().find(|&at| !self.tokens[at].is_directive())
    }
}

fn end_branch(group: &mut Group, depth: i32) {
    if let Some(branch) = group.branches.last_mut() {
        branch.depth_end = depth;
    }
}
