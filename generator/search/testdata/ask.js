// Asks the script of the site what the tests want to know:
//
//	node ask.js search.js < {"call": …, …} > answer
const { readFileSync } = require("node:fs");
const path = require("node:path");

const search = require(path.resolve(process.argv[2]));
const task = JSON.parse(readFileSync(0, "utf8"));

const get = async (name) => {
  const data = readFileSync(path.join(task.folder, name));
  return name.endsWith(".bin") ? new Uint8Array(data) : JSON.parse(data);
};

// The normal form of every character between two letters and between two
// Chinese characters, as one string for each 256 of them.
const characters = () => {
  const rows = [];
  for (const row of task.rows) {
    let text = "";
    for (let c = row * 256; c < row * 256 + 256; c++) {
      const character = String.fromCodePoint(c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
      text += search.fold(`a${character}b ${character} 一${character}丁`).text + "\n";
    }
    rows.push(text);
  }
  return rows;
};

const calls = {
  characters,
  fold: () => task.texts.map((text) => search.fold(text).text),
  find: () => Promise.all(task.queries.map((query) => {
    const terms = search.terms(query);
    return terms.length ? search.find(terms, get) : [];
  })),
  holds: () => task.cases.map(([query, title, text]) => search.holds(search.terms(query), title, [text])),
  marks: () => task.cases.map(([query, text]) => {
    const terms = search.terms(query), shown = search.excerpt(terms, text);
    let marked = "", at = 0;
    for (const [from, to] of search.places(terms, shown)) {
      marked += shown.slice(at, from) + "[" + shown.slice(from, to) + "]";
      at = to;
    }
    return marked + shown.slice(at);
  }),
};

(async () => process.stdout.write(JSON.stringify(await calls[task.call]())))();
