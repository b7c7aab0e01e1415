package check

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jianbao/generator/diag"
)

// readArchive reads the attachments that are packed together, and their names. An archive
// within an archive is left alone.
func readArchive(r io.ReaderAt, size int64) ([]Piece, error) {
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, notOf(archiveFormat, r, size, err)
	}
	if len(archive.File) > entryLimit {
		return nil, ErrAttachmentTooLarge
	}
	var pieces []Piece
	var faults []error
	left := int64(unpackedLimit)
	for _, f := range archive.File {
		name := packedName(f)
		if strings.HasSuffix(name, "/") {
			continue
		}
		title := strings.TrimSuffix(path.Base(name), path.Ext(name))
		pieces = append(pieces, Piece{Place: diag.Sprintf("压缩包里的文件名", "the name of a packed file"), Text: title})
		packed, err := readPacked(f, name, &left)
		for _, piece := range packed[:min(len(packed), pieceLimit-min(len(pieces), pieceLimit))] {
			piece.Place = diag.Sprintf("压缩包里的 %[1]s，%[2]s", "%[1]s in it, %[3]s", path.Base(name), piece.Place.ZH, piece.Place.EN)
			pieces = append(pieces, piece)
		}
		if !errors.Is(err, ErrAttachmentUnknown) {
			faults = append(faults, err)
		}
	}
	return pieces, errors.Join(faults...)
}

// packedName is the name of a packed file: UTF-8 where the archive says so or where it is,
// else what Chinese systems write.
func packedName(f *zip.File) string {
	name := strings.ReplaceAll(f.Name, `\`, "/")
	if f.NonUTF8 {
		if decoded, err := simplifiedchinese.GB18030.NewDecoder().String(name); err == nil {
			name = decoded
		}
	}
	return strings.ToValidUTF8(name, "\uFFFC")
}

// readPacked reads a packed file whose format is one that is read, and takes what it
// unpacks from what may yet be unpacked.
func readPacked(f *zip.File, name string, left *int64) ([]Piece, error) {
	const encrypted = 1 << 0
	switch {
	case f.Flags&encrypted != 0:
		return nil, ErrAttachmentEncrypted
	case readers[strings.ToLower(path.Ext(name))] == nil:
		return nil, ErrAttachmentUnknown
	case f.UncompressedSize64 > uint64(min(*left, attachmentLimit)): // one that says less ends where it says
		return nil, ErrAttachmentTooLarge
	}
	in, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAttachmentDamaged, err)
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	*left -= int64(len(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAttachmentDamaged, err)
	}
	return AttachmentRuns(name, bytes.NewReader(data), int64(len(data)))
}
