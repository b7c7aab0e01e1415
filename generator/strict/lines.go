package strict

import (
	"bytes"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Most headers are lines of "key: value" whose values are words, dates, numbers,
// texts in quotes, lists of these in brackets on one line, or lists with an item a line,
// which may be a table of such values (attachments). They are read
// here, without a parser of YAML, which takes ten times as long. Whatever may be
// anything else, or wrong, is left to the parser: simpleYAML has the same result as
// the parser or none (FuzzSimpleYAML).

// mostSimple is how many lines a header has that is read here.
const mostSimple = 100

// simpleYAML reads a text whose every line is simple; nil where one is not.
func (b *builder) simpleYAML() *Node {
	if len(b.lines) > mostSimple || bytes.ContainsAny(b.src, "\r\t") {
		return nil
	}
	var root *Node
	lines := strings.Split(string(b.src), "\n")
	for i := 0; i < len(lines); i++ {
		if lines[i] == "" || lines[i][0] == '#' {
			continue
		}
		s := simple{builder: b, line: i + 1, column: 1, rest: lines[i]}
		field, ok := s.field()
		if ok && field.Value.Kind == Null && i+1 < len(lines) && isItem(lines[i+1]) {
			var n int
			field.Value, n, ok = b.simpleItems(lines[i+1:], i+2)
			i += n
		}
		if !ok {
			return nil
		}
		if root == nil {
			root = newMap(field.Pos)
			root.Fields = make([]Field, 0, len(lines)-i)
		}
		if !root.addSimple(field) {
			return nil
		}
	}
	return root
}

// addSimple adds a field, unless there is one with its key.
func (n *Node) addSimple(f Field) bool {
	for _, other := range n.Fields {
		if other.Key == f.Key {
			return false
		}
	}
	n.Fields = append(n.Fields, f)
	return true
}

// isItem reports whether a line begins with a dash, or spaces and a dash.
func isItem(line string) bool { return strings.HasPrefix(strings.TrimLeft(line, " "), "- ") }

// simpleItems reads a list whose items stand on lines, the first of which has that
// number. It returns how many lines it took.
func (b *builder) simpleItems(lines []string, number int) (list *Node, taken int, ok bool) {
	indent := strings.IndexByte(lines[0], '-')
	for taken < len(lines) && isItem(lines[taken]) && strings.IndexByte(lines[taken], '-') == indent {
		s := simple{builder: b, line: number + taken, column: 1, rest: lines[taken]}
		s.take(indent)
		if list == nil {
			list = s.node(List)
		}
		s.take(len("- "))
		item, more, ok := s.item(lines[taken+1:], indent+len("- "))
		if !ok {
			return nil, 0, false
		}
		list.Items = append(list.Items, item)
		taken += 1 + more
	}
	return list, taken, true
}

// item reads what stands behind a dash: a text, a table in braces, or one with a
// field a line, of which the others are indented as the first one is.
func (s *simple) item(below []string, indent int) (item *Node, taken int, ok bool) {
	if strings.HasPrefix(s.rest, "{") {
		item, ok = s.table()
	} else if item, ok = s.scalar(""); !ok {
		return s.fields(below, indent)
	}
	s.skipSpaces()
	return item, 0, ok && s.rest == ""
}

func (s *simple) fields(below []string, indent int) (table *Node, taken int, ok bool) {
	table = s.node(Map)
	for {
		field, ok := s.field()
		if !ok || field.Value.Kind == Null || !table.addSimple(field) {
			return nil, 0, false
		}
		if taken == len(below) || len(below[taken]) <= indent || strings.TrimLeft(below[taken][:indent], " ") != "" || below[taken][indent] == ' ' {
			return table, taken, true
		}
		s.line, s.column, s.rest = s.line+1, 1, below[taken]
		s.take(indent)
		taken++
	}
}

// table reads {a: b, c: d}.
func (s *simple) table() (table *Node, ok bool) {
	table = s.node(Map)
	for s.take(1); ; s.take(1) { // the brace, or a comma
		s.skipSpaces()
		key, ok := s.key()
		if !ok || !strings.HasPrefix(s.rest, " ") {
			return nil, false
		}
		s.skipSpaces()
		if key.Value, ok = s.scalar(",[]{}:"); !ok || !table.addSimple(key) {
			return nil, false
		}
		s.skipSpaces()
		if s.rest == "" || s.rest[0] != ',' && s.rest[0] != '}' {
			return nil, false
		}
		if s.rest[0] == '}' {
			break
		}
	}
	s.take(1)
	return table, true
}

// simple reads one line from left to right.
type simple struct {
	*builder
	line, column int
	rest         string
}

// take goes on by n bytes, which it returns.
func (s *simple) take(n int) string {
	taken := s.rest[:n]
	s.column += utf8.RuneCountInString(taken)
	s.rest = s.rest[n:]
	return taken
}

func (s *simple) skipSpaces() { s.take(len(s.rest) - len(strings.TrimLeft(s.rest, " "))) }

// node returns a node that begins here.
func (s *simple) node(k Kind) *Node { return &Node{Kind: k, Pos: s.shift(s.line, s.column)} }

// key reads a key and its colon.
func (s *simple) key() (f Field, ok bool) {
	f.Pos = s.shift(s.line, s.column)
	end := strings.IndexFunc(s.rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 1 || end > 100 || s.rest[end] != ':' {
		return f, false
	}
	f.Key = s.take(end)
	s.take(len(":"))
	return f, true
}

func (s *simple) field() (f Field, ok bool) {
	if f, ok = s.key(); !ok {
		return f, false
	}
	spaces := s.rest
	s.skipSpaces()
	if s.rest == "" {
		f.Value = &Node{Pos: f.Pos}
		return f, true
	}
	if len(s.rest) == len(spaces) {
		return f, false
	}
	if s.rest[0] == '[' {
		f.Value, ok = s.list()
	} else {
		f.Value, ok = s.scalar("")
	}
	s.skipSpaces()
	return f, ok && s.rest == ""
}

// list reads [a, b].
func (s *simple) list() (list *Node, ok bool) {
	list = s.node(List)
	for s.take(1); ; s.take(1) { // the bracket, or a comma
		s.skipSpaces()
		if len(list.Items) == 0 && strings.HasPrefix(s.rest, "]") {
			break
		}
		item, ok := s.scalar(",[]{}:")
		if !ok {
			return nil, false
		}
		list.Items = append(list.Items, item)
		s.skipSpaces()
		if s.rest == "" || s.rest[0] != ',' && s.rest[0] != ']' {
			return nil, false
		}
		if s.rest[0] == ']' {
			break
		}
	}
	s.take(1)
	return list, true
}

// scalar reads a text in quotes, or the words up to the end of the line or to the first of the
// marks.
func (s *simple) scalar(marks string) (n *Node, ok bool) {
	if s.rest == "" {
		return nil, false
	}
	if quote := s.rest[0]; quote == '"' || quote == '\'' {
		return s.quoted(quote)
	}
	end := len(s.rest)
	if i := strings.IndexAny(s.rest, marks); i >= 0 {
		end = i
	}
	text := strings.TrimRight(s.rest[:end], " ")
	kind, ok := simpleKind(text)
	if !ok {
		return nil, false
	}
	n = s.node(kind)
	n.Text = strings.Clone(s.take(len(text))) // which may stay when the header is gone
	return n, true
}

func (s *simple) quoted(quote byte) (n *Node, ok bool) {
	text, after, closed := strings.Cut(s.rest[1:], string(rune(quote)))
	if !closed || quote == '"' && strings.IndexByte(text, '\\') >= 0 || quote == '\'' && strings.HasPrefix(after, "'") {
		return nil, false
	}
	n = s.node(String)
	n.Text = strings.Clone(text)
	s.take(1 + len(text) + 1)
	return n, true
}

// simpleKind returns the kind of words, if there is no doubt of it and they are
// nothing but words.
func simpleKind(text string) (k Kind, ok bool) {
	first, _ := utf8.DecodeRuneInString(text)
	if !unicode.IsLetter(first) && !isDigit(first) || strings.IndexByte(text, '#') >= 0 || strings.Contains(text, ": ") || strings.HasSuffix(text, ":") {
		return 0, false
	}
	switch {
	case text == "true" || text == "false":
		return Bool, true
	case isDigit(first):
		return kindOfNumber(text)
	}
	return String, len(text) > len("false") || !strings.ContainsRune("yYnNtTfFoO", first) // shorter ones may be null, Yes, off
}

// kindOfNumber returns the kind of a text that begins with a digit.
func kindOfNumber(text string) (k Kind, ok bool) {
	shape := strings.Map(func(r rune) rune {
		if isDigit(r) {
			return '0'
		}
		return r
	}, text)
	switch {
	case shape == "0000-00-00":
		_, err := time.Parse(time.DateOnly, text)
		return Date, err == nil
	case shape == "0000-00-00 00:00": // which YAML does not know
		return String, true
	case shape == "0000-00-00 00:00:00":
		_, err := time.Parse(time.DateTime, text)
		return Date, err == nil
	case shape == "0000-00-00T00:00:00+00:00", shape == "0000-00-00T00:00:00Z":
		_, err := time.Parse(time.RFC3339, text)
		return Date, err == nil
	case strings.Trim(shape, "0") == "":
		return Int, text[0] != '0' && len(text) < 10
	}
	return String, strings.ContainsFunc(text, inNoNumber)
}

// inNoNumber reports characters that are in no number and no date: 5月, 5G, 62.4%.
func inNoNumber(r rune) bool {
	return r >= utf8.RuneSelf || r == '%' || unicode.IsLetter(r) && !strings.ContainsRune("abcdefxotz", unicode.ToLower(r))
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }
