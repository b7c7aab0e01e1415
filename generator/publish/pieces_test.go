package publish

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"testing/iotest"

	"jianbao/generator/memo"
)

// However it is read, a text that is made in pieces is the same, and so is the seal behind it.
func TestPieces(t *testing.T) {
	for _, n := range []int{0, 1, 2, 300} {
		text := func() *pieces {
			return &pieces{n: n, add: func(text []byte, i int) []byte {
				if i%3 == 1 { // an empty piece
					return text
				}
				return fmt.Appendf(text, "第%d件", i)
			}}
		}
		want := text().all()
		sealed := append(bytes.Clone(want), memo.Seal{}.Over(want).Bytes()...)
		for how, slow := range map[string]func(io.Reader) io.Reader{
			"at once": func(r io.Reader) io.Reader { return r }, "by bytes": iotest.OneByteReader, "by halves": iotest.HalfReader,
		} {
			if got, err := io.ReadAll(slow(text())); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%d pieces %s: %q, %v", n, how, got, err)
			}
			if got, err := io.ReadAll(slow(&sealing{from: text()})); err != nil || !bytes.Equal(got, sealed) {
				t.Errorf("%d sealed pieces %s: %q, %v", n, how, got, err)
			}
		}
		if err := iotest.TestReader(text(), want); err != nil {
			t.Error(err)
		}
		if err := iotest.TestReader(&sealing{from: text()}, sealed); err != nil {
			t.Error(err)
		}
	}
}
