//! The public views and functions, in the order in which they build on each other.

use crate::schema::Script;

/// Run with the search path on the data schema.
pub(crate) const VIEWS: &[Script] = &[];
