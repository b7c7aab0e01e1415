package site

import (
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/frontmatter"
	"jianbao/generator/markdown"
)

// bulletin is one document of the model.
type bulletin struct {
	doc    *document.Document
	number int                 // of its text
	fields *frontmatter.Fields // with the defaults of its columns and the site
	column *column
	name   string // file name without .md, or the folder's
	bundle string // the folder of a NAME/index.md, else ""
	path   string // "/reform/green/"
	output string // "reform/green/index.html"
	url    string // its address under the base path
	hidden state
	shown  state // why it would be hidden from the public

	changed civil.Time // last: never before it was published

	related    []*bulletin
	replacedBy *bulletin
	replaces   []*bulletin
	newer      *bulletin // 上一篇: the neighbours in its column
	older      *bulletin // 下一篇

	links       []markdown.Target // of the links in its text, as in doc.Links
	image       string            // address
	attachments []Attachment

	tags   []Link               // the same in all views
	listed atomic.Pointer[Item] // likewise; see item
}

func (b *bulletin) text() Text { return Text{b.doc, b.number} }

func (b *bulletin) pos(key string) diag.Pos { return b.fields.At(key) }

// state says why a bulletin is not published; "" means that it is.
type state string

const (
	draft     state = "draft"
	scheduled state = "scheduled"
	expired   state = "expired"
)

// words names the state for a message.
func (st state) words() diag.Text {
	switch st {
	case draft:
		return diag.Text{ZH: "草稿", EN: "a draft"}
	case scheduled:
		return diag.Text{ZH: "未到发布时间", EN: "not yet published"}
	default:
		return diag.Text{ZH: "已到期", EN: "expired"}
	}
}

// addBulletins decides, once and for all, what is published.
func (s *Site) addBulletins(docs []*document.Document) {
	bundles := map[string]bool{}
	for _, doc := range docs {
		if doc.Fields != nil && path.Base(doc.Path) == "index.md" {
			bundles[path.Dir(doc.Path)] = true
		}
	}
	for i, doc := range docs {
		if doc.Fields == nil {
			continue
		}
		s.diags = append(s.diags, doc.Header...)
		if b, ok := s.place(doc, bundles); ok {
			b.number = i
			s.documents[doc.Path] = b
			s.sorted = append(s.sorted, b)
		}
	}
	each(s.sorted, manyBulletins, s.inherit)
	for _, b := range s.sorted {
		s.admit(b)
	}
	slices.SortFunc(s.sorted, func(a, b *bulletin) int { return strings.Compare(a.doc.Path, b.doc.Path) })
	s.dropEmptyColumns(s.root)
	s.warnImplicitColumns()
}

// place finds the column of a document and its name there.
func (s *Site) place(doc *document.Document, bundles map[string]bool) (*bulletin, bool) {
	dir, base := path.Split(doc.Path)
	dir = strings.TrimSuffix(dir, "/")
	b := &bulletin{doc: doc, fields: doc.Fields, name: strings.TrimSuffix(base, ".md")}
	if base == "index.md" {
		if _, isColumn := s.columns[dir]; isColumn {
			s.diags.Errorf(diag.Pos{Path: doc.Path}, "index-in-column",
				"文件夹 %s 是栏目，栏目的说明应写在 _index.md", "folder %s is a column; its page is _index.md", dir).
				Hintf("改名为 _index.md，或换成别的文件名", "rename it to _index.md or to something else")
			return nil, false
		}
		b.bundle, b.name = dir, path.Base(dir)
		dir = path.Dir(dir)
	}
	if outer := enclosingBundle(dir, bundles); outer != "" {
		s.diags.Errorf(diag.Pos{Path: doc.Path}, "inside-bundle",
			"文件夹 %s 是一篇简报（含 index.md），里面不能再放简报", "folder %s is a bulletin (it has an index.md); no other can be inside", outer).
			Hintf("移到栏目文件夹中", "move it into a column's folder")
		return nil, false
	}
	b.column = s.columnAt(dir)
	return b, true
}

func enclosingBundle(dir string, bundles map[string]bool) string {
	for ; len(bundles) > 0 && dir != "." && dir != contentDir; dir = path.Dir(dir) {
		if bundles[dir] {
			return dir
		}
	}
	return ""
}

// So many are worth a goroutine.
const (
	manyBulletins = 1000
	manyFiles     = 20 // which are opened
)

// each does something with everything in a list, on all processors at once, where each has at
// least so many to do. It may look at everything, and change nothing but the thing it is given.
func each[T any](list []T, least int, do func(T)) {
	var parts sync.WaitGroup
	for part := range slices.Chunk(list, max(least, len(list)/runtime.GOMAXPROCS(0)+1)) {
		parts.Go(func() {
			for _, thing := range part {
				do(thing)
			}
		})
	}
	parts.Wait()
}

// inherit gives a bulletin the defaults of its columns and of the site.
func (s *Site) inherit(b *bulletin) {
	for c := b.column; c != nil; c = c.parent {
		b.inherit(c.fields.Defaults)
	}
	b.inherit(s.opts.Settings.Defaults)
}

// admit puts a bulletin among the published or the hidden.
func (s *Site) admit(b *bulletin) {
	if !s.faultsKnown() {
		s.checkTimes(b)
	}
	s.noteMoments(b.fields)
	b.hidden = stateAt(b.fields, s.opts.Now)
	if b.hidden == draft && s.opts.Drafts || b.hidden == scheduled && s.opts.Future {
		b.hidden, b.shown = "", b.hidden
	}
	if b.hidden != "" {
		s.hidden++
		return
	}
	if !s.faultsKnown() {
		s.diags = append(s.diags, b.doc.Body...)
		s.checkPublishable(b)
	}
	b.changed = later(b.fields.Date, b.fields.Updated)
	s.bulletins = append(s.bulletins, b)
	b.column.used = true
}

// inherit takes over defaults, if there are any, and leaves those of the document
// as they were: they may serve another build.
func (b *bulletin) inherit(defaults *frontmatter.Fields) {
	if defaults == nil {
		return
	}
	if b.fields == b.doc.Fields {
		own := *b.fields
		b.fields = &own
	}
	b.fields.Inherit(defaults)
}

// stateAt fails closed: a bulletin is published only when nothing speaks against it.
func stateAt(f *frontmatter.Fields, now civil.Time) state {
	switch {
	case f.Draft:
		return draft
	case f.Date.After(now), f.Publish.After(now):
		return scheduled
	case !f.Expires.IsZero() && now.After(f.Expires.End()):
		return expired
	}
	return ""
}

// maxTags is how many tags one bulletin may have. Each of its tags has a page that
// shows the bulletin with all of them.
const maxTags = 100

// checkPublishable checks what only a published bulletin must have.
func (s *Site) checkPublishable(b *bulletin) {
	if b.doc.Header.HasErrors() {
		return // a key may be missing because its line is wrong: said already
	}
	for _, key := range b.fields.Missing() {
		s.diags.Errorf(diag.Pos{Path: b.doc.Path, Line: 1, Column: 1}, "missing-key",
			"缺少 %[2]s（%[1]s）", "%[1]s (%[2]s) is missing", key.Name, key.Chinese).
			Hintf("在文首加一行 %s: …", "add a line %s: … to the front matter", key.Name)
	}
	if need, have := s.opts.Settings.Review.Required, len(b.fields.Reviews); have < need {
		s.diags.Errorf(b.pos("reviews"), "review-missing",
			"需要 %d 次审核，只有 %d 次", "needs %d reviews, has %d", need, have).
			Hintf("审核后在 reviews 中登记，审核前设 draft: true", "record them under reviews, or set draft: true until then")
	}
	if f := b.fields; b.doc.Empty && !b.doc.Body.HasErrors() && len(f.Attachments) == 0 && f.Image == "" {
		s.diags.Warnf(diag.Pos{Path: b.doc.Path, Line: 1, Column: 1}, "empty-text",
			"正文是空的，会发布成空白页", "there is no text, so a blank page is published").
			Hintf("写上正文；还没写好的，设 draft: true", "write the text, or set draft: true until it is written")
	}
	if n := len(b.fields.Tags); n > maxTags {
		s.diags.Errorf(b.pos("tags"), "too-many-tags", "有 %[1]d 个标签，最多 %[2]d 个", "there are %[1]d tags, %[2]d at the most", n, maxTags)
	}
	s.checkLayout(b.fields.Layout, b.pos("layout"))
}

// checkTimes reports a bulletin that expires before it appears.
func (s *Site) checkTimes(b *bulletin) {
	f := b.fields
	if f.Draft || f.Expires.IsZero() {
		return
	}
	if end := f.Expires.End(); f.Date.After(end) || f.Publish.After(end) {
		s.diags.Warnf(b.pos("expires"), "never-published",
			"到期时间早于发布时间，这一篇永远不会发布", "it expires before it appears, so it is never published").
			Hintf("核对 date、publish 和 expires", "look at date, publish and expires")
	}
}

func (s *Site) checkLayout(name string, at diag.Pos) {
	if name != "" && !s.opts.HasLayout(name) {
		s.diags.Errorf(at, "unknown-layout", "没有版式 layouts/%s.html", "there is no layouts/%s.html", name)
	}
}

func (s *Site) warnImplicitColumns() {
	for _, c := range s.sortedColumns() {
		if c.doc == nil {
			s.diags.Warnf(c.pos(), "column-without-index",
				"栏目文件夹没有 _index.md，栏目名只能用文件夹名", "the column's folder has no _index.md, so it is named after the folder").
				Hintf("新建 %s/_index.md，写上 title", "add %s/_index.md with a title", c.dir)
		}
	}
}
