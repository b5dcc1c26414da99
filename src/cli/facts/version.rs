//! A package version read, extracted and linked in memory.

use rayon::prelude::*;

use super::inputs::InputVersion;
use crate::corpus::{FILE_BYTES_MAX, entry_points, locate, read_source};
use crate::extract::{Profile, extract_profile};
use crate::lang::{PackageLayout, detect, spec};
use crate::link::{LinkedFile, link_version};
use crate::model::{
    Extraction, Language, Link, Linked, PackageId, PackageVersion, ParseStatus, SkipReason, SourceFile,
};

/// The facts of a version.
pub(super) struct VersionFacts {
    pub id: PackageId,
    /// Every file found, in path order.
    pub files: Vec<FileFacts>,
    /// Files are positions in `files`.
    linked: Linked,
}

/// A file that was found, and its facts unless it was skipped.
pub(super) struct FileFacts {
    /// As it is shown.
    pub path: String,
    pub bytes: u64,
    pub lines: u32,
    pub language: Option<Language>,
    /// What the file is besides: `generated`, `minified`, `vendored`, `lossy`.
    pub flags: Vec<&'static str>,
    pub skip: Option<SkipReason>,
    pub extraction: Option<Extraction>,
}

impl VersionFacts {
    /// The links of one file's facts, by kind and ordinal.
    pub fn links_of(&self, file: usize) -> &[Link] {
        let links = &self.linked.links;
        let start = links.partition_point(|link| (link.file as usize) < file);
        let count = links[start..].partition_point(|link| link.file as usize == file);
        &links[start..start + count]
    }
}

/// Extracts and links a version.
pub(super) fn extract_version(input: &InputVersion, profile: Profile) -> VersionFacts {
    let version = &input.version;
    let layout = PackageLayout {
        ecosystem: version.id.ecosystem.clone(),
        name: version.id.name.clone(),
        paths: version.files.iter().map(|file| file.path.clone()).collect(),
        entries: entry_points(version),
    };
    let numbered = version.files.par_iter().enumerate();
    let mut files: Vec<FileFacts> = numbered
        .map(|(number, file)| extract_file(version, file, input.shown(number), &layout, profile))
        .collect();
    let linked = link_files(version, &layout, &mut files);
    VersionFacts { id: version.id.clone(), files, linked }
}

fn extract_file(
    version: &PackageVersion,
    file: &SourceFile,
    path: String,
    layout: &PackageLayout,
    profile: Profile,
) -> FileFacts {
    let vendored = file.vendored.then_some("vendored");
    let mut facts = FileFacts {
        path,
        bytes: file.bytes,
        lines: 0,
        language: None,
        flags: vendored.into_iter().collect(),
        skip: file.skip,
        extraction: None,
    };
    if facts.skip.is_some() {
        return facts;
    }
    let source = match read_source(&locate(version, file), FILE_BYTES_MAX) {
        Ok(source) => source,
        Err(reason) => return FileFacts { skip: Some(reason), ..facts },
    };
    (facts.bytes, facts.lines) = (source.bytes, source.lines);
    let marks = [(source.generated, "generated"), (source.minified, "minified"), (source.lossy, "lossy")];
    facts.flags.extend(marks.into_iter().filter(|(has, _)| *has).map(|(_, mark)| mark));
    if source.binary {
        return FileFacts { skip: Some(SkipReason::Binary), ..facts };
    }
    let Some(spec) = detect(&file.path, source.text.as_bytes()).and_then(spec) else {
        return FileFacts { skip: Some(SkipReason::UnknownLanguage), ..facts };
    };
    let module = (spec.module_of)(layout, &file.path);
    let mut extraction = extract_profile(profile, &source.text, spec, &module, &file.path);
    // Nobody prints the tree, and it is a third of the memory.
    extraction.ast = Vec::new();
    facts.language = Some(spec.language);
    facts.skip = (extraction.status == ParseStatus::TimedOut).then_some(SkipReason::Timeout);
    facts.extraction = Some(extraction);
    facts
}

/// Binds what the files decide together.
fn link_files(version: &PackageVersion, layout: &PackageLayout, files: &mut [FileFacts]) -> Linked {
    let (mut linked, mut numbers) = (Vec::new(), Vec::new());
    for (number, (file, found)) in (0..).zip(files.iter_mut().zip(&version.files)) {
        let Some(extraction) = &mut file.extraction else { continue };
        let interface = std::mem::take(&mut extraction.interface);
        linked.push(LinkedFile { path: found.path.clone(), language: extraction.language, interface });
        numbers.push(number);
    }
    let mut outcome = link_version(&version.id, layout, &linked);
    outcome.renumber(&numbers);
    let extractions = files.iter_mut().filter_map(|file| file.extraction.as_mut());
    for (extraction, linked) in extractions.zip(linked) {
        extraction.interface = linked.interface;
    }
    outcome
}
