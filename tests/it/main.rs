//! Integration tests in one binary: one module a boundary.

mod fixtures;
mod hostile;
mod links;
