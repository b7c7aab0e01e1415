package asset_test

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"jianbao/generator/asset"
)

func TestDimensions(t *testing.T) {
	picture := image.NewPaletted(image.Rect(0, 0, 320, 200), color.Palette{color.White})
	encode := func(f func(*bytes.Buffer) error) string {
		var out bytes.Buffer
		if err := f(&out); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for _, c := range []struct {
		name, data    string
		width, height int
	}{
		{"a.PNG", encode(func(b *bytes.Buffer) error { return png.Encode(b, picture) }), 320, 200},
		{"a.jpeg", encode(func(b *bytes.Buffer) error { return jpeg.Encode(b, picture, nil) }), 320, 200},
		{"a.gif", encode(func(b *bytes.Buffer) error { return gif.Encode(b, picture, nil) }), 320, 200},
		{"a.svg", `<?xml version="1.0"?><!-- c --><svg width="320" height="200.4px"/>`, 320, 200},
		{"a.svg", `<svg viewBox="0 0 640 400"/>`, 640, 400},
		{"a.svg", `<svg width="100%" height="5em" viewBox="0,0,640,400"/>`, 640, 400},
		{"a.svg", `<svg width="100%"/>`, 0, 0},
		{"a.svg", `<svg`, 0, 0},
		{"a.webp", "RIFF\x00\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x00\x00\x00\x00\x3f\x01\x00\xc7\x00\x00", 320, 200},
		{"a.webp", "RIFF\x00\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x2f\x3f\xc1\x31\x00\x00\x00\x00\x00\x00", 320, 200},
		{"a.webp", "RIFF\x00\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x40\x01\xc8\x00", 320, 200},
		{"a.webp", "RIFF", 0, 0},
		{"a.png", "no picture", 0, 0},
		{"a.pdf", "%PDF", 0, 0},
	} {
		if w, h := asset.Dimensions(c.name, strings.NewReader(c.data)); w != c.width || h != c.height {
			t.Errorf("%s, %.40q: %d × %d, want %d × %d", c.name, c.data, w, h, c.width, c.height)
		}
	}
}
