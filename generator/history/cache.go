package history

import (
	"maps"
	"regexp"
	"slices"
	"time"

	"jianbao/generator/memo"
)

// program tells this form of the table from others.
const program = "history 1"

// Cache is the history as it was known before, up to a commit: the next time only what
// came after it is asked for. It serves one [Read] at a time.
type Cache struct {
	known   saved
	changed bool
}

// saved is a log on disk.
type saved struct {
	Head, Content string
	Commits       []savedCommit
	Texts         []savedText // sorted by path
}

type savedCommit struct {
	ID      string
	At      int64 // seconds since 1970
	Root    bool
	Brought int
}

type savedText struct {
	Path   string
	Commit int // number of its first one
}

// ReadCache reads a cache. It is empty where the file is none, or damaged.
func ReadCache(file string) *Cache {
	c := &Cache{}
	_, contents := memo.ReadTable(file, program)
	if len(contents) != 1 || new(memo.Coder).Read(contents[0], &c.known) != nil {
		return &Cache{}
	}
	return c
}

// Write writes the cache in the place of the one before, unless nothing is new.
func (c *Cache) Write(file string) error {
	if !c.changed {
		return nil
	}
	c.changed = false
	return memo.NewTable(file, program).Write(slices.Values([][]byte{new(memo.Coder).Append(nil, c.known)}))
}

// commitID is what git is told of a cache; nothing else must reach its command line.
var commitID = regexp.MustCompile(`^[0-9a-f]{40,64}$`)

// log returns what is known of the texts of a site, up to a commit; "" for nothing.
func (c *Cache) log(content string) (l *log, head string) {
	l = &log{content: content, first: map[string]*commit{}}
	if c == nil || c.known.Content != content || !commitID.MatchString(c.known.Head) {
		return l, ""
	}
	commits := make([]*commit, len(c.known.Commits))
	for i, s := range c.known.Commits {
		commits[i] = &commit{s.ID, time.Unix(s.At, 0), s.Root, s.Brought}
		if s.Brought > 0 {
			l.commits = append(l.commits, commits[i])
		}
	}
	for _, t := range c.known.Texts {
		if t.Commit < 0 || t.Commit >= len(commits) {
			return &log{content: content, first: map[string]*commit{}}, ""
		}
		l.first[t.Path] = commits[t.Commit]
	}
	return l, c.known.Head
}

// note remembers what is known up to a commit.
func (c *Cache) note(l *log, head string) {
	if c == nil || c.known.Head == head && c.known.Content == l.content {
		return
	}
	c.known, c.changed = saved{Head: head, Content: l.content}, true
	numbers := map[*commit]int{}
	number := func(of *commit) int {
		n, known := numbers[of]
		if !known {
			n = len(c.known.Commits)
			numbers[of] = n
			c.known.Commits = append(c.known.Commits, savedCommit{of.id, of.at.Unix(), of.root, of.brought})
		}
		return n
	}
	for _, of := range l.commits {
		number(of)
	}
	for _, path := range slices.Sorted(maps.Keys(l.first)) {
		c.known.Texts = append(c.known.Texts, savedText{path, number(l.first[path])})
	}
}
