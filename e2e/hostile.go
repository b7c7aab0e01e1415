package e2e

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// hostileTexts stand in for titles and in every other field. They are what people
// paste from elsewhere, or what somebody writes who wants to break a page.
var hostileTexts = []string{
	`</script><script>alert(1)</script><!-- `,
	`"双引号" '单引号' “弯引号” \ \u0022 &quot; &amp;lt;b&gt;`,
	`//evil.example/"><img src=x onerror=alert(1)>`,
	`{{.Title}} ${1+1} #{x} <%= y %> ]]> --> javascript:alert(1)`,
	strings.Repeat("深化改革推动高质量发展", 18) + "至二百", // 201 characters
	strings.Repeat("W", 200),
	`🏛️ 政务服务 👩‍👩‍👧‍👦 🇨🇳 ⚖️ ✅`,
	`𠮷野家 𠀀𠂇 𪚥 㐂 𬺰 𰻝 䶮 龘`,
	`=SUM(A1:A9) +1 -1 @x %00 %2e%2e/ ?q=1&b=2#x`,
}

// hostileKinds are pages of the hostile site, one of each kind.
var hostileKinds = []kind{
	{"home", ""},
	{"column", "reform/"},
	{"list", "reform/park/"},
	{"bulletin", "reform/t0/"},
	{"long", "reform/long/"},
	{"wide", "reform/t5/"},
	{"document", "documents/repealed/"},
	{"issue", "briefings/no12/"},
	{"tags", "tags/"},
	{"archive", "archive/"},
	{"year", "archive/2025/"},
	{"search", "search/"},
	{"sitemap", "sitemap/"},
	{"404", "404.html"},
}

// englishKinds are those of its pages that differ most in an English interface.
var englishKinds = []kind{
	{"home", ""},
	{"list", "reform/park/"},
	{"bulletin", "reform/t0/"},
	{"long", "reform/long/"},
	{"document", "documents/repealed/"},
	{"search", "search/"},
}

//go:embed all:testdata/hostile
var hostileFiles embed.FS

// writeHostile writes the source of the hostile site: what is in testdata, its
// settings, and one bulletin for each hostile text.
func writeHostile(dir string, isEnglish bool) error {
	source, err := fs.Sub(hostileFiles, "testdata/hostile")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, source); err != nil {
		return err
	}
	write := func(name string, content []byte) {
		if err == nil {
			name = filepath.Join(dir, filepath.FromSlash(name))
			if err = os.MkdirAll(filepath.Dir(name), 0o755); err == nil {
				err = os.WriteFile(name, content, 0o644)
			}
		}
	}
	write("site.yaml", hostileSettings(isEnglish))
	write("content/reform/long/chart.png", picture())
	for i, text := range hostileTexts {
		write(fmt.Sprintf("content/reform/t%d/index.md", i), hostileBulletin(text, i))
		write(fmt.Sprintf("content/reform/t%d/photo.png", i), picture())
		write(fmt.Sprintf("content/reform/t%d/table.csv", i), []byte("项目,数量\n窗口,12\n"))
	}
	return err
}

// hostileSettings is a site.yaml; JSON is YAML, and quotes anything.
func hostileSettings(isEnglish bool) []byte {
	language := "zh-CN"
	if isEnglish {
		language = "en"
	}
	return encoded(map[string]any{
		"title": `测试"站点"</title>&lt;𠮷`, "baseURL": "https://reform.example.gov.cn/", "language": language,
		"description": hostileTexts[0], "pageSize": 3,
		"identity": map[string]any{
			"siteCode": "4307000001", "sponsor": hostileTexts[1], "organizer": hostileTexts[2], "icp": "湘ICP备00000000号-1",
			"police": "湘公网安备 00000000000000号", "address": hostileTexts[3], "phone": "0000-1234567", "email": "a@example.gov.cn",
		},
	})
}

// hostileBulletin has a text in every field that takes one.
func hostileBulletin(text string, i int) []byte {
	tag := strings.ReplaceAll(text, "\u200d", "") // a tag must be fit for an address
	if utf8.RuneCountInString(tag) > 60 {
		tag = string([]rune(tag)[:60])
	}
	header := encoded(map[string]any{
		"title": text, "subtitle": text, "date": fmt.Sprintf("2025-0%d-15 09:30", i+1), "source": text,
		"sourceURL": "https://www.example.gov.cn/a?b=1&c=%22", "authors": []string{text, "作者"}, "editor": text, "summary": text,
		"keywords": []string{text, "改革"}, "tags": []string{tag, "改革"}, "image": "photo.png", "imageAlt": text,
		"index": fmt.Sprint(text, " ", i), "issuer": text, "category": text, "pinned": i == 2,
		"attachments": []any{map[string]any{"file": "table.csv", "title": text}, map[string]any{"file": "photo.png", "title": text}},
		"changes":     []any{map[string]any{"date": "2025-10-01", "note": text}},
		"related":     []string{"../long/index.md"},
	})
	body := "## 一、" + escaped(text) + "\n\n" + escaped(text) + "\n\n![" + escaped(text) + "](photo.png \"说明\")\n"
	return fmt.Appendf(nil, "%s\n\n%s", header, body)
}

// escaped makes Markdown that shows a text as it is.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 && strings.ContainsRune("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

func encoded(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		panic(err) // maps of texts can always be encoded
	}
	return bytes.TrimSpace(b.Bytes())
}

// picture is a photograph of sorts, wider than any screen.
func picture() []byte {
	photo := image.NewRGBA(image.Rect(0, 0, 2000, 1200))
	for y := range 1200 {
		for x := range 2000 {
			photo.Set(x, y, color.RGBA{uint8(x / 8), uint8(y / 5), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, photo); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}
