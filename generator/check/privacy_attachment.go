package check

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jianbao/generator/diag"
)

// Most leaks are in attachments, so their texts are read, too: those of docx,
// xlsx, pptx and OFD, of PDF where the file says what its glyphs mean, of txt and
// csv, and of such files in a zip. What cannot be read (scans, encrypted files, the older binary formats) has
// no text here; unreadableRule tells of what should have some. Nothing an attachment says of itself is trusted: what is read of
// it is bounded.
const (
	attachmentLimit = 64 << 20  // bytes of a file that are read, unless it is an archive
	unpackedLimit   = 128 << 20 // bytes of all that is unpacked
	pieceLimit      = 1 << 20   // pieces of an attachment
)

// Errors of attachments that are not looked into, or not to their end.
var (
	ErrAttachmentTooLarge  = errors.New("the attachment is too large to be read to its end")
	ErrAttachmentEncrypted = errors.New("the attachment is encrypted")
	ErrAttachmentDamaged   = errors.New("the attachment is damaged")
	ErrAttachmentMisnamed  = errors.New("the attachment is of another format than its name says")
	ErrAttachmentUnknown   = errors.New("attachments of this format cannot be read")
)

// Piece is a text of an attachment, a paragraph or a cell, with its place in it.
type Piece struct {
	Place diag.Text
	Text  string

	row string // of a cell: the cells beside it
}

// AttachmentRuns returns the texts of an attachment, as its name says what it is.
// With an error it returns what could be read before.
func AttachmentRuns(name string, r io.ReaderAt, size int64) ([]Piece, error) {
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".zip":
		return readArchive(r, size)
	case ".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".rtf", ".rar", ".7z":
		return nil, ErrAttachmentUnknown
	default:
		if read := readers[ext]; read != nil {
			return read(r, size)
		}
	}
	return nil, nil // a picture, a film
}

// readers read attachments, by their extensions.
var readers = map[string]func(r io.ReaderAt, size int64) ([]Piece, error){
	".docx": office(readWord, "word/"), ".docm": office(readWord, "word/"),
	".xlsx": office(readWorkbook, "xl/"), ".xlsm": office(readWorkbook, "xl/"),
	".pptx": office(readSlides, "ppt/"), ".pptm": office(readSlides, "ppt/"),
	".ofd": office(readOFD, "OFD.xml", "Doc_"),
	".txt": readPlain, ".csv": readPlain, ".tsv": readPlain, ".md": readPlain, ".json": readPlain, ".xml": readPlain,
	".pdf": readPDF,
}

// File is a published file as rules see it.
type File struct {
	Name   string
	Pieces []Piece

	photo *place // where it was taken, if it says so
	fault error  // why it could not be read to its end, or at all
}

// NewFile reads a file. With an error it holds what could be read before.
func NewFile(name string, r io.ReaderAt, size int64) (*File, error) {
	f := &File{Name: name}
	if isPhoto(name) {
		f.photo = exifPlace(io.NewSectionReader(r, 0, size))
	}
	f.Pieces, f.fault = AttachmentRuns(name, r, size)
	return f, f.fault
}

// The first bytes of formats that are often given the names of others.
const (
	archiveFormat = "PK\x03\x04" // docx, xlsx, pptx, OFD, zip
	pdfFormat     = "%PDF"
	oldFormat     = "\xD0\xCF\x11\xE0" // doc, xls, ppt; Office wraps what has a password in it, too

	encryptedPackage = "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00" // the name of what is wrapped
)

// notOf says why a file that should be of a format, which begins so, is none that can
// be read.
func notOf(format string, r io.ReaderAt, size int64, cause error) error {
	begin := make([]byte, len(format))
	n, _ := r.ReadAt(begin, 0)
	switch string(begin[:n]) {
	case format:
	case archiveFormat, pdfFormat:
		return ErrAttachmentMisnamed
	case oldFormat:
		data, done, err := readWhole(r, min(size, attachmentLimit))
		defer done()
		if err == nil && bytes.Contains(data, []byte(encryptedPackage)) {
			return ErrAttachmentEncrypted
		}
		return ErrAttachmentMisnamed
	}
	return fmt.Errorf("%w: %w", ErrAttachmentDamaged, cause)
}

// room is what attachments are read into, one after the other.
var room = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// mostRoom is the most of it that one attachment leaves to the next.
const mostRoom = 1 << 20

// readWhole reads so many bytes in one go. They are there until it is told that who wanted
// them is done.
func readWhole(r io.ReaderAt, size int64) (data []byte, done func(), err error) {
	all, done := new(bytes.Buffer), func() {}
	need := int(size) + bytes.MinRead // so that it finds the end without more room
	if need <= mostRoom {
		all = room.Get().(*bytes.Buffer)
		done = func() {
			all.Reset()
			room.Put(all)
		}
	}
	all.Grow(need)
	_, err = all.ReadFrom(io.NewSectionReader(r, 0, size))
	return all.Bytes(), done, err
}

// readPlain reads a text line by line: UTF-8, UTF-16 with its mark, or else GB 18030.
func readPlain(r io.ReaderAt, size int64) ([]Piece, error) {
	text, done, err := readWhole(r, min(size, attachmentLimit))
	defer done()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAttachmentDamaged, err)
	}
	if size > attachmentLimit {
		err = ErrAttachmentTooLarge
	}
	if decoder := plainEncoding(text); decoder != nil {
		if decoded, fault := decoder.NewDecoder().Bytes(text); fault == nil {
			text = decoded
		}
	}
	var pieces []Piece
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for n := 1; lines.Scan() && len(pieces) < pieceLimit; n++ {
		if line := strings.TrimPrefix(lines.Text(), "\uFEFF"); strings.TrimSpace(line) != "" {
			pieces = append(pieces, Piece{Place: diag.Sprintf("第 %d 行", "line %d", n), Text: strings.ToValidUTF8(line, "\uFFFC")})
		}
	}
	return pieces, err
}

// plainEncoding returns what a text is written in, nil for UTF-8.
func plainEncoding(text []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	case !utf8.Valid(text):
		return simplifiedchinese.GB18030
	}
	return nil
}
