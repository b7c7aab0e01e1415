package check

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path"
	"strings"

	"jianbao/generator/diag"
)

// photoRule finds photographs that tell where they were taken.
func photoRule() *Rule {
	return &Rule{
		Name:      "photo-position",
		Title:     diag.Text{ZH: "照片含拍摄位置", EN: "photo with its position"},
		Severity:  diag.Warning,
		Indicator: personalData(),
		Why: diag.Text{
			ZH: "手机照片的 EXIF 信息里常带有经纬度，公开后可据以找到当事人的住处或工作地点。",
			EN: "The EXIF data of photos from phones often hold the position, which leads to where somebody lives or works.",
		},
		Mend: diag.Text{
			ZH: "用图片工具清除 EXIF 信息（另存为不含元数据的图片）后再上传",
			EN: "save the picture without its metadata before it is published",
		},
		File: lookAtPhoto,
	}
}

func isPhoto(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".jpg", ".jpeg", ".jpe", ".jfif":
		return true
	}
	return false
}

// lookAtPhoto tells the position to a tenth of a degree only: a report is no
// place for it.
func lookAtPhoto(file *File, f *Findings) {
	if p := file.photo; p != nil {
		about := fmt.Sprintf("%.1f, %.1f", p.latitude, p.longitude)
		f.Add(diag.Pos{Path: file.Name}, "照片的 EXIF 信息含有拍摄位置（约 %s）", "the EXIF data of the photo tell where it was taken (about %s)", about)
	}
}

// place is a point on Earth, in degrees.
type place struct{ latitude, longitude float64 }

// exifPlace reads the place in the EXIF segment of a JPEG, nil if there is none.
func exifPlace(r io.Reader) *place {
	var head [4]byte
	if _, err := io.ReadFull(r, head[:2]); err != nil || head[0] != 0xFF || head[1] != 0xD8 {
		return nil
	}
	for {
		if _, err := io.ReadFull(r, head[:]); err != nil || head[0] != 0xFF || head[1] == 0xDA || head[1] == 0xD9 {
			return nil
		}
		segment := make([]byte, max(0, int(binary.BigEndian.Uint16(head[2:]))-2))
		if _, err := io.ReadFull(r, segment); err != nil {
			return nil
		}
		if tiff, isExif := strings.CutPrefix(string(segment), "Exif\x00\x00"); head[1] == 0xE1 && isExif {
			return tiffPlace([]byte(tiff))
		}
	}
}

// tiffFile is the directory structure that EXIF has from TIFF.
type tiffFile struct {
	data  []byte
	order binary.ByteOrder
}

func tiffPlace(data []byte) *place {
	t := tiffFile{data, binary.LittleEndian}
	if len(data) < 8 || data[0] != data[1] {
		return nil
	}
	if data[0] == 'M' {
		t.order = binary.BigEndian
	}
	const gps, latitudeRef, longitudeRef = 0x8825, 1, 3
	entry := t.entry(t.order.Uint32(data[4:]), gps)
	if entry == nil {
		return nil
	}
	directory := t.order.Uint32(entry[8:])
	latitude, north := t.degrees(directory, latitudeRef, 'S')
	longitude, east := t.degrees(directory, longitudeRef, 'W')
	if !north || !east || latitude == 0 && longitude == 0 || math.Abs(latitude) > 90 || math.Abs(longitude) > 180 {
		return nil // some devices write zeros when they do not know
	}
	return &place{latitude, longitude}
}

// entry returns the entry of a tag in a directory, nil if there is none.
func (t *tiffFile) entry(directory uint32, tag uint16) []byte {
	at := int64(directory)
	if at+2 > int64(len(t.data)) {
		return nil
	}
	n := int64(t.order.Uint16(t.data[at:]))
	for at += 2; n > 0 && at+12 <= int64(len(t.data)); n, at = n-1, at+12 {
		if t.order.Uint16(t.data[at:]) == tag {
			return t.data[at : at+12]
		}
	}
	return nil
}

// degrees reads an angle: its hemisphere in the entry ref, the three numbers in the next.
func (t *tiffFile) degrees(directory uint32, ref uint16, negative byte) (angle float64, found bool) {
	side, entry := t.entry(directory, ref), t.entry(directory, ref+1)
	if side == nil || entry == nil || t.order.Uint32(entry[4:]) != 3 {
		return 0, false
	}
	at := int64(t.order.Uint32(entry[8:]))
	if at+24 > int64(len(t.data)) {
		return 0, false
	}
	for i, unit := range []float64{1, 60, 3600} {
		numerator, denominator := t.order.Uint32(t.data[at+8*int64(i):]), t.order.Uint32(t.data[at+8*int64(i)+4:])
		if denominator == 0 {
			return 0, false
		}
		angle += float64(numerator) / float64(denominator) / unit
	}
	if side[8] == negative {
		angle = -angle
	}
	return angle, true
}
