package check

import (
	"path"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/nearest"
	"jianbao/generator/site"
)

// VanishedAddress is the rule that holds a site to its ledger.
const VanishedAddress = "vanished-address"

// addressRules are about what a site once served.
func addressRules() []*Rule {
	return []*Rule{{
		Name:      VanishedAddress,
		Title:     diag.Text{ZH: "发布过的网址没有了，也没有转向", EN: "an address that was published is gone, and nothing leads on from it"},
		Indicator: of(indicators, "死链、错链", "dead and wrong links"),
		Why: diag.Text{
			ZH: "上级网站、搜索引擎和读者的收藏还指着旧网址，点开就是“页面不存在”。发布过的网址记在 data/addresses.txt（网址台账）里，由 jianbao check --accept 更新；没有台账就不查。到期（expires）的简报不算。",
			EN: "Other sites, search engines and bookmarks lead to the old address, where nothing is any more. The addresses that were published stand in data/addresses.txt, which jianbao check --accept brings up to date; without that file nothing is looked at. Bulletins that expired (expires) are not meant.",
		},
		Mend: diag.Text{
			ZH: "在接替它的那一篇的 aliases 里写上这个网址；确实撤下的，运行 jianbao check --accept",
			EN: "name it under aliases in the bulletin that takes its place; if it was withdrawn for good, run jianbao check --accept",
		},
		Site: vanishedAddresses,
	}}
}

// vanishedAddresses tells of a folder once, if all that is known below it has gone
// with it: a column that was renamed takes hundreds of addresses with it.
func vanishedAddresses(s *Site, found *Findings) {
	if s.Ledger == nil {
		return
	}
	entries := s.Ledger.entries
	standings := make([]site.Standing, len(entries))
	for i, e := range entries {
		standings[i] = s.Addresses.Standing(e.address)
	}
	var moved *moves
	for i := 0; i < len(entries); i++ {
		if standings[i].Served || standings[i].Expired {
			continue
		}
		if moved == nil {
			moved = newMoves(s)
		}
		below := goneBelow(entries[i:], standings[i:])
		tellOfGone(found, entries[i:i+below+1], standings[i], moved)
		i += below
	}
}

// goneBelow counts the addresses below the first one, 0 if one of them is served.
func goneBelow(entries []entry, standings []site.Standing) int {
	folder := entries[0].address
	if !strings.HasSuffix(folder, "/") {
		return 0
	}
	n := 1
	for ; n < len(entries) && strings.HasPrefix(entries[n].address, folder); n++ {
		if standings[n].Served {
			return 0
		}
	}
	return n - 1
}

// tellOfGone tells of an address that is gone, with those below it.
func tellOfGone(found *Findings, gone []entry, standing site.Standing, moved *moves) {
	e, below := gone[0], len(gone)-1
	zh, en := "", ""
	if below > 0 {
		with := diag.Sprintf("，连同它下面的 %d 个", ", with %d below it", below)
		zh, en = with.ZH, with.EN
	}
	at := diag.Pos{Path: LedgerFile, Line: e.line, Column: 1}
	d := found.Add(at, "发布过的网址 %[1]s 没有了%[2]s，也没有转向", "the published address %[1]s is gone%[3]s, and nothing leads on from it", e.address, zh, en)
	switch near := moved.guess(gone); {
	case standing.Hidden:
		d.Hintf("它属于 %[1]s，那一篇现在不发布；确实撤下的，运行 jianbao check --accept", "it is that of %[1]s, which is not published now; if that is for good, run jianbao check --accept", standing.Source)
	case standing.Source != "":
		d.Hintf("%[1]s 还在，但没有简报用到它；在正文中链接它，或列入 attachments", "%[1]s is still there, and no bulletin uses it; link to it, or list it under attachments", standing.Source)
	case near != "" && path.Base(moved.sources[near]) == "_index.md":
		d.Hintf("是不是移到了 %[1]s？把文件夹改回原名，或在移走的各篇的 aliases 里写上旧网址", "did it move to %[1]s? Give the folder its name back, or name the old addresses under aliases in the bulletins that moved", near)
	case near != "" && path.Ext(moved.sources[near]) == ".md":
		d.Hintf("是不是移到了 %[1]s？在 %[2]s 的 aliases 里写上 %[3]s", "did it move to %[1]s? Name %[3]s under aliases in %[2]s", near, moved.sources[near], e.address)
	case !strings.HasSuffix(e.address, "/") && !strings.HasSuffix(e.address, ".html"):
		d.Hintf("把文件放回原处；确实撤下的，运行 jianbao check --accept", "put the file back; if it was withdrawn for good, run jianbao check --accept")
	}
}

// moves are the addresses that are served and not yet in the ledger: where pages may
// have moved to.
type moves struct {
	sources map[string]string   // by address
	named   map[string]string   // the address whose last part is so; "" where several have it
	inside  map[string][]string // the last parts in a folder
	left    int                 // guesses that may yet be made: each looks at a whole folder
}

func newMoves(s *Site) *moves {
	m := &moves{map[string]string{}, map[string]string{}, map[string][]string{}, 100}
	for _, address := range s.Addresses.Lasting() {
		if s.Ledger.has(address) {
			continue
		}
		m.sources[address] = s.Addresses.Standing(address).Source
		folder, name := path.Split(path.Clean(address))
		m.inside[folder] = append(m.inside[folder], name)
		if _, taken := m.named[name]; taken {
			address = ""
		}
		m.named[name] = address
	}
	return m
}

// guess returns where a page has most likely moved to: what is called the same elsewhere,
// or nearly the same in the same place. A folder has moved to where what was in it is now.
func (m *moves) guess(gone []entry) string {
	address := gone[0].address
	folder, name := path.Split(path.Clean(address))
	if near := m.named[name]; near != "" {
		return near
	}
	for _, e := range gone[1:] {
		within := strings.TrimPrefix(e.address, address)
		if near, found := strings.CutSuffix(m.named[path.Base(within)], "/"+within); found && m.sources[near+"/"] != "" {
			return near + "/"
		}
	}
	if m.left--; m.left < 0 {
		return ""
	}
	near := nearest.Word(name, m.inside[folder])
	if near == "" {
		return ""
	}
	if _, page := m.sources[folder+near+"/"]; page {
		return folder + near + "/"
	}
	return folder + near
}
