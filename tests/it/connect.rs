//! Connections as libpq's conventions have them, on a server that is really there.

use codelode::db::connect::Target;

use crate::server::test_server;

#[tokio::test]
async fn the_private_server_lets_its_owner_in_as_a_plain_owner() {
    let server = test_server("owner", "");
    let target = Target::of_private(server.server()).expect("a target");
    let connection = target.connect_with("codelode it", &[("work_mem", "7MB")]).await.expect("a connection");
    let row = connection
        .query_one(
            "select current_user::text, rolsuper, current_setting('work_mem'), current_setting('application_name'), \
             current_setting('fsync'), current_setting('wal_level'), current_setting('listen_addresses'), \
             pg_encoding_to_char(encoding)::text, datcollate::text \
             from pg_roles, pg_database where rolname = current_user and datname = current_database()",
            &[],
        )
        .await
        .expect("a row");
    let text = |column: usize| row.get::<_, String>(column);
    assert_eq!((text(0).as_str(), row.get::<_, bool>(1)), ("codelode", false));
    assert_eq!((text(2).as_str(), text(3).as_str()), ("7MB", "codelode it"));
    assert_eq!((text(4).as_str(), text(5).as_str(), text(6).as_str()), ("on", "minimal", ""));
    assert_eq!((text(7).as_str(), text(8).as_str()), ("UTF8", "C"));
    connection.close().await.expect("closed");
}
