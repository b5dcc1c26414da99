//! The wish to stop: set once by a signal, looked at between jobs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A flag that the signal handler sets and the driver looks at.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks for a clean stop: jobs that have begun are finished and kept, no new one is begun.
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
