//! Runs `serve` and speaks plain HTTP to it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::harness::{Folder, program};

/// How long a test waits before it fails.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// A running preview; dropping it kills the process.
pub struct PreviewServer {
    child: Child,
    pub address: String,
    lines: Arc<Mutex<Vec<String>>>,
}

#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl PreviewServer {
    /// Serves a folder on a free port.
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
        let mut stderr = BufReader::new(child.stderr.take().expect("stderr"));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut address = String::new();
        while address.is_empty() {
            let mut line = String::new();
            assert!(
                stderr.read_line(&mut line).expect("a line") > 0,
                "the server stopped: {:?}",
                lines.lock().expect("lines")
            );
            if let Some((_, rest)) = line.split_once("http://") {
                address = rest.split('/').next().expect("an address").to_owned();
            }
            lines.lock().expect("lines").push(line);
        }
        // The startup messages end with a line about Ctrl-C.
        while !lines
            .lock()
            .expect("lines")
            .last()
            .is_some_and(|line: &String| line.contains("Ctrl-C"))
        {
            let mut line = String::new();
            assert!(stderr.read_line(&mut line).expect("a line") > 0, "the server stopped");
            lines.lock().expect("lines").push(line);
        }
        let more = lines.clone();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                more.lock().expect("lines").push(line);
            }
        });
        PreviewServer { child, address, lines }
    }

    /// Everything written to the terminal so far.
    pub fn log(&self) -> String {
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

    /// Requests a path on a new connection.
    pub fn get(&self, path: &str) -> Response {
        self.request("GET", path, &[])
    }

    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut connection = self.connect();
        request(&mut connection, &self.address, method, path, headers)
    }

    pub fn connect(&self) -> BufReader<TcpStream> {
        let stream = TcpStream::connect(&self.address).expect("connect");
        stream.set_read_timeout(Some(TIMEOUT)).expect("a timeout");
        stream.set_nodelay(true).expect("no delay");
        BufReader::new(stream)
    }

    /// The state that an open page at a path polls.
    pub fn state(&self, page: &str) -> serde_json::Value {
        serde_json::from_slice(&self.get(&format!("/.backgrounder/state?at={page}")).body)
            .expect("JSON")
    }

    /// The text of the error overlay of a page.
    pub fn problems(&self, page: &str) -> Option<String> {
        self.state(page)["problems"].as_str().map(str::to_owned)
    }
}

impl Drop for PreviewServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request on an open connection.
pub fn request(
    connection: &mut BufReader<TcpStream>,
    host: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Response {
    let mut text = format!("{method} {path} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        text.push_str(&format!("Host: {host}\r\n"));
    }
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    connection.get_mut().write_all(text.as_bytes()).expect("send");
    read(connection, method == "HEAD")
}

fn read(connection: &mut BufReader<TcpStream>, head_only: bool) -> Response {
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
    Response { status, headers, body }
}

/// Waits until a condition holds.
pub fn until(what: &str, mut condition: impl FnMut() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < TIMEOUT, "timeout: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A page without the script that the preview adds.
pub fn without_script(page: &[u8]) -> Vec<u8> {
    let begins =
        |at: usize| page[at..].starts_with(b"<script defer src=\"/.backgrounder/preview.js\"");
    let Some(at) = (0..page.len()).rfind(|at| begins(*at)) else { return page.to_vec() };
    let end = at
        + page[at..].windows(10).position(|part| part == b"</script>\n").expect("its end tag")
        + 10;
    [&page[..at], &page[end..]].concat()
}
