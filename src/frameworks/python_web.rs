//! Flask, FastAPI and Starlette: routers in variables, decorators on functions.

use super::{Family, Framework, Gives, Handler, Join, Methods, On, Parameters, Pick, Rule, Text, When};
use crate::model::Language;

static FLASK: Framework =
    Framework { mount_replaces: true, ..Framework::new("flask", Parameters::Angle, Join::Exact) };
static FASTAPI: Framework = Framework::new("fastapi", Parameters::Brace, Join::Plain);
static STARLETTE: Framework = Framework::new("starlette", Parameters::Brace, Join::Plain);

const PATH: Text = &[Pick::At(0), Pick::Named("path"), Pick::Named("rule")];
const PREFIX: Text = &[Pick::Named("prefix")];
const URL_PREFIX: Text = &[Pick::Named("url_prefix")];
const METHODS: Text = &[Pick::Named("methods")];
const ENDPOINT: Handler = Handler::Picked(&[Pick::At(1), Pick::Named("endpoint"), Pick::Named("route")]);
const VERBS: &[&str] = &["get", "post", "put", "patch", "delete", "options", "head", "trace"];

pub(super) static FAMILY: Family = Family {
    name: "python_web",
    languages: &[Language::Python],
    rules: &[
        Rule {
            framework: &FLASK,
            names: &["Flask", "Quart", "APIFlask", "OpenAPI"],
            on: &[On::From(&["flask", "quart", "apiflask", "flask_openapi3"])],
            gives: Gives::Router { prefix: &[], holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &FLASK,
            names: &["Blueprint", "APIBlueprint"],
            on: &[On::From(&["flask", "quart", "apiflask", "flask_openapi3", "flask_smorest"])],
            gives: Gives::Router { prefix: URL_PREFIX, holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &FLASK,
            names: &["register_blueprint", "register_api"],
            on: &[On::Router, On::Likely(&["app", "api", "bp", "blueprint"])],
            gives: Gives::Mount { prefix: URL_PREFIX, child: Pick::At(0) },
            ..Rule::CALL
        },
        Rule {
            framework: &FLASK,
            names: &["route"],
            on: &[On::Router],
            gives: Gives::Route {
                methods: Methods::Listed(METHODS, "GET"),
                path: PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &FLASK,
            names: VERBS,
            on: &[On::Router],
            gives: Gives::Route {
                methods: Methods::Name { any: &[] },
                path: PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &FLASK,
            names: &["websocket"],
            on: &[On::Router],
            gives: Gives::Route {
                methods: Methods::Fixed("WEBSOCKET"),
                path: PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &FLASK,
            names: &["add_url_rule"],
            on: &[On::Router, On::Likely(&["app", "bp", "blueprint"])],
            when: &[When::HasText(PATH)],
            gives: Gives::Route {
                methods: Methods::Listed(METHODS, "GET"),
                path: PATH,
                handler: Handler::Picked(&[Pick::Named("view_func"), Pick::At(2)]),
            },
            ..Rule::CALL
        },
        Rule {
            framework: &FASTAPI,
            names: &["FastAPI", "APIRouter"],
            on: &[On::From(&["fastapi"])],
            gives: Gives::Router { prefix: PREFIX, holds: &[] },
            ..Rule::CALL
        },
        Rule {
            framework: &FASTAPI,
            names: &["include_router"],
            on: &[On::Router, On::Likely(&["app", "api", "router"])],
            gives: Gives::Mount { prefix: PREFIX, child: Pick::At(0) },
            ..Rule::CALL
        },
        Rule {
            framework: &FASTAPI,
            names: &["mount"],
            on: &[On::Router],
            gives: Gives::Mount { prefix: PATH, child: Pick::At(1) },
            ..Rule::CALL
        },
        Rule {
            framework: &FASTAPI,
            names: VERBS,
            on: &[On::Router],
            gives: Gives::Route {
                methods: Methods::Name { any: &[] },
                path: PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &FASTAPI,
            names: &["api_route", "route"],
            on: &[On::Router],
            gives: Gives::Route {
                methods: Methods::Listed(METHODS, "GET"),
                path: PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &FASTAPI,
            names: &["websocket", "websocket_route"],
            on: &[On::Router],
            gives: Gives::Route {
                methods: Methods::Fixed("WEBSOCKET"),
                path: PATH,
                handler: Handler::Annotated,
            },
            ..Rule::ANNOTATION
        },
        Rule {
            framework: &FASTAPI,
            names: &["add_api_route", "add_route"],
            on: &[On::Router],
            gives: Gives::Route { methods: Methods::Listed(METHODS, "GET"), path: PATH, handler: ENDPOINT },
            ..Rule::CALL
        },
        Rule {
            framework: &FASTAPI,
            names: &["add_api_websocket_route", "add_websocket_route"],
            on: &[On::Router],
            gives: Gives::Route { methods: Methods::Fixed("WEBSOCKET"), path: PATH, handler: ENDPOINT },
            ..Rule::CALL
        },
        Rule {
            framework: &FASTAPI,
            names: &["Depends", "Security"],
            on: &[On::From(&["fastapi"])],
            gives: Gives::Consumes { provided: &[Pick::At(0), Pick::Named("dependency")] },
            ..Rule::CALL
        },
        Rule {
            framework: &STARLETTE,
            names: &["Starlette", "Router"],
            on: &[On::From(&["starlette"])],
            gives: Gives::Router { prefix: &[], holds: &[Pick::Named("routes"), Pick::At(0)] },
            ..Rule::CALL
        },
        Rule {
            framework: &STARLETTE,
            names: &["Mount"],
            on: &[On::From(&["starlette"])],
            gives: Gives::Group {
                prefix: PATH,
                holds: &[Pick::Named("routes"), Pick::Named("app"), Pick::At(1)],
            },
            ..Rule::CALL
        },
        Rule {
            framework: &STARLETTE,
            names: &["Route"],
            on: &[On::From(&["starlette"])],
            gives: Gives::Route { methods: Methods::Listed(METHODS, "GET"), path: PATH, handler: ENDPOINT },
            ..Rule::CALL
        },
        Rule {
            framework: &STARLETTE,
            names: &["WebSocketRoute"],
            on: &[On::From(&["starlette"])],
            gives: Gives::Route { methods: Methods::Fixed("WEBSOCKET"), path: PATH, handler: ENDPOINT },
            ..Rule::CALL
        },
    ],
    ..Family::BASE
};
