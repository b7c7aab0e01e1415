// Eleventy for the comparison: the same pages as ours, under the same addresses.
import fs from "node:fs";
import path from "node:path";
import { minify } from "html-minifier-terser";
import footnote from "markdown-it-footnote";

const pageSize = 20;
const field = (text, key) => (text.match(new RegExp(`^${key}: (.*)$`, "m")) || [])[1];

// columns reads the folders below content/.
function columns() {
  return fs.readdirSync("content", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const text = fs.readFileSync(path.join("content", name, "_index.md"), "utf8");
      return { name, url: `/${name}/`, title: field(text, "title"), description: field(text, "description"), weight: Number(field(text, "weight")) };
    })
    .sort((a, b) => a.weight - b.weight);
}

// group sorts bulletins under the names that keys gives each.
function group(bulletins, keys) {
  const groups = new Map();
  for (const bulletin of bulletins) {
    for (const key of keys(bulletin)) {
      groups.has(key) ? groups.get(key).push(bulletin) : groups.set(key, [bulletin]);
    }
  }
  return groups;
}

// inChina is a date there, to the minute.
const inChina = (date) => new Date(date.getTime() + 8 * 3600e3).toISOString().slice(0, 16).replace("T", " ");
const column = (bulletin) => bulletin.url.split("/")[1];

export default function (config) {
  const site = {
    title: "基准经开区改革信息网", origin: "https://bench.example.gov.cn", domain: "bench.example.gov.cn",
    description: "基准网站，用来测量生成器。", siteCode: "4307000001", sponsor: "基准经开区管委会", columns: columns(),
  };
  const byName = new Map(site.columns.map((c) => [c.name, c]));
  const neighbours = new Map();

  config.addGlobalData("site", site);
  config.ignores.add("content/**/_index.md");
  config.addPassthroughCopy("content/**/*.{png,pdf}");
  config.amendLibrary("md", (library) => library.use(footnote).set({ html: false }));

  config.addCollection("bulletins", (api) => api.getFilteredByGlob("content/*/**/*.md").sort((a, b) => b.date - a.date));
  config.addCollection("lists", (api) => {
    const all = api.getFilteredByGlob("content/*/**/*.md").sort((a, b) => b.date - a.date);
    const lists = [];
    const add = (title, url, bulletins, above, description) => {
      const count = Math.max(1, Math.ceil(bulletins.length / pageSize));
      const at = (n) => (n === 1 ? url : `${url}page/${n}/`);
      for (let n = 1; n <= count; n++) {
        const near = [];
        for (let m = Math.max(1, n - 3); m <= Math.min(count, n + 3); m++) near.push({ n: m, url: at(m) });
        lists.push({
          title, description, above, url: at(n), n, count, near, prev: n > 1 && at(n - 1), next: n < count && at(n + 1),
          items: bulletins.slice((n - 1) * pageSize, n * pageSize),
        });
      }
    };
    const inColumns = group(all, (b) => [column(b)]);
    for (const c of site.columns) {
      const bulletins = inColumns.get(c.name) || [];
      bulletins.forEach((b, i) => neighbours.set(b.url, { next: bulletins[i - 1], prev: bulletins[i + 1] }));
      add(c.title, c.url, bulletins, null, c.description);
    }
    for (const [tag, bulletins] of group(all, (b) => b.data.tags || [])) add(tag, `/tags/${tag}/`, bulletins, { title: "标签", url: "/tags/" });
    for (const [year, bulletins] of group(all, (b) => [inChina(b.date).slice(0, 4)])) add(year, `/archive/${year}/`, bulletins, { title: "历史归档", url: "/archive/" });
    return lists;
  });
  config.addCollection("feeds", (api) => {
    const all = api.getFilteredByGlob("content/*/**/*.md").sort((a, b) => b.date - a.date);
    const inColumns = group(all, (b) => [column(b)]);
    return [{ title: site.title, url: "/", items: all.slice(0, 50) },
      ...site.columns.map((c) => ({ title: c.title, url: c.url, items: (inColumns.get(c.name) || []).slice(0, 50) }))];
  });

  config.addFilter("minute", inChina);
  config.addFilter("rfc822", (date) => date.toUTCString());
  config.addFilter("columnOf", (url) => byName.get(url.split("/")[1]));
  config.addFilter("neighbours", (url) => neighbours.get(url) || {});
  config.addFilter("firstOf", (list, n) => list.slice(0, n));
  config.addFilter("inColumn", (list, name) => list.filter((b) => column(b) === name));
  config.addFilter("opening", (text) => (text || "").trim().split("\n\n")[0].replaceAll("*", "").slice(0, 120));
  config.addFilter("counted", (list, prefix) => list.filter((l) => l.n === 1 && l.url.startsWith(prefix)));
  config.addTransform("minify", function (content) {
    const html = (this.page.outputPath || "").endsWith(".html");
    return html ? minify(content, { collapseWhitespace: true, removeComments: true, removeAttributeQuotes: true, removeOptionalTags: false }) : content;
  });
  return { dir: { input: "content", includes: "../_includes" }, markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
