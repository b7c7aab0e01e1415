// Whatever lies in a column is a bulletin.
export default {
  eleventyComputed: { layout: (data) => (data.page.inputPath.endsWith(".md") ? "bulletin.njk" : data.layout) },
};
