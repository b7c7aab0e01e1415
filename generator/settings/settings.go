// Package settings reads site.yaml, strictly: an unknown key, a wrong type or a
// bad value is an error with its line and column, and a suggestion where there
// is one. What is not given gets its default.
//
// keys.go is the table of keys: name, type, default, meaning, and how the value
// is read. The manual, docs/settings.md, is made of it. A site must have a title
// and a baseURL; feeds, the site map and the tags of every page hold absolute
// addresses, and a guessed one would be published without anybody noticing.
package settings

import (
	"bytes"
	"time"
	_ "time/tzdata" // the time zones of machines differ, or are missing

	"jianbao/generator/diag"
	"jianbao/generator/frontmatter"
	"jianbao/generator/strict"
)

// Settings is site.yaml, checked and with defaults filled in.
type Settings struct {
	Title       string
	BaseURL     string // absolute, http or https, ends in "/"
	Language    string // "zh-CN" by default
	Timezone    string // IANA name, "Asia/Shanghai" by default
	Location    *time.Location
	Description string
	Permalink   string // "/:column/:slug/" by default
	PageSize    int    // 20 by default
	Identity    Identity
	Review      Review
	Outputs     Outputs
	Feeds       Feeds
	Check       Check
	Deploy      Deploy
	Markdown    Markdown
	Typography  Typography
	Defaults    *frontmatter.Fields // nil when not given
	Params      map[string]any

	path   string
	places map[string]diag.Pos // of the values that are given, by dotted key
}

// Parse reads site.yaml. The settings are never nil; where the diagnostics
// hold errors, defaults stand for what could not be read.
func Parse(path string, text []byte) (*Settings, diag.List) {
	s := defaults(path)
	start := diag.Pos{Path: path, Line: 1, Column: 1}
	tree, diags := strict.YAML(bytes.TrimPrefix(text, []byte("\uFEFF")), start)
	switch {
	case tree.Kind == strict.Map:
		s.read("", strict.Root(tree, "site.yaml", &diags).Object(names(keys)), keys)
	case tree.Kind != strict.Null:
		diags.Errorf(tree.Pos, "bad-settings", "设置应是一行一个“键: 值”", "settings must be lines of the form key: value").
			Hintf("冒号用半角，后面空一格，如 title: 网站名称", "write an ASCII colon and a space after it, as in title: My site")
	case diags.HasErrors():
		return s, diags // nothing could be read, so nothing is missing
	}
	s.requireKeys(&diags)
	diags.Sort()
	return s, diags
}

func defaults(path string) *Settings {
	zone, err := time.LoadLocation(defaultZone)
	if err != nil {
		panic(err) // it is embedded
	}
	return &Settings{
		Language: "zh-CN", Timezone: defaultZone, Location: zone,
		Permalink: "/:column/:slug/", PageSize: 20,
		Outputs: Outputs{JSON: true, Search: true, Feeds: []string{RSS, Atom, JSONFeed}},
		Feeds:   Feeds{Limit: 50}, Check: Check{HistoryDays: 30, PageWeight: 3}, Markdown: Markdown{RawHTML: "error"}, Typography: Typography{Paragraphs: "indent"},
		path: path, places: map[string]diag.Pos{},
	}
}

const defaultZone = "Asia/Shanghai"

// requireKeys reports what every site must have. A key that is there with a bad
// value has been reported already.
func (s *Settings) requireKeys(diags *diag.List) {
	if s.Title == "" && !s.Has("title") {
		diags.Errorf(s.At("title"), "missing-key", "缺少 title（网站名称）", "title is missing").
			Hintf("加一行 title: 网站名称", "add a line title: My site")
	}
	if s.BaseURL == "" && !s.Has("baseURL") {
		diags.Errorf(s.At("baseURL"), "missing-key", "缺少 baseURL（网站网址）", "baseURL is missing").
			Hintf("加一行 baseURL: https://www.example.gov.cn/，订阅源和网页标签要用完整网址", "add a line baseURL: https://www.example.gov.cn/; feeds and page tags need whole addresses")
	}
}

// Has reports whether a key is given with a value. Keys of groups are dotted:
// "identity.siteCode".
func (s *Settings) Has(key string) bool {
	_, ok := s.places[key]
	return ok
}

// At returns the place of a key's value; where there is none, the first line.
func (s *Settings) At(key string) diag.Pos {
	if at, ok := s.places[key]; ok {
		return at
	}
	return diag.Pos{Path: s.path, Line: 1, Column: 1}
}

// Identity holds the identity items of a Chinese government site
// (政府网站发展指引, 国办发〔2017〕47号): footer and SiteIDCode tag. Empty = not given.
type Identity struct {
	SiteCode  string // 网站标识码
	Sponsor   string // 主办单位
	Organizer string // 承办单位
	ICP       string // ICP备案号
	Police    string // 公安备案号
	Conac     string // 党政机关网站标识: the 32 hexadecimal digits of its address
	Phone     string
	Email     string
	Address   string
}

// Review says how many named reviews (三审三校) a bulletin needs.
type Review struct{ Required int }

// Outputs says what is made beside the pages.
type Outputs struct {
	JSON   bool     // a file for each bulletin
	Search bool     // the page of search with its index
	Feeds  []string // their formats
}

// The formats of feeds.
const (
	RSS      = "rss"
	Atom     = "atom"
	JSONFeed = "json"
)

// Feeds limits the feeds.
type Feeds struct {
	Limit    int  // entries a feed, 50 by default
	FullText bool // the whole text and not the summary
}

// Check configures rules.
type Check struct {
	Rules       map[string]string // rule → off, warning, error
	Terms       []string          // site lexicons
	AllowHosts  []string
	Points      map[string]float64 // what a finding of a rule costs, and what a scored group is worth
	HistoryDays int                // by which a date may be earlier than the first commit of its file
	PageWeight  int                // megabytes that a page with all it loads may have
}

// ScoredGroups are the groups that the indicators (国办秘函〔2019〕19号) score, in their order.
var ScoredGroups = []string{"发布解读", "办事服务", "互动交流", "功能设计"}

// Deploy is what a host needs to know.
type Deploy struct {
	Domain      string   // CNAME
	HiddenFiles []string // dot-paths under assets/ that are published at the root
}

// Markdown says what a text may hold.
type Markdown struct {
	RawHTML string // "error" (default) or "sanitize"
}

// Typography says how texts are set.
type Typography struct {
	Paragraphs string // "indent" (default), by two characters, or "spacing"
}
