// Keeps a page of a preview up to date. It is added to what is served, and is no part of the site.
"use strict";
(() => {
  const page = document.currentScript.dataset;
  const key = `backgrounder:${location.pathname}`;
  let files;
  let refreshing = false;

  const stylesheet = () => document.querySelector('link[rel="stylesheet"][data-preview-current]')
    || [...document.querySelectorAll('link[rel="stylesheet"]')].find((link) => !link.href.includes("/.backgrounder/"));

  // Where the reader is on the page, and what is open there, outlasts a refresh.
  function remember() {
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    try {
      sessionStorage.setItem(key, JSON.stringify({ x: scrollX, y: scrollY, open }));
    } catch { /* Without storage the page begins at its top. */ }
  }

  function recall() {
    let was;
    try {
      was = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
    } catch { /* As above. */ }
    if (!was) return;
    document.querySelectorAll("details").forEach((details, at) => {
      if (at < was.open.length) details.open = was.open[at];
    });
    const scroll = () => scrollTo({ left: was.x, top: was.y, behavior: "instant" });
    scroll();
    // Pictures and fonts may have moved things meanwhile.
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  }

  function refresh() {
    if (refreshing) return;
    refreshing = true;
    remember();
    location.reload();
  }

  // The new stylesheet takes the place of the old one only once it is there: the page is never bare.
  function exchange(href) {
    const old = stylesheet();
    if (!old || new URL(old.href).pathname === new URL(href, location).pathname) return;
    const link = old.cloneNode();
    link.href = href;
    link.dataset.previewCurrent = "";
    delete old.dataset.previewCurrent;
    link.addEventListener("load", () => old.remove(), { once: true });
    link.addEventListener("error", () => refresh(), { once: true });
    old.after(link);
  }

  const uses = (href) => [...document.querySelectorAll("[src], [srcset], [poster], link[href]")]
    .some((element) => ["src", "srcset", "poster", "href"].some((name) => (element.getAttribute(name) || "").includes(href)));

  let overlay;
  function problems(text) {
    if (!text) {
      overlay?.remove();
      overlay = undefined;
      return;
    }
    if (!overlay) {
      overlay = document.createElement("backgrounder-problems");
      const inside = overlay.attachShadow({ mode: "open" });
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = "/.backgrounder/preview.css";
      const box = document.createElement("section");
      box.setAttribute("role", "alert");
      const title = document.createElement("h2");
      title.textContent = "The site has errors; this page does not show your last changes.";
      const said = document.createElement("pre");
      said.tabIndex = 0;
      const close = document.createElement("button");
      close.textContent = "Hide";
      close.addEventListener("click", () => overlay?.remove());
      box.append(title, close, said);
      inside.append(style, box);
      overlay.addEventListener("keydown", (event) => {
        if (event.key === "Escape") overlay?.remove();
      });
    }
    overlay.shadowRoot.querySelector("pre").textContent = text;
    if (!overlay.isConnected) document.documentElement.append(overlay);
  }

  function hear(message) {
    const news = JSON.parse(message.data);
    // Another run of the server: once round, and the page has its script and its state.
    if (news.run !== page.run || news.shows !== page.shows) return refresh();
    const before = files;
    files = news.files;
    if (before && Object.entries(files).some(([href, change]) => before[href] !== change && uses(href))) return refresh();
    exchange(news.stylesheet);
    problems(news.problems);
  }

  function listen() {
    const source = new EventSource(`/.backgrounder/events?at=${encodeURIComponent(decodeURI(location.pathname))}`);
    source.addEventListener("message", hear);
    source.addEventListener("error", () => {
      // A server that is gone for a while: browsers do not try again for ever.
      if (source.readyState === EventSource.CLOSED) {
        source.close();
        setTimeout(listen, 1000);
      }
    });
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  recall();
  listen();
  // A page that comes back from the browser's memory has closed its line.
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
})();
