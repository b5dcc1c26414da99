//! What people are told: errors, progress, summaries. The only module that prints.

pub mod error;
