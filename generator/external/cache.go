package external

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"jianbao/generator/check"
	"jianbao/generator/memo"
)

// How long an answer is believed. A good page seldom goes; what is dead may just
// have been mended; what is unclear is worth another try, but not at once.
const (
	goodFor    = 7 * 24 * time.Hour
	deadFor    = time.Hour
	unclearFor = 10 * time.Minute
)

// program tells this form of the table from others.
const program = "external 1"

// Cache is what was answered before. It serves one [Ask] at a time.
type Cache struct {
	records map[string]record // by address
	changed bool
}

// record is what was answered about an address.
type record struct {
	Address string
	Cause   uint8
	Status  int
	Asked   int64 // seconds since 1970
}

// ReadCache reads a cache. It is empty where the file is none, or damaged.
func ReadCache(file string) *Cache {
	c := &Cache{}
	_, contents := memo.ReadTable(file, program)
	var list []record
	if len(contents) != 1 || new(memo.Coder).Read(contents[0], &list) != nil {
		return c
	}
	c.records = make(map[string]record, len(list))
	for _, r := range list {
		c.records[r.Address] = r
	}
	return c
}

// Write writes the cache in the place of the one before, unless nothing is new.
func (c *Cache) Write(file string) error {
	if !c.changed {
		return nil
	}
	list := slices.SortedFunc(maps.Values(c.records), func(a, b record) int { return cmp.Compare(a.Address, b.Address) })
	c.changed = false
	return memo.NewTable(file, program).Write(slices.Values([][]byte{new(memo.Coder).Append(nil, list)}))
}

// note remembers outcomes, and forgets what is of no more use.
func (c *Cache) note(now time.Time, outcomes map[string]outcome) {
	if c.records == nil {
		c.records = map[string]record{}
	}
	for address, o := range outcomes {
		if o.asked() {
			c.records[address] = record{address, uint8(o.Cause), o.Status, now.Unix()}
			c.changed = true
		}
	}
	maps.DeleteFunc(c.records, func(_ string, r record) bool { return now.Sub(time.Unix(r.Asked, 0)) > goodFor })
}

func (r record) outcome() outcome { return outcome{cause(r.Cause), r.Status} }

// fresh reports whether an answer is still believed. One of the future is not: a
// clock was wrong.
func (r record) fresh(now time.Time) bool {
	keep := map[check.Verdict]time.Duration{check.Good: goodFor, check.Dead: deadFor, check.Unclear: unclearFor}[r.outcome().verdict()]
	age := now.Sub(time.Unix(r.Asked, 0))
	return age >= 0 && age < keep
}
