package markdown_test

import (
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/markdown"
)

// A text of a megabyte or less may not cost more than this.
const (
	mostBytes = 512 << 20   // allocated in all, not at once
	patience  = time.Minute // of a watchdog on a busy machine; on an idle one all take under two seconds
)

// numbered repeats a format with a number in it.
func numbered(n int, part func(i string) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(part(strconv.Itoa(i)))
	}
	return b.String()
}

// pathological are texts that cost some Markdown programs the square of their size
// or more. Each is made for a size in bytes.
var pathological = []struct {
	name string
	make func(size int) string
}{
	{"wide table", func(n int) string {
		half := n / 8
		return strings.Repeat("|a", half) + "|\n" + strings.Repeat("|-", half) + "|\n" + strings.Repeat("|b|\n", half)
	}},
	{"long table", func(n int) string { return "|a|b|\n|-|-|\n" + repeat("|c|d|\n", n) }},
	{"full table", func(n int) string {
		return strings.Repeat("|a", 120) + "|\n" + strings.Repeat("|-", 120) + "|\n" + repeat("|b\n", n)
	}},
	{"many tables", func(n int) string { return repeat("|a|b|\n|-|-|\n|c|d|\n\n", n) }},
	{"table in quotes", func(n int) string { return "> |a|b|\n> |-|-|\n" + repeat("> |c|d|\n", n) }},
	{"table in deep quotes", func(n int) string {
		q := strings.Repeat("> ", 50)
		return q + "|a|b|\n" + q + "|-|-|\n" + repeat(q+"|c|d|\n", n)
	}},
	{"table of escaped pipes", func(n int) string { return "|a|b|\n|-|-|\n" + repeat("|`\\|\\|\\|\\|`|d|\n", n) }},
	{"table row of escaped pipes", func(n int) string { return "|a|b|\n|-|-|\n|`" + repeat(`\|`, n) + "`|d|\n" }},
	{"table head of many lines", func(n int) string { return repeat("a\n", n) + "|a|b|\n|-|-|\n" }},
	{"lines of dashes", func(n int) string { return repeat("a|b\n|-|\n", n) }},
	{"one long line of dashes", func(n int) string { return "a\n" + repeat("-|", n) }},
	{"shortcut references", func(n int) string { return "[a]: /u\n\n" + repeat("[a]", n) }},
	{"long targets", func(n int) string {
		return "[a]: /" + strings.Repeat("u", n/2) + "\n\n" + repeat("[a] ", n/2)
	}},
	{"undefined references", func(n int) string { return repeat("[a]", n) }},
	{"undefined long references", func(n int) string { return repeat("["+strings.Repeat("a", 900)+"]", n) }},
	{"links without end", func(n int) string { return repeat("[a](", n) }},
	{"links in angles without end", func(n int) string { return repeat("[a](<b", n) }},
	{"links with open titles", func(n int) string { return repeat(`[a](b "`, n) }},
	{"links with open titles on lines", func(n int) string { return repeat("[a](b '\n", n) }},
	{"links with brackets", func(n int) string { return repeat("[a](b(", n) }},
	{"links with references without end", func(n int) string { return repeat("[a][", n) }},
	{"links", func(n int) string { return repeat("[a](b)", n) }},
	{"images", func(n int) string { return repeat("![", n) }},
	{"images with ends", func(n int) string { return repeat("![a](b)", n) }},
	{"nested images", func(n int) string { return repeat("![", n/2) + repeat("](a)", n/2) }},
	{"opening brackets", func(n int) string { return repeat("[", n) }},
	{"closing brackets", func(n int) string { return repeat("]", n) }},
	{"nested brackets", func(n int) string { return repeat("[", n/2) + repeat("]", n/2) }},
	{"brackets and emphasis", func(n int) string { return repeat("*a[", n/2) + repeat("]", n/2) }},
	{"emphasis and brackets", func(n int) string { return repeat("**a [b*](c) ", n) }},
	{"definitions", func(n int) string {
		return numbered(n/14, func(i string) string { return "[" + i + "]: /u\n" })
	}},
	{"equal definitions", func(n int) string { return repeat("[a]: /u\n", n) }},
	{"definitions without targets", func(n int) string { return repeat("[a]:\n", n) }},
	{"definitions with open titles", func(n int) string { return repeat("[a]: /u '\n", n) }},
	{"definitions with open labels", func(n int) string { return repeat("[a\n", n) }},
	{"definitions apart", func(n int) string { return repeat("[a]: /u\n\n", n) }},
	{"bullets on one line", func(n int) string { return repeat("- ", n) }},
	{"bullets on lines", func(n int) string { return repeat("- a\n", n) }},
	{"loose bullets", func(n int) string { return repeat("- a\n\n", n) }},
	{"empty bullets", func(n int) string { return repeat("-\n", n) }},
	{"alternating bullets", func(n int) string { return repeat("- a\n+ a\n* a\n", n) }},
	{"numbers on one line", func(n int) string { return repeat("1. ", n) }},
	{"quotes on one line", func(n int) string { return repeat(">", n) }},
	{"quotes and bullets", func(n int) string { return repeat("> - ", n) }},
	{"ever deeper bullets", func(n int) string {
		var b strings.Builder
		for indent := 0; b.Len() < n; indent += 2 {
			b.WriteString(strings.Repeat(" ", indent) + "- a\n")
		}
		return b.String()
	}},
	{"deep bullets and blank lines", func(n int) string {
		return strings.Repeat("- ", 90) + "a\n" + repeat("\n", n)
	}},
	{"deep quotes and lazy lines", func(n int) string {
		return strings.Repeat("> ", 90) + "a\n" + repeat("a\n", n)
	}},
	{"deep bullets, many lines", func(n int) string {
		return strings.Repeat("- ", 90) + "a\n" + repeat(strings.Repeat(" ", 180)+"a\n", n)
	}},
	{"blank lines", func(n int) string { return repeat("\n", n) }},
	{"one paragraph of many lines", func(n int) string { return repeat("a\n", n) }},
	{"many paragraphs", func(n int) string { return repeat("a\n\n", n) }},
	{"hard line breaks", func(n int) string { return repeat("a\\\n", n) }},
	{"Chinese lines", func(n int) string { return repeat("改\n", n) }},
	{"breaks beside empty elements", func(n int) string { return "a\n" + repeat("<!-- -->", n) }},
	{"breaks and comments", func(n int) string { return repeat("a\n<!-- -->", n) }},
	{"backticks in one run", func(n int) string { return repeat("`", n) }},
	{"ever longer backticks", func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString("a" + strings.Repeat("`", i))
		}
		return b.String()
	}},
	{"backticks and spaces", func(n int) string { return repeat("`` a ` ", n) }},
	{"backticks on lines", func(n int) string { return "`" + repeat("a\n", n) + "``" }},
	{"fences", func(n int) string { return repeat("```\na\n```\n", n) }},
	{"fence without end", func(n int) string { return "```\n" + repeat("a\n", n) }},
	{"long fence", func(n int) string { return repeat("`", n) + "\n" + "a" }},
	{"indented code", func(n int) string { return repeat("    a\n", n) }},
	{"indented code and blank lines", func(n int) string { return repeat("    a\n\n\n", n) }},
	{"open emphasis", func(n int) string { return repeat("*a **a ", n) }},
	{"alternating emphasis", func(n int) string { return repeat("*a _b ", n) }},
	{"closing emphasis", func(n int) string { return repeat("a* b** ", n) }},
	{"emphasis both ways", func(n int) string { return repeat("a**b_c*d__", n) }},
	{"nested emphasis", func(n int) string { return repeat("*a ", n/2) + repeat("a*", n/2) }},
	{"stars in one run", func(n int) string { return "a" + repeat("*", n) + "b" }},
	{"Chinese emphasis", func(n int) string { return repeat("改**革*、", n) }},
	{"underscores", func(n int) string { return repeat("_a ", n) }},
	{"open strikethrough", func(n int) string { return repeat("~~a ", n) }},
	{"tildes", func(n int) string { return repeat("~", n) }},
	{"angles", func(n int) string { return repeat("<", n) }},
	{"open tags", func(n int) string { return "x " + repeat("<a ", n) }},
	{"open tags with attributes", func(n int) string { return "x " + repeat("<a b='", n) }},
	{"open tags on lines", func(n int) string { return "x " + repeat("<a\n", n) }},
	{"open comments", func(n int) string { return "x " + repeat("<!-- a ", n) }},
	{"open instructions", func(n int) string { return "x " + repeat("<?", n) }},
	{"open declarations", func(n int) string { return "x " + repeat("<!A ", n) }},
	{"open CDATA", func(n int) string { return "x " + repeat("<![CDATA[", n) }},
	{"tags", func(n int) string { return "x " + repeat("<b>", n) }},
	{"blocks of HTML", func(n int) string { return repeat("<div>\n\n", n) }},
	{"end tags", func(n int) string { return "x " + repeat("</b>", n) }},
	{"ampersands", func(n int) string { return repeat("&", n) }},
	{"references without end", func(n int) string { return repeat("&#", n) }},
	{"backslashes", func(n int) string { return repeat(`\`, n) }},
	{"colons", func(n int) string { return repeat("https:", n) }},
	{"addresses", func(n int) string { return repeat("https://a.cn ", n) }},
	{"addresses in one", func(n int) string { return repeat("https://a.cn/", n) }},
	{"addresses with brackets", func(n int) string { return repeat("https://a.cn/"+strings.Repeat(")", 900)+" ", n) }},
	{"mail addresses", func(n int) string { return repeat("a@b.cn ", n) }},
	{"at signs", func(n int) string { return repeat("a@", n) }},
	{"dots", func(n int) string { return repeat("www.", n) }},
	{"dots and dashes", func(n int) string { return "www." + repeat("a.-", n) }},
	{"equal headings", func(n int) string { return repeat("# a\n", n) }},
	{"numbered headings", func(n int) string {
		return numbered(n/10, func(i string) string { return "# a\n# a-" + i + "\n" })
	}},
	{"headings with braces", func(n int) string { return "# " + repeat("{", n) }},
	{"headings with attributes", func(n int) string { return "# a {#" + repeat(".a ", n) + "}" }},
	{"heading with classes", func(n int) string { return "# a {" + repeat(".a ", n) + "}" }},
	{"underlined headings", func(n int) string { return repeat("a\n=\n", n) }},
	{"long underlined heading", func(n int) string { return repeat("a\n", n) + "===\n" }},
	{"rules", func(n int) string { return repeat("---\n", n) }},
	{"long rule", func(n int) string { return repeat("* ", n) + "a" }},
	{"footnotes", func(n int) string {
		return numbered(n/28, func(i string) string { return "a[^" + i + "]\n\n[^" + i + "]: b\n\n" })
	}},
	{"equal footnotes", func(n int) string { return "a[^1]\n\n" + repeat("[^1]: b\n\n", n) }},
	{"one footnote, many references", func(n int) string { return "[^1]: b\n\n" + repeat("a[^1]", n) }},
	{"unused footnotes", func(n int) string {
		return numbered(n/14, func(i string) string { return "[^" + i + "]: b\n\n" })
	}},
	{"undefined footnotes", func(n int) string { return repeat("a[^1] ", n) }},
	{"open footnotes", func(n int) string { return repeat("[^", n) }},
	{"footnotes in footnotes", func(n int) string {
		return "a[^0]\n\n" + numbered(n/20, func(i string) string { return "[^" + i + "]: b[^" + i + "1]\n\n" })
	}},
	{"definition lists", func(n int) string { return repeat("a\n: b\n\n", n) }},
	{"definitions on lines", func(n int) string { return "a\n" + repeat(": b\n", n) }},
	{"terms on lines", func(n int) string { return repeat("a\n", n) + ": b\n" }},
	{"definition lists nested", func(n int) string { return "a\n" + repeat(": ", n) }},
	{"callouts", func(n int) string { return repeat("> [!NOTE]\n> a\n\n", n) }},
	{"unknown callouts", func(n int) string { return repeat("> [!FOO]\n> a\n\n", n) }},
	{"task lists", func(n int) string { return repeat("- [ ] a\n", n) }},
	{"checks without list", func(n int) string { return repeat("[ ] ", n) }},
	{"one long word", func(n int) string { return repeat("a", n) }},
	{"spaces", func(n int) string { return "a" + repeat(" ", n) + "b" }},
	{"tabs", func(n int) string { return repeat("\t", n) + "a" }},
	{"tabs in bullets", func(n int) string { return repeat("-\t", n) }},
	{"broken characters", func(n int) string { return repeat("\xff", n) }},
	{"zero bytes", func(n int) string { return repeat("\x00", n) }},
	{"returns", func(n int) string { return repeat("a\r", n) }},
	{"ideographic spaces", func(n int) string { return repeat("\u3000", n) }},
	{"refused addresses", func(n int) string { return repeat("[a](x:y)", n) }},
}

func repeat(part string, size int) string { return strings.Repeat(part, size/len(part)+1) }

// TestPathological holds every such text to the memory it may cost. What comes out
// is a whole body, or the error too-complex and nothing.
func TestPathological(t *testing.T) {
	sizes := []int{64 << 10, 1 << 20}
	if testing.Short() {
		sizes = sizes[:1]
	}
	for _, p := range pathological {
		for _, size := range sizes {
			source := p.make(size)
			checkCost(t, p.name, source, markdown.Options{})
			if strings.Contains(source, "<") {
				checkCost(t, p.name+", sanitised", source, markdown.Options{RawHTML: markdown.RawHTMLSanitize})
			}
		}
	}
}

func checkCost(t *testing.T, name, source string, opts markdown.Options) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	body, diags := markdown.New(opts).Parse("a.md", []byte(source), 1)
	elapsed := time.Since(start)
	runtime.ReadMemStats(&after)

	spent := after.TotalAlloc - before.TotalAlloc
	if testing.Verbose() {
		t.Logf("%-36s %8d bytes in %5d ms, %4d MB allocated, %d out, %d diags",
			name, len(source), elapsed.Milliseconds(), spent>>20, len(body.HTML), len(diags))
	}
	if spent > mostBytes && !raceDetector {
		t.Errorf("%s: %d bytes cost %d MB of memory", name, len(source), spent>>20)
	}
	if elapsed > patience {
		t.Errorf("%s: %d bytes took %v", name, len(source), elapsed)
	}
	stopped := slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Rule == "too-complex" })
	if stopped && !reflect.DeepEqual(body, &markdown.Body{}) {
		t.Errorf("%s: %d bytes are too complex, but there is a body", name, len(source))
	}
	if !stopped && strings.Contains(source, "a") && !strings.HasPrefix(source, "[a]:") && len(body.HTML) == 0 && !diags.HasErrors() {
		t.Errorf("%s: %d bytes vanished", name, len(source))
	}
}
