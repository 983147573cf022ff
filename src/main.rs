//! The `backgrounder` command.
fn main() {}
