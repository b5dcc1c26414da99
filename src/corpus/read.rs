//! Reading one file: its bytes once, to text, content hash and what the bytes say about it.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use super::decode::{Decoded, decode};
use super::marks::{is_generated, is_minified};
use super::names::{names_generated, names_minified};
use crate::model::SkipReason;

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// Valid UTF-8 without NUL; empty where the file is binary. A byte order mark of UTF-8 and CRLF are kept. Decoded
    /// where the bytes have the mark of UTF-16, or are not UTF-8 and declare another encoding.
    pub text: String,
    /// sha256 over the original bytes.
    pub content_hash: [u8; 32],
    /// Original size.
    pub bytes: u64,
    /// Physical lines of the text; the last may lack its line feed.
    pub lines: u32,
    /// Something of the original is not in the text: invalid bytes or NUL became U+FFFD.
    pub lossy: bool,
    /// Not text.
    pub binary: bool,
    /// Its name, its first lines or its last say that a program wrote it.
    pub generated: bool,
    /// Its name says that it was minified, or its lines are too long for a person to have written it.
    pub minified: bool,
}

/// Reads the file at `path`, unless it has more than `bytes_max` bytes by now.
///
/// Discovery looked at the file some time ago, so everything is looked at again: a symlink is not followed and a fifo
/// that took the file's place does not block.
///
/// # Errors
/// The reason that the file's row gets: `TooLarge`, `NotAFile`, `Symlink`, or `Unreadable`, also where it is gone.
pub fn read_source(path: &Path, bytes_max: u64) -> Result<SourceText, SkipReason> {
    let mut source = source_text(read_bytes(path, bytes_max)?);
    if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
        source.generated |= names_generated(name);
        source.minified |= names_minified(name);
    }
    Ok(source)
}

/// What `bytes` are as source text, whatever their file is called.
#[must_use]
pub fn source_text(bytes: Vec<u8>) -> SourceText {
    let content_hash = Sha256::digest(&bytes).into();
    let size = bytes.len() as u64;
    let Decoded { text, lossy, binary } = decode(bytes);
    let lines = count_lines(&text);
    let (generated, minified) = (is_generated(&text), is_minified(&text, lines));
    SourceText { text, content_hash, bytes: size, lines, lossy, binary, generated, minified }
}

fn read_bytes(path: &Path, bytes_max: u64) -> Result<Vec<u8>, SkipReason> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(path)
        .map_err(|error| if is_symlink(&error) { SkipReason::Symlink } else { SkipReason::Unreadable })?;
    let metadata = file.metadata().map_err(|_| SkipReason::Unreadable)?;
    if !metadata.is_file() {
        return Err(SkipReason::NotAFile);
    }
    if metadata.len() > bytes_max {
        return Err(SkipReason::TooLarge);
    }
    // One byte more than it had shows that it is at its end without another allocation.
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).saturating_add(1));
    let mut bounded = file.take(bytes_max.saturating_add(1));
    bounded.read_to_end(&mut bytes).map_err(|_| SkipReason::Unreadable)?;
    if bytes.len() as u64 > bytes_max { Err(SkipReason::TooLarge) } else { Ok(bytes) }
}

/// What `O_NOFOLLOW` makes of a symlink.
fn is_symlink(error: &std::io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP) && error.kind() != ErrorKind::NotFound
}

fn count_lines(text: &str) -> u32 {
    let feeds = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let open = usize::from(!text.is_empty() && !text.ends_with('\n'));
    u32::try_from(feeds + open).unwrap_or(u32::MAX)
}
