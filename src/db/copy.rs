//! Streaming encoded rows into a table.

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use futures::SinkExt;
use tokio_postgres::Client;

use crate::chunk::CopyBuffer;
use crate::db::script::quote_identifier;

/// COPYs a buffer into its own table, found through the search path. Returns the number of rows.
///
/// # Errors
/// The server's message and, where it says so, the line and column of the bad row.
pub async fn copy_buffer(client: &Client, buffer: CopyBuffer) -> Result<u64> {
    let target = quote_identifier(buffer.table().name);
    copy_into(client, &target, buffer).await
}

/// COPYs a buffer into `target`, a quoted table name with the columns of the buffer's table.
///
/// # Errors
/// As [`copy_buffer`]; also where the server counted other rows than were sent.
pub async fn copy_into(client: &Client, target: &str, buffer: CopyBuffer) -> Result<u64> {
    let rows = buffer.rows();
    if rows == 0 {
        return Ok(0);
    }
    let table = buffer.table();
    let context = || format!("could not copy {rows} rows into {target}");
    let sink = client.copy_in::<_, Bytes>(&table.copy_statement(target)).await.with_context(context)?;
    let mut sink = std::pin::pin!(sink);
    for block in buffer.into_blocks() {
        sink.feed(block).await.with_context(context)?;
    }
    let stored = sink.finish().await.with_context(context)?;
    if stored != rows {
        bail!("{target}: sent {rows} rows, the server stored {stored}");
    }
    Ok(rows)
}
