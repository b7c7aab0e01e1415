package check

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// pdfLexer reads the values of a PDF file. It never fails: what is no value is nil,
// and at the end there is nothing but nil.
type pdfLexer struct {
	data []byte
	at   int
}

// pdfClose is what value returns for an end of an array or a dictionary.
const pdfClose pdfWord = "]"

// space skips white space and comments.
func (l *pdfLexer) space() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isPDFSpace(c):
			l.at++
		case c == '%':
			end := bytes.IndexAny(l.data[l.at:], "\r\n")
			if end < 0 {
				end = len(l.data) - l.at
			}
			l.at += end
		default:
			return
		}
	}
}

func isPDFSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isPDFDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// word skips a word if it comes next.
func (l *pdfLexer) word(word string) bool {
	l.space()
	if !bytes.HasPrefix(l.data[min(l.at, len(l.data)):], []byte(word)) {
		return false
	}
	l.at += len(word)
	return true
}

// value reads the next value. Two numbers and an R are a reference.
func (l *pdfLexer) value(depth int) any {
	l.space()
	if l.at >= len(l.data) || depth > 64 {
		l.at = len(l.data)
		return nil
	}
	switch c := l.data[l.at]; {
	case c == '/':
		return l.name()
	case c == '(':
		return l.literal()
	case bytes.HasPrefix(l.data[l.at:], []byte("<<")):
		l.at += 2
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		l.at++
		return l.array(depth)
	case bytes.HasPrefix(l.data[l.at:], []byte(">>")):
		l.at += 2
		return pdfClose
	case c == ']', c == '>', c == '}', c == '{', c == ')':
		l.at++
		return pdfClose
	}
	return l.numberOrWord()
}

func (l *pdfLexer) numberOrWord() any {
	token := l.token()
	x, err := strconv.ParseFloat(token, 64)
	if err != nil || x-x != 0 {
		if token == "null" {
			return nil
		}
		return pdfWord(token)
	}
	if saved := l.at; x >= 0 && x < 1e9 && x == float64(int(x)) {
		l.space()
		if generation := l.token(); generation != "" && len(generation) < 6 && generation[0]-'0' <= 9 {
			if l.space(); l.token() == "R" {
				return pdfRef(int(x))
			}
		}
		l.at = saved
	}
	return x
}

// token reads up to white space or a delimiter.
func (l *pdfLexer) token() string {
	from := l.at
	for l.at < len(l.data) && !isPDFSpace(l.data[l.at]) && !isPDFDelimiter(l.data[l.at]) {
		l.at++
	}
	return string(l.data[from:l.at])
}

func (l *pdfLexer) name() pdfName {
	l.at++
	token := l.token()
	if i := bytes.IndexByte([]byte(token), '#'); i < 0 {
		return pdfName(token)
	}
	var out []byte
	for i := 0; i < len(token); i++ {
		if token[i] == '#' && i+2 < len(token) {
			if c, err := hex.DecodeString(token[i+1 : i+3]); err == nil {
				out, i = append(out, c...), i+2
				continue
			}
		}
		out = append(out, token[i])
	}
	return pdfName(out)
}

func (l *pdfLexer) array(depth int) []any {
	list := []any{}
	for l.at < len(l.data) {
		value := l.value(depth + 1)
		if value == pdfClose {
			break
		}
		list = append(list, value)
	}
	return list
}

func (l *pdfLexer) dict(depth int) pdfDict {
	dict := pdfDict{}
	for l.at < len(l.data) {
		name, isName := l.value(depth + 1).(pdfName)
		if !isName {
			break
		}
		value := l.value(depth + 1)
		if value == pdfClose {
			break
		}
		dict[name] = value
	}
	return dict
}

// literal reads a text in parentheses.
func (l *pdfLexer) literal() string {
	var out []byte
	depth := 0
	for ; l.at < len(l.data); l.at++ {
		c := l.data[l.at]
		switch {
		case c == '\\':
			out = l.escape(out)
			continue
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				l.at++
				return string(out)
			}
		}
		out = append(out, c)
	}
	l.at = len(l.data)
	return string(out)
}

// escape reads what follows a backslash, up to its last byte.
func (l *pdfLexer) escape(out []byte) []byte {
	if l.at++; l.at >= len(l.data) {
		return out
	}
	c := l.data[l.at]
	switch i := bytes.IndexByte([]byte("nrtbf"), c); {
	case i >= 0:
		return append(out, "\n\r\t\b\f"[i])
	case c == '\n':
		return out
	case c == '\r':
		if l.at+1 < len(l.data) && l.data[l.at+1] == '\n' {
			l.at++
		}
		return out
	case c >= '0' && c <= '7':
		n := 0
		for i := 0; i < 3 && l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '7'; i++ {
			n = 8*n + int(l.data[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(n))
	}
	return append(out, c)
}

// hex reads a text in hexadecimal digits.
func (l *pdfLexer) hex() string {
	l.at++
	var digits []byte
	for l.at < len(l.data) && l.data[l.at] != '>' {
		if c := l.data[l.at]; !isPDFSpace(c) {
			digits = append(digits, c)
		}
		l.at++
	}
	l.at = min(l.at+1, len(l.data))
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	n, _ := hex.Decode(out, digits)
	return string(out[:n])
}
