//! The walk: a directory to the files in it, in path order.
//!
//! It never follows a symlink, so that loops can't happen, and never enters `.git` or codelode's own data directory.

use std::collections::HashSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::{DirEntry, WalkBuilder};

use super::discover::{DiscoverOptions, Notice};
use super::names::is_vendored;
use super::path::encode_path;
use crate::model::{SkipReason, SourceFile};

/// Which ignore rules a tree has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeRules {
    /// Somebody works in it: `.gitignore` says what is not part of it.
    WorkTree,
    /// As a registry delivered it: everything in it was published.
    Published,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub files: Vec<SourceFile>,
    /// Rules in ignore files that could not be read.
    pub warnings: Vec<Notice>,
}

/// Lists the files under `root`, without entering the directories in `carved`, which are packages of their own.
///
/// # Errors
/// The root itself can't be read.
pub(super) fn walk(
    root: &Path,
    rules: TreeRules,
    carved: &Arc<HashSet<PathBuf>>,
    options: &DiscoverOptions,
) -> Result<Walked, std::io::Error> {
    // The walk reports an unreadable root as an entry like any other; here it is the whole package that is missing.
    std::fs::read_dir(root)?;
    let mut walked = Walked::default();
    for entry in builder(root, rules, carved, options).build() {
        match entry {
            Ok(entry) => {
                note_ignore_errors(&entry, &mut walked.warnings);
                if entry.depth() > 0 && !entry.file_type().is_some_and(|t| t.is_dir()) {
                    push_entry(root, &entry, options, &mut walked.files);
                }
            }
            Err(error) => push_error(root, &error, options, &mut walked),
        }
    }
    walked.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    walked.files.dedup_by(|a, b| a.path == b.path);
    Ok(walked)
}

/// The row of a file that was named as an input itself.
pub(super) fn source_file(
    relative: &Path,
    metadata: Option<&Metadata>,
    options: &DiscoverOptions,
) -> SourceFile {
    let path = encode_path(relative.as_os_str()).into_owned();
    let vendored = is_vendored(&path);
    let (bytes, skip) = match metadata {
        None => (0, Some(SkipReason::Unreadable)),
        Some(m) if m.file_type().is_symlink() => (0, Some(SkipReason::Symlink)),
        Some(m) if !m.is_file() => (0, Some(SkipReason::NotAFile)),
        Some(m) => (m.len(), (m.len() > options.file_bytes_max).then_some(SkipReason::TooLarge)),
    };
    SourceFile { path, bytes, skip, vendored }
}

fn builder(
    root: &Path,
    rules: TreeRules,
    carved: &Arc<HashSet<PathBuf>>,
    options: &DiscoverOptions,
) -> WalkBuilder {
    let honour = rules == TreeRules::WorkTree && !options.no_ignore;
    // In a repository the rules are git's own, with the ignore files above the root up to the repository's; outside of
    // one only those in the tree count, so that a stray `.gitignore` in somebody's home directory decides nothing.
    let in_repository = honour && root.ancestors().any(|a| a.join(".git").exists());
    let mut builder = WalkBuilder::new(root);
    builder
        .standard_filters(false)
        .hidden(!options.hidden)
        .git_ignore(honour)
        .git_exclude(honour)
        .require_git(in_repository)
        .parents(in_repository)
        .follow_links(false);
    let (root, carved) = (root.to_path_buf(), Arc::clone(carved));
    let (filter, data_dir) = (options.filter.clone(), options.data_dir.clone());
    builder.filter_entry(move |entry| {
        let path = entry.path();
        entry.file_name() != ".git"
            && !carved.contains(path)
            && data_dir.as_deref() != Some(path)
            && !path.strip_prefix(&root).is_ok_and(|relative| filter.excludes(relative))
    });
    builder
}

fn push_entry(root: &Path, entry: &DirEntry, options: &DiscoverOptions, files: &mut Vec<SourceFile>) {
    let Ok(relative) = entry.path().strip_prefix(root) else { return };
    if options.filter.includes(relative) {
        files.push(source_file(relative, entry.metadata().ok().as_ref(), options));
    }
}

/// An entry that could not be looked at is a row too, where the error says which it was.
fn push_error(root: &Path, error: &ignore::Error, options: &DiscoverOptions, walked: &mut Walked) {
    match error_path(error).and_then(|path| path.strip_prefix(root).ok()) {
        Some(relative) if !relative.as_os_str().is_empty() => {
            if options.filter.includes(relative) {
                walked.files.push(source_file(relative, None, options));
            }
        }
        _ => walked.warnings.push(Notice { subject: root.display().to_string(), reason: error.to_string() }),
    }
}

fn note_ignore_errors(entry: &DirEntry, warnings: &mut Vec<Notice>) {
    if let Some(error) = entry.error() {
        warnings.push(Notice { subject: entry.path().display().to_string(), reason: error.to_string() });
    }
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}
