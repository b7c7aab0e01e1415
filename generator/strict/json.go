package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"jianbao/generator/diag"
)

// JSON reads one JSON value. The place of its first byte is origin.
func JSON(src []byte, origin diag.Pos) (*Node, diag.List) {
	b, ok := newBuilder(src, origin)
	if !ok {
		return b.none(), b.diags
	}
	var whole json.RawMessage
	if err := json.Unmarshal(src, &whole); err != nil { // checks the syntax of all, with exact offsets
		b.jsonError(err)
		return b.none(), b.diags
	}
	j := jsonBuilder{builder: b, decoder: json.NewDecoder(bytes.NewReader(src))}
	j.decoder.UseNumber()
	root := j.value(1)
	if b.full {
		root = b.none()
	}
	return root, b.diags
}

type jsonBuilder struct {
	*builder
	decoder *json.Decoder
}

// next returns the next token and its place.
func (j *jsonBuilder) next() (json.Token, diag.Pos) {
	start := int(j.decoder.InputOffset())
	start += len(j.src[start:]) - len(bytes.TrimLeft(j.src[start:], " \t\r\n,:"))
	token, err := j.decoder.Token()
	if err != nil {
		panic(err) // the syntax has been checked
	}
	return token, j.at(start)
}

func (j *jsonBuilder) value(depth int) *Node {
	token, at := j.next()
	node := &Node{Pos: at}
	if !j.enter(depth, at) {
		return node
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '{' {
			j.fields(node, depth)
		} else {
			j.items(node, depth)
		}
	case string:
		node.Kind, node.Text = String, token
	case json.Number:
		node.Kind, node.Text = Int, token.String()
		if strings.ContainsAny(node.Text, ".eE") {
			node.Kind = Float
		}
	case bool:
		node.Kind, node.Text = Bool, "false"
		if token {
			node.Text = "true"
		}
	}
	return node
}

func (j *jsonBuilder) fields(m *Node, depth int) {
	m.Kind = Map
	for j.decoder.More() && !j.full {
		key, at := j.next()
		if !j.countKey(at) {
			return
		}
		j.addField(m, Field{key.(string), at, j.value(depth + 1)})
	}
	j.end()
}

func (j *jsonBuilder) items(list *Node, depth int) {
	list.Kind = List
	for j.decoder.More() && !j.full {
		list.Items = append(list.Items, j.value(depth+1))
	}
	j.end()
}

// end takes the closing bracket, unless a limit has ended all reading.
func (j *jsonBuilder) end() {
	if !j.full {
		j.next()
	}
}

// jsonError reports a syntax error.
func (b *builder) jsonError(err error) {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		b.diags.Errorf(b.origin, "bad-json", "JSON 写法有误：%v", "not valid JSON: %v", err)
		return
	}
	offset := int(syntax.Offset) - 1 // of the character that is wrong
	if strings.HasPrefix(syntax.Error(), "unexpected end") {
		offset = len(b.src)
	}
	offset = min(max(offset, 0), len(b.src))
	before := bytes.TrimRight(b.src[:offset], " \t\r\n")
	if bytes.HasSuffix(before, []byte(",")) && bytes.ContainsAny(b.src[offset:min(offset+1, len(b.src))], "]}") {
		b.diags.Errorf(b.at(len(before)-1), "bad-json", "最后一项后面不能有逗号", "a comma cannot follow the last item")
		return
	}
	b.diags.Errorf(b.at(offset), "bad-json", "JSON 写法有误：%s", "not valid JSON: %s", describeJSON(syntax.Error()))
}

// describeJSON corrects the library's naming of characters beyond ASCII, of
// which it sees the first byte only.
func describeJSON(message string) string {
	before, after, found := strings.Cut(message, "invalid character '")
	if !found || after == "" || after[0] < 0x80 {
		return message
	}
	_, rest, _ := strings.Cut(after, "' ")
	return before + "unexpected character " + rest
}
