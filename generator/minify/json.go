package minify

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/tdewolff/minify/v2"
)

// minifyJSON drops white space and nothing else: a number may be a document's
// code or an amount with its zeros, and stays as it was written.
func minifyJSON(_ *minify.M, w io.Writer, r io.Reader, _ map[string]string) error {
	src, err := content(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.Grow(len(src))
	if compactJSON(&out, src) != nil {
		return jsonError(src)
	}
	_, err = w.Write(out.Bytes())
	return err
}

func compactJSON(out *bytes.Buffer, src []byte) error { return json.Compact(out, src) }

// content returns what a reader holds, without a copy where it has it at hand.
func content(r io.Reader) ([]byte, error) {
	if held, ok := r.(interface{ Bytes() []byte }); ok {
		return held.Bytes(), nil
	}
	return io.ReadAll(r)
}

// jsonError finds out what is wrong, and where; Compact tells no place.
func jsonError(src []byte) error {
	var value json.RawMessage
	var syntax *json.SyntaxError
	err := json.Unmarshal(src, &value)
	if !errors.As(err, &syntax) {
		return err
	}
	offset := max(0, int(syntax.Offset)-1) // Offset counts the offending byte
	message := syntax.Error()
	if r, size := utf8.DecodeRune(src[offset:]); size > 1 { // the message shows one byte of it
		message = strings.Replace(message, string(rune(src[offset])), string(r), 1)
	}
	return at(src, offset, message)
}
