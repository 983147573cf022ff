//! A real Chromium, driven through its debugging pipe (Chrome DevTools Protocol).

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::preview_server::PATIENCE;

/// A browser that runs until it is dropped.
pub struct Browser {
    child: Child,
    pipe: ChildStdin,
    heard: Receiver<Value>,
    events: VecDeque<Value>,
    number: u64,
    session: String,
    _profile: tempfile::TempDir,
}

/// A window of a browser.
#[derive(Clone)]
pub struct Window {
    target: String,
    session: String,
}

/// Where Chromium is. Without it the tests of what a reader sees cannot run, and must not look as
/// if they had.
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
        // The shell gives the browser the two ends of the pipe under the numbers it wants them: it
        // reads from 3 and writes to 4.
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
        let (sender, heard) = channel();
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
            heard,
            events: VecDeque::new(),
            number: 0,
            session: String::new(),
            _profile: profile,
        };
        browser.open_window();
        browser
    }

    /// Opens one more window with an empty page, and turns to it.
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
        self.turn_to(&window);
        for domain in ["Page.enable", "Runtime.enable", "Log.enable", "Network.enable"] {
            self.call(domain, json!({}));
        }
        window
    }

    /// Turns to a window: what is asked from now on is asked there.
    pub fn turn_to(&mut self, window: &Window) {
        self.session.clone_from(&window.session);
    }

    /// Closes a window. Another has to be turned to.
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
        let mut message = json!({ "id": self.number, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.pipe
            .write_all(message.to_string().as_bytes())
            .and_then(|()| self.pipe.write_all(&[0]))
            .expect("the browser listens");
        let start = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(start.elapsed());
            let heard = self
                .heard
                .recv_timeout(left)
                .unwrap_or_else(|_| panic!("{method}: the browser said nothing"));
            if heard["id"] == json!(self.number) {
                return if heard["error"].is_null() {
                    Ok(heard["result"].clone())
                } else {
                    Err(heard["error"].clone())
                };
            }
            self.events.push_back(heard);
        }
    }

    /// Goes to an address and waits until it is loaded.
    pub fn go(&mut self, url: &str) {
        self.call("Page.navigate", json!({ "url": url }));
        self.until("document.readyState === 'complete'");
    }

    /// The value of an expression on the page. While a page is exchanged for another there is none.
    pub fn try_value(&mut self, expression: &str) -> Option<Value> {
        let asked =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let result = match self.try_call("Runtime.evaluate", asked) {
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
        self.within(PATIENCE, expression);
    }

    /// Waits until an expression is true, for so long.
    pub fn within(&mut self, patience: Duration, expression: &str) {
        let start = Instant::now();
        while self.try_value(expression) != Some(Value::Bool(true)) {
            assert!(
                start.elapsed() < patience,
                "it never came about that {expression}\nthe page said: {:?}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The size of the window, in CSS pixels.
    pub fn resize(&mut self, width: u32, height: u32) {
        self.call("Emulation.setDeviceMetricsOverride", json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 }));
    }

    /// Whether the page is told that its reader likes it dark.
    pub fn darken(&mut self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        self.call(
            "Emulation.setEmulatedMedia",
            json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] }),
        );
    }

    /// Moves the pointer.
    pub fn move_to(&mut self, x: f64, y: f64) {
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }));
    }

    /// Clicks.
    pub fn click(&mut self, x: f64, y: f64) {
        for event in ["mousePressed", "mouseReleased"] {
            self.call(
                "Input.dispatchMouseEvent",
                json!({ "type": event, "x": x, "y": y, "button": "left", "clickCount": 1 }),
            );
        }
    }

    /// Taps with a finger.
    pub fn tap(&mut self, x: f64, y: f64) {
        self.call(
            "Input.dispatchTouchEvent",
            json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] }),
        );
        self.call("Input.dispatchTouchEvent", json!({ "type": "touchEnd", "touchPoints": [] }));
    }

    /// Presses a key of the keyboard and lets it go.
    pub fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            "Tab" => (9, ""),
            _ => panic!("{key} is no key that a test presses"),
        };
        let down = if text.is_empty() { "rawKeyDown" } else { "keyDown" };
        for event in [down, "keyUp"] {
            self.call("Input.dispatchKeyEvent", json!({ "type": event, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text }));
        }
    }

    /// What the page has said since the last time: messages of the console, exceptions, violations
    /// of policies, failed requests.
    pub fn said(&mut self) -> Vec<String> {
        while let Ok(event) = self.heard.try_recv() {
            self.events.push_back(event);
        }
        let said = |event: &Value| match event["method"].as_str()? {
            "Runtime.consoleAPICalled" => Some(event["params"]["args"].to_string()),
            "Runtime.exceptionThrown" => Some(event["params"]["exceptionDetails"].to_string()),
            // Browsers ask for it by themselves, and a site need not have one.
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
        self.events.drain(..).filter_map(|event| said(&event)).collect()
    }

    /// Keeps a picture of the window, for a person to look at, where `SCREENSHOTS` names a folder.
    pub fn picture(&mut self, name: &str) {
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
