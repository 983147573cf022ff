//! `serve`.

use std::io;
use std::process::ExitCode;

use super::args::{Cli, DEFAULT_PORT, ServeArgs};
use super::report;
use super::serve_log::ServeLog;
use super::usage_error;
use crate::catalog::PageFilter;
use crate::diagnostics::Diagnostic;
use crate::engine::BuildOptions;
use crate::preview::{Preview, PreviewState, Server, WatchEvent, WatchMode, watch_site};

/// How many ports are tried after it.
const FALLBACK_PORTS: u16 = 20;

pub(super) fn serve(cli: &Cli, arguments: &ServeArgs) -> ExitCode {
    let root = match cli.root.canonicalize() {
        Ok(root) if root.join("site.toml").exists() => root,
        Ok(_) => {
            return usage_error(
                "there is no `site.toml` here; run this in the folder of a site, name it with `--root DIR`, or begin one with `backgrounder new site NAME`",
            );
        }
        Err(error) => return usage_error(&format!("{}: {error}", cli.root.display())),
    };
    let server = match bind(arguments) {
        Ok(server) => server.with_allowed_hosts(arguments.allow_host.iter().cloned()),
        Err(message) => return usage_error(&message),
    };
    let wishes = BuildOptions {
        page_filter: PageFilter { include_drafts: !arguments.no_drafts, today: arguments.now },
        ..BuildOptions::default()
    };
    let (mut preview, first) = Preview::open(&root, wishes);
    let mut teller = ServeLog::new(cli.message_format, &server);
    teller.print_start(&first, arguments);
    let url = teller.url(&first.build.site);
    drop(first);
    let format = cli.message_format;
    let broken = move |showing: &PreviewState, problem: &Diagnostic| {
        report::print_problems(std::slice::from_ref(problem), &**showing.site.snapshot(), format)
    };
    if let Err(error) = server.start(preview.channel().clone(), broken) {
        return usage_error(&format!("the server cannot be started: {error}"));
    }
    if arguments.open
        && let Err(error) = opener::open_browser(&url)
    {
        anstream::eprintln!("warning: no browser could be opened ({error}); open {url} yourself");
    }
    let following = if arguments.poll { WatchMode::Polling } else { WatchMode::Events };
    watch_site(&root, &mut preview, following, &mut |news| match news {
        WatchEvent::Rebuilt(round) => teller.print_rebuild(round),
        WatchEvent::CannotWatch(reason) => {
            anstream::eprintln!(
                "warning: the system does not tell of changes, so they are looked for every half second: {reason}"
            );
        }
        WatchEvent::BuildPanicked(mishap) => anstream::eprintln!("error: {mishap}"),
    })
}

/// The port that was asked for; else the first that is free.
fn bind(arguments: &ServeArgs) -> Result<Server, String> {
    let host = &arguments.host;
    let in_words = |port: u16, error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "port {port} is taken; choose another with `--port`, or let the system choose with `--port 0`"
        ),
        io::ErrorKind::AddrNotAvailable => format!("{host}: this machine has no such address"),
        io::ErrorKind::InvalidInput => format!("`--host {host}`: {error}"),
        _ => format!("{host}: {error}"),
    };
    if let Some(port) = arguments.port {
        return Server::bind(host, port).map_err(|error| in_words(port, error));
    }
    let mut ports = DEFAULT_PORT..=DEFAULT_PORT + FALLBACK_PORTS;
    loop {
        let port = ports.next().unwrap_or(0);
        match Server::bind(host, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port != 0 => {}
            result => return result.map_err(|error| in_words(port, error)),
        }
    }
}
