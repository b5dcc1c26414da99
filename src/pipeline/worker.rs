//! The seam between the async driver and the rayon workers.

use anyhow::{Context, Result};
use tokio::sync::oneshot;

/// Runs pure work on a rayon thread and waits for it without blocking the driver.
///
/// # Errors
/// Where the work panicked; the message names nothing, the panic's own output does.
pub async fn on_rayon<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (sender, receiver) = oneshot::channel();
    rayon::spawn(move || {
        // A panic in here must reach the driver as an error, not end the process: the sender is dropped with it.
        if let Ok(outcome) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)) {
            // The driver may have given up meanwhile; then nobody wants the outcome.
            let _ = sender.send(outcome);
        }
    });
    receiver.await.context("a worker has panicked")
}
