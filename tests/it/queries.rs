//! What an index answers: views that reach their indexes, checks that find planted faults, checksums, searches.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use codelode::corpus::DiscoverOptions;
use codelode::db::connect::{ConnectOptions, Connection, Target};
use codelode::db::migrate::{Schemas, existing};
use codelode::db::private_server::EphemeralServer;
use codelode::pipeline::{Cancel, Settings, index};
use codelode::query::{self, Format};
use codelode::report::Tally;

use crate::server::test_server;

/// A package whose calls and uses are known.
const CARGO_TOML: &str = "[package]\nname = \"shop\"\nversion = \"1.2.0\"\nedition = \"2021\"\n";
const LIB_RS: &str = "pub mod cart;\n\npub fn total(items: &[u32]) -> u32 {\n    cart::add_all(items)\n}\n";
const CART_RS: &str = "/// A cart.\npub struct Cart {\n    items: Vec<u32>,\n}\n\nimpl Cart {\n    pub fn push(&mut self, item: u32) {\n        self.check(item);\n        self.items.push(item);\n    }\n\n    fn check(&self, item: u32) {\n        assert!(item > 0);\n    }\n}\n\npub fn add_all(items: &[u32]) -> u32 {\n    items.iter().sum()\n}\n\npub fn fill(cart: &mut Cart) {\n    cart.push(add_all(&[1, 2]));\n}\n";

/// An index of `inputs` on a server of its own.
struct Loaded {
    server: EphemeralServer,
    client: Connection,
    schemas: Schemas,
}

async fn load(name: &str, inputs: Vec<PathBuf>) -> Loaded {
    let server = test_server(name, "");
    let target = Target::of_private(server.server()).expect("a target");
    let schemas = load_into(&target, "codelode", inputs, 2, None).await;
    let client = target.connect("codelode it").await.expect("a connection");
    Loaded { server, client, schemas }
}

pub async fn load_into(
    target: &Target,
    schema: &str,
    inputs: Vec<PathBuf>,
    jobs: usize,
    chunk: Option<u64>,
) -> Schemas {
    let settings = Settings {
        inputs,
        discover: DiscoverOptions::default(),
        schema: schema.to_owned(),
        org: "default".to_owned(),
        jobs,
        memory_bytes: 256 << 20,
        chunk_bytes: chunk,
        force: false,
        strict: false,
    };
    let report =
        index(target, &settings, Cancel::default(), Arc::new(Tally::default())).await.expect("loads");
    assert!(report.failed.is_empty(), "{:?}", report.failed);
    let client = target.connect("codelode it").await.expect("a connection");
    existing(&client, schema).await.expect("reads").expect("an index")
}

fn shop(dir: &Path) -> PathBuf {
    let root = dir.join("shop");
    std::fs::create_dir_all(root.join("src")).expect("a directory");
    for (path, text) in [("Cargo.toml", CARGO_TOML), ("src/lib.rs", LIB_RS), ("src/cart.rs", CART_RS)] {
        std::fs::write(root.join(path), text).expect("writes");
    }
    root
}

/// A package that uses the shop.
fn till(dir: &Path) -> PathBuf {
    let root = dir.join("till");
    std::fs::create_dir_all(root.join("src")).expect("a directory");
    let manifest = "[package]\nname = \"till\"\nversion = \"1.0.0\"\n";
    for (path, text) in
        [("Cargo.toml", manifest), ("src/lib.rs", "pub fn sum() {\n    shop::total(&[]);\n}\n")]
    {
        std::fs::write(root.join(path), text).expect("writes");
    }
    root
}

/// This project's own sources: some thousand rows of real code.
fn own_sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn text(out: Vec<u8>) -> String {
    String::from_utf8(out).expect("text")
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_print_the_place_first() {
    let dir = tempfile::tempdir().expect("a directory");
    let Loaded { client, schemas, server: _server } = load("searches", vec![shop(dir.path())]).await;

    let mut out = Vec::new();
    let rows = query::find(&client, &schemas, "Cart.push", 10, Format::Text, &mut out).await.expect("finds");
    assert_eq!(rows, 1);
    let found = text(out);
    assert!(found.starts_with("src/cart.rs:7  method  shop::cart::Cart::push"), "{found}");

    let mut out = Vec::new();
    query::find(&client, &schemas, "add_", 10, Format::Json, &mut out).await.expect("finds");
    let answer: serde_json::Value = serde_json::from_slice(&out).expect("json");
    assert_eq!(answer["schema_version"], 1);
    assert_eq!(answer["hits"][0]["matched"], "prefix");
    assert_eq!(answer["hits"][0]["qualified_name"], "shop::cart::add_all");

    let mut out = Vec::new();
    let rows = query::callers(&client, &schemas, "add_all", 10, Format::Text, &mut out).await.expect("finds");
    let found = text(out);
    assert_eq!(rows, 2, "{found}");
    assert!(found.contains("src/cart.rs:22  scope   shop::cart::fill  shop::cart::add_all"), "{found}");
    assert!(found.contains("src/lib.rs:4    import  shop::total       shop::cart::add_all"), "{found}");

    let mut out = Vec::new();
    query::callees(&client, &schemas, "Cart::push", 10, Format::Text, &mut out).await.expect("finds");
    let found = text(out);
    assert!(found.starts_with("src/cart.rs:8  receiver"), "{found}");

    let mut out = Vec::new();
    let rows = query::refs(&client, &schemas, "Cart", 10, Format::Text, &mut out).await.expect("finds");
    assert!(rows >= 1 && text(out).contains("src/cart.rs:21  type"), "{rows}");

    let mut out = Vec::new();
    let terms = ["kind:call_expression".to_owned(), "call:add_all/1".to_owned()];
    let rows = query::find_terms(&client, &schemas, &terms, 10, Format::Text, &mut out).await.expect("finds");
    assert!(rows >= 1 && text(out).contains("src/cart.rs:22"), "{rows}");

    let mut out = Vec::new();
    let rows = query::refs(&client, &schemas, "no_such", 10, Format::Text, &mut out).await.expect("finds");
    assert_eq!((rows, text(out).as_str()), (0, ""));

    let mut out = Vec::new();
    let status = query::status(&client, &schemas, Format::Text, &mut out).await.expect("reads");
    assert_eq!((status.packages, status.versions, status.incomplete), (1, 1, 0));
    assert!(status.tables.iter().all(|table| table.indexed), "{}", text(out));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_query_of_the_readme_finds_something() {
    let dir = tempfile::tempdir().expect("a directory");
    let Loaded { client, server: _server, .. } =
        load("readme", vec![shop(dir.path()), till(dir.path())]).await;
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md"));
    let readme = readme.expect("the README");
    let blocks = readme.split("```sql\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default());
    let queries: Vec<&str> = blocks.flat_map(|block| block.split_terminator(";\n")).collect();
    assert!(queries.len() >= 2, "{queries:?}");
    for query in queries {
        let rows = client.query(query, &[]).await.unwrap_or_else(|error| panic!("{query}: {error}"));
        assert!(!rows.is_empty(), "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn equality_on_a_name_reaches_an_index() {
    let Loaded { client, schemas: _schemas, server: _server } = load("plans", vec![own_sources()]).await;
    client.batch_execute("set search_path = codelode").await.expect("sets");
    let keys = client
        .query_one("select file_id, ordinal from symbols where name = 'in_snapshot' limit 1", &[])
        .await
        .expect("the function that every question goes through");
    let (file, ordinal): (i64, i32) = (keys.get(0), keys.get(1));
    let by_target = format!("target_file_id = {file} and target_ordinal = {ordinal}");
    for (view, filter) in [
        ("symbols", "name = 'in_snapshot'"),
        ("symbols", "qualified_name = 'codelode::query::snapshot::in_snapshot'"),
        ("definitions", "name = 'in_snapshot'"),
        ("active_symbols", "name = 'in_snapshot'"),
        ("calls", "name = 'in_snapshot'"),
        ("calls", "caller = 'codelode::query::snapshot::in_snapshot'"),
        ("refs", "name = 'Client'"),
        ("\"references\"", "name = 'Client'"),
        ("call_edges", "caller = 'codelode::query::snapshot::in_snapshot'"),
        ("call_edges", "target = 'codelode::query::snapshot::in_snapshot'"),
        ("call_edges", by_target.as_str()),
        ("ref_edges", "target = 'codelode::db::migrate::Schemas'"),
        ("ref_edges", by_target.as_str()),
        ("fragment_terms", "term = 'call:in_snapshot/3'"),
    ] {
        let explain = format!("explain (costs off) select * from {view} where {filter}");
        let rows = client.query(&explain, &[]).await.expect("a plan");
        let plan: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        for table in ["symbols", "names", "calls", "refs", "links", "fragments", "fragment_sites", "terms"] {
            let scan = format!("Seq Scan on {table} ");
            assert!(!plan.iter().any(|line| line.contains(&scan)), "{view} {filter}:\n{}", plan.join("\n"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn checksums_tell_what_is_in_an_index_and_nothing_else() {
    let dir = tempfile::tempdir().expect("a directory");
    let root = shop(dir.path());
    let inputs = vec![own_sources(), root.clone(), till(dir.path())];
    let Loaded { client, schemas, server } = load("checksums", inputs.clone()).await;
    let sums = query::table_sums(&client, &schemas).await.expect("sums");
    // These inputs serve nothing and put nothing off: `application.rs` holds the sums of such tables to fixtures.
    let empty: Vec<&str> = sums.iter().filter(|sum| sum.rows == 0).map(|sum| sum.table).collect();
    assert_eq!(empty, ["routes", "jobs", "di_edges"]);

    // Other chunks, other order, other ids: the same rows.
    let target = Target::of_private(server.server()).expect("a target");
    let other = load_into(&target, "other", inputs.into_iter().rev().collect(), 1, Some(20_000)).await;
    assert_eq!(sums, query::table_sums(&client, &other).await.expect("sums"));

    // Two values that change places are another index.
    let swap = format!(
        "with pair as (select unit_id, array_agg(ordinal) as o, array_agg(name_id) as n from (select * from {0}.symbols \
         order by unit_id, ordinal limit 2) s group by 1) \
         update {0}.symbols s set name_id = case when s.ordinal = o[1] then n[2] else n[1] end \
         from pair where s.unit_id = pair.unit_id and s.ordinal = any (o)",
        other.data
    );
    assert_eq!(client.execute(&swap, &[]).await.expect("swaps"), 2);
    let swapped = query::table_sums(&client, &other).await.expect("sums");
    let differing: Vec<&str> =
        sums.iter().zip(&swapped).filter(|(a, b)| a != b).map(|(a, _)| a.table).collect();
    assert_eq!(differing, ["symbols"]);
}

/// A check, and the fault that it must find.
const FAULTS: &[(&str, &str)] = &[
    (
        "facts_have_units",
        "update comments set unit_id = 999999999 where unit_id = (select min(unit_id) from comments)",
    ),
    (
        "units_have_contents",
        "alter table units drop constraint units_content_id_fkey; update units set content_id = -1",
    ),
    ("files_have_units", "update files set language = 1 where unit_id is not null"),
    (
        "files_have_versions",
        "alter table files drop constraint files_version_id_fkey; update files set version_id = -1",
    ),
    ("versions_are_whole", "update package_versions set content_sum = null"),
    ("symbols_have_parents", "update symbols set parent_ordinal = 100000 where parent_ordinal is not null"),
    ("ordinals_are_dense", "delete from symbols where ordinal = 0"),
    ("places_lie_in_their_units", "update refs set line = 1000000"),
    ("names_exist", "update calls set callee_id = -1"),
    ("sites_have_fragments", "update fragment_sites set fragment_id = -1"),
    ("postings_have_fragments", "update term_postings set fragment_offsets = fragment_offsets || 100000000"),
    ("postings_are_ascending", "update term_postings set fragment_offsets = fragment_offsets || 0"),
    ("fragments_have_kind_terms", "delete from term_postings"),
    ("ordinals_lead_to_symbols", "update calls set caller_ordinal = 100000"),
    ("targets_agree_with_resolutions", "update calls set resolution = 0"),
    ("links_have_facts", "update links set ordinal = ordinal + 1000000"),
    ("links_have_targets", "update links set target_ordinal = 1000000 where target_file_id is not null"),
    ("labels_are_known", "update symbols set kind = 99"),
    (
        "application_has_places",
        "insert into routes select version_id, id, id, org_id, 0, 1, 1000000, '', '', '', '', '' from files limit 1",
    ),
    (
        "dependency_links_have_targets",
        "insert into dependency_links select version_id, unit_id, version_id, 1, org_id, ordinal, 0, fact from links limit 1",
    ),
    (
        "dependency_links_have_uses",
        "insert into dependency_links select version_id, unit_id, version_id, 1, org_id, ordinal, 0, fact from links limit 1",
    ),
    (
        "outside_uses_have_facts",
        "insert into outside_uses select version_id, unit_id, 1, org_id, 1000000, fact, 1, null from links limit 1",
    ),
    ("public_names_have_symbols", "update public_names set ordinal = 1000000"),
    (
        "natural_keys_are_unique",
        "drop index names_key; insert into names (org_id, text) select org_id, text from names limit 1",
    ),
    ("indexes_are_there", "alter table refs drop constraint refs_pkey"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_check_finds_its_fault_and_a_sound_index_has_none() {
    let dir = tempfile::tempdir().expect("a directory");
    let Loaded { client, schemas, server } = load("checks", vec![shop(dir.path())]).await;
    let outcomes = query::run_checks(&client, &schemas).await.expect("checks");
    let names: Vec<&str> = outcomes.iter().map(|outcome| outcome.check.as_str()).collect();
    let mut covered: Vec<&str> = FAULTS.iter().map(|(check, _)| *check).collect();
    covered.sort_unstable();
    assert_eq!(names, covered);
    let mut out = Vec::new();
    assert_eq!(
        query::verify(&client, &schemas, Format::Text, &mut out).await.expect("checks"),
        0,
        "{}",
        text(out)
    );
    client.close().await.expect("closed");

    let admin = database(&server, "postgres").await;
    for (check, fault) in FAULTS {
        admin.batch_execute("drop database if exists faulty").await.expect("drops");
        admin.batch_execute("create database faulty template codelode").await.expect("copies");
        let faulty = database(&server, "faulty").await;
        faulty.batch_execute("set search_path = codelode_data_1").await.expect("sets");
        faulty.batch_execute(fault).await.unwrap_or_else(|error| panic!("{check}: {error:#?}"));
        let outcomes = query::run_checks(&faulty, &schemas).await.expect("checks");
        let found = outcomes.iter().any(|outcome| outcome.check == *check && !outcome.rows.is_empty());
        assert!(found, "{check} does not find its fault");
        faulty.close().await.expect("closed");
    }
}

async fn database(server: &EphemeralServer, name: &str) -> Connection {
    let host = server.server().socket_dir().display().to_string();
    let options = ConnectOptions {
        database_url: Some(format!("host={host} user=postgres dbname={name}")),
        ..ConnectOptions::default()
    };
    let target = Target::resolve(&options, &mut std::io::sink()).expect("a target");
    target.connect("codelode it").await.expect("a connection")
}

#[test]
fn every_sql_file_is_part_of_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for file in files_below(&root.join("src"), "rs") {
        sources.push_str(&std::fs::read_to_string(file).expect("reads"));
    }
    for file in files_below(&root.join("sql"), "sql") {
        let path = file.strip_prefix(root.join("sql")).expect("below sql").display().to_string();
        assert!(sources.contains(&format!("script!(\"{path}\")")), "nothing runs sql/{path}");
    }
}

fn files_below(root: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found
}
