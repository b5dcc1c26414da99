//! The integration tests: one binary, one module a boundary.

mod application;
mod command;
mod connect;
mod corpus;
mod dependencies;
mod facts;
mod fixtures;
mod fragments;
mod frameworks;
mod hostile;
mod index;
mod links;
mod package;
mod prefixes;
mod program;
mod python_ast;
mod queries;
mod refusal;
mod restart;
mod seam;
mod server;
mod syntax;
mod tcp;
mod tidy;
mod tls;
