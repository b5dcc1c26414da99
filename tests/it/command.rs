//! Every command on an index, as text and as JSON.

mod stored;

use std::sync::OnceLock;

use serde_json::Value;

use crate::program::{Database, outcome, program, project, scratch, write_files};

/// A package whose definitions, calls and uses are known.
const FILES: [(&str, &str); 3] = [
    ("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"1.2.0\"\n"),
    ("src/lib.rs", "pub mod cart;\n\npub fn total(items: &[u32]) -> u32 {\n    cart::add_all(items)\n}\n"),
    (
        "src/cart.rs",
        "/// A cart.\npub struct Cart {\n    items: Vec<u32>,\n}\n\nimpl Cart {\n    pub fn push(&mut self, item: u32) {\n        self.check(item);\n    }\n\n    fn check(&self, item: u32) {\n        assert!(item > 0);\n    }\n}\n\npub fn add_all(items: &[u32]) -> u32 {\n    items.iter().sum()\n}\n\npub fn fill(cart: &mut Cart) {\n    cart.push(add_all(&[1, 2]));\n}\n",
    ),
];

/// The package and every language's fixtures, indexed once for the tests of this module, which change nothing.
pub fn indexed() -> &'static Database {
    static DATABASE: OnceLock<Database> = OnceLock::new();
    DATABASE.get_or_init(|| {
        let (_scratch, root) = scratch();
        write_files(&root, &FILES);
        let database = Database::new("command");
        database.index(&[&root, &project("fixtures/languages")], &[]);
        database
    })
}

/// The lines of an answer that are about the package.
fn in_shop(answer: &str) -> Vec<&str> {
    answer.lines().filter(|line| line.starts_with("shop@1.2.0/")).collect()
}

/// The hits of a JSON answer that are in the package, as `path:line`.
fn places(answer: &Value) -> Vec<String> {
    let hits = answer["hits"].as_array().expect("hits").iter().filter(|hit| hit["package"] == "shop");
    hits.map(|hit| format!("{}:{}", hit["path"].as_str().expect("a path"), hit["line"])).collect()
}

#[test]
fn status_says_what_the_index_holds() {
    let status = indexed().json(&["status"]);
    assert_eq!((status["packages"].as_u64(), status["versions"].as_u64()), (Some(2), Some(2)));
    assert_eq!(status["incomplete"], 0);
    assert_eq!(status["runs"][0]["state"], "done");
    let tables = status["tables"].as_array().expect("tables");
    assert!(tables.len() >= 16 && tables.iter().all(|table| table["indexed"] == true), "{status}");
    assert!(status["bytes"].as_u64().is_some_and(|bytes| bytes > 100_000));
    let text = indexed().ask(&["status"]);
    assert!(text.contains("packages  2\n") && text.contains("fragment_sites"), "{text}");
}

#[test]
fn checksum_and_verify_agree_in_text_and_json() {
    let json = indexed().json(&["checksum"]);
    let text = indexed().ask(&["checksum"]);
    let total = json["checksum"].as_str().expect("a checksum");
    assert!(
        text.lines().last().is_some_and(|line| line.starts_with("all ") && line.ends_with(total)),
        "{text}"
    );
    for table in json["tables"].as_array().expect("tables") {
        let (name, sum) = (table["table"].as_str().expect("a name"), table["sum"].as_str().expect("a sum"));
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(name));
        assert!(line.is_some_and(|line| line.ends_with(sum)), "{name}: {text}");
    }
    let verified = indexed().json(&["verify"]);
    assert_eq!(verified["sound"], true);
    let checks = verified["checks"].as_array().expect("checks").len();
    let files = std::fs::read_dir(project("sql/checks")).expect("checks").count();
    assert_eq!(checks, files);
    assert_eq!(indexed().ask(&["verify"]), format!("{checks} checks, 0 found something\n"));
}

#[test]
fn verify_fails_where_a_check_finds_something() {
    let database = Database::new("command_broken");
    database.index(&[&project("src/model")], &[]);
    database.rows("delete from codelode_data_1.symbols where ordinal = 0");
    let outcome = database.run(&["verify"]);
    assert_eq!(outcome.code, Some(1), "{outcome:?}");
    assert!(outcome.stdout.contains("ordinals_are_dense:"), "{outcome:?}");
    let json = database.run(&["verify", "--format", "json"]);
    let report: Value = serde_json::from_str(&json.stdout).expect("json");
    assert_eq!((json.code, &report["sound"]), (Some(1), &Value::Bool(false)));
}

#[test]
fn find_goes_from_exact_to_prefix_to_similar() {
    let exact = indexed().ask(&["find", "Cart.push"]);
    assert_eq!(in_shop(&exact).len(), 1, "{exact}");
    assert!(exact.starts_with("shop@1.2.0/src/cart.rs:7  method  shop::cart::Cart::push"), "{exact}");
    let exact = indexed().json(&["find", "add_all"]);
    assert_eq!(places(&exact), ["src/cart.rs:16"]);
    assert_eq!(exact["hits"][0]["matched"], "exact");
    let prefix = indexed().json(&["find", "add_al"]);
    assert_eq!(
        (places(&prefix), &prefix["hits"][0]["matched"]),
        (vec!["src/cart.rs:16".into()], &"prefix".into())
    );
    let limited = indexed().json(&["find", "a", "--limit", "1"]);
    assert_eq!(
        (limited["hits"].as_array().map(Vec::len), &limited["truncated"]),
        (Some(1), &Value::Bool(true))
    );
}

#[test]
fn refs_callers_and_callees_follow_the_links() {
    let refs = indexed().json(&["refs", "shop::cart::Cart"]);
    assert!(places(&refs).contains(&"src/cart.rs:20".to_owned()), "{refs}");
    assert!(!in_shop(&indexed().ask(&["refs", "shop::cart::Cart"])).is_empty());
    let callers = indexed().json(&["callers", "shop::cart::add_all"]);
    assert_eq!(places(&callers), ["src/cart.rs:21", "src/lib.rs:4"]);
    let text = indexed().ask(&["callers", "shop::cart::add_all"]);
    assert!(
        text.contains("src/lib.rs:4") && text.contains("import") && text.contains("shop::total"),
        "{text}"
    );
    let callees = indexed().json(&["callees", "Cart::push"]);
    assert_eq!(places(&callees), ["src/cart.rs:8"]);
    assert!(indexed().ask(&["callees", "Cart::push"]).contains("receiver"));
}

#[test]
fn impact_follows_callers_of_callers_and_graphs_show_the_edges() {
    let reached = |answer: &Value| -> Vec<String> {
        let hits = answer["hits"].as_array().expect("hits").iter();
        hits.map(|hit| format!("{} {} > {}", hit["depth"], hit["caller"], hit["target"])).collect()
    };
    let all = indexed().json(&["impact", "shop::cart::Cart::check"]);
    assert_eq!(
        reached(&all),
        [
            r#"1 "shop::cart::Cart::push" > "shop::cart::Cart::check""#,
            r#"2 "shop::cart::fill" > "shop::cart::Cart::push""#
        ]
    );
    let near = indexed().json(&["impact", "shop::cart::Cart::check", "--depth", "1"]);
    assert_eq!(reached(&near), &reached(&all)[..1]);
    let one = indexed().json(&["impact", "shop::cart::Cart::check", "-n", "1"]);
    assert_eq!((reached(&one), &one["truncated"]), (reached(&near), &Value::Bool(true)));
    let none = indexed().json(&["impact", "shop::cart::Cart::check", "--resolution", "import,name"]);
    assert_eq!(reached(&none), [] as [&str; 0]);

    let url = indexed().url();
    let run = |arguments: &[&str]| outcome(program().args(["--database-url", &url]).args(arguments));
    let dot = run(&["impact", "shop::cart::Cart::check", "--format", "dot"]);
    assert!(dot.stdout.starts_with("digraph calls {"), "{}", dot.stdout);
    assert!(dot.stdout.contains("label = \"shop::cart::fill\"") && dot.stdout.contains("n2 -> n1;"));
    let mermaid = run(&["callees", "shop::cart::Cart::push", "--format", "mermaid"]);
    assert!(
        mermaid.stdout.starts_with("flowchart LR") && mermaid.stdout.contains("n1 --> n0"),
        "{}",
        mermaid.stdout
    );
    let refused = run(&["find", "x", "--format", "dot"]);
    assert!(refused.stderr.contains("only callers, callees and impact can be drawn"), "{}", refused.stderr);
}

#[test]
fn sql_is_psql_on_the_index() {
    let run = |arguments: &[&str]| {
        let url = indexed().url();
        outcome(program().args(["--database-url", &url, "sql"]).args(arguments))
    };
    let answer = run(&["-At", "-c", "select path from files where package = 'shop' order by path"]);
    assert_eq!(
        (answer.code, answer.stdout.as_str()),
        (Some(0), "Cargo.toml\nsrc/cart.rs\nsrc/lib.rs\n"),
        "{answer:?}"
    );
    let failed = run(&["-c", "select * from no_such_view"]);
    assert!(failed.code != Some(0) && failed.stderr.contains("no_such_view"), "{failed:?}");
}

#[test]
fn commands_without_a_database_need_none() {
    let (_scratch, root) = scratch();
    write_files(&root, &FILES);
    let facts = outcome(program().args(["facts", root.to_str().expect("text")]));
    assert_eq!((facts.code, facts.stderr.as_str()), (Some(0), ""), "{facts:?}");
    assert!(facts.stdout.contains("== cargo/shop@1.2.0 src/cart.rs"), "{}", facts.stdout);
    assert!(facts.stdout.contains("shop::cart::Cart::push"), "{}", facts.stdout);
    let languages = outcome(program().args(["languages", "--format", "json"]));
    let json: Value = serde_json::from_str(&languages.stdout).expect("json");
    assert_eq!(json["schema_version"], 1);
    let names: Vec<&str> = json["languages"]
        .as_array()
        .expect("languages")
        .iter()
        .filter_map(|l| l["language"].as_str())
        .collect();
    let text = outcome(program().arg("languages")).stdout;
    let compiled: Vec<String> =
        codelode::lang::languages().iter().map(|spec| spec.language.to_string()).collect();
    assert_eq!(names, compiled);
    assert!(compiled.iter().all(|name| text.contains(name.as_str())), "{text}");
    for shell in ["bash", "zsh", "fish"] {
        let script = outcome(program().args(["completions", shell]));
        assert_eq!((script.code, script.stderr.as_str()), (Some(0), ""));
        assert!(script.stdout.contains("codelode") && script.stdout.contains("callers"), "{shell}");
    }
}

#[test]
fn every_command_explains_itself() {
    let help = outcome(program().arg("--help")).stdout;
    let commands =
        help.split("Commands:").nth(1).and_then(|rest| rest.split("Options:").next()).expect("commands");
    let names: Vec<&str> = commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    for wanted in
        ["index", "status", "checksum", "verify", "facts", "find", "refs", "callers", "callees", "sql"]
    {
        assert!(names.contains(&wanted), "{wanted}: {help}");
    }
    for name in names.into_iter().filter(|name| *name != "help") {
        let own = outcome(program().args([name, "--help"]));
        assert_eq!(own.code, Some(0), "{name}");
        assert!(own.stdout.contains("Usage: codelode "), "{name}: {}", own.stdout);
    }
    let version = outcome(program().arg("--version")).stdout;
    assert_eq!(version, format!("codelode {}\n", env!("CARGO_PKG_VERSION")));
}
