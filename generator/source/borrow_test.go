package source_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"jianbao/generator/source"
)

// Who has borrowed a text has it alone until it is given back.
func TestBorrow(t *testing.T) {
	files := fstest.MapFS{"content/bad.md": {Data: []byte("\xff")}}
	name := func(i int) string { return fmt.Sprintf("content/%d.md", i) }
	want := func(i int) string { return strings.Repeat(fmt.Sprintf("第%d期\n", i), 1+i*7%50) }
	const n = 100
	for i := range n {
		files[name(i)] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(want(i), "\n", "\r\n"))}
	}
	tree := source.New(files)
	var group sync.WaitGroup
	for i := range 4 * n {
		group.Go(func() {
			text, release, diags := tree.Borrow(name(i % n))
			defer release()
			if again, _ := tree.Text(name(i % n)); string(text) != want(i%n) || string(again) != want(i%n) || diags != nil {
				t.Errorf("%s: %q, %q, %v", name(i%n), text, again, diags)
			}
		})
	}
	group.Wait()
	for _, name := range []string{"content/bad.md", "content/gone.md"} {
		text, release, diags := tree.Borrow(name)
		if text != nil || !diags.HasErrors() {
			t.Errorf("%s: %q, %v", name, text, diags)
		}
		release()
	}
}
