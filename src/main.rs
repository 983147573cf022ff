//! The `backgrounder` command.

use std::process::ExitCode;

/// A build allocates millions of small values in several threads: with the allocator of glibc, one
/// of ten thousand articles took a third longer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    backgrounder::cli::main()
}
