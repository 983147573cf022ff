//! `serve`.

use std::io;
use std::process::ExitCode;

use super::args::{Cli, MessageFormat, ServeArgs};
use super::build::{in_words, problems_in_words};
use super::report::{self, count};
use super::wrong_usage;
use crate::catalog::Choice;
use crate::engine::Wishes;
use crate::preview::{Following, News, Preview, Round, Server, follow};

/// The port that is tried first where none is asked for.
const PORT: u16 = 8000;
/// How many ports are tried after it.
const NEXT_PORTS: u16 = 20;

pub(super) fn serve(cli: &Cli, arguments: &ServeArgs) -> ExitCode {
    let root = match cli.root.canonicalize() {
        Ok(root) => root,
        Err(error) => return wrong_usage(&format!("{}: {error}", cli.root.display())),
    };
    let server = match bind(arguments) {
        Ok(server) => server,
        Err(message) => return wrong_usage(&message),
    };
    let wishes = Wishes { choice: Choice { unready: !arguments.no_drafts, now: arguments.now }, ..Wishes::default() };
    let (mut preview, first) = Preview::open(&root, wishes);
    report::problems(&first.problems(), &**first.build.site.snapshot(), cli.message_format);
    let address = server.address();
    let url = format!("http://{address}{}", first.build.site.config().base.path());
    if let Err(error) = server.start(preview.stage().clone()) {
        return wrong_usage(&format!("the server cannot be started: {error}"));
    }
    if cli.message_format == MessageFormat::Human {
        opening(&first, &url, arguments.port.is_none() && address.port() != PORT);
    }
    if arguments.open
        && let Err(error) = opener::open_browser(&url)
    {
        anstream::eprintln!("warning: no browser could be opened ({error}); open {url} yourself");
    }
    let following = if arguments.poll { Following::Polling } else { Following::Watching };
    follow(&root, &mut preview, following, &mut |news| match news {
        News::Round(round) => {
            report::problems(&round.problems(), &**round.build.site.snapshot(), cli.message_format);
            if cli.message_format == MessageFormat::Human {
                told(round);
            }
        }
        News::CannotWatch(reason) => anstream::eprintln!("warning: the system does not tell of changes, so they are looked for every half second: {reason}"),
    })
}

/// The port that was asked for; else the first that is free.
fn bind(arguments: &ServeArgs) -> Result<Server, String> {
    let host = &arguments.host;
    let in_words = |port: u16, error: io::Error| match error.kind() {
        io::ErrorKind::AddrInUse => format!("port {port} is taken; choose another with `--port`, or let the system choose with `--port 0`"),
        io::ErrorKind::AddrNotAvailable => format!("{host}: this machine has no such address"),
        _ => format!("{host}:{port}: {error}"),
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

fn opening(first: &Round, url: &str, moved: bool) {
    let site = &first.build.site;
    let pages = site.addresses().into_iter().filter(|(route, _)| route.is_page()).count();
    anstream::eprintln!("{} is at {url}", site.config().title);
    anstream::eprintln!("  {}, ready in {}; drafts are {}", count(pages, "page"), in_words(first.time), drafts(first));
    if moved {
        anstream::eprintln!("  port {PORT} was taken, so it is the next free one");
    }
    if !first.is_good() {
        anstream::eprintln!("  {}; pages are shown as far as they can be", problems_in_words(&first.problems()));
    }
    anstream::eprintln!("  Ctrl-C ends the preview");
}

fn drafts(first: &Round) -> &'static str {
    if first.build.site.catalog().all_pages().any(|entry| entry.hidden) { "left out" } else { "shown" }
}

/// What changed, what was redone, how long it took.
fn told(round: &Round) {
    let mut changed = round.changed.iter();
    let what = match (changed.next(), changed.next(), changed.count()) {
        (Some(one), None, _) => one.to_string(),
        (Some(one), Some(other), 0) => format!("{one}, {other}"),
        (Some(one), Some(other), more) => format!("{one}, {other} and {}", count(more, "more file")),
        (None, ..) => return,
    };
    let stats = &round.build.stats;
    let redone = format!("{} read, links of {} decided", count(stats.documents_read, "page"), count(stats.pages_linked, "page"));
    anstream::eprintln!("{what}: {redone}, shown after {}", in_words(round.time));
    let problems = round.problems();
    if !round.is_good() {
        anstream::eprintln!("  {}; the last good site stays", problems_in_words(&problems));
    } else if !problems.is_empty() {
        anstream::eprintln!("  {}", problems_in_words(&problems));
    }
}
