package markdown

import (
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// newParser puts the grammar together: goldmark's parsers, most of them wrapped
// so that they keep within the limits, and ours. Lower numbers go first; those of
// the CommonMark parsers are goldmark's own. Plain text and tables are read by ours,
// which are faster, or else by goldmark's.
func newParser(ours bool) parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(heading{leaf{parser.NewSetextHeadingParser()}}, 100),
			util.Prioritized(container{leaf{extension.NewDefinitionListParser()}}, 101),
			util.Prioritized(container{leaf{extension.NewDefinitionDescriptionParser()}}, 102),
			util.Prioritized(leaf{parser.NewThematicBreakParser()}, 200),
			util.Prioritized(container{leaf{parser.NewListParser()}}, 300),
			util.Prioritized(container{leaf{parser.NewListItemParser()}}, 400),
			util.Prioritized(leaf{parser.NewCodeBlockParser()}, 500),
			util.Prioritized(heading{leaf{parser.NewATXHeadingParser()}}, 600),
			util.Prioritized(leaf{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(quote{container{leaf{parser.NewBlockquoteParser()}}}, 800),
			util.Prioritized(htmlBlock{leaf{parser.NewHTMLBlockParser()}}, 900),
			util.Prioritized(footnoteBlock{container{leaf{extension.NewFootnoteBlockParser()}}}, 999),
			util.Prioritized(paragraph{leaf{parser.NewParagraphParser()}}, 1000),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(definitions{parser.LinkReferenceParagraphTransformer}, 100),
			util.Prioritized(tables{extension.NewTableParagraphTransformer(), ours}, 200),
		),
		parser.WithInlineParsers(
			util.Prioritized(inline{extension.NewTaskCheckBoxParser()}, 0),
			util.Prioritized(inline{codeSpan{parser.NewCodeSpanParser()}}, 100),
			util.Prioritized(footnoteRef{inline{extension.NewFootnoteParser()}}, 101),
			util.Prioritized(link{inline{parser.NewLinkParser()}}, 200),
			util.Prioritized(inline{parser.NewAutoLinkParser()}, 300),
			util.Prioritized(inlineHTML{inline{parser.NewRawHTMLParser()}}, 400),
			util.Prioritized(inline{emphasis{}}, 500),
			util.Prioritized(inline{strikethrough{}}, 500),
			util.Prioritized(inline{bareAddress{}}, 999),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewTableASTTransformer(), 0),
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
	if ours {
		p.AddOptions(parser.WithInlineParsers(util.Prioritized(stretch{}, 2000)))
	}
	return p
}
