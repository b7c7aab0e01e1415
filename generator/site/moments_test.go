package site_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/site"
)

// A model holds from Since until Until, and no second longer: with random dates,
// publication and expiry times, drafts shown or not, it is made again at every
// second around every moment that the sources name.
func TestModelHoldsSinceUntil(t *testing.T) {
	changes := 0
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 3))
		sources := files{"a/_index.md": "title: 甲\ndefaults: {expires: 2026-01-04}", "b/_index.md": "title: 乙"}
		var named []string
		moment := func() string {
			text := fmt.Sprintf("2026-01-%02d", 1+r.IntN(5)) + []string{"", " 00:00", " 23:59", " 23:59:59", " 12:30"}[r.IntN(5)]
			named = append(named, text)
			return text
		}
		for i := range 1 + r.IntN(5) {
			text := "title: 题\ndate: " + moment()
			for key, odds := range map[string]int{"publish": 2, "expires": 2} {
				if r.IntN(odds) == 0 {
					text += "\n" + key + ": " + moment()
				}
			}
			if r.IntN(5) == 0 {
				text += "\ndraft: true"
			}
			sources[fmt.Sprintf("%s/%d.md", []string{"a", "b"}[r.IntN(2)], i)] = text + "\n\n[x](../b/_index.md)"
		}
		m := parse(t, sources)
		m.opts.Drafts, m.opts.Future = r.IntN(2) == 0, r.IntN(2) == 0
		changes += m.holds(t, around(t, append(named, "2026-01-04")))
	}
	if changes < 200 {
		t.Errorf("only %d changes", changes)
	}
}

// around lists the seconds before, at and after the start and the end of each
// time, in order.
func around(t *testing.T, texts []string) []civil.Time {
	var list []civil.Time
	for _, text := range texts {
		at, err := civil.Parse(text, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, edge := range []civil.Time{at, at.End()} {
			for seconds := -2; seconds <= 2; seconds++ {
				list = append(list, shifted(edge, seconds))
			}
		}
	}
	slices.SortFunc(list, civil.Time.Compare)
	return slices.Compact(list)
}

// holds makes the model at each moment, and compares it with the one before. It
// returns the number of changes.
func (m *model) holds(t *testing.T, moments []civil.Time) int {
	changes, last, before := 0, "", (*site.Site)(nil)
	for _, now := range moments {
		m.opts.Now = now
		made, diags := site.New(m.opts, m.docs)
		all := print(diags) + describe(made, m.bodies)
		inside := before != nil && (before.Until().IsZero() || now.Before(before.Until()))
		switch since, until := made.Since(), made.Until(); {
		case since.After(now), !until.IsZero() && !until.After(now):
			t.Fatalf("at %v: since %v until %v", now, since, until)
		case inside && (all != last || !reflect.DeepEqual([]any{since, until}, []any{before.Since(), before.Until()})):
			t.Fatalf("at %v, before %v, something has changed:\n%s\n%s", now, before.Until(), last, all)
		case before != nil && !inside && (since.Compare(before.Until()) != 0 || since != now):
			t.Fatalf("at %v: since %v, and until %v before", now, since, before.Until())
		case before != nil && !inside && all == last:
			t.Fatalf("at %v nothing has changed", now)
		}
		if all != last {
			changes++
		}
		last, before = all, made
	}
	return changes
}

// describe tells of all states and pages.
func describe(s *site.Site, bodies bodies) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.Bulletins(), s.Hidden())
	for _, h := range s.HiddenOnes() {
		fmt.Fprintln(&b, h)
	}
	for _, p := range s.Pages() {
		view, err := s.View(p, justSums{bodies})
		fmt.Fprintln(&b, p.Output, err, fmt.Sprint(reflect.ValueOf(view).FieldByName("Items")))
	}
	return b.String()
}

func TestNothingChangesForEver(t *testing.T) {
	m := load(t, files{":now": "2026-01-02", "a.md": "date: 2026-01-02", "b.md": "date: 2026-01-03\ndraft: true", "c.md": "publish: 2026-01-01"}).clean()
	if !m.Until().IsZero() || m.Since().String() != "2026-01-02 00:00:00" {
		t.Errorf("since %v until %v", m.Since(), m.Until())
	}
}

// shifted is so many seconds later on the clock.
func shifted(t civil.Time, seconds int) civil.Time {
	return civil.Of(t.In(time.UTC).Add(time.Duration(seconds)*time.Second), time.UTC)
}
