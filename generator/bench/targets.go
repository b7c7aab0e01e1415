package main

import "fmt"

// target is a bound that a figure of ours must keep.
type target struct {
	size   int    // 0 = any
	what   string // of what
	bound  string // in words
	limit  float64
	figure func(results, int) (float64, bool)
	show   func(float64) string
}

// targets are what was set for the program.
var targets = []target{
	{10_000, unchanged + " / " + cold, "≤ 1/40", 1.0 / 40, wallRatio(unchanged, cold), fraction},
	{10_000, "peak memory, " + unchanged, "≤ 150 MB", 150e6, peak(unchanged), megabytes},
	{10_000, oneText + " / " + cold, "≤ 1/25", 1.0 / 25, wallRatio(oneText, cold), fraction},
	{0, oneLayout + " / " + cold, "≤ 1", 1, wallRatio(oneLayout, cold), fraction},
	{10_000, inspected + " / " + cold, "≤ 0.6", 0.6, wallRatio(inspected, cold), fraction},
	{10_000, again + " / " + cold, "≤ 1/20", 1.0 / 20, wallRatio(again, cold), fraction},
	{1_000, saved + " (50 ms of it is quiet time)", "≤ 110 ms", 0.110, wall(saved), milliseconds},
	{10_000, saved + " (50 ms of it is quiet time)", "≤ 170 ms", 0.170, wall(saved), milliseconds},
	{0, savedLong + " / " + saved, "≤ 1.2", 1.2, wallRatio(savedLong, saved), fraction},
	{10_000, servedFirst, "≤ 300 MB", 300e6, peak(servedFirst), megabytes},
	{10_000, servedLast, "≤ 300 MB", 300e6, peak(servedLast), megabytes},
	{100_000, unchanged, "≤ 3 s", 3, wall(unchanged), seconds},
	{100_000, saved, "≤ 1 s", 1, wall(saved), seconds},
	{growthTo, cold + " / the one of 10,000, wall", fmt.Sprint("≤ ", mostTime), mostTime, growth("wall"), fraction},
	{growthTo, cold + " / the one of 10,000, peak memory", fmt.Sprint("≤ ", mostMemory), mostMemory, growth("peak memory"), fraction},
}

// How much more a cold build may take of a large site than of a small one.
const (
	growthFrom = 10_000
	growthTo   = 100_000
	mostTime   = 11.0 // times the wall time
	mostMemory = 8.0  // times the peak memory
)

// againstHugo are bounds of our figures as ratios to Hugo's.
var againstHugo = []struct {
	size   int
	what   string
	figure string
	limit  float64
}{
	{1_000, cold, "wall", 0.5},
	{1_000, cold, "processor time", 0.5},
	{10_000, cold, "wall", 0.42},
	{10_000, cold, "processor time", 0.42},
	{50_000, cold, "wall", 0.30},
	{100_000, cold, "wall", 0.30},
	{10_000, cold, "peak memory", 1.0 / 8},
	{50_000, cold, "peak memory", 1.0 / 7},
	{100_000, cold, "peak memory", 1.0 / 6},
	{10_000, unchanged, "wall", 1.0 / 60},
	{10_000, oneText, "wall", 1.0 / 40},
	{1_000, saved, "wall", 1.0 / 4},
	{10_000, saved, "wall", 1.0 / 12},
}

// figures are those of a sample.
func (s sample) figures() map[string]float64 {
	return map[string]float64{"wall": s.wall.Seconds(), "processor time": s.cpu.Seconds(), "peak memory": float64(s.peak)}
}

// wallRatio compares the times of two things at one size.
func wallRatio(of, to string) func(results, int) (float64, bool) {
	return func(r results, size int) (float64, bool) {
		a, oka := r.median(size, of)
		b, okb := r.median(size, to)
		return a.wall.Seconds() / b.wall.Seconds(), oka && okb
	}
}

func wall(what string) func(results, int) (float64, bool) {
	return func(r results, size int) (float64, bool) {
		s, ok := r.median(size, what)
		return s.wall.Seconds(), ok
	}
}

func peak(what string) func(results, int) (float64, bool) {
	return func(r results, size int) (float64, bool) {
		s, ok := r.median(size, what)
		return float64(s.peak), ok && s.peak > 0
	}
}

// growth compares a figure of cold builds of this size and of the small one.
func growth(figure string) func(results, int) (float64, bool) {
	return func(r results, size int) (float64, bool) {
		times, ok := r.growth(size, cold)
		return times[figure], ok
	}
}

// growth returns how many times the figures of a small site something takes at this size.
func (r results) growth(size int, what string) (times map[string]float64, ok bool) {
	large, okl := r.median(size, what)
	small, oks := r.median(growthFrom, what)
	if !okl || !oks {
		return nil, false
	}
	times = large.figures()
	for figure, of := range small.figures() {
		times[figure] /= of
	}
	return times, true
}

// fraction writes a ratio: 1/40, or 1.25.
func fraction(x float64) string {
	if x > 0 && x < 0.1 {
		return fmt.Sprintf("1/%.0f", 1/x)
	}
	return fmt.Sprintf("%.2f", x)
}

func megabytes(x float64) string    { return fmt.Sprintf("%.0f MB", x/1e6) }
func milliseconds(x float64) string { return fmt.Sprintf("%.0f ms", x*1e3) }
func seconds(x float64) string      { return fmt.Sprintf("%.2f s", x) }
