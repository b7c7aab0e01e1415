package search_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/search"
)

var errBroken = errors.New("the sum is wrong")

// edits are changes of each kind to some documents.
func edits(docs []search.Document) map[string][]search.Document {
	words, date := slices.Clone(docs), slices.Clone(docs)
	words[7].Text += "，优化营商环境"
	date[7].Date = day(1999, 1, 1)
	return map[string][]search.Document{
		"nothing": docs, "words": words, "date": date, "newest": append([]search.Document{{Title: "新", Date: day(2031, 1, 1)}}, docs...),
		"more": append(random(700)[300:], docs...), "fewer": docs[:20],
	}
}

// An index before that cannot be read is made up for by the texts, whichever file
// it is that is lost, and whenever.
func TestLostFiles(t *testing.T) {
	docs := random(300)
	was := cold(t, docs)
	rng := rand.New(rand.NewPCG(12, 13))
	for what, docs := range edits(docs) {
		for range 12 {
			now := begin(t, docs)
			before := was.before(now)
			read, keep, size := before.Read, before.Keep, before.Size
			lost := was.written[rng.IntN(len(was.written))]
			before.Read = func(path string) ([]byte, error) {
				if path == lost {
					return nil, errBroken
				}
				return read(path)
			}
			before.Keep = func(path string) (bool, error) {
				if path == lost {
					return false, nil
				}
				return keep(path)
			}
			before.Size = func(path string) (int64, error) {
				if path == lost {
					return 0, errBroken
				}
				return size(path)
			}
			now.run(before)
			now.compare(what + ", without " + lost)
		}
	}
}

// Files that nobody can say are damaged, but that no index has, are found out.
func TestDamagedShards(t *testing.T) {
	docs := random(300)
	was := cold(t, docs)
	for name, damage := range map[string]func(data []byte) []byte{
		"cut":      func(data []byte) []byte { return data[:len(data)-1] },
		"twice":    func(data []byte) []byte { return slices.Concat(data, data) },
		"no pair":  func(data []byte) []byte { return slices.Concat(data, []byte{0, 0, 0, 0}) },
		"long":     func(data []byte) []byte { return slices.Concat([]byte{1, 2, 0xff, 0xff, 0xff, 0xff, 0x7f}, data) },
		"no end":   func(data []byte) []byte { return slices.Concat(data, []byte(strings.Repeat("\xff", 20))) },
		"nonsense": func([]byte) []byte { return []byte("<!DOCTYPE html>") },
	} {
		for what, docs := range edits(docs) {
			now := begin(t, docs)
			before := was.before(now)
			read, keep := before.Read, before.Keep
			before.Read = func(path string) ([]byte, error) {
				data, err := read(path)
				if strings.HasSuffix(path, ".bin") {
					data = damage(data)
				}
				return data, err
			}
			before.Keep = func(path string) (bool, error) {
				if strings.HasSuffix(path, ".bin") {
					return false, nil
				}
				return keep(path)
			}
			now.run(before)
			now.compare(what + ", " + name)
		}
	}
}

// What is said of an index before may be wrong, too.
func TestWrongBefore(t *testing.T) {
	docs := random(40)
	was := cold(t, docs)
	for name, change := range map[string]func(b *search.Before){
		"too few":    func(b *search.Before) { b.Same = b.Same[:20] },
		"too many":   func(b *search.Before) { b.Same = append(b.Same, -1) },
		"twice":      func(b *search.Before) { b.Same[3] = b.Same[4] },
		"out of it":  func(b *search.Before) { b.Same[3] = len(docs) },
		"other meta": func(b *search.Before) { b.Read = func(string) ([]byte, error) { return []byte(`{"docs":40}`), nil } },
		"wrong gone": func(b *search.Before) {
			b.Same[3] = -1
			b.Gone = func(int) (search.Document, error) {
				return search.Document{Title: "从来没有过的文字", Text: "麤麤"}, nil
			}
		},
	} {
		now := begin(t, docs)
		before := was.before(now)
		change(before)
		if name == "wrong gone" {
			before.Keep = func(string) (bool, error) { return false, nil }
		}
		now.run(before)
		now.compare(name)
	}
}

// Errors of the functions come back as they are.
func TestErrorsOfWrite(t *testing.T) {
	docs := random(40)
	was := cold(t, docs)
	docs[3].Text += "新"
	for nth := range len(was.written) + 1 {
		for _, from := range []string{"cold", "forward"} {
			now := begin(t, docs)
			before := was.before(now)
			calls := 0
			fail := func() error {
				if calls++; calls > nth {
					return errBroken
				}
				return nil
			}
			keep := before.Keep
			before.Keep = func(path string) (bool, error) {
				if err := fail(); err != nil {
					return false, err
				}
				return keep(path)
			}
			if from == "cold" {
				before = nil
			}
			err := search.Write(documents(docs), func(i int) (string, error) { return docs[i].Text, nil }, before, func(path string, data []byte) error { return fail() })
			if want := nth < len(was.written); (err == errBroken) != want || calls != min(nth+1, len(was.written)) {
				t.Errorf("%s, call %d: %v after %d calls", from, nth, err, calls)
			}
		}
	}
	broken := func(int) (string, error) { return "", errBroken }
	if err := search.Write(documents(docs), broken, nil, begin(t, docs).write); err != errBroken {
		t.Error(err)
	}
	now := begin(t, docs)
	if err := search.Write(documents(docs), broken, was.before(now), now.write); err != errBroken {
		t.Error(err)
	}
}

// No shard makes it panic or leaves a file out.
func FuzzShard(f *testing.F) {
	was := cold(f, sample)
	const shard = "search/grams/1-00000.bin"
	f.Add(was.files[shard])
	f.Add([]byte{1, 2, 0, 3, 0xff, 0xff, 0xff})
	f.Add([]byte{0x80, 0x80, 1, 0x82, 0x80, 2, 2, 1, 4, 1, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		now := begin(t, sample[1:])
		before := was.before(now)
		read := before.Read
		before.Read = func(path string) ([]byte, error) {
			if path == shard {
				return data, nil
			}
			return read(path)
		}
		now.run(before)
		if len(now.files) < 3 {
			t.Errorf("%d files", len(now.files))
		}
	})
}

// Documents on both sides of what a run can number.
func TestManyDocuments(t *testing.T) {
	var docs []search.Document
	for i := range 9000 {
		docs = append(docs, search.Document{Title: fmt.Sprintf("第%d号", i), Date: day(int16(2900-i/10), 1, 1)})
	}
	was := cold(t, docs)
	for _, at := range []int{0, 4095, 4096, 4097, 8191, 8192, 8999} {
		next := slices.Clone(docs)
		next[at].Title = "营商环境"
		next = slices.Insert(next, at, search.Document{Title: "改革发展", Date: docs[at].Date})
		now := begin(t, next)
		now.run(was.before(now))
		now.compare(fmt.Sprint(at))
	}
	now := begin(t, docs)
	now.run(cold(t, docs[:5]).before(now))
	now.compare("9000 from 5")
}
