//! Types that are handed what their constructor's parameters are typed as.

use rustc_hash::{FxHashMap, FxHashSet};

use super::finder::{Finder, Site};
use super::rule::{Constructed, ConstructorRule, Family};
use super::settle::starts_path;
use crate::model::{Mark, MarkShape, Operand, SymbolPlace};

/// The parameters of one constructor.
struct Constructor {
    /// The constructor, or the type itself where that writes the parameters.
    symbol: SymbolPlace,
    owner: SymbolPlace,
    parameters: Vec<Site>,
}

impl<'a> Finder<'a> {
    /// What the constructors of a family's types are handed.
    pub(super) fn read_constructors(&mut self, family: &Family) {
        if family.constructors.is_empty() {
            return;
        }
        let constructors = self.constructors(family);
        let mut of_owner: FxHashMap<SymbolPlace, usize> = FxHashMap::default();
        for constructor in &constructors {
            *of_owner.entry(constructor.owner).or_default() += 1;
        }
        let mut due = Vec::new();
        for rule in family.constructors {
            let below = self.owners_below(family, rule);
            for constructor in &constructors {
                // Of several constructors only the marked one is used.
                let only = of_owner[&constructor.owner] == 1;
                if rule.of.iter().any(|of| self.is_constructed(constructor, of, only, &below)) {
                    due.extend(constructor.parameters.iter().map(|&site| (rule, site, constructor.owner)));
                }
            }
        }
        for (rule, site, owner) in due {
            self.hand(rule, site, owner);
        }
    }

    fn constructors(&self, family: &Family) -> Vec<Constructor> {
        let mut found: Vec<Constructor> = Vec::new();
        for (file, marked) in (0..).zip(self.files) {
            if !family.languages.contains(&marked.language) {
                continue;
            }
            for (number, mark) in (0..).zip(&marked.marks) {
                let (MarkShape::Parameter, Some(symbol), Some(owner)) =
                    (mark.shape, mark.symbol, mark.enclosing)
                else {
                    continue;
                };
                let symbol = SymbolPlace { file, symbol };
                let owner = SymbolPlace { file, symbol: owner };
                if !self.is_constructor(symbol, owner) {
                    continue;
                }
                let site = Site { file, mark: number };
                match found.last_mut().filter(|last| last.symbol == symbol) {
                    Some(last) => last.parameters.push(site),
                    None => found.push(Constructor { symbol, owner, parameters: vec![site] }),
                }
            }
        }
        found
    }

    fn owners_below(&self, family: &Family, rule: &ConstructorRule) -> FxHashSet<SymbolPlace> {
        let bases = rule.of.iter().flat_map(|of| match of {
            Constructed::Based(bases) => *bases,
            _ => &[],
        });
        let bases: Vec<&str> = bases.copied().collect();
        if bases.is_empty() {
            FxHashSet::default()
        } else {
            self.types_below(family, &bases).into_iter().collect()
        }
    }

    fn is_constructed(
        &self,
        constructor: &Constructor,
        of: &Constructed,
        only: bool,
        below: &FxHashSet<SymbolPlace>,
    ) -> bool {
        match *of {
            Constructed::TypeMarked { names, from } => {
                only && self.is_marked_from(constructor.owner, names, from)
            }
            Constructed::ConstructorMarked { names, from } => {
                self.is_marked_from(constructor.symbol, names, from)
            }
            Constructed::Based(_) => only && below.contains(&constructor.owner),
            Constructed::Named(endings) => {
                let export = self.export(constructor.owner).filter(|_| only);
                export.is_some_and(|export| {
                    endings.iter().any(|ending| export.qualified_name.ends_with(ending))
                })
            }
            Constructed::Provided => {
                let edges = self.application.di_edges.iter().filter(|edge| edge.consumer.is_none());
                only && edges.into_iter().any(|edge| edge.provider == Some(constructor.owner))
            }
        }
    }

    /// Whether a symbol has an annotation of one of some names out of one of some packages; none is any.
    fn is_marked_from(&self, symbol: SymbolPlace, names: &[&str], from: &[&str]) -> bool {
        self.annotations_of(symbol).any(|mark| {
            let comes = || {
                let name = self.qualified_name(symbol.file, &mark.callee);
                name.is_some_and(|name| from.iter().any(|root| starts_path(&name, root)))
            };
            names.contains(&mark.name.as_str()) && (from.is_empty() || comes())
        })
    }

    fn hand(&mut self, rule: &ConstructorRule, site: Site, owner: SymbolPlace) {
        let annotations: Vec<(Site, &Mark)> = self.annotations_in(site).collect();
        if annotations.iter().any(|(_, mark)| rule.not.contains(&mark.name.as_str())) {
            return;
        }
        let token = rule.tokens.iter().find_map(|(name, text)| {
            let (at, _) = annotations.iter().find(|(_, mark)| mark.name == *name)?;
            text.iter().find_map(|&pick| self.picked(*at, pick).into_iter().next())
        });
        if let Some(operand) = token.or_else(|| self.mark(site).types.first()) {
            self.add_injection(site, rule.framework, Some(owner), operand);
        }
    }

    /// The annotations in a parameter or a field.
    fn annotations_in(&self, site: Site) -> impl Iterator<Item = (Site, &'a Mark)> {
        let marks = &self.files[site.file as usize].marks;
        (site.mark + 1..)
            .zip(&marks[site.mark as usize + 1..])
            .take_while(move |(_, mark)| mark.inside.is_some_and(|outer| outer >= site.mark))
            .filter(move |(_, mark)| mark.shape == MarkShape::Annotation && mark.inside == Some(site.mark))
            .map(move |(mark, found)| (Site { mark, ..site }, found))
    }

    /// What an annotation asks for by types alone: of the parameter or field that it stands in, or of every parameter
    /// of what it annotates.
    pub(super) fn typed_by(&self, site: Site) -> Vec<&'a Operand> {
        let marks = &self.files[site.file as usize].marks;
        let mark = self.mark(site);
        let typed = |mark: &Mark| matches!(mark.shape, MarkShape::Parameter | MarkShape::Field);
        if let Some(outer) = mark.inside.map(|outer| &marks[outer as usize]).filter(|outer| typed(outer)) {
            return outer.types.first().into_iter().collect();
        }
        let symbol = mark.symbol.filter(|_| mark.shape == MarkShape::Annotation);
        let parameters =
            marks.iter().filter(|other| other.shape == MarkShape::Parameter && other.symbol == symbol);
        match symbol {
            Some(_) => parameters.filter_map(|parameter| parameter.types.first()).collect(),
            None => Vec::new(),
        }
    }

    /// Who is handed what a mark asks for: the type for its fields and its constructor, else the function.
    pub(super) fn consumer(&self, site: Site) -> Option<SymbolPlace> {
        let mark = self.mark(site);
        let marks = &self.files[site.file as usize].marks;
        let place = |symbol: u32| SymbolPlace { file: site.file, symbol };
        if let Some(outer) = mark.inside.map(|outer| &marks[outer as usize])
            && matches!(outer.shape, MarkShape::Parameter | MarkShape::Field)
        {
            let owner = outer.enclosing.map(place);
            let symbol = outer.symbol.map(place);
            let constructed =
                symbol.zip(owner).is_some_and(|(symbol, owner)| self.is_constructor(symbol, owner));
            return if constructed { owner } else { symbol.or(owner) };
        }
        use crate::model::SymbolKind as K;
        let annotated = self.annotated(site);
        let of_type = annotated.and_then(|symbol| self.kind(symbol)).is_some_and(|kind| {
            matches!(kind, K::Constructor | K::Field | K::Property | K::Variable | K::Constant)
        });
        let enclosing = self.enclosing(site);
        if of_type && enclosing.is_some() { enclosing } else { annotated.or(enclosing) }
    }

    fn is_constructor(&self, symbol: SymbolPlace, owner: SymbolPlace) -> bool {
        symbol == owner || self.kind(symbol) == Some(crate::model::SymbolKind::Constructor)
    }
}

/// Whether a mark of this name decides which constructors are looked at, or what they are handed.
pub(super) fn names(family: &Family) -> impl Iterator<Item = &'static str> + use<> {
    let of_types = |of: &'static Constructed| match *of {
        Constructed::TypeMarked { names, .. } | Constructed::ConstructorMarked { names, .. } => names,
        _ => &[],
    };
    family.constructors.iter().flat_map(move |rule| {
        let tokens = rule.tokens.iter().map(|&(name, _)| name);
        rule.of.iter().flat_map(of_types).copied().chain(tokens).chain(rule.not.iter().copied())
    })
}

/// Whether types of a language are known by more than the annotations that their constructors show.
pub(super) fn looks_further(family: &Family) -> bool {
    let further = |of: &Constructed| {
        !matches!(of, Constructed::TypeMarked { .. } | Constructed::ConstructorMarked { .. })
    };
    family.constructors.iter().any(|rule| rule.of.iter().any(further))
}
