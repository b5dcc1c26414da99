//! Discover: inputs to the versions of this run, each with its row and what the database knows of it.

use std::collections::HashSet;

use anyhow::{Context, Result};
use rayon::prelude::*;
use tokio_postgres::Client;

use super::run::Run;
use crate::corpus::{Discovery, FileContent, content_sum, group_duplicates, locate, read_source};
use crate::model::PackageVersion;
use crate::report::Failed;

/// A version of this run.
#[derive(Debug)]
pub struct PlannedVersion {
    /// Its id in `package_versions`.
    pub id: i64,
    pub found: PackageVersion,
}

/// What this run is to load.
#[derive(Debug)]
pub struct Plan {
    pub run: Run,
    pub versions: Vec<PlannedVersion>,
    /// No version of the data schema was complete when the run began, and nobody else writes it.
    pub target_was_empty: bool,
    pub file_bytes_max: u64,
}

/// Of versions that were found twice, keeps one where they are equal; different ones fail, both named.
///
/// Returns the number of equal copies that were left out.
pub fn settle_duplicates(discovery: &mut Discovery, file_bytes_max: u64, failed: &mut Vec<Failed>) -> u64 {
    let mut drop = HashSet::new();
    let mut collapsed = 0;
    for group in group_duplicates(&discovery.versions) {
        let sums: Vec<[u8; 32]> = discovery.versions[group.clone()]
            .par_iter()
            .map(|version| found_sum(version, file_bytes_max))
            .collect();
        let first = &discovery.versions[group.start];
        if let Some(other) = sums.iter().position(|sum| *sum != sums[0]) {
            let (one, two) = (first.root.display(), discovery.versions[group.start + other].root.display());
            let reason = format!("found twice with different content: {one} and {two}");
            failed.push(Failed { package: first.id.to_string(), reason });
            drop.extend(group);
        } else {
            collapsed += group.len() as u64 - 1;
            drop.extend(group.skip(1));
        }
    }
    let mut position = 0;
    discovery.versions.retain(|_| {
        position += 1;
        !drop.contains(&(position - 1))
    });
    collapsed
}

/// The content sum of a version as it is on disk.
fn found_sum(version: &PackageVersion, file_bytes_max: u64) -> [u8; 32] {
    let mut contents: Vec<(&str, FileContent)> = version
        .files
        .iter()
        .map(|file| {
            let content = match file.skip {
                Some(reason) => FileContent::Skipped { reason, bytes: file.bytes },
                None => match read_source(&locate(version, file), file_bytes_max) {
                    Ok(source) => FileContent::Hash(source.content_hash),
                    Err(reason) => FileContent::Skipped { reason, bytes: file.bytes },
                },
            };
            (file.path.as_str(), content)
        })
        .collect();
    content_sum(&mut contents)
}

/// Enters the packages and versions that the database lacks, and finds the ids of all.
///
/// # Errors
/// Where the server refuses.
pub async fn enter_versions(
    client: &mut Client,
    run: &Run,
    found: Vec<PackageVersion>,
) -> Result<Vec<PlannedVersion>> {
    let ecosystems: Vec<&str> = found.iter().map(|version| version.id.ecosystem.as_str()).collect();
    let names: Vec<&str> = found.iter().map(|version| version.id.name.as_str()).collect();
    let versions: Vec<&str> = found.iter().map(|version| version.id.version.as_str()).collect();
    let sources: Vec<&str> = found.iter().map(|version| version.identity_source).collect();
    let transaction = client.transaction().await?;
    // Two runs may enter the same packages into tables whose keys are still to be built: one at a time.
    let lock = crate::db::locks::Lock::Bootstrap.key(&run.schemas.public);
    transaction.execute("select pg_advisory_xact_lock($1)", &[&lock]).await?;
    let packages = "insert into packages (org_id, ecosystem, name) \
        select distinct $1::integer, f.ecosystem, f.name from unnest($2::text[], $3::text[]) as f (ecosystem, name) \
        where not exists (select from packages p where p.org_id = $1 and p.ecosystem = f.ecosystem and p.name = f.name)";
    transaction
        .execute(packages, &[&run.org_id, &ecosystems, &names])
        .await
        .context("could not enter packages")?;
    let enter = "insert into package_versions (package_id, org_id, version, identity_source) \
        select p.id, p.org_id, f.version, f.source \
        from unnest($2::text[], $3::text[], $4::text[], $5::text[]) as f (ecosystem, name, version, source) \
        join packages p on p.org_id = $1 and p.ecosystem = f.ecosystem and p.name = f.name \
        where not exists (select from package_versions v where v.package_id = p.id and v.version = f.version)";
    let parameters: [&(dyn postgres_types::ToSql + Sync); 5] =
        [&run.org_id, &ecosystems, &names, &versions, &sources];
    transaction.execute(enter, &parameters).await.context("could not enter versions")?;
    let ids = "select f.position, v.id \
        from unnest($2::text[], $3::text[], $4::text[]) with ordinality as f (ecosystem, name, version, position) \
        join packages p on p.org_id = $1 and p.ecosystem = f.ecosystem and p.name = f.name \
        join package_versions v on v.package_id = p.id and v.version = f.version";
    let rows = transaction.query(ids, &[&run.org_id, &ecosystems, &names, &versions]).await?;
    transaction.commit().await.context("could not enter versions")?;
    let mut by_position = vec![0i64; found.len()];
    for row in rows {
        by_position[row.get::<_, i64>(0) as usize - 1] = row.get(1);
    }
    Ok(found.into_iter().zip(by_position).map(|(found, id)| PlannedVersion { id, found }).collect())
}

/// What the database knows of a version.
#[derive(Clone, Debug)]
pub struct StoredVersion {
    pub content_sum: Vec<u8>,
    pub fingerprint: i64,
}

/// The content and fingerprint of a version that is complete; `None` where it is not.
///
/// # Errors
/// Where the connection fails.
pub async fn stored_version(client: &Client, id: i64) -> Result<Option<StoredVersion>> {
    let query = "select content_sum, fingerprint from package_versions where id = $1 and state = 2";
    let row = client.query_opt(query, &[&id]).await.context("could not look up a version")?;
    Ok(row.map(|row| StoredVersion { content_sum: row.get(0), fingerprint: row.get(1) }))
}
