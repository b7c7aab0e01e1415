// What pages offer with scripts on: elder mode, text size, reading aloud, copying
// and sharing the address, printing, closing, and the place in a table of
// contents. Every button says what it does in data-do; what to say is in the
// element site:status, in the language of the site.
(() => {
  "use strict";

  const root = document.documentElement;
  const status = document.getElementById("site:status"), words = status.dataset;
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Tells readers who do not see it, and for a moment those who do.
  let saying;
  const say = (text) => {
    clearTimeout(saying);
    status.textContent = text;
    saying = setTimeout(() => status.textContent = "", 5000);
  };

  const remember = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch { /* a browser that stores nothing */ }
  };

  const press = (button, pressed) => button.setAttribute("aria-pressed", pressed);

  // Elder mode and text size are classes of the root; early.js restores them.
  const showChoices = () => {
    const size = [...root.classList].find((name) => name.startsWith("size-")) || "size-medium";
    for (const button of all("[data-do=elder]")) press(button, root.classList.contains("elder"));
    for (const button of all("button[data-size]")) press(button, size === "size-" + button.dataset.size);
  };

  const elder = () => {
    const on = root.classList.toggle("elder");
    remember("elder", on ? "on" : "");
    showChoices();
    say(on ? words.elderOn : words.elderOff);
  };

  const size = (button) => {
    const chosen = button.dataset.size;
    root.classList.remove("size-small", "size-medium", "size-large");
    root.classList.add("size-" + chosen);
    remember("size", chosen === "medium" ? "" : chosen);
    showChoices();
    say(words.resized.replace("%s", button.textContent));
  };

  // Reading aloud goes by sentences, for some voices stop in long texts, and
  // marks the part of the page that is being read.
  let reading; // what is left to read, [element, sentence]

  const mark = (element) => {
    for (const other of all(".speaking")) if (other !== element) other.classList.remove("speaking");
    if (element) element.classList.add("speaking");
  };

  const stop = () => {
    reading = null;
    speechSynthesis.cancel();
    mark();
    for (const button of all("[data-do=speak]")) button.textContent = button.dataset.start;
  };

  const next = () => {
    if (!reading) return;
    const part = reading.shift();
    if (!part) return stop();
    const [element, sentence] = part, queue = reading;
    const speech = new SpeechSynthesisUtterance(sentence);
    speech.lang = root.lang;
    speech.onend = () => reading === queue && next();
    speech.onerror = () => {
      if (reading !== queue) return; // it was stopped
      stop();
      say(words.mute);
    };
    mark(element);
    speechSynthesis.speak(speech);
  };

  const speak = (button) => {
    if (reading) return stop();
    const parts = all(".bulletin-head h1, .prose :is(p, h2, h3, h4, h5, h6, li, dt, dd, th, td, figcaption)")
      .filter((element) => !element.querySelector("p, li") && !element.closest(".footnotes"));
    speechSynthesis.cancel();
    reading = parts.flatMap((element) => (element.textContent.match(/[^。！？；]+[。！？；]?/g) || [])
      .map((sentence) => [element, sentence]));
    button.textContent = button.dataset.stop;
    next();
  };

  const canonical = () => {
    const link = document.querySelector("link[rel=canonical]");
    return link ? link.href : location.href;
  };

  // The clipboard is closed to pages that come without encryption, so there
  // must be the old way too.
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(canonical());
    } catch {
      const field = document.createElement("textarea"), focused = document.activeElement;
      field.value = canonical();
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      focused.focus();
      if (!done) return say(words.copyFailed);
    }
    say(words.copied);
  };

  const share = () => navigator.share({ title: document.title, url: canonical() }).catch(() => {});

  // Only a window that a link or a script has opened can be closed; from any other
  // the way leads back.
  const close = (button) => {
    if (window.opener || history.length === 1) window.close();
    location.assign(button.dataset.back);
  };

  const actions = { elder, size, speak, copy, share, close, print: () => window.print() };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do](button);
  });
  addEventListener("pagehide", () => reading && stop());

  const nav = document.querySelector(".site-nav");

  // On wide screens the columns always show, in older browsers only with this.
  const details = nav.querySelector("details");
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 48rem)").matches) details.open = true;

  // Menus that a pointer or the focus has opened close with Escape.
  document.addEventListener("keydown", (event) => event.key === "Escape" && nav.classList.add("shut"));
  for (const name of ["pointerover", "focusin"]) {
    nav.addEventListener(name, (event) => {
      const item = event.target.closest(".menu > li");
      if (item !== nav.last) nav.classList.remove("shut");
      nav.last = item;
    });
  }

  // The section in view is the last one whose heading has passed the upper third.
  const links = new Map(all(".contents a").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter((heading) => heading);
  const locate = () => {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const current = passed.length && links.get(passed[passed.length - 1].id);
    for (const a of links.values()) {
      if (a === current) a.setAttribute("aria-current", "location");
      else a.removeAttribute("aria-current");
    }
  };
  const observer = new IntersectionObserver(locate, { rootMargin: "0px 0px -66% 0px" });
  for (const heading of headings) observer.observe(heading);

  showChoices();
  root.classList.add("ready");
})();
