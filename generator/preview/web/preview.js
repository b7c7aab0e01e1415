// The preview's part in a page: it keeps the page what the last good build says,
// and lays what is wrong with the site over it. It holds a stream of events open
// while the tab can be seen. Each event is a whole state (see the package preview),
// so that one that was missed does no harm.
(() => {
  "use strict";

  const element = [...document.querySelectorAll("jianbao-preview")].pop();
  const page = element.dataset, files = JSON.parse(page.files);
  const scrollKey = "jianbao-preview-scroll";
  let generation = Number(page.generation);

  // Browsers that do not know the attribute shadowrootmode leave the template be.
  const shadow = element.shadowRoot || element.attachShadow({ mode: "open" });
  const template = element.querySelector("template");
  if (template) shadow.append(template.content);

  const remember = () => {
    try {
      sessionStorage.setItem(scrollKey, JSON.stringify([location.href, scrollX, scrollY]));
    } catch { /* a browser that stores nothing */ }
  };

  // The browser restores the place itself, but not always before the page has its height.
  const restore = () => {
    try {
      const [href, x, y] = JSON.parse(sessionStorage.getItem(scrollKey) || "[]");
      sessionStorage.removeItem(scrollKey);
      if (href === location.href) scrollTo({ left: x, top: y, behavior: "instant" });
    } catch { /* as above */ }
  };

  const reload = () => {
    close();
    remember();
    location.reload();
  };

  // Output paths of what the page has loaded.
  const loaded = () => new Set(performance.getEntriesByType("resource").map((entry) => {
    const path = new URL(entry.name).pathname;
    try {
      return decodeURIComponent(path).slice(page.base.length);
    } catch {
      return path;
    }
  }));

  // Puts the style sheets of the new page in the place of the old ones, each when it
  // has come, so that the page is never without. The address of a sheet
  // changes with its content, and so does integrity: the whole element is replaced.
  const restyle = async () => {
    const answer = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sheets = (root) => [...root.querySelectorAll("head link[rel~=stylesheet]")];
    const before = sheets(document), after = sheets(fresh);
    if (before.length !== after.length) return reload();
    before.forEach((old, i) => {
      const link = document.importNode(after[i], false);
      if (link.getAttribute("href") === old.getAttribute("href")) {
        const url = new URL(old.href);
        url.searchParams.set("preview", generation); // else the browser takes it from its memory
        link.href = url.href;
      }
      link.onload = link.onerror = () => old.remove();
      old.after(link);
    });
  };

  const follow = (state) => {
    if (state.generation === generation && state.run === page.run) return;
    if (state.generation === 0) return; // a server that has just started
    if (state.navigate && state.navigate !== location.pathname) return go(state.navigate);
    const next = state.run === page.run && state.generation === generation + 1;
    if (!next || state.many || "always" in page || generation === 0) return reload();
    generation = state.generation;
    const changed = state.files || [], used = loaded();
    if (changed.some((file) => files.includes(file) || used.has(file))) return reload();
    if (state.styles) restyle().catch(reload);
  };

  const go = (address) => {
    close();
    location.assign(address);
  };

  // The overlay holds text only; nothing of it is read as HTML.
  let shown = 0, closed = 0; // numbers of failures
  const make = (name, text, ...children) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.append(...children);
    return made;
  };

  const entry = (finding) => {
    const place = make(finding.edit ? "a" : "b", finding.place);
    if (finding.edit) place.href = finding.edit;
    const item = make("li", "", place, " ", make("span", finding.said));
    item.className = finding.severity;
    if (finding.frame) item.append(make("pre", finding.frame));
    return item;
  };

  const clear = () => {
    shown = 0;
    for (const old of shadow.querySelectorAll(".overlay")) old.remove();
  };

  const dismiss = () => {
    closed = shown;
    clear();
  };

  const lay = (overlay) => {
    if (!overlay || "always" in page) return clear();
    if (overlay.failure === shown || overlay.failure === closed) return;
    clear();
    shown = overlay.failure;
    const list = make("ol", "", ...overlay.list.map(entry));
    list.className = "findings";
    const button = make("button", overlay.close);
    button.type = "button";
    button.addEventListener("click", dismiss);
    const section = make("section", "", make("h2", overlay.title), make("p", overlay.note), list, button);
    if (overlay.more) section.append(make("p", overlay.more));
    section.className = "overlay";
    section.setAttribute("role", "alert");
    shadow.append(section);
  };
  addEventListener("keydown", (event) => event.key === "Escape" && shown && dismiss());

  let stream, again, heard, failure = -1;
  const close = () => {
    clearTimeout(again);
    if (stream) stream.close();
    stream = null;
  };

  const open = () => {
    if (stream || document.visibilityState !== "visible") return;
    heard = Date.now();
    stream = new EventSource("/__jianbao/events");
    stream.addEventListener("ping", () => heard = Date.now());
    stream.addEventListener("state", (event) => {
      heard = Date.now();
      const state = JSON.parse(event.data), number = state.overlay ? state.overlay.failure : 0;
      if ("always" in page && failure >= 0 && number !== failure) return reload();
      failure = number;
      lay(state.overlay);
      follow(state);
    });
    stream.onerror = () => {
      if (!stream || stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
      close();
      again = setTimeout(open, 2000);
    };
  };

  // After a machine has slept, a stream may be dead without knowing.
  setInterval(() => {
    if (!stream || Date.now() - heard < 30000) return;
    close();
    open();
  }, 5000);

  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" ? open() : close());
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  addEventListener("load", restore);
  open();
})();
