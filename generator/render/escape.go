package render

import (
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// escaping is what html/template appends to an action: how to print a value where it
// stands. What is common is done here, and gives the same; all else by html/template.
type escaping struct {
	names string             // of its functions
	set   *template.Template // prints "." that way
}

// escaperPrefix is that of the names of html/template's functions.
const escaperPrefix = "_html_template_"

// htmlEscaper is for what stands in a text: HTML is printed as it is there.
const htmlEscaper = "htmlescaper"

// print compiles an action that prints.
func (s *scope) print(n *parse.ActionNode) step {
	e, value := newEscaping(s.layouts, n)
	if e == nil {
		s.failed = true
		return nil
	}
	v := s.commands(value)
	if v.html != nil && e.names == htmlEscaper {
		return v.html
	}
	quick := e.quick()
	return func(f *frames) {
		if value := v.of(f); !quick(f, value) {
			e.print(f, value)
		}
	}
}

// newEscaping takes the pipeline of an action apart: how to print, and what. It is nil
// where html/template has not been.
func newEscaping(l *Layouts, n *parse.ActionNode) (e *escaping, value []*parse.CommandNode) {
	all := n.Pipe.Cmds
	k := len(all)
	var names []string
	for ; k > 0; k-- {
		function, ok := all[k-1].Args[0].(*parse.IdentifierNode)
		if !ok || !strings.HasPrefix(function.Ident, escaperPrefix) {
			break
		}
		names = append([]string{strings.TrimPrefix(function.Ident, escaperPrefix)}, names...)
	}
	if k == 0 || names == nil {
		return nil, nil
	}
	trees := map[string]*parse.Tree{}
	newProbe(trees)
	set, err := l.link(trees)
	if err != nil || l.escape(set, probeName) != nil {
		return nil, nil
	}
	printing := n.Copy().(*parse.ActionNode)
	dot := &parse.CommandNode{NodeType: parse.NodeCommand, Args: []parse.Node{&parse.DotNode{NodeType: parse.NodeDot}}}
	printing.Pipe.Cmds = append([]*parse.CommandNode{dot}, printing.Pipe.Cmds[k:]...)
	trees[probeName].Root.Nodes = []parse.Node{printing}
	return &escaping{strings.Join(names, " "), set.Lookup(probeName)}, all[:k]
}

// print prints any value.
func (e *escaping) print(f *frames, v reflect.Value) {
	var value any
	if v.IsValid() {
		value = v.Interface()
	}
	if err := e.set.Execute(f.out, value); err != nil {
		panic(errUnusual)
	}
}

// quick returns how to print what is common; it does nothing where a value is not.
func (e *escaping) quick() func(*frames, reflect.Value) bool {
	switch e.names {
	case htmlEscaper:
		return func(f *frames, v reflect.Value) bool { return f.printHTML(v) || f.printText(v) }
	case "attrescaper", "rcdataescaper":
		return (*frames).printText
	case "urlfilter urlnormalizer attrescaper":
		return func(f *frames, v reflect.Value) bool {
			return isText(v) && isHarmless(v.String()) && f.printAddress(v, reserved)
		}
	case "urlnormalizer attrescaper":
		return func(f *frames, v reflect.Value) bool { return isText(v) && f.printAddress(v, reserved) }
	case "urlescaper attrescaper":
		return func(f *frames, v reflect.Value) bool { return isText(v) && f.printAddress(v, "") }
	}
	return func(*frames, reflect.Value) bool { return false }
}

func isText(v reflect.Value) bool { return v.IsValid() && v.Type() == reflect.TypeFor[string]() }

// printHTML prints what is HTML already.
func (f *frames) printHTML(v reflect.Value) bool {
	if !v.IsValid() || v.Type() != reflect.TypeFor[template.HTML]() {
		return false
	}
	f.out.buf = append(f.out.buf, v.String()...)
	f.check()
	return true
}

// printText prints a text or a whole number as text of a page, or in an attribute.
func (f *frames) printText(v reflect.Value) bool {
	switch {
	case isText(v):
		f.out.buf = appendEscaped(f.out.buf, v.String())
	case v.IsValid() && v.Type() == reflect.TypeFor[int]():
		f.out.buf = strconv.AppendInt(f.out.buf, v.Int(), 10)
	default:
		return false
	}
	f.check()
	return true
}

func (f *frames) printAddress(v reflect.Value, kept string) bool {
	f.out.buf = appendAddress(f.out.buf, v.String(), kept)
	f.check()
	return true
}

// reference returns what stands for a character in HTML, "" for itself.
func reference(c byte) string {
	switch c {
	case 0:
		return "\uFFFD"
	case '"':
		return "&#34;"
	case '&':
		return "&amp;"
	case '\'':
		return "&#39;"
	case '+':
		return "&#43;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	}
	return ""
}

// appendEscaped appends a text as HTML.
func appendEscaped(dst []byte, text string) []byte {
	start := 0
	for i := range len(text) {
		if c := text[i]; c > '>' {
			continue
		} else if r := reference(c); r != "" {
			dst = append(append(dst, text[start:i]...), r...)
			start = i + 1
		}
	}
	return append(dst, text[start:]...)
}

// reserved are the characters that mean something in an address.
const reserved = "!#$&*+,/:;=?@[]"

// appendAddress appends a text as an address, or as a part of one in which reserved
// characters mean nothing.
func appendAddress(dst []byte, text, kept string) []byte {
	const hex = "0123456789abcdef"
	for i := range len(text) {
		c := text[i]
		switch {
		case letterOrDigit(c) || strings.IndexByte("-._~", c) >= 0:
			dst = append(dst, c)
		case strings.IndexByte(kept, c) >= 0:
			if r := reference(c); r != "" {
				dst = append(dst, r...)
			} else {
				dst = append(dst, c)
			}
		case c == '%' && kept != "" && i+2 < len(text) && isHex(text[i+1]) && isHex(text[i+2]):
			dst = append(dst, c)
		default:
			dst = append(dst, '%', hex[c>>4], hex[c&15])
		}
	}
	return dst
}

func letterOrDigit(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' }

func isHex(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'f' || '0' <= c && c <= '9' }

// isHarmless reports whether an address is one of our own, or begins as most others do.
func isHarmless(address string) bool {
	return strings.HasPrefix(address, "/") || strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}
