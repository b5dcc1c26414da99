# Shortcuts; nothing here is required.

# List the recipes
default:
    @just --list

# Index this project into the private server and search it
try:
    cargo run --release -- index . --install-server
    cargo run --release -- find Publisher

# Everything that CI checks
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo test

# Rewrite the expected files of the fixtures; read them before you commit
bless:
    BLESS=1 cargo test --test it

# Speed of extraction, encoding and copying
bench:
    cargo bench
