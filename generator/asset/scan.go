package asset

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// reference is an address in a style sheet.
type reference struct {
	target     string // with escapes resolved
	start, end int    // the bytes that hold it
	format     string // how to write another address in their place
}

// fault is what keeps a style sheet from being read as it was meant.
type fault struct {
	offset  int
	message diag.Text
}

// scanSheet finds the references of a style sheet. It knows just enough of the
// grammar: comments, strings, names, brackets. Browsers forgive what it reports
// here, but drop the rules that follow.
func scanSheet(src []byte) ([]reference, *fault) {
	s := &scanner{src: src}
	for s.pos < len(s.src) && s.fault == nil {
		s.next()
	}
	if s.fault == nil && len(s.open) > 0 {
		last := s.open[len(s.open)-1]
		s.fail(last.offset, "括号没有闭合", "the bracket is never closed")
	}
	return s.refs, s.fault
}

type scanner struct {
	src   []byte
	pos   int
	open  []bracket
	rule  string // name of the at-rule whose prelude is being read
	refs  []reference
	fault *fault
}

// bracket is an open bracket, perhaps of a function.
type bracket struct {
	offset   int
	closer   byte
	function string
}

func (s *scanner) fail(offset int, zh, en string) {
	s.fault = &fault{offset, diag.Text{ZH: zh, EN: en}}
	s.pos = len(s.src)
}

func (s *scanner) next() {
	switch c := s.src[s.pos]; {
	case bytes.HasPrefix(s.src[s.pos:], []byte("/*")):
		s.comment()
	case c == '"' || c == '\'':
		start := s.pos
		if text, ok := s.text(); ok && s.namesFile() {
			s.refs = append(s.refs, reference{text, start, s.pos, "%q"})
		}
	case c == '@':
		s.pos++
		s.rule = s.name()
	case c == '\\' || nameByte(c):
		s.word()
	case strings.IndexByte("([{", c) >= 0:
		s.push("")
	case strings.IndexByte(")]}", c) >= 0:
		s.pop(c)
	default:
		if c == ';' {
			s.rule = ""
		}
		s.pos++
	}
}

// namesFile reports whether a string at this place is the address of a file.
func (s *scanner) namesFile() bool {
	if len(s.open) == 0 {
		return s.rule == "import"
	}
	f := s.open[len(s.open)-1].function
	return f == "image-set" || f == "-webkit-image-set"
}

func (s *scanner) comment() {
	length := bytes.Index(s.src[s.pos+2:], []byte("*/"))
	if length < 0 {
		s.fail(s.pos, "注释没有结束", "the comment never ends")
		return
	}
	s.pos += length + 4
}

// word reads a name, and the function it may be.
func (s *scanner) word() {
	start := s.pos
	name := s.name()
	if s.pos == len(s.src) || s.src[s.pos] != '(' {
		return
	}
	if name != "url" {
		s.push(name)
		return
	}
	s.pos++
	target, ok := s.address(start)
	if ok && s.rule != "namespace" { // the name of a namespace is never loaded
		s.refs = append(s.refs, reference{target, start, s.pos, "url(%q)"})
	}
}

// address reads what is between the brackets of url(…).
func (s *scanner) address(start int) (target string, ok bool) {
	s.space()
	if s.pos < len(s.src) && (s.src[s.pos] == '"' || s.src[s.pos] == '\'') {
		if target, ok = s.text(); !ok {
			return "", false
		}
	} else {
		from := s.pos
		for s.pos < len(s.src) && strings.IndexByte(") \t\n\"'(", s.src[s.pos]) < 0 {
			s.char()
		}
		target = unescape(s.src[from:s.pos])
	}
	s.space()
	if s.pos == len(s.src) || s.src[s.pos] != ')' {
		s.fail(start, "url(…) 没有写完，或地址里有空格、引号", "url(…) is not complete, or its address has blanks or quotes")
		return "", false
	}
	s.pos++
	return target, true
}

// text reads a string in quotes.
func (s *scanner) text() (string, bool) {
	start := s.pos
	s.pos++
	for s.pos < len(s.src) && s.src[s.pos] != '\n' {
		if s.src[s.pos] == s.src[start] {
			s.pos++
			return unescape(s.src[start+1 : s.pos-1]), true
		}
		s.char()
	}
	s.fail(start, "引号没有闭合", "the quote is never closed")
	return "", false
}

// name reads a name and returns it in lower case.
func (s *scanner) name() string {
	start := s.pos
	for s.pos < len(s.src) && (s.src[s.pos] == '\\' || nameByte(s.src[s.pos])) {
		s.char()
	}
	return strings.ToLower(unescape(s.src[start:s.pos]))
}

// char steps over a byte, or over a backslash and what it escapes.
func (s *scanner) char() {
	if s.src[s.pos] == '\\' {
		s.pos++
	}
	s.pos = min(s.pos+1, len(s.src))
}

func (s *scanner) space() {
	for s.pos < len(s.src) && strings.IndexByte(" \t\n", s.src[s.pos]) >= 0 {
		s.pos++
	}
}

func (s *scanner) push(function string) {
	closer := map[byte]byte{'(': ')', '[': ']', '{': '}'}[s.src[s.pos]]
	if closer == '}' {
		s.rule = ""
	}
	s.open = append(s.open, bracket{s.pos, closer, function})
	s.pos++
}

func (s *scanner) pop(c byte) {
	last := len(s.open) - 1
	switch {
	case last < 0:
		s.fail(s.pos, "多了一个闭括号", "there is no bracket to close")
	case s.open[last].closer != c:
		s.fail(s.open[last].offset, "括号没有闭合", "the bracket is never closed")
	default:
		s.open = s.open[:last]
		s.pos++
	}
}

func nameByte(c byte) bool {
	return c == '-' || c == '_' || c >= utf8.RuneSelf || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// unescape resolves the escapes of a string or name: \26 is "&", \" is a quote.
func unescape(src []byte) string {
	if bytes.IndexByte(src, '\\') < 0 {
		return string(src)
	}
	var out strings.Builder
	for i := 0; i < len(src); i++ {
		if src[i] != '\\' || i+1 == len(src) {
			out.WriteByte(src[i])
			continue
		}
		digits := 0
		for digits < 6 && i+1+digits < len(src) && hexByte(src[i+1+digits]) {
			digits++
		}
		if digits == 0 { // the next byte stands for itself; an escaped line end for nothing
			if i++; src[i] != '\n' {
				out.WriteByte(src[i])
			}
			continue
		}
		code, _ := strconv.ParseUint(string(src[i+1:i+1+digits]), 16, 32)
		out.WriteRune(rune(code))
		i += digits
		if i+1 < len(src) && strings.IndexByte(" \t\n", src[i+1]) >= 0 {
			i++
		}
	}
	return out.String()
}

func hexByte(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }
