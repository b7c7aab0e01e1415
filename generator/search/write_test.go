package search_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"jianbao/generator/civil"
	"jianbao/generator/search"
)

// archive is an index with the documents that it is of.
type archive struct {
	docs  []search.Document // as they were given
	order []uint32
	files map[string][]byte
}

// step is what a call of Write did.
type step struct {
	t                   testing.TB
	archive             // what came of it
	read, written, kept []string
	texts               int
	last                string     // path that was written or kept
	mu                  sync.Mutex // of read
}

// documents are a list of them.
type documents []search.Document

func (d documents) Len() int                 { return len(d) }
func (d documents) Date(i int) civil.Time    { return d[i].Date }
func (d documents) At(i int) search.Document { return d[i] }

// begin begins an index of documents.
func begin(t testing.TB, docs []search.Document) *step {
	return &step{t: t, archive: archive{docs: slices.Clone(docs), order: search.Order(documents(docs)), files: map[string][]byte{}}}
}

// put enters a file, which has to come after all before.
func (s *step) put(path string, data []byte) {
	if path <= s.last {
		s.t.Errorf("%s after %s", path, s.last)
	}
	s.last, s.files[path] = path, data
}

func (s *step) write(path string, data []byte) error {
	s.written = append(s.written, path)
	s.put(path, data)
	return nil
}

// run calls Write. The texts of documents are not in what it is given, so that it
// has to ask for them.
func (s *step) run(before *search.Before) {
	s.t.Helper()
	bare := slices.Clone(s.docs)
	for i := range bare {
		bare[i].Text = ""
	}
	err := search.Write(documents(bare), func(i int) (string, error) {
		s.texts++
		return s.docs[i].Text, nil
	}, before, s.write)
	if err != nil {
		s.t.Fatal(err)
	}
}

// cold makes an index without one before.
func cold(t testing.TB, docs []search.Document) *step {
	t.Helper()
	s := begin(t, docs)
	s.run(nil)
	return s
}

// before is an index for the one of a step to be made from.
func (a archive) before(s *step) *search.Before {
	now := map[string]int{}
	for i, d := range s.docs {
		now[fmt.Sprintf("%+v", d)] = i
	}
	b := &search.Before{
		Read: func(path string) ([]byte, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.read = append(s.read, path)
			if data, ok := a.files[path]; ok {
				return data, nil
			}
			return nil, errors.New("no such file")
		},
		Size: func(path string) (int64, error) { return int64(len(a.files[path])), nil },
		Keep: func(path string) (bool, error) {
			s.kept = append(s.kept, path)
			s.put(path, a.files[path])
			return true, nil
		},
		Gone: func(number int) (search.Document, error) { return a.docs[a.order[number]], nil },
	}
	for _, i := range a.order {
		same, ok := now[fmt.Sprintf("%+v", a.docs[i])]
		if !ok {
			same = -1
		}
		b.Same = append(b.Same, same)
	}
	return b
}

// compare compares the files with those of an index that had none before.
func (s *step) compare(what string) {
	s.t.Helper()
	want := cold(s.t, s.docs).files
	for path, data := range want {
		if got, ok := s.files[path]; !ok || !bytes.Equal(got, data) {
			s.t.Fatalf("%s: %s: %d bytes; want %d", what, path, len(got), len(data))
		}
	}
	if len(s.files) != len(want) {
		s.t.Fatalf("%s: %d files; want %d", what, len(s.files), len(want))
	}
}

// editor changes documents at random.
type editor struct {
	rng   *rand.Rand
	stock []search.Document
	docs  []search.Document
}

// fresh returns so many documents that there were not yet, of any date.
func (e *editor) fresh(n int) []search.Document {
	docs := slices.Clone(e.stock[:n])
	e.stock = e.stock[n:]
	return docs
}

// edit makes one change and says which.
func (e *editor) edit() string {
	if len(e.docs) == 0 {
		e.docs = e.fresh(1)
		return "first"
	}
	at := e.rng.IntN(len(e.docs))
	d := &e.docs[at]
	switch e.rng.IntN(14) {
	case 0:
		d.Text += e.fresh(1)[0].Text
		return "longer text"
	case 1:
		d.Text = d.Text[:len(d.Text)/2]
		return "shorter text"
	case 2:
		d.Text = ""
		return "no text"
	case 3:
		d.Title = "税"
		return "a single letter"
	case 4:
		d.Title += "改革"
		return "longer title"
	case 5:
		d.Tags = []string{"国企改革"}
		return "tag"
	case 6:
		d.Date = e.fresh(1)[0].Date
		return "date"
	case 7:
		d.Summary, d.JSON = "摘要", ""
		return "line only"
	case 8:
		n := e.fresh(1)[0]
		n.Date = day(2030, 1, 1)
		e.docs = slices.Insert(e.docs, 0, n)
		return "newest"
	case 9:
		e.docs = slices.Insert(e.docs, at, e.fresh(1)...)
		return "in the middle"
	case 10:
		e.docs = slices.Delete(e.docs, at, at+1)
		return "removed"
	case 11:
		e.docs[0], e.docs[at] = e.docs[at], e.docs[0]
		return "order"
	case 12:
		e.docs = append(e.docs, e.fresh(len(e.docs)*9/10+1)...)
		return "nearly twice as many"
	default:
		n := len(e.docs) / 2
		e.rng.Shuffle(len(e.docs), func(i, j int) { e.docs[i], e.docs[j] = e.docs[j], e.docs[i] })
		e.docs = e.docs[:n]
		return "half as many"
	}
}

// crowd keeps the number of documents between two bounds.
func (e *editor) crowd(low, high int) {
	if len(e.docs) < low {
		e.docs = append(e.docs, e.fresh(low-len(e.docs))...)
	}
	e.docs = e.docs[:min(len(e.docs), high)]
}

// After any edits, an index brought forward is the one made anew.
func TestForwardIsCold(t *testing.T) {
	for _, size := range []struct{ low, high, edits int }{{0, 30, 200}, {150, 900, 60}} {
		e := &editor{rng: rand.New(rand.NewPCG(11, uint64(size.high))), stock: random(20_000)}
		was := begin(t, nil)
		was.run(nil)
		shards := map[int]bool{}
		for i := range size.edits {
			what := []string{}
			for range 1 + e.rng.IntN(3)/2 {
				what = append(what, e.edit())
			}
			e.crowd(size.low, size.high)
			now := begin(t, e.docs)
			before := was.before(now)
			switch e.rng.IntN(8) {
			case 0:
				before.Gone = nil
			case 1:
				before.Gone = func(int) (search.Document, error) { return search.Document{}, errors.New("forgotten") }
			case 2:
				before.Size = nil
			}
			now.run(before)
			now.compare(fmt.Sprintf("edit %d: %s", i, strings.Join(what, ", ")))
			lacked := len(now.docs) - len(before.Same) + count(before.Same, -1)
			if now.texts != lacked && lacked <= len(now.docs)/2 {
				t.Fatalf("%v: %d texts; want %d", what, now.texts, lacked)
			}
			shards[len(now.files)-1-(len(now.docs)+15)/16] = true
			was = now
		}
		if len(shards) < 3 {
			t.Errorf("only %v shards", slices.Collect(maps.Keys(shards)))
		}
	}
}

func count(list []int, what int) (n int) {
	for _, v := range list {
		if v == what {
			n++
		}
	}
	return n
}

// What leaves the numbers alone reads and writes no more than what changes, and
// asks for no other text.
func TestForwardTouchesOnlyWhatChanges(t *testing.T) {
	docs := random(900)
	was := cold(t, docs)
	words, line, newest := slices.Clone(docs), slices.Clone(docs), slices.Clone(docs)
	words[450].Text = strings.Replace(words[450].Text, "改", "改革鼎新", 1)
	line[450].Summary, line[450].JSON = "摘要", ""
	newest = append(newest, search.Document{Title: "优化营商环境", Date: day(2031, 1, 1), Text: "税收"})
	for name, c := range map[string]struct {
		docs           []search.Document
		written, texts int
	}{
		"nothing": {docs, 0, 0},
		"words":   {words, 4, 1},
		"line":    {line, 1, 1},
		"newest":  {newest, 16, 1},
	} {
		now := begin(t, c.docs)
		now.run(was.before(now))
		now.compare(name)
		if len(now.written) > c.written || now.texts != c.texts || c.written > 0 && len(now.written) == 0 {
			t.Errorf("%s: %d written, %d texts; want %+v", name, len(now.written), now.texts, c)
		}
		for _, path := range now.written {
			if bytes.Equal(now.files[path], was.files[path]) {
				t.Errorf("%s: %s is written again", name, path)
			}
		}
		for _, path := range now.read {
			if path != "search/meta.json" && !slices.Contains(now.written, path) {
				t.Errorf("%s: %s is read in vain", name, path)
			}
		}
	}
}
