package check

import (
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/site"
)

// LedgerFile is where a site keeps its ledger of addresses. It is beside the other
// files that people keep for the inspection, and not in content/, where each file is
// to be published.
const LedgerFile = "data/addresses.txt"

// Ledger is the list of addresses that a site has published and that others may have
// linked to (see [site.Addresses.Lasting]): a text of one address a line, below the home
// page and decoded, so that it holds wherever the site lives. It is sorted, so that two
// people who add to it seldom meet. Lines that begin with # are remarks on the next one.
type Ledger struct {
	entries []entry  // sorted
	remarks []string // below the last entry
}

type entry struct {
	address string
	line    int
	remarks []string
}

// ledgerHead is what a ledger says of itself.
const ledgerHead = "# 网址台账：已经发布、别人可能链接的网址。jianbao check --accept 更新它。\n" +
	"# The addresses that were published, which others may have linked to. jianbao check --accept brings it up to date.\n\n"

// badLines is after how many lines that are none the rest is not looked at.
const badLines = 20

// ParseLedger reads a ledger: clean text with "\n" at the ends of lines. Its order does
// not matter, nor that an address stands there twice, as after a merge.
func ParseLedger(name string, text []byte) (*Ledger, diag.List) {
	l := &Ledger{}
	var diags diag.List
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case line == "", strings.Contains(ledgerHead, line+"\n"):
		case line[0] == '#':
			l.remarks = append(l.remarks, line)
		case isAddress(line):
			l.entries = append(l.entries, entry{line, number, l.remarks})
			l.remarks = nil
		case len(diags) < badLines:
			reportLine(&diags, diag.Pos{Path: name, Line: number, Column: 1}, line)
		}
	}
	slices.SortStableFunc(l.entries, func(a, b entry) int { return strings.Compare(a.address, b.address) })
	l.entries = slices.CompactFunc(l.entries, func(a, b entry) bool { return a.address == b.address })
	return l, diags
}

func isAddress(line string) bool {
	return line[0] == '/' && !strings.Contains(line, "//") && !strings.ContainsAny(line, `\?`)
}

func reportLine(diags *diag.List, at diag.Pos, line string) {
	d := diags.Errorf(at, "bad-path", "不是网址路径：%s", "no path of an address: %s", line)
	switch {
	case strings.HasPrefix(line, "<<<<<<<"), strings.HasPrefix(line, "======="), strings.HasPrefix(line, ">>>>>>>"), strings.HasPrefix(line, "|||||||"):
		d.Hintf("合并冲突没有解决：两边的网址都留下，删去标记行", "a conflict of a merge: keep the addresses of both sides, and delete the marks")
	default:
		d.Hintf("一行一个网址，从 / 写起，不带域名，如 /reform/green/", "one a line, from / on and without the host, as /reform/green/")
	}
}

// Accept returns the ledger of what is served now, with what is new in it and what is
// gone. What stands there by somebody's own wish stays as long as it is served.
func (l *Ledger) Accept(now *site.Addresses) (accepted *Ledger, added, removed []string) {
	accepted = &Ledger{}
	if l != nil {
		accepted.remarks = l.remarks
		for _, e := range l.entries {
			if now.Standing(e.address).Served {
				accepted.entries = append(accepted.entries, e)
			} else {
				removed = append(removed, e.address)
			}
		}
	}
	for _, address := range now.Lasting() {
		if !l.has(address) {
			accepted.entries = append(accepted.entries, entry{address: address})
			added = append(added, address)
		}
	}
	slices.SortFunc(accepted.entries, func(a, b entry) int { return strings.Compare(a.address, b.address) })
	return accepted, added, removed
}

// Len is how many addresses there are.
func (l *Ledger) Len() int { return len(l.entries) }

func (l *Ledger) has(address string) bool {
	if l == nil {
		return false
	}
	_, found := slices.BinarySearchFunc(l.entries, address, func(e entry, address string) int { return strings.Compare(e.address, address) })
	return found
}

// Text returns the ledger as it is written.
func (l *Ledger) Text() []byte {
	text := []byte(ledgerHead)
	for _, e := range l.entries {
		for _, remark := range e.remarks {
			text = append(append(text, remark...), '\n')
		}
		text = append(append(text, e.address...), '\n')
	}
	for _, remark := range l.remarks {
		text = append(append(text, remark...), '\n')
	}
	return text
}
