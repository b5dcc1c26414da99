//! What the values of a mark come to: texts, methods, handlers.

use super::finder::{Finder, Site};
use super::rule::{Handler, Methods, Pick, Text};
use crate::limits::OPERAND_DEPTH_MAX;
use crate::model::{Meaning, Named, Operand, SymbolPlace};

/// What serves or does something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Served {
    /// As written; empty for an inline function.
    pub written: String,
    pub symbol: Option<SymbolPlace>,
}

impl<'a> Finder<'a> {
    /// The values that a pick chooses.
    pub fn picked(&self, site: Site, pick: Pick) -> Vec<&'a Operand> {
        let mark = self.mark(site);
        let one = |operand: Option<&'a Operand>| operand.into_iter().collect();
        match pick {
            Pick::At(at) => one(mark.positional().nth(at)),
            Pick::Last => one(mark.positional().next_back()),
            Pick::Named(name) => one(mark.named(name)),
            Pick::Field(at, key) => one(mark.positional().nth(at).and_then(|operand| field(operand, key))),
            Pick::From(at) => mark.positional().skip(at).collect(),
            Pick::Receiver => one(mark.receiver.as_ref()),
            Pick::Type(at) => one(mark.types.get(at)),
            Pick::Fixed(_) => Vec::new(),
        }
    }

    /// The texts that the first pick which gives any comes to.
    pub fn texts(&self, site: Site, picks: Text) -> Vec<String> {
        for &pick in picks {
            if let Pick::Fixed(text) = pick {
                return vec![text.to_owned()];
            }
            let operands = self.picked(site, pick);
            let texts: Vec<String> =
                operands.into_iter().flat_map(|one| self.texts_of(site.file, one)).collect();
            if !texts.is_empty() {
                return texts;
            }
        }
        Vec::new()
    }

    /// The first of them.
    pub fn text(&self, site: Site, picks: Text) -> Option<String> {
        self.texts(site, picks).into_iter().next()
    }

    /// The texts that a value is known to be: several for a list.
    pub fn texts_of(&self, file: u32, operand: &Operand) -> Vec<String> {
        self.texts_within(file, operand, OPERAND_DEPTH_MAX)
    }

    fn texts_within(&self, file: u32, operand: &Operand, depth: usize) -> Vec<String> {
        if depth == 0 {
            return Vec::new();
        }
        match operand {
            Operand::Text(text) => vec![text.clone()],
            Operand::List(items) => {
                items.iter().flat_map(|item| self.texts_within(file, item, depth - 1)).collect()
            }
            Operand::Joined(parts) => {
                let texts =
                    parts.iter().map(|part| self.texts_within(file, part, depth - 1).into_iter().next());
                texts.collect::<Option<Vec<String>>>().map(|texts| texts.concat()).into_iter().collect()
            }
            Operand::Name(named) => self.constant(file, named).map(str::to_owned).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// The text that a constant holds.
    fn constant(&self, file: u32, named: &Named) -> Option<&'a str> {
        self.symbol_of(file, &named.meaning).and_then(|symbol| self.constants.get(&symbol).copied())
    }

    /// The methods of a route, in capitals.
    pub(super) fn methods(&self, site: Site, methods: Methods) -> Vec<String> {
        let mark = self.mark(site);
        match methods {
            Methods::Name { any } if any.contains(&mark.name.as_str()) => vec!["ANY".to_owned()],
            Methods::Name { .. } => vec![method_name(&mark.name)],
            Methods::Fixed(method) => vec![method.to_owned()],
            Methods::Listed(picks, default) => {
                let listed = picks.iter().map(|&pick| {
                    let operands = self.picked(site, pick);
                    operands.into_iter().flat_map(|operand| self.listed_methods(site, operand)).collect()
                });
                let listed: Vec<String> =
                    listed.into_iter().find(|found: &Vec<String>| !found.is_empty()).unwrap_or_default();
                if listed.is_empty() { vec![default.to_owned()] } else { listed }
            }
        }
    }

    fn listed_methods(&self, site: Site, operand: &Operand) -> Vec<String> {
        match operand {
            Operand::List(items) => items.iter().flat_map(|item| self.listed_methods(site, item)).collect(),
            Operand::Name(named) => {
                let constant = self.constant(site.file, named).map(str::to_owned);
                vec![method_name(&constant.unwrap_or_else(|| named.last().to_owned()))]
            }
            other => self.texts_of(site.file, other).iter().map(|text| method_name(text)).collect(),
        }
    }

    /// What a mark says that serves or does something.
    pub(super) fn served(&self, site: Site, handler: Handler) -> Served {
        match handler {
            Handler::Annotated => self.served_by(self.annotated(site)),
            Handler::Enclosing => self.served_by(self.enclosing(site)),
            Handler::Picked(picks) => {
                let operand = picks.iter().flat_map(|&pick| self.picked(site, pick)).next();
                operand.map(|operand| self.served_by_value(site, operand)).unwrap_or_default()
            }
        }
    }

    /// A symbol as what serves something, with its own name.
    pub fn served_by(&self, symbol: Option<SymbolPlace>) -> Served {
        let name = symbol.and_then(|symbol| self.export(symbol)).map(|export| {
            let name = export.qualified_name.rsplit(['.', ':', '#', '\\', '/']).find(|part| !part.is_empty());
            name.unwrap_or_default().to_owned()
        });
        Served { written: name.unwrap_or_default(), symbol }
    }

    /// A value as what serves something: a function, or a call that wraps one.
    pub fn served_by_value(&self, site: Site, operand: &Operand) -> Served {
        let mut operand = operand;
        for _ in 0..OPERAND_DEPTH_MAX {
            match operand {
                Operand::Name(named) => {
                    let symbol = self.symbol_of(site.file, &named.meaning);
                    return Served { written: named.written(), symbol };
                }
                Operand::List(items) => match items.last() {
                    Some(last) => operand = last,
                    None => return Served::default(),
                },
                Operand::Mark(number) => {
                    let mark = self.mark(Site { mark: *number, ..site });
                    let wrapped = mark.positional().rev().find(|one| is_callable(one));
                    // `View.as_view()` is the view.
                    match (wrapped, &mark.receiver) {
                        (Some(wrapped), _) => operand = wrapped,
                        (None, Some(receiver)) => operand = receiver,
                        (None, None) => {
                            let symbol = self.symbol_of(site.file, &mark.callee);
                            return Served { written: mark.name.clone(), symbol };
                        }
                    }
                }
                Operand::Text(text) => return Served { written: text.clone(), symbol: None },
                _ => return Served::default(),
            }
        }
        Served::default()
    }
}

/// Whether a value may be a function, or give one.
pub(super) fn is_callable(operand: &Operand) -> bool {
    match operand {
        Operand::Function(_) | Operand::Mark(_) => true,
        Operand::Name(named) => !matches!(named.meaning, Meaning::File(_)),
        Operand::List(items) => items.last().is_some_and(is_callable),
        _ => false,
    }
}

/// The value of a key.
pub(super) fn field<'o>(operand: &'o Operand, key: &str) -> Option<&'o Operand> {
    match operand {
        Operand::Map(pairs) => pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value),
        _ => None,
    }
}

/// A method as HTTP writes it.
fn method_name(name: &str) -> String {
    let upper = name.trim().to_ascii_uppercase();
    match upper.as_str() {
        "ALL" | "*" | "ANY" => "ANY".to_owned(),
        "DEL" => "DELETE".to_owned(),
        _ => upper,
    }
}
