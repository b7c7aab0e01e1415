package publish_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jianbao/generator/memo"
	"jianbao/generator/publish"
)

const zeros = "0000000000000000000000000000000000000000000000000000000000000000"

func sample() publish.Manifest {
	return publish.Manifest{
		{Path: "404.html", SHA256: memo.Of([]byte("a")), Size: 1},
		{Path: "tags/绿色&<b>/index.html", SHA256: memo.Of([]byte("b")), Size: 1 << 40},
		{Path: "zero", SHA256: memo.Of(), Size: 0},
	}
}

func TestManifestRoundTrip(t *testing.T) {
	for _, m := range []publish.Manifest{{}, sample()} {
		got, err := publish.ReadManifest(bytes.NewReader(m.JSON()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(m, got); diff != "" {
			t.Errorf("manifest (-want +got):\n%s", diff)
		}
	}
	const wanted = `{"version":1,"files":[{"path":"a&b","sha256":"` + zeros + `","size":3}]}`
	if got := (publish.Manifest{{Path: "a&b", Size: 3}}).JSON(); string(got) != wanted {
		t.Errorf("JSON is %s", got)
	}
}

func TestManifestNotAsWritten(t *testing.T) {
	good := sample().JSON()
	for n := range good {
		if m, err := publish.ReadManifest(bytes.NewReader(good[:n])); err == nil {
			t.Errorf("cut at %d it reads %v", n, m)
		}
	}
	entry := func(path, sum, size string) string {
		return `{"path":"` + path + `","sha256":"` + sum + `","size":` + size + `}`
	}
	files := func(entries string) string { return `{"version":1,"files":[` + entries + `]}` }
	for name, text := range map[string]string{
		"twice":          files(entry("a", zeros, "1") + "," + entry("a", zeros, "1")),
		"unsorted":       files(entry("b", zeros, "1") + "," + entry("a", zeros, "1")),
		"up":             files(entry("../a", zeros, "1")),
		"absolute":       files(entry("/a", zeros, "1")),
		"itself":         files(entry(publish.ManifestName, zeros, "1")),
		"work folder":    files(entry(".jianbao/lock", zeros, "1")),
		"short sum":      files(entry("a", zeros[1:], "1")),
		"upper-case sum": files(entry("a", "AA"+zeros[2:], "1")),
		"negative size":  files(entry("a", zeros, "-1")),
		"unknown key":    `{"version":1,"files":[],"more":1}`,
		"later version":  `{"version":2,"files":[]}`,
		"null":           `{"version":1,"files":null}`,
		"indented":       `{ "version":1,"files":[]}`,
		"line end":       `{"version":1,"files":[]}` + "\n",
		"two":            `{"version":1,"files":[]}{"version":1,"files":[]}`,
		"nothing":        ``,
	} {
		if m, err := publish.ReadManifest(bytes.NewReader([]byte(text))); err == nil {
			t.Errorf("%s: reads %v", name, m)
		}
	}
}

func FuzzReadManifest(f *testing.F) {
	f.Add(sample().JSON())
	f.Add([]byte(`{"version":1,"files":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := publish.ReadManifest(bytes.NewReader(data))
		if err == nil && !bytes.Equal(m.JSON(), data) {
			t.Errorf("%q reads as %v", data, m)
		}
	})
}
