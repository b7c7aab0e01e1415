package frontmatter

import (
	"jianbao/generator/civil"
	"jianbao/generator/diag"
)

// Fields is the front matter of a bulletin: every key of the format, typed.
// A key that was not written, or written with nothing after it, has its zero
// value. [Fields.Has] tells whether a key has a value, [Fields.At] where it
// stands, and [Fields.Inherit] takes what is lacking from defaults.
type Fields struct {
	Title, Subtitle       string
	Date, Updated         civil.Time
	Source, SourceURL     string
	Authors               []string
	Editor, Summary       string
	Keywords, Tags        []string
	Image, ImageAlt       string
	Number, Index, Issuer string
	Signed                civil.Time
	Status                string // 有效, 已修改, 已废止, 失效, or "" (= 有效)
	ReplacedBy            Ref
	Category              string
	Issue, TotalIssue     int
	Attachments           []Attachment
	Related               []Ref
	Changes               []Change
	Reviews               []Review
	Allow                 []Allow
	Draft                 bool
	Publish, Expires      civil.Time
	Pinned                bool
	Slug, URL             string
	Aliases               []Ref
	Layout                string
	Params                map[string]any // strings, bools, int64, float64, []any, map[string]any

	File      string     // the source file
	Places    Places     // of the keys
	inherited *inherited `memo:"-"` // only the model's copies have some
}

// Ref is a path that front matter names, with its place.
type Ref struct {
	Path string
	Pos  diag.Pos
}

// Attachment is a file offered for download; Title may be empty.
type Attachment struct {
	File, Title string
	Pos         diag.Pos
}

// Change is one entry of the correction history.
type Change struct {
	Date civil.Time
	Note string
}

// Review is one of the 三审三校 reviews; never published.
type Review struct {
	By, Stage string
	Date      civil.Time
}

// Allow silences a rule for one bulletin or column, with its reason.
type Allow struct{ Rule, Reason string }

// ColumnFields is the front matter of a column's _index.md.
type ColumnFields struct {
	Title, Description string
	Keywords           []string
	Type               string // a ColumnType of the tag rules; "" = 工作动态
	Weight             int
	Freshness          int  // days; -1 = not given
	Nav                bool // shown in the navigation; default true
	PageSize           int  // 0 = the site's
	Layout             string
	Allow              []Allow
	Params             map[string]any
	Defaults           *Fields // nil when not given

	File   string
	Places Places
}
