//! Bytes to text: UTF-8 as it is, UTF-16 by its byte order mark, what declares another encoding by that, anything else
//! lossily, and what is not text at all.

use super::encoding::declared_encoding;

/// What bytes are as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without NUL; empty where `binary`.
    pub text: String,
    pub lossy: bool,
    pub binary: bool,
}

/// How much of a file decides whether it is binary.
const SNIFF_BYTES: usize = 8 << 10;
/// A source may hold a few control characters as test data; a compiled or compressed file has a tenth and more, random
/// bytes an eighth.
const CONTROL_SHARE_MIN: f64 = 0.05;
/// Below this many the share says nothing: a file of ten bytes with one NUL is a source with one NUL.
const CONTROLS_MIN: usize = 8;

/// Decodes, without a copy where the bytes are valid UTF-8 and hold no NUL.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    match bytes.as_slice() {
        // UTF-32 begins as UTF-16 does, and no source is written in it.
        [0xFF, 0xFE, 0, 0, ..] => return binary(),
        [0xFF, 0xFE, units @ ..] => return decode_utf16(units, u16::from_le_bytes),
        [0xFE, 0xFF, units @ ..] => return decode_utf16(units, u16::from_be_bytes),
        _ => {}
    }
    // std's check is as fast as memory for ASCII, and its String needs no unsafe; parsing costs a hundred times more.
    match String::from_utf8(bytes) {
        Ok(text) => {
            let has_nul = memchr::memchr(0, text.as_bytes()).is_some();
            if has_nul && is_binary(text.as_bytes()) { binary() } else { without_nul(text, has_nul, false) }
        }
        Err(error) if is_binary(error.as_bytes()) => binary(),
        Err(error) => decode_declared(error.as_bytes()),
    }
}

/// What is not UTF-8, by the encoding that it declares. Nothing is lost then, unless it is not in that encoding either.
fn decode_declared(bytes: &[u8]) -> Decoded {
    let (text, lossy) = match declared_encoding(bytes) {
        Some(encoding) => encoding.decode_without_bom_handling(bytes),
        None => (String::from_utf8_lossy(bytes), true),
    };
    let has_nul = memchr::memchr(0, text.as_bytes()).is_some();
    without_nul(text.into_owned(), has_nul, lossy)
}

fn binary() -> Decoded {
    Decoded { text: String::new(), lossy: false, binary: true }
}

/// PostgreSQL's text can't hold a NUL.
fn without_nul(text: String, has_nul: bool, lossy: bool) -> Decoded {
    let text = if has_nul { text.replace('\0', "\u{fffd}") } else { text };
    Decoded { text, lossy: lossy || has_nul, binary: false }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Decoded {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut lossy = !odd.is_empty();
    let mut text = String::with_capacity(bytes.len());
    for decoded in char::decode_utf16(pairs.iter().map(|pair| unit(*pair))) {
        lossy |= decoded.is_err();
        text.push(decoded.unwrap_or('\u{fffd}'));
    }
    if !odd.is_empty() {
        text.push('\u{fffd}');
    }
    if is_binary(text.as_bytes()) {
        return binary();
    }
    let has_nul = memchr::memchr(0, text.as_bytes()).is_some();
    without_nul(text, has_nul, lossy)
}

/// Whether the beginning has so many control characters that it is no text. The upper half says nothing: a Latin-1 or
/// Shift-JIS source is full of it.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(SNIFF_BYTES)];
    let controls = head.iter().filter(|byte| is_control(**byte)).count();
    controls >= CONTROLS_MIN && controls as f64 >= head.len() as f64 * CONTROL_SHARE_MIN
}

/// A control character other than white space, backspace and escape, which text may have.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=7 | 14..=26 | 28..=31 | 127)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str, lossy: bool) -> Decoded {
        Decoded { text: text.to_owned(), lossy, binary: false }
    }

    #[test]
    fn text_in_any_of_its_forms_is_kept() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\n".to_vec()), text("\u{feff}a\r\n", false));
        assert_eq!(decode(b"caf\xE9".to_vec()), text("caf\u{fffd}", true));
        assert_eq!(decode(b"a = '\0'".to_vec()), text("a = '\u{fffd}'", true));
        assert_eq!(decode(b"\xFF\xFEh\0i\0".to_vec()), text("hi", false));
        assert_eq!(decode(b"\xFE\xFF\0h\xD8\0".to_vec()), text("h\u{fffd}", true));
        assert_eq!(decode(b"\xFF\xFEh\0i".to_vec()), text("h\u{fffd}", true));
        assert_eq!(decode(Vec::new()), text("", false));
    }

    #[test]
    fn a_declared_encoding_is_honoured_where_the_bytes_are_not_utf_8() {
        for (bytes, decoded, lossy) in [
            (&b"# coding: latin-1\ncaf\xE9"[..], "# coding: latin-1\ncaf\u{e9}", false),
            (b"# coding: latin-1\ncaf\xC3\xA9", "# coding: latin-1\ncaf\u{e9}", false),
            (b"# coding: sjis\n\x83\x5C", "# coding: sjis\n\u{30bd}", false),
            (b"# coding: gbk\n\xC4\xE3", "# coding: gbk\n\u{4f60}", false),
            (b"# coding: euc-jp\n\xFF;", "# coding: euc-jp\n\u{fffd};", true),
            (b"# coding: ascii\ncaf\xE9", "# coding: ascii\ncaf\u{fffd}", true),
        ] {
            assert_eq!(decode(bytes.to_vec()), text(decoded, lossy));
        }
    }

    #[test]
    fn binaries_are_told_from_sources_with_odd_bytes() {
        let random: Vec<u8> = (0..4096_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let elf = [b"\x7FELF\x02\x01\x01".as_slice(), &[0; 64]].concat();
        let utf16_without_mark: Vec<u8> = "hello, world".bytes().flat_map(|b| [b, 0]).collect();
        for bytes in [random, elf, utf16_without_mark, b"\xFF\xFE\0\0a\0\0\0".to_vec()] {
            assert!(decode(bytes).binary);
        }
        let latin_1 = [0xE9_u8; 400].to_vec();
        let one_nul = [b"x\n".repeat(5000), b"\0".to_vec()].concat();
        for bytes in [latin_1, one_nul, b"\x1b[1mbold\x1b[0m".to_vec()] {
            assert!(!decode(bytes).binary);
        }
    }

    proptest! {
        #[test]
        fn text_never_holds_nul_and_is_unchanged_unless_lossy(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let decoded = decode(bytes.clone());
            prop_assert!(!decoded.text.contains('\0'));
            let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
            if !decoded.lossy && !decoded.binary && !utf16 {
                prop_assert_eq!(decoded.text.as_bytes(), bytes);
            }
        }
    }
}
