//! What serves a pattern, and with which methods: decorators of functions, members and bases of classes.

use super::super::ancestry::Ancestor;
use super::super::values::Served;
use super::{Finder, Pick, Site};
use crate::model::{Mark, MarkShape, Meaning, Operand, SymbolKind, SymbolPlace};

/// Decorators that say which methods a function serves.
pub(super) const RESTRICTIONS: &[&str] =
    &["require_http_methods", "require_GET", "require_POST", "require_safe", "api_view"];

/// Members of a class that serve a method each.
const MEMBERS: &[&str] = &["get", "post", "put", "patch", "delete"];

/// What classes of Django and its REST framework serve by themselves, by the last segment of their names. Methods of
/// forms that send what a browser can't are left out.
const SERVED_BY: &[(&[&str], &[&str])] = &[
    (&["GET"], &["ListView", "DetailView", "TemplateView", "BaseListView", "BaseDetailView", "ListAPIView"]),
    (&["GET"], &["ArchiveIndexView", "YearArchiveView", "MonthArchiveView", "WeekArchiveView"]),
    (&["GET"], &["DayArchiveView", "TodayArchiveView", "DateDetailView", "RetrieveAPIView"]),
    (&["GET"], &["PasswordResetDoneView", "PasswordResetCompleteView", "PasswordChangeDoneView"]),
    (&["GET", "POST"], &["FormView", "CreateView", "UpdateView", "DeleteView", "ProcessFormView"]),
    (&["GET", "POST"], &["BaseFormView", "BaseCreateView", "BaseUpdateView", "BaseDeleteView"]),
    (&["GET", "POST"], &["LoginView", "PasswordChangeView", "PasswordResetView", "PasswordResetConfirmView"]),
    (&["GET", "POST"], &["ListCreateAPIView"]),
    (&["POST"], &["CreateAPIView", "ObtainAuthToken"]),
    (&["PUT", "PATCH"], &["UpdateAPIView"]),
    (&["DELETE"], &["DestroyAPIView"]),
    (&["GET", "PUT", "PATCH"], &["RetrieveUpdateAPIView"]),
    (&["GET", "DELETE"], &["RetrieveDestroyAPIView"]),
    (&["GET", "PUT", "PATCH", "DELETE"], &["RetrieveUpdateDestroyAPIView"]),
];

/// What serves a value that a pattern is given: its methods and what serves them.
pub(super) fn served(finder: &Finder<'_>, site: Site, view: &Operand) -> Vec<(Vec<String>, Served)> {
    let mut served = finder.served_by_value(site, view);
    // Until Django 1.9 a view could be named.
    if let Some(name) = view.as_text() {
        served.symbol = finder.symbol_named(name);
    }
    let held = as_view(finder, site, view).or_else(|| held_by(finder, served.symbol?));
    match held {
        Some(call) => served_by_class(finder, call, served),
        None if is_socket(finder, site, view) => vec![(vec!["WEBSOCKET".to_owned()], served)],
        None => vec![(methods_of_function(finder, served.symbol), served)],
    }
}

/// The call of `as_view` that a value is or wraps.
fn as_view(finder: &Finder<'_>, site: Site, view: &Operand) -> Option<Site> {
    wrapped(finder, site, view, "as_view")
}

fn is_socket(finder: &Finder<'_>, site: Site, view: &Operand) -> bool {
    wrapped(finder, site, view, "as_asgi").is_some()
}

fn wrapped(finder: &Finder<'_>, site: Site, view: &Operand, name: &str) -> Option<Site> {
    let mut operand = view;
    // Each step goes into an argument, so that it ends.
    while let Operand::Mark(mark) = operand {
        let inner = Site { mark: *mark, ..site };
        let mark = finder.mark(inner);
        if mark.name == name {
            return Some(inner);
        }
        operand = mark.positional().rev().find(|one| matches!(one, Operand::Mark(_)))?;
    }
    None
}

/// The call of `as_view` whose value a variable holds.
fn held_by(finder: &Finder<'_>, variable: SymbolPlace) -> Option<Site> {
    if !matches!(finder.kind(variable)?, SymbolKind::Variable | SymbolKind::Constant) {
        return None;
    }
    let marks = (0..).zip(&finder.files()[variable.file as usize].marks);
    let gives = |mark: &Mark| {
        let named = mark.assigned.as_ref().and_then(Operand::as_name);
        named.is_some_and(|named| named.meaning == Meaning::Symbol(variable.symbol))
    };
    let mut calls = marks.filter(|(_, mark)| mark.name == "as_view" && gives(mark));
    calls.next().map(|(mark, _)| Site { file: variable.file, mark })
}

/// What a class serves that `as_view` is called on: members for methods where those are given (`{"get": "list"}`).
fn served_by_class(finder: &Finder<'_>, call: Site, served: Served) -> Vec<(Vec<String>, Served)> {
    let class = finder.mark(call).receiver.as_ref().map(|class| finder.served_by_value(call, class));
    let class = class.unwrap_or_default();
    let actions =
        finder.picked(call, Pick::At(0)).into_iter().chain(finder.picked(call, Pick::Named("actions")));
    for operand in actions {
        let Operand::Map(pairs) = operand else { continue };
        let actions = pairs.iter().map(|(method, action)| {
            let action = action.as_text().unwrap_or_default();
            (vec![method.to_ascii_uppercase()], member_of(finder, &class, action))
        });
        return actions.collect();
    }
    let methods = match class.symbol {
        Some(symbol) => methods_of_class(finder, symbol),
        None => served_outside(class.written.rsplit('.').next().unwrap_or_default()),
    };
    let methods = if methods.is_empty() { vec!["ANY".to_owned()] } else { methods };
    vec![(methods, if class.symbol.is_some() { class } else { served })]
}

/// A member of a class as what serves something; the class itself where the member comes from outside.
pub(super) fn member_of(finder: &Finder<'_>, class: &Served, member: &str) -> Served {
    let symbol = class.symbol.and_then(|class| finder.inherited_member(class, &["."], member));
    Served { written: [class.written.as_str(), ".", member].concat(), symbol: symbol.or(class.symbol) }
}

/// The methods that the members of a class and of its bases serve.
pub(super) fn methods_of_class(finder: &Finder<'_>, class: SymbolPlace) -> Vec<String> {
    let mut methods: Vec<String> = Vec::new();
    let members = MEMBERS.iter().filter(|member| finder.inherited_member(class, &["."], member).is_some());
    methods.extend(members.map(|member| member.to_ascii_uppercase()));
    for ancestor in finder.ancestors(class) {
        if let Ancestor::Outside(path) = ancestor {
            methods.extend(served_outside(path.last().map_or("", |name| name)));
        }
    }
    methods.sort();
    methods.dedup();
    if let Some(allowed) = allowed_methods(finder, class) {
        methods.retain(|method| allowed.contains(method));
    }
    methods
}

fn served_outside(class: &str) -> Vec<String> {
    let known = SERVED_BY.iter().filter(|(_, classes)| classes.contains(&class));
    known.flat_map(|(methods, _)| methods.iter().map(|method| (*method).to_owned())).collect()
}

/// The methods that a class or the nearest of its bases lets pass, where one says so.
pub(super) fn allowed_methods(finder: &Finder<'_>, class: SymbolPlace) -> Option<Vec<String>> {
    let bases = finder.ancestors(class).into_iter().filter_map(|ancestor| match ancestor {
        Ancestor::Symbol(base) => Some(base),
        Ancestor::Outside(_) => None,
    });
    std::iter::once(class).chain(bases).find_map(|owner| {
        let marks = &finder.files()[owner.file as usize].marks;
        let said = marks.iter().find(|mark| {
            let here = mark.enclosing == Some(owner.symbol) && mark.name == "http_method_names";
            here && mark.shape == MarkShape::Assigned
        })?;
        let listed = finder.texts_of(owner.file, &said.arguments.first()?.value);
        let listed: Vec<String> = listed.iter().map(|method| method.to_ascii_uppercase()).collect();
        (!listed.is_empty()).then_some(listed)
    })
}

/// The methods that a function's decorators let pass.
fn methods_of_function(finder: &Finder<'_>, function: Option<SymbolPlace>) -> Vec<String> {
    let fixed = |methods: &[&str]| methods.iter().map(|method| (*method).to_owned()).collect();
    let Some(function) = function else { return fixed(&["ANY"]) };
    for mark in finder.annotations_of(function) {
        let listed = || {
            let listed = mark.positional().next().or_else(|| mark.named("http_method_names"));
            let listed = listed.or_else(|| mark.named("request_method_list"));
            let listed = listed.map_or_else(Vec::new, |listed| finder.texts_of(function.file, listed));
            listed.iter().map(|method| method.to_ascii_uppercase()).collect::<Vec<String>>()
        };
        match mark.name.as_str() {
            "require_GET" => return fixed(&["GET"]),
            "require_POST" => return fixed(&["POST"]),
            "require_safe" => return fixed(&["GET", "HEAD"]),
            "require_http_methods" if !listed().is_empty() => return listed(),
            "api_view" if listed().is_empty() => return fixed(&["GET"]),
            "api_view" => return listed(),
            _ => {}
        }
    }
    fixed(&["ANY"])
}

/// Whether a class has a base of some name, inside or outside of the version.
pub(super) fn is_below(finder: &Finder<'_>, class: SymbolPlace, holds: impl Fn(&str) -> bool) -> bool {
    finder.ancestors(class).iter().any(|ancestor| match ancestor {
        Ancestor::Outside(path) => path.last().is_some_and(|name| holds(name)),
        Ancestor::Symbol(base) => finder
            .export(*base)
            .is_some_and(|export| holds(export.qualified_name.rsplit('.').next().unwrap_or_default())),
    })
}
