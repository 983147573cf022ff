//! What may stand between a browser and the preview: a proxy that keeps old copies of pages, or
//! holds streams back.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A proxy on a port of its own, for as long as the tests run.
pub struct Proxy {
    pub address: String,
    pub keeps_pages: Arc<AtomicBool>,
    pub loads: Arc<AtomicUsize>,
}

impl Proxy {
    /// Stands before a server. It may hold back all that comes as a stream of events.
    pub fn before(server: &str, holds_streams: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let (keeps_pages, loads) =
            (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let shared = Shared {
            server: server.to_owned(),
            holds_streams,
            keeps_pages: keeps_pages.clone(),
            loads: loads.clone(),
            page: Arc::default(),
        };
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let shared = shared.clone();
                std::thread::spawn(move || shared.answer(stream));
            }
        });
        Proxy { address, keeps_pages, loads }
    }
}

#[derive(Clone)]
struct Shared {
    server: String,
    holds_streams: bool,
    keeps_pages: Arc<AtomicBool>,
    loads: Arc<AtomicUsize>,
    page: Arc<Mutex<Vec<u8>>>,
}

impl Shared {
    /// Answers one request, and closes the connection.
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
        if is_page && self.keeps_pages.load(Ordering::Relaxed) {
            let _ = browser.write_all(&self.page.lock().expect("a page"));
            return;
        }
        let Ok(mut server) = TcpStream::connect(&self.server) else { return };
        let _ = server.write_all(text.as_bytes());
        let holds = self.holds_streams && text.contains("/.backgrounder/events");
        let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
        while let Ok(read @ 1..) = server.read(&mut piece) {
            if holds {
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
