package watch_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"jianbao/generator/watch"
)

// A script does one thing after the other, until one fails.
type script []func() error

func (s script) run() error {
	for _, do := range s {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func put(path, text string) func() error {
	return func() error { return os.WriteFile(path, []byte(text), 0o644) }
}
func remove(path string) func() error   { return func() error { return os.Remove(path) } }
func move(from, to string) func() error { return func() error { return os.Rename(from, to) } }
func chmod(path string) func() error    { return func() error { return os.Chmod(path, 0o644) } }
func date(path string, at time.Time) func() error {
	return func() error { return os.Chtimes(path, at, at) }
}

// inPieces writes a file piece by piece.
func inPieces(path, text string) func() error {
	return func() error {
		f, err := os.Create(path)
		for i := 0; i < len(text) && err == nil; i++ {
			_, err = f.WriteString(text[i : i+1])
		}
		return errors.Join(err, f.Sync(), f.Close())
	}
}

// saves are how programs write a text over a file of that name in a folder.
var saves = map[string]func(dir, name, text string) script{
	"in place": func(dir, name, text string) script { // nano, Notepad, VS Code
		return script{inPieces(filepath.Join(dir, name), text)}
	},
	"vim": func(dir, name, text string) script {
		p, swap, probe := filepath.Join(dir, name), filepath.Join(dir, "."+name+".swp"), filepath.Join(dir, "4913")
		return script{
			put(swap, "b0VIM"), put(probe, ""), chmod(probe), remove(probe),
			move(p, p+"~"), inPieces(p, text), chmod(p), remove(p + "~"), put(swap, "b0VIM saved"), remove(swap),
		}
	},
	"vim, keeping the file": func(dir, name, text string) script {
		p := filepath.Join(dir, name)
		return script{put(p+"~", "copy"), inPieces(p, text), remove(p + "~")}
	},
	"JetBrains": func(dir, name, text string) script {
		p := filepath.Join(dir, name)
		return script{
			inPieces(p+"___jb_tmp___", text), move(p, p+"___jb_old___"), move(p+"___jb_tmp___", p), remove(p + "___jb_old___"),
		}
	},
	"gedit": func(dir, name, text string) script {
		p, temp := filepath.Join(dir, name), filepath.Join(dir, ".goutputstream-9XK2Z1")
		return script{inPieces(temp, text), chmod(temp), put(p+"~", "copy"), move(temp, p)}
	},
	"emacs": func(dir, name, text string) script {
		p, lock, auto := filepath.Join(dir, name), filepath.Join(dir, ".#"+name), filepath.Join(dir, "#"+name+"#")
		return script{
			func() error { return os.Symlink("user@host.4711:1790000000", lock) }, put(auto, "half"),
			move(p, p+"~"), inPieces(p, text), chmod(p), remove(lock), remove(auto),
		}
	},
	"sed -i": func(dir, name, text string) script {
		p, temp := filepath.Join(dir, name), filepath.Join(dir, "sedAb3xYz")
		return script{inPieces(temp, text), chmod(temp), move(temp, p)}
	},
	"rsync": func(dir, name, text string) script {
		p, temp := filepath.Join(dir, name), filepath.Join(dir, "."+name+".Xk29aQ")
		return script{inPieces(temp, text), date(temp, time.Unix(1_500_000_000, 0)), chmod(temp), move(temp, p)}
	},
	"Word": func(dir, name, text string) script {
		p, temp := filepath.Join(dir, name), filepath.Join(dir, "~WRD0001.tmp")
		return script{put(filepath.Join(dir, "~$"+name), "user"), inPieces(temp, text), remove(p), move(temp, p), remove(filepath.Join(dir, "~$"+name))}
	},
}

// Each save is one wake, and the bytes saved are there then.
func TestEditors(t *testing.T) {
	t.Parallel()
	const rounds = 5
	for name, save := range saves {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
				b := build(t, start(t, opts), dir)
				allowed := rounds
				for round := range rounds {
					began := time.Now()
					must(t, save(filepath.Join(dir, "content", "改革"), "绿色.md", fmt.Sprintf("text %d", round)).run())
					// This machine may be too busy to save within the quiet time.
					allowed += int(time.Since(began) / (20 * time.Millisecond))
					b.catchUp(t)
				}
				write(t, dir, "content/cookie.md", "the end")
				b.catchUp(t)
				if builds := b.count() - 1; builds > allowed {
					t.Errorf("%d builds for %d saves", builds, allowed)
				}
			})
		})
	}
}

// The same with the real programs, as far as they are here.
func TestRealPrograms(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"sed":   {"-i", "s/正文/改文/", "{}"},
		"vim":   {"-u", "NONE", "-es", "+%s/正文/改文/", "+wq", "{}"},
		"rsync": {"-a", "{other}", "{}"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(name); err != nil || runtime.GOOS != "linux" {
				t.Skipf("there is no %s here", name)
			}
			eachMode(t, func(t *testing.T, dir string, opts watch.Options) {
				other, file := filepath.Join(t.TempDir(), "other.md"), filepath.Join(dir, "content", "改革", "绿色.md")
				must(t, os.WriteFile(other, []byte("改文"), 0o644))
				must(t, os.Chtimes(other, time.Unix(1, 0), time.Unix(1, 0)))
				b, before := build(t, start(t, opts), dir), tree(dir)
				var filled []string
				for _, arg := range args {
					filled = append(filled, map[string]string{"{}": file, "{other}": other}[arg])
					if last := len(filled) - 1; filled[last] == "" {
						filled[last] = arg
					}
				}
				if out, err := exec.Command(name, filled...).CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
				if b.is(tree(dir)) && before[file[len(dir):]] == tree(dir)[file[len(dir):]] {
					t.Fatalf("%s changed nothing", name)
				}
				b.catchUp(t)
			})
		})
	}
}
