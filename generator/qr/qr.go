// Package qr draws QR codes: a text becomes the modules of a code, as data of
// an SVG path. Who prints it owns the markup:
//
//	<svg viewBox="0 0 {{.Size}} {{.Size}}"><path d="{{.Path}}"/></svg>
package qr

import (
	"strconv"
	"strings"

	"rsc.io/qr"
)

// quiet is the width of the light margin that the standard (GB/T 18284) asks for.
const quiet = 4

// Code is a drawn code; the zero Code is none.
type Code struct {
	Size int    // modules on a side, the margin included
	Path string // the dark modules, for the attribute d
}

// Encode draws a text. One that is too long for any code gives the zero Code.
// On a screen nothing gets damaged, so modules that are large do more for
// reading than those that repair others.
func Encode(text string) Code {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return Code{}
	}
	return draw(code)
}

// draw makes a rectangle of each run of dark modules in a row.
func draw(code *qr.Code) Code {
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for code.Black(x, y) {
				x++
			}
			if run := x - start; run > 0 {
				n := strconv.Itoa(run)
				path.WriteString("M" + strconv.Itoa(start+quiet) + " " + strconv.Itoa(y+quiet) + "h" + n + "v1h-" + n + "z")
			}
		}
	}
	return Code{Size: code.Size + 2*quiet, Path: path.String()}
}
