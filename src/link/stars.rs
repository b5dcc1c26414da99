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
use super::resolve::{Asker, Question, Resolver};
use crate::limits::{LINK_STARS_MAX, LINK_STARS_TOTAL_MAX};

impl Resolver<'_> {
    /// What a name means that the stars of a scope may bring in. A star whose source is not known, or outside the
    /// version, doesn't speak against another.
    pub fn lookup_in_stars(&mut self, scope: PathId, name: &str, wanted: Wanted, asker: Asker) -> Outcome {
        let stars = self.index.stars.get(scope);
        let Some(&first) = stars.first() else { return Outcome::Unknown };
        let inside = stars.iter().any(|&star| !self.is_reexport(star) && self.reaches(star, scope, asker));
        let hides = self.index.entry(first.file).map(|entry| entry.rules.travel.star_hides);
        // Most names that a file doesn't bind are nobody's.
        if hides.is_none_or(|hides| hides(name)) || !self.index.is_used_name(name) {
            return Outcome::Unknown;
        }
        self.answer(Question::Stars(scope, inside, xxh3_64(name.as_bytes()), wanted), name)
    }

    fn is_reexport(&self, star: BindingAt) -> bool {
        self.index.binding(star).reexport
    }

    pub fn through_stars(&mut self, scope: PathId, inside: bool, name: &str, wanted: Wanted) -> Outcome {
        let mut outcome = Outcome::Unknown;
        let mut seen = FxHashSet::from_iter([scope]);
        let mut due: VecDeque<(PathId, Option<Asker>)> = VecDeque::from([(scope, None)]);
        let mut stars_left = LINK_STARS_MAX.min(LINK_STARS_TOTAL_MAX.saturating_sub(self.stars_followed));
        while let Some((scope, asker)) = due.pop_front() {
            for at in 0..self.index.stars.get(scope).len() {
                let star = self.index.stars.get(scope)[at];
                let visible = match asker {
                    Some(asker) => self.reaches(star, scope, asker),
                    None => inside || self.is_reexport(star),
                };
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
