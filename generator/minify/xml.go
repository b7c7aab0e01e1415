package minify

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"github.com/tdewolff/minify/v2"
)

// minifyXML drops comments, indentation and blanks inside tags. White space
// stays wherever it may be content: beside any other text of the same element,
// alone in an element, in texts of drawings, and under xml:space="preserve".
func minifyXML(_ *minify.M, w io.Writer, r io.Reader, _ map[string]string) error {
	src, err := content(r)
	if err != nil {
		return err
	}
	if isMinimal(src) || bytes.Contains(src, []byte("<!ENTITY")) { // what its own entities hold is unknown
		_, err = w.Write(src)
		return err
	}
	doc := &xmlDocument{src: src, open: []xmlElement{{hasChildren: true}}}
	if err := doc.scan(); err != nil {
		return err
	}
	_, err = w.Write(doc.append(make([]byte, 0, len(src))))
	return err
}

// xmlDocument is an XML text cut into pieces.
type xmlDocument struct {
	src    []byte
	pieces []xmlPiece
	open   []xmlElement // the elements around the current place; the document is the first
}

// xmlPiece is a tag, a text or another part of the document.
type xmlPiece struct {
	start, end int
	tag, drop  bool
}

type xmlElement struct {
	preserve    bool  // all white space counts here and below
	mixed       bool  // has text besides white space
	hasChildren bool  // has elements in it
	blanks      []int // pieces that are white space
}

func (d *xmlDocument) scan() error {
	decoder := xml.NewDecoder(bytes.NewReader(d.src))
	for {
		start := int(decoder.InputOffset())
		token, err := decoder.Token()
		if err == io.EOF {
			d.close()
			return nil
		}
		end := int(decoder.InputOffset())
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) {
			return at(d.src, end, syntax.Msg)
		}
		if err != nil {
			return at(d.src, end, err.Error())
		}
		d.add(token, xmlPiece{start: start, end: end})
	}
}

func (d *xmlDocument) add(token xml.Token, piece xmlPiece) {
	parent := &d.open[len(d.open)-1]
	switch token := token.(type) {
	case xml.StartElement:
		piece.tag = true
		parent.hasChildren = true
		d.open = append(d.open, xmlElement{preserve: parent.preserve || preserves(token)})
	case xml.EndElement:
		piece.tag = true
		d.close()
	case xml.CharData:
		if len(bytes.TrimSpace(token)) > 0 || bytes.HasPrefix(d.src[piece.start:], []byte("<![CDATA[")) {
			parent.mixed = true
		} else {
			parent.blanks = append(parent.blanks, len(d.pieces))
		}
	case xml.Comment:
		piece.drop = true
	}
	d.pieces = append(d.pieces, piece)
}

// close ends the innermost element, and drops its white space if that is
// nothing but indentation.
func (d *xmlDocument) close() {
	last := len(d.open) - 1
	e := d.open[last]
	d.open = d.open[:last]
	if e.preserve || e.mixed || !e.hasChildren {
		return
	}
	for _, i := range e.blanks {
		d.pieces[i].drop = true
	}
}

// preserves reports whether white space counts in an element: a drawing shows
// the blanks between the parts of a text.
func preserves(e xml.StartElement) bool {
	switch e.Name.Local {
	case "text", "foreignObject", "script", "style", "pre":
		return true
	}
	for _, a := range e.Attr {
		if a.Name.Local == "space" && a.Value == "preserve" {
			return true
		}
	}
	return false
}

func (d *xmlDocument) append(dst []byte) []byte {
	for _, p := range d.pieces {
		switch piece := d.src[p.start:p.end]; {
		case p.drop:
		case p.tag:
			dst = appendXMLTag(dst, piece)
		default:
			dst = append(dst, piece...)
		}
	}
	return dst
}

// appendXMLTag appends a tag with single spaces between its attributes.
func appendXMLTag(dst, tag []byte) []byte {
	var quote byte
	space := false
	for _, c := range tag {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			space = true
			continue
		case c == '"' || c == '\'':
			quote = c
			space = false // none before a value
		case c == '=':
			space = false
		}
		if space && c != '>' && c != '/' {
			dst = append(dst, ' ')
		}
		space = false
		dst = append(dst, c)
	}
	return dst
}
