package history

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"jianbao/generator/check"
)

// commitMark begins what git says of a commit; no path does.
const commitMark = "\x01"

// log is the history of the texts of a repository.
type log struct {
	content string             // folder of the site's texts: "site/content/"
	first   map[string]*commit // by path in the repository
	commits []*commit          // that brought in texts of the site
}

type commit struct {
	id      string
	at      time.Time
	root    bool
	brought int // texts of the site
}

// read reads the log: parts that end in NUL, a commit, then a letter and the path of
// each text that came with it, or two paths of one that was renamed.
func (l *log) read(r io.Reader) error {
	limited := &io.LimitedReader{R: r, N: largest}
	parts := bufio.NewScanner(limited)
	parts.Buffer(nil, 1<<20)
	parts.Split(atNUL)
	var current *commit
	for parts.Scan() {
		part := strings.TrimPrefix(parts.Text(), "\n")
		if says, isCommit := strings.CutPrefix(part, commitMark); isCommit {
			c, err := parseCommit(says)
			if err != nil {
				return err
			}
			current = c
			continue
		}
		if part == "" || current == nil || !parts.Scan() {
			continue
		}
		from := parts.Text()
		switch part[0] {
		case 'A':
			l.add(from, current)
		case 'R':
			if parts.Scan() {
				l.rename(from, parts.Text(), current)
			}
		}
	}
	if limited.N <= 0 {
		return errTooLong
	}
	return parts.Err()
}

func atNUL(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}

// parseCommit reads "ID AUTHORED COMMITTED PARENT…". The earlier of the two times counts:
// a commit that was taken over from elsewhere keeps the time at which it was written.
func parseCommit(says string) (*commit, error) {
	fields := strings.Fields(says)
	if len(fields) < 3 {
		return nil, fmt.Errorf("no commit: %q", says)
	}
	authored, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return nil, err
	}
	committed, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil {
		return nil, err
	}
	return &commit{id: fields[0], at: time.Unix(min(authored, committed), 0), root: len(fields) == 3}, nil
}

// add notes that a commit brought a text in. One that came back keeps its first commit.
func (l *log) add(path string, c *commit) {
	if strings.HasPrefix(path, l.content) {
		if c.brought == 0 {
			l.commits = append(l.commits, c)
		}
		c.brought++
	}
	if known := l.first[path]; known == nil || c.at.Before(known.at) {
		l.first[path] = c
	}
}

func (l *log) rename(from, to string, c *commit) {
	before := l.first[from]
	if before == nil {
		l.add(to, c)
		return
	}
	if known := l.first[to]; known == nil || before.at.Before(known.at) {
		l.first[to] = before
	}
}

// firsts returns the first commits of the site's texts, by path in the site.
func (l *log) firsts() map[string]check.FirstCommit {
	opening := l.opening()
	firsts := map[string]check.FirstCommit{}
	for path, c := range l.first {
		if below, found := strings.CutPrefix(path, l.content); found {
			firsts["content/"+below] = check.FirstCommit{ID: c.id, At: c.at, Together: c.brought, Opening: c.root || c == opening}
		}
	}
	return firsts
}

// opening returns the earliest commit that brought texts in; nil if none did.
func (l *log) opening() *commit {
	var earliest *commit
	for _, c := range l.commits {
		if earliest == nil || c.at.Before(earliest.at) {
			earliest = c
		}
	}
	return earliest
}
