// Package history asks git when the texts of a site first came under version control.
//
// It is the only part of the program that starts another one to learn something, and
// only an inspection does so (law 10). Its laws:
//
//   - It only reads: git takes no lock, runs no hook, pager, signature check or file
//     monitor, fetches nothing and asks nobody, whatever the user has configured.
//   - One git for all texts, whose output is read as it comes, within bounds of time and size.
//   - A text keeps its first commit when it is renamed, also from elsewhere in the repository.
//   - What cannot be known is said once, and is no finding: a clone without its history,
//     a machine without git.
//
// The files:
//
//	history.go   git and its environment
//	log.go       what git says, read
//	cache.go     what was known before, on disk
package history

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// The bounds of what git may take.
const (
	longest = 30 * time.Second
	largest = 256 << 20 // bytes of its log
)

// Read returns the first commits of the texts below content/ in a site's folder, by
// path. It returns none where the site is not in a work tree of git. The error is a
// [diag.Fault] that says why nothing is known. The cache may be nil.
func Read(ctx context.Context, dir string, cache *Cache) (map[string]check.FirstCommit, error) {
	if _, err := exec.LookPath("git"); err != nil {
		return nil, diag.Faultf("没有安装 git，发布时间没有与版本历史核对", "git is not installed, so dates were not held against the history")
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	prefix, head, err := locate(ctx, dir)
	if head == "" || err != nil {
		return nil, err
	}
	l, known := cache.log(prefix + "content/")
	if known != head {
		l, err = follow(ctx, dir, l, known, head)
	}
	if err != nil {
		return nil, err
	}
	cache.note(l, head)
	return l.firsts(), nil
}

// follow brings what is known up to a commit up to another one that comes after it. Where
// it does not, as when a commit was amended, all is asked anew.
func follow(ctx context.Context, dir string, l *log, known, head string) (*log, error) {
	commits := []string{head}
	if known != "" && run(ctx, dir, ignore, "merge-base", "--is-ancestor", known, head) == nil {
		commits = append(commits, "^"+known)
	} else {
		l = &log{content: l.content, first: map[string]*commit{}}
	}
	args := slices.Concat([]string{"log"}, logOptions, commits, []string{"--", ":(top)*.md"})
	if err := run(ctx, dir, l.read, args...); err != nil {
		return nil, fault(ctx, err)
	}
	return l, nil
}

// logOptions make git tell of all commits, parents first, which texts each brought in
// or renamed. The paths are of the whole repository, so that what came from another
// folder is a rename.
var logOptions = []string{
	"-z", "--reverse", "--topo-order", "--no-merges", "--no-ext-diff", "--no-color",
	"--name-status", "--diff-filter=AR", "-M40%", "-l2000", "--format=" + commitMark + "%H %at %ct %P",
}

// locate returns the path from the top of the work tree to the folder, "" or "site/",
// and the commit that is checked out: "" where there is no work tree or none yet.
func locate(ctx context.Context, dir string) (prefix, head string, err error) {
	var out bytes.Buffer
	read := func(r io.Reader) error {
		_, err := io.Copy(&out, io.LimitReader(r, 1<<16))
		return err
	}
	err = run(ctx, dir, read, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-prefix", "HEAD")
	if failed := (*gitError)(nil); errors.As(err, &failed) && (strings.Contains(failed.says, "not a git repository") || strings.Contains(failed.says, "ambiguous argument 'HEAD'")) {
		return "", "", nil
	}
	if err != nil {
		return "", "", fault(ctx, err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	switch {
	case len(lines) < 4 || lines[0] != "true":
		return "", "", nil
	case lines[1] == "true":
		return "", "", incomplete()
	}
	return strings.Join(lines[2:len(lines)-1], "\n"), lines[len(lines)-1], nil
}

func ignore(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	return err
}

// gitError is what git says when it fails.
type gitError struct{ says string }

func (e *gitError) Error() string { return e.says }

// errTooLong ends a log that nobody expected.
var errTooLong = errors.New("the log is too long")

// fault words why git did not answer.
func fault(ctx context.Context, err error) error {
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded), errors.Is(err, errTooLong):
		return diag.Faultf("版本历史太长，发布时间没有核对", "the history is too long, so dates were not held against it")
	case ctx.Err() != nil:
		return ctx.Err()
	}
	if strings.Contains(err.Error(), "lazy fetching disabled") || strings.Contains(err.Error(), "promisor remote") {
		return incomplete()
	}
	says, _, _ := strings.Cut(err.Error(), "\n")
	return diag.Faultf("git 读不出版本历史，发布时间没有核对：%[1]s", "git cannot read the history, so dates were not held against it: %[1]s", says)
}

// incomplete words that a clone is shallow or partial.
func incomplete() error {
	return diag.Faultf("这个克隆的版本历史不全，发布时间没有核对", "this clone lacks a part of its history, so dates were not held against it").
		Hintf("克隆时不用 --depth 和 --filter，或用 git fetch --unshallow 取回；在 GitHub Actions 里给 checkout 写 fetch-depth: 0", "clone without --depth and --filter, or git fetch --unshallow; in GitHub Actions, fetch-depth: 0 of checkout")
}

// run runs git in a folder and reads what it says.
func run(ctx context.Context, dir string, read func(io.Reader) error, args ...string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	cmd := exec.CommandContext(ctx, "git", append([]string{
		"-C", dir, "--no-pager", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false", "-c", "log.showRoot=true",
		"-c", "log.follow=false", "-c", "diff.relative=false",
	}, args...)...)
	cmd.Env = environment(os.Environ())
	cmd.WaitDelay = time.Second
	var says beginning
	cmd.Stderr = &says
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	reading := read(out)
	if reading != nil {
		cancel() // nobody reads the rest
	}
	err = cmd.Wait()
	switch {
	case reading != nil:
		return reading
	case err != nil:
		return &gitError{cmp.Or(strings.TrimPrefix(strings.TrimSpace(string(says)), "fatal: "), err.Error())}
	}
	return nil
}

// beginning is that of what git complains of.
type beginning []byte

func (b *beginning) Write(p []byte) (int, error) {
	*b = append(*b, p[:min(len(p), 4096-len(*b))]...)
	return len(p), nil
}

// environment is that of git: what would lead it to another repository than that of the
// folder, as in a hook, what would change how it takes paths, or make it talk, is left out.
func environment(env []string) []string {
	env = slices.DeleteFunc(slices.Clone(env), func(entry string) bool {
		name, _, _ := strings.Cut(entry, "=")
		return slices.Contains(misleading, strings.ToUpper(name)) || strings.HasPrefix(name, "GIT_TRACE")
	})
	return append(env, "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_TERMINAL_PROMPT=0", "LC_ALL=C")
}

var misleading = []string{
	"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY",
	"GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE", "GIT_REPLACE_REF_BASE", "GIT_NO_REPLACE_OBJECTS",
	"GIT_IMPLICIT_WORK_TREE", "GIT_INTERNAL_SUPER_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS",
	"GIT_ALLOW_PROTOCOL", "GIT_LITERAL_PATHSPECS", "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "LC_ALL", "LANGUAGE",
}
