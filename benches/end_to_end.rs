//! How close a whole load comes to what can't be avoided: parsing every file once, and a bare COPY of the same rows
//! with the same indexes and statistics.
//!
//! `cargo bench --bench end_to_end` takes this project, or what `CODELODE_CORPUS` names. It runs `codelode index` into
//! a fresh server; parses the very texts that the index holds, on one thread; and COPYs the very rows that it
//! holds into a second fresh server, builds their indexes and analyzes the tables. CPU seconds of both sides are
//! compared, since wall time would measure the neighbours too. Nothing is asserted.

#[path = "bare_load/mod.rs"]
mod bare_load;

use anyhow::{Context, Result};
use codelode::db::connect::Target;
use codelode::extract::parse;
use codelode::lang::{detect, grammar, spec};
use codelode::report::Resources;
use serde_json::Value;
use tokio_postgres::Client;

use bare_load::{Cost, Meter, TableRows, corpus, export_rows, index_corpus, open_bare, start_server};

/// What was measured.
struct Costs {
    parse: Cost,
    copy: Cost,
    indexes: Cost,
    analyze: Cost,
    whole: Cost,
}

#[tokio::main]
async fn main() -> Result<()> {
    let corpus = corpus();
    let indexed = start_server("whole", "")?;
    let client = Target::of_private(indexed.server())?.connect("codelode bench").await?;
    let mut meter = Meter::start(&client).await?;
    let report = index_corpus(&indexed, &corpus)?;
    // The client's side is another process, which reports for itself.
    let whole = Cost { client: number(&report["cpu_seconds"]["client"])?, ..meter.lap()? };
    let tables = export_rows(&client).await?;
    let units = fetch_units(&client).await?;
    client.close().await?;
    drop(indexed);

    let parse = parse_all(&units);
    drop(units);
    let [copy, indexes, analyze] = load_bare(&tables).await?;
    print_report(
        &corpus.display().to_string(),
        &report,
        &tables,
        &Costs { parse, copy, indexes, analyze, whole },
    )
}

/// Path and text of every unit, which is what a load has parsed.
async fn fetch_units(client: &Client) -> Result<Vec<(String, String)>> {
    let query = "select distinct on (u.id) f.path, c.source from codelode_data_1.units u \
        join codelode_data_1.contents c on c.id = u.content_id join codelode_data_1.files f on f.unit_id = u.id";
    let rows = client.query(query, &[]).await.context("could not read the texts")?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

fn parse_all(units: &[(String, String)]) -> Cost {
    let began = Resources::now().cpu_seconds;
    for (path, text) in units {
        if let Some(spec) = detect(path, text.as_bytes()).and_then(spec) {
            std::hint::black_box(parse(text, grammar(spec, path)));
        }
    }
    Cost { client: Resources::now().cpu_seconds - began, server: 0.0 }
}

/// COPY, indexes and ANALYZE of all tables, on one connection.
async fn load_bare(tables: &[TableRows]) -> Result<[Cost; 3]> {
    // Autovacuum would come in at any time, on its own account.
    let server = start_server("bare", "autovacuum = off\n")?;
    let client = open_bare(&server).await?;
    let mut meter = Meter::start(&client).await?;
    for table in tables {
        table.copy(&client).await?;
    }
    let copy = meter.lap()?;
    for table in tables {
        table.build_indexes(&client).await?;
    }
    let indexes = meter.lap()?;
    for table in tables {
        client.batch_execute(&format!("analyze {}", table.name)).await?;
    }
    Ok([copy, indexes, meter.lap()?])
}

fn number(value: &Value) -> Result<f64> {
    value.as_f64().context("the report lacks a number")
}

fn print_report(corpus: &str, report: &Value, tables: &[TableRows], costs: &Costs) -> Result<()> {
    let lines = number(&report["lines"])?;
    let rows: u64 = tables.iter().map(|table| table.rows).sum();
    let bytes: u64 = tables.iter().map(|table| table.bytes).sum();
    println!("{corpus}: state {}, {} units, {lines} lines", report["state"], report["units_extracted"]);
    println!(
        "{:.1} MB of source, {rows} rows of {:.1} MB",
        number(&report["bytes"])? / 1e6,
        bytes as f64 / 1e6
    );
    println!("\n{:24} {:>9} {:>9} {:>9} {:>9}", "CPU seconds", "client", "server", "both", "us/line");
    let line = |name: &str, cost: Cost| {
        let micros = cost.total() * 1e6 / lines;
        println!("{name:24} {:9.2} {:9.2} {:9.2} {micros:9.2}", cost.client, cost.server, cost.total());
    };
    let bare = costs.copy.plus(costs.indexes).plus(costs.analyze);
    let floor = costs.parse.plus(bare);
    line("(1) parse alone", costs.parse);
    line("    COPY", costs.copy);
    line("    indexes", costs.indexes);
    line("    analyze", costs.analyze);
    line("(2) bare load", bare);
    line("(1) + (2)", floor);
    line("(3) codelode index", costs.whole);
    println!("\n(3) / ((1) + (2))        {:9.2}", costs.whole.total() / floor.total());
    println!("lines a CPU second       {:9.0}", lines / costs.whole.total());
    println!("wall seconds of (3)      {:9.1}", number(&report["seconds"])?);
    println!("peak memory of (3), MB   {:9.1}", number(&report["peak_rss_bytes"])? / 1e6);
    println!("\n{:24} {:>9} {:>9} {:>9}", "stage of (3)", "busy s", "rows", "MB");
    for stage in report["stages"].as_array().into_iter().flatten() {
        let name = stage["name"].as_str().unwrap_or_default();
        let (seconds, bytes) = (number(&stage["seconds"])?, number(&stage["bytes"])? / 1e6);
        println!("{name:24} {seconds:9.2} {:>9} {bytes:9.1}", stage["rows"].to_string());
    }
    Ok(())
}
