// The author bar: what the names on the page refer to, and what to write to change it. Not part of the site.
(() => {
  const key = "backgrounder:bar";
  const bar = document.createElement("backgrounder-bar");
  const inside = bar.attachShadow({ mode: "open" });

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  const panel = element("section", { id: "names", tabIndex: -1 });
  const toggle = element("button", { type: "button", className: "toggle" });
  toggle.setAttribute("aria-controls", "names");
  panel.setAttribute("aria-label", "Names on this page");
  inside.append(element("link", { rel: "stylesheet", href: "/.backgrounder/bar.css" }), panel, toggle);

  // Whether it is open, and the kind of new topics, is remembered for all pages of this tab.
  const state = { open: false, kind: "figure" };
  try {
    Object.assign(state, JSON.parse(sessionStorage.getItem(key)));
  } catch { /* Without storage it is closed at first. */ }

  function show(change) {
    Object.assign(state, change);
    panel.hidden = !state.open;
    toggle.setAttribute("aria-expanded", String(state.open));
    try {
      sessionStorage.setItem(key, JSON.stringify(state));
    } catch { /* As above. */ }
  }

  // If the browser does not allow access to the clipboard, the line is selected to be copied by hand.
  async function copy(code, button) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 1500);
  }

  function line(text, about) {
    const code = element("code", {}, text);
    const button = element("button", { type: "button" }, "Copy");
    button.setAttribute("aria-label", `Copy the line for ${about}`);
    button.addEventListener("click", () => copy(code, button));
    return element("div", { className: "line" }, code, button);
  }

  const place = (found) => element("span", { className: "place" }, found.times > 1 ? `${found.times} times, first line ${found.line}` : `line ${found.line}`);

  // Text between backticks is code.
  const marked = (text) => text.split("`").map((part, at) => (at % 2 ? element("code", {}, part) : part));

  // One entry for all mentions with the same explanation.
  function merged(names) {
    const entries = new Map();
    for (const name of names) {
      const said = JSON.stringify([name.written, name.topic, name.decided, name.otherwise]);
      const entry = entries.get(said);
      if (entry) entry.times += 1;
      else entries.set(said, { ...name, times: 1 });
    }
    return [...entries.values()].map(nameItem);
  }

  function nameItem(name) {
    const head = element("p", {}, element("b", {}, name.written));
    if (name.title) {
      head.append(" → ", element("a", { href: name.href }, name.title));
    } else if (name.candidates.length) {
      head.append(" → ", name.candidates.join(" or "), "?");
    }
    head.append(" ", place(name));
    const joined = (parts, separator) => parts.filter(Boolean).join(separator);
    const evidence = name.evidence.map((found) => found.text).join(", ");
    const rule = joined([name.rule, name.name && `of “${name.name}”`, name.topic && evidence], ", ");
    const reason = joined([name.because, !name.topic && evidence], ": ");
    const why = name.link ? rule || "link by hand" : joined([rule, reason], "; ");
    return element("li", {}, head, element("p", { className: "why" }, ...marked(why)), ...name.otherwise.map((text) => line(text, name.written)));
  }

  const begin = (phrase) => `backgrounder new ${state.kind} "${phrase}"`;

  function phraseItem(found) {
    const head = element("p", {}, element("b", {}, found.phrase), " ", place(found));
    const said = element("p", { className: "why" }, found.sentence);
    if (found.family_of) {
      const whose = element("p", { className: "why" }, `If it is the family name, add to ${found.family_of}:`);
      return element("li", {}, head, said, whose, line(found.family_line, found.phrase));
    }
    const command = line(begin(found.phrase), found.phrase);
    command.querySelector("code").dataset.phrase = found.phrase;
    return element("li", {}, head, said, command);
  }

  // Folded and unfolded lists stay so when the page changes.
  const folded = new Map([["Linked", true], ["Mentioned again", true]]);
  function group(title, count, items, ...before) {
    if (!items.length) return [];
    const details = element("details", { open: !folded.get(title) }, element("summary", {}, `${title} (${count})`), ...before, element("ol", {}, ...items));
    details.addEventListener("toggle", () => folded.set(title, !details.open));
    return [details];
  }

  function kinds() {
    const select = element("select", {}, ...["figure", "organisation", "event", "country", "term"].map((kind) => element("option", { value: kind }, kind)));
    select.value = state.kind;
    select.addEventListener("change", () => {
      show({ kind: select.value });
      panel.querySelectorAll("code[data-phrase]").forEach((code) => (code.textContent = begin(code.dataset.phrase)));
    });
    return element("label", { className: "kinds" }, "Kind of new topics: ", select);
  }

  // Problems of the site come first.
  function giveWay() {
    bar.hidden = Boolean(document.querySelector("backgrounder-problems"));
  }

  let told;
  function draw() {
    if (!told) return bar.remove();
    const again = told.names.filter((name) => name.decided === "linked-already" || name.decided === "own-page");
    const links = told.names.filter((name) => name.link);
    const plain = told.names.filter((name) => !name.link && !again.includes(name));
    toggle.textContent = `Names: ${links.length} linked, ${plain.length} not linked, ${told.unnamed.length} without a topic`;
    panel.replaceChildren(
      element("h2", {}, told.file),
      ...group("Not linked", plain.length, merged(plain)),
      ...group("Without a topic", told.unnamed.length, told.unnamed.map(phraseItem), kinds()),
      ...group("Linked", links.length, merged(links)),
      ...group("Mentioned again", again.length, merged(again)),
    );
    if (!told.names.length && !told.unnamed.length) panel.append(element("p", {}, "There are no names on this page."));
    if (!bar.isConnected) document.documentElement.append(bar);
    giveWay();
  }

  let before;
  const ask = latest(() => `/.backgrounder/names?at=${location.pathname}`, (answer) => {
    if (answer === before) return;
    before = answer;
    told = JSON.parse(answer);
    draw();
  });

  toggle.addEventListener("click", () => show({ open: !state.open }));
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !state.open) return;
    show({ open: false });
    toggle.focus();
  });
  document.addEventListener("backgrounder:news", ask);
  document.addEventListener("backgrounder:problems", giveWay);
  show({});
})();
