//! Linking and publishing versions whose units are complete.

use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use tokio_postgres::Client;

use super::application::ApplicationRows;
use super::dependencies::{forget, note_due};
use super::fault::{self, Point};
use super::outcome::FileOutcome;
use super::plan::{Plan, PlannedVersion};
use super::worker::on_rayon;
use crate::chunk::CopyBuffer;
use crate::corpus::content_sum;
use crate::db::copy::copy_buffer;
use crate::db::locks::Lock;
use crate::lang::PackageLayout;
use crate::link::{LINK_VERSION, LinkedFile, link_version};
use crate::model::{Interface, Linked, Tag};
use crate::report::{Stage, Tally};
use crate::schema::{FileRow, LinkRow, OutsideUseRow, PublicNameRow};

/// A version all of whose units have rows.
#[derive(Debug)]
pub struct ReadyVersion {
    /// Position in the plan.
    pub version: usize,
    pub layout: Arc<PackageLayout>,
    /// In the order of the version's files.
    pub files: Vec<FileOutcome>,
}

/// A version's rows and what its own row says.
struct Publication {
    version_id: i64,
    content_sum: Vec<u8>,
    fingerprint: i64,
}

/// Links the versions and makes them visible in one transaction.
///
/// # Errors
/// Where the server refuses, or a stored interface can't be read.
pub async fn publish_versions(
    client: &mut Client,
    plan: &Arc<Plan>,
    ready: Vec<ReadyVersion>,
    tally: &Arc<Tally>,
) -> Result<()> {
    let stored = stored_interfaces(client, &ready).await?;
    let files: usize = ready.iter().map(|version| version.files.len()).sum();
    let first_file = reserve_files(client, files).await?;
    let (plan_, tally_) = (Arc::clone(plan), Arc::clone(tally));
    let (buffers, publications) = on_rayon(move || {
        let began = Instant::now();
        let outcome = build_rows(&plan_, &ready, &stored, &first_file);
        tally_.spent(Stage::Link, began);
        outcome
    })
    .await??;
    let began = Instant::now();
    let replaced: Vec<i64> = publications.iter().map(|publication| publication.version_id).collect();
    let transaction = client.transaction().await.context("could not publish")?;
    Lock::Dependencies.share_in_transaction(transaction.client(), &plan.run.schemas.public).await?;
    if !plan.target_was_empty {
        forget(transaction.client(), &replaced).await?;
        // The rows of the version as it was before, if it was there.
        for table in ["routes", "jobs", "di_edges", "links", "files"] {
            let delete = format!("delete from {table} where version_id = any($1)");
            transaction.execute(&delete, &[&replaced]).await.context("could not replace a version")?;
        }
    }
    for buffer in buffers {
        let (table, bytes) = (buffer.table().name, buffer.bytes());
        let count = copy_buffer(transaction.client(), buffer).await?;
        tally.wrote(table, count);
        tally.passed(Stage::Publish, count, bytes);
    }
    complete_versions(transaction.client(), plan, &publications).await?;
    note_due(transaction.client(), &replaced).await?;
    fault::reach(Point::VersionsWritten);
    transaction.commit().await.context("could not publish")?;
    fault::reach(Point::VersionsPublished);
    tally.spent(Stage::Publish, began);
    Ok(())
}

async fn complete_versions(client: &Client, plan: &Plan, publications: &[Publication]) -> Result<()> {
    let ids: Vec<i64> = publications.iter().map(|publication| publication.version_id).collect();
    let sums: Vec<&[u8]> =
        publications.iter().map(|publication| publication.content_sum.as_slice()).collect();
    let fingerprints: Vec<i64> = publications.iter().map(|publication| publication.fingerprint).collect();
    let update = "update package_versions v \
        set state = 2, content_sum = p.content_sum, fingerprint = p.fingerprint, run_id = $4, published_at = now() \
        from unnest($1::bigint[], $2::bytea[], $3::bigint[]) as p (id, content_sum, fingerprint) where v.id = p.id";
    client.execute(update, &[&ids, &sums, &fingerprints, &plan.run.id]).await.context("could not publish")?;
    Ok(())
}

/// Interfaces of units that this run did not extract for these versions, by unit id.
async fn stored_interfaces(client: &Client, ready: &[ReadyVersion]) -> Result<FxHashMap<i64, Arc<[u8]>>> {
    let units = ready.iter().flat_map(|version| &version.files).filter_map(|file| file.unit.as_ref());
    let wanted: FxHashSet<i64> = units.filter(|unit| unit.interface.is_none()).map(|unit| unit.id).collect();
    let wanted: Vec<i64> = wanted.into_iter().collect();
    if wanted.is_empty() {
        return Ok(FxHashMap::default());
    }
    let query = "select id, interface from units where id = any($1)";
    let rows = client.query(query, &[&wanted]).await.context("could not read interfaces")?;
    Ok(rows.iter().map(|row| (row.get(0), Arc::from(row.get::<_, &[u8]>(1)))).collect())
}

async fn reserve_files(client: &Client, count: usize) -> Result<Vec<i64>> {
    let query = "select nextval(pg_get_serial_sequence('files', 'id')) from generate_series(1, $1)";
    let rows = client.query(query, &[&(count as i32)]).await.context("could not reserve file ids")?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

fn build_rows(
    plan: &Plan,
    ready: &[ReadyVersion],
    stored: &FxHashMap<i64, Arc<[u8]>>,
    file_ids: &[i64],
) -> Result<(Vec<CopyBuffer>, Vec<Publication>)> {
    let linked: Vec<Linked> =
        ready.par_iter().map(|version| link(plan, version, stored)).collect::<Result<_>>()?;
    let mut files = CopyBuffer::new(FileRow::TABLE);
    let mut links = CopyBuffer::new(LinkRow::TABLE);
    let mut uses = CopyBuffer::new(OutsideUseRow::TABLE);
    let mut names = CopyBuffer::new(PublicNameRow::TABLE);
    let mut application = ApplicationRows::default();
    let mut publications = Vec::with_capacity(ready.len());
    let mut ids = file_ids;
    for (version, linked) in ready.iter().zip(&linked) {
        let planned = &plan.versions[version.version];
        let (own, rest) = ids.split_at(version.files.len());
        ids = rest;
        push_files(&mut files, plan, planned, version, own);
        push_links(&mut links, plan, planned, version, own, linked);
        push_outside_uses(&mut uses, plan, planned, version, linked);
        push_public_names(&mut names, plan, planned, own, linked);
        application.push(plan.run.org_id, planned.id, own, &linked.application);
        publications.push(Publication {
            version_id: planned.id,
            content_sum: version_sum(planned, &version.files).to_vec(),
            fingerprint: version_fingerprint(&version.files),
        });
    }
    let mut buffers = vec![files, links, uses, names];
    buffers.extend(application.into_buffers());
    Ok((buffers, publications))
}

fn link(plan: &Plan, version: &ReadyVersion, stored: &FxHashMap<i64, Arc<[u8]>>) -> Result<Linked> {
    let planned = &plan.versions[version.version];
    let mut files = Vec::new();
    let mut positions = Vec::new();
    for (position, file) in version.files.iter().enumerate() {
        let (Some(unit), Some(language)) = (&file.unit, file.language) else { continue };
        let path = planned.found.files[file.file].path.clone();
        let bytes = unit.interface.as_ref().or_else(|| stored.get(&unit.id));
        let bytes = bytes.with_context(|| format!("the interface of {path} is missing"))?;
        let interface: Interface =
            postcard::from_bytes(bytes).with_context(|| format!("the interface of {path} is damaged"))?;
        files.push(LinkedFile { path, language, interface });
        positions.push(position as u32);
    }
    let mut linked = link_version(&planned.found.id, &version.layout, &files);
    linked.renumber(&positions);
    Ok(linked)
}

fn push_files(
    out: &mut CopyBuffer,
    plan: &Plan,
    planned: &PlannedVersion,
    version: &ReadyVersion,
    ids: &[i64],
) {
    for (file, &id) in version.files.iter().zip(ids) {
        let found = &planned.found.files[file.file];
        out.push(&FileRow {
            id,
            version_id: planned.id,
            unit_id: file.unit.as_ref().map(|unit| unit.id),
            bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
            org_id: plan.run.org_id,
            lines: i32::try_from(file.lines).unwrap_or(i32::MAX),
            language: file.language.map(Tag::number),
            skip_reason: file.skip.map(Tag::number),
            generated: file.generated,
            minified: file.minified,
            vendored: found.vendored,
            lossy: file.lossy,
            path: &found.path,
        });
    }
}

fn push_links(
    out: &mut CopyBuffer,
    plan: &Plan,
    planned: &PlannedVersion,
    version: &ReadyVersion,
    ids: &[i64],
    linked: &Linked,
) {
    let unit = |file: u32| version.files[file as usize].unit.as_ref().map(|unit| unit.id);
    // Two files of one version can be one unit (equal content and module): their links are the same rows.
    let mut seen = FxHashSet::default();
    for link in &linked.links {
        let Some(unit_id) = unit(link.file) else { continue };
        if !seen.insert((unit_id, link.fact, link.ordinal)) {
            continue;
        }
        out.push(&LinkRow {
            version_id: planned.id,
            unit_id,
            target_file_id: link.target_file.map(|file| ids[file as usize]),
            org_id: plan.run.org_id,
            ordinal: link.ordinal as i32,
            target_ordinal: link.target_symbol.map(|ordinal| ordinal as i32),
            fact: link.fact.number(),
            resolution: link.resolution.number(),
        });
    }
}

fn push_outside_uses(
    out: &mut CopyBuffer,
    plan: &Plan,
    planned: &PlannedVersion,
    version: &ReadyVersion,
    linked: &Linked,
) {
    let unit = |file: u32| version.files[file as usize].unit.as_ref().map(|unit| unit.id);
    let mut seen = FxHashSet::default();
    for outside in &linked.outside_uses {
        let Some(unit_id) = unit(outside.file) else { continue };
        if !seen.insert((unit_id, outside.fact, outside.ordinal, outside.name_key)) {
            continue;
        }
        out.push(&OutsideUseRow {
            version_id: planned.id,
            unit_id,
            name_key: outside.name_key,
            org_id: plan.run.org_id,
            ordinal: outside.ordinal as i32,
            fact: outside.fact.number(),
            role: outside.role,
            arity: outside.arity.map(number_of_arguments),
        });
    }
}

fn push_public_names(
    out: &mut CopyBuffer,
    plan: &Plan,
    planned: &PlannedVersion,
    ids: &[i64],
    linked: &Linked,
) {
    for name in &linked.public_names {
        out.push(&PublicNameRow {
            version_id: planned.id,
            file_id: ids[name.file as usize],
            name_key: name.name_key,
            org_id: plan.run.org_id,
            ordinal: name.symbol as i32,
            roles: name.roles,
            arity_least: name.arity.map(|(least, _)| number_of_arguments(least)),
            arity_most: name.arity.map(|(_, most)| number_of_arguments(most)),
        });
    }
}

/// As the tables have it; any number is more than a call can have.
fn number_of_arguments(count: u16) -> i16 {
    i16::try_from(count).unwrap_or(i16::MAX)
}

fn version_sum(planned: &PlannedVersion, files: &[FileOutcome]) -> [u8; 32] {
    let mut contents: Vec<_> =
        files.iter().map(|file| (planned.found.files[file.file].path.as_str(), file.content)).collect();
    content_sum(&mut contents)
}

/// One number for the fingerprints of all languages of a version.
pub fn version_fingerprint(files: &[FileOutcome]) -> i64 {
    fingerprint_of(files.iter().filter_map(|file| file.fingerprint))
}

/// One number for a set of fingerprints, whatever their order and number, and for how versions are linked.
pub fn fingerprint_of(fingerprints: impl Iterator<Item = i64>) -> i64 {
    let mut distinct: Vec<i64> = fingerprints.collect();
    distinct.sort_unstable();
    distinct.dedup();
    let link = i64::from(LINK_VERSION);
    let numbers = std::iter::once(&link).chain(&distinct);
    let bytes: Vec<u8> = numbers.flat_map(|number| number.to_le_bytes()).collect();
    xxhash_rust::xxh3::xxh3_64(&bytes) as i64
}
