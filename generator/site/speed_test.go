package site_test

import (
	"fmt"
	"runtime"
	"testing"

	"jianbao/generator/memo"
	"jianbao/generator/site"
)

// large is a site of n bulletins in one column, with n/4 tags, and with links and
// relations between them; all of them name the first one. The links of the first few are broken.
func large(t testing.TB, n, broken int) *model {
	sources := files{"reform/_index.md": "title: 改革"}
	for i := range n {
		related := fmt.Sprintf("0.md, %d.md", i%(n-1)+1)
		if i == 0 || i%(n-1)+1 == i {
			related = "1.md"
		}
		text := fmt.Sprintf("title: 简报%d\ndate: %d-%02d-%02d\ntags: [标签%d, 常用]\nrelated: [%s]\nindex: 号%d\npinned: %v\n\n",
			i, 2000+i%25, 1+i%12, 1+i%28, i%(n/4), related, i, i%1000 == 0)
		text += fmt.Sprintf("[x](%d.md) [y](/reform/%d/) ![z](图%d.png)\n", (i*7+1)%n, (i*11+2)%n, i)
		if i < broken {
			text += fmt.Sprintf("\n[x](没有%d.md) [y](/Reform/%d/) [z](../%d.md)\n", i, i, i)
		}
		sources[fmt.Sprintf("reform/%d.md", i)] = text
		sources[fmt.Sprintf("reform/图%d.png", i)] = ""
	}
	return parse(t, sources)
}

// allocated is how many bytes a model takes while it is made.
func (m *model) allocated() uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m.Site, m.diags = site.New(m.opts, m.docs)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// The model is made whole in every build, so it must grow no faster than the
// site: where each bulletin looked at all others, sixteen times the bulletins
// would allocate 256 times as much. BenchmarkNew shows the time.
func TestModelGrowsWithTheSite(t *testing.T) {
	for _, broken := range []int{0, 1} {
		small, big := large(t, 150, 150*broken), large(t, 2400, 2400*broken)
		a, b := small.allocated(), big.allocated()
		t.Logf("broken links: %v; 150 bulletins %d KB, 2400 bulletins %d KB", broken == 1, a>>10, b>>10)
		if broken == 0 {
			small.clean()
		}
		if b > 30*a {
			t.Errorf("broken links: %v; 150 bulletins take %d KB, 2400 take %d KB", broken == 1, a>>10, b>>10)
		}
	}
}

// ordinary is a site of n bulletins as offices write them: eight columns, two tags
// of a few dozen, hardly a link.
func ordinary(t testing.TB, n int) *model {
	sources := files{"site.yaml": "defaults: {source: 改革办}\n"}
	for c := range 8 {
		sources[fmt.Sprintf("c%d/_index.md", c)] = fmt.Sprintf("title: 栏目%d", c)
	}
	for i := range n {
		sources[fmt.Sprintf("c%d/n%06d.md", i*7919%8, i)] = fmt.Sprintf(
			"title: 深化改革推动绿色发展%d\ndate: %d-%02d-%02d 09:30\ntags: [标签%d, 事项%d]\nkeywords: [产业体系]\nsource: 改革办\n\n%s\n\n## 一、目标\n\n## 二、措施\n",
			i, 2012+i*31%15, 1+i*17%9, 1+i*13%28, i%19, i*7%16, "全区确定三大主导产业和两个培育产业。")
	}
	return parse(t, sources)
}

// sites runs a benchmark with sites of several kinds and sizes.
func sites(b *testing.B, run func(b *testing.B, m *model)) {
	for _, n := range []int{2_500, 10_000, 50_000} {
		b.Run(fmt.Sprintf("linked/%d", n), func(b *testing.B) { run(b, large(b, n, 0)) })
		b.Run(fmt.Sprintf("ordinary/%d", n), func(b *testing.B) { run(b, ordinary(b, n)) })
	}
}

func BenchmarkNew(b *testing.B) {
	sites(b, func(b *testing.B, m *model) {
		for b.Loop() {
			site.New(m.opts, m.docs)
		}
	})
}

// Where nothing has changed, a build is little more than this: every view is
// made without its body, and summed.
func BenchmarkViews(b *testing.B) {
	sites(b, func(b *testing.B, m *model) {
		made, diags := site.New(m.opts, m.docs)
		if diags.HasErrors() {
			b.Fatal(diags)
		}
		b.ReportMetric(float64(len(made.Pages())), "pages")
		for b.Loop() {
			var hasher memo.Hasher
			for _, p := range made.Pages() {
				view, err := made.View(p, justSums{m.bodies})
				if err != nil {
					b.Fatal(err)
				}
				hasher.Sum(view)
			}
		}
	})
}
