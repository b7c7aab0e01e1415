package check

// StageRules are the rules by which the other stages of a build report what they
// cannot work with. Their warnings can be silenced, too.
var StageRules = []string{
	"address-taken", "asset-syntax", "bad-address", "bad-base-url", "bad-date", "bad-document-number", "bad-file-name",
	"bad-front-matter", "bad-json", "bad-path", "bad-permalink", "bad-settings", "bad-tag", "bad-toml", "bad-url-scheme",
	"bad-value", "bad-yaml", "broken-anchor", "broken-attachment", "broken-file", "broken-image", "broken-link",
	"column-without-index", "comment-text", "control-character", "draft-not-read", "duplicate-attachment",
	"duplicate-footnote", "duplicate-id", "duplicate-index", "duplicate-key", "duplicate-path", "empty-text", "empty-value",
	"external-host", "external-image", "external-resource", "file-too-large", "file-type", "front-matter-not-closed",
	"full-width-markup", "heading-attribute", "heading-space", "hidden-link", "html-dropped", "identity-format",
	"image-without-alt", "import-cycle", "indented-text", "index-in-column", "inside-bundle", "layout-error",
	"local-address", "lost-character", "misplaced-key", "missing-asset", "missing-key", "multi-line-text",
	"never-published", "no-front-matter", "not-a-default", "not-minified", "not-text", "not-utf-8", "raw-html",
	"review-missing", "script-import", "self-reference", "similar-tags", "table-row", "table-shape", "too-complex",
	"too-deep", "too-large", "too-many-keys", "too-many-tags", "unclosed-comment", "undefined-footnote",
	"unknown-callout", "unknown-column-type", "unknown-key", "unknown-layout", "unknown-own-page", "unknown-rule",
	"unreadable", "unsafe-file", "unused-file", "unused-footnote", "wrong-type", "yaml-feature",
}
