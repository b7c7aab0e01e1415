package check

import (
	"archive/zip"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"jianbao/generator/diag"
)

const (
	entryLimit = 20000 // files in an archive
	depthLimit = 256   // elements within each other
)

// officeFile is a document that is an archive of XML files.
type officeFile struct {
	entries map[string]*zip.File
	names   []string // sorted, slide2 before slide10
	left    int64    // bytes that may yet be unpacked
	written int      // bytes of all pieces: cells may share a text
	pieces  []Piece
}

// office returns how a kind of document is read, some of whose files have such names.
func office(read func(*officeFile) error, parts ...string) func(io.ReaderAt, int64) ([]Piece, error) {
	return func(r io.ReaderAt, size int64) ([]Piece, error) { return readOffice(r, size, read, parts) }
}

// readOffice opens an archive and reads it as a kind of document.
func readOffice(r io.ReaderAt, size int64, read func(*officeFile) error, parts []string) ([]Piece, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, notOf(archiveFormat, r, size, err)
	}
	if len(archive.File) > entryLimit {
		return nil, ErrAttachmentTooLarge
	}
	o := &officeFile{entries: map[string]*zip.File{}, left: unpackedLimit}
	for _, f := range archive.File {
		if o.entries[f.Name] == nil {
			o.entries[f.Name], o.names = f, append(o.names, f.Name)
		}
	}
	if !slices.ContainsFunc(o.names, func(name string) bool { return hasAny(name, parts...) }) {
		return nil, ErrAttachmentMisnamed
	}
	slices.SortFunc(o.names, func(a, b string) int {
		return cmp.Or(strings.Compare(path.Dir(a), path.Dir(b)), len(a)-len(b), strings.Compare(a, b))
	})
	err = read(o)
	return o.pieces, err
}

// matching returns the names of the files that a pattern matches.
func (o *officeFile) matching(pattern string) []string {
	var list []string
	for _, name := range o.names {
		if matched, _ := path.Match(pattern, name); matched {
			list = append(list, name)
		}
	}
	return list
}

// elements visits the start and end of the elements of a file and the text
// between them. A file that is missing has none; one that ends in the middle
// is read so far.
func (o *officeFile) elements(name string, visit func(token xml.Token)) error {
	file := o.entries[name]
	if file == nil {
		return nil
	}
	if file.UncompressedSize64 > uint64(max(0, o.left)) { // one that says less ends where it says
		return ErrAttachmentTooLarge
	}
	in, err := file.Open()
	if err != nil {
		return fmt.Errorf("%w: %s", ErrAttachmentDamaged, name)
	}
	defer in.Close()
	limited := &io.LimitedReader{R: in, N: o.left}
	decoder := xml.NewDecoder(limited)
	decoder.Strict = false
	decoder.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	defer func() { o.left = limited.N }()
	for depth := 0; ; {
		token, err := decoder.RawToken()
		switch {
		case limited.N < 0, len(o.pieces) >= pieceLimit, o.written > unpackedLimit:
			return ErrAttachmentTooLarge
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("%w: %s", ErrAttachmentDamaged, name)
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > depthLimit {
			return ErrAttachmentTooLarge
		}
		visit(token)
	}
}

// add adds a piece, unless it is blank.
func (o *officeFile) add(place diag.Text, text, row string) {
	if strings.TrimSpace(text) != "" {
		o.written += len(text)
		o.pieces = append(o.pieces, Piece{place, strings.ToValidUTF8(text, "\uFFFC"), row})
	}
}

// attribute returns an attribute of an element, whatever its name space.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// paragraphs visits the paragraphs of a drawing or text in WordprocessingML or DrawingML.
// A text box is a paragraph within a paragraph. rowEnd, if there is one, is called
// at the end of the row of a table.
func (o *officeFile) paragraphs(name string, visit func(text string), rowEnd func()) error {
	var open []*strings.Builder
	reading, fallback := false, 0
	return o.elements(name, func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "Fallback": // says again what was said
				fallback++
			case "p":
				open = append(open, &strings.Builder{})
			case "t", "delText", "instrText":
				reading = true
			case "tab", "br", "cr":
				if len(open) > 0 {
					open[len(open)-1].WriteByte(' ')
				}
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "Fallback":
				fallback--
			case "p":
				if n := len(open); n > 0 {
					visit(open[n-1].String())
					open = open[:n-1]
				}
			case "tr":
				if rowEnd != nil {
					rowEnd()
				}
			case "t", "delText", "instrText":
				reading = false
			}
		case xml.CharData:
			if reading && fallback == 0 && len(open) > 0 {
				open[len(open)-1].Write(token)
			}
		}
	})
}

// readWord reads the paragraphs of a document, its headers, notes and comments.
func readWord(o *officeFile) error {
	var faults []error
	for _, name := range o.names {
		if dir, file := path.Split(name); dir != "word/" || path.Ext(file) != ".xml" ||
			!hasAny(file, "document", "header", "footer", "footnotes", "endnotes", "comments") {
			continue
		}
		n, from := 0, len(o.pieces)
		faults = append(faults, o.paragraphs(name, func(text string) {
			n++
			place := diag.Sprintf("第 %d 段", "paragraph %d", n)
			if name != "word/document.xml" {
				part := strings.TrimSuffix(path.Base(name), ".xml")
				place = diag.Sprintf("%s 第 %d 段", "%s, paragraph %d", part, n)
			}
			o.add(place, text, "")
		}, func() {
			from = o.endRow(from)
		}))
	}
	return errors.Join(faults...)
}

// endRow lets the last pieces know of each other, as far as they can be a row,
// and returns how many pieces there are.
func (o *officeFile) endRow(from int) int {
	from = max(from, len(o.pieces)-64)
	var row strings.Builder
	for _, p := range o.pieces[from:] {
		row.WriteString(firstRunes(p.Text, 64))
		row.WriteByte('\n')
	}
	for i := range o.pieces[from:] {
		o.pieces[from+i].row = row.String()
	}
	return len(o.pieces)
}

// readSlides reads the slides of a presentation, and what is noted for the speaker.
func readSlides(o *officeFile) error {
	var faults []error
	for _, pattern := range []string{"ppt/slides/slide*.xml", "ppt/notesSlides/notesSlide*.xml", "ppt/comments/*.xml"} {
		for _, name := range o.matching(pattern) {
			n := strings.Trim(path.Base(name), "abcdefghijklmnopqrstuvwxyzS.")
			place := diag.Sprintf("第 %s 张幻灯片", "slide %s", n)
			if pattern != "ppt/slides/slide*.xml" {
				place = diag.Sprintf("第 %s 张备注", "note %s", n)
			}
			faults = append(faults, o.paragraphs(name, func(text string) { o.add(place, text, "") }, nil))
		}
	}
	return errors.Join(faults...)
}

// readOFD reads the text objects of the pages of an OFD document (GB/T 33190).
func readOFD(o *officeFile) error {
	var faults []error
	for _, name := range o.matching("Doc_*/Pages/Page_*/Content.xml") {
		n, _ := strconv.Atoi(strings.TrimPrefix(path.Base(path.Dir(name)), "Page_"))
		place := diag.Sprintf("第 %d 页", "page %d", n+1)
		reading, text := false, strings.Builder{}
		faults = append(faults, o.elements(name, func(token xml.Token) {
			switch token := token.(type) {
			case xml.StartElement:
				reading = token.Name.Local == "TextCode"
			case xml.EndElement:
				reading = false
				if token.Name.Local == "TextObject" {
					o.add(place, text.String(), "")
					text.Reset()
				}
			case xml.CharData:
				if reading {
					text.Write(token)
				}
			}
		}))
	}
	return errors.Join(faults...)
}
