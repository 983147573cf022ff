// Keeps a page of a preview up to date. Added to served pages; not part of the site.
(() => {
  const page = document.currentScript.dataset;
  const key = `backgrounder:${location.pathname}`;
  // Maximum time in ms for which a page is shown before it is reloaded in the hope of a newer copy.
  const longest = 30000;

  // What one load of the page passes on to the next; `undefined` without storage.
  function stored() {
    try {
      return JSON.parse(sessionStorage.getItem(key)) || {};
    } catch {
      return undefined;
    }
  }

  function store(value) {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch { /* Without storage the page begins at its top. */ }
  }

  const name = ({ run, number }) => `${run} ${number}`;

  // Reloads the page; scroll position and unfolded parts are kept. If the page was reloaded for the same
  // state before and is still not current (a service worker or a proxy may keep an old copy), it is
  // reloaded again after a growing delay: never at once, but always eventually.
  let later;
  function refresh(state) {
    const now = Date.now();
    const before = stored();
    const { tries = 1, at = performance.timeOrigin } = before ?? {};
    const vain = !before || before.wanted === name(state) ? tries : 0;
    const pause = vain ? Math.min(1000 * 2 ** (vain - 1), longest) : 0;
    const wait = Math.min(at + pause - now, pause);
    clearTimeout(later);
    if (wait > 0) {
      later = setTimeout(ask, wait);
      return;
    }
    const open = [...document.querySelectorAll("details")].map((details) => details.open);
    store({ wanted: name(state), tries: vain + 1, at: now, x: scrollX, y: scrollY, open });
    location.reload();
    // The reload was stopped.
    later = setTimeout(ask, 1000);
  }

  function recall() {
    const { x, y, open, ...rest } = stored() ?? {};
    if (!open) return;
    store(rest);
    document.querySelectorAll("details").forEach((details, at) => {
      if (at < open.length) details.open = open[at];
    });
    const scroll = () => scrollTo({ left: x, top: y, behavior: "instant" });
    scroll();
    // Images and fonts may have moved things meanwhile.
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  }

  // An invalid address, which a template may contain, has no path.
  function path(address) {
    try {
      return new URL(address, location).pathname;
    } catch {
      return "";
    }
  }

  // The stylesheet of the theme: its address, and the links to it, the newest last. A new one replaces
  // the previous ones only when it has loaded, so the page always has a style.
  let stylesheet = page.stylesheet;
  let links;
  function exchange(href) {
    if (href === stylesheet) return;
    links ||= [...document.querySelectorAll('link[rel="stylesheet"]')].filter((link) => path(link.href) === path(stylesheet)).slice(-1);
    stylesheet = href;
    const old = links.at(-1);
    if (!old) return;
    const link = old.cloneNode();
    link.removeAttribute("integrity");
    link.href = href;
    link.addEventListener("load", () => {
      while (links.includes(link) && links[0] !== link) links.shift().remove();
    }, { once: true });
    link.addEventListener("error", () => {
      links = links.filter((other) => other !== link);
      link.remove();
      if (stylesheet !== href) return;
      stylesheet = undefined;
      setTimeout(ask, 1000);
    }, { once: true });
    links.push(link);
    old.after(link);
  }

  // The files that the page shows: images in all sizes, video, and what its head links to.
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
    title.textContent = stale ? "The site has errors; this page does not show your latest changes." : "The site has errors; this page is shown as far as possible.";
    // If somebody has hidden the overlay, it stays hidden until its text changes.
    if (said.textContent === text) return;
    said.textContent = text;
    document.documentElement.append(overlay);
    overlay.shadowRoot.querySelector("section").scrollTop = 0;
    tell();
  }

  let known;
  function hear(text) {
    const state = JSON.parse(text);
    const isNew = known !== name(state);
    known = name(state);
    const changed = Object.keys(state.files).filter((href) => state.files[href] > Number(page.number));
    const uses = changed.length ? shown() : new Set();
    // After a restart of the server, one reload gives the page its script and state.
    if (state.run !== page.run || state.shows !== page.shows || changed.some((href) => uses.has(path(href)))) refresh(state);
    exchange(state.stylesheet);
    problems(state.problems, state.stale);
    if (isNew) document.dispatchEvent(new Event("backgrounder:news"));
  }
  const ask = latest(() => `/.backgrounder/state?at=${location.pathname}`, hear);

  // Only visible pages listen. All windows of a browser share one event stream in a worker; without
  // workers, each page asks at intervals.
  let worker;
  let polling;
  function hang() {
    clearInterval(polling);
    worker?.port.postMessage("bye");
    worker = undefined;
  }

  function poll() {
    clearInterval(polling);
    polling = setInterval(ask, 250);
  }

  function share() {
    const shared = new SharedWorker(page.worker, "backgrounder");
    shared.addEventListener("error", () => {
      if (worker === shared) poll();
    });
    shared.port.addEventListener("message", ({ data }) => {
      if (worker === shared && (!data || data !== known)) ask();
    });
    shared.port.start();
    return shared;
  }

  function listen() {
    hang();
    if (document.visibilityState === "hidden") return;
    ask();
    try {
      worker = share();
    } catch {
      poll();
    }
  }

  recall();
  listen();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", hang);
  addEventListener("pageshow", (event) => {
    if (event.persisted) listen();
  });
})();
