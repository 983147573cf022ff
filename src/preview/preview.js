// Keeps a page of a preview up to date. It is added to what is served, and is no part of the site.
"use strict";
(() => {
  const page = document.currentScript.dataset;
  const key = `backgrounder:${location.pathname}`;
  // Refreshes in a row that a page may ask for: more would be a mistake of this script, and must not take the page away from its author.
  const most = 3;
  let stylesheet = page.stylesheet;
  let files;
  let refreshing = false;

  function stored() {
    try {
      return JSON.parse(sessionStorage.getItem(key)) || {};
    } catch {
      return {};
    }
  }

  function store(value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch { /* Without storage the page begins at its top. */ }
  }

  // Where the reader is on the page, and what is open there, outlasts a refresh.
  function refresh() {
    if (refreshing) return;
    refreshing = true;
    const now = Date.now();
    const refreshes = (stored().refreshes || []).filter((then) => now - then < 5000);
    if (refreshes.length >= most) return;
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    store({ x: scrollX, y: scrollY, open, refreshes: [...refreshes, now] });
    location.reload();
  }

  function recall() {
    const { x, y, open, refreshes } = stored();
    if (!open) return;
    store({ refreshes });
    document.querySelectorAll("details").forEach((details, at) => {
      if (at < open.length) details.open = open[at];
    });
    const scroll = () => scrollTo({ left: x, top: y, behavior: "instant" });
    scroll();
    // Pictures and fonts may have moved things meanwhile.
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  }

  const path = (address) => new URL(address, location).pathname;

  // The new stylesheet takes the place of the old one only once it is there: the page is never bare.
  function exchange(href) {
    if (href === stylesheet) return;
    const old = [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => path(link.href) === path(stylesheet)).pop();
    stylesheet = href;
    if (!old) return;
    const link = old.cloneNode();
    link.removeAttribute("integrity");
    link.href = href;
    link.addEventListener("load", () => old.remove(), { once: true });
    link.addEventListener("error", () => refresh(), { once: true });
    old.after(link);
  }

  // The files that the page shows: pictures in any of their sizes, video, and what its head links to.
  function shown() {
    const addresses = [...document.querySelectorAll("[src], [poster], link[href]")].flatMap((element) => [element.src, element.poster, element.href]);
    const sizes = [...document.querySelectorAll("[srcset]")].flatMap((element) => element.srcset.split(",").map((size) => size.trim().split(/\s/)[0]));
    return new Set([...addresses, ...sizes].filter(Boolean).map(path));
  }

  let overlay;
  const tell = () => document.dispatchEvent(new Event("backgrounder:problems"));
  function hide() {
    overlay?.remove();
    tell();
  }

  function problems(text, stale) {
    if (!text) {
      hide();
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
      const said = document.createElement("pre");
      said.tabIndex = 0;
      const close = document.createElement("button");
      close.textContent = "Hide";
      close.addEventListener("click", hide);
      box.append(document.createElement("h2"), close, said);
      inside.append(style, box);
      overlay.addEventListener("keydown", (event) => {
        if (event.key === "Escape") hide();
      });
    }
    const [title, said] = ["h2", "pre"].map((name) => overlay.shadowRoot.querySelector(name));
    title.textContent = stale ? "The site has errors; this page does not show your last changes." : "The site has errors; this page is shown as far as it can be.";
    // What somebody has hidden stays hidden until there is something else to say.
    if (said.textContent === text) return;
    said.textContent = text;
    document.documentElement.append(overlay);
    tell();
  }

  function hear(message) {
    const news = JSON.parse(message.data);
    // Another run of the server: once round, and the page has its script and its state.
    if (news.run !== page.run || news.shows !== page.shows) return refresh();
    const before = files;
    files = news.files;
    const changed = before ? Object.keys(files).filter((href) => before[href] !== files[href]) : [];
    if (changed.length) {
      const uses = shown();
      if (changed.some((href) => uses.has(path(href)))) return refresh();
    }
    exchange(news.stylesheet);
    problems(news.problems, news.stale);
    document.dispatchEvent(new Event("backgrounder:news"));
  }

  // One line at a time, and only while somebody looks: a browser has few for one server, and the first news on a new one says all there is.
  let line;
  let later;
  function hang() {
    clearTimeout(later);
    line?.close();
    line = undefined;
  }

  function listen() {
    hang();
    if (document.visibilityState === "hidden") return;
    line = new EventSource(`/.backgrounder/events?at=${location.pathname}`);
    line.addEventListener("message", hear);
    line.addEventListener("error", () => {
      // A server that is gone for a while: browsers do not try again for ever.
      if (line?.readyState === EventSource.CLOSED) later = setTimeout(listen, 1000);
    });
  }

  recall();
  listen();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", hang);
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
})();
