package publish

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"path"
	"strings"

	"jianbao/generator/memo"
)

// The state is what a build tells the next one, so that it need not look
// everywhere: a file in the work folder, beside the previous generation. It is
// believed as a whole or not at all, and only for what the disk still bears
// out; without it a build is slower and publishes the same.
const (
	stateFile = "state"
	newState  = "state.new" // one that is not yet whole

	// stateMagic names the form; whatever changes it needs another number.
	stateMagic = "jianbao state 3\n"
)

// state describes the output as a build left it.
type state struct {
	manifest output
	files    []*output // all that the manifest lists, sorted by path
	folders  []folder  // all that hold them, sorted by name, "." too
	foreign  []string  // what is not ours directly in our folders, sorted
}

// folder is what is known of a folder of the output. A zero stamp tells nothing.
type folder struct {
	name  string
	stamp memo.Stamp // when it held our files and foreign ones, and nothing else
	twin  memo.Stamp // of the folder of that name in the previous generation, when it held the very same files (inodes)
}

// output is a file of a generation.
type output struct {
	Entry
	kept     bool       // the generation before has it, with these bytes
	sure     bool       // that no file with another text can have this stamp
	relinked bool       // it is kept, and has got one more link
	number   uint32     // under which it is staged; 0 = under its path
	stamp    memo.Stamp // of the file when it was known to hold these bytes; zero = nobody can tell
}

// text is the state as it is written: sizes and numbers, texts with their lengths before
// them, and the seal of it all at the end.
func (s *state) text() io.Reader {
	parts := []struct {
		n   int
		add func(data []byte, i int) []byte
	}{
		{1, func(data []byte, _ int) []byte {
			data = appendOutput(append(data, stateMagic...), &s.manifest)
			return binary.AppendUvarint(data, uint64(len(s.files)))
		}},
		{len(s.files), func(data []byte, i int) []byte { return appendOutput(data, s.files[i]) }},
		{1, func(data []byte, _ int) []byte { return binary.AppendUvarint(data, uint64(len(s.folders))) }},
		{len(s.folders), func(data []byte, i int) []byte {
			f := &s.folders[i]
			return f.twin.Append(f.stamp.Append(appendText(data, f.name)))
		}},
		{1, func(data []byte, _ int) []byte { return binary.AppendUvarint(data, uint64(len(s.foreign))) }},
		{len(s.foreign), func(data []byte, i int) []byte { return appendText(data, s.foreign[i]) }},
	}
	n := 0
	for _, p := range parts {
		n += p.n
	}
	return &sealing{from: &pieces{n: n, add: func(data []byte, i int) []byte {
		for _, p := range parts {
			if i < p.n {
				return p.add(data, i)
			}
			i -= p.n
		}
		panic("publish: no such piece of the state")
	}}}
}

// sealing puts a seal behind what is read through it.
type sealing struct {
	from io.Reader // nil once it was read
	seal memo.Seal
	rest []byte
}

func (s *sealing) Read(to []byte) (int, error) {
	if s.from != nil {
		n, err := s.from.Read(to)
		s.seal = s.seal.Over(to[:n])
		if err != io.EOF {
			return n, err
		}
		s.from, s.rest = nil, s.seal.Bytes()
		if n > 0 {
			return n, nil
		}
	}
	if len(s.rest) == 0 {
		return 0, io.EOF
	}
	n := copy(to, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}

func appendOutput(data []byte, f *output) []byte {
	data = appendText(data, f.Path)
	data = append(data, f.SHA256[:]...)
	data = binary.AppendUvarint(data, uint64(f.Size))
	if !f.sure {
		return append(data, 0)
	}
	return f.stamp.Append(append(data, 1))
}

func appendText(data []byte, text string) []byte {
	return append(binary.AppendUvarint(data, uint64(len(text))), text...)
}

var errState = errors.New("the state is damaged or of another version")

// parseState reads what text gives, which is so long.
func parseState(from io.Reader, size int64) (*state, error) {
	text, err := readSealed(from, size-memo.SealSize)
	if err != nil {
		return nil, err
	}
	rest, ours := strings.CutPrefix(text, stateMagic)
	if !ours {
		return nil, errState
	}
	r := stateReader{rest: rest}
	s := &state{manifest: r.output()}
	all := make([]output, r.count())
	for i := range all {
		all[i] = r.output()
	}
	s.files = pointers(all)
	s.folders = make([]folder, 0, r.count())
	for range cap(s.folders) {
		s.folders = append(s.folders, folder{r.text(), r.stamp(), r.stamp()})
	}
	for range r.count() {
		s.foreign = append(s.foreign, r.text())
	}
	if r.bad || r.rest != "" {
		return nil, errState
	}
	return s, nil
}

// readSealed reads a text and the seal that follows. It is in memory once, and all paths
// are parts of it.
func readSealed(from io.Reader, size int64) (string, error) {
	if size < 0 {
		return "", errState
	}
	var text strings.Builder
	text.Grow(int(size))
	var seal memo.Seal
	for piece := make([]byte, 2*chunk); text.Len() < int(size); {
		piece = piece[:min(len(piece), int(size)-text.Len())]
		if _, err := io.ReadFull(from, piece); err != nil {
			return "", err
		}
		seal = seal.Over(piece)
		text.Write(piece)
	}
	written := make([]byte, memo.SealSize)
	if _, err := io.ReadFull(from, written); err != nil {
		return "", err
	}
	if !bytes.Equal(written, seal.Bytes()) {
		return "", errState
	}
	return text.String(), nil
}

// pointers points to each of a list.
func pointers(all []output) []*output {
	list := make([]*output, len(all))
	for i := range all {
		list[i] = &all[i]
	}
	return list
}

// stateReader reads from the front of a text. What is not there is zero, and bad.
type stateReader struct {
	rest string
	bad  bool
}

func (r *stateReader) take(n int) string {
	if n < 0 || n > len(r.rest) {
		r.bad, r.rest = true, ""
		return ""
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *stateReader) count64() uint64 {
	head := r.rest[:min(len(r.rest), binary.MaxVarintLen64)]
	n, size := binary.Uvarint([]byte(head))
	if size <= 0 {
		size = -1
	}
	r.take(size)
	return n
}

// count is a number of things that follow; each is a byte at least.
func (r *stateReader) count() int {
	n := r.count64()
	if n > uint64(len(r.rest)) {
		r.bad = true
		return 0
	}
	return int(n)
}

func (r *stateReader) text() string { return r.take(r.count()) }

func (r *stateReader) sum() (s memo.Sum) {
	copy(s[:], r.take(len(s)))
	return s
}

func (r *stateReader) output() output {
	f := output{Entry: Entry{Path: r.text(), SHA256: r.sum(), Size: int64(r.count64())}}
	if f.sure = r.take(1) == "\x01"; f.sure {
		f.stamp = r.stamp()
	}
	return f
}

func (r *stateReader) number() uint64 {
	var n [8]byte
	copy(n[:], r.take(len(n)))
	return binary.LittleEndian.Uint64(n[:])
}

func (r *stateReader) stamp() memo.Stamp {
	return memo.Stamp{
		Size: int64(r.number()), Modified: int64(r.number()), Changed: int64(r.number()),
		Device: r.number(), Inode: r.number(),
	}
}

// foreignByFolder tells what is not ours in each of our folders.
func (s *state) foreignByFolder() map[string][]string {
	found := map[string][]string{}
	for _, name := range s.foreign {
		found[path.Dir(name)] = append(found[path.Dir(name)], name)
	}
	return found
}

// readState reads the state; nil where there is none to be believed.
func (g *Generation) readState() *state {
	name := g.work.path(stateFile)
	info, err := g.parent.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	file, err := g.parent.root.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	s, err := parseState(file, info.Size())
	if err != nil {
		return nil
	}
	return s
}
