// Package minify makes files smaller without changing what they mean.
//
// A [Minifier] takes the bytes of a file and their media type:
//
//	text/html            tdewolff/minify; document tags, end tags and quotes stay (html.go).
//	                     Plain pages go a faster way to the same result (plain.go)
//	text/css             tdewolff/minify
//	text/javascript      tdewolff/minify; names of local variables become short
//	application/json     our own: white space goes, numbers and texts stay as written (json.go)
//	application/xml      our own: comments and indentation go (xml.go)
//	image/svg+xml        the same
//
// Types that end in +json and +xml are what their ending says; any other type
// passes through unchanged.
//
// XML, SVG and JSON are our own because the general minifiers change contents:
// blanks beside a <tspan> vanish, id="010" becomes "10", xml:lang and
// xml:space are dropped, 1.0 becomes 1.
//
// What cannot be parsed is passed through as it is, together with an [*Error]
// that names the place.
package minify

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/html"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"
)

// Media types of the files that can be minified.
const (
	HTML = "text/html"
	CSS  = "text/css"
	JS   = "text/javascript"
	JSON = "application/json"
	XML  = "application/xml"
	SVG  = "image/svg+xml"
)

// ByExtension returns the media type of a file that can be minified.
func ByExtension(name string) (mediaType string, ok bool) {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		return HTML, true
	case ".css":
		return CSS, true
	case ".js", ".mjs":
		return JS, true
	case ".json", ".webmanifest", ".geojson":
		return JSON, true
	case ".xml":
		return XML, true
	case ".svg":
		return SVG, true
	}
	return "", false
}

// Error says why a text was not minified. Line and Column count from 1, Column
// in characters; both are 0 where the place is unknown.
type Error struct {
	Line, Column int
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message)
}

// Minifier minifies texts; it may be used by many goroutines at once.
type Minifier struct {
	engine  *minify.M
	scratch sync.Pool // of *[]byte
	plain   sync.Pool // of *plainPage
}

// New returns a minifier for all media types of the package.
func New() *Minifier {
	m := minify.New()
	m.Add(HTML, &html.Minifier{
		KeepDocumentTags: true, KeepEndTags: true, KeepQuotes: true, KeepDefaultAttrVals: true,
	})
	m.Add(CSS, &css.Minifier{})
	m.AddRegexp(regexp.MustCompile(`^(text|application)/(x-)?(java|ecma)script$`), &js.Minifier{})
	m.AddFuncRegexp(regexp.MustCompile(`[/+]json$`), minifyJSON)
	m.AddFuncRegexp(regexp.MustCompile(`[/+]xml$`), minifyXML)
	return &Minifier{engine: m, scratch: sync.Pool{New: func() any { return new([]byte) }}, plain: sync.Pool{New: func() any { return &plainPage{tags: newTags()} }}}
}

// Append appends the minified src to dst and returns the extended buffer. With
// an error, an [*Error], it has appended src as it is.
func (m *Minifier) Append(dst []byte, mediaType string, src []byte) ([]byte, error) {
	if mediaType != HTML {
		return m.run(dst, mediaType, src)
	}
	if out, ok := m.appendPlain(dst, src); ok {
		return out, nil
	}
	return m.appendAny(dst, src)
}

// appendAny minifies any page.
func (m *Minifier) appendAny(dst, src []byte) ([]byte, error) {
	buf := m.scratch.Get().(*[]byte)
	defer m.scratch.Put(buf)
	page, err := m.run((*buf)[:0], HTML, src)
	*buf = page
	if err != nil {
		return append(dst, src...), err
	}
	return appendQuoted(dst, page), nil
}

// run calls the minifier of a media type. It works on a copy, since the engine
// changes its input in place.
func (m *Minifier) run(dst []byte, mediaType string, src []byte) (out []byte, err error) {
	input := m.scratch.Get().(*[]byte)
	defer m.scratch.Put(input)
	*input = append((*input)[:0], src...)

	w := &appender{dst}
	defer func() {
		if fault := recover(); fault != nil { // a bug of the engine must not end the build
			out, err = append(dst, src...), &Error{Message: fmt.Sprint(fault)}
		}
	}()
	switch err := m.engine.Minify(mediaType, w, bytes.NewBuffer(*input)); {
	case err == nil:
		return w.buf, nil
	case errors.Is(err, minify.ErrNotExist):
		return append(dst, src...), nil
	default:
		return append(dst, src...), placed(err)
	}
}

// placed turns the engine's errors into our own.
func placed(err error) *Error {
	var own *Error
	var foreign *parse.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &foreign):
		return &Error{foreign.Line, foreign.Column, foreign.Message}
	}
	return &Error{Message: err.Error()}
}

// at returns an error at a byte offset of src.
func at(src []byte, offset int, message string) *Error {
	before := src[:min(max(offset, 0), len(src))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return &Error{1 + bytes.Count(before, []byte("\n")), 1 + len(bytes.Runes(line)), message}
}

// appender is a writer that appends to a slice.
type appender struct{ buf []byte }

func (a *appender) Write(p []byte) (int, error) {
	a.buf = append(a.buf, p...)
	return len(p), nil
}
