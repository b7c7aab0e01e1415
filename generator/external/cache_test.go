package external_test

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"jianbao/generator/external"
)

// Answers are believed for some time, the good ones for longest.
func TestAnswersAreRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, map[string]http.HandlerFunc{"good.example": status(200), "gone.example": status(404), "closed.example": status(403)})
		file := filepath.Join(t.TempDir(), "cache", "external.table")
		addresses := []string{"http://good.example/", "http://gone.example/", "http://closed.example/"}
		asked := func() int {
			w.requests = nil
			opts := w.options()
			opts.Cache = external.ReadCache(file)
			got := ask(t, opts, addresses...)
			if countWith(got, "good") != 1 || countWith(got, "dead: the server answers 404") != 1 || countWith(got, "unclear: the server answers 403") != 1 {
				t.Errorf("%v", got)
			}
			if err := opts.Cache.Write(file); err != nil {
				t.Error(err)
			}
			return len(w.requests)
		}
		for _, step := range []struct {
			later time.Duration
			want  int // requests; HEAD and GET where the first is refused
		}{
			{0, 5}, {9 * time.Minute, 0}, {2 * time.Minute, 2}, {time.Hour, 4}, {8 * 24 * time.Hour, 5}, {time.Minute, 0},
		} {
			<-time.After(step.later)
			if got := asked(); got != step.want {
				t.Errorf("after %v: %d requests, %q", step.later, got, w.seen())
			}
		}

		// Of a damaged cache nothing is believed.
		whole, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, damaged := range [][]byte{nil, whole[:len(whole)/2], whole[:len(whole)-1], append([]byte("x"), whole...), flipped(whole)} {
			if err := os.WriteFile(file, damaged, 0o644); err != nil {
				t.Fatal(err)
			}
			if got := asked(); got != 5 {
				t.Errorf("a damaged cache of %d bytes: %d requests", len(damaged), got)
			}
		}
	})
}

// flipped is a text with one byte of its middle changed.
func flipped(text []byte) []byte {
	copied := append([]byte{}, text...)
	copied[len(copied)/2] ^= 1
	return copied
}
