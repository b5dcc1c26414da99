//! Which failures pass by themselves, and how long to wait for them.

use std::time::Duration;

use tokio_postgres::error::SqlState;

use crate::limits;

/// Whether the same transaction may succeed when it is tried again: a deadlock or a serialisation failure.
pub fn is_transient(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<tokio_postgres::Error>()).any(|error| {
        matches!(error.code(), Some(code) if [
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::LOCK_NOT_AVAILABLE,
        ].contains(code))
    })
}

/// The pause before try number `attempt` (from 1), or `None` where it is time to give up.
pub fn pause(attempt: u32) -> Option<Duration> {
    (attempt <= limits::RETRIES_MAX).then(|| limits::RETRY_PAUSE * 2u32.pow(attempt - 1))
}
