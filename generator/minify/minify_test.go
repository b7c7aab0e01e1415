package minify_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"

	"jianbao/generator/minify"
)

func TestMinify(t *testing.T) {
	tests := []struct{ name, mediaType, in, want string }{
		{"indentation goes", minify.HTML, "<ul>\n  <li>甲</li>\n  <li>乙</li>\n</ul>", "<ul><li>甲</li><li>乙</li></ul>"},
		{
			"document tags stay", minify.HTML, `<!DOCTYPE html><html lang="zh-CN"><head><title>甲</title></head><body><p>乙</p></body></html>`,
			`<!doctype html><html lang="zh-CN"><head><title>甲</title></head><body><p>乙</p></body></html>`,
		},
		{"comments go", minify.HTML, "<p>甲<!-- 乙 --></p>", "<p>甲</p>"},
		{"one blank between inline elements", minify.HTML, "<p><b>甲</b>\n  <i>乙</i> 丙</p>", "<p><b>甲</b>\n<i>乙</i> 丙</p>"},
		{"none added between Chinese elements", minify.HTML, "<p><b>甲</b><i>乙</i>丙</p>", "<p><b>甲</b><i>乙</i>丙</p>"},
		{"ideographic spaces", minify.HTML, "<p>　　第一段　第二　　</p>", "<p>　　第一段　第二　　</p>"},
		{"no-break spaces", minify.HTML, "<p>甲&nbsp;乙 &#160; 丙</p>", "<p>甲&nbsp;乙 &#160; 丙</p>"},
		{"preformatted text", minify.HTML, "<pre>\n  a\n\n  b  </pre>", "<pre>\n  a\n\n  b  </pre>"},
		{"code in preformatted text", minify.HTML, "<pre><code>a  b\n\tc\n</code></pre>", "<pre><code>a  b\n\tc\n</code></pre>"},
		{"text area", minify.HTML, "<textarea>\n a  b </textarea>", "<textarea>\n a  b </textarea>"},
		{"escaped tags", minify.HTML, "<p>&lt;script&gt; &amp;lt; &amp;copy=1</p>", "<p>&lt;script> &amp;lt; &amp;copy=1</p>"},
		{"quotes stay", minify.HTML, `<p class="a" id="b">甲</p>`, `<p class="a" id="b">甲</p>`},
		{"double quotes in a value", minify.HTML, `<meta name="a" content="&#34;甲&#34; 'b'">`, `<meta name="a" content="&#34;甲&#34; 'b'">`},
		{
			"angle brackets in a value", minify.HTML, `<meta name="a" content="&lt;script&gt;x&lt;/script&gt;">`,
			`<meta name="a" content="&lt;script&gt;x&lt;/script&gt;">`,
		},
		{"ampersands in an address", minify.HTML, `<a href="?a=1&amp;copy=2">甲</a>`, `<a href="?a=1&amp;copy=2">甲</a>`},
		{"quotes in a title", minify.HTML, `<title>"a" 'b > c</title><p title="x">`, `<title>"a" 'b > c</title><p title="x">`},
		{"default values stay", minify.HTML, `<input type="text"><form method="get"></form>`, `<input type="text"><form method="get"></form>`},
		{"inline script", minify.HTML, "<script>if (a < b) { c(\"</p>\") }</script>", `<script>a<b&&c("</p>")</script>`},
		{"linked data", minify.HTML, `<script type="application/ld+json">{ "n": 1.0 }</script>`, `<script type="application/ld+json">{"n":1.0}</script>`},
		{
			"inline drawing", minify.HTML, "<svg id='a' viewBox='0 0 1 1'>\n <text id=\"010\">甲 <tspan>乙</tspan> 丙</text>\n</svg>",
			`<svg id="a" viewBox="0 0 1 1"><text id="010">甲 <tspan>乙</tspan> 丙</text></svg>`,
		},

		{"rules", minify.CSS, "a {\n  color : #ff0000 ;\n}\n", "a{color:red}"},
		{"licence comments stay", minify.CSS, "/*! 甲 */ a { b: c }", "/*!甲*/a{b:c}"},
		{"nesting and layers", minify.CSS, "@layer a { b { c: d; &:hover { e: f } } }", "@layer a{b{c:d;&:hover{e:f}}}"},
		{"calculations", minify.CSS, "a { b: calc(1px + 2%) }", "a{b:calc(1px + 2%)}"},
		{"custom properties", minify.CSS, "a { --x: 甲; b: var(--x) }", "a{--x:甲;b:var(--x)}"},

		{"script", minify.JS, "'use strict';\n(function () { const value = '甲  乙'; f(value, value) })()", `"use strict";(function(){const e="甲  乙";f(e,e)})()`},
		{"big integers", minify.JS, "f(12345678901234567890n)", "f(12345678901234567890n)"},

		{"numbers", minify.JSON, "{\n \"a\": 1.0, \"b\": [1e3, 12345678901234567890, -0.10]\n}", `{"a":1.0,"b":[1e3,12345678901234567890,-0.10]}`},
		{"strings", minify.JSON, `"甲  \u4e59 <"`, `"甲  \u4e59 <"`},
		{"repeated keys", minify.JSON, `{"a": 1, "a": 2}`, `{"a":1,"a":2}`},
		{"linked data type", "application/ld+json", `{ "a": 1 }`, `{"a":1}`},

		{
			"declaration", minify.XML, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>\n <b  c='d'\n  e = \"f\" />\n</a>\n",
			`<?xml version="1.0" encoding="UTF-8"?><a><b c='d' e="f"/></a>`,
		},
		{"comments of XML", minify.XML, "<a><!-- 甲 --><b/></a>", "<a><b/></a>"},
		{"mixed content", minify.XML, "<a>\n 甲 <b>乙</b> <b>丙</b>\n</a>", "<a>\n 甲 <b>乙</b> <b>丙</b>\n</a>"},
		{"text of white space", minify.XML, "<a><b> </b>\n<b>\n</b></a>", "<a><b> </b><b>\n</b></a>"},
		{"preserved space", minify.XML, `<a xml:space="preserve"> <b> </b> </a>`, `<a xml:space="preserve"> <b> </b> </a>`},
		{"CDATA", minify.XML, "<a> <![CDATA[ <b>  ]]> </a>", "<a> <![CDATA[ <b>  ]]> </a>"},
		{"references", minify.XML, "<a>x&#10;  y &lt;</a>", "<a>x&#10;  y &lt;</a>"},
		{"own entities", minify.XML, `<!DOCTYPE a [ <!ENTITY b "c"> ]> <a>  <d>&b;</d></a>`, `<!DOCTYPE a [ <!ENTITY b "c"> ]> <a>  <d>&b;</d></a>`},
		{"feed type", "application/rss+xml", "<rss>\n <a/>\n</rss>", "<rss><a/></rss>"},

		{
			"ids of a drawing", minify.SVG, "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"zh\">\n <g id=\"010\"/>\n <use href=\"#010\"/>\n</svg>",
			`<svg xmlns="http://www.w3.org/2000/svg" xml:lang="zh"><g id="010"/><use href="#010"/></svg>`,
		},
		{
			"texts of a drawing", minify.SVG, "<svg><text>\n <tspan>甲</tspan>\n <tspan>乙</tspan></text></svg>",
			"<svg><text>\n <tspan>甲</tspan>\n <tspan>乙</tspan></text></svg>",
		},
		{"styles of a drawing", minify.SVG, "<svg><style>\n a > b { c: d }\n</style></svg>", "<svg><style>\n a > b { c: d }\n</style></svg>"},

		{"unknown types pass", "text/plain", "  甲  ", "  甲  "},
		{"nothing", minify.HTML, "", ""},
	}
	m := minify.New()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := []byte(test.in)
			got, err := m.Append([]byte("before:"), test.mediaType, in)
			if want := "before:" + test.want; err != nil || string(got) != want {
				t.Errorf("got  %s\nwant %s\n%v", got, want, err)
			}
			if string(in) != test.in {
				t.Errorf("the input was changed to %s", in)
			}
			if again, err := m.Append(nil, test.mediaType, []byte(test.want)); err != nil || string(again) != test.want {
				t.Errorf("a second time: got %s, %v", again, err)
			}
		})
	}
}

func TestSyntaxErrors(t *testing.T) {
	tests := []struct {
		name, mediaType, in, place string
	}{
		{"script", minify.JS, "let 甲 = 1;\nlet 乙 = ;", "2:9: "},
		{"unclosed script", minify.JS, "f(", "1:3: "},
		{"JSON", minify.JSON, "{\n  \"甲\": 乙\n}", "2:8: "},
		{"no JSON", minify.JSON, "", "1:1: "},
		{"end of JSON", minify.JSON, "[1,", "1:3: "},
		{"XML", minify.XML, "<a>\n<b></a>", "2:8: "},
		{"foreign encoding", minify.XML, `<?xml version="1.0" encoding="GBK"?><a/>`, "1:37: "},
		{"SVG", minify.SVG, "<svg><a b=c/></svg>", "1:12: "},
		{"inline script", minify.HTML, "<p>  甲</p> <script>var a = ;</script>", "1:"},
	}
	m := minify.New()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := m.Append(nil, test.mediaType, []byte(test.in))
			if string(got) != test.in {
				t.Errorf("got %s, want the input as it was", got)
			}
			var syntax *minify.Error
			if !errors.As(err, &syntax) || !strings.HasPrefix(err.Error(), test.place) {
				t.Errorf("got error %v, want one at %s", err, test.place)
			}
		})
	}
}

func TestByExtension(t *testing.T) {
	for name, want := range map[string]string{
		"a.css": minify.CSS, "a/b.JS": minify.JS, "x.mjs": minify.JS, "甲.svg": minify.SVG,
		"a.json": minify.JSON, "feed.xml": minify.XML, "404.html": minify.HTML, "a.png": "", "css": "",
	} {
		got, ok := minify.ByExtension(name)
		if got != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v", name, got, ok)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	m := minify.New()
	inputs := map[string]string{
		minify.HTML: strings.Repeat(`<p class="a"> 甲 <b title='"'> 乙 </b> </p>`, 100),
		minify.CSS:  strings.Repeat("a { b : c }\n", 100),
		minify.XML:  "<a>" + strings.Repeat("<b> 甲 </b>\n ", 100) + "</a>",
	}
	var group sync.WaitGroup
	for mediaType, in := range inputs {
		want, err := m.Append(nil, mediaType, []byte(in))
		if err != nil {
			t.Fatal(err)
		}
		for range 8 {
			group.Go(func() {
				for range 20 {
					if got, _ := m.Append(nil, mediaType, []byte(in)); !bytes.Equal(got, want) {
						t.Errorf("%s differs in another goroutine", mediaType)
					}
				}
			})
		}
	}
	group.Wait()
}
