// Package qr draws QR codes: a text becomes the modules of a code, as data of
// an SVG path. Who prints it owns the markup:
//
//	<svg viewBox="0 0 {{.Size}} {{.Size}}"><path d="{{.Path}}"/></svg>
package qr

import (
	"strconv"
	"strings"
	"sync/atomic"

	"rsc.io/qr/coding"
)

// quiet is the width of the light margin that the standard (GB/T 18284) asks for.
const quiet = 4

// Code is a drawn code; the zero Code is none.
type Code struct {
	Size int    // modules on a side, the margin included
	Path string // the dark modules, for the attribute d
}

// Encoder draws codes. It remembers where data belongs in codes of each size. The
// zero value is ready for use, by many goroutines at once.
type Encoder struct {
	plans [coding.MaxVersion + 1]atomic.Pointer[coding.Plan]
}

// level is that of error correction. On a screen nothing gets damaged, so modules
// that are large do more for reading than those that repair others.
const level = coding.L

// Encode draws a text. One that is too long for any code gives the zero Code.
func (e *Encoder) Encode(text string) Code {
	data := smallest(text)
	for v := coding.Version(coding.MinVersion); v <= coding.MaxVersion; v++ {
		if data.Bits(v) > v.DataBytes(level)*8 {
			continue
		}
		plan, err := e.plan(v)
		if err != nil {
			return Code{}
		}
		code, err := plan.Encode(data)
		if err != nil {
			return Code{}
		}
		return draw(code)
	}
	return Code{}
}

// smallest returns the shortest way to write a text.
func smallest(text string) coding.Encoding {
	if number := coding.Num(text); number.Check() == nil {
		return number
	}
	if capitals := coding.Alpha(text); capitals.Check() == nil {
		return capitals
	}
	return coding.String(text)
}

func (e *Encoder) plan(v coding.Version) (*coding.Plan, error) {
	if plan := e.plans[v].Load(); plan != nil {
		return plan, nil
	}
	plan, err := coding.NewPlan(v, level, 0)
	if err == nil {
		e.plans[v].Store(plan)
	}
	return plan, err
}

// draw makes a rectangle of each run of dark modules in a row.
func draw(code *coding.Code) Code {
	var path strings.Builder
	path.Grow(4 * code.Size * code.Size)
	var run []byte
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			start := x
			for code.Black(x, y) {
				x++
			}
			if width := x - start; width > 0 {
				run = appendRun(run[:0], start+quiet, y+quiet, width)
				path.Write(run)
			}
		}
	}
	return Code{Size: code.Size + 2*quiet, Path: path.String()}
}

func appendRun(path []byte, x, y, width int) []byte {
	path = strconv.AppendInt(append(path, 'M'), int64(x), 10)
	path = strconv.AppendInt(append(path, ' '), int64(y), 10)
	path = strconv.AppendInt(append(path, 'h'), int64(width), 10)
	path = strconv.AppendInt(append(path, "v1h-"...), int64(width), 10)
	return append(path, 'z')
}
