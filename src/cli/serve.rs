//! `serve`.

use std::io;
use std::process::ExitCode;

use super::args::{Cli, PORT, ServeArgs};
use super::report;
use super::teller::Teller;
use super::wrong_usage;
use crate::catalog::PageFilter;
use crate::diagnostics::Diagnostic;
use crate::engine::Wishes;
use crate::preview::{Following, News, Preview, Server, Showing, follow};

/// How many ports are tried after it.
const NEXT_PORTS: u16 = 20;

pub(super) fn serve(cli: &Cli, arguments: &ServeArgs) -> ExitCode {
    let root = match cli.root.canonicalize() {
        Ok(root) if root.join("site.toml").exists() => root,
        Ok(_) => {
            return wrong_usage(
                "there is no `site.toml` here; run this in the folder of a site, name it with `--root DIR`, or begin one with `backgrounder new site NAME`",
            );
        }
        Err(error) => return wrong_usage(&format!("{}: {error}", cli.root.display())),
    };
    let server = match bind(arguments) {
        Ok(server) => server.allowing(arguments.allow_host.iter().cloned()),
        Err(message) => return wrong_usage(&message),
    };
    let wishes = Wishes { choice: PageFilter { include_drafts: !arguments.no_drafts, today: arguments.now }, ..Wishes::default() };
    let (mut preview, first) = Preview::open(&root, wishes);
    let mut teller = Teller::new(cli.message_format, &server);
    teller.opening(&first, arguments);
    let url = teller.url(&first.build.site);
    drop(first);
    let format = cli.message_format;
    let broken = move |showing: &Showing, problem: &Diagnostic| report::problems(std::slice::from_ref(problem), &**showing.site.snapshot(), format);
    if let Err(error) = server.start(preview.window().clone(), broken) {
        return wrong_usage(&format!("the server cannot be started: {error}"));
    }
    if arguments.open
        && let Err(error) = opener::open_browser(&url)
    {
        anstream::eprintln!("warning: no browser could be opened ({error}); open {url} yourself");
    }
    let following = if arguments.poll { Following::Polling } else { Following::Watching };
    follow(&root, &mut preview, following, &mut |news| match news {
        News::Round(round) => teller.round(round),
        News::CannotWatch(reason) => {
            anstream::eprintln!("warning: the system does not tell of changes, so they are looked for every half second: {reason}");
        }
        News::Mishap(mishap) => anstream::eprintln!("error: {mishap}"),
    })
}

/// The port that was asked for; else the first that is free.
fn bind(arguments: &ServeArgs) -> Result<Server, String> {
    let host = &arguments.host;
    let in_words = |port: u16, error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => format!("port {port} is taken; choose another with `--port`, or let the system choose with `--port 0`"),
        io::ErrorKind::AddrNotAvailable => format!("{host}: this machine has no such address"),
        io::ErrorKind::InvalidInput => format!("`--host {host}`: {error}"),
        _ => format!("{host}: {error}"),
    };
    if let Some(port) = arguments.port {
        return Server::bind(host, port).map_err(|error| in_words(port, error));
    }
    let mut ports = PORT..=PORT + NEXT_PORTS;
    loop {
        let port = ports.next().unwrap_or(0);
        match Server::bind(host, port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port != 0 => {}
            result => return result.map_err(|error| in_words(port, error)),
        }
    }
}
