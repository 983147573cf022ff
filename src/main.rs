//! The `backgrounder` command.

use std::process::ExitCode;

/// A build makes and throws away millions of small texts from several threads; the allocators of most systems take twice as long over it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    backgrounder::cli::main()
}
