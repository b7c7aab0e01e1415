package preview_test

import (
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"jianbao/generator/preview"
)

// waitFor waits until something is so.
func waitFor(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(patience); !so(); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("it does not come about that %s", what)
		}
	}
}

// Clients that take nothing, or never finish asking, hold up nobody.
func TestSlowClients(t *testing.T) {
	r := start(t, preview.Options{})
	big := strings.Repeat("0123456789abcdef", 1<<18)
	r.Update(generation(t, nil, small().with(site{"files/big.zip": big})), preview.Report{})
	for i := range 200 {
		connection, err := net.Dial("tcp", "127.0.0.1:"+r.port)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		asked := "GET /files/big.zip HTTP/1.1\r\nHost: localhost:" + r.port + "\r\n"
		if i%2 == 0 {
			asked += "\r\n"
		}
		if _, err := io.WriteString(connection, asked); err != nil {
			t.Fatal(err)
		}
	}
	best := time.Hour // the machine may be busy with other things
	for range 20 {
		began := time.Now()
		if a := r.get(t, "/reform/green/"); a.status != 200 {
			t.Fatalf("status %d", a.status)
		}
		best = min(best, time.Since(began))
	}
	if best > 200*time.Millisecond {
		t.Errorf("a page takes %v", best)
	}
}

// Streams are limited, pages are not, and a stream that is closed makes room.
func TestSeventyStreams(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{})
	var open []*events
	refused := 0
	for range 70 {
		e := r.stream(t)
		if e.status == 200 {
			e.next()
			open = append(open, e)
		} else {
			refused++
		}
	}
	if len(open) != 64 || refused != 6 {
		t.Errorf("%d streams are open, %d refused", len(open), refused)
	}
	if a := r.get(t, "/"); a.status != 200 {
		t.Errorf("with all streams open a page has status %d", a.status)
	}
	r.Update(generation(t, nil, small()), preview.Report{})
	for _, e := range open {
		if got := e.next(); got.Generation != 2 {
			t.Errorf("a stream is told of generation %d", got.Generation)
		}
	}
	open[0].body.Close()
	waitFor(t, "another stream finds room", func() bool { return r.stream(t).status == 200 })
}

// The end of the context ends everything at once, and the port is free again.
func TestEndWithOpenStreams(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{})
	var open []*events
	for range 30 {
		e := r.stream(t)
		e.next()
		open = append(open, e)
	}
	began := time.Now()
	r.stop()
	err := <-r.ended
	if took := time.Since(began); err != nil || took > time.Second {
		t.Errorf("the end takes %v: %v", took, err)
	}
	r.ended <- nil // for the clean-up
	for _, e := range open {
		e.ended()
	}
	again := start(t, preview.Options{Addr: "127.0.0.1:" + r.port})
	again.Update(generation(t, nil, small()), preview.Report{})
	if e := again.stream(t).next(); e.Run == "" || e.Generation != 1 {
		t.Errorf("after a restart a tab is told %+v", e)
	}
}

// Another run is another server, even with the same number of a generation.
func TestRunsDiffer(t *testing.T) {
	a, b := start(t, preview.Options{}), start(t, preview.Options{})
	if one, other := a.stream(t).next().Run, b.stream(t).next().Run; one == other || one == "" {
		t.Errorf("runs are called %q and %q", one, other)
	}
}

// Two thousand updates leave nothing behind: no memory, no goroutine, no descriptor.
func TestUpdatesLeaveNothingBehind(t *testing.T) {
	r, s := start(t, preview.Options{}), site{}
	for i := range 200 {
		s[fmt.Sprintf("reform/%d/index.html", i)] = page(fmt.Sprint("网页", i), "1")
	}
	tab := r.stream(t)
	tab.next()
	var g *preview.Generation
	cycle := func(i int) {
		s["index.html"] = page(fmt.Sprint("首页", i), "1")
		g = generation(t, g, s)
		r.Update(g, preview.Report{})
		tab.next()
		if i%10 == 0 {
			r.Fail(mistakes(5), source)
			tab.next()
			r.get(t, "/")
		}
	}
	for i := range 100 {
		cycle(i)
	}
	heap, goroutines, descriptors := usage()
	for i := range 2000 {
		cycle(i)
	}
	waitFor(t, "goroutines and descriptors are as many as before", func() bool {
		_, now, open := usage()
		return now <= goroutines && open <= descriptors
	})
	if after, _, _ := usage(); after > heap+heap/10 {
		t.Errorf("the heap has grown from %d to %d bytes", heap, after)
	}
}

// usage is what the test program holds: bytes, goroutines, and descriptors where the
// system tells.
func usage() (heap uint64, goroutines, descriptors int) {
	for range 3 { // pools let go at the second collection
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	open, _ := os.ReadDir("/proc/self/fd")
	return m.HeapAlloc, runtime.NumGoroutine(), len(open)
}

// A generation of text takes a fraction of its bytes, and the next one only what is different.
func TestGenerationsAreSmall(t *testing.T) {
	s, total := site{}, 0
	for i := range 1000 {
		text := page(fmt.Sprint("网页", i), "1") + strings.Repeat(fmt.Sprintf("<p>第%d条 深化改革。</p>", i), 200)
		s[fmt.Sprintf("reform/%d/index.html", i)] = text
		total += len(text)
	}
	empty, _, _ := usage()
	first := generation(t, nil, s)
	one, _, _ := usage()
	second := generation(t, first, s.with(site{"index.html": page("首页", "1")}))
	two, _, _ := usage()
	if used := int(one - empty); used > total/4 {
		t.Errorf("%d bytes take %d", total, used)
	}
	if used := int(two - one); used > int(one-empty)/2 {
		t.Errorf("the same again takes %d more than %d", used, one-empty)
	}
	runtime.KeepAlive(first)
	runtime.KeepAlive(second)
	runtime.KeepAlive(s)
}
