//! x
use std::path::Path;
/// x
pub fn percent_encode(path: &Path) -> String { path.display().to_string() }
