package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// heading is a parser of headings that reads the attributes at their end.
// goldmark's own reader takes any attribute, and time that grows with the square
// of the number of braces.
type heading struct{ leaf }

func (h heading) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	h.leaf.Close(node, reader, pc)
	if lines := node.Lines(); node.Parent() != nil && lines.Len() > 0 {
		pc.(*parsing).cutAttributes(node, lines)
	}
}

// cutAttributes takes {#id .class} off the end of a heading.
func (p *parsing) cutAttributes(node ast.Node, lines *text.Segments) {
	last := lines.At(lines.Len() - 1)
	line := bytes.TrimRight(p.source[last.Start:last.Stop], " \t\n")
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || line[len(line)-1] != '}' {
		return
	}
	inner := line[open+1 : len(line)-1]
	if len(inner) == 0 || inner[0] != '#' && inner[0] != '.' {
		return // part of the heading's text
	}
	id, class, ok := parseAttributes(inner)
	if !ok {
		p.diags.Warnf(p.at(last.Start+open), "heading-attribute",
			"标题属性 {%s} 无法识别", "cannot read the heading attributes {%s}", inner).
			Hintf("只能写 {#位置名} 或 {#位置名 .类名}", "write {#id} or {#id .class}")
		return
	}
	if id != "" {
		node.SetAttributeString("id", id)
	}
	if class != "" {
		node.SetAttributeString("class", class)
	}
	last.Stop = last.Start + len(bytes.TrimRight(line[:open], " \t"))
	lines.Set(lines.Len()-1, last)
}

func parseAttributes(inner []byte) (id, class string, ok bool) {
	var classes []string
	for _, field := range bytes.Fields(inner) {
		mark, name := field[0], string(field[1:])
		switch {
		case !isName(name):
			return "", "", false
		case mark == '#' && id == "":
			id = name
		case mark == '.':
			classes = append(classes, name)
		default:
			return "", "", false
		}
	}
	return id, strings.Join(classes, " "), true
}

// isName reports whether a text is made of letters, digits, "-", "_" and ".".
func isName(s string) bool {
	for _, r := range s {
		if !inName(r) && r != '.' {
			return false
		}
	}
	return s != ""
}

func inName(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) || r == '-' || r == '_'
}

// nameHeadings gives every heading its level and id. The level says how many
// sections it is in, below the page's title: readers who go from heading to
// heading must find none missing. Ids that were written go first, so that none
// is taken by a heading that happens to have such a text.
func (w *writer) nameHeadings(nodes []*ast.Heading) {
	var sections []int // levels, as written, of the sections around the heading
	w.headings = slices.Grow(w.headings, len(nodes))
	for _, n := range nodes {
		for len(sections) > 0 && sections[len(sections)-1] >= n.Level {
			sections = sections[:len(sections)-1]
		}
		sections = append(sections, n.Level)
		level := min(len(sections)+1, 6)
		if w.plain {
			level = n.Level
		}
		h := Heading{
			Level: level,
			Text:  string(w.plainText(n, true)),
		}
		if id, ok := n.AttributeString("id"); ok {
			if w.names.taken(id.(string)) {
				w.diags.Errorf(w.at(n.Pos()), "duplicate-id", "位置名 %s 重复", "the id %s is used twice", id)
			} else {
				h.ID = id.(string)
				w.names[h.ID] = 0
			}
		}
		w.headings = append(w.headings, h)
	}
	for i := range w.headings {
		if h := &w.headings[i]; h.ID == "" {
			h.ID = w.names.name(h.Text)
		}
	}
}

// usedIDs are the ids in use, each with the number that the last repetition got.
type usedIDs map[string]int

func (ids usedIDs) taken(id string) bool {
	_, ok := ids[id]
	return ok
}

// name returns the id of a heading: its letters, digits, "-" and "_" in lower case, with
// a "-" for the space between words. Repetitions get -1, -2, …
func (ids usedIDs) name(heading string) string {
	base := slug(heading)
	id := base
	for ids.taken(id) {
		ids[base]++
		id = base + "-" + strconv.Itoa(ids[base])
	}
	ids[id] = 0
	return id
}

func slug(heading string) string {
	id := make([]byte, 0, 128) // not of the heap
	space := false
	for _, r := range heading {
		switch {
		case r >= '一' && r <= '龥' && !space: // as nearly always
			id = utf8.AppendRune(id, r)
		case unicode.IsSpace(r):
			space = len(id) > 0
		case inName(r):
			if space {
				id, space = append(id, '-'), false
			}
			id = utf8.AppendRune(id, unicode.ToLower(r))
		}
	}
	if len(id) == 0 {
		return "section"
	}
	return string(id)
}
