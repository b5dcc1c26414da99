//! Paths of routes: how prefixes and paths are put together, and what they are without a framework's own writing.

use super::rule::{Framework, Join, Parameters};

/// A prefix and what comes below it.
pub fn join(framework: &Framework, prefix: &str, path: &str) -> String {
    if framework.parameters == Parameters::Expression {
        return [unanchored(prefix), unanchored(path)].concat();
    }
    if framework.join == Join::Plain || prefix.is_empty() {
        return [prefix, path].concat();
    }
    if path.is_empty() {
        return prefix.to_owned();
    }
    let (upper, lower) = (prefix.trim_end_matches('/'), path.trim_start_matches('/'));
    if lower.is_empty() && framework.join == Join::Slash {
        return if upper.is_empty() { "/".to_owned() } else { upper.to_owned() };
    }
    [upper, "/", lower].concat()
}

/// A pattern without the anchors at its ends, which are no part of the path.
pub fn unanchored(path: &str) -> &str {
    let path = path.strip_prefix('^').or_else(|| path.strip_prefix("\\A")).unwrap_or(path);
    let end = path.strip_suffix('$').filter(|rest| !rest.ends_with('\\'));
    end.or_else(|| path.strip_suffix("\\Z")).unwrap_or(path)
}

/// A whole path, which starts with a slash.
pub fn rooted(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { ["/", path].concat() }
}

/// A path with each parameter as `{name}` and the rest of a path as `{name*}`.
pub fn normalise(parameters: Parameters, path: &str) -> String {
    let path = match parameters {
        Parameters::Expression => expression(path),
        Parameters::Bracket => between(path, '[', ']', |inner| {
            let inner = inner.trim_matches(['[', ']']);
            match inner.strip_prefix("...") {
                Some(rest) => rest_of(rest),
                None => one(inner),
            }
        }),
        Parameters::Brace => between(path, '{', '}', brace),
        Parameters::Angle => between(path, '<', '>', angle),
        Parameters::Colon => colon(path),
    };
    let rooted = rooted(&path);
    match rooted.trim_end_matches('/') {
        "" => "/".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

fn one(name: &str) -> String {
    ["{", name.trim(), "}"].concat()
}

fn rest_of(name: &str) -> String {
    ["{", if name.trim().is_empty() { "rest" } else { name.trim() }, "*}"].concat()
}

/// `{id}`, `{id:pattern}`, `{id?}`, `{*rest}`, `{rest...}`, `{id:int}`, `{path:path}`, `{id=1}`.
fn brace(inner: &str) -> String {
    let inner = inner.trim();
    if let Some(rest) = inner.strip_prefix('*') {
        return rest_of(rest.trim_start_matches('*'));
    }
    // A pattern may end in a plus, too.
    let rest = inner.strip_suffix("...").or_else(|| inner.strip_suffix('+'));
    if let Some(rest) = rest.filter(|rest| !rest.contains(':')) {
        return rest_of(rest);
    }
    let (name, kind) = inner.split_once(':').unwrap_or((inner, ""));
    let name = name.split('=').next().unwrap_or(name).trim_end_matches('?');
    if matches!(kind.trim(), "path" | ".*" | ".+") { rest_of(name) } else { one(name) }
}

/// `<id>`, `<int:id>`, `<path:rest>`, `<rest..>`.
fn angle(inner: &str) -> String {
    if let Some(rest) = inner.strip_suffix("..") {
        return rest_of(rest);
    }
    match inner.rsplit_once(':') {
        Some((kind, name)) if kind.starts_with("path") => rest_of(name),
        Some((_, name)) => one(name),
        None => one(inner),
    }
}

/// Replaces what stands between brackets, which may nest.
fn between(path: &str, open: char, close: char, replace: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(path.len());
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in path.char_indices() {
        if c == open {
            if depth == 0 {
                start = at + c.len_utf8();
            }
            depth += 1;
        } else if c == close && depth > 0 {
            depth -= 1;
            if depth == 0 {
                out.push_str(&replace(&path[start..at]));
            }
        } else if depth == 0 {
            out.push(c);
        }
    }
    out
}

/// `:id`, `:id(pattern)`, `:id?`, `*rest`, `(optional)`.
fn colon(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let name_ends = after.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(after.len());
        match c {
            ':' | '*' if name_ends > 0 || c == '*' => {
                let name = &after[..name_ends];
                out.push_str(&if c == ':' { one(name) } else { rest_of(name) });
                rest = &after[name_ends..];
                if rest.starts_with('(') {
                    rest = after_group(rest);
                }
                rest = rest.strip_prefix(['?', '+', '*']).unwrap_or(rest);
            }
            // An optional part is part of the path.
            '(' | ')' => rest = after,
            _ => {
                out.push(c);
                rest = after;
            }
        }
    }
    out
}

/// What comes behind a group in brackets.
fn after_group(text: &str) -> &str {
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return &text[at + 1..],
            ')' => depth -= 1,
            _ => {}
        }
    }
    ""
}

/// `^users/(?P<id>\d+)/$`, and `users/<int:id>/`, which may be put together.
fn expression(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    let mut unnamed = 0;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '(' => {
                let group = &rest[..rest.len() - after_group(rest).len()];
                let named = group.strip_prefix("(?P<").and_then(|rest| rest.split_once('>'));
                match named {
                    Some((name, pattern)) if pattern.starts_with(".*") || pattern.starts_with(".+") => {
                        out.push_str(&rest_of(name));
                    }
                    Some((name, _)) => out.push_str(&one(name)),
                    None if group.starts_with("(?:") => {
                        out.push_str(&expression(group[3..].strip_suffix(')').unwrap_or_default()));
                    }
                    None if group.starts_with("(?") => {}
                    None => {
                        unnamed += 1;
                        out.push_str(&one(&unnamed.to_string()));
                    }
                }
                rest = after_group(rest).trim_start_matches(['?', '*', '+']);
            }
            '^' | '$' | '?' => rest = after,
            '<' if after.contains('>') => {
                let (inner, behind) = after.split_once('>').unwrap_or((after, ""));
                out.push_str(&angle(inner));
                rest = behind;
            }
            // A set of letters stays as it is.
            '[' if after.contains(']') => {
                let end = after.find(']').map_or(after.len(), |at| at + 1);
                out.push_str(&rest[..end + 1]);
                rest = &after[end..];
            }
            '.' if after.starts_with(['*', '+']) => {
                out.push_str(&rest_of(""));
                rest = after[1..].trim_start_matches('?');
            }
            '\\' => {
                let letter = after.chars().next().filter(|c| matches!(c, 'Z' | 'A' | 'z' | 'b'));
                rest = letter.map_or(after, |letter| &after[letter.len_utf8()..]);
            }
            _ => {
                out.push(c);
                rest = after;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_of_all_sorts_read_alike() {
        for (parameters, path, expected) in [
            (Parameters::Colon, "/users/:id(\\d+)/posts/:post?", "/users/{id}/posts/{post}"),
            (Parameters::Colon, "/files/*path", "/files/{path*}"),
            (Parameters::Colon, "*", "/{rest*}"),
            (Parameters::Brace, "/users/{id:[0-9]{2}}/{name?}", "/users/{id}/{name}"),
            (Parameters::Brace, "/users/{id:\\d+}/{rest+}", "/users/{id}/{rest*}"),
            (Parameters::Brace, "/{*path}", "/{path*}"),
            (Parameters::Brace, "files/{path:path}", "/files/{path*}"),
            (Parameters::Angle, "/users/<int:id>/", "/users/{id}"),
            (Parameters::Angle, "/<path..>", "/{path*}"),
            (Parameters::Bracket, "/posts/[id]/[...slug]", "/posts/{id}/{slug*}"),
            (Parameters::Bracket, "/[[...slug]]", "/{slug*}"),
            (Parameters::Expression, "^users/(?P<id>\\d+)/(?P<rest>.*)$", "/users/{id}/{rest*}"),
            (Parameters::Expression, "^api/<int:id>/(?:page/(?P<page>[0-9]+)/)?$", "/api/{id}/page/{page}"),
            (Parameters::Expression, "^app/.*$", "/app/{rest*}"),
            (Parameters::Colon, "/", "/"),
        ] {
            assert_eq!(normalise(parameters, path), expected, "{path}");
        }
    }

    #[test]
    fn prefixes_are_joined_with_one_slash() {
        let joined = |how, prefix, path| join(&Framework::new("", Parameters::Colon, how), prefix, path);
        for (prefix, path, slash, exact) in [
            ("/api/", "/users", "/api/users", "/api/users"),
            ("/api", "users", "/api/users", "/api/users"),
            ("/api", "/", "/api", "/api/"),
            ("", "/", "/", "/"),
            ("/", "/", "/", "/"),
            ("/api", "", "/api", "/api"),
        ] {
            assert_eq!(joined(Join::Slash, prefix, path), slash, "{prefix} {path}");
            assert_eq!(joined(Join::Exact, prefix, path), exact, "{prefix} {path}");
            assert_eq!(joined(Join::Plain, prefix, path), [prefix, path].concat());
        }
    }
}
