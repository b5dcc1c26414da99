//! What stars bring in: imports of every name of something, which may lead to further stars.
//!
//! All modules that the stars of a scope reach are asked once, nearest first, so that a name costs no more than there
//! are stars, in cycles too.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64;

use super::index::BindingAt;
use super::outcome::{Outcome, Place, Wanted};
use super::paths::PathId;
use super::resolve::{Asker, Question, Resolver, Sight};
use crate::limits::{LINK_STARS_MAX, LINK_STARS_TOTAL_MAX};

impl Resolver<'_> {
    /// What a name means that the stars of a scope may bring in. A star whose source is not known, or outside the
    /// version, doesn't speak against another.
    pub fn lookup_in_stars(&mut self, scope: PathId, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let stars = self.index.stars.get(scope);
        let Some(&first) = stars.first() else { return Outcome::Unknown };
        let own = |&star: &BindingAt| !self.is_reexport(star) && self.reaches(star, scope, asker);
        let sight = match stars.last() {
            // Stars are sorted by file.
            Some(last) if last.file != first.file && !self.reaches_inside(first) => Sight::File(asker.file),
            _ if stars.iter().any(own) => Sight::All,
            _ => Sight::Reexports,
        };
        let hides = self.index.entry(first.file).map(|entry| entry.rules.travel.star_hides);
        // Most names that a file doesn't bind are nobody's.
        if hides.is_none_or(|hides| hides(name)) || !self.index.is_used_name(name) {
            return Outcome::Unknown;
        }
        self.answer(Question::Stars(scope, sight, xxh3_64(name.as_bytes()), wanted), name)
    }

    fn is_reexport(&self, star: BindingAt) -> bool {
        self.index.binding(star).reexport
    }

    fn reaches_inside(&self, star: BindingAt) -> bool {
        self.index.entry(star.file).is_some_and(|entry| entry.rules.travel.imports_reach_inside)
    }

    /// The stars of a scope that are seen from somewhere.
    fn stars_seen(&self, scope: PathId, sight: Sight) -> Vec<BindingAt> {
        let stars = self.index.stars.get(scope);
        match sight {
            Sight::All => stars.to_vec(),
            Sight::Reexports => self.index.public_stars.get(scope).to_vec(),
            Sight::File(file) => {
                let start = stars.partition_point(|star| star.file < file);
                let own = stars[start..].iter().take_while(|star| star.file == file);
                let others = self.index.public_stars.get(scope).iter().filter(|star| star.file != file);
                own.chain(others).copied().collect()
            }
        }
    }

    pub fn through_stars(&mut self, scope: PathId, sight: Sight, name: &str, wanted: Wanted) -> Outcome {
        let mut outcome = Outcome::Unknown;
        let mut seen = FxHashSet::from_iter([scope]);
        let mut due: VecDeque<(PathId, Option<Asker>)> = VecDeque::from([(scope, None)]);
        let mut stars_left = LINK_STARS_MAX.min(LINK_STARS_TOTAL_MAX.saturating_sub(self.stars_followed));
        while let Some((scope, asker)) = due.pop_front() {
            let stars = match asker {
                Some(_) => self.index.stars.get(scope).to_vec(),
                None => self.stars_seen(scope, sight),
            };
            for star in stars {
                let visible = asker.is_none_or(|asker| self.reaches(star, scope, asker));
                if stars_left == 0 || outcome == Outcome::Ambiguous {
                    return outcome;
                }
                stars_left -= 1;
                self.stars_followed += 1;
                if visible && let Some(place) = self.star_source(star).filter(|place| seen.insert(place.path))
                {
                    let asker = Asker { file: star.file, scope };
                    let found = self.found_by_star(place, name, wanted, asker);
                    if found.is_unknown() && !self.index.stars.get(place.path).is_empty() {
                        due.push_back((place.path, Some(asker)));
                    }
                    outcome = outcome.join(found);
                }
            }
        }
        outcome
    }

    fn star_source(&mut self, star: BindingAt) -> Option<Place> {
        match self.ask(Question::Source(star)) {
            Outcome::Found(place) => Some(place),
            _ => None,
        }
    }

    fn found_by_star(&mut self, place: Place, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        match self.lookup_own(place, name, wanted, asker) {
            Outcome::Unknown if place.symbol.is_none() => self.lookup_in_whole(place, name, wanted, asker),
            outcome => outcome,
        }
    }
}
