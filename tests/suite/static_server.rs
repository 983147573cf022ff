//! Serves a published site as web hosts do.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use super::harness::{assert_success, program, repository};
use super::random::Rng;

/// A folder, served until the tests end.
pub struct StaticServer {
    pub address: String,
    served: Arc<Served>,
}

struct Served {
    folder: PathBuf,
    /// By a part of the path.
    faults: Mutex<Vec<(String, Fault)>>,
    /// The paths that were requested, the first first.
    requests: Mutex<Vec<String>>,
}

/// How a server fails to serve a file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    Missing,
    /// The first half of it.
    Cut,
    /// As many other bytes.
    Noise,
    /// A page of the host instead, as if all were well.
    Page,
    /// No answer at all.
    Silent,
}

/// The demonstration site, built once.
pub static DEMONSTRATION: LazyLock<StaticServer> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder").keep();
    let site = folder.join("site");
    let arguments = ["build", "--strict", "--output-dir", site.to_str().expect("text")];
    let output = program(&repository(), &arguments).output().expect("the program runs");
    assert_success(&output);
    StaticServer::serve(site)
});

impl StaticServer {
    pub fn serve(folder: PathBuf) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let served =
            Arc::new(Served { folder, faults: Mutex::default(), requests: Mutex::default() });
        let shared = served.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let served = shared.clone();
                std::thread::spawn(move || drop(respond(&stream, &served)));
            }
        });
        StaticServer { address, served }
    }

    /// Fails from now on to serve files whose path has a part.
    pub fn spoil(&self, part: &str, fault: Fault) {
        self.served.faults.lock().expect("faults").push((part.to_owned(), fault));
    }

    /// Serves all files again.
    pub fn repair(&self) {
        self.served.faults.lock().expect("faults").clear();
    }

    /// The paths that were requested since the last call.
    pub fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.served.requests.lock().expect("requests"))
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The bytes of a page.
    pub fn page(&self, path: &str) -> Vec<u8> {
        std::fs::read(file(&self.served.folder, path))
            .unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn file(folder: &Path, path: &str) -> PathBuf {
    let inner = path.trim_start_matches('/');
    folder.join(if path.ends_with('/') { format!("{inner}index.html") } else { inner.to_owned() })
}

fn respond(stream: &TcpStream, served: &Served) -> std::io::Result<()> {
    let folder = &served.folder;
    let mut reader = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line
            .split_whitespace()
            .nth(1)
            .unwrap_or("/")
            .split(['?', '#'])
            .next()
            .unwrap_or("/")
            .to_owned();
        while line.trim() != "" {
            line.clear();
            reader.read_line(&mut line)?;
        }
        served.requests.lock().expect("requests").push(path.clone());
        let faults = served.faults.lock().expect("faults").clone();
        let fault = faults.iter().find(|(part, _)| path.contains(part)).map(|(_, fault)| *fault);
        if fault == Some(Fault::Silent) {
            std::thread::sleep(Duration::from_secs(600));
        }
        let (status, bytes) = match std::fs::read(file(folder, &path)) {
            Ok(bytes) if fault != Some(Fault::Missing) => ("200 OK", spoilt(bytes, fault)),
            // A folder without its trailing slash.
            Err(_) if !path.ends_with('/') && file(folder, &path).is_dir() => {
                let mut stream = stream;
                write!(
                    stream,
                    "HTTP/1.1 301 Moved Permanently\r\nLocation: {path}/\r\nContent-Length: 0\r\n\r\n"
                )?;
                continue;
            }
            _ => ("404 Not Found", std::fs::read(folder.join("404.html")).unwrap_or_default()),
        };
        let kind = match path.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("avif") => "image/avif",
            Some("jpg") => "image/jpeg",
            Some("png") => "image/png",
            Some("woff2") => "font/woff2",
            Some("json") => "application/json",
            Some("xml") => "application/xml",
            Some("txt") => "text/plain; charset=utf-8",
            Some("html" | "htm") => "text/html; charset=utf-8",
            _ if path.ends_with('/') || status.starts_with("404") => "text/html; charset=utf-8",
            // Browsers download these.
            _ => "application/octet-stream",
        };
        let mut stream = stream;
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n{}{}\r\n",
            bytes.len(),
            headers_of_pages(folder),
            // Hashed files never change.
            if status.starts_with("200") && path.contains("/assets/") {
                "Cache-Control: max-age=31536000, immutable\r\n"
            } else {
                ""
            }
        )?;
        stream.write_all(&bytes)?;
    }
}

/// The headers of the first rule of `_headers`, which is that of all pages.
fn headers_of_pages(folder: &Path) -> String {
    let rules = std::fs::read_to_string(folder.join("_headers")).unwrap_or_default();
    let first = rules.lines().skip(1).take_while(|line| line.starts_with(' '));
    first.map(|line| format!("{}\r\n", line.trim())).collect()
}

fn spoilt(bytes: Vec<u8>, fault: Option<Fault>) -> Vec<u8> {
    match fault {
        Some(Fault::Cut) => bytes[..bytes.len() / 2].to_vec(),
        Some(Fault::Noise) => {
            let mut rng = Rng(26);
            bytes.iter().map(|_| rng.below(256) as u8).collect()
        }
        Some(Fault::Page) => {
            b"<!doctype html><title>Log in</title><p>Log in to use the network.".to_vec()
        }
        _ => bytes,
    }
}
