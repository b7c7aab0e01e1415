package build

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/render"
	"jianbao/generator/settings"
	"jianbao/generator/source"
)

const settingsFile = "site.yaml"

// readSettings reads site.yaml and what the command line says instead of it.
func (b *builder) readSettings() {
	text, diags := b.sources.Text(settingsFile)
	b.settingsText = memo.Of(text)
	if !diags.HasErrors() {
		b.settings, diags = settings.Parse(settingsFile, text)
	}
	b.add(diags)
	if b.result.BadSettings = diags.HasErrors(); b.result.BadSettings {
		return
	}
	if b.opts.BaseURL != "" {
		b.settings, diags = b.settings.WithBaseURL(b.opts.BaseURL)
	}
	now, err := b.clockFrom(b.opts.AsOf)
	if err != nil {
		diags.Errorf(diag.Pos{Path: "--as-of"}, "bad-date", "不是日期：%s", "no date: %s", b.opts.AsOf).
			Hintf("如 2018-05-31 或 2018-05-31 09:30", "as 2018-05-31 or 2018-05-31 09:30")
	}
	b.now = now
	b.add(diags)
	b.result.BadSettings = diags.HasErrors()
}

// readDocuments parses every Markdown file below content/, and puts the texts away.
func (b *builder) readDocuments(ctx context.Context) error {
	count := 0
	defer b.stage("read", &count)()
	diags := b.listed
	if !b.sources.Exists("content") { // renamed, perhaps: the site would lose all its pages
		diags.Errorf(diag.Pos{Path: "content"}, "unreadable", "没有这个文件夹，简报放在其中", "there is no such folder; the bulletins belong there").
			Hintf("建立 content 文件夹", "make the folder content")
	}
	b.add(diags)
	b.files = b.sourceFiles
	if slices.ContainsFunc(b.files, isMisnamed) {
		for _, f := range b.files {
			if isMisnamed(f) {
				b.reportName(f.Path, documentName(f.Path))
			}
		}
		b.files = slices.DeleteFunc(slices.Clone(b.files), isMisnamed)
	}
	documents := make([]int, 0, len(b.files)) // where they are among the files
	for i := range b.files {
		if name := b.files[i].Path; path.Ext(name) == ".md" && path.Base(name) != archetype {
			documents = append(documents, i)
		}
	}
	count = len(documents)
	b.parser = &document.Parser{
		Markdown: markdown.New(markdown.Options{RawHTML: b.settings.Markdown.RawHTML, Prose: len(b.inspection.text) > 0}),
		Zone:     b.settings.Location,
	}
	b.parsing = b.sum(b.settings.Markdown.RawHTML, b.settings.Timezone, b.showsTexts())
	b.documents, b.facts = make([]*document.Document, len(documents)), make([]memo.Sum, len(documents))
	b.bodies.makeRoom(len(documents))
	work := b.newWork(ctx)
	work.each(len(documents), func(_ context.Context, i int) error {
		known, err := b.readDocument(&b.files[documents[i]], i)
		b.documents[i], b.facts[i], b.bodies.sums[i] = known.doc, known.Sum, known.Body
		return err
	}, b.progress("read", len(documents)))
	err := work.wait()
	b.memory.takeParsed()
	return err
}

// markdownExtensions are those that other programs read.
var markdownExtensions = map[string]bool{".md": true, ".markdown": true, ".mdown": true, ".mkd": true, ".mdx": true}

// documentName returns how the name of a document is to be written; that of
// another file as it is. A file p.MD would be left out, and Index.md, which is
// index.md on systems that know no letter case, be a bulletin that owns no files.
func documentName(name string) string {
	ext := path.Ext(name)
	if ext == ".md" && !strings.ContainsFunc(name, isCapital) { // as nearly always
		return name
	}
	if !markdownExtensions[strings.ToLower(ext)] {
		return name
	}
	dir, base := path.Split(strings.TrimSuffix(name, ext))
	switch lower := strings.ToLower(base) + ".md"; lower {
	case "index.md", "_index.md", archetype:
		return dir + lower
	}
	return dir + base + ".md"
}

func isCapital(r rune) bool { return unicode.ToLower(r) != r }

func isMisnamed(f source.File) bool { return documentName(f.Path) != f.Path }

// reportName refuses a document whose name is not as wanted.
func (b *builder) reportName(name, wanted string) {
	var diags diag.List
	d := diags.Errorf(diag.Pos{Path: name}, "bad-file-name", "简报的扩展名应为 .md", "the extension of a bulletin is .md")
	if path.Ext(name) == ".md" {
		d.Message = diag.Sprintf("%s 应全部小写", "%s is written in lower case", path.Base(wanted))
	}
	d.Hintf("改名为 %s", "rename it to %s", path.Base(wanted))
	b.add(diags)
}

// archetype is the pattern of new bulletins in a column, and none itself.
const archetype = "_archetype.md"

// readDocument parses a source with that number, unless it is known what comes of it: it has not
// been touched, or holds what it held.
func (b *builder) readDocument(f *source.File, number int) (*knownDocument, error) {
	stamp := b.trusted(*f)
	known := b.memory.document(f.Path)
	looked := known != nil && b.inspection.looked(known)
	if looked && stamp != (memo.Stamp{}) && stamp == known.Stamp && b.parsing == b.memory.parsing && !b.opts.Verify {
		b.found(known.Path, known.Findings)
		return known, nil
	}
	text, release, diags := b.sources.Borrow(f.Path)
	defer release()
	if diags.HasErrors() {
		return &knownDocument{doc: document.Unreadable(f.Path, diags)}, nil
	}
	key := b.documentKey(text)
	if looked && key == known.Key && !b.opts.Verify {
		touched := *known
		touched.Stamp = stamp
		b.memory.remember(&touched)
		b.found(touched.Path, touched.Findings)
		return &touched, nil
	}
	doc, body, done := b.parser.Borrow(f.Path, text)
	defer done()
	if !b.showsTexts() {
		body.Text = nil
	}
	made := b.memory.knownOf(doc)
	made.Key, made.Stamp, made.Body = key, stamp, document.SumOf(body)
	if known != nil && key == known.Key && (made.Sum != known.Sum || made.Body != known.Body) {
		return made, fmt.Errorf("build: %s is remembered as %+v, but comes out as %+v", f.Path, known, made)
	}
	made.Looked, made.Findings = b.look(text, doc, body)
	b.memory.remember(made)
	b.found(made.Path, made.Findings)
	b.mu.Lock()
	defer b.mu.Unlock()
	return made, b.bodies.put(number, body)
}

// showsTexts reports whether plain texts go into an output. They are neither kept nor
// summed where they do not.
func (b *builder) showsTexts() bool { return b.settings.Outputs.Search || b.settings.Outputs.JSON }

func (b *builder) documentKey(text []byte) memo.Sum { return memo.Of(b.parsing[:], text) }

// parseAgain parses a source that is known, for its text.
func (b *builder) parseAgain(doc *document.Document) (*markdown.Body, error) {
	text, diags := b.sources.Text(doc.Path)
	known := b.memory.documents.all[doc.Path]
	if diags.HasErrors() || known == nil || b.documentKey(text) != known.Key {
		return nil, &changedError{doc.Path}
	}
	_, body := b.parser.Parse(doc.Path, text)
	return body, nil
}

func (b *builder) readAssets() {
	if known := &b.memory.assets; known.key == b.assetsKey && b.assetsKey != (memo.Sum{}) && !b.opts.Verify {
		b.assets = known.value.From(b.sources)
		b.add(known.diags)
		return
	}
	var diags diag.List
	b.assets, diags = asset.Load(asset.Options{
		Site: b.sources, Starter: b.starter, Base: b.settings.BasePath(),
		Hidden: b.settings.Deploy.HiddenFiles, Minifier: b.minifier,
	})
	b.add(diags)
	b.memory.assets = loaded[*asset.Assets]{b.assetsKey, b.assets, diags}
}

func (b *builder) readLayouts() {
	if known := &b.memory.layouts; known.key == b.layoutsKey && b.layoutsKey != (memo.Sum{}) && !b.opts.Verify {
		b.layouts = known.value
		b.add(known.diags)
		return
	}
	var diags diag.List
	b.layouts, diags = render.Load(render.Options{
		Site: b.sources, Starter: b.starter, BaseURL: b.settings.BaseURL, Language: b.settings.Language,
		Assets: b.assets, Minifier: b.minifier, Sound: b.isSound,
	})
	b.add(diags)
	b.memory.layouts = loaded[*render.Layouts]{b.layoutsKey, b.layouts, diags}
}

// isSound reports whether a layout is one by which pages were published.
func (b *builder) isSound(name string, parts []render.Part) bool {
	return !b.opts.Verify && len(parts) > 0 && slices.Equal(b.memory.parts[name], parts)
}

// imageSize measures an image below content/, unless it was measured and has not been
// touched. One that cannot be read is reported when it is copied. Many goroutines may ask.
func (b *builder) imageSize(name string) (width, height int) {
	stamp := b.stamps[name]
	b.mu.Lock()
	known := b.memory.images.all[name]
	b.mu.Unlock()
	if known.Stamp == stamp && stamp != (memo.Stamp{}) && !b.opts.Verify {
		return known.Width, known.Height
	}
	file, err := b.sources.Open(name)
	if err != nil {
		return 0, 0
	}
	defer file.Close()
	width, height = asset.Dimensions(name, file)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.memory.images.set(name, knownImage{stamp, width, height})
	return width, height
}
