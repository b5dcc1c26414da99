//! Django and its REST framework: lists of patterns that include one another, views that say their methods.
//!
//! Patterns are here, what a view serves in `views`, routers of view sets in `view_sets`.

mod view_sets;
mod views;

use super::finder::{Finder, Site};
use super::{Family, Framework, Gives, Join, On, Parameters, Pick, Rule, Text, When};
use crate::model::{Language, MarkShape, Operand, SymbolKind};

/// Routers of view sets are mounted like lists of patterns, so both are one framework.
static DJANGO: Framework = Framework {
    routes_in: &["urls"],
    module_list: Some("urlpatterns"),
    ..Framework::new("django", Parameters::Expression, Join::Plain)
};

const PATH: Text = &[Pick::At(0), Pick::Named("route"), Pick::Named("regex")];
const VIEW: &[Pick] = &[Pick::At(1), Pick::Named("view")];
const URLS: &[On] = &[On::From(&["django.urls", "django.conf.urls"])];
const REST: &[On] = &[On::From(&["rest_framework", "rest_framework_nested", "rest_framework_extensions"])];

/// Calls that translate the text that they are given.
const TRANSLATIONS: &[&str] = &["_", "gettext", "gettext_lazy", "ugettext_lazy", "gettext_noop"];

pub(super) static FAMILY: Family = Family {
    name: "django",
    languages: &[Language::Python],
    rules: &[
        Rule {
            framework: &DJANGO,
            names: &["path", "re_path", "url"],
            on: URLS,
            when: &[When::Test(mounts_others)],
            gives: Gives::Mount { prefix: PATH, child: Pick::At(1) },
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["path", "re_path", "url"],
            on: URLS,
            when: &[When::Test(is_of_application)],
            gives: Gives::Custom(add_pattern),
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["include"],
            on: URLS,
            gives: Gives::Router { prefix: &[], holds: &[Pick::At(0), Pick::Named("arg")] },
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["i18n_patterns"],
            on: URLS,
            when: &[When::Test(spares_the_default_language)],
            gives: Gives::Group { prefix: &[], holds: &[Pick::From(0)] },
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["i18n_patterns"],
            on: URLS,
            gives: Gives::Group { prefix: &[Pick::Fixed("<language>/")], holds: &[Pick::From(0)] },
            ..Rule::CALL
        },
        // Until Django 1.9; the first argument is a prefix of the views' names.
        Rule {
            framework: &DJANGO,
            names: &["patterns"],
            on: URLS,
            gives: Gives::Group { prefix: &[], holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["DefaultRouter", "SimpleRouter", "ExtendedDefaultRouter", "ExtendedSimpleRouter"],
            on: REST,
            gives: Gives::Router { prefix: &[], holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["NestedDefaultRouter", "NestedSimpleRouter"],
            on: REST,
            gives: Gives::Router { prefix: &[], holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &DJANGO,
            names: &["register"],
            on: &[On::Router, On::Likely(&["router"])],
            when: &[When::HasText(view_sets::PREFIX), When::Test(view_sets::has_view_set)],
            gives: Gives::Custom(view_sets::add_view_set),
            ..Rule::CALL
        },
        // These say of a view which methods it serves, and of a view set which actions it has beside the usual ones.
        Rule {
            framework: &DJANGO,
            names: views::RESTRICTIONS,
            on: &[On::From(&["django.views.decorators.http", "rest_framework.decorators"])],
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &DJANGO,
            names: view_sets::ACTIONS,
            on: &[On::From(&["rest_framework.decorators"])],
            ..Rule::ANNOTATION
        },
        // The view that a variable holds.
        Rule { framework: &DJANGO, names: &["as_view"], when: &[When::Test(never)], ..Rule::CALL },
        Rule {
            framework: &DJANGO,
            shape: MarkShape::Assigned,
            names: &["http_method_names"],
            when: &[When::Test(never)],
            ..Rule::CALL
        },
    ],
    ..Family::BASE
};

/// A mark that is kept because others look at it.
fn never(_: &Finder<'_>, _: Site) -> bool {
    false
}

/// Whether a pattern puts other patterns below its path.
fn mounts_others(finder: &Finder<'_>, site: Site) -> bool {
    match finder.picked(site, Pick::At(1)).first() {
        Some(Operand::Mark(mark)) => finder.mark(Site { mark: *mark, ..site }).name == "include",
        // The admin site's own patterns are Django's.
        Some(Operand::Name(named)) => {
            let object = named.object.as_ref().map(|object| object.last());
            let symbol = finder.symbol_of(site.file, &named.meaning);
            let is_view = symbol.and_then(|symbol| finder.kind(symbol)) == Some(SymbolKind::Function);
            named.last() == "urls" && !is_view && object.is_some_and(|object| !object.ends_with("site"))
        }
        // What `include` would be given: patterns and their namespace.
        Some(Operand::List(_)) => true,
        _ => false,
    }
}

/// Whether a pattern may stand by itself: those that a model's admin adds lie below paths that the admin site makes.
fn is_of_application(finder: &Finder<'_>, site: Site) -> bool {
    let Some(method) = finder.enclosing(site) else { return true };
    let Some(export) = finder.export(method) else { return true };
    let Some(owner) = export.qualified_name.strip_suffix(".get_urls") else { return true };
    let Some(owner) = finder.symbol_named(owner) else { return true };
    !views::is_below(finder, owner, |base| base.ends_with("Admin") || base.ends_with("AdminSite"))
}

/// Whether the paths of the default language have no prefix.
fn spares_the_default_language(finder: &Finder<'_>, site: Site) -> bool {
    let option = finder.mark(site).named("prefix_default_language");
    matches!(option, Some(Operand::Word(word)) if word == "False")
}

/// The route of a pattern whose path is known.
fn add_pattern(finder: &mut Finder<'_>, site: Site) {
    let paths = paths(finder, site);
    let views: Vec<&Operand> = VIEW.iter().flat_map(|&pick| finder.picked(site, pick)).collect();
    let Some(&view) = views.first().filter(|_| !paths.is_empty()) else { return };
    let router = finder.settled.get(&site).and_then(|settled| settled.base);
    for (methods, served) in views::served(finder, site, view) {
        finder.add_routes(site, &DJANGO, router, &methods, &paths, &served);
    }
}

/// The path of a pattern, which may be translated.
fn paths(finder: &Finder<'_>, site: Site) -> Vec<String> {
    let texts = finder.texts(site, PATH);
    if !texts.is_empty() {
        return texts;
    }
    let translated = PATH.iter().flat_map(|&pick| finder.picked(site, pick)).next();
    let Some(Operand::Mark(mark)) = translated else { return Vec::new() };
    let inner = Site { mark: *mark, ..site };
    if TRANSLATIONS.contains(&finder.mark(inner).name.as_str()) {
        finder.texts(inner, &[Pick::At(0)])
    } else {
        Vec::new()
    }
}
