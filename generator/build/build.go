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
//	bodies.go    texts, between parsing and rendering
//	write.go     from the model to the files of the site
//	copy.go      files that are published as they are
//	report.go    the outcome in numbers and words
package build

import (
	"context"
	"io/fs"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/publish"
)

// Options say what to build. Only Dir and Starter are needed.
type Options struct {
	Dir      string    // the site folder
	Out      string    // where to publish; "" = Dir/public
	BaseURL  string    // instead of the settings'
	AsOf     string    // the moment the build believes it is, as front matter writes dates; "" = Now
	Now      time.Time // zero = what the clock says
	Strict   bool      // warnings stop the build, too
	Jobs     int       // pages worked on at once; 0 = one for each CPU
	Starter  fs.FS     // the embedded site: layouts and assets that the site lacks
	Version  string    // of the generator
	Progress func(stage string, done, total int)
	Waiting  func(holder string) // told once when another build holds the output
}

// Result says what a build did.
type Result struct {
	Diagnostics diag.List // sorted
	Published   bool
	BadSettings bool // site.yaml, BaseURL or AsOf are at fault

	Bulletins, Hidden  int // published; drafts, scheduled and expired
	Pages              int // HTML pages
	Rendered           int // pages made by their layouts in this build
	Unchanged, Removed int // output files, against the generation before
	Elapsed            time.Duration
	Stages, Layouts    []Timing
	Mode               string   // how the generations were exchanged
	Untidy             error    // published, but something of the old generation could not be removed
	Changes            []Change // every output that is new, changed or removed, sorted

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
	// First comes the turn to publish: who has waited for another build must not
	// put what was read before over what that build published.
	generation, err := publish.Open(ctx, b.publishOptions())
	if err != nil {
		return b.result, err
	}
	defer generation.Abort()

	if err := b.readDocuments(ctx); err != nil {
		return b.result, err
	}
	b.readAssets()
	b.readLayouts()
	b.model()
	if b.stopped() {
		return b.result, nil
	}
	if err := b.write(ctx, generation); err != nil {
		return b.result, err
	}
	if b.stopped() {
		return b.result, nil
	}
	return b.result, b.publish(ctx, generation)
}
