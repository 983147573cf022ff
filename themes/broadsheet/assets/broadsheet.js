// Previews of the topics that a page mentions, from what the page knows already, links to its sections, and the way to the search. Nothing needs it: without it links are links.
"use strict";
(() => {
  const words = document.currentScript.dataset;
  const data = document.getElementById("page-cards");
  const cards = data ? JSON.parse(data.textContent) : {};

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // Sections

  for (const heading of document.querySelectorAll(".prose :is(h2, h3)[id]")) {
    const link = element("a", { className: "section-link", href: `#${heading.id}` }, "#");
    link.setAttribute("aria-label", `${words.section}: ${heading.textContent}`);
    link.addEventListener("click", () => navigator.clipboard?.writeText(link.href).catch(() => {}));
    heading.append(link);
  }

  // The menu on a phone

  const menu = document.querySelector(".main-nav details");
  menu?.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.firstElementChild.focus();
  });
  menu?.addEventListener("click", (event) => (menu.open &&= !event.target.closest("a")));

  // The search: its script is loaded when a reader first wants it

  const find = document.querySelector("[data-search]");
  if (find?.dataset.search) {
    const loadSearch = () => import(find.dataset.search);
    const search = (event) => {
      event.preventDefault();
      loadSearch().then(({ open }) => open(find), () => (location.href = find.href));
    };
    const isKeyOn = () => {
      try {
        return localStorage.getItem("search-key") !== "off";
      } catch {
        return true;
      }
    };
    find.ariaKeyShortcuts = "/ Control+K";
    find.addEventListener("click", (event) => event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || search(event));
    document.addEventListener("keydown", (event) => {
      const isTyped = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
      const { key, ctrlKey, metaKey, altKey } = event;
      if (key?.toLowerCase() === "k" ? (ctrlKey || metaKey) && !altKey && !event.shiftKey : key === "/" && !isTyped && !ctrlKey && !metaKey && !altKey && isKeyOn()) search(event);
    });
    const form = document.querySelector("[data-search-form]");
    if (form) loadSearch().then(({ showPage }) => showPage(find, form), () => form.after(find.dataset.failed));
    // Whoever comes from the search sees what was found.
    const found = new URLSearchParams(location.search).get("q");
    const main = document.querySelector("main");
    if (found && !form && !main.querySelector(".filters") && "highlights" in CSS) import(find.dataset.later).then(({ mark }) => mark(found, main), () => {});
  }

  // Filters of the timeline, and of the names in the A–Z

  const filters = document.querySelector(".filters");
  if (filters) {
    const field = filters.querySelector("input");
    const [key, kind] = field ? ["q", "li"] : ["with", ".event"];
    const wordsOf = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    // "us" finds "U.S." too.
    const wordsOfName = (name) => wordsOf(`${name} ${name.replace(/[.’'-]/g, "")}`);
    const items = [...document.querySelectorAll(`:is(.year, .letter) ${kind}`)].map((item) => [item, field ? wordsOfName(item.firstChild.textContent) : (item.dataset.who || "").split(" ")]);
    const choices = [...filters.querySelectorAll("select, input")];
    const apply = () => {
      const values = choices.map((choice) => choice.value).filter(Boolean);
      const wanted = field ? values.flatMap(wordsOf) : values;
      for (const [item, has] of items) item.hidden = !wanted.every((one) => has.some((other) => (field ? other.startsWith(one) : other === one)));
      for (const group of document.querySelectorAll(".year, .letter")) group.hidden = !group.querySelector(`${kind}:not([hidden])`);
      const shown = items.filter(([item]) => !item.hidden).length;
      filters.querySelector("output").textContent = wanted.length ? filters.dataset.shown.replace("{shown}", shown).replace("{count}", items.length) : "";
      const query = values.length ? `?${new URLSearchParams(values.map((value) => [key, value]))}` : "";
      history.replaceState(null, "", location.pathname + query.replaceAll("%2F", "/") + location.hash);
    };
    const empty = () => {
      field.value = "";
      apply();
    };
    // A filtered list can be sent to somebody.
    const asked = new URLSearchParams(location.search).getAll(key);
    for (const choice of choices) choice.value = asked.find((id) => field || [...choice.options].some((option) => option.value === id)) || "";
    if (asked.length) apply();
    filters.addEventListener(field ? "input" : "change", apply);
    if (field) {
      field.addEventListener("keydown", (event) => event.key === "Escape" && empty());
      // A letter leads to all its names.
      document.querySelector(".letters").addEventListener("click", empty);
    }
    filters.hidden = false;
  }

  // Previews

  const preview = element("div", { id: "page-card", className: "preview" });
  if (!("popover" in preview)) return;
  preview.popover = "manual";
  if (words.lang) Object.assign(preview, { lang: words.lang, dir: words.dir });
  document.body.append(preview);

  const openAfter = 500;
  const closeAfter = 300;
  let shown;
  let timer;
  const later = (act, after) => {
    clearTimeout(timer);
    timer = setTimeout(act, after);
  };

  // Links of drawings have their address elsewhere.
  const addressOf = (link) => new URL(link.href.baseVal ?? link.href, location);

  function cardOf(link) {
    const { origin, pathname } = addressOf(link);
    const here = origin === location.origin && !link.closest(".side, nav, .preview");
    return here && Object.hasOwn(cards, pathname) ? cards[pathname] : undefined;
  }

  function fill(link, card) {
    const own = card.dir ? { lang: card.language, dir: card.dir } : {};
    const head = element("p", { className: "title", ...own }, ...(card.flag ? [element("img", { className: "flag", src: card.flag, alt: "", width: 20, height: 15 }), "\u00a0"] : []), card.title);
    if (card.native) head.append(" ", element("span", { className: "native", lang: card.native_language || "" }, card.native));
    const face = card.portrait ? [element("img", { className: "face", src: card.portrait, alt: "", width: 40, height: 40 })] : [];
    const lines = [...face, element("p", { className: "kicker" }, card.kind), head];
    if (card.brief) lines.push(element("p", { className: "role", ...own }, card.brief));
    if (card.line) lines.push(element("p", { className: "note" }, card.line));
    if (card.text) lines.push(element("p", { className: "text", ...own }, card.text));
    preview.replaceChildren(...lines, element("p", { className: "more" }, element("a", { href: addressOf(link) }, words.open)));
  }

  function hide() {
    clearTimeout(timer);
    shown?.removeAttribute("aria-describedby");
    shown = undefined;
    if (preview.matches(":popover-open")) preview.hidePopover();
  }

  function show(link, card, mode, at) {
    hide();
    fill(link, card);
    preview.popover = mode;
    preview.classList.toggle("sheet", mode === "auto");
    preview.style.inset = "";
    preview.showPopover();
    shown = link;
    if (mode === "auto") return;
    link.setAttribute("aria-describedby", preview.id);
    // Below the line of the link that the reader looks at, or above it where there is no room; never out of the window.
    const lines = [...link.getClientRects()];
    const line = lines.find((line) => at && at.y >= line.top && at.y <= line.bottom) || lines[0];
    const box = preview.getBoundingClientRect();
    const gap = 6;
    const below = line.bottom + gap + box.height < innerHeight || line.top < box.height + gap;
    const left = Math.max(gap, Math.min(line.left, document.documentElement.clientWidth - box.width - gap));
    preview.style.inset = `${below ? line.bottom + gap : line.top - gap - box.height}px auto auto ${left}px`;
  }

  const linkAt = (event) => (event.target instanceof Element ? event.target.closest("main a[href]") : null);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    if (preview.contains(event.target)) return clearTimeout(timer);
    const link = linkAt(event);
    if (link && link === shown) return clearTimeout(timer);
    const card = link && cardOf(link);
    if (card) later(() => show(link, card, "manual", { y: event.clientY }), openAfter);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "mouse") return;
    const from = linkAt(event);
    if (from || preview.contains(event.target)) later(hide, closeAfter);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (preview.contains(event.target) || (link && link === shown)) return clearTimeout(timer);
    const card = link && link.matches(":focus-visible") && cardOf(link);
    if (card) later(() => show(link, card, "manual"), openAfter);
    else if (shown && !preview.classList.contains("sheet")) later(hide, closeAfter);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("scroll", () => {
    if (shown && !preview.classList.contains("sheet")) hide();
  }, { passive: true });

  // A tap opens the card from below; whoever wants the page opens it from there. All other ways of following a link are left alone.
  let touched = false;
  document.addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), { passive: true });
  document.addEventListener("click", (event) => {
    const link = linkAt(event);
    if (!link || !touched || event.detail === 0 || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const card = cardOf(link);
    if (!card) return;
    event.preventDefault();
    show(link, card, "auto");
  });
  preview.addEventListener("toggle", (event) => {
    if (event.newState === "closed") shown = undefined;
  });
})();
