package minify

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"github.com/tdewolff/minify/v2"
)

// minifyJSON drops white space and nothing else: a number may be a document's
// code or an amount with its zeros, and stays as it was written.
func minifyJSON(_ *minify.M, w io.Writer, r io.Reader, _ map[string]string) error {
	src, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	out.Grow(len(src))
	if json.Compact(&out, src) != nil {
		return jsonError(src)
	}
	_, err = w.Write(out.Bytes())
	return err
}

// jsonError finds out what is wrong, and where; Compact tells no place.
func jsonError(src []byte) error {
	var value json.RawMessage
	var syntax *json.SyntaxError
	err := json.Unmarshal(src, &value)
	if errors.As(err, &syntax) {
		return at(src, int(syntax.Offset)-1, syntax.Error()) // Offset counts the offending byte
	}
	return err
}
