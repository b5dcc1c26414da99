//! View sets of Django's REST framework, and the routes that routers make of them.

use super::super::ancestry::Ancestor;
use super::super::values::Served;
use super::views::{allowed_methods, member_of};
use super::{DJANGO, Finder, Pick, Site, Text};
use crate::model::{Mark, MarkShape, Operand, SymbolPlace};

pub(super) const PREFIX: Text = &[Pick::At(0), Pick::Named("prefix")];
const VIEW_SET: &[Pick] = &[Pick::At(1), Pick::Named("viewset")];

/// Decorators of members that are actions of their own; the latter two until version 3.9.
pub(super) const ACTIONS: &[&str] = &["action", "detail_route", "list_route"];

/// The usual actions: the member, the method, and whether it is on one object.
const USUAL: &[(&str, &str, bool)] = &[
    ("list", "GET", false),
    ("create", "POST", false),
    ("retrieve", "GET", true),
    ("update", "PUT", true),
    ("partial_update", "PATCH", true),
    ("destroy", "DELETE", true),
];

/// Which of them the framework's own classes bring.
const BROUGHT_BY: &[(&str, &[&str])] = &[
    ("ModelViewSet", &["list", "create", "retrieve", "update", "partial_update", "destroy"]),
    ("ReadOnlyModelViewSet", &["list", "retrieve"]),
    ("ListModelMixin", &["list"]),
    ("CreateModelMixin", &["create"]),
    ("RetrieveModelMixin", &["retrieve"]),
    ("UpdateModelMixin", &["update", "partial_update"]),
    ("DestroyModelMixin", &["destroy"]),
];

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete", "head", "options", "trace"];

/// Routers inside of one another that are looked at.
const NESTED_MAX: usize = 8;

/// Whether a call of `register` is given a class or something that may be one.
pub(super) fn has_view_set(finder: &Finder<'_>, site: Site) -> bool {
    view_set(finder, site).is_some()
}

fn view_set(finder: &Finder<'_>, site: Site) -> Option<Served> {
    let operand = VIEW_SET.iter().flat_map(|&pick| finder.picked(site, pick)).next()?;
    matches!(operand, Operand::Name(_)).then(|| finder.served_by_value(site, operand))
}

/// The routes of a view set that a router is given.
pub(super) fn add_view_set(finder: &mut Finder<'_>, site: Site) {
    let (Some(prefix), Some(class)) = (finder.text(site, PREFIX), view_set(finder, site)) else { return };
    let Some(symbol) = class.symbol else { return };
    let router = finder.settled.get(&site).and_then(|settled| settled.base);
    let maker = router.and_then(|router| maker(finder, router));
    let slash = if maker.is_some_and(|maker| spares_slash(finder.mark(maker))) { "" } else { "/" };
    let below = maker.map_or_else(String::new, |maker| nested_prefix(finder, maker, NESTED_MAX));
    let list = [below.as_str(), prefix.trim_end_matches('/')].concat();
    let list = list.trim_start_matches('/');
    let object = if list.is_empty() { String::new() } else { [list, "/"].concat() };
    let object = [object.as_str(), "<", &lookup(finder, symbol), ">"].concat();
    let allowed = allowed_methods(finder, symbol);
    for Action { methods, on_object, below, member } in actions(finder, symbol) {
        let place = if on_object { object.as_str() } else { list };
        let joint = if place.is_empty() || below.is_empty() { "" } else { "/" };
        let whole = [place, joint, &below].concat();
        let end = if whole.is_empty() { "" } else { slash };
        let mut methods = methods;
        methods.retain(|method| allowed.as_ref().is_none_or(|allowed| allowed.contains(method)));
        let served = member_of(finder, &class, &member);
        finder.add_routes(site, &DJANGO, router, &methods, &[[whole.as_str(), end].concat()], &served);
    }
}

/// The call that makes a router.
fn maker(finder: &Finder<'_>, router: u32) -> Option<Site> {
    let mut makers = finder.settled.iter().filter(|(_, settled)| {
        settled.value == Some(router) && settled.rule.names.iter().any(|name| name.ends_with("Router"))
    });
    makers.next().map(|(site, _)| *site)
}

fn spares_slash(maker: &Mark) -> bool {
    matches!(maker.named("trailing_slash"), Some(Operand::Word(word)) if word == "False")
}

/// The path of the object below which a nested router lies (`NestedSimpleRouter(router, "users", lookup="user")`).
fn nested_prefix(finder: &Finder<'_>, maker: Site, depth: usize) -> String {
    let mark = finder.mark(maker);
    if depth == 0 || !mark.name.starts_with("Nested") {
        return String::new();
    }
    let parent = mark.positional().next().and_then(|parent| finder.router_of(maker, parent));
    let above = parent.and_then(|parent| self::maker(finder, parent));
    let above = above.map_or_else(String::new, |above| nested_prefix(finder, above, depth - 1));
    let path = finder.text(maker, &[Pick::At(1), Pick::Named("parent_prefix")]).unwrap_or_default();
    let lookup = finder.text(maker, &[Pick::Named("lookup")]);
    let lookup = lookup.unwrap_or_else(|| "nested_1".to_owned());
    let field = parent.and_then(|parent| registered(finder, parent, &path));
    let field = field.map_or_else(|| "pk".to_owned(), |class| self::lookup(finder, class));
    [above.as_str(), path.trim_matches('/'), "/<", &lookup, "_", &field, ">/"].concat()
}

/// The view set that a router has at a prefix.
fn registered(finder: &Finder<'_>, router: u32, prefix: &str) -> Option<SymbolPlace> {
    let mut sites = finder.settled.iter().filter(|(_, settled)| settled.base == Some(router));
    sites.find_map(|(&site, _)| {
        let is_it = finder.mark(site).name == "register" && finder.text(site, PREFIX)? == prefix;
        view_set(finder, site).filter(|_| is_it)?.symbol
    })
}

/// The parameter that names one object.
fn lookup(finder: &Finder<'_>, class: SymbolPlace) -> String {
    let said = ["lookup_url_kwarg", "lookup_field"].iter().find_map(|field| {
        let field = finder.inherited_member(class, &["."], field)?;
        finder.constants.get(&field).copied()
    });
    said.unwrap_or("pk").to_owned()
}

/// What a view set does at one path.
struct Action {
    methods: Vec<String>,
    on_object: bool,
    /// The path below that of the list or the object.
    below: String,
    member: String,
}

fn actions(finder: &Finder<'_>, class: SymbolPlace) -> Vec<Action> {
    let ancestors = finder.ancestors(class);
    let brought: Vec<&str> = ancestors
        .iter()
        .filter_map(|ancestor| match ancestor {
            Ancestor::Outside(path) => path.last(),
            Ancestor::Symbol(_) => None,
        })
        .flat_map(|name| BROUGHT_BY.iter().filter(move |(base, _)| base == name))
        .flat_map(|(_, members)| members.iter().copied())
        .collect();
    let mut found: Vec<Action> = Vec::new();
    for &(member, method, on_object) in USUAL {
        if brought.contains(&member) || finder.inherited_member(class, &["."], member).is_some() {
            let (methods, member) = (vec![method.to_owned()], member.to_owned());
            found.push(Action { methods, on_object, below: String::new(), member });
        }
    }
    let bases = ancestors.into_iter().filter_map(|ancestor| match ancestor {
        Ancestor::Symbol(base) => Some(base),
        Ancestor::Outside(_) => None,
    });
    for owner in std::iter::once(class).chain(bases) {
        own_actions(finder, owner, &mut found);
    }
    found
}

/// The actions that a class's own members are, beside those that a class before it has.
fn own_actions(finder: &Finder<'_>, owner: SymbolPlace, found: &mut Vec<Action>) {
    let marks = &finder.files()[owner.file as usize].marks;
    let inside = (0..).zip(marks).filter(|(_, mark)| {
        mark.shape == MarkShape::Annotation && mark.enclosing == Some(owner.symbol) && mark.symbol.is_some()
    });
    for (number, mark) in inside {
        let site = Site { file: owner.file, mark: number };
        let member = finder.served_by(finder.annotated(site)).written;
        if ACTIONS.contains(&mark.name.as_str()) {
            if found.iter().all(|action| action.member != member) {
                found.push(action(finder, site, member));
            }
        } else if METHODS.contains(&mark.name.as_str()) {
            found.extend(further_method(mark, member, found));
        }
    }
}

fn action(finder: &Finder<'_>, site: Site, member: String) -> Action {
    let mark = finder.mark(site);
    let is_true = |operand: &Operand| matches!(operand, Operand::Word(word) if word == "True");
    let on_object = match mark.name.as_str() {
        "detail_route" => true,
        "list_route" => false,
        _ => finder
            .picked(site, Pick::Named("detail"))
            .into_iter()
            .chain(mark.positional().nth(1))
            .any(is_true),
    };
    let methods = finder.texts(site, &[Pick::Named("methods"), Pick::At(0)]);
    let mut methods: Vec<String> = methods.iter().map(|method| method.to_ascii_uppercase()).collect();
    if methods.is_empty() {
        methods.push("GET".to_owned());
    }
    let below = finder.text(site, &[Pick::Named("url_path")]).unwrap_or_else(|| member.clone());
    Action { methods, on_object, below, member }
}

/// Another method of an action that is defined before (`@publish.mapping.delete`).
fn further_method(mark: &Mark, member: String, found: &[Action]) -> Option<Action> {
    let path = &mark.receiver.as_ref()?.as_name()?.path;
    let [action, mapping] = path.as_slice() else { return None };
    let first = found.iter().find(|known| known.member == *action && mapping == "mapping")?;
    let methods = vec![mark.name.to_ascii_uppercase()];
    Some(Action { methods, on_object: first.on_object, below: first.below.clone(), member })
}
