package check

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"jianbao/generator/diag"
)

// pdfFile is the objects of a PDF file by their numbers; where a number is used
// twice, the later object is the one, as after a change. The tables that say where
// objects are need not be right, since they are not used.
type pdfFile struct {
	data    []byte
	objects map[int]any
	left    int64 // bytes that may yet be unpacked
	fonts   map[int]*pdfFont
}

// Values in a PDF file are nil, float64, string (a text), pdfName, []any, pdfDict,
// pdfRef, pdfStream and, in page descriptions, pdfWord.
type (
	pdfName   string
	pdfWord   string
	pdfDict   map[pdfName]any
	pdfRef    int
	pdfStream struct {
		dict pdfDict
		data []byte
	}
)

// readPDF reads the lines of all pages. It reads what is not packed or packed by
// Flate, in fonts that come with a table of what their glyphs mean, or in one of the
// usual encodings. Scanned pages and pictures of text have none.
func readPDF(r io.ReaderAt, size int64) ([]Piece, error) {
	if size > attachmentLimit {
		return nil, ErrAttachmentTooLarge
	}
	data, done, err := readWhole(r, size)
	defer done()
	if err != nil || !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return nil, notOf(pdfFormat, r, size, errors.New("not a PDF file"))
	}
	f := &pdfFile{data: data, objects: map[int]any{}, left: unpackedLimit, fonts: map[int]*pdfFont{}}
	if f.readObjects(); f.encrypted() {
		return nil, ErrAttachmentEncrypted
	}
	var pieces []Piece
	pages := f.pages()
	for n, page := range pages {
		for _, line := range f.pageLines(page) {
			if len(pieces) == pieceLimit || f.left <= 0 {
				return pieces, ErrAttachmentTooLarge
			}
			pieces = append(pieces, Piece{Place: diag.Sprintf("第 %d 页", "page %d", n+1), Text: line})
		}
	}
	if len(pages) == 0 || f.torn() {
		return pieces, fmt.Errorf("%w: its end is missing", ErrAttachmentDamaged)
	}
	return pieces, nil
}

// torn reports whether the file breaks off: no object comes after the last of the words
// that end it. It is looked at from its end, where they are.
func (f *pdfFile) torn() bool {
	end := max(bytes.LastIndex(f.data, []byte("startxref")), bytes.LastIndex(f.data, []byte("%%EOF")))
	return end < 0 || bytes.Contains(f.data[end:], []byte(" obj"))
}

// readObjects finds all objects, those in object streams as well.
func (f *pdfFile) readObjects() {
	for at := 0; ; {
		i := bytes.Index(f.data[at:], []byte(" obj"))
		if i < 0 {
			break
		}
		at += i
		number, found := objectNumber(f.data[:at])
		at += len(" obj")
		if !found {
			continue
		}
		l := pdfLexer{data: f.data, at: at}
		value := l.value(0)
		if dict, isDict := value.(pdfDict); isDict && l.word("stream") {
			value = pdfStream{dict, f.streamData(dict, &l)}
		}
		f.objects[number] = value
		at = max(at, l.at)
	}
	var packed []pdfStream
	for _, number := range sortedKeys(f.objects) {
		if s, isStream := f.objects[number].(pdfStream); isStream && s.dict["Type"] == pdfName("ObjStm") {
			packed = append(packed, s)
		}
	}
	for _, s := range packed {
		f.readPacked(s)
	}
}

func sortedKeys(objects map[int]any) []int {
	list := make([]int, 0, len(objects))
	for number := range objects {
		list = append(list, number)
	}
	slices.Sort(list)
	return list
}

// objectNumber reads the number before "G obj".
func objectNumber(before []byte) (number int, found bool) {
	fields := bytes.Fields(before[max(0, len(before)-24):])
	if len(fields) < 2 {
		return 0, false
	}
	digits := fields[len(fields)-2]
	digits = digits[bytes.LastIndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' })+1:]
	number, err := strconv.Atoi(string(digits))
	return number, err == nil
}

// streamData returns the packed bytes of a stream, by its length if that is right,
// else to the word that ends it.
func (f *pdfFile) streamData(dict pdfDict, l *pdfLexer) []byte {
	from := l.at
	if bytes.HasPrefix(f.data[from:], []byte("\r")) {
		from++
	}
	if bytes.HasPrefix(f.data[from:], []byte("\n")) {
		from++
	}
	if length, isNumber := dict["Length"].(float64); isNumber && length >= 0 && length <= float64(len(f.data)-from) {
		to := from + int(length)
		if bytes.HasPrefix(bytes.TrimLeft(f.data[to:min(len(f.data), to+16)], "\r\n "), []byte("endstr")) {
			l.at = to
			return f.data[from:to]
		}
	}
	n := bytes.Index(f.data[from:], []byte("endstream"))
	if n < 0 {
		n = len(f.data) - from
	}
	l.at = from + n
	return f.data[from : from+n]
}

// readPacked reads the objects of an object stream.
func (f *pdfFile) readPacked(s pdfStream) {
	data := f.unpack(s)
	count, _ := s.dict["N"].(float64)
	first, _ := s.dict["First"].(float64)
	if first < 0 || first > float64(len(data)) {
		return
	}
	head := pdfLexer{data: data[:int(first)]}
	for range int(min(count, 1e6)) {
		number, isNumber := head.value(0).(float64)
		offset, isOffset := head.value(0).(float64)
		at := first + offset
		if !isNumber || !isOffset || at < 0 || at > float64(len(data)) {
			return
		}
		if _, known := f.objects[int(number)]; !known {
			l := pdfLexer{data: data, at: int(at)}
			f.objects[int(number)] = l.value(0)
			if f.left -= int64(l.at) - int64(at); f.left <= 0 {
				return
			}
		}
	}
}

// unpack returns the bytes of a stream, nil if it is packed in a way not known here.
func (f *pdfFile) unpack(s pdfStream) []byte {
	filter := f.get(s.dict["Filter"])
	if list, isList := filter.([]any); isList && len(list) == 1 {
		filter = f.get(list[0])
	} else if isList && len(list) == 0 {
		filter = nil
	}
	switch filter {
	case nil:
		if f.left -= int64(len(s.data)); f.left <= 0 {
			return nil
		}
		return s.data
	case pdfName("FlateDecode"), pdfName("Fl"):
		in, err := zlib.NewReader(bytes.NewReader(s.data))
		if err != nil || f.left <= 0 {
			return nil
		}
		out, _ := io.ReadAll(io.LimitReader(in, f.left)) // as far as it is whole
		f.left -= int64(len(out))
		if parameters := f.dict(s.dict["DecodeParms"]); parameters["Predictor"] != nil && parameters["Predictor"] != float64(1) {
			return nil // tables and pictures
		}
		return out
	}
	return nil
}

// encrypted reports whether the file has a trailer that says so.
func (f *pdfFile) encrypted() bool {
	for _, object := range f.objects {
		if s, isStream := object.(pdfStream); isStream && s.dict["Type"] == pdfName("XRef") && s.dict["Encrypt"] != nil {
			return true
		}
	}
	for at := 0; ; {
		i := bytes.Index(f.data[at:], []byte("trailer"))
		if i < 0 {
			return false
		}
		at += i + len("trailer")
		l := pdfLexer{data: f.data, at: at}
		if dict, isDict := l.value(0).(pdfDict); isDict && dict["Encrypt"] != nil {
			return true
		}
	}
}

// get follows references.
func (f *pdfFile) get(value any) any {
	for range 8 {
		ref, isRef := value.(pdfRef)
		if !isRef {
			return value
		}
		value = f.objects[int(ref)]
	}
	return nil
}

func (f *pdfFile) dict(value any) pdfDict {
	switch value := f.get(value).(type) {
	case pdfDict:
		return value
	case pdfStream:
		return value.dict
	}
	return nil
}

// pages returns the pages in their order, each with the resources that it inherits.
func (f *pdfFile) pages() []pdfDict {
	var pages []pdfDict
	seen := map[pdfRef]bool{}
	var walk func(node, resources any, depth int)
	walk = func(node, resources any, depth int) {
		ref, isRef := node.(pdfRef)
		if depth > 64 || isRef && seen[ref] || len(pages) > entryLimit {
			return
		}
		seen[ref] = isRef
		dict := f.dict(node)
		if own := dict["Resources"]; own != nil {
			resources = own
		}
		kids, _ := f.get(dict["Kids"]).([]any)
		if kids == nil && (dict["Contents"] != nil || dict["Type"] == pdfName("Page")) {
			pages = append(pages, pdfDict{"Contents": dict["Contents"], "Resources": resources})
		}
		for _, kid := range kids {
			walk(kid, resources, depth+1)
		}
	}
	for _, number := range sortedKeys(f.objects) {
		if catalog, isDict := f.objects[number].(pdfDict); isDict && catalog["Type"] == pdfName("Catalog") {
			walk(catalog["Pages"], nil, 0)
		}
	}
	return pages
}

// contents returns the description of a page, which may be in several streams.
func (f *pdfFile) contents(value any) []byte {
	switch value := f.get(value).(type) {
	case pdfStream:
		return f.unpack(value)
	case []any:
		var out []byte
		for _, part := range value[:min(len(value), 1000)] {
			if s, isStream := f.get(part).(pdfStream); isStream {
				out = append(append(out, f.unpack(s)...), '\n')
			}
		}
		return out
	}
	return nil
}
