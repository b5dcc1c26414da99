//! The `.sql` files that are part of the program, as data; `db::script` runs them.

/// A `.sql` file that is part of the program.
#[derive(Clone, Copy, Debug)]
pub struct Script {
    /// Path from the project's root, for error messages.
    pub path: &'static str,
    pub text: &'static str,
}

/// Declares a [`Script`] from a path below `sql/`.
macro_rules! script {
    ($path:literal) => {
        $crate::schema::Script {
            path: concat!("sql/", $path),
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/sql/", $path)),
        }
    };
}
pub(crate) use script;
