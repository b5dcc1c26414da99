//! The encoding that a source declares for itself, for bytes that are not UTF-8.
//!
//! Declarations that are read: Python's (PEP 263), Ruby's and Erlang's `coding: name` in a comment of the first two lines,
//! which is Emacs's own; Emacs's `Local Variables:` at the end; Vim's mode line at either end; PHP's
//! `declare(encoding = '…')`. Nothing is guessed from the bytes.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, ISO_2022_JP, MACINTOSH, REPLACEMENT, SHIFT_JIS, UTF_8, UTF_16BE,
    UTF_16LE, X_USER_DEFINED,
};

/// Emacs looks for its variables in the last 3,000 characters, and a `declare` is a script's first statement.
const END_BYTES: usize = 4 << 10;
/// As many lines at either end Vim looks at.
const MODE_LINES: usize = 5;

/// The encoding that the text of these bytes names, if it is one other than Unicode's.
pub(super) fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(END_BYTES)]);
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(END_BYTES)..]);
    let name = coding_comment(&head)
        .or_else(|| local_variable(&tail))
        .or_else(|| head.lines().take(MODE_LINES).find_map(mode_line))
        .or_else(|| tail.lines().rev().take(MODE_LINES).find_map(mode_line))
        .or_else(|| php_declaration(&head))?;
    encoding_named(name)
}

/// `coding: name` or `coding=name` in a comment of the first two lines. The second counts where the first is no code.
fn coding_comment(head: &str) -> Option<&str> {
    let mut lines = head.lines().map(|line| line.trim_start_matches([' ', '\t', '\x0C']));
    let first = lines.next()?;
    let second = lines.next().filter(|_| first.is_empty() || first.starts_with("<?php") || is_comment(first));
    [Some(first), second].into_iter().flatten().filter(|line| is_comment(line)).find_map(|line| {
        // In a language whose comments begin otherwise only Emacs reads it, and only between its marks.
        let declared = match line.starts_with(['#', '%']) {
            true => line,
            false => line.split_once("-*-")?.1.split_once("-*-")?.0,
        };
        after_key(declared, "coding")
    })
}

fn is_comment(line: &str) -> bool {
    ["#", "%", "//", "/*", ";", "--", "(*", "<!--"].iter().any(|start| line.starts_with(start))
}

/// `coding: name` between `Local Variables:` and `End:`.
fn local_variable(tail: &str) -> Option<&str> {
    let (_, variables) = tail.rsplit_once("Local Variables:")?;
    let variables = variables.split_once("End:").map_or(variables, |(variables, _)| variables);
    variables.lines().find_map(|line| {
        let (before, _) = line.split_once("coding:")?;
        // `buffer-file-coding-system:` is another variable.
        before.chars().all(|c| !c.is_alphanumeric() && c != '-').then(|| after_key(line, "coding"))?
    })
}

/// `vim: set fileencoding=name :`
fn mode_line(line: &str) -> Option<&str> {
    let (_, options) = ["vim:", "vi:", "ex:"].iter().find_map(|start| line.split_once(start))?;
    after_key(options, "fileencoding").or_else(|| after_key(options, "fenc"))
}

/// `<?php declare(encoding = 'name');`
fn php_declaration(head: &str) -> Option<&str> {
    let script = head.trim_start_matches('\u{feff}').strip_prefix("<?php")?;
    let (_, arguments) = script.split_once("declare")?;
    let arguments = arguments.trim_start().strip_prefix('(')?.split(')').next()?;
    let value = arguments.split_once("encoding")?.1.trim_start().strip_prefix('=')?;
    value.trim().strip_prefix(['\'', '"'])?.strip_suffix(['\'', '"'])
}

/// The word that follows `key:` or `key=`.
fn after_key<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.match_indices(key).find_map(|(at, _)| {
        let value = text[at + key.len()..].strip_prefix([':', '='])?.trim_start_matches([' ', '\t']);
        let end =
            value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.".contains(c)).unwrap_or(value.len());
        (end > 0).then_some(&value[..end])
    })
}

/// The encoding of a name that Python, Ruby, Erlang, PHP, Emacs or Vim use, as the Encoding Standard has it: it reads
/// Latin-1 as Windows-1252, which has letters where Latin-1 has control characters that no source holds.
fn encoding_named(name: &str) -> Option<&'static Encoding> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let name = ["-unix", "-dos", "-mac"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name);
    let encoding = match name {
        // Bytes that are not ASCII are not in it, and the standard would take it for Windows-1252.
        "ascii" | "us-ascii" | "ansi-x3.4-1968" | "iso646-us" => return None,
        "cp932" | "mskanji" | "shiftjis" | "s-jis" | "japanese-shift-jis" => SHIFT_JIS,
        "eucjp" | "ujis" | "euc-japan" | "euc-jis-2004" | "japanese-iso-8bit" | "eucjp-win" => EUC_JP,
        // GB 18030 holds GBK, and GBK holds GB 2312.
        "cp936" | "936" | "euc-cn" | "euccn" | "chinese-gbk" | "chinese-iso-8bit" | "gb18030-2000" => GB18030,
        "cp950" | "950" | "big5-tw" | "chinese-big5" => BIG5,
        "cp949" | "949" | "uhc" | "euckr" | "korean-iso-8bit" => EUC_KR,
        "macroman" | "mac-roman" => MACINTOSH,
        _ => {
            let latin = name.strip_prefix("iso-latin-").or_else(|| name.strip_prefix("latin-"));
            let part = name.strip_prefix("iso8859-").or_else(|| name.strip_prefix("iso-8859-"));
            let label = match (latin, part, name.strip_prefix("windows").or_else(|| name.strip_prefix("cp")))
            {
                (Some("0" | "9"), ..) => "iso-8859-15".to_owned(),
                (Some(number), ..) => format!("latin{number}"),
                (_, Some(part), _) => format!("iso-8859-{part}"),
                (.., Some(page)) if page.trim_start_matches('-').starts_with("125") => {
                    format!("windows-{}", page.trim_start_matches('-'))
                }
                _ => name.to_owned(),
            };
            Encoding::for_label(label.as_bytes())?
        }
    };
    // What is not UTF-8 and says that it is says nothing; the rest are not encodings of bytes above ASCII.
    let excluded = [UTF_8, UTF_16LE, UTF_16BE, REPLACEMENT, X_USER_DEFINED, ISO_2022_JP];
    (!excluded.contains(&encoding)).then_some(encoding)
}

#[cfg(test)]
mod tests {
    use encoding_rs::{ISO_8859_2, ISO_8859_15, KOI8_R, WINDOWS_1251, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn declarations_of_each_kind_are_read() {
        for (text, encoding) in [
            ("# -*- coding: latin-1 -*-\n", WINDOWS_1252),
            ("#!/usr/bin/python\n# vim: set fileencoding=iso-8859-15 :\n", ISO_8859_15),
            ("\n  # This Python file uses the following encoding: cp1251\n", WINDOWS_1251),
            ("#!/usr/bin/env ruby\n# encoding: Shift_JIS\n", SHIFT_JIS),
            ("# frozen_string_literal: true, coding=EUC-JP\n", EUC_JP),
            ("%% -*- coding: latin-1 -*-\n-module(x).\n", WINDOWS_1252),
            ("/* -*- mode: c; coding: iso-latin-2-unix -*- */\n", ISO_8859_2),
            ("<?php\n// -*- coding: euc-kr -*-\n", EUC_KR),
            ("<?php\n/** A page. */\ndeclare(encoding = 'GB2312');\n", encoding_rs::GBK),
            ("<?php declare(strict_types=1, encoding=\"BIG5\");\n", BIG5),
            ("int x;\n/*\n * Local Variables:\n * mode: c\n * coding: koi8-r\n * End:\n */\n", KOI8_R),
            ("int x;\n\n// vim: ts=4 fenc=cp936:\n", GB18030),
        ] {
            assert_eq!(declared_encoding(text.as_bytes()), Some(encoding), "{text}");
        }
    }

    #[test]
    fn what_declares_nothing_or_unicode_is_left_alone() {
        for text in [
            "",
            "x = 1\n# coding: latin-1\n",
            "# a\n# b\n# coding: latin-1\n",
            "coding: latin-1\n",
            "// coding: latin-1\n",
            "# -*- coding: utf-8 -*-\n",
            "# coding: utf-16\n",
            "# coding: us-ascii\n",
            "# coding: klingon\n",
            "# coding:\n",
            "<?php echo 'declare'; // encoding='latin1'\n",
            ";; Local Variables:\n;; buffer-file-coding-system: latin-1\n;; End:\n",
        ] {
            assert_eq!(declared_encoding(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_are_too_odd(bytes in prop::collection::vec(any::<u8>(), 0..64), at in 0..4_usize) {
            let start = [&b"# coding:"[..], b"<?php declare(encoding='", b"vim:fenc=", b"Local Variables:\ncoding:"][at];
            declared_encoding(&[start, &bytes].concat());
        }
    }
}
