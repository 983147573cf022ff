// One event stream for all windows of a browser, which opens only few connections to a server. Not part
// of the site.
"use strict";
// The server sends something every 15 seconds.
const silence = 40000;
// If nothing arrives within this time, a proxy may be buffering the stream. Then pages ask themselves.
const held = 1000;
const pages = new Set();
let stream;
let news;
let failed;
let heard;

function tell(message) {
  pages.forEach((page) => page.postMessage(message));
}

function close() {
  stream?.close();
  stream = undefined;
}

function open() {
  close();
  news = "";
  failed = false;
  heard = Date.now();
  stream = new EventSource("/.backgrounder/events");
  stream.addEventListener("message", (message) => {
    const { run, number } = JSON.parse(message.data);
    news = `${run} ${number}`;
    heard = Date.now();
    tell(news);
  });
  stream.addEventListener("error", () => (failed = true));
}

function check() {
  if (!stream) return;
  const quiet = Date.now() - heard;
  // Browsers do not reconnect forever, and do not notice that the other end has gone silently.
  if (stream.readyState === EventSource.CLOSED || quiet > silence) open();
  else if (!news && !failed && quiet > held) tell("");
}

addEventListener("connect", ({ ports: [page] }) => {
  pages.add(page);
  page.addEventListener("message", () => {
    pages.delete(page);
    if (!pages.size) close();
  });
  page.start();
  if (!stream) open();
  else if (news) page.postMessage(news);
});
setInterval(check, 1000);
