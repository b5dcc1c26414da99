//! The names in marks, bound by what the version's files decide together.

use super::index::BaseAt;
use super::outcome::{Outcome, Place};
use super::resolve::{Question, Resolver};
use crate::model::{Mark, Meaning, Named, Operand, SymbolPlace};

impl Resolver<'_> {
    /// A file's marks without open names.
    pub fn bind_marks(&mut self, file: u32) -> Vec<Mark> {
        let linked = &self.index.files[file as usize];
        let mut marks = linked.interface.marks.clone();
        if marks.is_empty() {
            return marks;
        }
        let Some(mut site) = self.site(file) else { return marks };
        for mark in &mut marks {
            for meaning in meanings(mark) {
                let Meaning::Open(open) = meaning else { continue };
                let (outcome, _) = self.bind_use(&mut site, open);
                *meaning = match outcome {
                    Outcome::Found(place) => self.meaning_of(place),
                    Outcome::External(_) => Meaning::External(self.external_name(file, open)),
                    Outcome::Unknown | Outcome::Ambiguous => Meaning::Unknown,
                };
            }
        }
        marks
    }

    /// The symbols of the version that the bases of a file's types are, in the order of its interface's.
    pub fn bind_bases(&mut self, file: u32) -> Vec<Option<SymbolPlace>> {
        let count = self.index.files[file as usize].interface.bases.len() as u32;
        let mut places = Vec::with_capacity(count as usize);
        for base in 0..count {
            let outcome = self.ask(Question::Base(BaseAt { file, base }));
            let Outcome::Found(Place { symbol: Some(symbol), .. }) = outcome else {
                places.push(None);
                continue;
            };
            let symbol = SymbolPlace { file: symbol.file, symbol: self.index.export(symbol).ordinal };
            places.push(Some(symbol));
        }
        places
    }

    fn meaning_of(&self, place: super::outcome::Place) -> Meaning {
        match (place.symbol, self.index.modules.get(place.path).first()) {
            (Some(symbol), _) => {
                Meaning::Place(SymbolPlace { file: symbol.file, symbol: self.index.export(symbol).ordinal })
            }
            (None, Some(&file)) => Meaning::File(file),
            (None, None) => Meaning::Unknown,
        }
    }

    /// The qualified name of what an open use names outside of the version.
    fn external_name(&self, file: u32, open: &crate::model::OpenUse) -> String {
        let interface = &self.index.files[file as usize].interface;
        let import = open.import.and_then(|import| interface.imports.get(import as usize));
        let start = import.map(|import| {
            let name = import.name.iter().map(String::as_str);
            std::iter::once(import.source.as_str()).chain(name).collect::<Vec<_>>()
        });
        let path = open.path.iter().map(String::as_str);
        start.into_iter().flatten().chain(path).collect::<Vec<_>>().join(".")
    }
}

/// What is said of the names in a mark.
fn meanings(mark: &mut Mark) -> Vec<&mut Meaning> {
    let mut due: Vec<&mut Operand> = mark.arguments.iter_mut().map(|argument| &mut argument.value).collect();
    due.extend(mark.receiver.iter_mut().chain(&mut mark.types).chain(&mut mark.assigned));
    let mut found = vec![&mut mark.callee];
    while let Some(operand) = due.pop() {
        match operand {
            Operand::Name(named) => {
                let mut named = Some(named);
                while let Some(Named { meaning, object, .. }) = named {
                    found.push(meaning);
                    named = object.as_deref_mut();
                }
            }
            Operand::List(items) | Operand::Joined(items) => due.extend(items),
            Operand::Map(pairs) => due.extend(pairs.iter_mut().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}
