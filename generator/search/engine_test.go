package search_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/bits"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"jianbao/generator/search"
)

// engine answers queries from the files of an index, as the script does.
type engine struct {
	t     testing.TB
	files map[string][]byte
	meta  struct{ Docs, Chunk, Shards int }
}

func newEngine(t testing.TB, files map[string][]byte) *engine {
	e := &engine{t: t, files: files}
	e.read("meta.json", &e.meta)
	return e
}

func (e *engine) file(name string) []byte {
	data, ok := e.files["search/"+name]
	if !ok {
		e.t.Fatalf("no file search/%s", name)
	}
	return data
}

func (e *engine) read(name string, v any) {
	if err := json.Unmarshal(e.file(name), v); err != nil {
		e.t.Fatalf("%s: %v", name, err)
	}
}

// line returns the table's line of a bulletin.
func (e *engine) line(n int) []any {
	var table [][]any
	e.read(fmt.Sprintf("docs/%05x.json", n/e.meta.Chunk), &table)
	return table[n%e.meta.Chunk]
}

// candidate is a bulletin with all pairs of a query.
type candidate struct {
	number int
	title  bool
}

// find returns the bulletins that hold all that is looked up of a query, in the
// order of the results. With every, all pairs are looked up, not only four.
func (e *engine) find(query string, every bool) []candidate {
	titles, all := map[int]int{}, map[int]int{}
	asked := 0
	for _, phrase := range phrases(query) {
		for _, p := range pairs(phrase, every) {
			asked++
			inTitle, anywhere := e.lists(p)
			if p.second == 0 {
				anywhere = inTitle
			}
			for _, n := range inTitle {
				titles[n]++
			}
			for _, n := range anywhere {
				all[n]++
			}
		}
	}
	var first, rest []candidate
	for n := e.meta.Docs - 1; n >= 0 && asked > 0; n-- {
		switch {
		case titles[n] == asked:
			first = append(first, candidate{n, true})
		case all[n] == asked:
			rest = append(rest, candidate{n, false})
		}
	}
	return append(first, rest...)
}

// phrases returns the terms of a query in their normal form, each once.
func phrases(query string) []string {
	var list []string
	for _, term := range strings.FieldsFunc(norm.NFKC.String(query), func(r rune) bool { return r == ' ' || r == '\t' }) {
		if p := search.Normal(term); p != "" && !slices.Contains(list, p) {
			list = append(list, p)
		}
	}
	return list[:min(len(list), 20)]
}

// pair is a pair as an entry of a shard begins with it.
type pair struct{ first, second uint64 }

func pairs(phrase string, every bool) []pair {
	var list []pair
	var before, broken rune
	for _, r := range phrase {
		if r == ' ' {
			broken = 1
			continue
		}
		if before != 0 {
			list = append(list, pair{uint64(before), uint64(r<<1 | broken)})
		}
		before, broken = r, 0
	}
	if len(list) == 0 {
		return []pair{{uint64(before), 0}}
	}
	if every || len(list) <= 4 {
		return list
	}
	last := len(list) - 1
	return []pair{list[0], list[last/3], list[last*2/3], list[last]}
}

// lists returns the bulletins with a pair in the title, and all with it.
func (e *engine) lists(p pair) (titles, all []int) {
	shard := search.Shard(rune(p.first), rune(p.second>>1), bits.Len(uint(e.meta.Shards))-1)
	data := e.file(fmt.Sprintf("grams/%x-%05x.bin", e.meta.Shards, shard))
	for len(data) > 0 {
		found := pair{e.uvarint(&data), e.uvarint(&data)}
		inTitle, anywhere := e.list(&data), e.list(&data)
		if found == p {
			titles, all = inTitle, anywhere
		}
	}
	return titles, all
}

func (e *engine) uvarint(data *[]byte) uint64 {
	n, size := binary.Uvarint(*data)
	if size <= 0 {
		e.t.Fatalf("bad varint in % x", *data)
	}
	*data = (*data)[size:]
	return n
}

func (e *engine) list(data *[]byte) (numbers []int) {
	head := e.uvarint(data)
	list := (*data)[:head>>1]
	*data = (*data)[head>>1:]
	if head&1 == 1 {
		for i, b := range list {
			for bit := range 8 {
				if b>>bit&1 == 1 {
					numbers = append(numbers, i*8+bit)
				}
			}
		}
		return numbers
	}
	n := 0
	for len(list) > 0 {
		n += int(e.uvarint(&list))
		numbers = append(numbers, n)
	}
	return numbers
}
