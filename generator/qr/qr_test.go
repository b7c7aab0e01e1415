package qr_test

import (
	"fmt"
	"strings"
	"testing"

	"rsc.io/qr"

	drawing "jianbao/generator/qr"
)

// The path covers exactly the dark modules of the code.
func TestEncode(t *testing.T) {
	var encoder drawing.Encoder
	for _, text := range []string{"", "1", "ABC-1", "https://org.example/repo/", "https://org.example/repo/", "https://org.example/%E7%AE%80%E6%8A%A5/?a=b&c", strings.Repeat("长", 200)} {
		code, err := qr.Encode(text, qr.L)
		if err != nil {
			t.Fatal(err)
		}
		got := encoder.Encode(text)
		if got.Size != code.Size+8 {
			t.Errorf("%.20q: the side is %d", text, got.Size)
		}
		dark := modules(t, got.Path)
		for y := -4; y < code.Size+4; y++ {
			for x := -4; x < code.Size+4; x++ {
				if dark[[2]int{x + 4, y + 4}] != code.Black(x, y) {
					t.Fatalf("%.20q: the module %d,%d is wrong", text, x, y)
				}
			}
		}
	}
}

// modules reads the rectangles of a path.
func modules(t *testing.T, path string) map[[2]int]bool {
	dark := map[[2]int]bool{}
	for _, rect := range strings.SplitAfter(path, "z") {
		if rect == "" {
			continue
		}
		var x, y, width, back int
		if _, err := fmt.Sscanf(rect, "M%d %dh%dv1h-%dz", &x, &y, &width, &back); err != nil || width != back {
			t.Fatalf("%q: %v", rect, err)
		}
		for i := range width {
			dark[[2]int{x + i, y}] = true
		}
	}
	return dark
}

// The largest code there is, and a text for which it is too small.
func TestLongTexts(t *testing.T) {
	var encoder drawing.Encoder
	if got := encoder.Encode(strings.Repeat("a", 2900)); got.Size != 177+8 {
		t.Errorf("the side is %d", got.Size)
	}
	if got := encoder.Encode(strings.Repeat("a", 3000)); got != (drawing.Code{}) {
		t.Errorf("the side is %d", got.Size)
	}
}
