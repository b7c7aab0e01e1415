// Search in the reader's browser, over the files that generator/search writes;
// its package comment explains them. The first half knows no page and is
// tested against the generator; the second half is the page of search.
(() => {
  "use strict";

  const ON_A_PAGE = 10; // results that are shown at a time
  const AT_MOST = 30; // bulletins that are read for them
  const PAIRS = 4; // looked up of a term
  const MOST_TERMS = 20;

  const letter = /[\p{L}\p{N}+\u{20000}-\u{3FFFF}]/u;
  const invisible = /[\p{M}\p{Cf}]/u;
  const chinese = (c) => c >= "\u2E80";

  // The normal form of a text with a blank for each break; for each unit of it
  // also where its character begins and ends in the text.
  const fold = (text) => {
    const form = { text: "", from: [], to: [] };
    let at = 0, last = "", gap = 0; // a gap of blanks is 1, any other is 2
    const put = (c, from, to) => {
      form.text += c;
      for (let i = 0; i < c.length; i++) {
        form.from.push(from);
        form.to.push(to);
      }
    };
    for (const character of text) {
      const end = at + character.length;
      for (const c of character.normalize("NFKD").toLowerCase()) {
        if (letter.test(c)) {
          if (last && (gap > 1 || gap && !chinese(last) && !chinese(c))) put(" ", at, at);
          put(c, at, end);
          last = c;
          gap = 0;
        } else if (c === " " || c === "\t") {
          gap = gap || 1;
        } else if (!invisible.test(c)) {
          gap = 2;
        }
      }
      at = end;
    }
    return form;
  };

  // The terms of a query in their normal form, each once.
  const terms = (query) => [...new Set(query.normalize("NFKC").split(/[ \t]+/).map((term) => fold(term).text))]
    .filter((term) => term).slice(0, MOST_TERMS);

  // The pairs of a term that are looked up, as entries of a shard begin.
  const pairs = (term) => {
    const list = [];
    let before = 0, broken = 0;
    for (const c of term) {
      if (c === " ") {
        broken = 1;
        continue;
      }
      const code = c.codePointAt(0);
      if (before) list.push([before, code * 2 + broken]);
      before = code;
      broken = 0;
    }
    const last = list.length - 1;
    if (last < 0) return [[before, 0]];
    return last < PAIRS ? list : [0, last / 3, last * 2 / 3, last].map((i) => list[Math.floor(i)]);
  };

  const shard = ([first, second], shards) => {
    let h = Math.imul(first, 0x9E3779B1) ^ Math.imul(second >> 1, 0x85EBCA6B);
    h = Math.imul(h ^ h >>> 15, 0x2C1B3C6D);
    return ((h ^ h >>> 13) & 0x3FFF) * shards >> 14;
  };

  const hex = (n) => n.toString(16).padStart(5, "0");

  // The bulletins with a pair in their title, and all with it.
  const lists = ([first, second], bytes) => {
    let at = 0;
    const number = () => {
      let n = 0, unit = 1, b;
      do {
        b = bytes[at++];
        n += (b & 127) * unit;
        unit *= 128;
      } while (b > 127);
      return n;
    };
    const list = (read) => {
      const head = number(), end = at + (head >> 1), numbers = [];
      if (read && head & 1) {
        for (let n = 0; at < end; at++, n += 8) {
          for (let bit = 0; bit < 8; bit++) if (bytes[at] >> bit & 1) numbers.push(n + bit);
        }
      } else if (read) {
        for (let n = 0; at < end;) numbers.push(n += number());
      }
      at = end;
      return numbers;
    };
    while (at < bytes.length) {
      const found = number() === first & number() === second; // reads both
      const titles = list(found), all = list(found);
      if (found) return [titles, second ? all : titles];
    }
    return [[], []];
  };

  // The numbers of the bulletins with all pairs of the terms: those with them in
  // the title first, and newer ones first. get fetches a file of the index.
  const find = async (words, get) => {
    const { docs, shards } = await get("meta.json");
    const wanted = words.flatMap(pairs);
    const found = await Promise.all(wanted.map(async (pair) =>
      lists(pair, await get(`grams/${shards.toString(16)}-${hex(shard(pair, shards))}.bin`))));
    const count = (which) => {
      const counts = new Uint8Array(docs);
      for (const both of found) for (const n of both[which]) counts[n]++;
      return counts;
    };
    const titles = count(0), all = count(1), first = [], rest = [];
    for (let n = docs - 1; n >= 0; n--) {
      if (titles[n] === wanted.length) first.push(n);
      else if (all[n] === wanted.length) rest.push(n);
    }
    return first.concat(rest);
  };

  // Whether a bulletin holds all terms, a single letter in its title.
  const holds = (words, title, others) => {
    const head = fold(title).text, fields = others.map((text) => fold(text).text).concat(head);
    return words.every((word) => pairs(word)[0][1] ? fields.some((field) => field.includes(word)) : head.includes(word));
  };

  // Where the terms are in a text: [from, to] in order, without overlaps.
  const places = (words, text) => {
    const form = fold(text), found = [];
    for (const word of words) {
      for (let i = form.text.indexOf(word); i >= 0; i = form.text.indexOf(word, i + word.length)) {
        found.push([form.from[i], form.to[i + word.length - 1]]);
      }
    }
    const apart = [];
    for (const [from, to] of found.sort((a, b) => a[0] - b[0])) {
      const last = apart[apart.length - 1];
      if (last && from <= last[1]) last[1] = Math.max(last[1], to);
      else apart.push([from, to]);
    }
    return apart;
  };

  // The part of a text around the first place of a term; its beginning if there is none.
  const excerpt = (words, text) => {
    const characters = [...text];
    const place = places(words, text)[0];
    const hit = place ? [...text.slice(0, place[0])].length : 0;
    const from = hit > 40 ? hit - 30 : 0, to = from + 110;
    return (from ? "…" : "") + characters.slice(from, to).join("") + (to < characters.length ? "…" : "");
  };

  if (typeof module !== "undefined") module.exports = { fold, terms, find, holds, places, excerpt };
  if (typeof document === "undefined") return;

  const form = document.getElementById("search"), input = form.elements.q;
  const status = document.getElementById("search-status"), results = document.getElementById("search-results");
  const words = results.dataset; // what to say, in the language of the site
  const base = new URL(".", form.action), home = new URL("..", base);
  const files = new Map();
  let current; // the search whose results are shown

  const fetchFile = async (url) => {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${answer.status} ${url}`);
    return url.pathname.endsWith(".bin") ? new Uint8Array(await answer.arrayBuffer()) : answer.json();
  };

  const get = (name) => {
    if (!files.has(name)) files.set(name, fetchFile(new URL(name, base)).catch((error) => {
      files.delete(name);
      throw error;
    }));
    return files.get(name);
  };

  // An address of the index, if it is one of this site.
  const address = (path) => {
    const url = new URL(path, home);
    return url.origin === home.origin ? url : home;
  };

  // A bulletin for the results, or nothing if it does not hold the terms. What
  // cannot be read is shown unconfirmed.
  const read = async (search, n) => {
    const { chunk } = await get("meta.json");
    const table = await get(`docs/${hex(Math.floor(n / chunk))}.json`);
    const [title, url, date, column, source, number, tags, json = url + "index.json", summary = ""] = table[n % chunk];
    const file = json && await fetchFile(address(json)).catch(() => 0);
    if (file && !holds(search.terms, title, [source, number, file.text, ...tags])) return;
    const why = tags.filter((tag) => places(search.terms, tag).length);
    return { title, url, date, facts: [column, number, source, ...why], text: file ? file.text : summary };
  };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  };

  const marked = (search, text) => {
    const parts = [];
    let at = 0;
    for (const [from, to] of places(search.terms, text)) {
      parts.push(text.slice(at, from), element("mark", "", text.slice(from, to)));
      at = to;
    }
    return [...parts, text.slice(at)];
  };

  const result = (search, { title, url, date, facts, text }) => {
    const link = element("a", "", ...marked(search, title)), time = element("time", "", date);
    link.href = address(url).href;
    time.dateTime = date;
    const line = facts.filter((fact) => fact).map((fact) => element("span", "", ...marked(search, fact)));
    return element("li", "", element("h2", "", link),
      element("p", "excerpt", ...marked(search, excerpt(search.terms, text))),
      element("p", "item-facts", ...line, time));
  };

  // Says how many hits there are: about how many, as long as there are bulletins
  // left that may have the pairs of a term but not the term.
  const say = (search) => {
    const { hits, exact, read, shown } = search;
    const rest = hits.length - read;
    if (!shown && !rest) status.textContent = words.none;
    else status.textContent = (exact || !rest ? words.count : words.about).replace("%d", shown + rest);
    search.more.hidden = !rest;
  };

  const show = async (search) => {
    const { hits, list, more } = search;
    more.disabled = true;
    const enough = search.shown + ON_A_PAGE, most = search.read + AT_MOST;
    let first;
    while (search.shown < enough && search.read < Math.min(most, hits.length)) {
      const next = hits.slice(search.read, search.read + enough - search.shown);
      const bulletins = await Promise.all(next.map((n) => read(search, n)));
      if (search !== current) return;
      search.read += next.length;
      for (const bulletin of bulletins.filter((b) => b)) {
        const item = result(search, bulletin);
        first = first || item;
        list.append(item);
        search.shown++;
      }
    }
    say(search);
    more.disabled = false;
    return first;
  };

  const failed = (search) => (error) => {
    if (search !== current) return;
    console.error(error);
    status.textContent = words.error;
    search.more.disabled = false;
  };

  const start = async (query) => {
    const search = current = { terms: terms(query), read: 0, shown: 0, list: element("ol"), more: element("button", "", words.more) };
    search.more.type = "button";
    search.more.hidden = true;
    search.more.onclick = () => show(search).then((item) => item && item.querySelector("a").focus()).catch(failed(search));
    search.exact = search.terms.every((term) => [...term].length < 3);
    results.replaceChildren(search.list, search.more);
    status.textContent = words.busy;
    try {
      search.hits = search.terms.length ? await find(search.terms, get) : [];
      if (search === current) await show(search);
    } catch (error) {
      failed(search)(error);
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", "?q=" + encodeURIComponent(input.value));
    start(input.value);
  });
  const query = new URLSearchParams(location.search).get("q");
  if (query) start(input.value = query);
})();
