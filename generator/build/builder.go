package build

import (
	"cmp"
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jianbao/generator/asset"
	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/document"
	"jianbao/generator/memo"
	"jianbao/generator/minify"
	"jianbao/generator/publish"
	"jianbao/generator/render"
	"jianbao/generator/settings"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// builder is one build on its way. Its steps fill it from top to bottom.
type builder struct {
	opts    Options
	result  Result
	started time.Time

	sources  *source.Tree // the site
	starter  *source.Tree // the embedded one
	minifier *minify.Minifier

	settings     *settings.Settings
	settingsText memo.Sum
	now          civil.Time

	listing     Listing               // of somebody else; nil = the sources are listed by this build
	sourceFiles []source.File         // below content/, as they were when the build began
	listed      diag.List             // what is wrong with them
	stamps      map[string]memo.Stamp // of those that are no documents, where these can be trusted
	whole       whole                 // this build, to be known again

	assetsKey, layoutsKey memo.Sum // of all that goes into them; zero where that must be read to know

	files     []source.File // below content/, but for those with names that cannot be
	parser    *document.Parser
	parsing   memo.Sum // of its options
	documents []*document.Document
	facts     []memo.Sum // of what they say, but for their bodies; zero where one cannot be read
	bodies    *bodies
	memory    *Memory // never nil
	assets    *asset.Assets
	made      *model
	layouts   *render.Layouts // once layoutsRead
	site      *site.Site      // the one of made
	sameModel bool            // as that of the last build that was published

	layoutsRead sync.WaitGroup

	inspection inspection

	takenOver atomic.Int64 // how many outputs of the generation before

	mu      sync.Mutex // guards what follows while pages are made
	diags   diag.List
	pages   map[string]*Timing      // by layout
	done    int                     // of the current stage
	outputs map[string]*knownOutput // that were made, for the next build
	number  uint64                  // of the build; what is taken over has it
	entries []knownEntry            // of the search index, where that was made
	faulty  []*knownOutput          // in which rules found something
	rooms   sync.Pool               // of *[]byte, for pages
	hashers sync.Pool               // of *memo.Hasher
}

// open gets hold of the site's folder.
func open(opts Options) (*builder, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, err
	}
	opts.Dir = dir
	opts.Out = cmp.Or(opts.Out, filepath.Join(dir, "public"))
	if opts.Jobs == 0 {
		opts.Jobs = runtime.GOMAXPROCS(0)
	}
	if opts.Now.IsZero() {
		opts.Now = time.Now()
	}
	if opts.Output == nil {
		opts.Drafts, opts.Future = false, false
		if err := checkOut(opts.Dir, opts.Out); err != nil {
			return nil, err
		}
	}
	if opts.reading.IsZero() {
		opts.reading = time.Now()
	}
	sources, err := source.Open(opts.Dir)
	if err != nil {
		return nil, err
	}
	b := &builder{
		opts: opts, started: time.Now(),
		sources: sources, starter: source.New(opts.Starter), minifier: minify.New(),
		memory: opts.Memory, pages: map[string]*Timing{},
		rooms:   sync.Pool{New: func() any { return new([]byte) }},
		hashers: sync.Pool{New: func() any { return new(memo.Hasher) }},
	}
	if b.memory == nil {
		b.memory = NewMemory()
	}
	b.memory.builds++
	b.number, b.outputs = b.memory.builds, map[string]*knownOutput{}
	b.bodies = newBodies(b.parseAgain)
	b.result.Read = b.readAgain
	return b, nil
}

func (b *builder) close() {
	b.bodies.spool.Close()
	b.sources.Close()
}

// checkOut refuses to publish over the sources of the site.
func checkOut(dir, out string) error {
	below := func(name, folder string) bool {
		relative, err := filepath.Rel(folder, name)
		return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
	}
	dir, out = resolved(dir), resolved(out)
	bad := below(dir, out)
	for _, sources := range []string{"content", "layouts", "assets"} {
		bad = bad || below(out, resolved(filepath.Join(dir, sources)))
	}
	if bad {
		return diag.Faultf("不能发布到 %s，那里是网站的源文件", "cannot publish into %s: the sources of the site are there", out).
			Hintf("换一个文件夹，默认是网站里的 public", "name another folder; the default is public in the site")
	}
	return nil
}

// resolved follows the links of a path as far as it exists.
func resolved(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	parent := filepath.Dir(name)
	if parent == name {
		return name
	}
	return filepath.Join(resolved(parent), filepath.Base(name))
}

// stopped reports whether what has been found so far ends the build.
func (b *builder) stopped() bool {
	b.result.Diagnostics = b.settle()
	return b.result.Diagnostics.HasErrors()
}

// add notes diagnostics.
func (b *builder) add(diags diag.List) {
	if len(diags) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.diags = append(b.diags, diags...)
}

// progress returns what is to be told that so many more steps of a stage are done.
func (b *builder) progress(stage string, total int) func(done int) {
	return func(done int) {
		if b.opts.Progress == nil {
			return
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		b.done += done
		b.opts.Progress(stage, b.done, total)
	}
}

// stage measures a part of the build; call what it returns at the end.
func (b *builder) stage(name string, count *int) func() {
	b.done = 0
	start := time.Now()
	return func() {
		b.result.Stages = append(b.result.Stages, Timing{Name: name, Elapsed: time.Since(start), Count: *count})
	}
}

// readAgain reads a source text once more, after the build.
func (b *builder) readAgain(name string) []byte {
	tree, err := source.Open(b.opts.Dir)
	if err != nil {
		return nil
	}
	defer tree.Close()
	if !tree.Exists(name) {
		tree = b.starter
	}
	text, _ := tree.Text(name)
	return text
}

// openOutput gets hold of the place where the files go.
func (b *builder) openOutput(ctx context.Context) (Output, error) {
	if b.opts.Inspect {
		return nowhere{}, nil
	}
	if b.opts.Output != nil {
		return b.opts.Output(ctx)
	}
	return publish.Open(ctx, publish.Options{Dir: b.opts.Out, Waiting: b.opts.Waiting, Distrust: b.opts.Distrust})
}

// clockFrom is the moment the build believes it is, in the site's time zone.
func (b *builder) clockFrom(asOf string) (civil.Time, error) {
	if asOf == "" {
		return civil.Of(b.opts.Now, b.settings.Location), nil
	}
	return civil.Parse(asOf, b.settings.Location)
}
