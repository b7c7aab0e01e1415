package search

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

const (
	// Prefix is where all files of the index lie. The page of search itself,
	// search/index.html, is none of them.
	Prefix = "search/"

	chunk    = 16 // lines in a table
	metaPath = Prefix + "meta.json"
)

// meta is what a reader of the index has to know first.
type meta struct {
	Docs   int `json:"docs"`
	Chunk  int `json:"chunk"`
	Shards int `json:"shards"`
}

func (m meta) json() []byte {
	data, err := json.Marshal(m)
	if err != nil {
		panic(err) // numbers only
	}
	return data
}

// Order returns which document has which number in their index: from the oldest to
// the newest, and of the same date the last before the first.
func Order(docs Documents) []uint32 {
	order := make([]uint32, docs.Len())
	for i := range order {
		order[i] = uint32(len(order) - 1 - i) // most are given in this order
	}
	slices.SortFunc(order, func(a, b uint32) int {
		return cmp.Or(docs.Date(int(a)).Compare(docs.Date(int(b))), cmp.Compare(b, a))
	})
	return order
}

func tablePath(table int) string { return fmt.Sprintf("%sdocs/%05x.json", Prefix, table) }

// table makes a table of the documents with some numbers.
func table(docs Documents, numbers []uint32) []byte {
	data := []byte("[")
	for n, i := range numbers {
		if n > 0 {
			data = append(data, ',')
		}
		d := docs.At(int(i))
		data = appendLine(data, &d)
	}
	return append(data, ']')
}

// appendLine prints what a result shows. HTML is escaped, for good measure; the
// script makes text nodes of it.
func appendLine(dst []byte, d *Document) []byte {
	tags := d.Tags
	if tags == nil {
		tags = []string{}
	}
	fields := []any{d.Title, d.URL, d.Date.Date(), d.Column, d.Source, d.Number, tags}
	switch d.JSON {
	case d.URL + "index.json":
	case "":
		fields = append(fields, "", d.Summary)
	default:
		fields = append(fields, d.JSON)
	}
	data, err := json.Marshal(fields)
	if err != nil {
		panic(err) // strings only
	}
	return append(dst, data...)
}
