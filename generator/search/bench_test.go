package search_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/search"
)

// bulletins makes texts like those of bulletins: words of two to four characters,
// a few of which are very common and most rare, as are their characters.
type bulletins struct {
	rng   *rand.Rand
	words []string
	next  *rand.Zipf
}

func newBulletins() *bulletins {
	rng := rand.New(rand.NewPCG(9, 10))
	characters := rand.NewZipf(rng, 1.05, 60, 6000)
	b := &bulletins{rng: rng, next: rand.NewZipf(rng, 1.1, 40, 60_000)}
	for range 60_001 {
		word := ""
		for range 2 + rng.IntN(5)/2 {
			word += string(rune(0x4E00 + characters.Uint64()))
		}
		b.words = append(b.words, word)
	}
	return b
}

// text returns a text of so many characters, with punctuation and numbers.
func (b *bulletins) text(length int) string {
	var out strings.Builder
	for out.Len() < 3*length {
		out.WriteString(b.words[b.next.Uint64()])
		switch b.rng.IntN(40) {
		case 0, 1, 2, 3:
			out.WriteString("，")
		case 4, 5:
			out.WriteString("。\n")
		case 6:
			fmt.Fprintf(&out, "%d", b.rng.IntN(10_000))
		case 7:
			fmt.Fprintf(&out, "%d年", 2012+b.rng.IntN(15))
		}
	}
	return out.String()
}

func (b *bulletins) document(i, length int) search.Document {
	url := fmt.Sprintf("reform/20%02d-%02d-%02d-%05d/", 10+i%16, 1+i%12, 1+i%28, i)
	return search.Document{
		Title: b.text(20), URL: url, JSON: url + "index.json", Date: day(int16(2010+i%16), int8(1+i%12), int8(1+i%28)),
		Column: "全面深化改革", Source: "市委政研室", Number: fmt.Sprintf("湘政发〔20%02d〕%d号", 10+i%16, i), Tags: []string{b.words[i%50]},
		Text: b.text(length),
	}
}

// BenchmarkIndex builds and writes whole indexes, and tells how large they are.
func BenchmarkIndex(b *testing.B) {
	for _, size := range []struct{ docs, characters int }{{1000, 1000}, {10_000, 1000}, {10_000, 2300}} {
		b.Run(fmt.Sprintf("%dx%d", size.docs, size.characters), func(b *testing.B) {
			for range b.N {
				benchmark(b, size.docs, size.characters)
			}
		})
	}
}

func benchmark(b *testing.B, docs, characters int) {
	b.StopTimer()
	texts := newBulletins()
	list := make([]search.Document, docs)
	for i := range list {
		list[i] = texts.document(i, 1)
	}
	var shards []int
	total, tables, largest := 0, 0, 0
	before, asked := heap(), 0
	b.StartTimer()
	err := search.Write(documents(list), func(int) (string, error) {
		b.StopTimer()
		defer b.StartTimer()
		if asked++; asked == docs {
			b.ReportMetric(float64(heap()-before)/(1<<20), "heapMB")
		}
		return texts.text(characters), nil
	}, nil, func(path string, data []byte) error {
		total += len(data)
		if strings.HasSuffix(path, ".bin") {
			shards = append(shards, len(data))
		} else {
			tables++
			largest = max(largest, len(data))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	slices.Sort(shards)
	b.ReportMetric(float64(total)/(1<<20), "totalMB")
	b.ReportMetric(float64(len(shards)), "shards")
	b.ReportMetric(float64(shards[len(shards)/2])/1024, "medianKB")
	b.ReportMetric(float64(shards[len(shards)-1])/1024, "maxKB")
	b.ReportMetric(float64(largest)/1024, "tableKB")
	b.StartTimer()
}

func heap() int64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

// BenchmarkForward brings an index of 10,000 documents forward, in memory.
func BenchmarkForward(b *testing.B) {
	texts := newBulletins()
	var docs []search.Document
	for i := range 10_000 {
		docs = append(docs, texts.document(i, 2300))
	}
	slices.SortStableFunc(docs, func(a, b search.Document) int { return b.Date.Compare(a.Date) })
	was := cold(b, docs)
	newest := texts.document(20_000, 2300)
	newest.Date = day(2030, 1, 1)
	edited := slices.Clone(docs)
	edited[5000].Text = strings.Replace(edited[5000].Text, "，", "，优化营商环境", 1)
	redated := slices.Clone(docs)
	redated[5000].Date = day(2011, 1, 1)
	for _, c := range []struct {
		name string
		docs []search.Document
	}{
		{"nothing", docs},
		{"words", edited},
		{"newest", slices.Insert(slices.Clone(docs), 0, newest)},
		{"date", redated},
		{"removed", slices.Delete(slices.Clone(docs), 5000, 5001)},
		{"cold", docs},
	} {
		b.Run(c.name, func(b *testing.B) {
			var s *step
			for range b.N {
				b.StopTimer()
				s = begin(b, c.docs)
				before := was.before(s)
				if c.name == "cold" {
					before = nil
				}
				b.StartTimer()
				s.run(before)
			}
			b.ReportMetric(float64(len(s.read)), "read")
			b.ReportMetric(float64(len(s.written)), "written")
			b.ReportMetric(float64(s.texts), "texts")
		})
	}
}
