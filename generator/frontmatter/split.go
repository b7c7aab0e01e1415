package frontmatter

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	adrg "github.com/adrg/frontmatter"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// section is a file taken apart.
type section struct {
	*Parser
	header []byte       // between the fences
	at     diag.Pos     // of the header's first byte
	tree   *strict.Node // nil when there is no header that could be read
	body   Body
	diags  diag.List

	missing bool // the file begins with no header
	yaml    bool // the header is YAML
}

// A fence is the line before a header, and those that end it.
type fence struct {
	opening string
	closing []string
}

var fences = []fence{
	{"---", []string{"---", "..."}},
	{"+++", []string{"+++"}},
}

// split takes a file apart and reads the header's tree.
func (p *Parser) split(path string, text []byte) *section {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	start, line := skipBlank(text)
	first := firstLine(text[start:])
	s := &section{Parser: p, at: diag.Pos{Path: path, Line: line, Column: 1}, body: Body{text, 1}}
	if bytes.HasPrefix(first, []byte("{")) {
		s.splitJSON(text, start)
		return s
	}
	for _, f := range fences {
		if string(trimEnd(first)) == f.opening {
			s.splitLines(text, start+len(first), f)
			return s
		}
	}
	if s.missing = !looksLikeFence(string(bytes.TrimSpace(first))); !s.missing {
		s.diags.Errorf(s.at, "bad-front-matter", "文首的第一行应是单独的 ---", "the first line of front matter must be --- and nothing else").
			Hintf("用三个半角减号，顶格写，后面不加别的", "three ASCII hyphens at the left margin")
	}
	return s
}

// looksLikeFence reports lines that are meant to open a header: indented or
// full-width fences, ones with more or fewer dashes, and those of other
// programs (---yaml, ;;;).
func looksLikeFence(line string) bool {
	rest := strings.TrimLeft(line, "-－—–+＋;")
	return len(line)-len(rest) >= 2 && (rest == "" || rest == "yaml" || rest == "toml" || rest == "json")
}

// splitLines finds the line that closes a header. Unlike adrg/frontmatter it
// takes no indented one: that may be part of a text.
func (s *section) splitLines(text []byte, start int, f fence) {
	s.yaml = f.opening == "---"
	for end := start; end < len(text); {
		line := firstLine(text[end:])
		if slices.Contains(f.closing, string(trimEnd(line))) {
			s.at.Line++
			s.decode(f.opening, text, start, end, end+len(line))
			return
		}
		end += len(line)
	}
	s.body = Body{nil, s.at.Line}
	s.diags.Errorf(s.at, "front-matter-not-closed", "文首以 %s 开始，但没有结束", "the front matter begins with %s but never ends", f.opening).
		Hintf("在正文前单独写一行 %s", "write a line %s before the text", f.opening)
}

// splitJSON finds the end of a JSON object by reading it.
func (s *section) splitJSON(text []byte, start int) {
	decoder := json.NewDecoder(bytes.NewReader(text[start:]))
	var object json.RawMessage
	end := start
	if err := decoder.Decode(&object); err == nil {
		end += int(decoder.InputOffset())
	} else {
		end += endOfBrokenJSON(text[start:])
	}
	rest := firstLine(text[end:])
	switch {
	case end == start:
		s.body = Body{nil, s.at.Line}
		s.diags.Errorf(s.at, "front-matter-not-closed", "文首以 { 开始，但没有结束", "the front matter begins with { but never ends").
			Hintf("在正文前单独写一行 }", "write a line } before the text")
	case len(bytes.TrimSpace(rest)) > 0:
		s.body = Body{nil, s.at.Line}
		s.diags.Errorf(s.place(text, end), "bad-front-matter", "JSON 文首的 } 后面要换行", "a line break must follow the } of JSON front matter")
	default:
		s.decode("---json", text, start, end, end+len(rest))
	}
}

// place returns the place of the byte at an offset in the file.
func (s *section) place(text []byte, offset int) diag.Pos {
	start := bytes.LastIndexByte(text[:offset], '\n') + 1
	return diag.Pos{Path: s.at.Path, Line: bytes.Count(text[:start], []byte("\n")) + 1, Column: utf8.RuneCount(text[start:offset]) + 1}
}

// endOfBrokenJSON guesses where an object ends that cannot be read: after a
// line that is a brace, else after a brace at the end of a line, else nowhere.
func endOfBrokenJSON(text []byte) (offset int) {
	for end := 0; end < len(text); {
		line := firstLine(text[end:])
		brace := end + len(trimEnd(line))
		if string(trimEnd(line)) == "}" {
			return brace
		}
		if offset == 0 && bytes.HasSuffix(trimEnd(line), []byte("}")) {
			offset = brace
		}
		end += len(line)
	}
	return offset
}

// decode reads the header and what follows it.
func (s *section) decode(opening string, text []byte, start, end, next int) {
	s.header = text[start:end]
	s.body = Body{text[next:], bytes.Count(text[:next], []byte("\n")) + 1}
	if len(s.header) > strict.MaxBytes {
		s.tree, s.diags = strict.YAML(s.header, s.at) // which says that it is too large, in any language
		return
	}
	read, err := s.decoderOf(opening)
	if read != nil {
		s.tree, s.diags = read(s.header, s.at)
	}
	if s.tree == nil {
		s.body = Body{nil, s.at.Line}
		s.diags.Errorf(s.at, "bad-front-matter", "读不出文首：%v", "the front matter cannot be read: %v", err)
	}
}

// decoder reads a header in one language.
type decoder func(header []byte, at diag.Pos) (*strict.Node, diag.List)

// decoderOf has adrg/frontmatter recognise the language of a header by its opening
// line; nil where it does not. As that library compares lines without the space around them, and would end
// the header at an indented fence, it is given the fences alone.
func (p *Parser) decoderOf(opening string) (decoder, error) {
	if known, ok := p.decoders.Load(opening); ok {
		return known.(decoder), nil
	}
	const closing = "---"
	var found decoder
	is := func(d decoder) adrg.UnmarshalFunc {
		return func([]byte, any) error {
			found = d
			return nil
		}
	}
	_, err := adrg.Parse(strings.NewReader(opening+"\n"+closing+"\n"), nil,
		adrg.NewFormat("---", closing, is(strict.YAML)),
		adrg.NewFormat("+++", closing, is(strict.TOML)),
		adrg.NewFormat("---json", closing, is(strict.JSON)))
	if found != nil {
		p.decoders.Store(opening, found)
	}
	return found, err
}

// skipBlank returns the offset and number of the first line that is not blank;
// the first of all where there is none.
func skipBlank(text []byte) (offset, line int) {
	for line = 1; offset < len(text); line++ {
		l := firstLine(text[offset:])
		if len(bytes.TrimSpace(l)) > 0 {
			return offset, line
		}
		offset += len(l)
	}
	return 0, 1
}

// firstLine returns the first line with its end.
func firstLine(text []byte) []byte {
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		return text[:i+1]
	}
	return text
}

func trimEnd(line []byte) []byte { return bytes.TrimRight(line, " \t\r\n") }
