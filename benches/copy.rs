//! What PostgreSQL takes for the rows alone: a bare binary COPY of every table of an index into fresh tables without
//! indexes, and then the same indexes as the index has.
//!
//! `cargo bench --bench copy` indexes this project, or what `CODELODE_CORPUS` names, on a server of its own, keeps the
//! rows in memory, and COPYs them on one connection into another server. CPU seconds: wall time would measure
//! the neighbours too. The kernel counts them in hundredths.

#[path = "bare_load/mod.rs"]
mod bare_load;

use anyhow::Result;
use codelode::db::connect::Target;

use bare_load::{Cost, Meter, corpus, export_rows, index_corpus, open_bare, start_server};

#[tokio::main]
async fn main() -> Result<()> {
    let corpus = corpus();
    let indexed = start_server("copy-index", "")?;
    let report = index_corpus(&indexed, &corpus)?;
    let client = Target::of_private(indexed.server())?.connect("codelode bench").await?;
    let tables = export_rows(&client).await?;
    client.close().await?;
    drop(indexed);
    println!("{} lines of {}\n", report["lines"], corpus.display());

    // Autovacuum would come in at any time, on its own account.
    let server = start_server("copy-bare", "autovacuum = off\n")?;
    let client = open_bare(&server).await?;
    let mut meter = Meter::start(&client).await?;
    println!(
        "{:16} {:>9} {:>9} {:>9} {:>9} {:>9} {:>12} {:>12}",
        "table", "rows", "MB", "client s", "COPY s", "index s", "COPY us/row", "index us/row"
    );
    let (mut rows, mut bytes, mut copied, mut built) = (0, 0, Cost::default(), Cost::default());
    for table in &tables {
        meter.lap()?;
        table.copy(&client).await?;
        let copy = meter.lap()?;
        table.build_indexes(&client).await?;
        let build = meter.lap()?;
        print_line(table.name, table.rows, table.bytes, copy, build);
        (rows, bytes) = (rows + table.rows, bytes + table.bytes);
        (copied, built) = (copied.plus(copy), built.plus(build));
    }
    print_line("all", rows, bytes, copied, built);
    println!("\n{:.2} CPU seconds in all, of both sides", copied.total() + built.total());
    Ok(())
}

fn print_line(name: &str, rows: u64, bytes: u64, copy: Cost, build: Cost) {
    let micros = |seconds: f64| if rows > 0 { seconds * 1e6 / rows as f64 } else { 0.0 };
    println!(
        "{name:16} {rows:9} {:9.1} {:9.2} {:9.2} {:9.2} {:12.2} {:12.2}",
        bytes as f64 / 1e6,
        copy.client,
        copy.server,
        build.server,
        micros(copy.server),
        micros(build.server),
    );
}
