//! Chromium, driven through its debugging pipe (Chrome DevTools Protocol).

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::preview_server::TIMEOUT;

/// A running browser; dropping it kills the process.
pub struct Browser {
    child: Child,
    pipe: ChildStdin,
    messages: Receiver<Value>,
    events: VecDeque<Value>,
    number: u64,
    session: String,
    _profile: tempfile::TempDir,
}

#[derive(Clone)]
pub struct Window {
    target: String,
    session: String,
}

/// The command of Chromium. Its absence fails the tests rather than skipping them.
fn chromium() -> String {
    if let Ok(named) = std::env::var("CHROMIUM") {
        return named;
    }
    let known = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = |name: &&&str| {
        Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    match known.iter().find(found) {
        Some(name) => (*name).to_owned(),
        None => panic!(
            "Chromium is missing: install it (on Debian `apt-get install chromium`), or name it in the environment as CHROMIUM"
        ),
    }
}

impl Browser {
    /// Opens a browser with one empty page.
    pub fn open() -> Self {
        let profile = tempfile::tempdir().expect("a profile");
        // Chromium reads from file descriptor 3 and writes to 4; the shell redirects them.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null", "sh"])
            .arg(chromium())
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-extensions",
                "--hide-scrollbars",
                "--remote-debugging-pipe",
            ])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the browser starts");
        let (pipe, mut out) =
            (child.stdin.take().expect("in"), BufReader::new(child.stdout.take().expect("out")));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while out.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { return };
                if sender.send(value).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let mut browser = Browser {
            child,
            pipe,
            messages,
            events: VecDeque::new(),
            number: 0,
            session: String::new(),
            _profile: profile,
        };
        browser.open_window();
        browser
    }

    /// Opens and selects another window with an empty page.
    pub fn open_window(&mut self) -> Window {
        self.session.clear();
        let target =
            self.call("Target.createTarget", json!({ "url": "about:blank", "newWindow": true }));
        let session = self.call(
            "Target.attachToTarget",
            json!({ "targetId": target["targetId"], "flatten": true }),
        );
        let text = |value: &Value| value.as_str().expect("a name").to_owned();
        let window =
            Window { target: text(&target["targetId"]), session: text(&session["sessionId"]) };
        self.select(&window);
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            self.call(domain, json!({}));
        }
        window
    }

    /// Selects the window that further calls act on.
    pub fn select(&mut self, window: &Window) {
        self.session.clone_from(&window.session);
    }

    /// Closes a window; another must be selected afterwards.
    pub fn close_window(&mut self, window: &Window) {
        self.session.clear();
        self.call("Target.closeTarget", json!({ "targetId": window.target }));
    }

    /// Calls a method of the protocol and waits for its result.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.try_call(method, parameters).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn try_call(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.number += 1;
        let mut call = json!({ "id": self.number, "method": method, "params": parameters });
        if !self.session.is_empty() {
            call["sessionId"] = json!(self.session);
        }
        self.pipe
            .write_all(call.to_string().as_bytes())
            .and_then(|()| self.pipe.write_all(&[0]))
            .expect("the browser listens");
        let start = Instant::now();
        loop {
            let left = TIMEOUT.saturating_sub(start.elapsed());
            let message = self
                .messages
                .recv_timeout(left)
                .unwrap_or_else(|_| panic!("{method}: no answer from the browser"));
            if message["id"] == json!(self.number) {
                return if message["error"].is_null() {
                    Ok(message["result"].clone())
                } else {
                    Err(message["error"].clone())
                };
            }
            self.events.push_back(message);
        }
    }

    /// Navigates to a URL and waits until the page is loaded.
    pub fn go(&mut self, url: &str) {
        self.call("Page.navigate", json!({ "url": url }));
        self.until("document.readyState === 'complete'");
    }

    /// The value of a JavaScript expression; `None` while the page is navigating.
    pub fn try_value(&mut self, expression: &str) -> Option<Value> {
        let parameters =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let result = match self.try_call("Runtime.evaluate", parameters) {
            Err(error) if error["message"] == "Inspected target navigated or closed" => {
                return None;
            }
            result => result.unwrap_or_else(|error| panic!("{expression}: {error}")),
        };
        result["exceptionDetails"].is_null().then(|| result["result"]["value"].clone())
    }

    pub fn value(&mut self, expression: &str) -> Value {
        self.try_value(expression).unwrap_or_else(|| panic!("{expression} has no value"))
    }

    /// Waits until an expression is true.
    pub fn until(&mut self, expression: &str) {
        self.within(TIMEOUT, expression);
    }

    pub fn within(&mut self, timeout: Duration, expression: &str) {
        let start = Instant::now();
        while self.try_value(expression) != Some(Value::Bool(true)) {
            assert!(
                start.elapsed() < timeout,
                "timeout: {expression}\nconsole: {:?}\ndialog: {:?}",
                self.console(),
                self.try_value("[document.activeElement.outerHTML.slice(0, 80), document.querySelector('dialog[open]')?.innerText]")
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sets the size of the window in CSS pixels.
    pub fn resize(&mut self, width: u32, height: u32) {
        self.call("Emulation.setDeviceMetricsOverride", json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 }));
    }

    /// Emulates `prefers-color-scheme`.
    pub fn darken(&mut self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
    }

    pub fn move_to(&mut self, x: f64, y: f64) {
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }));
    }

    pub fn click(&mut self, x: f64, y: f64) {
        for event in ["mousePressed", "mouseReleased"] {
            self.call(
                "Input.dispatchMouseEvent",
                json!({ "type": event, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            );
        }
    }

    pub fn tap(&mut self, x: f64, y: f64) {
        self.call(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }),
        );
        self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }));
    }

    pub fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Tab" => (9, ""),
            "ArrowDown" => (40, ""),
            "ArrowUp" => (38, ""),
            "ArrowRight" => (39, ""),
            "/" => (191, "/"),
            _ => panic!("unsupported key {key}"),
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        for event in [down, "keyUp"] {
            self.call("Input.dispatchKeyEvent", json!({ "type": event, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text }));
        }
    }

    /// Messages since the last call: console, exceptions, CSP violations, failed requests.
    pub fn console(&mut self) -> Vec<String> {
        while let Ok(event) = self.messages.try_recv() {
            self.events.push_back(event);
        }
        let text = |event: &Value| match event["method"].as_str()? {
            "Runtime.consoleAPICalled" => Some(event["params"]["args"].to_string()),
            "Runtime.exceptionThrown" => Some(event["params"]["exceptionDetails"].to_string()),
            // Browsers request it by default; a site need not have one.
            "Log.entryAdded"
                if event["params"]["entry"]["url"]
                    .as_str()
                    .is_some_and(|url| url.ends_with("/favicon.ico")) =>
            {
                None
            }
            "Log.entryAdded" => Some(event["params"]["entry"].to_string()),
            _ => None,
        };
        self.events.drain(..).filter_map(|event| text(&event)).collect()
    }

    /// Saves a screenshot for review if `SCREENSHOTS` names a folder.
    pub fn screenshot(&mut self, name: &str) {
        let Ok(folder) = std::env::var("SCREENSHOTS") else { return };
        let picture = self.call("Page.captureScreenshot", json!({ "format": "png" }));
        let bytes = decode(picture["data"].as_str().expect("a picture"));
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), bytes)
            .expect("write the picture");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Base64 (RFC 4648 §4).
fn decode(text: &str) -> Vec<u8> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in text.as_bytes().chunks(4) {
        let values: Vec<u32> = group
            .iter()
            .filter_map(|letter| LETTERS.iter().position(|known| known == letter))
            .map(|at| at as u32)
            .collect();
        let all = values.iter().fold(0, |all, value| all << 6 | value) << (6 * (4 - values.len()));
        bytes.extend(all.to_be_bytes()[1..].iter().take(values.len() - 1));
    }
    bytes
}
