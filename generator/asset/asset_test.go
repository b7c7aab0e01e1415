package asset_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/minify"
	"jianbao/generator/source"
)

// load loads the assets of a site over an embedded one; names are below assets/.
func load(site, starter map[string]string, hidden ...string) (*asset.Assets, diag.List) {
	tree := func(files map[string]string) *source.Tree {
		fsys := fstest.MapFS{}
		for name, text := range files {
			fsys["assets/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
		return source.New(fsys)
	}
	assets, diags := asset.Load(asset.Options{
		Site: tree(site), Starter: tree(starter), Base: "/repo/", Hidden: hidden, Minifier: minify.New(),
	})
	diags.Sort()
	return assets, diags
}

func print(diags diag.List) string {
	var b strings.Builder
	for _, d := range diags {
		fmt.Fprintf(&b, "%s: %s: %s: %s\n", d.Pos, d.Severity, d.Rule, d.Message.EN)
		if d.Hint.EN != "" {
			fmt.Fprintf(&b, "  %s\n", d.Hint.EN)
		}
	}
	return b.String()
}

// contents maps the path of every output to what is written there.
func contents(t *testing.T, outputs []asset.Output) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, o := range outputs {
		data := o.Data
		if data == nil {
			diags, err := o.Stream(func(from io.Reader) (n int64, err error) {
				data, err = io.ReadAll(from)
				return int64(len(data)), err
			})
			if err != nil || len(diags) > 0 {
				t.Fatal(err, diags)
			}
		}
		if o.Size != int64(len(data)) {
			t.Errorf("%s: size is %d, not %d", o.Path, o.Size, len(data))
		}
		all[o.Path] = string(data)
	}
	return all
}

func fingerprint(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])[:12]
}

func TestFingerprint(t *testing.T) {
	assets, diags := load(map[string]string{"css/site.css": "a { b: c }\n", "js/甲 乙.js": "f( 1 )"}, nil)
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	sum := sha512.Sum384([]byte("a{b:c}"))
	want := asset.Asset{
		Name:      "css/site.css",
		Path:      "assets/css/site." + fingerprint("a{b:c}") + ".css",
		URL:       "/repo/assets/css/site." + fingerprint("a{b:c}") + ".css",
		Integrity: "sha384-" + base64.StdEncoding.EncodeToString(sum[:]),
		Size:      6,
	}
	if got, ok := assets.Lookup("css/site.css"); !ok || got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	got, _ := assets.Lookup("js/甲 乙.js")
	if want := "/repo/assets/js/%E7%94%B2%20%E4%B9%99." + fingerprint("f(1)") + ".js"; got.URL != want {
		t.Errorf("got %s, want %s", got.URL, want)
	}
	if _, ok := assets.Lookup("css/none.css"); ok {
		t.Error("found an asset that is not there")
	}
}

func TestOutputs(t *testing.T) {
	site := map[string]string{
		"css/site.css":  "a{b:c}",
		"img/a.png":     "not  touched\r\n",
		"img/b.svg":     "<svg>\n <a/>\n</svg>",
		"data/c.json":   "{ \"n\": 1.0 }",
		"js/m.mjs":      "import './n.mjs';\nf( 1 )",
		"doc/d.html":    "<p> as it is </p>",
		".DS_Store":     "x",
		".git/config":   "x",
		"img/.a.swp":    "x",
		"img/b.svg~":    "x",
		"empty.css":     "",
		"img/empty.png": "",
	}
	assets, diags := load(site, nil)
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	got := contents(t, assets.Outputs(nil))
	want := map[string]string{
		"assets/css/site." + fingerprint("a{b:c}") + ".css": "a{b:c}",
		"assets/img/a.png":                         "not  touched\r\n",
		"assets/img/b.svg":                         "<svg><a/></svg>",
		"assets/data/c.json":                       `{"n":1.0}`,
		"assets/js/m.mjs":                          `import"./n.mjs";f(1)`,
		"assets/doc/d.html":                        "<p> as it is </p>",
		"assets/empty." + fingerprint("") + ".css": "",
		"assets/img/empty.png":                     "",
	}
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s is %q, want %q", name, got[name], text)
		}
		delete(got, name)
	}
	for name := range got {
		t.Errorf("%s should not be published", name)
	}
	if !slices.IsSortedFunc(assets.Outputs(nil), func(a, b asset.Output) int { return strings.Compare(a.Path, b.Path) }) {
		t.Error("the outputs are not sorted")
	}
}

func TestSiteOverStarter(t *testing.T) {
	starter := map[string]string{
		"css/site.css":  "a{background:url(../img/a.svg)}",
		"css/other.css": "b{c:d}",
		"img/a.svg":     "<svg><a/></svg>",
		"img/b.svg":     "<svg><b/></svg>",
	}
	site := map[string]string{"img/a.svg": "<svg><own/></svg>", "css/other.css": "own{a:b}"}
	assets, diags := load(site, starter)
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	sheet, _ := assets.Lookup("css/site.css")
	other, _ := assets.Lookup("css/other.css")
	if !sheet.Embedded || other.Embedded {
		t.Errorf("embedded: %v, %v; want true, false", sheet.Embedded, other.Embedded)
	}
	unused := contents(t, assets.Outputs(nil))
	if len(unused) != 2 || unused["assets/img/a.svg"] != "<svg><own/></svg>" || unused[other.Path] != "own{a:b}" {
		t.Errorf("without any use, published %q", unused)
	}
	used := contents(t, assets.Outputs([]string{"css/site.css", "no/such"}))
	if len(used) != 3 || used[sheet.Path] != "a{background:url(../img/a.svg)}" {
		t.Errorf("with site.css used, published %q", used)
	}
	if assets, _ = load(nil, starter); len(assets.Outputs([]string{"css/site.css"})) != 2 {
		t.Error("the image of an embedded style sheet is not published with it")
	}
}

func TestHiddenFiles(t *testing.T) {
	site := map[string]string{".well-known/security.txt": "Contact: x\n", ".other": "x", "verify.txt": "y"}
	assets, diags := load(site, nil, ".well-known/security.txt", "assets/verify.txt")
	if len(diags) > 0 {
		t.Fatal(print(diags))
	}
	got := contents(t, assets.Outputs(nil))
	if len(got) != 2 || got[".well-known/security.txt"] != "Contact: x\n" || got["verify.txt"] != "y" {
		t.Errorf("published %q", got)
	}
}

func TestStyleSheets(t *testing.T) {
	site := map[string]string{
		"img/a.png": "x", "img/图 一.png": "x", "fonts/f.woff2": "x", "img/a(1).png": "x",
		"css/base.css": "b{c:d}", "css/sub/deep.css": "@import '../base.css' screen;",
	}
	base := "base." + fingerprint("b{c:d}") + ".css"
	deep := `@import "../` + base + `" screen;`
	tests := []struct{ name, in, want string }{
		{"bare", "a{b:url(../img/a.png)}", "a{b:url(../img/a.png)}"},
		{"quoted", "a{b:url( '../img/a.png' )}", "a{b:url(../img/a.png)}"},
		{"upper case", "a{b:URL(../img/a.png)}", "a{b:url(../img/a.png)}"},
		{"from the root", "a{b:url(/assets/img/a.png)}", "a{b:url(../img/a.png)}"},
		{"Chinese", "a{b:url('../img/图 一.png')}", "a{b:url(../img/%E5%9B%BE%20%E4%B8%80.png)}"},
		{"percent-encoded", "a{b:url(../img/%E5%9B%BE%20%E4%B8%80.png)}", "a{b:url(../img/%E5%9B%BE%20%E4%B8%80.png)}"},
		{"escaped", `a{b:url(../img/\61.png)}`, "a{b:url(../img/a.png)}"},
		{"brackets in a name", `a{b:url("../img/a(1).png")}`, `a{b:url(../img/a%281%29.png)}`},
		{"query and fragment", "@font-face{src:url('../fonts/f.woff2?v=1#x')}", "@font-face{src:url(../fonts/f.woff2?v=1#x)}"},
		{"fragment only", "a{b:url(#x)}", "a{b:url(#x)}"},
		{"data", "a{b:url(data:image/gif,x)}", "a{b:url(data:image/gif,x)}"},
		{"import", "@import 'base.css';", `@import "` + base + `";`},
		{"import by url", "@import url(base.css) print;", `@import url("` + base + `") print;`},
		{"import of an import", "@import 'sub/deep.css';", `@import "sub/deep.` + fingerprint(deep) + `.css";`},
		{"image set", "a{b:image-set('../img/a.png' 1x)}", `a{b:image-set("../img/a.png" 1x)}`},
		{"namespace", "@namespace svg url(http://www.w3.org/2000/svg);", "@namespace svg url(http://www.w3.org/2000/svg);"},
		{"strings and comments", `/* url(x) { */ a::before{content:"url(x) }"}`, `a::before{content:"url(x) }"}`},
		{"a name that ends in url", "a{b:myurl(x)}", "a{b:myurl(x)}"},
		{"nesting", "a{&:hover{b:url(../img/a.png)}}", "a{&:hover{b:url(../img/a.png)}}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			site["css/a.css"] = test.in
			assets, diags := load(site, nil)
			if len(diags) > 0 {
				t.Fatal(print(diags))
			}
			sheet, _ := assets.Lookup("css/a.css")
			if got := contents(t, assets.Outputs(nil))[sheet.Path]; got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestDiagnostics(t *testing.T) {
	tests := []struct {
		name   string
		files  map[string]string
		hidden []string
		want   string
	}{
		{
			"missing image",
			map[string]string{"css/a.css": "甲 {\n  b: 1; c: url(x.png)\n}"},
			nil,
			"assets/css/a.css:2:12: error: missing-asset: there is no x.png in assets\n",
		},
		{
			"letter case",
			map[string]string{"css/a.css": "a{b:url(../IMG/x.png)}", "img/x.png": ""},
			nil,
			"assets/css/a.css:1:5: error: missing-asset: there is no ../IMG/x.png in assets\n  the letter case differs: assets/img/x.png\n",
		},
		{
			"out of assets",
			map[string]string{"css/a.css": "a{b:url(../../site.yaml)} c{d:url(/x.png)}"},
			nil,
			"assets/css/a.css:1:5: error: missing-asset: there is no ../../site.yaml in assets\n" +
				"assets/css/a.css:1:31: error: missing-asset: there is no /x.png in assets\n",
		},
		{
			"no address",
			map[string]string{"a.css": `a{b:url("")}`},
			nil,
			"assets/a.css:1:5: error: missing-asset: the address \"\" is malformed\n",
		},
		{
			"other hosts",
			map[string]string{"a.css": "@import '//x.example/a.css';\n@import url(https://x.example/b.css);a{b:url(file:///c)}"},
			nil,
			"assets/a.css:1:9: error: external-resource: the style sheet loads //x.example/a.css from another host\n  put the file into assets and refer to it by a relative path\n" +
				"assets/a.css:2:9: error: external-resource: the style sheet loads https://x.example/b.css from another host\n  put the file into assets and refer to it by a relative path\n" +
				"assets/a.css:2:42: error: external-resource: the style sheet loads file:///c from another host\n  put the file into assets and refer to it by a relative path\n",
		},
		{
			"sheets in a circle",
			map[string]string{"a.css": "@import 'b.css';", "b.css": "@import 'a.css';"},
			nil,
			"assets/b.css:1:9: error: import-cycle: the style sheets import each other: a.css\n",
		},
		{
			"unclosed rule",
			map[string]string{"a.css": "a{b:c}\n甲 {d:e"},
			nil,
			"assets/a.css:2:3: error: asset-syntax: syntax error: the bracket is never closed\n",
		},
		{
			"one bracket too many",
			map[string]string{"a.css": "a{b:c}}"},
			nil,
			"assets/a.css:1:7: error: asset-syntax: syntax error: there is no bracket to close\n",
		},
		{
			"crossed brackets",
			map[string]string{"a.css": "a{b:calc(1px}"},
			nil,
			"assets/a.css:1:9: error: asset-syntax: syntax error: the bracket is never closed\n",
		},
		{
			"unclosed quote",
			map[string]string{"a.css": "a{b:\"x\n}"},
			nil,
			"assets/a.css:1:5: error: asset-syntax: syntax error: the quote is never closed\n",
		},
		{
			"unclosed comment",
			map[string]string{"a.css": "a{b:c} /* x"},
			nil,
			"assets/a.css:1:8: error: asset-syntax: syntax error: the comment never ends\n",
		},
		{
			"blank in an address",
			map[string]string{"a.css": "a{b:url(x y.png)}"},
			nil,
			"assets/a.css:1:5: error: asset-syntax: syntax error: url(…) is not complete, or its address has blanks or quotes\n",
		},
		{
			"script",
			map[string]string{"a.js": "f(1);\nlet 甲 = ;"},
			nil,
			"assets/a.js:2:9: error: asset-syntax: syntax error: unexpected ; in expression\n",
		},
		{
			"import of a script",
			map[string]string{"a.js": "f();\n  import { b } from './b.js';"},
			nil,
			"assets/a.js:2:22: error: script-import: scripts are published under names made of their content, so ./b.js would not be found\n  give modules that import each other the extension .mjs\n",
		},
		{
			"JSON",
			map[string]string{"a.json": "{\n甲: 1}"},
			nil,
			"assets/a.json:2:1: warning: asset-syntax: syntax error, not minified: invalid character '甲' looking for beginning of object key string\n",
		},
		{
			"drawing",
			map[string]string{"a.svg": "<svg><a></svg>"},
			nil,
			"assets/a.svg:1:15: warning: asset-syntax: syntax error, not minified: element <a> closed by </svg>\n",
		},
		{
			"not UTF-8",
			map[string]string{"a.css": "a{b:\"\xbc\xf2\"}"},
			nil,
			"assets/a.css:1:6: error: not-utf-8: the file is not UTF-8\n  it looks like GBK/GB18030; save it as UTF-8 in your editor\n",
		},
		{
			"hidden file that is not there", nil,
			[]string{".well-known/x"},
			"site.yaml: error: missing-asset: .well-known/x, listed in deploy.hiddenFiles, does not exist\n  put the file at assets/.well-known/x\n",
		},
		{
			"hidden file outside",
			map[string]string{"a": ""},
			[]string{"../site.yaml"},
			"site.yaml: error: missing-asset: ../site.yaml, listed in deploy.hiddenFiles, does not exist\n  put the file at assets/../site.yaml\n",
		},
		{
			"hidden folder",
			map[string]string{".well-known/x": ""},
			[]string{".well-known"},
			"site.yaml: error: unreadable: .well-known, listed in deploy.hiddenFiles, is not a file\n  list each file\n",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, diags := load(test.files, nil, test.hidden...)
			if got := print(diags); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			for _, d := range diags {
				if d.Message.ZH == "" || d.Message.ZH == d.Message.EN || strings.Contains(d.Message.ZH, "%!") {
					t.Errorf("bad Chinese message %q", d.Message.ZH)
				}
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	fsys := fstest.MapFS{
		"assets/pipe.css": {Mode: fs.ModeNamedPipe},
		"assets/link.png": {Mode: fs.ModeSymlink, Data: []byte("nowhere.png")},
	}
	_, diags := asset.Load(asset.Options{Site: source.New(fsys), Starter: source.New(fstest.MapFS{}), Base: "/", Minifier: minify.New()})
	if errors, _ := diags.Count(); errors != 2 {
		t.Errorf("want an error for each file, got\n%s", print(diags))
	}
}

func FuzzStyleSheet(f *testing.F) {
	for _, seed := range []string{"a{b:url(x)}", `@import "a\`, "a{b:url(", `"\`, "url(\\", "/*", "a{b:image-set('x')}", "@import url(a)"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sheet string) {
		assets, diags := load(map[string]string{"a.css": sheet, "x": ""}, nil)
		got, _ := assets.Lookup("a.css")
		if !diags.HasErrors() && got.Integrity == "" {
			t.Error("no output, and no error that says why")
		}
	})
}
