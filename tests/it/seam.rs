//! Where the program and the database meet: declarations against the real tables, scripts against the server, rows
//! as encoded against rows as read.

mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use codelode::schema::{LABEL_TABLES, TABLES};

use crate::program::{Database, Rows, project};

/// An index of a few files, shared by the tests of this module, which change nothing in it.
pub fn indexed() -> &'static Database {
    static DATABASE: OnceLock<Database> = OnceLock::new();
    DATABASE.get_or_init(|| {
        let database = Database::new("seam");
        database.index(&[&project("src/model"), &project("fixtures/corpora")], &[]);
        database
    })
}

fn cells(rows: Rows) -> Vec<Vec<String>> {
    rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
}

/// The project's files below `directory` with this ending, relative to the project.
pub fn files_below(directory: &str, ending: &str) -> Vec<String> {
    let (mut files, mut open) = (Vec::new(), vec![project(directory)]);
    while let Some(directory) = open.pop() {
        for path in
            fs::read_dir(&directory).expect("a directory").map(|entry| entry.expect("an entry").path())
        {
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let relative = path.strip_prefix(project("")).expect("inside");
                files.push(relative.to_string_lossy().into_owned());
            }
        }
    }
    files.sort();
    files
}

/// A column as the catalogue has it: type, nullable, filled by itself.
type CatalogueColumn = (String, bool, bool);

fn catalogue() -> BTreeMap<String, BTreeMap<String, CatalogueColumn>> {
    let rows = indexed().rows(
        "select table_name, column_name, case data_type when 'ARRAY' then ltrim(udt_name, '_') || '[]' else data_type end, \
         is_nullable, column_default is not null or is_identity = 'YES' \
         from information_schema.columns where table_schema = 'codelode_data_1'",
    );
    let mut tables: BTreeMap<String, BTreeMap<String, CatalogueColumn>> = BTreeMap::new();
    for row in cells(rows) {
        let column = (row[2].replace("int4[]", "integer[]"), row[3] == "YES", row[4] == "t");
        tables.entry(row[0].clone()).or_default().insert(row[1].clone(), column);
    }
    tables
}

#[test]
fn every_declared_table_is_the_table_in_the_database() {
    let catalogue = catalogue();
    let declared: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
    assert_eq!(declared.len(), TABLES.len(), "a table is declared twice");
    assert_eq!(declared, catalogue.keys().map(String::as_str).collect::<BTreeSet<_>>());
    for table in TABLES {
        let columns = &catalogue[table.name];
        for column in table.columns {
            let (column_type, nullable, _) = columns
                .get(column.name)
                .unwrap_or_else(|| panic!("{}.{} is not there", table.name, column.name));
            let declared = (column.column_type.sql(), column.nullable);
            assert_eq!(declared, (column_type.as_str(), *nullable), "{}.{}", table.name, column.name);
        }
        let written: BTreeSet<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(written.len(), table.columns.len(), "{}: a column is declared twice", table.name);
        for (name, (_, nullable, filled)) in
            columns.iter().filter(|(name, _)| !written.contains(name.as_str()))
        {
            assert!(*nullable || *filled, "{}.{name} must be written, and no row type has it", table.name);
        }
    }
}

#[test]
fn staging_tables_take_what_their_tables_take() {
    for table in TABLES {
        let ddl = table.staging_ddl("stage").replace("create unlogged table", "create temporary table");
        let columns = indexed().rows(&format!(
            "{ddl}; select attname, format_type(atttypid, atttypmod), attnotnull from pg_attribute \
             where attrelid = 'stage'::regclass and attnum > 0 order by attnum"
        ));
        let declared = table.columns.iter().map(|column| {
            let not_null = if column.nullable { "f" } else { "t" };
            vec![column.name.to_owned(), column.column_type.sql().to_owned(), not_null.to_owned()]
        });
        assert_eq!(cells(columns), declared.collect::<Vec<_>>(), "{}", table.name);
    }
}

#[test]
fn label_tables_hold_the_closed_vocabularies() {
    for (table, rows) in LABEL_TABLES {
        let stored =
            cells(indexed().rows(&format!("select number, label from codelode.{table} order by number")));
        let mut declared: Vec<(i16, &str)> = rows();
        declared.sort_unstable();
        let labels: BTreeSet<&str> = declared.iter().map(|(_, label)| *label).collect();
        assert_eq!(labels.len(), declared.len(), "{table}: a label is used twice");
        let declared = declared.into_iter().map(|(number, label)| vec![number.to_string(), label.to_owned()]);
        assert_eq!(stored, declared.collect::<Vec<_>>(), "{table}");
    }
}

#[test]
fn every_sql_file_is_part_of_the_program_and_says_what_it_is_for() {
    let mut used = BTreeSet::new();
    for source in files_below("src", ".rs") {
        let text = fs::read_to_string(project(&source)).expect("reads");
        for part in text.split("script!(\"").skip(1) {
            let (path, _) = part.split_once('"').expect("a path");
            used.insert(format!("sql/{path}"));
        }
    }
    let there: BTreeSet<String> = files_below("sql", ".sql").into_iter().collect();
    assert_eq!(there.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "no program uses these");
    for path in &there {
        let text = fs::read_to_string(project(path)).expect("reads");
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with("--")).collect();
        let head = head.join("\n");
        assert!(head.starts_with("-- Purpose: ") && head.contains("\n-- Inputs: "), "{path}: {head}");
        assert!(head.contains("\n-- Holds afterwards: ") || head.contains("\n-- Gives: "), "{path}: {head}");
    }
}

/// Runs psql, through the program, with the variables that every script knows.
fn psql(arguments: &[&str]) -> String {
    let variables = ["sql", "--", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "schema=codelode"];
    let more = ["-v", "data_schema=codelode_data_1", "-c", "set search_path = codelode_data_1, codelode"];
    // The connection's options stand before the command: what follows belongs to psql.
    let mut command = crate::program::program();
    command.args(["--database-url", &indexed().url()]).args(variables).args(more).args(arguments);
    let outcome = crate::program::outcome(&mut command);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (Some(0), ""), "{arguments:?}: {outcome:?}");
    outcome.stdout
}

fn path_of(script: &str) -> String {
    let path: PathBuf = project(script);
    path.to_str().expect("a path of text").to_owned()
}

#[test]
fn checks_run_in_psql_as_they_stand_and_find_nothing() {
    for check in files_below("sql/checks", ".sql") {
        assert_eq!(psql(&["-f", &path_of(&check)]), "", "{check}");
    }
}

#[test]
fn views_indexes_and_constraints_run_again_in_psql_and_change_nothing() {
    let state = "select md5(string_agg(x, ';' order by x)) from (select indexdef x from pg_indexes \
        where schemaname like 'codelode%' union all select definition from pg_views where schemaname = 'codelode' \
        union all select pg_get_constraintdef(oid) from pg_constraint where connamespace::regnamespace::text like 'codelode%') s";
    let before = indexed().rows(state);
    let mut scripts = files_below("sql/views", ".sql");
    scripts.extend(files_below("sql", "/index.sql"));
    scripts.push("sql/facts/constraints.sql".to_owned());
    assert!(scripts.len() > 40);
    let files: Vec<String> = scripts.iter().map(|script| path_of(script)).collect();
    let arguments: Vec<&str> = files.iter().flat_map(|file| ["-f", file.as_str()]).collect();
    assert_eq!(psql(&[&["-c", "set client_min_messages = warning"], &arguments[..]].concat()), "");
    assert_eq!(indexed().rows(state), before);
}

#[test]
fn queries_are_understood_by_the_server_as_they_stand() {
    for query in files_below("sql/queries", ".sql") {
        let text = fs::read_to_string(project(&query)).expect("reads").replace(":\"schema\"", "\"codelode\"");
        indexed().rows(&format!("prepare question as {text}"));
    }
    for query in files_below("sql/dimensions", "/lookup.sql") {
        let text = fs::read_to_string(project(&query)).expect("reads");
        indexed().rows(&format!("prepare question as {text}"));
    }
}
