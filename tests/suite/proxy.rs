//! A proxy between browser and preview that serves stale pages or buffers event streams.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A proxy, running until the tests end.
pub struct Proxy {
    pub address: String,
    /// Serve the last copy of a page instead of requesting it.
    pub serves_stale: Arc<AtomicBool>,
    /// Number of page loads.
    pub loads: Arc<AtomicUsize>,
}

impl Proxy {
    /// Starts a proxy for a server, which may withhold event streams.
    pub fn new(server: &str, buffers_streams: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let (serves_stale, loads) =
            (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let shared = Shared {
            server: server.to_owned(),
            buffers_streams,
            serves_stale: serves_stale.clone(),
            loads: loads.clone(),
            page: Arc::default(),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = shared.clone();
                std::thread::spawn(move || shared.answer(stream));
            }
        });
        Proxy { address, serves_stale, loads }
    }
}

#[derive(Clone)]
struct Shared {
    server: String,
    buffers_streams: bool,
    serves_stale: Arc<AtomicBool>,
    loads: Arc<AtomicUsize>,
    page: Arc<Mutex<Vec<u8>>>,
}

impl Shared {
    /// Answers one request and closes the connection.
    fn answer(&self, mut browser: TcpStream) {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            match browser.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => return,
            }
        }
        let text = String::from_utf8_lossy(&head).replacen("\r\n", "\r\nConnection: close\r\n", 1);
        let text: String = text
            .split_inclusive("\r\n")
            .filter(|line| {
                *line != "Connection: keep-alive\r\n" && !line.starts_with("If-None-Match")
            })
            .collect();
        let is_page = text.to_ascii_lowercase().contains("sec-fetch-dest: document");
        if is_page {
            self.loads.fetch_add(1, Ordering::Relaxed);
        }
        if is_page && self.serves_stale.load(Ordering::Relaxed) {
            let _ = browser.write_all(&self.page.lock().expect("a page"));
            return;
        }
        let Ok(mut server) = TcpStream::connect(&self.server) else { return };
        let _ = server.write_all(text.as_bytes());
        let buffers = self.buffers_streams && text.contains("/.backgrounder/events");
        let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
        while let Ok(read @ 1..) = server.read(&mut piece) {
            if buffers {
                continue;
            }
            answer.extend_from_slice(&piece[..read]);
            if browser.write_all(&piece[..read]).is_err() {
                return;
            }
        }
        if is_page {
            *self.page.lock().expect("a page") = answer;
        }
        let _ = browser.shutdown(Shutdown::Both);
    }
}
