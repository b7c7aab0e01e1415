package preview_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"jianbao/generator/diag"
)

// events is a stream as a tab reads it.
type events struct {
	t      testing.TB
	body   io.ReadCloser
	status int
	lines  chan string
}

// event is what a tab is told.
type event struct {
	Run        string
	Generation int
	Files      []string
	Many       bool
	Styles     bool
	Navigate   string
	Overlay    *struct {
		Failure            int
		Title, Note, Close string
		More               string
		List               []struct{ Place, Severity, Rule, Said, Frame, Hint, Edit string }
	}
}

func (r *running) stream(t testing.TB, headers ...string) *events {
	t.Helper()
	request, err := http.NewRequest("GET", "http://127.0.0.1:"+r.port+"/__jianbao/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, err := (&http.Client{Transport: client.Transport}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	e := &events{t, response.Body, response.StatusCode, make(chan string, 100)}
	go func() {
		defer close(e.lines)
		lines := bufio.NewScanner(response.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if data, found := strings.CutPrefix(lines.Text(), "data: "); found {
				e.lines <- data
			}
		}
	}()
	t.Cleanup(func() { response.Body.Close() })
	return e
}

// next waits for an event.
func (e *events) next() (ev event) {
	e.t.Helper()
	select {
	case line, open := <-e.lines:
		if !open {
			e.t.Fatal("the stream has ended")
		}
		if err := json.Unmarshal([]byte(line), &ev); err != nil {
			e.t.Fatal(err)
		}
	case <-time.After(patience):
		e.t.Fatal("no event comes")
	}
	return ev
}

// ended waits for the end of the stream.
func (e *events) ended() {
	e.t.Helper()
	for limit := time.After(patience); ; {
		select {
		case _, open := <-e.lines:
			if !open {
				return
			}
		case <-limit:
			e.t.Fatal("the stream does not end")
		}
	}
}

func mistakes(n int) (list diag.List) {
	for i := range n {
		list.Errorf(diag.Pos{Path: "content/a.md", Line: 1 + i, Column: 3}, "broken-link", "没有页面 </script><img src=x onerror=alert(%d)>",
			"no page at </script><img src=x onerror=alert(%d)>", i).Hintf("检查路径", "check the path")
	}
	return list
}

func source(string) []byte { return []byte(strings.Repeat("见</script><b>旧文</b>\n", 500)) }
