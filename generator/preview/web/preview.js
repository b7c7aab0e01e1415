// The preview's part in a page: it keeps the page what the last good build says,
// and lays what is wrong with the site over it. It hears a stream of events while
// the tab can be seen. Each event is a whole state (see the package preview),
// so that one that was missed does no harm.
(() => {
  "use strict";

  const element = [...document.querySelectorAll("jianbao-preview")].pop();
  const page = element.dataset, files = JSON.parse(page.files);
  const scrollKey = "jianbao-preview-scroll";
  const aboutBuild = "failure" in page; // it shows the errors itself, and changes with every state
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
    if (!next || state.many || aboutBuild || generation === 0) return reload();
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
    const item = make("li", "", place, " ", make("code", finding.rule), make("p", finding.said));
    item.className = finding.severity;
    if (finding.frame) item.append(make("pre", finding.frame));
    if (finding.hint) item.append(Object.assign(make("p", finding.hint), { className: "hint" }));
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
    if (!overlay || aboutBuild) return clear();
    if (overlay.failure === shown || overlay.failure === closed) return;
    clear();
    shown = overlay.failure;
    const list = make("ol", "", ...overlay.list.map(entry));
    list.className = "findings";
    const button = make("button", overlay.close);
    button.type = "button";
    button.addEventListener("click", dismiss);
    const panel = make("div", "", make("header", "", make("h2", overlay.title), button), make("p", overlay.note), list);
    if (overlay.more) panel.append(make("p", overlay.more));
    const section = make("section", "", panel);
    section.className = "overlay";
    section.setAttribute("role", "alert");
    shadow.append(section);
  };
  addEventListener("keydown", (event) => event.key === "Escape" && shown && dismiss());

  const receive = (data) => {
    heard = Date.now();
    if (data === "") return; // a sign of life
    const state = JSON.parse(data), failure = state.overlay ? state.overlay.failure : 0;
    if (aboutBuild && failure !== Number(page.failure)) return reload();
    lay(state.overlay);
    follow(state);
  };

  // Browsers allow few connections to one server, so of all the tabs that can be
  // seen one holds the stream, the one that has the lock, and tells the others what
  // it hears. Where there are no locks (they need localhost or encryption), each
  // tab has its own stream.
  const name = "jianbao-preview", hello = "hello";
  let session, heard, last; // session: this tab wants to hear
  const open = (steal) => {
    if (session || document.visibilityState !== "visible") return;
    const mine = session = { leaving: new AbortController() };
    heard = Date.now();
    if (!navigator.locks || !window.BroadcastChannel) return listen(mine);
    mine.channel = new BroadcastChannel(name);
    mine.channel.onmessage = ({ data }) => {
      if (data !== hello) receive(data);
      else if (mine.stream && last) mine.channel.postMessage(last);
    };
    mine.channel.postMessage(hello);
    navigator.locks.request(name, steal ? { steal } : { signal: mine.leaving.signal }, () => {
      if (session !== mine) return;
      listen(mine);
      return new Promise((leave) => mine.leave = leave);
    }).catch(() => { // this tab closes, or another one believed it dead and has taken the lock
      if (session !== mine) return;
      close();
      open();
    });
  };

  const listen = (mine) => {
    const share = (data) => {
      if (mine.channel) mine.channel.postMessage(data);
      receive(data);
    };
    mine.stream = new EventSource("/__jianbao/events");
    mine.stream.addEventListener("ping", () => share(""));
    mine.stream.addEventListener("state", (event) => share(last = event.data));
    mine.stream.onerror = () => {
      if (mine.stream.readyState !== EventSource.CLOSED) return; // it tries again by itself
      mine.again = setTimeout(() => listen(mine), 2000);
    };
  };

  const close = () => {
    const mine = session;
    session = null;
    if (!mine) return;
    clearTimeout(mine.again);
    if (mine.stream) mine.stream.close();
    if (mine.channel) mine.channel.close();
    if (mine.leave) mine.leave();
    mine.leaving.abort();
  };

  // After a machine has slept, a stream may be dead without knowing, and so may the
  // tab that holds it.
  setInterval(() => {
    if (!session || Date.now() - heard < 30000) return;
    close();
    open(true);
  }, 5000);

  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" ? open() : close());
  addEventListener("pagehide", close);
  addEventListener("pageshow", () => open());
  addEventListener("load", restore);
  open();
})();
