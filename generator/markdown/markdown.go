// Package markdown renders the text of one source file: CommonMark and what
// GitHub adds to it, with the rules of Chinese typesetting built in.
//
// # What is understood
//
// CommonMark, tables, task lists, ~~strikethrough~~, bare addresses, footnotes,
// definition lists, heading attributes ({#id .class}, nothing else), and
// callouts: a quote whose first line is [!NOTE], [!TIP], [!IMPORTANT],
// [!WARNING], [!CAUTION], [!提示], [!注意], [!警告] or [!重要], with a title after
// it or without.
//
// # Chinese
//
// Emphasis may begin and end beside full-width punctuation (税收**（增值税）**减免).
// A line break beside a Chinese character adds no space. An address may follow a
// Chinese character and ends before the next one. Heading ids keep Chinese and
// drop punctuation. A single ~ is a range (3~5天), never strikethrough. Two
// ideographic spaces before a paragraph are dropped, for the layout indents. The
// quotes, dashes and dots that Chinese shares with other scripts (“”‘’…—·) count
// as Chinese in a block that holds a Chinese character.
//
// # What comes out
//
// Valid HTML without scripts, inline styles or anything loaded from elsewhere:
//
//   - the page's only h1 is its title, so a text begins with h2, whether it
//     writes "# " or "### ", and no level is left out below;
//   - a table stands in a div.table-wrap that scrolls and takes the focus, and
//     aligns by the classes align-left, align-center, align-right;
//   - a picture alone in a paragraph, with a title, is a figure with a caption;
//   - links to http and https have class="external";
//   - who has signed a document, and the date in a line of its own below, are a
//     paragraph of class="signature";
//   - footnotes have the ids fn:N, their references fnref:N (fnref:N:M when
//     repeated), which no heading id can be.
//
// The addresses of links and images are left out; see [Body].
//
// # What is refused
//
// HTML comments are dropped. Other HTML is an error, or goes through a list of
// harmless elements and attributes (see Options.RawHTML). Addresses have the
// schemes http, https, mailto, tel, or none; images have none. A text that would
// cost unreasonable time or memory is an error that names the limit ([Limits]).
//
// # What is warned of
//
// Text that would be published with its marks in it, since they were typed with the
// Chinese input method or a space was left out (slips.go): a heading without the
// space, full-width brackets of a link, a table without the line of dashes or with
// cells missing, paragraphs indented into code.
package markdown

import (
	"bytes"
	"sync"
	"unicode/utf8"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"jianbao/generator/diag"
)

// What becomes of HTML in a text.
const (
	RawHTMLError    = "error"    // it is an error
	RawHTMLSanitize = "sanitize" // harmless elements pass, others are dropped with a warning
)

// Options say what a text may hold. The zero value is ready to use.
type Options struct {
	RawHTML string // RawHTMLError, or "" for the same, or RawHTMLSanitize
	Limits  Limits
	Prose   bool // fill in Body.Prose
}

// Renderer renders texts. It may be used by many goroutines at once.
type Renderer struct {
	opts      Options
	parser    parser.Parser
	scratches sync.Pool // of *scratch

	// For the CommonMark suite, which knows of neither: HTML goes through as it
	// is, and nothing is added to the elements of the specification.
	passHTML, plain bool
}

// New returns a renderer.
func New(opts Options) *Renderer {
	opts.Limits = opts.Limits.withDefaults()
	return &Renderer{opts: opts, parser: newParser(true)}
}

// Parse renders the Markdown of a file: text is what follows the front matter,
// clean UTF-8 with "\n" between lines, and line the line of the file at which it
// begins. The result depends on nothing else. When a limit is exceeded, the body
// is empty.
func (r *Renderer) Parse(path string, source []byte, line int) (*Body, diag.List) {
	if !utf8.Valid(source) {
		source = bytes.ToValidUTF8(source, []byte("\uFFFD"))
	}
	body, diags, _ := r.Borrow(path, source, line)
	return body, diags
}

// Borrow is Parse for one who is sure that the source is UTF-8, and soon is done with the
// body: when release is called, the next text is rendered where all of it but the Links and
// the Summary has been.
func (r *Renderer) Borrow(path string, source []byte, line int) (_ *Body, _ diag.List, release func()) {
	p := newParsing(r, path, source, line)
	body := &Body{}
	if p.fits() {
		doc := r.parser.Parse(text.NewReader(source), parser.WithContext(p))
		p.checkFootnotes()
		if !p.stopped {
			body = p.write(doc)
			if r.opts.Prose {
				body.Prose = p.proseOf(doc)
			}
		}
	}
	if p.stopped {
		body = &Body{}
	}
	p.diags.Sort()
	return body, p.diags, p.release
}
