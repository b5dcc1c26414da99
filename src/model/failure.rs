//! What a failure means for the caller: its class, and at most one hint for the person.
//!
//! Any error that travels as `anyhow::Error` may carry both. They print nothing of themselves in
//! the error chain; `report::error` finds them and renders them. Nothing here prints or exits.

use std::fmt;

/// What kind of end a run came to. `main` alone turns it into a process exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The work failed.
    Failed,
    /// The command line or a setting makes no sense.
    Usage,
    /// The database can't be reached, or can't be used.
    Database,
    /// The work is done, but a package (under `--strict`: a file) was left out.
    Partial,
    /// Stopped by SIGINT.
    Interrupted,
}

impl Class {
    /// The exit code that scripts see.
    pub const fn exit_code(self) -> u8 {
        match self {
            Class::Failed => 1,
            Class::Usage => 2,
            Class::Database => 3,
            Class::Partial => 4,
            Class::Interrupted => 130,
        }
    }

    /// A new error of this class. `message` reads as the end of "error: …".
    pub fn error(self, message: impl fmt::Display) -> anyhow::Error {
        anyhow::Error::msg(message.to_string()).context(self)
    }
}

/// One line that says what to do about an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint(pub String);

/// Prints nothing: the class is no part of the message.
impl fmt::Display for Class {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// Prints nothing: the hint has a line of its own.
impl fmt::Display for Hint {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

/// Attaches a class or a hint to an error on its way up. Of several the outermost counts.
pub trait Explain {
    /// What comes back: the same value with its error marked.
    type Marked;

    /// Says what kind of failure this is.
    fn class(self, class: Class) -> Self::Marked;

    /// Says what the person can do about it: one line.
    fn hint(self, hint: impl Into<String>) -> Self::Marked;
}

impl<T, E: Into<anyhow::Error>> Explain for Result<T, E> {
    type Marked = anyhow::Result<T>;

    fn class(self, class: Class) -> anyhow::Result<T> {
        self.map_err(|error| error.into().context(class))
    }

    fn hint(self, hint: impl Into<String>) -> anyhow::Result<T> {
        self.map_err(|error| error.into().context(Hint(hint.into())))
    }
}

impl Explain for anyhow::Error {
    type Marked = anyhow::Error;

    fn class(self, class: Class) -> anyhow::Error {
        self.context(class)
    }

    fn hint(self, hint: impl Into<String>) -> anyhow::Error {
        self.context(Hint(hint.into()))
    }
}
