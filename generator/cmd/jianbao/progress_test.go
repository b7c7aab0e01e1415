//go:build unix

package main

import (
	"testing"
	"time"
)

func TestProgress(t *testing.T) {
	at := func(milliseconds ...int) []time.Duration {
		var times []time.Duration
		for _, ms := range milliseconds {
			times = append(times, time.Duration(ms)*time.Millisecond)
		}
		return times
	}
	tests := map[string]struct {
		times           []time.Duration // of the updates
		terminal, quiet bool
		want            string
	}{
		"short work shows nothing": {at(0, 400, 999), true, false, ""},
		"long work":                {at(0, 999, 1000), true, false, "\r\x1b[K渲染 3/9\r\x1b[K"},
		"not too often":            {at(0, 1000, 1050, 1099, 1100), true, false, "\r\x1b[K渲染 2/9\r\x1b[K渲染 5/9\r\x1b[K"},
		"in a pipe":                {at(0, 2000), false, false, ""},
		"quiet":                    {at(0, 2000), true, true, ""},
	}
	for name, test := range tests {
		v, out := bufferedVoice("zh")
		v.stderr.terminal, v.stderr.ansi, v.quiet = test.terminal, test.terminal, test.quiet
		start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
		for i, after := range test.times {
			v.bar.now = func() time.Time { return start.Add(after) }
			v.bar.update("render", i+1, 9)
		}
		v.bar.clear()
		v.bar.clear()
		if got := out.String(); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
