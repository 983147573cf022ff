//! The preview as a person runs it, and a client that speaks plain HTTP to it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::harness::{Folder, program};

/// How long anything may take before a test gives up.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A server that runs until it is dropped.
pub struct Serving {
    child: Child,
    pub address: String,
    lines: Arc<Mutex<Vec<String>>>,
}

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Serving {
    /// Serves a folder at a port of the system's choice.
    pub fn start(folder: &Folder, arguments: &[&str]) -> Self {
        Self::at(folder, "0", arguments)
    }

    pub fn at(folder: &Folder, port: &str, arguments: &[&str]) -> Self {
        Self::run(folder, &[&["serve", "--port", port], arguments].concat())
    }

    pub fn with_default_port(folder: &Folder) -> Self {
        Self::run(folder, &["serve"])
    }

    fn run(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = program(&folder.path(), arguments);
        let mut child = command
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut said = BufReader::new(child.stderr.take().expect("its output"));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut address = String::new();
        while address.is_empty() {
            let mut line = String::new();
            assert!(
                said.read_line(&mut line).expect("a line") > 0,
                "the server stopped: {:?}",
                lines.lock().expect("lines")
            );
            if let Some((_, rest)) = line.split_once("http://") {
                address = rest.split('/').next().expect("an address").to_owned();
            }
            lines.lock().expect("lines").push(line);
        }
        // What is told of the start is told before anything else.
        while !lines
            .lock()
            .expect("lines")
            .last()
            .is_some_and(|line: &String| line.contains("Ctrl-C"))
        {
            let mut line = String::new();
            assert!(said.read_line(&mut line).expect("a line") > 0, "the server stopped");
            lines.lock().expect("lines").push(line);
        }
        let more = lines.clone();
        std::thread::spawn(move || {
            for line in said.lines().map_while(Result::ok) {
                more.lock().expect("lines").push(line);
            }
        });
        Serving { child, address, lines }
    }

    /// All that the terminal has been told.
    pub fn said(&self) -> String {
        self.lines.lock().expect("lines").join("\n")
    }

    pub fn port(&self) -> &str {
        self.address.rsplit(':').next().expect("a port")
    }

    pub fn process(&self) -> u32 {
        self.child.id()
    }

    pub fn is_alive(&mut self) -> bool {
        self.child.try_wait().expect("the process").is_none()
    }

    /// Asks for a path, with a connection of its own.
    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Reply {
        let mut connection = self.connect();
        ask(&mut connection, &self.address, method, path, headers)
    }

    pub fn connect(&self) -> BufReader<TcpStream> {
        let stream = TcpStream::connect(&self.address).expect("connect");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        stream.set_nodelay(true).expect("no delay");
        BufReader::new(stream)
    }

    /// What an open page at a path is told now.
    pub fn news(&self, page: &str) -> serde_json::Value {
        serde_json::from_slice(&self.get(&format!("/.backgrounder/state?at={page}")).body)
            .expect("JSON")
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks on a connection that is open.
pub fn ask(
    connection: &mut BufReader<TcpStream>,
    host: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Reply {
    let mut request = format!("{method} {path} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request.push_str(&format!("Host: {host}\r\n"));
    }
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str("\r\n");
    connection.get_mut().write_all(request.as_bytes()).expect("ask");
    read(connection, method == "HEAD")
}

fn read(connection: &mut BufReader<TcpStream>, head_only: bool) -> Reply {
    let mut line = String::new();
    connection.read_line(&mut line).expect("a status");
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or_else(|| panic!("no status: {line:?}"));
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        connection.read_line(&mut line).expect("a header");
        match line.trim_end().split_once(':') {
            Some((name, value)) => {
                headers.insert(name.to_ascii_lowercase(), value.trim().to_owned())
            }
            None => break,
        };
    }
    let length =
        headers.get("content-length").map_or(0, |length| length.parse().expect("a length"));
    let mut body = vec![0; if head_only || status == 304 { 0 } else { length }];
    connection.read_exact(&mut body).expect("the body");
    Reply { status, headers, body }
}

/// Waits until something is so.
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "it never came about that {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A page without the script that a preview adds.
pub fn without_script(page: &[u8]) -> Vec<u8> {
    let begins =
        |at: usize| page[at..].starts_with(b"<script defer src=\"/.backgrounder/preview.js\"");
    let Some(at) = (0..page.len()).rfind(|at| begins(*at)) else { return page.to_vec() };
    let end =
        at + page[at..].windows(10).position(|part| part == b"</script>\n").expect("its end") + 10;
    [&page[..at], &page[end..]].concat()
}
