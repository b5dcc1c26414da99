//! `*.gemspec`, also the one that RubyGems keeps of an installed gem.

use std::path::{Path, PathBuf};

use super::{Reading, files_with_extension, invalid, read_manifest};

const MANIFEST: &str = "*.gemspec";

/// The gem in `root`. Of several specifications the one that is called as the directory counts.
pub(super) fn read(root: &Path) -> Reading {
    let specification = match installed_specification(root) {
        Some(installed) => installed,
        None => match files_with_extension(root, "gemspec").as_slice() {
            // RubyGems put it there, and its directory is called after it.
            [] if specifications(root).is_some() => return Reading::Unnamed { version: None },
            [] => return Reading::Absent,
            [only] => only.clone(),
            several => match several.iter().find(|path| path.file_stem() == root.file_name()) {
                Some(path) => path.clone(),
                None => return Reading::Unnamed { version: None },
            },
        },
    };
    match read_manifest(&specification) {
        Ok(text) => {
            let text = text.unwrap_or_default();
            let (name, version) = (assigned(&text, "name"), assigned(&text, "version"));
            let (new_name, new_version) = constructed(&text);
            match name.or(new_name) {
                Some(name) => Reading::Named { manifest: MANIFEST, name, version: version.or(new_version) },
                None => Reading::Unnamed { version },
            }
        }
        Err(reason) => invalid(&specification.to_string_lossy(), &reason),
    }
}

/// `specifications/name-1.0.gemspec` beside the `gems/name-1.0` that is asked for.
fn installed_specification(root: &Path) -> Option<PathBuf> {
    let mut file = root.file_name()?.to_os_string();
    file.push(".gemspec");
    let path = specifications(root)?.join(file);
    path.is_file().then_some(path)
}

/// Where a gem home keeps the specifications of the gems in its `gems`.
fn specifications(root: &Path) -> Option<PathBuf> {
    let gems = root.parent().filter(|gems| gems.ends_with("gems"))?;
    Some(gems.with_file_name("specifications")).filter(|directory| directory.is_dir())
}

/// The string in a line `spec.key = "…"`. Ruby's grammar (heredocs, patterns) is not for a few lines to read, so lines
/// it is: a specification has one statement on each.
fn assigned(text: &str, key: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (target, value) = line.split_once('=')?;
        let (object, attribute) = target.trim().split_once('.')?;
        let is_name = |word: &str| word.chars().all(|c| c.is_alphanumeric() || c == '_');
        if attribute.trim_end() != key || object.is_empty() || !is_name(object) {
            return None;
        }
        let (value, rest) = plain_string(value.trim_start())?;
        let rest = rest.trim_start();
        let rest = rest.strip_prefix(".freeze").unwrap_or(rest).trim_start();
        (rest.is_empty() || rest.starts_with(['#', ';'])).then(|| value.to_owned())
    })
}

/// The strings in `Gem::Specification.new "name", "1.0" do`.
fn constructed(text: &str) -> (Option<String>, Option<String>) {
    let line = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    let mut constructors =
        line.filter_map(|line| line.split_once("Specification.new").map(|(_, arguments)| arguments));
    let Some(arguments) = constructors.next() else { return (None, None) };
    let Some((name, rest)) = plain_string(arguments.trim_start_matches(['(', ' '])) else {
        return (None, None);
    };
    let version = rest.trim_start().strip_prefix(',').and_then(|rest| plain_string(rest.trim_start()));
    (Some(name.to_owned()), version.map(|(version, _)| version.to_owned()))
}

/// The string at the start of `text` if it is written out, and what follows it.
fn plain_string(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = text[1..].split_once(quote)?;
    let plain = !value.is_empty() && !value.contains(['#', '\\']);
    plain.then_some((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_that_are_written_out_are_read() {
        let text = "# s.name = 'no'\nGem::Specification.new do |s|\n  s.name    = \"rack\".freeze\n  \
            s.version = Rack::VERSION\n  s.required_ruby_version = '>= 2'\nend\n";
        assert_eq!(assigned(text, "name").as_deref(), Some("rack"));
        assert_eq!(assigned(text, "version"), None);
        assert_eq!(assigned("s.version = \"1.#{minor}\"", "version"), None);
        assert_eq!(assigned("s.version = '1' + x", "version"), None);
        assert_eq!(assigned("spec.version='1.2' # why", "version").as_deref(), Some("1.2"));
        assert_eq!(assigned("if s.version == '1'", "version"), None);
    }

    #[test]
    fn the_constructor_may_name_the_gem() {
        let both = constructed("Gem::Specification.new('a', \"1.0\") do |s|\n");
        assert_eq!(both, (Some("a".into()), Some("1.0".into())));
        assert_eq!(constructed("Gem::Specification.new \"a\", A::VERSION do"), (Some("a".into()), None));
        assert_eq!(constructed("Gem::Specification.new do |s|"), (None, None));
    }
}
