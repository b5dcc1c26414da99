//! From inputs to packages to files: the walk, manifests, ignore rules, and reading one file.
//!
//! What *found* means: every regular file, symlink, special file and unreadable directory that the walk meets after
//! the rules for hidden files, `.gitignore`, `--include` and `--exclude` is found, and has a row for ever after, indexed
//! or with the reason why not. What those rules leave out was never found.
//!
//! Nothing here knows a database, a grammar, or which languages there are.

mod decode;
mod discover;
mod encoding;
mod entry_points;
mod filter;
mod installed;
mod layout;
mod manifest;
mod marks;
mod names;
mod path;
mod read;
mod site_packages;
mod sum;
mod walk;

pub use discover::{DiscoverOptions, Discovery, FILE_BYTES_MAX, Notice, discover, group_duplicates};
pub use entry_points::entry_points;
pub use filter::PathFilter;
pub use path::{decode_path, encode_path, locate};
pub use read::{SourceText, read_source, source_text};
pub use sum::{FileContent, content_sum};
