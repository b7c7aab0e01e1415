package check

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

const (
	pageLimit = 4 << 20 // bytes of text of a page
	formDepth = 8       // forms within each other
)

// pdfPage is a page whose description is being followed: where the next glyph
// goes, and what has been written. A PDF file has no words and lines, only glyphs
// at places; so what follows on the same height, without a gap, is one word.
type pdfPage struct {
	*pdfFile
	font          *pdfFont
	size, scale   float64 // of the font, and of the text around it
	leading       float64
	x, y          float64 // where the text begins
	lineX, lineY  float64
	endX, written float64 // where the last text ended, as far as one can know
	lines         []string
	line          strings.Builder
	total         int
}

// pageLines returns the lines of a page.
func (f *pdfFile) pageLines(page pdfDict) []string {
	p := &pdfPage{pdfFile: f, size: 1, scale: 1, written: math.NaN()}
	p.follow(f.contents(page["Contents"]), f.dict(page["Resources"]), 0)
	p.endLine()
	return p.lines
}

func (p *pdfPage) endLine() {
	if text := p.line.String(); strings.TrimSpace(text) != "" {
		p.lines = append(p.lines, norm.NFKC.String(text)) // some programs write radicals for characters
	}
	p.line.Reset()
}

// follow follows a description with its operators.
func (p *pdfPage) follow(data []byte, resources pdfDict, depth int) {
	l := pdfLexer{data: data}
	var operands []any
	for l.at < len(data) && p.total < pageLimit {
		value := l.value(0)
		operator, isOperator := value.(pdfWord)
		if !isOperator {
			if operands = append(operands, value); len(operands) > 64 {
				operands = operands[32:]
			}
			continue
		}
		switch operator {
		case "Do":
			p.form(resources, operands, depth)
		case "Tf":
			p.setFont(resources, operands)
		case "BI": // a picture within the description
			if i := bytes.Index(data[l.at:], []byte("\nEI")); i >= 0 {
				l.at += i + 3
			}
		default:
			p.operate(operator, operands)
		}
		operands = operands[:0]
	}
}

// form follows a piece of a page that is kept apart.
func (p *pdfPage) form(resources pdfDict, operands []any, depth int) {
	if len(operands) == 0 || depth >= formDepth {
		return
	}
	name, _ := operands[len(operands)-1].(pdfName)
	form, isStream := p.get(p.dict(resources["XObject"])[name]).(pdfStream)
	if !isStream || form.dict["Subtype"] != pdfName("Form") {
		return
	}
	if own := p.dict(form.dict["Resources"]); own != nil {
		resources = own
	}
	p.follow(p.unpack(form), resources, depth+1)
}

func (p *pdfPage) setFont(resources pdfDict, operands []any) {
	if len(operands) < 2 {
		return
	}
	name, _ := operands[0].(pdfName)
	p.size = numbers(operands[1:])[0]
	value := p.dict(resources["Font"])[name]
	ref, isRef := value.(pdfRef)
	if font := p.fonts[int(ref)]; isRef && font != nil {
		p.font = font
		return
	}
	p.font = p.newFont(p.dict(value))
	if isRef {
		p.fonts[int(ref)] = p.font
	}
}

// numbers returns operands as six numbers; what is missing is 0.
func numbers(operands []any) (list [6]float64) {
	for i := range min(len(operands), 6) {
		list[i], _ = operands[i].(float64)
	}
	return list
}

// operate moves the place of text and writes.
func (p *pdfPage) operate(operator pdfWord, operands []any) {
	n := numbers(operands)
	switch operator {
	case "BT":
		p.move(0, 0)
		p.scale = 1
	case "Tm":
		p.scale = math.Max(math.Abs(n[0]), math.Abs(n[1]))
		p.move(n[4], n[5])
	case "Td":
		p.move(p.lineX+n[0]*p.scale, p.lineY+n[1]*p.scale)
	case "TD":
		p.leading = -n[1]
		p.move(p.lineX+n[0]*p.scale, p.lineY+n[1]*p.scale)
	case "TL":
		p.leading = n[0]
	case "T*":
		p.move(p.lineX, p.lineY-p.leading*p.scale)
	case "'", "\"":
		p.move(p.lineX, p.lineY-p.leading*p.scale)
		p.show(operands)
	case "Tj":
		p.show(operands)
	case "TJ":
		if len(operands) > 0 {
			list, _ := operands[len(operands)-1].([]any)
			for _, item := range list {
				if back, isNumber := item.(float64); isNumber {
					p.x -= back / 1000 * p.size * p.scale
				} else {
					p.show([]any{item})
				}
			}
		}
	}
}

func (p *pdfPage) move(x, y float64) { p.x, p.y, p.lineX, p.lineY = x, y, x, y }

// show writes a text where it goes: in a new line, after a gap, or right on.
func (p *pdfPage) show(operands []any) {
	if len(operands) == 0 || p.font == nil {
		return
	}
	codes, _ := operands[len(operands)-1].(string)
	text := p.font.decode(codes)
	if text == "" {
		return
	}
	em := math.Abs(p.size * p.scale)
	switch {
	case math.IsNaN(p.written):
	case math.Abs(p.y-p.written) > 0.4*em:
		p.endLine()
	case p.x > p.endX+1.2*em || p.x < p.endX-2*em:
		p.line.WriteString("   ") // another column: what is in it does not go on with a number
	case p.x > p.endX+0.4*em:
		p.line.WriteByte(' ')
	}
	p.line.WriteString(text)
	p.total += len(text)
	for _, r := range text {
		if r < utf8.RuneSelf {
			p.x += 0.5 * em
		} else {
			p.x += em
		}
	}
	p.endX, p.written = p.x, p.y
}

// pdfFont says what the codes of a font mean.
type pdfFont struct {
	wide    bool              // two bytes a code
	meaning map[string]string // by ToUnicode, or the names of glyphs
	decoder func(codes string) string
}

func (p *pdfFile) newFont(font pdfDict) *pdfFont {
	out := &pdfFont{wide: font["Subtype"] == pdfName("Type0")}
	if table, isStream := p.get(font["ToUnicode"]).(pdfStream); isStream {
		out.meaning, out.wide = readCMap(p.unpack(table), out.wide)
		if len(out.meaning) > 0 {
			return out
		}
	}
	if out.wide {
		out.decoder = cjkDecoder(p.get(font["Encoding"]))
		return out
	}
	out.meaning = map[string]string{}
	differences, _ := p.get(p.dict(font["Encoding"])["Differences"]).([]any)
	code := 0
	for _, item := range differences {
		switch item := item.(type) {
		case float64:
			code = int(item)
		case pdfName:
			out.meaning[string([]byte{byte(code)})] = glyphMeaning(string(item))
			code++
		}
	}
	return out
}

// cjkDecoder returns the decoder of one of the usual encodings of Chinese fonts,
// nil if it is the numbers of glyphs, which mean nothing.
func cjkDecoder(name any) func(string) string {
	encoding, _ := name.(pdfName)
	switch {
	case strings.Contains(string(encoding), "UCS2"), strings.Contains(string(encoding), "UTF16"):
		return utf16Text
	case strings.HasPrefix(string(encoding), "GB"):
		return func(codes string) string {
			text, err := simplifiedchinese.GB18030.NewDecoder().String(codes)
			if err != nil {
				return ""
			}
			return text
		}
	}
	return func(string) string { return "" }
}

func utf16Text(codes string) string {
	units := make([]uint16, len(codes)/2)
	for i := range units {
		units[i] = uint16(codes[2*i])<<8 | uint16(codes[2*i+1])
	}
	return string(utf16.Decode(units))
}

// glyphMeaning returns the character of a glyph by its name.
func glyphMeaning(name string) string {
	names := []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	for i, digit := range names {
		if name == digit {
			return string(rune('0' + i))
		}
	}
	switch name {
	case "space":
		return " "
	case "hyphen", "minus":
		return "-"
	case "period":
		return "."
	}
	if hexDigits, found := strings.CutPrefix(name, "uni"); found && len(hexDigits) == 4 {
		l := pdfLexer{data: []byte("<" + hexDigits + ">")}
		return utf16Text(l.hex())
	}
	if utf8.RuneCountInString(name) == 1 {
		return name
	}
	return ""
}

// decode returns what codes mean.
func (f *pdfFont) decode(codes string) string {
	if f.decoder != nil {
		return strings.ToValidUTF8(f.decoder(codes), "\uFFFC")
	}
	var out strings.Builder
	step := 1
	if f.wide {
		step = 2
	}
	for ; len(codes) >= step; codes = codes[step:] {
		if meaning, known := f.meaning[codes[:step]]; known {
			out.WriteString(meaning)
		} else if !f.wide {
			out.WriteRune(charmap.Windows1252.DecodeByte(codes[0]))
		}
	}
	return strings.ToValidUTF8(out.String(), "\uFFFC")
}

// readCMap reads a table of what codes mean, and whether its codes have two bytes.
func readCMap(data []byte, wide bool) (map[string]string, bool) {
	left := 1 << 17 // codes that may yet be given a meaning
	meaning := map[string]string{}
	l := pdfLexer{data: data}
	var operands []any
	for l.at < len(data) && left > 0 {
		value := l.value(0)
		word, isWord := value.(pdfWord)
		if !isWord {
			operands = append(operands, value)
			continue
		}
		switch word {
		case "endcodespacerange":
			if code, isText := first(operands).(string); isText {
				wide = len(code) == 2
			}
		case "endbfchar":
			for ; len(operands) >= 2; operands = operands[2:] {
				code, _ := operands[0].(string)
				text, _ := operands[1].(string)
				meaning[code] = utf16Text(text)
			}
		case "endbfrange":
			for ; len(operands) >= 3; operands = operands[3:] {
				left -= addRange(meaning, operands)
			}
		}
		operands = operands[:0]
	}
	return meaning, wide
}

func first(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// addRange adds the codes from one to another: they mean the characters from a
// third on, or those of a list. It returns how many they are.
func addRange(meaning map[string]string, operands []any) int {
	low, _ := operands[0].(string)
	high, _ := operands[1].(string)
	if len(low) == 0 || len(low) != len(high) || len(low) > 2 || low > high {
		return 0
	}
	list, _ := operands[2].([]any)
	start, _ := operands[2].(string)
	base := []rune(utf16Text(start))
	for i, code := 0, []byte(low); ; i++ {
		switch {
		case i < len(list):
			text, _ := list[i].(string)
			meaning[string(code)] = utf16Text(text)
		case len(base) > 0:
			next := append([]rune(nil), base...)
			next[len(next)-1] += rune(i)
			meaning[string(code)] = string(next)
		}
		if string(code) == high {
			return i + 1
		}
		for at := len(code) - 1; at >= 0; at-- {
			if code[at]++; code[at] != 0 {
				break
			}
		}
	}
}
