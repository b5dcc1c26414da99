//! Ruby methods: `def`, `def self.m`, `alias`, and what parameters say of the number of arguments.

use super::state::{Receiver, State};
use super::{CLASS_METHODS, FUNCTIONS, METHODS, docs, field, kind, paths, patterns, uses};
use crate::extract::{ContextKind, ScopeKind, Space, SymbolDraft, SymbolId, Unit, Use};
use crate::model::{Arity, NodeId, RefKind, SymbolKind, Visibility};

/// Methods that are private whatever is said.
const ALWAYS_PRIVATE: &[&str] =
    &["initialize", "initialize_clone", "initialize_copy", "initialize_dup", "respond_to_missing?"];

/// Where a method goes: the class that has it, and whether instances do or the class itself.
pub struct Place {
    pub owner: Option<String>,
    pub mark: &'static str,
}

impl Place {
    /// That of what an alias or an accessor defines where the walk stands: `module_function` says nothing of these.
    pub fn here(unit: &Unit<'_>) -> Place {
        let owner = unit.enclosing_type_name().filter(|owner| !owner.is_empty()).map(str::to_owned);
        Place { owner, mark: if State::here(unit).singleton { "." } else { "#" } }
    }

    /// That of a `def` where the walk stands.
    pub fn of_def(unit: &Unit<'_>) -> Place {
        let place = Place::here(unit);
        Place { mark: if State::here(unit).module_function { "." } else { place.mark }, ..place }
    }

    /// Where the names of its methods are bound.
    pub fn space(&self) -> Space {
        match (&self.owner, self.mark) {
            (None, _) => FUNCTIONS,
            (_, "#") => METHODS,
            _ => CLASS_METHODS,
        }
    }

    /// Whether what stands here is a method of the main object.
    pub fn is_main(&self, unit: &Unit<'_>) -> bool {
        self.owner.is_none() && !unit.is_in_function()
    }

    /// The qualified name of a member; that of a method of the main object is its own.
    pub fn qualify(&self, name: &str) -> String {
        match &self.owner {
            Some(owner) => [owner, self.mark, name].concat(),
            None => name.to_owned(),
        }
    }

    /// What a method of this name is, before its parameters are known.
    pub fn draft<'s>(&self, unit: &Unit<'s>, at: NodeId, name: &'s str) -> SymbolDraft<'s> {
        let symbol_kind = if self.is_main(unit) { SymbolKind::Function } else { SymbolKind::Method };
        SymbolDraft {
            qualified: Some(self.qualify(name)),
            binds: Some(self.space()),
            // `private :m` finds it in the class's body, also from a block in there.
            hoisted: self.owner.is_some(),
            ..SymbolDraft::new(symbol_kind, at, name)
        }
    }
}

pub fn define_method(unit: &mut Unit<'_>, node: NodeId) {
    let Some(name) = unit.child(node, field::NAME) else { return };
    let (place, state) = (Place::of_def(unit), State::here(unit));
    let text = name_text(unit, name);
    let is_private = place.mark == "#" && !place.is_main(unit) && ALWAYS_PRIVATE.contains(&text);
    let said = docs::call_around(unit, node).and_then(|call| visibility_word(unit, call));
    let visibility = match said {
        _ if is_private => Visibility::Private,
        Some(visibility) => visibility,
        None if place.is_main(unit) => Visibility::Public,
        None => state.visibility,
    };
    let symbol = define(unit, node, name, &place, visibility);
    if let Some(owner) = &place.owner {
        let is_function = docs::call_around(unit, node)
            .and_then(|call| unit.child(call, field::METHOD))
            .is_some_and(|method| unit.text(method) == "module_function");
        match (text, place.mark) {
            ("initialize", "#") => unit.name_also(symbol, [owner, ".new"].concat()),
            (_, ".") if state.module_function => unit.name_also(symbol, [owner, "#", text].concat()),
            (_, "#") if state.extends_self || is_function => {
                unit.name_also(symbol, [owner, ".", text].concat());
            }
            _ => {}
        }
    }
    let receiver = if place.mark == "#" { Receiver::Instance } else { Receiver::Class };
    open_body(unit, node, receiver);
}

/// `def self.m`, `def A.m`, `def object.m`.
pub fn define_singleton(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(object), Some(name)) = (unit.child(node, field::OBJECT), unit.child(node, field::NAME)) else {
        return;
    };
    uses::claim_receiver(unit, object);
    let mut place = Place { mark: ".", ..Place::here(unit) };
    if !unit.is(object, kind::SELF) {
        let owner = match paths::constant_path(unit, object) {
            Some(path) => paths::known_name(unit, &path),
            None => unit.text(object).to_owned(),
        };
        if place.owner.as_ref() != Some(&owner) {
            unit.open_type(node, &owner);
        }
        place.owner = Some(owner);
    }
    let said = docs::call_around(unit, node).and_then(|call| unit.child(call, field::METHOD));
    let is_private = said.is_some_and(|method| unit.text(method) == "private_class_method");
    define(unit, node, name, &place, if is_private { Visibility::Private } else { Visibility::Public });
    open_body(unit, node, Receiver::Class);
}

fn define(
    unit: &mut Unit<'_>,
    node: NodeId,
    name: NodeId,
    place: &Place,
    visibility: Visibility,
) -> SymbolId {
    let text = name_text(unit, name);
    let parameters = unit.child(node, field::PARAMETERS);
    let arity = parameters.map_or(NO_PARAMETERS, |parameters| arity(unit, parameters));
    let docs = docs::docs(unit, node);
    let draft = SymbolDraft {
        arity: Some(arity),
        visibility,
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        test: is_test(unit, text, place),
        signature: signature(unit, unit.start_byte(node), parameters.unwrap_or(name)),
        ..place.draft(unit, name, text)
    };
    if let Some(inner) = unit.child(name, field::NAME).filter(|_| unit.is(name, kind::SETTER)) {
        unit.claim(inner);
    }
    unit.define(node, draft)
}

/// A method's name; `~@` and `!@` are other spellings of `~` and `!`.
fn name_text<'s>(unit: &Unit<'s>, name: NodeId) -> &'s str {
    match unit.text(name) {
        "~@" => "~",
        "!@" => "!",
        text => text,
    }
}

fn open_body(unit: &mut Unit<'_>, node: NodeId, receiver: Receiver) {
    State { receiver, ..State::BODY }.enter(unit, node);
    unit.open_scope(node, ScopeKind::Function);
    if let Some(parameters) = unit.child(node, field::PARAMETERS) {
        patterns::bind_parameters(unit, parameters);
    }
}

/// What minitest and test-unit run: `test_…` in a class that is a test by its name or its superclass's.
fn is_test(unit: &Unit<'_>, name: &str, place: &Place) -> bool {
    let Some(class) = unit.enclosing_type().filter(|_| name.starts_with("test_") && place.mark == "#") else {
        return false;
    };
    let draft = unit.symbol(class);
    draft.name.starts_with("Test")
        || draft.name.ends_with("Test")
        || draft.name.ends_with("Tests")
        || draft.signature.as_deref().is_some_and(|head| head.contains("Test"))
}

/// The visibility that a call gives to its argument (`private def m`).
pub fn visibility_word(unit: &Unit<'_>, call: NodeId) -> Option<Visibility> {
    match unit.text(unit.child(call, field::METHOD)?) {
        "private" => Some(Visibility::Private),
        "protected" => Some(Visibility::Protected),
        "public" => Some(Visibility::Public),
        _ => None,
    }
}

/// From a byte to the end of the parameters, without comments.
fn signature(unit: &Unit<'_>, start: u32, last: NodeId) -> Option<Box<str>> {
    let comments = unit.subtree(last).filter(|&node| unit.is(node, kind::COMMENT));
    let (mut text, mut from) = (String::new(), start);
    for comment in comments {
        text.push_str(unit.slice(from, unit.start_byte(comment)));
        from = unit.end_byte(comment);
    }
    text.push_str(unit.slice(from, unit.end_byte(last)));
    crate::extract::signature(&text)
}

/// What a method without parameters takes.
const NO_PARAMETERS: Arity = Arity { required: 0, optional: 0, variadic: false };

/// Any number of arguments.
pub const ANY_ARGUMENTS: Arity = Arity { required: 0, optional: 0, variadic: true };

/// The number of arguments; keywords are together one, which must be given if one of them must.
pub fn arity(unit: &Unit<'_>, parameters: NodeId) -> Arity {
    let mut arity = NO_PARAMETERS;
    let mut keywords = None;
    for parameter in unit.children(parameters) {
        match unit.kind(parameter) {
            kind::IDENTIFIER if unit.is_in(parameter, field::LOCALS) => {}
            kind::IDENTIFIER | kind::DESTRUCTURED_PARAMETER => {
                arity.required = arity.required.saturating_add(1);
            }
            kind::OPTIONAL_PARAMETER => arity.optional = arity.optional.saturating_add(1),
            kind::SPLAT_PARAMETER | kind::FORWARD_PARAMETER => arity.variadic = true,
            kind::KEYWORD_PARAMETER => {
                let required = unit.child(parameter, field::VALUE).is_none();
                keywords = Some(keywords.unwrap_or(false) || required);
            }
            kind::HASH_SPLAT_PARAMETER => keywords = Some(keywords.unwrap_or(false)),
            _ => {}
        }
    }
    match keywords {
        Some(true) => arity.required = arity.required.saturating_add(1),
        Some(false) => arity.optional = arity.optional.saturating_add(1),
        None => {}
    }
    arity
}

/// `alias new old`.
pub fn define_alias(unit: &mut Unit<'_>, node: NodeId) {
    let (Some(new), Some(old)) = (unit.child(node, field::NAME), unit.child(node, field::ALIAS)) else {
        return;
    };
    unit.claim_subtree(new);
    unit.claim_subtree(old);
    if unit.is(new, kind::GLOBAL_VARIABLE) {
        let name = unit.text(new);
        let draft = SymbolDraft {
            qualified: Some(name.to_owned()),
            ..SymbolDraft::new(SymbolKind::Variable, new, name)
        };
        unit.define(node, draft);
        return;
    }
    define_other_name(unit, node, new, old);
}

/// A second name of a method, which the first names.
pub fn define_other_name(unit: &mut Unit<'_>, node: NodeId, new: NodeId, old: NodeId) {
    let text = |node: NodeId| docs::literal_text(unit, node).unwrap_or(unit.text(node));
    let (new_name, old_name) = (text(new), text(old));
    let place = Place::here(unit);
    let docs = docs::docs(unit, node);
    // It is as visible as the method was, whatever is in force here.
    let original = unit.hoisted_symbol(old_name, place.space(), |_| true);
    let visibility = match original {
        Some(symbol) => unit.symbol(symbol).visibility,
        None if place.mark == "#" && ALWAYS_PRIVATE.contains(&old_name) => Visibility::Private,
        None => Visibility::Public,
    };
    let draft = SymbolDraft {
        arity: Some(ANY_ARGUMENTS),
        visibility,
        deprecated: docs.deprecated,
        docstring: docs.docstring,
        signature: unit.signature(unit.start_byte(node), unit.end_byte(node)),
        context: None,
        everywhere: false,
        ..place.draft(unit, new, new_name)
    };
    unit.define(node, draft);
    if unit.context_kind() == ContextKind::Function && place.owner.is_none() {
        return;
    }
    let member = [place.mark, old_name].concat();
    let usage =
        Use { elsewhere: Some(vec![old_name.into()]), ..Use::receiver(old, vec![member.into()], old_name) };
    unit.reference(usage, RefKind::Alias);
}

/// `undef m` names methods, and calls none.
pub fn claim_names(unit: &mut Unit<'_>, node: NodeId) {
    unit.claim_subtree(node);
}
