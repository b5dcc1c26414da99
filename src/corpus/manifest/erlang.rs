//! An application's resource file: `src/name.app.src`, or `ebin/name.app` where it was built.

use std::path::{Path, PathBuf};

use super::script::{ERLANG, Token, tokens};
use super::{Reading, files_with_extension, invalid, read_manifest};

const SOURCE: &str = "*.app.src";
const BUILT: &str = "*.app";

/// The application in `root`. Several in one directory name none.
pub(super) fn read(root: &Path) -> Reading {
    let source = single(files_with_extension(&root.join("src"), "app.src"));
    let built = single(files_with_extension(&root.join("ebin"), "app"));
    // The version may be written into the built one only.
    let built_version = |name: &str| match built.as_deref().map(application) {
        Some(Ok(Some((built, version)))) if built == name => version,
        _ => None,
    };
    let (manifest, path) = match (&source, &built) {
        (Some(path), _) => (SOURCE, path),
        (None, Some(path)) => (BUILT, path),
        (None, None) => return Reading::Absent,
    };
    match application(path) {
        Ok(Some((name, version))) => {
            let version = version.or_else(|| built_version(&name));
            Reading::Named { manifest, name, version }
        }
        Ok(None) => invalid(&path.to_string_lossy(), "no {application, Name, …}"),
        Err(reason) => invalid(&path.to_string_lossy(), &reason),
    }
}

fn single(files: Vec<PathBuf>) -> Option<PathBuf> {
    <[PathBuf; 1]>::try_from(files).ok().map(|[only]| only)
}

/// `{application, name, [… {vsn, "1.0"} …]}`. A version such as `git` or `"%VSN%"` is filled in when it is built.
fn application(path: &Path) -> Result<Option<(String, Option<String>)>, String> {
    let text = read_manifest(path)?.unwrap_or_default();
    Ok(read_application(&text))
}

fn read_application(text: &str) -> Option<(String, Option<String>)> {
    let mut tokens = tokens(text, &ERLANG);
    tokens.retain(|(_, token)| *token != Token::LineEnd);
    let tokens: Vec<Token> = tokens.into_iter().map(|(_, token)| token).collect();
    let [Token::Mark('{'), Token::Word("application"), Token::Mark(','), name, ..] = tokens[..] else {
        return None;
    };
    let (Token::Word(name) | Token::Text(name)) = name else { return None };
    let version = tokens.windows(4).find_map(|window| match window {
        [Token::Mark('{'), Token::Word("vsn"), Token::Mark(','), Token::Text(version)] => Some(*version),
        _ => None,
    });
    let version = version.filter(|v| v.starts_with(|c: char| c.is_ascii_digit()));
    Some((name.to_owned(), version.map(str::to_owned)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_version_are_read_where_they_are_written_out() {
        let read = |text: &str| read_application(text);
        assert_eq!(
            read(
                "%% -*- erlang -*-\n{application, cowboy,\n [{description, \"It's {vsn, small}\"},\n  {vsn, \"2.9.0\"}]}."
            ),
            Some(("cowboy".into(), Some("2.9.0".into())))
        );
        assert_eq!(read("{application, 'my_app', [{vsn, git}]}."), Some(("my_app".into(), None)));
        assert_eq!(read("{application, ssl, [{vsn, \"%VSN%\"}]}."), Some(("ssl".into(), None)));
        for wrong in ["", "{", "[{application, x}]", "{application, []}."] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
