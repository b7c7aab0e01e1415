package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// report prints what our program took, and which targets are met.
func (b *bench) report(counts []int) {
	fmt.Printf("\nMedians of %d rounds: wall / processor time / peak memory.\n\n", b.runs)
	row("bulletins", counts, func(n int) string { return thousands(n) })
	row("---", counts, func(int) string { return "--:" })
	for _, what := range []string{cold, copying, unchanged, oneText, oneTitle, oneLayout, inspected, again, inOwn} {
		row(what, counts, func(n int) string { return b.cell(n, what) })
	}
	for _, what := range []string{oneText, oneTitle, oneLayout} {
		row("pages rendered, "+strings.TrimPrefix(what, "second build, "), counts, func(n int) string {
			s, _ := b.results.median(n, what)
			return thousands(s.rendered)
		})
	}
	if b.saves > 0 {
		for _, what := range []string{saved, savedLong, servedFirst, servedLast} {
			row(what, counts, func(n int) string { return b.cell(n, what) })
		}
	}
	row("share of the processors that other programs took", counts, func(n int) string { return b.others(n) })

	fmt.Print("\nRatios of medians, by wall / by processor time.\n\n")
	row("bulletins", counts, func(n int) string { return thousands(n) })
	row("---", counts, func(int) string { return "--:" })
	row(cold+" / "+copying, counts, func(n int) string { return b.ratio(n, cold, copying) })
	for _, what := range []string{unchanged, oneText, oneTitle, oneLayout, inspected, again, inOwn} {
		row(what+" / "+cold, counts, func(n int) string { return b.ratio(n, what, cold) })
	}
	b.reportTargets(counts)
}

func (b *bench) reportTargets(counts []int) {
	fmt.Print("\n| target | bulletins | figure | bound | met |\n| --- | --: | --: | --: | --- |\n")
	for _, t := range targets {
		for _, n := range counts {
			figure, ok := t.figure(b.results, n)
			if !ok || t.size != 0 && t.size != n {
				continue
			}
			met := "yes"
			if figure > t.limit {
				met = "**no**"
			}
			fmt.Printf("| %s | %s | %s | %s | %s |\n", t.what, thousands(n), t.show(figure), t.bound, met)
		}
	}
}

// reportAgainstHugo prints which targets our program meets, with each theme.
func (b *bench) reportAgainstHugo(counts []int) {
	if _, ran := b.results.median(counts[0], "Hugo: "+cold); !ran {
		return
	}
	fmt.Printf("\n| ratio to Hugo, its bound | bulletins | %s |\n| --- | --: | --: | --: | --: |\n", strings.Join(ourNames, " | "))
	for _, t := range againstHugo {
		theirs, ok := b.results.median(t.size, "Hugo: "+t.what)
		if !ok || !slices.Contains(counts, t.size) {
			continue
		}
		fmt.Printf("| %s, %s ≤ %s | %s |", t.what, t.figure, fraction(t.limit), thousands(t.size))
		for _, our := range ourNames {
			s, _ := b.results.median(t.size, our+": "+t.what)
			ratio := s.figures()[t.figure] / theirs.figures()[t.figure]
			met := "met"
			if ratio > t.limit {
				met = "**not met**"
			}
			fmt.Printf(" %s, %s |", fraction(ratio), met)
		}
		fmt.Println()
	}
}

// reportGrowth prints how much more everyone takes for a larger site, and whether ours keeps to its bounds.
func (b *bench) reportGrowth(contestants []*contestant, counts []int) {
	counts = slices.DeleteFunc(slices.Clone(counts), func(n int) bool { return n <= growthFrom })
	if _, ran := b.results.median(growthFrom, equal+": "+cold); !ran || len(counts) == 0 {
		return
	}
	fmt.Printf("\nTimes of what a cold build of %s takes: wall (bound %.0f at %s) / processor time / peak memory (bound %.0f).\n\n",
		thousands(growthFrom), mostTime, thousands(growthTo), mostMemory)
	row("growth", counts, thousands)
	row("---", counts, func(int) string { return "--:" })
	for _, c := range contestants {
		rowIfAny(c.name, counts, func(n int) string {
			times, ok := b.results.growth(n, c.name+": "+cold)
			switch cell := fmt.Sprintf("%.1f / %.1f / %.1f", times["wall"], times["processor time"], times["peak memory"]); {
			case !ok:
				return nothing
			case n != growthTo || !slices.Contains(ourNames, c.name):
				return cell
			case times["wall"] <= mostTime && times["peak memory"] <= mostMemory:
				return cell + ", met"
			default:
				return cell + ", **not met**"
			}
		})
	}
}

// nothing stands where something was not measured.
const nothing = "–"

// row prints a line of a table.
func row(title string, counts []int, cell func(int) string) {
	fmt.Printf("| %s |", title)
	for _, n := range counts {
		fmt.Printf(" %s |", cell(n))
	}
	fmt.Println()
}

// cell is what something took.
func (b *bench) cell(size int, what string) string {
	s, ok := b.results.median(size, what)
	switch {
	case !ok:
		return nothing
	case s.wall == 0:
		return megabytes(float64(s.peak))
	case strings.HasSuffix(what, saved) || what == savedLong:
		return milliseconds(s.wall.Seconds())
	case s.peak == 0:
		return duration(s.wall) + " / " + duration(s.cpu)
	}
	return duration(s.wall) + " / " + duration(s.cpu) + " / " + megabytes(float64(s.peak))
}

func (b *bench) ratio(size int, of, to string) string {
	x, okx := b.results.median(size, of)
	y, oky := b.results.median(size, to)
	if !okx || !oky {
		return nothing
	}
	return fraction(float64(x.wall)/float64(y.wall)) + " / " + fraction(float64(x.cpu)/float64(y.cpu))
}

// others is the median share that other programs took in all runs of a size, but for saves,
// where the processor time of the server is not known.
func (b *bench) others(size int) string {
	var all []sample
	for k, runs := range b.results {
		if k.size == size && runs[0].wall > 0 && !strings.Contains(k.what, saved) {
			all = append(all, runs...)
		}
	}
	share := middle(all, func(s sample) float64 { return s.others })
	if share < 0 {
		return "not known"
	}
	most := 0.0
	for _, s := range all {
		most = max(most, s.others)
	}
	return fmt.Sprintf("%.0f %%, %.0f %% at most", 100*share, 100*most)
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%.3f s", d.Seconds())
	}
	return fmt.Sprintf("%.2f s", d.Seconds())
}

// thousands writes 10000 as 10,000.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// machine says where this is measured, and when.
func machine(dir string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s; %s %s/%s; %d processors", time.Now().Format(time.DateOnly), runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if _, rest, found := strings.Cut(string(text), "model name\t: "); found {
			model, _, _ := strings.Cut(rest, "\n")
			b.WriteString(", " + model)
		}
	}
	if text, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		version, _, _ := strings.Cut(strings.TrimSpace(string(text)), "-")
		b.WriteString("; kernel " + version)
	}
	if out, err := exec.Command("df", "--output=fstype", dir).Output(); err == nil {
		b.WriteString("; file system " + strings.TrimSpace(strings.TrimPrefix(string(out), "Type")))
	}
	b.WriteString("\n")
	return b.String()
}
