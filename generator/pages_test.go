package generator_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jianbao"
	"jianbao/generator/build"
	output "jianbao/generator/publish"
	"jianbao/generator/scaffold"
)

// What GitHub Pages gets is the tar file that upload-pages-artifact makes, and
// that holds the site as it was built: at the root of a host and below it, built
// into a new folder as pages.yml does and into public/.
func TestPagesArtifactIsTheSite(t *testing.T) {
	needGNUTar(t)
	dir := pagesSite(t)
	for base, out := range map[string]string{
		"https://reform.example.gov.cn/": filepath.Join(t.TempDir(), "site"),
		"https://org.github.io/a/b":      filepath.Join(dir, "public"),
	} {
		// Twice: unchanged files of the second generation are hard links until the first is gone.
		for range 2 {
			buildPages(t, dir, base, out)
		}
		artifact := readArtifact(t, tarPages(t, out, true))
		if _, found := artifact[".gitignore"]; found != (out == filepath.Join(dir, "public")) {
			t.Errorf("%s: .gitignore in the artifact: %t", out, found)
		}
		delete(artifact, ".gitignore") // public/'s own; no secret, and nothing that is built
		for _, fault := range artifactFaults(t, artifact) {
			t.Errorf("%s: %s", base, fault)
		}
		for name, want := range map[string]string{
			".nojekyll": "", "CNAME": "reform.example.gov.cn\n", ".well-known/security.txt": securityText,
		} {
			if got, found := artifact[name]; !found || string(got) != want {
				t.Errorf("%s: %s is %q, %t", base, name, got, found)
			}
		}
	}
}

// The comparison notices what it is there for: the default of the action, files
// of others, changed bytes.
func TestPagesArtifactFaultsAreSeen(t *testing.T) {
	needGNUTar(t)
	dir := pagesSite(t)
	out := filepath.Join(dir, "site")
	buildPages(t, dir, "https://org.github.io/a/b/", out)
	if faults := artifactFaults(t, readArtifact(t, tarPages(t, out, false))); !slices.Contains(faults, ".well-known/security.txt is missing") || !slices.Contains(faults, ".nojekyll is missing") {
		t.Errorf("without hidden files: %q", faults)
	}
	artifact := readArtifact(t, tarPages(t, out, true))
	artifact["index.html"] = append(artifact["index.html"], '\n')
	artifact[".env"], artifact["a/_b/c.html"] = nil, nil
	want := []string{".env is hidden", ".env is not in the manifest", "Jekyll would drop a/_b/c.html", "a/_b/c.html is not in the manifest", "index.html is not what was built"}
	if faults := artifactFaults(t, artifact); !slices.Equal(faults, want) {
		t.Errorf("with three changes: %q", faults)
	}
}

const securityText = "Contact: mailto:reform@example.gov.cn\nExpires: 2027-12-31T16:00:00Z\n"

// pagesSite writes the sample with a domain of its own and a hidden file.
func pagesSite(t *testing.T) (dir string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "site")
	if err := scaffold.Init(dir, jianbao.Starter); err != nil {
		t.Fatal(err)
	}
	settings := read(t, filepath.Join(dir, "site.yaml")) + "\ndeploy:\n  domain: reform.example.gov.cn\n  hiddenFiles: [.well-known/security.txt]\n"
	if err := os.Mkdir(filepath.Join(dir, "assets/.well-known"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"site.yaml": settings, "assets/.well-known/security.txt": securityText} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func buildPages(t *testing.T, dir, base, out string) {
	t.Helper()
	result, err := build.Build(t.Context(), build.Options{Dir: dir, Out: out, BaseURL: base, AsOf: "2027-01-01", Starter: jianbao.Starter})
	if err != nil || !result.Published {
		t.Fatal(err, result.Diagnostics)
	}
}

// tarPages packs a folder as upload-pages-artifact v5 does on Linux.
func tarPages(t *testing.T, dir string, hidden bool) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "artifact.tar")
	args := []string{"--dereference", "--hard-dereference", "--directory", dir, "-cvf", file, "--exclude=.git", "--exclude=.github"}
	if !hidden {
		args = append(args, "--exclude=.[^/]*")
	}
	if said, err := exec.CommandContext(t.Context(), "tar", append(args, ".")...).CombinedOutput(); err != nil {
		t.Fatalf("tar: %v\n%s", err, said)
	}
	return file
}

// readArtifact unpacks a tar file. All that GitHub Pages takes are files and
// folders, and everyone must be able to read them.
func readArtifact(t *testing.T, name string) map[string][]byte {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	files := map[string][]byte{}
	for archive := tar.NewReader(file); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		mode, path := header.FileInfo().Mode(), strings.TrimPrefix(header.Name, "./")
		switch {
		case header.Typeflag == tar.TypeDir && mode == os.ModeDir|0o755:
		case header.Typeflag == tar.TypeReg && mode == 0o644:
			if files[path], err = io.ReadAll(archive); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s is of type %q and mode %v", header.Name, header.Typeflag, mode)
		}
	}
}

// artifactFaults compares an unpacked artifact with the manifest in it.
func artifactFaults(t *testing.T, artifact map[string][]byte) (faults []string) {
	t.Helper()
	manifest, err := output.ReadManifest(bytes.NewReader(artifact[output.ManifestName]))
	if err != nil {
		t.Fatal(err)
	}
	if len(manifest) < 200 {
		t.Fatalf("only %d files", len(manifest))
	}
	listed := map[string]bool{output.ManifestName: true}
	for _, entry := range manifest {
		listed[entry.Path] = true
		if data, found := artifact[entry.Path]; !found {
			faults = append(faults, entry.Path+" is missing")
		} else if int64(len(data)) != entry.Size || fmt.Sprintf("%x", sha256.Sum256(data)) != entry.SHA256.String() {
			faults = append(faults, entry.Path+" is not what was built")
		}
	}
	for name := range artifact {
		if !listed[name] {
			faults = append(faults, name+" is not in the manifest")
		}
		if strings.HasPrefix(name, "_") || strings.Contains(name, "/_") {
			faults = append(faults, "Jekyll would drop "+name)
		}
		if strings.Contains("/"+name, "/.") && name != ".nojekyll" && name != ".well-known/security.txt" {
			faults = append(faults, name+" is hidden")
		}
	}
	slices.Sort(faults)
	return faults
}

// needGNUTar skips a test where tar is another one, as on macOS.
func needGNUTar(t *testing.T) {
	t.Helper()
	if version, err := exec.CommandContext(t.Context(), "tar", "--version").Output(); err != nil || !bytes.Contains(version, []byte("GNU tar")) {
		t.Skip("GNU tar is needed")
	}
}
