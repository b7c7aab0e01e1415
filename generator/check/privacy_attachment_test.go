package check

import (
	"archive/zip"
	"bytes"
	deflate "compress/flate"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	madeUpID     = "430799190001010033"
	madeUpMobile = "13800001234"
)

// archiveOf packs files, given as name and content in turn.
func archiveOf(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func flate(text string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write([]byte(text))
	w.Close()
	return out.String()
}

// pdfOf makes a file of one page out of its description and the objects of its fonts.
func pdfOf(content string, fonts ...string) []byte {
	objects := append([]string{
		"<</Type/Catalog/Pages 2 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream", len(flate(content)), flate(content)),
	}, fonts...)
	out := "%PDF-1.4\n"
	for i, object := range objects {
		out += fmt.Sprintf("%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	return []byte(out + "trailer<</Root 1 0 R>>\n%%EOF\n")
}

// byteOrder is an order in which numbers are read and written.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

func photoAt(order byteOrder, mark string) []byte {
	tiff := []byte(mark)
	tiff = order.AppendUint32(order.AppendUint16(tiff, 42), 8)
	entry := func(tag, kind uint16, count, value uint32) {
		tiff = order.AppendUint32(order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, tag), kind), count), value)
	}
	side := func(letter byte) uint32 { return order.Uint32([]byte{letter, 0, 0, 0}) }
	tiff = order.AppendUint16(tiff, 1)
	entry(0x8825, 4, 1, 26)
	tiff = order.AppendUint32(tiff, 0)
	tiff = order.AppendUint16(tiff, 4)
	entry(1, 2, 2, side('N'))
	entry(2, 5, 3, 80)
	entry(3, 2, 2, side('W'))
	entry(4, 5, 3, 104)
	tiff = order.AppendUint32(tiff, 0)
	for _, n := range []uint32{28, 1, 30, 1, 0, 1, 113, 1, 15, 1, 3600, 100} {
		tiff = order.AppendUint32(tiff, n)
	}
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := []byte{0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xE1}
	out = binary.BigEndian.AppendUint16(out, uint16(len(segment)+2))
	return append(append(out, segment...), 0xFF, 0xDA)
}

func word(body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>` + body + `</w:body></w:document>`
}

func TestLookAtFile(t *testing.T) {
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String("姓名,电话\n张某," + madeUpMobile + "\n")
	if err != nil {
		t.Fatal(err)
	}
	gbkName, err := simplifiedchinese.GB18030.NewEncoder().String("名单.txt")
	if err != nil {
		t.Fatal(err)
	}
	wide := func(text string) string {
		var out strings.Builder
		for _, r := range text {
			fmt.Fprintf(&out, "%04x", r-'0'+3)
		}
		return out.String()
	}
	cmap := "begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0003> <000c> <0030> endbfrange 1 beginbfchar <0020> <7535> endbfchar"
	type0 := []string{"<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R>>", fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(cmap), cmap)}
	simple := "<</Type/Font/Subtype/TrueType/Encoding/WinAnsiEncoding>>"
	for _, test := range []struct {
		name string
		data []byte
		want string // rule, message in English
	}{
		{"a.txt", []byte("名单\n" + madeUpID + "\n"), "id-card-number: looks like an identity card number: 43*************033 (line 2)"},
		{"a.csv", []byte(gbk), "mobile-number: looks like a mobile number: 138****1234 (line 2)"},
		{"a.txt", []byte("\xFF\xFE1\x003\x008\x000\x000\x000\x000\x001\x002\x003\x004\x00"), "mobile-number: looks like a mobile number: 138****1234 (line 1)"},
		{"a.docx", archiveOf(t, "word/document.xml", word(`<w:p><w:r><w:t>一</w:t></w:r></w:p><w:p><w:r><w:t>电话1380000</w:t></w:r><w:r><w:t>1234</w:t></w:r></w:p>`)), "mobile-number: looks like a mobile number: 138****1234 (paragraph 2)"},
		{"a.docx", archiveOf(t, "word/header1.xml", word(`<w:p><w:r><w:t>机密★10年</w:t></w:r></w:p>`)), "secrecy-mark: the mark of a secret or internal document “机密★10年” (header1, paragraph 1)"},
		{"a.docx", archiveOf(t, "word/document.xml", word(`<w:tbl><w:tr><w:tc><w:p><w:r><w:t>张某</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>女</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>示例村3组12号</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)), "home-address: looks like an address down to the door: 示例村3组1… (paragraph 3)"},
		{
			"a.xlsx", archiveOf(t,
				"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="名单" sheetId="1" r:id="rId1"/></sheets></workbook>`,
				"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="worksheets/sheet7.xml"/></Relationships>`,
				"xl/sharedStrings.xml", `<sst><si><t>姓名</t></si><si><r><t>430799</t></r><r><t>190001010033</t></r><rPh><t>x</t></rPh></si></sst>`,
				"xl/worksheets/sheet7.xml", `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1"><v>1.3800001234E10</v></c><c r="D1" t="inlineStr"><is><t>好</t></is></c></row></sheetData></worksheet>`),
			"id-card-number: looks like an identity card number: 43*************033 (sheet “名单”, cell B1)\nmobile-number: looks like a mobile number: 138****1234 (sheet “名单”, cell C1)",
		},
		{"a.xlsx", archiveOf(t, "xl/comments1.xml", `<comments><commentList><comment ref="B2"><text><r><t>`+madeUpMobile+`</t></r></text></comment></commentList></comments>`), "mobile-number: looks like a mobile number: 138****1234 (comment on cell B2)"},
		{"a.pptx", archiveOf(t, "ppt/slides/slide2.xml", `<p:sld><a:p><a:r><a:t>电话 138 0000 1234</a:t></a:r></a:p></p:sld>`), "mobile-number: looks like a mobile number: 138****1234 (slide 2)"},
		{"a.ofd", archiveOf(t, "Doc_0/Pages/Page_0/Content.xml", `<ofd:Page><ofd:TextObject><ofd:TextCode>电话1380000</ofd:TextCode><ofd:TextCode>1234</ofd:TextCode></ofd:TextObject></ofd:Page>`), "mobile-number: looks like a mobile number: 138****1234 (page 1)"},
		{"a.pdf", pdfOf("BT /F1 12 Tf 72 700 Td (Tel 1380000) Tj (1234) Tj ET", simple), "mobile-number: looks like a mobile number: 138****1234 (page 1)"},
		{"a.pdf", pdfOf("BT /F1 12 Tf 72 700 Td <0020"+wide("138")+"> Tj 32 0 Td [<"+wide("0000")+"> 20 <"+wide("1234")+">] TJ ET", type0...), "mobile-number: looks like a mobile number: 138****1234 (page 1)"},
		{"a.pdf", pdfOf("BT /F1 12 Tf 1 0 0 1 72 700 Tm (1380000) Tj 1 0 0 1 72 680 Tm (1234) Tj ET", simple), ""},
		{"a.pdf", pdfOf("BT /F1 12 Tf 72 700 Td (13800001234) Tj 100 0 Td (500) Tj ET", simple), "mobile-number: looks like a mobile number: 138****1234 (page 1)"},
		{
			"a.zip", archiveOf(t, "名单/", "", "名单/表.csv", "姓名,电话\n张某,"+madeUpMobile+"\n", "公示"+madeUpID+".png", "", "a.docx", string(archiveOf(t, "word/document.xml", word(`<w:p><w:r><w:t>`+madeUpMobile+`</w:t></w:r></w:p>`)))),
			"id-card-number: looks like an identity card number: 43*************033 (the name of a packed file)\n" +
				"mobile-number: looks like a mobile number: 138****1234 (a.docx in it, paragraph 1)\nmobile-number: looks like a mobile number: 138****1234 (表.csv in it, line 2)",
		},
		{"a.zip", packed(t, gbkName, []byte(madeUpMobile)), "mobile-number: looks like a mobile number: 138****1234 (名单.txt in it, line 1)"},
		{"a.jpg", photoAt(binary.LittleEndian, "II"), "photo-position: the EXIF data of the photo tell where it was taken (about 28.5, -113.3)"},
		{"a.JPEG", photoAt(binary.BigEndian, "MM"), "photo-position: the EXIF data of the photo tell where it was taken (about 28.5, -113.3)"},
		{"a.jpg", []byte{0xFF, 0xD8, 0xFF, 0xD9}, ""},
		{"a.png", []byte(madeUpID), ""},
	} {
		file, err := NewFile(test.name, bytes.NewReader(test.data), int64(len(test.data)))
		list := LookAtFile(Rules(nil), file)
		var got []string
		for _, d := range list {
			if d.Path != test.name || d.Line != 0 {
				t.Errorf("%s: the place is %v", test.name, d.Pos)
			}
			got = append(got, d.Rule+": "+d.Message.EN)
		}
		if g := strings.Join(got, "\n"); g != test.want || err != nil {
			t.Errorf("%s: found %q, %v; want %q", test.name, g, err, test.want)
		}
	}
}

// bombOf packs a megabyte that says it is of another size.
func bombOf(t *testing.T, says uint64) []byte {
	t.Helper()
	var packed, out bytes.Buffer
	text := word(strings.Repeat(" ", 1<<20))
	deflater, err := deflate.NewWriter(&packed, deflate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	deflater.Write([]byte(text))
	deflater.Close()
	w := zip.NewWriter(&out)
	f, err := w.CreateRaw(&zip.FileHeader{
		Name: "word/document.xml", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(text)),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: says,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Write(packed.Bytes())
	w.Close()
	return out.Bytes()
}

func TestAttachmentsThatCannotBeRead(t *testing.T) {
	bomb, liar := bombOf(t, unpackedLimit+1), bombOf(t, 100)
	deep := archiveOf(t, "word/document.xml", strings.Repeat("<w:p>", depthLimit+1))
	for _, test := range []struct {
		name string
		data string
		want error
	}{
		{"a.docx", string(bomb), ErrAttachmentTooLarge},
		{"a.docx", string(liar), ErrAttachmentDamaged},
		{"a.docx", string(deep), ErrAttachmentTooLarge},
		{"a.docx", "PK\x03\x04", ErrAttachmentDamaged},
		{"a.docx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + encryptedPackage, ErrAttachmentEncrypted},
		{"a.docx", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ErrAttachmentMisnamed},
		{"a.docx", string(pdfOf("")), ErrAttachmentMisnamed},
		{"a.docx", string(archiveOf(t, "xl/workbook.xml", "")), ErrAttachmentMisnamed},
		{"a.docx", "", ErrAttachmentDamaged},
		{"a.docx", string(archiveOf(t, "word/document.xml", "<w:p")), ErrAttachmentDamaged},
		{"a.pdf", "no", ErrAttachmentDamaged},
		{"a.pdf", "%PDF-1.4\ntrailer<</Encrypt 1 0 R>>", ErrAttachmentEncrypted},
		{"a.pdf", string(pdfOf(""))[:100], ErrAttachmentDamaged},
		{"a.pdf", strings.TrimSuffix(string(pdfOf("")), "trailer<</Root 1 0 R>>\n%%EOF\n"), ErrAttachmentDamaged},
		{"a.pdf", string(archiveOf(t, "word/document.xml", word(""))), ErrAttachmentMisnamed},
		{"a.zip", "PK\x03\x04", ErrAttachmentDamaged},
		{"a.zip", string(withPassword(t)), ErrAttachmentEncrypted},
		{"a.zip", string(archiveOf(t, "a.docx", "no document")), ErrAttachmentDamaged},
		{"a.zip", string(archiveOf(t, "a.docx", string(liar))), ErrAttachmentDamaged},
		{"a.zip", string(bomb), ErrAttachmentTooLarge},
		{"a.doc", "", ErrAttachmentUnknown},
	} {
		data, size := strings.NewReader(test.data), int64(len(test.data))
		if _, err := AttachmentRuns(test.name, data, size); !errors.Is(err, test.want) {
			t.Errorf("%s, %d bytes: %v, want %v", test.name, len(test.data), err, test.want)
		}
		file, _ := NewFile(test.name, data, size)
		list := LookAtFile(Rules(nil), file)
		if told := len(list) == 1 && list[0].Rule == "unreadable-attachment"; told == errors.Is(test.want, ErrAttachmentUnknown) {
			t.Errorf("%s, %d bytes: found %v", test.name, len(test.data), list)
		}
	}
}

// packed is an archive with a file whose name is not UTF-8.
func packed(t *testing.T, name string, content []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	f, err := w.CreateHeader(&zip.FileHeader{Name: name, NonUTF8: true})
	if err != nil {
		t.Fatal(err)
	}
	f.Write(content)
	w.Close()
	return out.Bytes()
}

// withPassword is an archive whose file has one.
func withPassword(t *testing.T) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	if _, err := w.CreateRaw(&zip.FileHeader{Name: "a.txt", Flags: 1}); err != nil {
		t.Fatal(err)
	}
	w.Close()
	return out.Bytes()
}

// What has no text to be read is not called unreadable.
func TestAttachmentsWithoutText(t *testing.T) {
	for name, data := range map[string][]byte{
		"scan.pdf": pdfOf("q 595 0 0 842 0 0 cm /Im1 Do Q"), "blank.pdf": []byte(strings.Replace(string(pdfOf("")), "/Contents 4 0 R", "", 1)), "empty.txt": nil, "empty.csv": []byte("\xEF\xBB\xBF"),
		"empty.docx": archiveOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", word("<w:p/>")),
		"empty.xlsx": archiveOf(t, "xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
		"empty.pptx": archiveOf(t, "ppt/presentation.xml", "<p/>"), "scan.ofd": archiveOf(t, "OFD.xml", "<ofd/>"),
		"old.doc": []byte(oldFormat), "a.zip": archiveOf(t, "甲/", "", "甲/a.txt", "", "a.png", "no picture", "a.doc", "", "b.zip", "no archive"), "a.rar": []byte("Rar!"), "a.png": nil, "a.mp4": nil,
	} {
		file, _ := NewFile(name, bytes.NewReader(data), int64(len(data)))
		if list := LookAtFile(Rules(nil), file); len(list) > 0 {
			t.Errorf("%s: %v", name, list)
		}
	}
}

// Whatever a file holds, it is read without a panic, and within bounds.
func FuzzAttachmentRuns(f *testing.F) {
	f.Add("a.pdf", pdfOf("BT /F1 12 Tf (1) Tj [(2) 3] TJ T* ET BI \nEI /X Do", "<</Subtype/Type0/Encoding/GBK-EUC-H>>"))
	f.Add("a.pdf", []byte("%PDF-0 0 obj <0"))
	f.Add("a.docx", archiveOf(f, "word/document.xml", word("<w:p><w:t>一</w:t></w:p>")))
	f.Add("a.xlsx", archiveOf(f, "xl/worksheets/sheet1.xml", `<c r="A1"><v>1</v></c>`))
	f.Add("a.zip", archiveOf(f, "a.txt", "一\n", "b/c.xlsx", "no"))
	f.Add("a.jpg", photoAt(binary.LittleEndian, "II"))
	f.Add("a.txt", []byte("一\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		file, _ := NewFile(name, bytes.NewReader(data), int64(len(data)))
		LookAtFile(Rules(nil), file)
	})
}
