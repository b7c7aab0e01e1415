// The lists, feeds and files that Hexo does not make as ours are, and where all of it goes.
"use strict";
const { minify } = require("html-minifier-terser");

const pageSize = 20;
hexo.public_dir = process.env.BENCH_OUT + "/";
hexo.database.options.path = process.env.BENCH_OUT + ".json";

const columns = JSON.parse(process.env.BENCH_COLUMNS);
const columnOf = (post) => post.path.split("/")[0];
const newest = (posts) => posts.toArray().sort((a, b) => b.date - a.date);

hexo.locals.set("columns", () => columns);
hexo.extend.helper.register("columnList", () => columns);
hexo.extend.helper.register("columnOf", (path) => columns.find((c) => c.name === (path || "").split("/")[0]));
hexo.extend.helper.register("minute", (date) => date.tz("Asia/Shanghai").format("YYYY-MM-DD HH:mm"));
hexo.extend.helper.register("opening", (text) => (text || "").trim().split("\n\n")[0].replaceAll("*", "").slice(0, 120));

function group(posts, keys) {
  const groups = new Map();
  for (const post of posts) {
    for (const key of keys(post)) {
      groups.has(key) ? groups.get(key).push(post) : groups.set(key, [post]);
    }
  }
  return groups;
}

// list is a list in pages of twenty.
function list(title, base, posts, above, description) {
  const count = Math.max(1, Math.ceil(posts.length / pageSize));
  const at = (n) => (n === 1 ? base : `${base}page/${n}/`);
  return Array.from({ length: count }, (_, i) => {
    const near = [];
    for (let m = Math.max(1, i - 2); m <= Math.min(count, i + 4); m++) near.push({ n: m, url: at(m) });
    return {
      path: at(i + 1), layout: ["list"],
      data: {
        title, description, above, near, number: i + 1, count, prev: i > 0 && at(i), next: i + 1 < count && at(i + 2),
        items: posts.slice(i * pageSize, (i + 1) * pageSize),
      },
    };
  });
}

hexo.extend.generator.register("lists", (locals) => {
  const all = newest(locals.posts);
  const pages = [{ path: "", layout: ["home"], data: { title: "", latest: all.slice(0, 12), blocks: [] } }];
  const inColumns = group(all, (p) => [columnOf(p)]);
  for (const c of columns) {
    const posts = inColumns.get(c.name) || [];
    posts.forEach((p, i) => { p.newer = posts[i - 1]; p.older = posts[i + 1]; });
    pages[0].data.blocks.push({ column: c, items: posts.slice(0, 6) });
    pages.push(...list(c.title, c.name + "/", posts, null, c.description));
  }
  const tags = group(all, (p) => p.tags.map((t) => t.name));
  const years = group(all, (p) => [p.date.format("YYYY")]);
  for (const [tag, posts] of tags) pages.push(...list(tag, `tags/${tag}/`, posts, { title: "标签", url: "/tags/" }));
  for (const [year, posts] of years) pages.push(...list(year, `archive/${year}/`, posts, { title: "历史归档", url: "/archive/" }));
  const terms = (title, path, groups) => pages.push({ path, layout: ["terms"], data: { title, terms: [...groups].map(([name, posts]) => ({ name, url: "/" + path + name + "/", count: posts.length })) } });
  terms("标签", "tags/", tags);
  terms("历史归档", "archive/", years);
  pages.push({ path: "404.html", layout: ["terms"], data: { title: "没有这个页面", terms: [] } });
  return pages;
});

const escape = (text) => String(text || "").replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

hexo.extend.generator.register("feeds", (locals) => {
  const all = newest(locals.posts);
  const origin = hexo.config.url + "/";
  const feed = (path, title, posts) => ({
    path: path + "feed.xml",
    data: `<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${escape(title)}</title><link>${origin}${path}</link><description>${escape(title)}</description>` +
      posts.slice(0, 50).map((p) => `<item><title>${escape(p.title)}</title><link>${origin}${p.path}</link><guid>${origin}${p.path}</guid><pubDate>${p.date.toDate().toUTCString()}</pubDate><description>${escape(p.summary)}</description></item>`).join("") + "</channel></rss>",
  });
  const inColumns = group(all, (p) => [columnOf(p)]);
  return [
    feed("", hexo.config.title, all),
    ...columns.map((c) => feed(c.name + "/", c.title, inColumns.get(c.name) || [])),
    { path: "sitemap.xml", data: '<?xml version="1.0" encoding="utf-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">' +
      all.map((p) => `<url><loc>${origin}${p.path}</loc><lastmod>${p.date.toISOString()}</lastmod></url>`).join("") + "</urlset>" },
    { path: "robots.txt", data: "User-agent: *\nAllow: /\n" },
  ];
});

hexo.extend.filter.register("after_render:html", (text) => minify(text, { collapseWhitespace: true, removeComments: true, removeAttributeQuotes: true }));
