//! `serve`.

use std::io;
use std::process::ExitCode;

use super::args::{Cli, DEFAULT_PORT, ServeArgs};
use super::report_formats::print_problems;
use super::serve_log::ServeLog;
use crate::catalog::PageFilter;
use crate::diagnostics::Diagnostic;
use crate::engine::BuildOptions;
use crate::preview::{Preview, PreviewState, Server, WatchEvent, WatchMode, watch_site};

/// How many ports after the default one are tried.
const FALLBACK_PORTS: u16 = 20;

pub(super) fn serve(cli: &Cli, arguments: &ServeArgs) -> Result<ExitCode, String> {
    let root = cli
        .root
        .canonicalize()
        .map_err(|error| format!("cannot open {}: {error}", cli.root.display()))?;
    if !root.join("site.toml").exists() {
        return Err("there is no `site.toml` here\n  help: run this in the folder of a site, give \
                    the folder with `--root DIR`, or create a site with `backgrounder new site NAME`"
            .to_owned());
    }
    let server = bind(arguments)?.with_allowed_hosts(arguments.allow_host.iter().cloned());
    let options = BuildOptions {
        page_filter: PageFilter { include_drafts: !arguments.no_drafts, today: arguments.now },
        ..BuildOptions::default()
    };
    let (mut preview, first) = Preview::open(&root, options);
    let mut log = ServeLog::new(cli.message_format, &server);
    log.print_start(&first, arguments);
    let url = log.url(&first.build.site);
    drop(first);
    let format = cli.message_format;
    let on_problem = move |state: &PreviewState, problem: &Diagnostic| {
        print_problems(std::slice::from_ref(problem), state.site.snapshot(), format);
    };
    server
        .start(preview.channel().clone(), on_problem)
        .map_err(|error| format!("the server could not be started: {error}"))?;
    if arguments.open
        && let Err(error) = opener::open_browser(&url)
    {
        anstream::eprintln!("warning: the browser could not be opened ({error}); open {url}");
    }
    let mode = if arguments.poll { WatchMode::Polling } else { WatchMode::Events };
    watch_site(&root, &mut preview, mode, &mut |event| match event {
        WatchEvent::Rebuilt(rebuild) => log.print_rebuild(rebuild),
        WatchEvent::CannotWatch(reason) => anstream::eprintln!(
            "warning: files cannot be watched, so they are checked for changes every half second: \
             {reason}"
        ),
        WatchEvent::BuildPanicked(panic) => anstream::eprintln!("error: {panic}"),
    })
}

/// Binds the given port, else the first free one from the default on.
fn bind(arguments: &ServeArgs) -> Result<Server, String> {
    let host = &arguments.host;
    let describe = |port: u16, error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} is in use\n  help: choose another with `--port`, or any free one with \
             `--port 0`"
        ),
        io::ErrorKind::AddrNotAvailable => format!("{host} is not an address of this computer"),
        io::ErrorKind::InvalidInput => format!("`--host {host}`: {error}"),
        _ => format!("{host}: {error}"),
    };
    let mut port = arguments.port.unwrap_or(DEFAULT_PORT);
    loop {
        match Server::bind(host, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && arguments.port.is_none() => {
                // If all of them are in use, the system chooses one.
                port = if port < DEFAULT_PORT + FALLBACK_PORTS { port + 1 } else { 0 };
            }
            result => return result.map_err(|error| describe(port, error)),
        }
    }
}
