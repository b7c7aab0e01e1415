package check

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jianbao/generator/diag"
)

// Most leaks are in attachments, so their texts are read, too: those of docx,
// xlsx, pptx and OFD, of PDF where the file says what its glyphs mean, of txt and
// csv. What cannot be read (scans, encrypted files, the older binary formats) has
// no text here. Nothing an attachment says of itself is trusted: what is read of
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
	switch strings.ToLower(path.Ext(name)) {
	case ".docx", ".docm":
		return readOffice(r, size, readWord)
	case ".xlsx", ".xlsm":
		return readOffice(r, size, readWorkbook)
	case ".pptx", ".pptm":
		return readOffice(r, size, readSlides)
	case ".ofd":
		return readOffice(r, size, readOFD)
	case ".txt", ".csv", ".tsv", ".md", ".json", ".xml":
		return readPlain(r, size)
	case ".pdf":
		return readPDF(r, size)
	case ".doc", ".xls", ".ppt", ".wps", ".et", ".dps", ".rtf", ".zip", ".rar", ".7z":
		return nil, ErrAttachmentUnknown
	}
	return nil, nil // a picture, a film
}

// File is a published file as rules see it.
type File struct {
	Name   string
	Pieces []Piece

	photo *place // where it was taken, if it says so
}

// NewFile reads a file. With an error it holds what could be read before.
func NewFile(name string, r io.ReaderAt, size int64) (*File, error) {
	f := &File{Name: name}
	if isPhoto(name) {
		f.photo = exifPlace(io.NewSectionReader(r, 0, size))
	}
	var err error
	f.Pieces, err = AttachmentRuns(name, r, size)
	return f, err
}

// readPlain reads a text line by line: UTF-8, UTF-16 with its mark, or else GB 18030.
func readPlain(r io.ReaderAt, size int64) ([]Piece, error) {
	text, err := io.ReadAll(io.NewSectionReader(r, 0, min(size, attachmentLimit)))
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
