package check_test

import (
	"maps"
	"strings"
	"testing"
)

// kilobytes is a file of that size.
func kilobytes(n int) string { return strings.Repeat("x", n<<10) }

func TestWeights(t *testing.T) {
	const one, settings = "content/a/one/index.md", siteYAML + "check: {pageWeight: 5}\n"
	page := func(text string) files {
		return files{"content/a/_index.md": "title: 甲", one: fresh("", text)}
	}
	for name, c := range map[string]struct {
		text  string
		files files
		want  string
	}{
		"small images": {"![甲](a.png)\n\n![乙](b.png)", files{"content/a/one/a.png": kilobytes(1024), "content/a/one/b.png": kilobytes(100)}, ""},
		"a large image": {
			"文。\n\n![甲](a.png)",
			files{"content/a/one/a.png": kilobytes(1025)},
			one + ":10:1: large-image: the image a.png has 1.0 MB\n",
		},
		"a large image, twice": {
			"![甲](a.png)\n\n![甲](a.png)",
			files{"content/a/one/a.png": kilobytes(1700)},
			one + ":8:1: large-image: the image a.png has 1.7 MB\n",
		},
		"a large attachment": {
			"[附件](a.mp4)\n\n[图](b.png)", files{"content/a/one/a.mp4": kilobytes(9000), "content/a/one/b.png": kilobytes(100)}, "",
		},
		"many images": {
			"![甲](a.png)\n\n![乙](b.png)\n\n![丙](c.png)\n\n![丁](d.png)",
			files{"content/a/one/a.png": kilobytes(900), "content/a/one/b.png": kilobytes(1000), "content/a/one/c.png": kilobytes(800), "content/a/one/d.png": kilobytes(700)},
			one + ":10:1: page-weight: the page comes to 3.3 MB, above 3 MB: b.png 1000 KB, a.png 900 KB, c.png 800 KB\n",
		},
		"a higher limit": {
			"![甲](a.png)\n\n![乙](b.png)\n\n![丙](c.png)\n\n![丁](d.png)",
			files{"site.yaml": settings, "content/a/one/a.png": kilobytes(900), "content/a/one/b.png": kilobytes(1000), "content/a/one/c.png": kilobytes(800), "content/a/one/d.png": kilobytes(700)},
			"",
		},
		"style sheets with what they load": {
			"文。",
			files{"assets/css/site.css": "@font-face{font-family:x;src:url(../fonts/a.woff2)}", "assets/fonts/a.woff2": kilobytes(4000)},
			"assets/fonts/a.woff2: page-weight: what every page loads, style sheets, scripts and images, comes to 3.9 MB, above 3 MB: a.woff2 3.9 MB\n",
		},
		"assets that no page loads": {
			"文。",
			files{"assets/img/old.png": kilobytes(4000)},
			"assets/img/old.png: large-image: the image old.png has 3.9 MB\n",
		},
	} {
		content := page(c.text)
		maps.Copy(content, c.files)
		if got := findings(inspect(t, content)); got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
	}
}

// What a layout may load, by a name that only a page tells, it need not load.
func TestAssetsByNames(t *testing.T) {
	content := files{
		"content/a/_index.md": "title: 甲", "content/a/one.md": fresh("", "文。"),
		"layouts/partials/status.html": `{{with .Params.banner}}<img src="{{(asset .).URL}}" alt="">{{end}}`,
	}
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		content["assets/img/"+name+".jpg"] = kilobytes(900)
	}
	if got := findings(inspect(t, content)); got != "" {
		t.Error(got)
	}
}
