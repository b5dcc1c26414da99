//! Renders an error for a person: what failed, why, and at most one hint.
//!
//! It knows how errors of the database client hide their message, and nothing of what failed.

use std::fmt::Write as _;
use std::io::{self, Write};

use tokio_postgres::error::DbError;

pub use crate::model::{Class, Explain, Hint};

/// The class of an error: the outermost that was attached. An error of the database client that
/// says "no connection" is a database failure by itself; anything else is [`Class::Failed`].
pub fn class_of(error: &anyhow::Error) -> Class {
    if let Some(class) = error.downcast_ref::<Class>() {
        return *class;
    }
    let lost = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<tokio_postgres::Error>())
        .any(tokio_postgres::Error::is_closed);
    if lost { Class::Database } else { Class::Failed }
}

/// The hint of an error: the outermost that was attached, else the one that the server gave.
pub fn hint_of(error: &anyhow::Error) -> Option<String> {
    if let Some(hint) = error.downcast_ref::<Hint>() {
        return Some(hint.0.clone());
    }
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<DbError>())
        .find_map(|error| error.hint().map(one_line))
}

/// The whole chain on one line: `could not …: cause: cause`.
///
/// Layers that print nothing (class, hint) and layers that repeat what stands before are left out.
pub fn message_of(error: &anyhow::Error) -> String {
    let mut message = String::new();
    for cause in error.chain() {
        let part = match cause.downcast_ref::<DbError>() {
            Some(error) => describe_db_error(error),
            None if is_db_wrapper(cause) => continue,
            None => one_line(&cause.to_string()),
        };
        if part.is_empty() || message.ends_with(&part) {
            continue;
        }
        if !message.is_empty() {
            message.push_str(": ");
        }
        message.push_str(&part);
    }
    message
}

/// Writes `error: …` and, where there is one, `hint: …`.
pub fn print(error: &anyhow::Error, to: &mut dyn Write) -> io::Result<()> {
    writeln!(to, "error: {}", message_of(error))?;
    match hint_of(error) {
        Some(hint) => writeln!(to, "hint: {hint}"),
        None => Ok(()),
    }
}

/// The client wraps what the server said in a layer that reads "db error".
fn is_db_wrapper(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<tokio_postgres::Error>().is_some_and(|error| error.as_db_error().is_some())
}

/// What the server said: its message, the detail, and where it happened.
fn describe_db_error(error: &DbError) -> String {
    let mut text = one_line(error.message());
    if let Some(detail) = error.detail() {
        let _ = write!(text, ": {}", one_line(detail));
    }
    if let Some(place) = error.where_() {
        let _ = write!(text, " ({})", one_line(place));
    }
    text
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    fn printed(error: &anyhow::Error) -> String {
        let mut out = Vec::new();
        print(error, &mut out).expect("a vector takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn marks_are_found_through_contexts_and_print_nothing() {
        let error = Err::<(), _>(anyhow!("connection refused"))
            .class(Class::Database)
            .hint("start it")
            .context("could not connect")
            .expect_err("it is one");
        assert_eq!(printed(&error), "error: could not connect: connection refused\nhint: start it\n");
        assert_eq!(class_of(&error), Class::Database);
    }

    #[test]
    fn the_outermost_mark_counts() {
        let error = Class::Failed.error("x").hint("inner").class(Class::Usage).hint("outer");
        assert_eq!((class_of(&error), hint_of(&error).as_deref()), (Class::Usage, Some("outer")));
        assert_eq!(class_of(&error).exit_code(), 2);
    }

    #[test]
    fn repeated_and_multi_line_causes_are_folded() {
        let error = anyhow!("a\n  b").context("could not: a; b");
        assert_eq!(message_of(&error), "could not: a; b");
    }
}
