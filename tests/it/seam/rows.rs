//! Rows in binary COPY: whatever is encoded is read back equal.

use codelode::chunk::CopyBuffer;
use codelode::db::copy::copy_buffer;
use codelode::schema::{ContentRow, FileRow, FragmentRow, SymbolRow, TermPostingRow, UnitRow};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio_postgres::Row;
use uuid::Uuid;

use super::indexed;
use crate::program::Session;

/// Cases of each property: with up to 40 rows each, some thousand rows of every type.
const CASES: u32 = 48;

/// Copies a buffer into its table and gives the rows of `query`; nothing stays.
fn copy_and_read(session: &Session, buffer: CopyBuffer, query: &str) -> Vec<Row> {
    session.wait(async |client| {
        client.batch_execute("begin; set local search_path = codelode_data_1").await.expect("begins");
        let expected = buffer.rows();
        let copied = copy_buffer(client, buffer).await.unwrap_or_else(|error| panic!("{error:#}"));
        assert_eq!(copied, expected);
        let rows = client.query(query, &[]).await.expect("reads");
        client.batch_execute("rollback").await.expect("rolls back");
        rows
    })
}

/// Text that PostgreSQL can hold: anything but NUL.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[^\0]{0,40}",
        "\\PC{0,40}",
        Just(String::new()),
        Just("\u{10FFFF}\u{FEFF}\r\n\t\\N\\.".to_owned())
    ]
}

fn int() -> impl Strategy<Value = i32> {
    prop_oneof![any::<i32>(), Just(i32::MIN), Just(i32::MAX), Just(0)]
}

fn big() -> impl Strategy<Value = i64> {
    prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX)]
}

fn check<S: Strategy>(strategy: S, test: impl Fn(S::Value)) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&strategy, |value| {
        test(value);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

/// Ids far from those of the index, ascending, so that keys don't collide and order is known.
fn id(index: usize) -> i64 {
    1 << 40 | index as i64
}

#[test]
fn symbols_with_their_nulls_and_texts() {
    let session = Session::new(indexed());
    let row = (
        int(),
        any::<(i16, Option<i16>, bool, bool)>(),
        proptest::option::of(text()),
        proptest::option::of(text()),
    );
    let query = "select org_id, kind, arity, \"variadic\", test, signature, docstring, parent_ordinal \
        from symbols where unit_id >= 1::bigint << 40 order by unit_id";
    check(proptest::collection::vec(row, 1..40), |rows| {
        let mut buffer = CopyBuffer::new(SymbolRow::TABLE);
        for (index, (number, (kind, arity, variadic, test), signature, docstring)) in rows.iter().enumerate()
        {
            buffer.push(&SymbolRow {
                unit_id: id(index),
                org_id: *number,
                ordinal: *number,
                parent_ordinal: arity.map(i32::from),
                name_id: *number,
                qualified_name_id: 1,
                start_line: 1,
                end_line: 1,
                name_line: 1,
                start_byte: 0,
                end_byte: 0,
                kind: *kind,
                visibility: 1,
                arity: *arity,
                arity_optional: None,
                variadic: *variadic,
                deprecated: !variadic,
                test: *test,
                signature: signature.as_deref(),
                docstring: docstring.as_deref(),
            });
        }
        let read = copy_and_read(&session, buffer, query);
        assert_eq!(read.len(), rows.len());
        for (read, (number, (kind, arity, variadic, test), signature, docstring)) in read.iter().zip(&rows) {
            assert_eq!((read.get::<_, i32>(0), read.get::<_, i16>(1)), (*number, *kind));
            assert_eq!((read.get::<_, Option<i16>>(2), read.get::<_, bool>(3)), (*arity, *variadic));
            assert_eq!(read.get::<_, bool>(4), *test);
            assert_eq!(read.get::<_, Option<String>>(5).as_deref(), signature.as_deref());
            assert_eq!(read.get::<_, Option<String>>(6).as_deref(), docstring.as_deref());
            assert_eq!(read.get::<_, Option<i32>>(7), arity.map(i32::from));
        }
    });
}

#[test]
fn postings_with_arrays_of_any_length() {
    let session = Session::new(indexed());
    let array = prop_oneof![
        proptest::collection::vec(int(), 0..4),
        proptest::collection::vec(int(), 0..300),
        Just((0..70_000).collect::<Vec<i32>>()),
    ];
    let query = "select first_fragment_id, fragment_offsets from term_postings \
        where segment_id >= 1::bigint << 40 order by segment_id";
    check(proptest::collection::vec((big(), array), 1..8), |rows| {
        let mut buffer = CopyBuffer::new(TermPostingRow::TABLE);
        for (index, (first, offsets)) in rows.iter().enumerate() {
            buffer.push(&TermPostingRow {
                first_fragment_id: *first,
                segment_id: id(index),
                org_id: 1,
                term_id: 1,
                fragment_offsets: offsets,
            });
        }
        let read = copy_and_read(&session, buffer, query);
        let read: Vec<(i64, Vec<i32>)> = read.iter().map(|row| (row.get(0), row.get(1))).collect();
        assert_eq!(read, rows);
    });
}

#[test]
fn fragments_with_hashes_of_sixteen_bytes() {
    let session = Session::new(indexed());
    let row = (
        any::<[u8; 16]>(),
        proptest::option::of(any::<[u8; 16]>()),
        1..i32::MAX,
        any::<(Option<i16>, i16)>(),
    );
    let query = "select hash, normalized_hash, mass, arity, language from fragments \
        where id >= 1::bigint << 40 order by id";
    check(proptest::collection::vec(row, 1..40), |mut rows| {
        rows.sort_by_key(|row| row.0);
        rows.dedup_by_key(|row| row.0);
        let mut buffer = CopyBuffer::new(FragmentRow::TABLE);
        for (index, (hash, normalized, mass, (arity, language))) in rows.iter().enumerate() {
            buffer.push(&FragmentRow {
                hash: Uuid::from_bytes(*hash),
                normalized_hash: normalized.map(Uuid::from_bytes),
                id: id(index),
                org_id: 1,
                kind_id: 1,
                name_id: None,
                mass: *mass,
                arity: *arity,
                language: *language,
            });
        }
        let read = copy_and_read(&session, buffer, query);
        assert_eq!(read.len(), rows.len());
        for (read, (hash, normalized, mass, (arity, language))) in read.iter().zip(&rows) {
            assert_eq!(read.get::<_, Uuid>(0).into_bytes(), *hash);
            assert_eq!(read.get::<_, Option<Uuid>>(1).map(Uuid::into_bytes), *normalized);
            assert_eq!((read.get::<_, i32>(2), read.get::<_, Option<i16>>(3)), (*mass, *arity));
            assert_eq!(read.get::<_, i16>(4), *language);
        }
    });
}

#[test]
fn units_with_any_bytes() {
    let session = Session::new(indexed());
    let content: i64 = indexed().number("select min(id) from codelode_data_1.contents");
    let row = (big(), proptest::collection::vec(any::<u8>(), 0..400), any::<Vec<u8>>(), any::<bool>());
    let query =
        "select fingerprint, interface, ast, timed_out from units where id >= 1::bigint << 40 order by id";
    check(proptest::collection::vec(row, 1..30), |rows| {
        let mut buffer = CopyBuffer::new(UnitRow::TABLE);
        for (index, (fingerprint, interface, ast, timed_out)) in rows.iter().enumerate() {
            buffer.push(&UnitRow {
                id: id(index),
                content_id: content,
                fingerprint: *fingerprint,
                org_id: 1,
                module_id: -1 - index as i32,
                lines: 0,
                parse_errors: 0,
                language: 1,
                timed_out: *timed_out,
                interface,
                ast,
            });
        }
        let read = copy_and_read(&session, buffer, query);
        let read: Vec<(i64, Vec<u8>, Vec<u8>, bool)> =
            read.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect();
        assert_eq!(read, rows);
    });
}

#[test]
fn files_with_any_path_and_no_unit() {
    let session = Session::new(indexed());
    let version: i64 = indexed().number("select min(id) from codelode_data_1.package_versions");
    let row = (text(), 0..i64::MAX, proptest::option::of(any::<i16>()), any::<(bool, bool, bool, bool)>());
    let query = "select path, bytes, language, generated, minified, vendored, lossy, skip_reason, unit_id from files \
        where id >= 1::bigint << 40 order by id";
    check(proptest::collection::vec(row, 1..40), |mut rows| {
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        rows.dedup_by(|a, b| a.0 == b.0);
        let mut buffer = CopyBuffer::new(FileRow::TABLE);
        for (index, (path, bytes, language, flags)) in rows.iter().enumerate() {
            buffer.push(&FileRow {
                id: id(index),
                version_id: version,
                unit_id: None,
                bytes: *bytes,
                org_id: 1,
                lines: 0,
                language: *language,
                skip_reason: Some(1),
                generated: flags.0,
                minified: flags.1,
                vendored: flags.2,
                lossy: flags.3,
                path,
            });
        }
        let read = copy_and_read(&session, buffer, query);
        assert_eq!(read.len(), rows.len());
        for (read, (path, bytes, language, flags)) in read.iter().zip(&rows) {
            assert_eq!((read.get::<_, String>(0), read.get::<_, i64>(1)), (path.clone(), *bytes));
            assert_eq!(read.get::<_, Option<i16>>(2), *language);
            assert_eq!((read.get(3), read.get(4), read.get(5), read.get(6)), *flags);
            assert_eq!((read.get::<_, Option<i16>>(7), read.get::<_, Option<i64>>(8)), (Some(1), None));
        }
    });
}

#[test]
fn texts_larger_than_a_block_and_many_blocks() {
    let session = Session::new(indexed());
    let large = "äöü€𝄞 a line of source\n".repeat(60_000);
    let mut buffer = CopyBuffer::new(ContentRow::TABLE);
    for index in 0..200usize {
        let mut hash = [7u8; 32];
        hash[..8].copy_from_slice(&index.to_be_bytes());
        let source = if index % 50 == 0 { large.as_str() } else { "small" };
        buffer.push(&ContentRow { id: id(index), org_id: 1, bytes: 3, content_hash: &hash, source });
    }
    assert!(buffer.bytes() > 6_000_000);
    let query = "select count(*), count(distinct content_hash), sum(octet_length(source))::bigint, \
        count(distinct source) from contents where id >= 1::bigint << 40";
    let read = copy_and_read(&session, buffer, query);
    let read: (i64, i64, i64, i64) = (read[0].get(0), read[0].get(1), read[0].get(2), read[0].get(3));
    assert_eq!(read, (200, 200, (large.len() * 4 + 196 * 5) as i64, 2));
}

#[test]
fn an_empty_buffer_is_a_whole_copy() {
    let session = Session::new(indexed());
    let read =
        copy_and_read(&session, CopyBuffer::new(SymbolRow::TABLE), "select 1 from symbols where unit_id < 0");
    assert!(read.is_empty());
}
