//go:build unix

package publish_test

import (
	"maps"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/publish"
)

func TestFolderNotOurs(t *testing.T) {
	page := tree{"index.html": "x"}
	for _, test := range []struct {
		name    string
		there   tree
		refused []string // what the error names; nil = taken
	}{
		{"empty", tree{}, nil},
		{"only what keeps it in a repository", tree{".gitignore": "*", ".gitkeep": ""}, nil},
		{"a page", tree{"other.html": "x"}, []string{"other.html"}},
		{"an output", page, []string{"index.html"}},
		{"an empty folder", tree{"photos": "/"}, []string{"photos"}},
		{"a repository", tree{".git": "gitdir: x", ".gitignore": "*"}, []string{".git"}},
		{"much", tree{"a": "", "b": "", "c": "", "d": ""}, []string{"a", "b", "c"}},
		{"cut manifest", tree{publish.ManifestName: `{"version":1,"fi`, "x": ""}, []string{publish.ManifestName}},
		{"manifest of another version", tree{publish.ManifestName: `{"version":2,"files":[]}`, "x": ""}, []string{publish.ManifestName}},
		{
			"manifest that leads out",
			tree{publish.ManifestName: `{"version":1,"files":[{"path":"../x","sha256":"` + zeros + `","size":0}]}`, "x": ""},
			[]string{publish.ManifestName},
		},
		{"damaged manifest alone", tree{publish.ManifestName: "?"}, nil},
		{"manifest that is a folder", tree{publish.ManifestName + "/x": ""}, []string{publish.ManifestName}},
		{"manifest that is a link", tree{publish.ManifestName: "-> /etc/passwd"}, []string{publish.ManifestName}},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "public")
			put(t, parent, tree{"public": "/"})
			put(t, dir, test.there)
			before := snapshot(t, dir)
			_, err := run(dir, page, nil)
			wantNames(t, parent, "public")
			if test.refused != nil {
				if err == nil {
					t.Fatal("published into a folder of somebody else")
				}
				wantSpoken(t, err, append(test.refused, dir)...)
				if diff := cmp.Diff(before, snapshot(t, dir)); diff != "" {
					t.Errorf("the folder changed (-want +got):\n%s", diff)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			delete(before, publish.ManifestName)
			want(t, dir, page, before)
		})
	}
}

func TestForeignIsCarriedOver(t *testing.T) {
	for _, m := range machines()[1:] {
		t.Run(m.name, func(t *testing.T) {
			dir := published(t, m)
			locked := filepath.Join(dir, "locked")
			put(t, dir, tree{"locked/file": "x", "script.sh": "#!"})
			if err := os.Chmod(filepath.Join(dir, "script.sh"), 0o750); err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(locked, 0o555); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(locked, 0o755) })

			for _, ours := range []tree{second, first, second} {
				if _, err := run(dir, ours, m.refuses); err != nil {
					t.Fatal(err)
				}
				all := maps.Clone(m.foreign())
				maps.Copy(all, tree{"locked/file": "x", "script.sh": "#!"})
				want(t, dir, ours, all)
			}
			for name, mode := range map[string]os.FileMode{"locked": 0o555, "script.sh": 0o750} {
				if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != mode {
					t.Errorf("%s: mode %v, want %v (%v)", name, info.Mode(), mode, err)
				}
			}
			wantNames(t, filepath.Dir(dir), "public")
		})
	}
}

func TestForeignInTheWay(t *testing.T) {
	for _, m := range machines()[1:] {
		for _, test := range []struct {
			name    string
			foreign tree
			named   string
		}{
			{"file for file", tree{"reform/b/index.html": "mine"}, "reform/b/index.html"},
			{"file for folder", tree{"reform/b": "mine"}, "reform/b"},
			{"link for folder", tree{"reform/b": "-> ../turned"}, "reform/b"},
			{"folder for file", tree{"turned/mine/deep": "mine"}, "turned"},
			{"empty folder for file", tree{"turned/mine": "/"}, "turned"},
		} {
			t.Run(m.name+"/"+test.name, func(t *testing.T) {
				dir := published(t, m)
				put(t, dir, test.foreign)
				before := onDisk(t, dir)
				_, err := run(dir, second, m.refuses)
				if err == nil {
					t.Fatal("published over a foreign file")
				}
				wantSpoken(t, err, filepath.Join(dir, test.named))
				if diff := cmp.Diff(before, onDisk(t, dir)); diff != "" {
					t.Errorf("the old site changed (-want +got):\n%s", diff)
				}
				wantNames(t, filepath.Dir(dir), "public")
			})
		}
	}
}

func TestForeignSpecialFiles(t *testing.T) {
	for name, create := range map[string]func(path string) error{
		"pipe": func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"socket": func(path string) error {
			l, err := net.Listen("unix", path)
			if err == nil {
				t.Cleanup(func() { l.Close() })
			}
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := machines()[1]
			dir := published(t, m)
			if err := create(filepath.Join(dir, name)); err != nil {
				t.Skip(err)
			}
			_, err := run(dir, second, nil)
			if err == nil {
				t.Fatal("carried a", name)
			}
			wantSpoken(t, err, filepath.Join(dir, name))
		})
	}
}

// Somebody commits to a repository in the output while it is being exchanged.
func TestForeignAtTheLastMoment(t *testing.T) {
	for _, m := range machines()[1:3] {
		t.Run(m.name, func(t *testing.T) {
			dir := published(t, m)
			refuses := m.refuses
			if refuses == nil {
				refuses = func(op, path string) error { return nil }
			}
			report, err := run(dir, second, func(op, path string) error {
				if op == "exchange" {
					put(t, dir, tree{".git/new": "new", "fresh/file": "new", "CNAME.new": "other.example.gov.cn"})
					if err := os.Rename(filepath.Join(dir, "CNAME.new"), filepath.Join(dir, "CNAME")); err != nil {
						t.Error(err)
					}
					if err := os.Remove(filepath.Join(dir, "reform/a/notes.txt")); err != nil {
						t.Error(err)
					}
				}
				return refuses(op, path)
			})
			if err != nil || report.Warning != nil {
				t.Fatal(err, report.Warning)
			}
			all := maps.Clone(foreign)
			delete(all, "reform/a/notes.txt")
			maps.Copy(all, tree{".git/new": "new", "fresh/file": "new", "CNAME": "other.example.gov.cn"})
			want(t, dir, second, all)
			wantNames(t, filepath.Dir(dir), "public")
		})
	}
}
