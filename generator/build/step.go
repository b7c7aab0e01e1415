package build

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"

	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// step makes files of the output, through what make is given. What it made is
// remembered under a name, and taken over as long as its key is the same.
type step struct {
	first string   // its name: the path of its first file, mostly
	key   memo.Sum // of all that the files depend on; zero where that cannot be told
	body  memo.Sum // of the body among that; zero = none
	make  func(*recording) (diag.List, error)

	known *knownOutput // what is remembered of it; nil = nothing
}

// step is one of that name, of which the rest is to be said.
func (b *builder) step(first string) step { return step{first: first, known: b.memory.output(first)} }

// do does a step, or takes over what it made in the generation before. Where the
// memory is to be verified it does both and compares.
func (b *builder) do(out Output, s step) error {
	if kept, err := b.takeOver(out, s); kept || err != nil {
		return err
	}
	return b.doAnew(out, s)
}

// hit reports whether what is remembered of a step is what it would make.
func (s *step) hit() bool { return s.known != nil && s.key == s.known.Key && s.key != memo.Sum{} }

// takeOver takes over what a step made in the generation before, if that can be.
func (b *builder) takeOver(out Output, s step) (bool, error) {
	if !s.hit() || b.opts.Verify {
		return false, nil
	}
	kept, err := keep(out, s.known.Files...)
	if kept {
		b.add(s.known.Diags)
		b.foundInPage(s.known)
		s.known.kept = b.number
		b.takenOver.Add(1)
	}
	return kept, err
}

// doAnew does a step whether or not anything is remembered of it.
func (b *builder) doAnew(out Output, s step) error {
	recorded := &recording{Output: out}
	diags, err := s.make(recorded)
	var changed *changedError
	if errors.As(err, &changed) {
		changed.report(&diags)
		err = nil
	}
	b.add(diags)
	if err != nil || diags.HasErrors() {
		return err
	}
	made := &knownOutput{
		First: s.first, Key: s.key, Body: s.body, Files: recorded.files, Diags: diags,
		Layout: recorded.layout, Parts: recorded.parts, Findings: recorded.findings,
	}
	if known := s.known; s.hit() && b.opts.Verify && !(slices.Equal(made.Files, known.Files) && slices.Equal(made.Diags, known.Diags) && slices.Equal(made.Findings, known.Findings)) {
		return fmt.Errorf("build: %s is remembered as %v with %v, but made as %v with %v", s.first, known.Files, known.Diags, made.Files, made.Diags)
	}
	b.foundInPage(made)
	b.note(made)
	return nil
}

// keeper is an output that knows the generation before. Keep takes over files: all
// of them, if all hold what they should, or none. Before reads one.
type keeper interface {
	Keep(files ...memo.File) (bool, error)
	Before(path string, sum memo.Sum) ([]byte, error)
}

// expect tells an output that it will not stay as it is.
func expect(out Output) {
	if waiting, can := out.(interface{ Expect() }); can {
		waiting.Expect()
	}
}

var errNotKept = errors.New("build: the generation before is not there")

func keep(out Output, files ...memo.File) (bool, error) {
	from, can := out.(keeper)
	if !can {
		return false, nil
	}
	return from.Keep(files...)
}

// note notes what a step made, for the next build.
func (b *builder) note(what *knownOutput) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.outputs[what.First] = what
}

// sum sums what a step depends on.
func (b *builder) sum(values ...any) memo.Sum {
	hasher := b.hashers.Get().(*memo.Hasher)
	defer b.hashers.Put(hasher)
	return hasher.Sum(values...)
}

// recording notes the sums of what is written through it.
type recording struct {
	Output
	files    []memo.File
	layout   string    // of a page
	parts    string    // short sums of the parts of its view
	findings diag.List // of rules in it
}

func (r *recording) note(path string, sum memo.Sum) {
	r.files = append(r.files, memo.File{Path: path, Sum: sum})
}

// summing is an output that needs the sum of what is written, and takes it from who
// knows it.
type summing interface {
	WriteSummed(f memo.File, data []byte) error
}

func (r *recording) Write(path string, data []byte) error {
	sum := memo.OfFile(data)
	r.note(path, sum)
	if to, can := r.Output.(summing); can {
		return to.WriteSummed(memo.File{Path: path, Sum: sum}, data)
	}
	return r.Output.Write(path, data)
}

func (r *recording) Copy(path string, from io.Reader) (int64, error) {
	input := hashing{from, sha256.New()}
	n, err := r.Output.Copy(path, input)
	r.note(path, memo.Sum(input.hash.Sum(nil)))
	return n, err
}

// referrer is an output that need not hold large files: it reads them from their
// source when they are asked for.
type referrer interface {
	Refer(path string, size int64, stamp string, open func() (io.ReadSeekCloser, error)) error
}

// remembers reports whether the output knows the generation before.
func (r *recording) remembers() bool {
	_, can := r.Output.(keeper)
	return can
}

// keep takes over a file of the generation before; see remembers.
func (r *recording) keep(f memo.File) (bool, error) {
	kept, err := keep(r.Output, f)
	if kept {
		r.files = append(r.files, f)
	}
	return kept, err
}

// before reads a file of the generation before; see remembers.
func (r *recording) before(f memo.File) ([]byte, error) {
	return r.Output.(keeper).Before(f.Path, f.Sum)
}

// refers reports whether the output need not hold large files.
func (r *recording) refers() bool {
	_, can := r.Output.(referrer)
	return can
}

// refer refers to a file, if the output can; see refers.
func (r *recording) refer(path string, size int64, stamp string, open func() (io.ReadSeekCloser, error)) error {
	r.note(path, memo.Of([]byte(stamp)))
	return r.Output.(referrer).Refer(path, size, stamp, open)
}

// hashing hashes what is read through it.
type hashing struct {
	from io.Reader
	hash hash.Hash
}

func (h hashing) Read(p []byte) (int, error) {
	n, err := h.from.Read(p)
	h.hash.Write(p[:n])
	return n, err
}

// changedError tells that a source is no longer what it was when the build began.
type changedError struct{ path string }

func (c *changedError) Error() string { return c.path + " has changed" }

func (c *changedError) report(diags *diag.List) {
	diags.Errorf(diag.Pos{Path: c.path}, "unreadable", "生成期间文件有改动", "the file was changed during the build").
		Hintf("再生成一次", "build again")
}
