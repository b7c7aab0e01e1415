package site_test

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

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

func (m *model) duration() time.Duration {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // which small models do not meet
	best := time.Hour
	for range 5 { // the least disturbed of five
		runtime.GC()
		start := time.Now()
		m.Site, m.diags = site.New(m.opts, m.docs)
		best = min(best, time.Since(start))
	}
	return best
}

// The model is made whole in every build, so it must grow no faster than the
// site: sixteen times the bulletins may take five times sixteen as long, where a
// quadratic step would take 256 times. Five is for what else the machine does.
func TestModelGrowsWithTheSite(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	for _, broken := range []int{0, 1} {
		small, big := large(t, 150, 150*broken), large(t, 2400, 2400*broken)
		a, b := small.duration(), big.duration()
		t.Logf("broken links: %v; 150 bulletins %v, 2400 bulletins %v", broken == 1, a, b)
		if broken == 0 {
			small.clean()
		}
		if b > 80*a {
			t.Errorf("broken links: %v; 150 bulletins take %v, 2400 take %v", broken == 1, a, b)
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for _, n := range []int{2_000, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := large(b, n, 0)
			b.ResetTimer()
			for b.Loop() {
				site.New(m.opts, m.docs)
			}
		})
	}
}
