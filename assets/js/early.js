// Runs before a page is painted: what the reader chose must not flash by.
// js/site.js does the rest, and marks the page as ready for its controls.
(() => {
  "use strict";
  const root = document.documentElement.classList;
  root.add("scripts");
  if ("speechSynthesis" in window) root.add("can-speak");
  if (navigator.share) root.add("can-share");
  try {
    if (localStorage.getItem("elder")) root.add("elder");
    const size = localStorage.getItem("size");
    if (size) root.add("size-" + size.replace(/\W/g, ""));
  } catch { /* a browser that stores nothing */ }
})();
