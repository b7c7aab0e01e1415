package markdown

import (
	"bytes"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"
)

// inlineHTML is goldmark's parser of HTML in a line. What begins like a comment
// and is none would be published.
type inlineHTML struct{ inline }

func (h inlineHTML) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	line, segment := block.PeekLine()
	node := h.inline.Parse(parent, block, pc)
	if node == nil && !p.stopped && bytes.HasPrefix(line, []byte("<!--")) {
		p.reportUnclosed(segment.Start)
	}
	return node
}

// htmlBlock is goldmark's parser of blocks of HTML. A comment that ends on its
// first line with a text after it is none here: the text is read as Markdown, and
// the comment dropped from it. CommonMark takes the whole line for HTML.
type htmlBlock struct{ leaf }

func (b htmlBlock) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	rest := bytes.TrimLeft(line, " \t")
	commented := false
	for bytes.HasPrefix(rest, []byte("<!--")) {
		end := commentEnd(rest[len("<!--"):])
		if end < 0 {
			return b.leaf.Open(parent, reader, pc)
		}
		rest = bytes.TrimLeft(rest[len("<!--")+end:], " \t\n")
		commented = true
	}
	if commented && len(rest) > 0 && rest[0] != '<' {
		return nil, parser.NoChildren
	}
	return b.leaf.Open(parent, reader, pc)
}

func (p *parsing) reportUnclosed(offset int) {
	p.diags.Errorf(p.at(offset), "unclosed-comment", "注释没有结束", "the comment does not end").
		Hintf("在同一段里用 --> 结束注释", "end it with --> in the same paragraph")
}

// fragment is a piece of HTML with the places it comes from: in a quote or a list,
// its lines are apart in the source.
type fragment struct {
	html  []byte
	lines []text.Segment
	ends  []int // of the lines, in html
}

func (p *parsing) fragment(lines *text.Segments) fragment {
	f := fragment{lines: lines.Sliced(0, lines.Len())}
	for _, line := range f.lines {
		f.html = append(f.html, line.Value(p.source)...)
		f.ends = append(f.ends, len(f.html))
	}
	return f
}

// offset returns where a byte of the fragment is in the source.
func (f fragment) offset(i int) int {
	n := min(sort.SearchInts(f.ends, i+1), len(f.lines)-1)
	line := f.lines[n]
	return max(line.Start, line.Stop-(f.ends[n]-i))
}

func (w *writer) inlineHTML(n *ast.RawHTML, outer int) {
	f := w.fragment(n.Segments)
	switch {
	case w.passHTML:
		w.html = append(w.html, f.html...)
	case bytes.HasPrefix(f.html, []byte("<!--")):
	case w.opts.RawHTML == RawHTMLSanitize:
		w.sanitize(f, outer, phrasing)
	default:
		w.refuse(f)
	}
}

func (w *writer) htmlBlock(n *ast.HTMLBlock, outer int) {
	if n.HasClosure() {
		n.Lines().Append(n.ClosureLine)
	}
	f := w.fragment(n.Lines())
	switch {
	case w.passHTML:
		w.html = append(w.html, f.html...)
	case n.HTMLBlockType == ast.HTMLBlockType2:
		w.comment(f)
	case w.opts.RawHTML == RawHTMLSanitize:
		w.sanitize(f, outer, flow)
		w.closeUntil(outer, mayStayOpen)
	default:
		w.refuse(f)
	}
}

// comment drops a block of comments. What follows the end of one on the same line
// belongs to the block, too, and would vanish with it.
func (w *writer) comment(f fragment) {
	for rest := f.html; ; {
		body, ok := bytes.CutPrefix(bytes.TrimLeft(rest, " \t\n"), []byte("<!--"))
		if !ok {
			if len(bytes.TrimSpace(rest)) > 0 {
				w.diags.Errorf(w.at(f.offset(len(f.html)-len(rest))), "comment-text",
					"注释后面的文字不会显示", "what follows a comment on its line is not shown").
					Hintf("另起一段写", "put it into a paragraph of its own")
			}
			return
		}
		end := commentEnd(body)
		if end < 0 {
			w.reportUnclosed(f.offset(len(f.html) - len(body) - len("<!--")))
			return
		}
		rest = body[end:]
	}
}

// commentEnd returns the end of a comment whose "<!--" is read; -1 if there is none.
func commentEnd(body []byte) int {
	for _, empty := range []string{">", "->"} {
		if bytes.HasPrefix(body, []byte(empty)) {
			return len(empty)
		}
	}
	if end := bytes.Index(body, []byte("-->")); end >= 0 {
		return end + len("-->")
	}
	return -1
}

// refuse reports the HTML of a fragment: its first tag, and of a tag that closes
// only one whose beginning was not reported.
func (w *writer) refuse(f fragment) {
	if w.rawOpen == nil {
		w.rawOpen = map[string]int{}
	}
	seen, reported := false, false
	z := html.NewTokenizer(bytes.NewReader(f.html))
	for offset := 0; ; offset += len(z.Raw()) {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := z.Raw()
		if kind == html.TextToken || kind == html.CommentToken && bytes.HasPrefix(raw, []byte("<!--")) {
			continue
		}
		name, _ := z.TagName()
		tag := string(name)
		closing := kind == html.EndTagToken && w.rawOpen[tag] > 0
		if closing {
			w.rawOpen[tag]--
		} else if kind == html.StartTagToken && !voidElements[tag] {
			w.rawOpen[tag]++
		}
		if !reported && !closing {
			reported = true
			w.reportHTML(f.offset(offset), tag, raw)
		}
		seen = true
	}
	if !seen { // a tag that does not end
		w.reportHTML(f.offset(max(0, bytes.IndexByte(f.html, '<'))), "", bytes.TrimSpace(f.html))
	}
}

func (w *writer) reportHTML(offset int, tag string, raw []byte) {
	shown := "<" + tag + ">"
	if tag == "" {
		shown = string(cutRunes(raw, 20))
	} else if bytes.HasPrefix(raw, []byte("</")) {
		shown = "</" + tag + ">"
	}
	d := w.diags.Errorf(w.at(offset), "raw-html", "正文里不能写 HTML：%s", "the text holds HTML: %s", shown)
	hint, ok := htmlHints[tag]
	if !ok {
		d.Hintf("如果是文字，在尖括号前加反斜杠：\\%s", "if it is text, put a backslash before it: \\%s", shown)
		return
	}
	d.Hint = hint
}

// voidElements have no end tag.
var voidElements = words("area base br col embed hr img input link meta param source track wbr")

// words returns a set of words.
func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}
