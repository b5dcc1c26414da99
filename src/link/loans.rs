//! What a module gets by using another one, whose macro writes imports into it (Elixir's `use`).
//!
//! Macros are not run: every import that the used module quotes counts, and a name that two of them bring proves
//! nothing.

use xxhash_rust::xxh3::xxh3_64;

use super::index::BindingAt;
use super::outcome::{Outcome, Wanted};
use super::resolve::{Question, Resolver};

impl Resolver<'_> {
    /// What a name means that one of these imports borrows.
    pub fn lookup_in_loans(
        &mut self,
        borrowing: impl Iterator<Item = BindingAt>,
        name: &str,
        wanted: Wanted,
    ) -> Outcome {
        if !self.index.is_used_name(name) {
            return Outcome::Unknown;
        }
        let hash = xxh3_64(name.as_bytes());
        let loans = borrowing.map(|import| self.answer(Question::Loan(import, hash, wanted), name));
        loans.fold(Outcome::Unknown, Outcome::join)
    }

    /// What a name means that one import borrows.
    pub fn through_loan(&mut self, borrowing: BindingAt, name: &str, wanted: Wanted) -> Outcome {
        let Outcome::Found(lender) = self.ask(Question::Source(borrowing)) else { return Outcome::Unknown };
        let mut outcome = Outcome::Unknown;
        for lent in self.index.lent.get(lender.path).to_vec() {
            let import = self.index.binding(lent);
            let found = if import.local == name {
                self.ask(Question::Target(lent, wanted))
            } else if import.star {
                self.found_in_lent_star(lent, name, wanted)
            } else if import.borrows {
                self.lookup_in_loans(std::iter::once(lent), name, wanted)
            } else {
                Outcome::Unknown
            };
            outcome = outcome.join(found);
        }
        outcome
    }

    fn found_in_lent_star(&mut self, star: BindingAt, name: &str, wanted: Wanted) -> Outcome {
        let asker = self.asker_of(star);
        match self.ask(Question::Source(star)) {
            Outcome::Found(place) => self.lookup_own(place, name, wanted, asker),
            _ => Outcome::Unknown,
        }
    }
}
