package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// bareAddress links addresses that stand in the text as they are. GitHub
// wants a space before one, which Chinese does not have; here it may follow any
// Chinese character and most punctuation. It ends before the first character that
// is not ASCII, for in 详见https://example.cn/a。 no other end can be told.
//
// An address is found at its first punctuation mark, that is after its beginning
// has become text, which is taken back.
type bareAddress struct{}

func (bareAddress) Trigger() []byte { return []byte{':', '.', '@'} }

func (bareAddress) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	p := pc.(*parsing)
	line, segment := block.PeekLine()
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || last.Segment.Stop != segment.Start {
		return nil
	}
	head := p.source[last.Segment.Start:last.Segment.Stop]
	inLabel := pc.IsInLinkLabel()
	var back, length int // the address begins back bytes before the mark, and goes on for length bytes
	kind, prefix := ast.AutoLinkURL, ""
	switch line[0] {
	case ':':
		back, length = webAddress(head, line, inLabel)
	case '.':
		back, length = wwwAddress(head, line, inLabel)
		prefix = "http://"
	default:
		back, length = mailAddress(head, line)
		kind, prefix = ast.AutoLinkEmail, "mailto:"
	}
	if length == 0 {
		return nil
	}
	last.Segment.Stop -= back
	if last.Segment.Len() == 0 {
		parent.RemoveChild(parent, last)
	}
	block.Advance(length)
	address := text.NewSegment(segment.Start-back, segment.Start+length)
	link := ast.NewAutoLink(kind, ast.NewTextSegment(address))
	link.Protocol = []byte(prefix) // not nil: a bare address
	link.SetPos(address.Start)
	return link
}

// webAddress measures http://… and https://… around their colon.
func webAddress(head, line []byte, inLabel bool) (back, length int) {
	for _, scheme := range []string{"https", "http"} {
		if hasSuffixFold(head, scheme) {
			back = len(scheme)
			break
		}
	}
	if back == 0 || !bytes.HasPrefix(line, []byte("://")) || !mayPrecede(head[:len(head)-back]) {
		return 0, 0
	}
	host := hostLength(line[3:])
	if host == 0 {
		return 0, 0
	}
	return back, addressEnd(line, 3+host, inLabel)
}

// wwwAddress measures www.… around its first full stop.
func wwwAddress(head, line []byte, inLabel bool) (back, length int) {
	const www = "www"
	if !hasSuffixFold(head, www) || !mayPrecede(head[:len(head)-len(www)]) {
		return 0, 0
	}
	host := hostLength(line[1:])
	if host == 0 {
		return 0, 0
	}
	return len(www), addressEnd(line, 1+host, inLabel)
}

// hostLength measures a host name, which has a full stop in it.
func hostLength(s []byte) int {
	n, dots := 0, 0
	for ; n < len(s) && (alphanumeric(s[n]) || s[n] == '-' || s[n] == '_' || s[n] == '.'); n++ {
		if s[n] == '.' {
			if n == 0 || s[n-1] == '.' {
				return 0
			}
			dots++
		}
	}
	for n > 0 && (s[n-1] == '.' || s[n-1] == '_') { // of the sentence, or the end of emphasis
		if n--; s[n] == '.' {
			dots--
		}
	}
	if dots < 1 || n < len(s) && s[n] == '@' { // user@host hides where it leads
		return 0
	}
	return n
}

// addressEnd returns where an address ends whose host ends at n.
func addressEnd(line []byte, n int, inLabel bool) int {
	host := n
	if n < len(line) && line[n] == ':' {
		for n++; n < len(line) && '0' <= line[n] && line[n] <= '9'; n++ {
		}
		if n == host+1 {
			n = host
		}
	}
	if n < len(line) && (line[n] == '/' || line[n] == '?' || line[n] == '#') {
		for n < len(line) && inAddress(line[n], inLabel) {
			n++
		}
	}
	return trimAddress(line, host, n)
}

// inAddress reports whether a byte can be part of an address. In the label of a
// link, brackets are the link's.
func inAddress(c byte, inLabel bool) bool {
	switch c {
	case '<', '>', '"', '`', '{', '}', '|', '\\', '^':
		return false
	case '[', ']':
		return !inLabel
	}
	return c > ' ' && c < 0x7F
}

// trimAddress leaves out punctuation at the end, which is the sentence's, a
// closing bracket that the address did not open, and a character reference.
func trimAddress(line []byte, host, n int) int {
	round := bytes.Count(line[host:n], []byte{')'}) - bytes.Count(line[host:n], []byte{'('})
	square := bytes.Count(line[host:n], []byte{']'}) - bytes.Count(line[host:n], []byte{'['})
	for ; n > host; n-- {
		switch line[n-1] {
		case ';':
			n -= referenceLength(line[host:n])
		case '?', '!', '.', ',', ':', '*', '_', '~', '\'':
		case ')':
			if round <= 0 {
				return n
			}
			round--
		case ']':
			if square <= 0 {
				return n
			}
			square--
		default:
			return n
		}
	}
	return n
}

// referenceLength measures what stands before the semicolon of a character reference
// at the end of an address; 0 if there is none.
func referenceLength(address []byte) int {
	n := 0
	for i := len(address) - 2; i >= 0 && alphanumeric(address[i]); i-- {
		n++
	}
	if before := len(address) - 2 - n; n == 0 || before < 0 || address[before] != '&' {
		return 0
	}
	return n + 1
}

// mailAddress measures name@host around its @.
func mailAddress(head, line []byte) (back, length int) {
	for back < len(head) && back < 64 && inMailName(head[len(head)-1-back]) {
		back++
	}
	for back > 0 && !alphanumeric(head[len(head)-back]) {
		back-- // no name begins with a mark
	}
	if back == 0 {
		return 0, 0
	}
	before := head[:len(head)-back]
	if bytes.HasSuffix(before, []byte("/")) || bytes.HasSuffix(before, []byte("@")) {
		return 0, 0
	}
	host := hostLength(line[1:])
	if host == 0 || !alphanumeric(line[host]) {
		return 0, 0
	}
	return back, 1 + host
}

func inMailName(c byte) bool {
	return alphanumeric(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%'
}

// mayPrecede reports whether an address can begin after a text.
func mayPrecede(head []byte) bool {
	if len(head) == 0 {
		return true
	}
	c := head[len(head)-1]
	return c >= utf8.RuneSelf || bytes.IndexByte([]byte(" \t\n*_~(\"':,;[|!"), c) >= 0
}

func hasSuffixFold(s []byte, suffix string) bool {
	return len(s) >= len(suffix) && bytes.EqualFold(s[len(s)-len(suffix):], []byte(suffix))
}

func alphanumeric(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9'
}
