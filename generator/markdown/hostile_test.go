package markdown_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jianbao/generator/markdown"
)

// hostile are texts that some program has let through as a script.
var hostile = []string{
	"javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript\t:alert(1)", "java\tscript:alert(1)", "java&Tab;script:alert(1)",
	"java&NewLine;script:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)", "javascript&#x3a;alert(1)",
	"&#106;avascript:alert(1)", "&#x6A&#x61;vascript:alert(1)", "&#0000106avascript:alert(1)", " javascript:alert(1)",
	"&#1;javascript:alert(1)", "\x01javascript:alert(1)", "\u00a0javascript:alert(1)", "\u3000javascript:alert(1)", "\ufeffjavascript:alert(1)",
	"javascript%3Aalert(1)", "%6aavascript:alert(1)", `javascript\:alert(1)`, `j\avascript:alert(1)`, "//javascript:alert(1)",
	"javascript://example.cn/%0aalert(1)", "view-source:javascript:alert(1)", "feed:javascript:alert(1)", "jav\u00adascript:alert(1)",
	"ｊavascript:alert(1)", "javascript：alert(1)", "vbscript:msgbox(1)", "VBScript:msgbox(1)", "livescript:x",
	"data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD4=", "DATA:image/svg+xml,<svg onload=alert(1)>", "data:,x",
	"data&colon;text/html,x", "blob:https://example.cn/1", "file:///etc/passwd", "FILE:///c:/x", "filesystem:https://example.cn/x",
	"about:blank", "ftp://example.cn/", "ws://example.cn", "jar:x!/", "mhtml:x", "intent:x", "ms-word:ofe|u|x", "chrome://settings",
	"//evil.example", `\\evil.example`, `/\evil.example`, `\/evil.example`, "http:evil.example", "https:/evil.example", "https:///evil.example",
	"https://user@evil.example", "tel:1;javascript:x", "mailto:a@b.cn?subject=<script>",
	"<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<scr<script>ipt>alert(1)</script>", "</script><script>alert(1)",
	"<img src=x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>", `<img src="x" onerror="alert(1)" alt="x">`, "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>",
	"<math><mi xlink:href=javascript:alert(1)>x</mi></math>", "<body onload=alert(1)>", "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'>",
	"<object data=javascript:alert(1)>", "<embed src=javascript:alert(1)>", "<a href=javascript:alert(1)>x</a>", `<a href="java&#10;script:alert(1)">x</a>`, "<a href=x onclick=alert(1)>x</a>",
	"<p style=background:url(javascript:alert(1))>x</p>", "<style>@import 'javascript:x'</style>", "<link rel=stylesheet href=//evil.example>", "<meta http-equiv=refresh content=0;url=javascript:alert(1)>", "<base href=//evil.example>",
	"<form action=javascript:alert(1)><button>x</button></form>", "<input onfocus=alert(1) autofocus>", "<details ontoggle=alert(1) open>x</details>", "<video><source onerror=alert(1)></video>",
	"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<textarea><img title=\"</textarea><img src=x onerror=alert(1)>\">", "<!--><script>alert(1)</script>", "<!-- --!><script>alert(1)</script>", "<!-- -- ><script>alert(1)</script -->",
	"<![CDATA[<script>alert(1)</script>]]>", "<?php <script>alert(1)</script> ?>", "<!DOCTYPE x [<!ENTITY y 'z'>]>", "<template><script>alert(1)</script></template>", "<plaintext>", "<xmp><script>alert(1)</script></xmp>",
	"<p id=x id=\"y onclick=alert(1)\">x</p>", "<div title='\"><script>alert(1)</script>'>x</div>", "<b/onclick=alert(1)>x</b>", "<p \x00onclick=alert(1)>x</p>", "<\x00script>alert(1)</script>",
	`" onclick="alert(1)`, `' onclick='alert(1)`, `"><script>alert(1)</script>`, `'><img src=x onerror=alert(1)>`, "` onclick=alert(1) `", `x" style="position:fixed`, "x onclick=alert(1)", `\" onclick=\"alert(1)`,
	"&quot; onclick=&quot;alert(1)", "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;script&gt;alert(1)&lt;/script&gt;", "{{.Title}}", "${alert(1)}", "\u202ealert", "\xff<script>", "</title><script>alert(1)</script>",
	"]]><script>", "-->", "*/alert(1)/*", "</p></div></article><script>alert(1)</script>", "]( javascript:alert(1) \"", "](javascript:alert(1))", "][x]\n\n[x]: javascript:alert(1)",
}

// constructs are the places where a text can stand; %s is the text.
var constructs = []string{
	"%s", "文字%s文字", "[%s](a)", "[a](%s)", "[a](<%s>)", `[a](b "%s")`, "[a](b '%s')", "[a](b (%s))", "![%s](a.png)", "![a](%s)", "![a](<%s>)", `![a](a.png "%s")`,
	"<%s>", "[a]\n\n[a]: %s", "[a]\n\n[a]: <%s>", "[a]\n\n[a]: b \"%s\"", "[%[1]s]\n\n[%[1]s]: b", "![a]\n\n[a]: %s",
	"```%s\nx\n```", "~~~ %s\nx\n~~~", "```\n%s\n```", "    %s", "`%s`", "# %s", "# a {#%s}", "# a {.%s}", "# a {%s}", "# a {#a .%s}", "%s\n===",
	"| %s | b |\n|---|---|\n| c | %[1]s |", "|a|\n|%s|\n|b|", "a[^1]\n\n[^1]: %s", "a[^%[1]s]\n\n[^%[1]s]: b", "> %s", "> [!NOTE] %s\n> x", "> [!%s]\n> x", "> [!NOTE]\n> %s",
	"- %s", "- [ ] %s", "1. %s", "%s\n: b", "a\n: %s", "**%s**", "*%s*", "~~%s~~", "https://example.cn/%s", "www.example.cn/%s", "a@b.cn%s", "<!-- %s -->", "a <!-- %s --> b",
	"<div>%s</div>", "<a href=\"%s\">x</a>", "<a href=%s>x</a>", "<img src=\"%s\" alt=\"%[1]s\">", "<p class=\"%s\" id='%[1]s' title=\"%[1]s\">x</p>", "<td %s>", "<table><tr><td %s>x</table>", "<b>%s", "<%s x>", "<ul><li>%s</ul>",
}

// TestHostile puts every hostile text into every construct, with HTML refused and
// sanitised, and reads the result as a browser does.
func TestHostile(t *testing.T) {
	for _, mode := range []string{markdown.RawHTMLError, markdown.RawHTMLSanitize} {
		r := markdown.New(markdown.Options{RawHTML: mode})
		for _, construct := range constructs {
			for _, payload := range hostile {
				source := fmt.Sprintf(construct, payload)
				body, _ := r.Parse("a.md", []byte(source), 1)
				for _, problem := range audit(body) {
					t.Errorf("%s: %q: %s", mode, source, problem)
				}
			}
		}
	}
}

// TestAudit shows that what TestHostile looks for is found.
func TestAudit(t *testing.T) {
	for _, source := range []string{
		"<script>x</script>", "<p onclick=x>", "<p style=x>", "<svg></svg>", "<a href=javascript:x>", "<a href=//evil.example>",
		"<a href=\"java\tscript:x\">", "<img src=data:x>", "<p><div></div></p>", "<b>", "</b>", "<!-- x -->", "<a><b><a></a></b></a>", "<input type=text>",
	} {
		if len(audit(&markdown.Body{HTML: []byte(source)})) == 0 {
			t.Errorf("nothing found in %s", source)
		}
	}
}

// writtenElements are all elements that may come out, with the attributes
// besides id, class, title, lang and dir.
var writtenElements = map[string]string{
	"a": "href rel role aria-label", "img": "src alt width height loading decoding", "input": "type checked disabled aria-label",
	"div": "role aria-label tabindex", "section": "role aria-label", "ol": "start reversed", "li": "value", "th": "scope colspan rowspan", "td": "colspan rowspan",
	"time": "datetime", "col": "span", "colgroup": "span",
	"h1": "", "h2": "", "h3": "", "h4": "", "h5": "", "h6": "", "p": "", "blockquote": "", "ul": "", "hr": "", "br": "", "wbr": "", "pre": "", "code": "",
	"em": "", "strong": "", "del": "", "sup": "", "sub": "", "table": "", "thead": "", "tbody": "", "tfoot": "", "tr": "", "caption": "", "dl": "", "dt": "", "dd": "",
	"figure": "", "figcaption": "", "b": "", "i": "", "u": "", "s": "", "q": "", "abbr": "", "bdi": "", "cite": "", "dfn": "", "ins": "", "kbd": "", "mark": "", "samp": "", "small": "", "span": "", "var": "",
}

// audit returns what is dangerous or broken in the HTML of a body.
func audit(body *markdown.Body) []string {
	var problems []string
	source := asWritten(body)
	nodes, err := html.ParseFragment(strings.NewReader(source), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return []string{err.Error()}
	}
	elements := map[string]int{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		switch n.Type {
		case html.ElementNode:
			if name := n.Data; !slices.Contains([]string{"html", "head", "body"}, name) {
				elements[name]++
				problems = append(problems, auditElement(n)...)
			}
		case html.TextNode:
		default:
			problems = append(problems, fmt.Sprintf("a node that is neither text nor element: %q", n.Data))
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	for _, n := range nodes {
		walk(n)
	}
	return append(problems, auditBalance(source, elements)...)
}

func auditElement(n *html.Node) []string {
	own, known := writtenElements[n.Data]
	if !known || n.Namespace != "" {
		return []string{"element " + n.Data}
	}
	var problems []string
	for _, a := range n.Attr {
		if !slices.Contains(strings.Fields("id class title lang dir "+own), a.Key) {
			problems = append(problems, "attribute "+n.Data+" "+a.Key)
		}
		if (a.Key == "href" || a.Key == "src") && !safeAddress(a.Val, n.Data) {
			problems = append(problems, "address "+a.Val)
		}
		if n.Data == "input" && a.Key == "type" && a.Val != "checkbox" {
			problems = append(problems, "input "+a.Val)
		}
	}
	return problems
}

// safeAddress reports whether an address has a scheme of the list or is relative,
// read as the URL standard says.
func safeAddress(address, element string) bool {
	address = strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' {
			return -1
		}
		return r
	}, strings.TrimFunc(address, func(r rune) bool { return r <= ' ' }))
	address = strings.ReplaceAll(address, `\`, "/")
	scheme, rest, found := strings.Cut(address, ":")
	if strings.HasPrefix(address, "//") {
		return false
	}
	if !found || scheme == "" || scheme[0] <= '9' || strings.ContainsFunc(scheme, func(r rune) bool {
		return (r|0x20 < 'a' || r|0x20 > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("+-.", r)
	}) {
		return true
	}
	switch strings.ToLower(scheme) {
	case "http", "https":
		return element == "a" && strings.HasPrefix(rest, "//") && !strings.HasPrefix(rest, "///")
	case "mailto", "tel":
		return element == "a"
	}
	return false
}

// auditBalance compares the tags that were written with the elements that a browser
// makes of them: it makes more or fewer where they are not in order.
func auditBalance(source string, elements map[string]int) []string {
	var problems, open []string
	z := html.NewTokenizer(strings.NewReader(source))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		name, _ := z.TagName()
		tag := string(name)
		switch kind {
		case html.StartTagToken:
			elements[tag]--
			if tag == "a" && slices.Contains(open, "a") {
				problems = append(problems, "a link in a link")
			}
			if !slices.Contains([]string{"br", "hr", "img", "input", "wbr", "col"}, tag) {
				open = append(open, tag)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tag {
				return append(problems, "end tag "+tag+" in "+source)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		problems = append(problems, "open elements "+strings.Join(open, " "))
	}
	for tag, n := range elements {
		if n != 0 && !(tag == "tbody" && n > 0) { // which a table may leave to the browser
			problems = append(problems, fmt.Sprintf("a browser makes %+d elements %s", n, tag))
		}
	}
	return problems
}
