//! Serves a published site as web hosts do.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::harness::{assert_success, program, repository};

/// A folder, served until the tests end.
pub struct StaticServer {
    pub address: String,
    folder: PathBuf,
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
        let served = folder.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let served = served.clone();
                std::thread::spawn(move || drop(respond(&stream, &served)));
            }
        });
        StaticServer { address, folder }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The bytes of a page.
    pub fn page(&self, path: &str) -> Vec<u8> {
        std::fs::read(file(&self.folder, path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn file(folder: &Path, path: &str) -> PathBuf {
    let inner = path.trim_start_matches('/');
    folder.join(if path.ends_with('/') { format!("{inner}index.html") } else { inner.to_owned() })
}

fn respond(stream: &TcpStream, folder: &Path) -> std::io::Result<()> {
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
        let (status, bytes) = match std::fs::read(file(folder, &path)) {
            Ok(bytes) => ("200 OK", bytes),
            // A folder without its trailing slash.
            Err(_) if !path.ends_with('/') && file(folder, &path).is_dir() => {
                let mut stream = stream;
                write!(
                    stream,
                    "HTTP/1.1 301 Moved Permanently\r\nLocation: {path}/\r\nContent-Length: 0\r\n\r\n"
                )?;
                continue;
            }
            Err(_) => ("404 Not Found", std::fs::read(folder.join("404.html")).unwrap_or_default()),
        };
        let kind = match path.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
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
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
            bytes.len()
        )?;
        stream.write_all(&bytes)?;
    }
}
