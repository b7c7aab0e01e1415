package asset

import (
	"bufio"
	"encoding/binary"
	"encoding/xml"
	"image"
	_ "image/gif"  // read by image.DecodeConfig
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"io"
	"math"
	"path"
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// Dimensions measures a picture in pixels, from the beginning of its file. It
// returns 0 and 0 for what it does not know: browsers then find out by themselves.
func Dimensions(name string, from io.Reader) (width, height int) {
	in := readers.Get().(*bufio.Reader)
	in.Reset(from)
	defer func() {
		if recover() != nil { // a bug of a decoder must not end the build
			width, height = 0, 0
		}
		in.Reset(nil)
		readers.Put(in)
	}()
	switch strings.ToLower(path.Ext(name)) {
	case ".svg":
		return svgDimensions(in)
	case ".webp":
		return webpDimensions(in)
	case ".jpg", ".jpeg", ".png", ".gif":
		config, _, err := image.DecodeConfig(in)
		if err != nil {
			return 0, 0
		}
		return config.Width, config.Height
	}
	return 0, 0
}

// readers are for one picture after the other.
var readers = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// svgDimensions takes width and height of a drawing, or those of its view box,
// which give the proportions at least.
func svgDimensions(in io.Reader) (width, height int) {
	decoder := xml.NewDecoder(in)
	for {
		token, err := decoder.Token()
		if err != nil {
			return 0, 0
		}
		root, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		attributes := map[string]string{}
		for _, a := range root.Attr {
			attributes[a.Name.Local] = a.Value
		}
		width, height = pixels(attributes["width"]), pixels(attributes["height"])
		if box := strings.Fields(strings.ReplaceAll(attributes["viewBox"], ",", " ")); len(box) == 4 && (width == 0 || height == 0) {
			width, height = pixels(box[2]), pixels(box[3])
		}
		if width == 0 || height == 0 {
			return 0, 0
		}
		return width, height
	}
}

var length = regexp.MustCompile(`^([0-9]*\.?[0-9]+)(px)?$`)

// pixels reads a length in pixels, 0 for any other.
func pixels(text string) int {
	m := length.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return 0
	}
	value, err := strconv.ParseFloat(m[1], 64)
	if err != nil || value > 1<<20 {
		return 0
	}
	return int(math.Round(value))
}

// webpDimensions reads the first chunk of a WebP file (RFC 9649): VP8X for
// extended files, VP8L for lossless and VP8 for lossy ones.
func webpDimensions(in io.Reader) (width, height int) {
	var h [30]byte
	if _, err := io.ReadFull(in, h[:]); err != nil || string(h[:4]) != "RIFF" || string(h[8:12]) != "WEBP" {
		return 0, 0
	}
	switch string(h[12:16]) {
	case "VP8X":
		return 1 + int(h[24]) + int(h[25])<<8 + int(h[26])<<16, 1 + int(h[27]) + int(h[28])<<8 + int(h[29])<<16
	case "VP8L":
		bits := binary.LittleEndian.Uint32(h[21:])
		return 1 + int(bits&0x3FFF), 1 + int(bits>>14&0x3FFF)
	case "VP8 ":
		return int(binary.LittleEndian.Uint16(h[26:]) & 0x3FFF), int(binary.LittleEndian.Uint16(h[28:]) & 0x3FFF)
	}
	return 0, 0
}
