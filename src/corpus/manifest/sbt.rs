//! `build.sbt` and `version.sbt`.

use std::path::Path;

use super::script::{SCALA, Token, tokens};
use super::{Reading, invalid, read_manifest};

const MANIFEST: &str = "build.sbt";
const VERSION: &str = "version.sbt";

/// The build in `root`: `organization:name`. Settings of projects that lie in other directories are theirs.
pub(super) fn read(root: &Path) -> Reading {
    let text = match read_manifest(&root.join(MANIFEST)) {
        Ok(Some(text)) => text,
        Ok(None) => return Reading::Absent,
        Err(reason) => return invalid(MANIFEST, &reason),
    };
    let mut settings = Settings::default();
    settings.read(&text);
    if let Ok(Some(text)) = read_manifest(&root.join(VERSION)) {
        settings.read(&text);
    }
    let Settings { name, organization, version } = settings;
    match name {
        Some(name) => {
            let name = normal_name(&name);
            let name = organization.map_or(name.clone(), |organization| format!("{organization}:{name}"));
            Reading::Named { manifest: MANIFEST, name, version }
        }
        None => Reading::Unnamed { version },
    }
}

/// As sbt makes a module's name of a project's: lower case, a hyphen for what is not a letter, digit or underscore.
fn normal_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    let mut open = false;
    for c in name.chars() {
        let word = c.is_ascii_alphanumeric() || c == '_';
        if word {
            normal.push(c.to_ascii_lowercase());
        } else if !open {
            normal.push('-');
        }
        open = !word;
    }
    normal
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Settings {
    name: Option<String>,
    organization: Option<String>,
    version: Option<String>,
}

impl Settings {
    /// Takes `key := "…"` at the top, in `inThisBuild(…)`, and in the project whose directory is `file(".")`.
    fn read(&mut self, text: &str) {
        let tokens = tokens(text, &SCALA);
        let mut whole_build = false;
        for (at, (depth, token)) in tokens.iter().enumerate() {
            let after = |count: usize| tokens.get(at + count).map(|(_, token)| *token);
            match token {
                Token::Word("val" | "def") if *depth == 0 => whole_build = false,
                Token::Word("inThisBuild") => whole_build = true,
                Token::Word("file") if after(2) == Some(Token::Text(".")) => whole_build = true,
                Token::Word(key) if *depth == 0 || whole_build => {
                    let [Some(Token::Mark(':')), Some(Token::Mark('=')), Some(Token::Text(value))] =
                        [after(1), after(2), after(3)]
                    else {
                        continue;
                    };
                    // `"1." + minor` goes on.
                    let ends = matches!(after(4), None | Some(Token::LineEnd | Token::Mark(',' | ')')));
                    // `Compile / name` is a setting of something in the project.
                    let scoped = at > 1
                        && tokens[at - 1].1 == Token::Mark('/')
                        && tokens[at - 2].1 != Token::Word("ThisBuild");
                    if ends && !scoped {
                        self.set(key, value);
                    }
                }
                _ => {}
            }
        }
    }

    fn set(&mut self, key: &str, value: &str) {
        let field = match key {
            "name" => &mut self.name,
            "organization" => &mut self.organization,
            "version" => &mut self.version,
            _ => return,
        };
        field.get_or_insert_with(|| value.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> [Option<String>; 3] {
        let mut settings = Settings::default();
        settings.read(text);
        [settings.organization, settings.name, settings.version]
    }

    fn expected(values: [&str; 3]) -> [Option<String>; 3] {
        values.map(|value| Some(value.to_owned()).filter(|v| !v.is_empty()))
    }

    #[test]
    fn settings_of_the_whole_build_are_read() {
        let plain = "name := \"A B\"\n\norganization := \"org.x\" // why\nThisBuild / version := \"1.0\"\n";
        assert_eq!(read(plain), expected(["org.x", "A B", "1.0"]));
        let project = "inThisBuild(List(organization := \"o\"))\nlazy val core = project.settings(name := \"core\")\n\
            lazy val root = (project in file(\".\"))\n  .settings(\n    name := \"root\",\n    version := v\n  )\n";
        assert_eq!(read(project), expected(["o", "root", ""]));
        assert_eq!(read("name := \"a\" + b\nCompile / name := \"c\"\n"), expected(["", "", ""]));
    }

    #[test]
    fn names_are_normalised_as_sbt_does() {
        assert_eq!(normal_name("My  Lib_2.x"), "my-lib_2-x");
    }
}
