package build

import (
	"encoding/binary"
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/render"
	"jianbao/generator/site"
)

// Explanation says why a page was rendered.
type Explanation struct {
	Output, Source string
	Why            []diag.Text // what has changed, in the words of a publisher
}

// The reasons that are no change of the page's own.
var (
	noMemory   = []diag.Text{{ZH: "没有上次的记录", EN: "nothing is known of a build before"}}
	newPage    = []diag.Text{{ZH: "新页面", EN: "new page"}}
	lostOutput = []diag.Text{{ZH: "上次生成的文件被改动或删除", EN: "the file made before was changed or removed"}}
	otherKind  = []diag.Text{{ZH: "换成了另一种页面", EN: "another kind of page"}}
	otherwise  = diag.Text{ZH: "设置", EN: "settings"}
)

// explain notes why a page is rendered, and what is to be known of it next time.
func (b *builder) explain(out *recording, p *site.Page, view any, key memo.Sum) {
	out.layout = p.Layout
	hasher := b.hashers.Get().(*memo.Hasher)
	parts := make([]byte, 0, mostParts*shortSum)
	site.EachPart(view, func(_ diag.Text, value any) { parts = binary.LittleEndian.AppendUint32(parts, hasher.Short(value)) })
	out.parts = string(parts)
	b.hashers.Put(hasher)
	why := b.reasons(out, p, view, key)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.result.Explained = append(b.result.Explained, Explanation{p.Output, p.Pos.Path, why})
}

const (
	mostParts = 48 // that a bulletin has, or a few more
	shortSum  = 4  // bytes
)

func (b *builder) reasons(out *recording, p *site.Page, view any, key memo.Sum) []diag.Text {
	known := b.memory.output(p.Output)
	switch {
	case len(b.memory.outputs.all) == 0:
		return noMemory
	case known == nil:
		return newPage
	case known.Key == key:
		return lostOutput
	case len(known.Parts) != len(out.parts):
		return otherKind
	}
	var why []diag.Text
	i := 0
	site.EachPart(view, func(name diag.Text, _ any) {
		if known.Parts[i:i+shortSum] != out.parts[i:i+shortSum] {
			why = append(why, name)
		}
		i += shortSum
	})
	why = append(why, b.layoutReasons(known.Layout, p.Layout)...)
	if why == nil {
		why = append(why, otherwise)
	}
	return why
}

// layoutReasons names the files in which a layout differs from that of the build before.
func (b *builder) layoutReasons(before, now string) (why []diag.Text) {
	if before != now {
		file := "layouts/" + now + ".html"
		return []diag.Text{{ZH: "版式换成 " + file, EN: "the layout is now " + file}}
	}
	old := b.memory.parts[before]
	for _, part := range b.layouts.Parts(now) {
		if !slices.Contains(old, part) {
			why = append(why, diag.Text{ZH: part.Name, EN: part.Name})
		}
	}
	for _, part := range old {
		if !slices.ContainsFunc(b.layouts.Parts(now), func(p render.Part) bool { return p.Name == part.Name }) {
			why = append(why, diag.Text{ZH: "不再用 " + part.Name, EN: "no longer " + part.Name})
		}
	}
	return why
}

// layoutParts is what is to be known of the layouts next time.
func (b *builder) layoutParts() map[string][]render.Part {
	all := map[string][]render.Part{}
	for _, p := range b.site.Pages() {
		if all[p.Layout] == nil {
			all[p.Layout] = b.layouts.Parts(p.Layout)
		}
	}
	return all
}

func sortExplanations(list []Explanation) {
	slices.SortFunc(list, func(a, b Explanation) int { return strings.Compare(a.Output, b.Output) })
}
