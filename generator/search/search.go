// Package search makes the search index of the site: static files that a small
// script (assets/js/search.js) queries in the reader's browser.
//
// Chinese has no spaces, and every dictionary lacks the words of this trade. So
// nothing is cut into words: the index holds each pair of neighbouring letters
// (a gram) with the numbers of the bulletins that have it. What holds 增值税减免
// is among those that hold 增值, 值税, 税减 and 减免; the script then reads the
// text of the hits it is about to show and drops those that hold all pairs but
// not the phrase. Any two neighbouring characters can be found, Latin letters
// and digits (2018, 3+2, PDF) as well as Chinese.
//
// # Normal form
//
// Both sides bring text into one form first (fold.go, and fold in the script; a
// test compares the two on every character): compatibility forms, full width
// among them, become plain ones, letters lose case and accents, invisible
// characters vanish. What is no letter, no digit and no plus sign is a break. A
// blank beside a Chinese character is nothing at all: “2018 年” is 2018年. A pair
// knows whether a break lies inside it, so 6.5 is not 65, but it is 6,5.
//
// The search terms of a query are parted by blanks; a bulletin must have all of
// them, each in its title, source, number, a tag or the text. A term of a single
// letter is looked for in titles only. Hits in the title come first, and newer
// ones before older ones.
//
// # Files
//
//	search/meta.json             {"docs":100000,"chunk":16,"shards":16384}
//	search/docs/0001f.json       what a result shows, for chunk bulletins
//	search/grams/4000-0001f.bin  shard 0x1f of 0x4000: pairs and their lists
//
// Bulletins are numbered from the oldest, so a new one leaves all files alone
// but for the last table and the shards of its own pairs. The names of the shards
// hold their number: a page that is open while the site changes may miss a file,
// but cannot read a wrong one.
//
// A line of a table is an array: title, address, day, column, source, number,
// tags; then the address of the JSON file unless that is the page's address with
// index.json, and, where there is no such file, the summary.
//
// A shard is a row of entries in the order of their pairs; numbers are varints:
//
//	first letter
//	second letter × 2, + 1 with a break between; 0 for a single letter
//	list of the bulletins with the pair in their title
//	list of all with it
//
// and a list is
//
//	its bytes × 2, + 1 for a bitmap
//	the numbers, each less the one before; or bit n%8 of byte n/8 for number n
//
// whichever is shorter. The shard of a pair is a hash of its letters: no
// directory is needed.
//
// # Cost of a query
//
// The number of shards is a power of two that makes them 8 to 16 KB on average.
// With 100,000 bulletins of 1,000 characters there are some 100 million entries
// in 2.5 million lists, at little more than a byte each, and no list is longer
// than its bitmap of 12.5 KB: 140 MB in 16,384 shards of 8.5 KB. The script
// looks up at most four pairs of a term, however long it is, spread over it:
//
//	4 shards of 8.5 KB               34 KB
//	2 lists of very common pairs     25 KB
//	10 tables of 16 × 0.2 KB         32 KB
//	                                 91 KB
//
// and less than half of that for a term of two characters. The texts of the ten
// hits on show come on top: they are the bulletins' own JSON files.
//
// # Bringing an index forward
//
// Write makes the files of an index out of those of the one before (Before), and
// they are byte for byte what they would be without it. What the documents of
// both have to do with each other is for the caller to say, and that the old
// files are what the same program once wrote (by their sums): the index does not
// know it. Each old document has stayed or is gone, each new one has stayed or
// is fresh, and only of the fresh ones the text is asked for.
//
//   - Most edits leave all other numbers as they are: of a text, of a title, a new
//     newest bulletin. The pairs of what is gone and of what is fresh then name the
//     lists that change (forward.go). Shards without any of these are kept, and in
//     the others all other entries are copied.
//   - When numbers shift, by a bulletin of an earlier date or one less, every
//     shard is read and every list renumbered. That needs no text, and is still ten
//     times quicker than to begin anew.
//   - Whether the number of shards has changed is told from the sizes alone. When
//     it has, shards are split or joined on the way: the space of pairs is gone
//     through in parts (part.go) that are as small as a shard of the one and of the
//     other index.
//   - A table is kept if all its lines have stayed in their places.
//
// An old shard that cannot be read, or not as a shard, ends this: from there on
// the shards are made of all texts. Those that are written already are right. An
// index of which most is fresh is made anew, too.
//
// # Memory
//
// The text of a document is forgotten once it has been taken up; what stays is
// about three bytes for each of its different pairs (runs.go). Bringing forward
// holds the pairs of what is fresh and a few shards.
package search

import "jianbao/generator/civil"

// Documents are those of an index, without their texts.
type Documents interface {
	Len() int
	Date(i int) civil.Time
	At(i int) Document // made when it is asked for: of few, where there is an index before
}

// Document is a bulletin as search sees it.
type Document struct {
	Title   string
	URL     string // percent-encoded, as a path (/repo/reform/green/) or relative to the home page
	Date    civil.Time
	Column  string
	Source  string
	Number  string
	Summary string // shown where there is no JSON
	Tags    []string
	Text    string // plain
	JSON    string // address of its JSON file, written like URL; "" = none
}
