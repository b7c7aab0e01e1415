package publish

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"unicode/utf8"

	"jianbao/generator/memo"
)

// ManifestName is the manifest's path below the output folder.
const ManifestName = "jianbao-manifest.json"

const (
	manifestVersion = 1
	maxManifest     = 256 << 20 // bytes; a million files need about 150 MB
)

// Entry is a published file.
type Entry struct {
	Path   string // slash-separated, below the output folder
	SHA256 memo.Sum
	Size   int64
}

// Manifest lists the files of a generation, sorted by path, without itself.
// It is the only authority for what is ours.
type Manifest []Entry

// ReadManifest reads the JSON form of a manifest. Whatever [Manifest.JSON]
// would not write byte for byte is an error: a manifest that was cut, edited or
// made by another version is not to be trusted with deletions.
func ReadManifest(r io.Reader) (Manifest, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxManifest))
	if err != nil {
		return nil, err
	}
	var doc manifestJSON
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
	}
	if doc.Version != manifestVersion {
		return nil, fmt.Errorf("manifest version %d, want %d", doc.Version, manifestVersion)
	}
	m := make(Manifest, 0, len(doc.Files))
	for _, f := range doc.Files {
		entry, err := f.entry()
		if err != nil {
			return nil, err
		}
		if len(m) > 0 && m[len(m)-1].Path >= entry.Path {
			return nil, fmt.Errorf("%s is not in its place", entry.Path)
		}
		m = append(m, entry)
	}
	if !bytes.Equal(m.JSON(), data) {
		return nil, errors.New("the manifest is not as it was written")
	}
	return m, nil
}

// JSON returns the manifest as it is published: minified, the same bytes for
// the same files everywhere.
func (m Manifest) JSON() []byte {
	return manifestOf(len(m), func(i int) *Entry { return &m[i] }).all()
}

// manifestOf is the JSON of a manifest of n files. The last piece is what follows them.
func manifestOf(n int, entry func(int) *Entry) *pieces {
	return &pieces{n: n + 1, add: func(out []byte, i int) []byte {
		if i == 0 {
			out = strconv.AppendInt(append(out, `{"version":`...), manifestVersion, 10)
			out = append(out, `,"files":[`...)
		}
		if i == n {
			return append(out, "]}"...)
		}
		if i > 0 {
			out = append(out, ',')
		}
		e := entry(i)
		out = appendPath(append(out, `{"path":`...), e.Path)
		out = hex.AppendEncode(append(out, `,"sha256":"`...), e.SHA256[:])
		out = strconv.AppendInt(append(out, `","size":`...), e.Size, 10)
		return append(out, '}')
	}}
}

// appendPath appends a path as JSON has it. Most have nothing to be escaped.
func appendPath(out []byte, name string) []byte {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return appendEscaped(out, name)
		}
	}
	return append(append(append(out, '"'), name...), '"')
}

func appendEscaped(out []byte, name string) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(name); err != nil {
		panic(err) // a text always encodes
	}
	return append(out, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...)
}

type manifestJSON struct {
	Version int         `json:"version"`
	Files   []entryJSON `json:"files"`
}

type entryJSON struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

func (f entryJSON) entry() (Entry, error) {
	if err := checkPath(f.Path); err != nil {
		return Entry{}, err
	}
	sum, err := hex.DecodeString(f.SHA256)
	if err != nil || len(sum) != len(memo.Sum{}) || f.Size < 0 {
		return Entry{}, fmt.Errorf("bad sum or size of %s", f.Path)
	}
	return Entry{f.Path, memo.Sum(sum), f.Size}, nil
}

// checkPath refuses what no output may be called.
func checkPath(name string) error {
	first, _, _ := strings.Cut(name, "/")
	if !fs.ValidPath(name) || name == "." || name == ManifestName || first == workFolder || strings.ContainsAny(name, "\\\x00") {
		return fmt.Errorf("%q is no path of an output", name)
	}
	return nil
}
