//! Spring MVC and WebFlux, JAX-RS and Micronaut: annotations on classes and their methods.

use super::finder::{Finder, Site};
use super::routers::Key;
use super::rule::Methods;
use super::{Family, Framework, Gives, Handler, Join, On, Parameters, Pick, Rule, Text, When};
use crate::model::{Language, MarkShape};

static SPRING: Framework = Framework::new("spring", Parameters::Brace, Join::Slash);
static JAX_RS: Framework = Framework::new("jax-rs", Parameters::Brace, Join::Slash);
static MICRONAUT: Framework = Framework::new("micronaut", Parameters::Brace, Join::Slash);

const SPRING_PATH: Text = &[Pick::At(0), Pick::Named("value"), Pick::Named("path")];
const SPRING_METHODS: Text = &[Pick::Named("method")];
const JAX_RS_PATH: Text = &[Pick::At(0), Pick::Named("value")];
const MICRONAUT_PATH: Text = &[Pick::At(0), Pick::Named("value"), Pick::Named("uri"), Pick::Named("uris")];

const IN_SPRING: When = When::Imports(&["org.springframework"]);
const IN_JAX_RS: When = When::Imports(&["javax.ws.rs", "jakarta.ws.rs"]);
const FROM_MICRONAUT: On = On::From(&["io.micronaut"]);
/// An interface with one of these says what other services serve.
const NO_CLIENT: When = When::TypeNotMarked(&["FeignClient", "HttpExchange", "Client", "RegisterRestClient"]);

/// The route of a Spring annotation that says its method in its name.
const fn mapping(names: &'static [&'static str], method: &'static str) -> Rule {
    Rule {
        framework: &SPRING,
        names,
        when: &[IN_SPRING, When::OnMember, NO_CLIENT],
        gives: Gives::Route {
            methods: Methods::Fixed(method),
            path: SPRING_PATH,
            handler: Handler::Annotated,
        },
        ..Rule::ANNOTATION
    }
}

pub(super) static FAMILY: Family = Family {
    name: "jvm_web",
    languages: &[Language::Java],
    rules: &[
        Rule {
            framework: &SPRING,
            names: &["RequestMapping"],
            when: &[IN_SPRING, When::OnType],
            gives: Gives::TypePrefix { path: SPRING_PATH },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &SPRING,
            names: &["RequestMapping"],
            when: &[IN_SPRING, When::OnMember, NO_CLIENT],
            gives: Gives::Route {
                methods: Methods::Listed(SPRING_METHODS, "ANY"),
                path: SPRING_PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        mapping(&["GetMapping"], "GET"),
        mapping(&["PostMapping"], "POST"),
        mapping(&["PutMapping"], "PUT"),
        mapping(&["PatchMapping"], "PATCH"),
        mapping(&["DeleteMapping"], "DELETE"),
        Rule {
            framework: &JAX_RS,
            names: &["ApplicationPath"],
            when: &[IN_JAX_RS],
            gives: Gives::GlobalPrefix { path: JAX_RS_PATH },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &JAX_RS,
            names: &["Path"],
            when: &[IN_JAX_RS, When::OnType],
            gives: Gives::TypePrefix { path: JAX_RS_PATH },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &JAX_RS,
            names: &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
            // Without a path of its own a type is only reached through a locator, whose path is not known here.
            when: &[IN_JAX_RS, When::OnMember, NO_CLIENT, When::TypeMarked(&["Path"])],
            gives: Gives::Custom(resource_method),
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &MICRONAUT,
            names: &["Controller"],
            on: &[FROM_MICRONAUT],
            when: &[When::OnType],
            gives: Gives::TypePrefix { path: MICRONAUT_PATH },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &MICRONAUT,
            names: &["Get", "Post", "Put", "Patch", "Delete", "Head", "Options"],
            on: &[FROM_MICRONAUT],
            when: &[When::OnMember, When::TypeMarked(&["Controller"])],
            gives: Gives::Route {
                methods: Methods::Name { any: &[] },
                path: MICRONAUT_PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
    ],
    ..Family::BASE
};

/// A method of a JAX-RS resource: its path is an annotation of its own.
fn resource_method(finder: &mut Finder<'_>, site: Site) {
    let (Some(method), Some(owner)) = (finder.annotated(site), finder.enclosing(site)) else { return };
    let marks = (0..).zip(&finder.file(site).marks);
    let paths: Vec<String> = marks
        .filter(|(_, mark)| mark.shape == MarkShape::Annotation && mark.name == "Path")
        .filter(|(_, mark)| mark.symbol == Some(method.symbol))
        .flat_map(|(mark, _)| finder.texts(Site { mark, ..site }, JAX_RS_PATH))
        .collect();
    let paths = if paths.is_empty() { vec![String::new()] } else { paths };
    let router = finder.routers.get(&Key::Symbol(owner));
    let methods = [finder.mark(site).name.clone()];
    let served = finder.served(site, Handler::Annotated);
    finder.add_routes(site, &JAX_RS, router, &methods, &paths, &served);
}
