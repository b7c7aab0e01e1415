// Package build is the pipeline: from the files of a site to a published generation.
//
// [Build] reads top to bottom as the program does, and is the same for every
// build. Every stage returns a value and diagnostics; when there is an error
// among them, nothing is published and the old site stays as it is.
//
//	build.go     the pipeline, its options and its result
//	builder.go   what the steps share; when a build is over
//	work.go      goroutines
//	read.go      settings, documents, layouts, assets: from files to the model
//	model.go     the model, and what is known while it stays the same
//	bodies.go    texts, between parsing and rendering
//	memory.go    what builds remember
//	table.go     the same, on disk
//	recall.go    a whole build, remembered
//	step.go      a part of the output, remembered
//	search.go    the search index
//	write.go     from the model to the files of the site
//	explain.go   why a page was rendered
//	check.go     the rules of package check, and what becomes of diagnostics
//	files.go     what rules find in published files
//	pages.go     what rules find in pages
//	nowhere.go   the output of an inspection
//	copy.go      files that are published as they are
//	report.go    the outcome in numbers and words
package build

import (
	"context"
	"io"
	"io/fs"
	"time"

	"jianbao/generator/check"
	"jianbao/generator/diag"
	"jianbao/generator/publish"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// Options say what to build. Only Dir and Starter are needed.
type Options struct {
	Dir     string    // the site folder
	Out     string    // where to publish; "" = Dir/public
	BaseURL string    // instead of the settings'
	AsOf    string    // the moment the build believes it is, as front matter writes dates; "" = Now
	Now     time.Time // zero = what the clock says
	Strict  bool      // warnings stop the build, too
	Inspect bool      // run all rules of package check, and publish nothing
	Jobs    int       // pages worked on at once; 0 = one for each CPU
	Starter fs.FS     // the embedded site: layouts and assets that the site lacks
	Version string    // of the generator

	// Progress is told how far a stage is, once for some tens of documents or pages.
	Progress func(stage string, done, total int)
	Waiting  func(holder string) // told once when another build holds the output

	// Ask asks the web about addresses, for an inspection. nil = it is not asked: no
	// build of itself opens a connection (law 10).
	Ask func(ctx context.Context, addresses []string) (map[string]check.Answer, error)

	// History asks git for the first commits of texts, for an inspection; it runs while
	// the sources are read. nil = it is not asked: no build runs a program (law 10).
	History func(context.Context) map[string]check.FirstCommit

	// Listed gives the sources as somebody has listed them who is told of every change. It
	// is asked when it is the turn of this build. nil = the build lists them.
	Listed func() Listing

	// Settled returns nil when nobody is writing what the build has read, and an error when
	// it is out of date. It is asked before anything is published. nil = that is so.
	Settled func(context.Context) error

	// Output takes the files instead of Out, to be looked at and not published.
	// Only then can Drafts and Future show what is hidden.
	Output         func(context.Context) (Output, error)
	Drafts, Future bool

	// Memory makes a build cost what has changed since the one before; nil = none.
	Memory   *Memory
	Distrust bool // read every file of the generation before, whatever its stamp says
	Verify   bool // trust no memory: make everything again, and compare. A difference is an error

	reading time.Time // when the sources are read; zero = when the build starts
}

// Listing is what is known of the sources since a moment.
type Listing interface {
	Since() time.Time

	// Files is [source.Tree.List]; it is not ok where a folder must be listed to know all
	// that is to be said of it.
	Files(dir string) (files []source.File, ok bool)
}

// Output takes the files that a build makes. Write and Copy are called by many
// goroutines; Commit when all is well, else Abort, which is harmless after it.
type Output interface {
	Write(path string, data []byte) error
	Copy(path string, from io.Reader) (int64, error)
	Commit(context.Context) (publish.Report, error)
	Abort()
}

// Result says what a build did.
type Result struct {
	Diagnostics diag.List       // sorted
	Silenced    []diag.Silenced // sorted
	Published   bool
	BadSettings bool // site.yaml, BaseURL or AsOf are at fault

	Bulletins, Hidden  int // published; drafts, scheduled and expired
	Pages              int // HTML pages
	Rendered           int // pages made by their layouts in this build
	Unchanged, Removed int // output files, against the generation before
	Elapsed            time.Duration
	Stages, Layouts    []Timing
	Mode               string        // how the generations were exchanged
	Untidy             error         // published, but something of the old generation could not be removed
	Changes            []Change      // every output that is new, changed or removed, sorted
	Explained          []Explanation // every page that was rendered, sorted

	Base     string        // path of the home page: "/" or "/repo/"
	Withheld []site.Hidden // what is hidden, and what only Drafts and Future show
	Until    time.Time     // when time alone makes the outcome another one; zero = never, or there is no model

	// OutputOf returns the page that a source file makes, "" where it makes none.
	// It is nil when the build came to no model.
	OutputOf func(source string) string

	Inspection *Inspection // with Options.Inspect, once there is a model

	Read func(path string) []byte // a source text again, for code frames
}

// Build builds and publishes a site once. The error is a broken machine's or a
// wrong usage; what is wrong with the site is in Result.Diagnostics.
func Build(ctx context.Context, opts Options) (Result, error) {
	b, err := open(opts)
	if err != nil {
		return Result{}, err
	}
	defer b.close()

	b.readSettings()
	if b.stopped() {
		return b.result, nil
	}
	b.chooseRules()
	defer b.startHistory(ctx)()
	// First comes the turn to publish: who has waited for another build must not
	// put what was read before over what that build published.
	output, err := b.openOutput(ctx)
	if err != nil {
		return b.result, err
	}
	defer output.Abort()

	b.list()
	b.memory.reading.Wait()
	if known, err := b.recall(output); known || err != nil {
		if err == nil {
			err = b.commit(ctx, output)
		}
		return b.result, err
	}
	expect(output)
	b.memory.fetch()
	if err := b.readDocuments(ctx); err != nil {
		return b.result, err
	}
	b.readAssets()
	if err := b.layoutsAndModel(); err != nil {
		return b.result, err
	}
	if err := b.inspect(ctx); err != nil {
		return b.result, err
	}
	if b.stopped() && !b.onlyFindings() {
		return b.result, nil
	}
	if err := b.write(ctx, output); err != nil {
		return b.result, err
	}
	if b.stopped() && !b.opts.Inspect {
		return b.result, nil
	}
	b.conclude()
	return b.result, b.commit(ctx, output)
}
