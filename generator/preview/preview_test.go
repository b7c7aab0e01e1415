package preview_test

import (
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"jianbao/generator/preview"
)

// patience is how long a test waits for what must come.
const patience = 10 * time.Second

// site is the output of a build.
type site map[string]string

// small is a site with one page of each kind that matters here.
func small() site {
	return site{
		"index.html":              page("首页", "1"),
		"reform/index.html":       page("改革动态", "1"),
		"reform/green/index.html": page("绿色发展", "1"),
		"reform/一网通办/index.html":  page("一网通办", "1"),
		"reform/green/index.json": `{"title":"绿色发展"}`,
		"404.html":                page("没有这个网页", "1"),
		"css/site.1.css":          "body { color: #111 }" + strings.Repeat("/* 样式 */", 100),
		"js/site.js":              "addEventListener('load', () => {});" + strings.Repeat("// 脚本\n", 100),
		"feed.xml":                "<rss/>",
		"site.webmanifest":        "{}",
		"files/plan.ofd":          "PK\x03\x04 plan",
		"img/steps.svg":           "<svg/>",
		".nojekyll":               "",
	}
}

// page is a page as the layouts make them; the style sheet is named by version.
func page(title, version string) string {
	return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>` + title + `</title>` +
		`<link rel="stylesheet" href="/css/site.` + version + `.css" integrity="sha384-` + version + `">` +
		`<link rel="canonical" href="https://reform.example.gov.cn/"></head><body><h1>` + title + `</h1>` +
		strings.Repeat("<p>推动绿色发展，促进人与自然和谐共生。</p>", 20) + `</body></html>`
}

// generation is the site in memory.
func generation(t testing.TB, before *preview.Generation, s site) *preview.Generation {
	t.Helper()
	g := preview.NewGeneration(before)
	for name, text := range s {
		if err := g.Write(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

// running is a server on a port of its own.
type running struct {
	*preview.Server
	addresses []string
	port      string
	stop      context.CancelFunc
	ended     chan error
}

func start(t testing.TB, opts preview.Options) *running {
	t.Helper()
	if opts.Addr == "" {
		opts.Addr = "127.0.0.1:0"
	}
	r := &running{Server: preview.New(opts), ended: make(chan error, 1)}
	addresses, err := r.Listen()
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.addresses, r.port, r.stop = addresses, u.Port(), cancel
	go func() { r.ended <- r.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		select {
		case <-r.ended:
		case <-time.After(patience):
			t.Error("the server does not end")
		}
	})
	return r
}

// client asks as it is told: no redirects followed, nothing decompressed.
var client = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Timeout:       patience,
}

// answer is a response that has been read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (r *running) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequest("GET", "http://127.0.0.1:"+r.port+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

func TestPagesAreThePublishedOnes(t *testing.T) {
	r, s := start(t, preview.Options{}), small()
	r.Update(generation(t, nil, s), preview.Report{})
	for name, want := range s {
		for _, accept := range []string{"", "gzip", "gzip;q=0", "br, gzip;q=0.5"} {
			a := r.get(t, "/"+(&url.URL{Path: name}).EscapedPath(), "Accept-Encoding", accept)
			if a.status != 200 {
				t.Errorf("%s: status %d", name, a.status)
			}
			got := a.body
			if a.header.Get("Content-Encoding") == "gzip" {
				if accept == "" || accept == "gzip;q=0" {
					t.Errorf("%s is compressed for %q", name, accept)
				}
				got = decompress(t, got)
			}
			if strings.HasSuffix(name, ".html") {
				got = published(t, got)
			}
			if got != want {
				t.Errorf("%s with Accept-Encoding %q is not what was written:\n%s", name, accept, got)
			}
		}
	}
	if r.get(t, "/js/site.js", "Accept-Encoding", "gzip").header.Get("Content-Encoding") != "gzip" {
		t.Error("a long script is not compressed")
	}
}

// published is a served page without what the preview inserts, which must be there.
func published(t testing.TB, served string) string {
	t.Helper()
	start, end := strings.Index(served, "<jianbao-preview "), strings.Index(served, "defer></script></body>")
	if start < 0 || end < start {
		t.Errorf("nothing is inserted before </body>:\n%s", served)
		return served
	}
	return served[:start] + served[end+len("defer></script>"):]
}

func decompress(t testing.TB, data string) string {
	t.Helper()
	r, err := gzip.NewReader(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAddressesAndMediaTypes(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{Base: "/repo/"})
	for path, want := range map[string]struct {
		status int
		media  string // or where a redirect leads
	}{
		"/repo/":           {200, "text/html; charset=utf-8"},
		"/repo/index.html": {200, "text/html; charset=utf-8"},
		"/repo/reform/":    {200, "text/html; charset=utf-8"},
		"/repo/reform":     {302, "/repo/reform/"},
		"/repo/reform?a=b": {302, "/repo/reform/?a=b"},
		"/repo/reform/%E4%B8%80%E7%BD%91%E9%80%9A%E5%8A%9E/": {200, "text/html; charset=utf-8"},
		"/repo/reform/%E4%B8%80%E7%BD%91%E9%80%9A%E5%8A%9E":  {302, "/repo/reform/%E4%B8%80%E7%BD%91%E9%80%9A%E5%8A%9E/"},
		"/":                             {302, "/repo/"},
		"/repo":                         {302, "/repo/"},
		"/reform/":                      {404, "text/html; charset=utf-8"},
		"/repo/gone/":                   {404, "text/html; charset=utf-8"},
		"/repo/files":                   {404, "text/html; charset=utf-8"},
		"/repo/files/":                  {404, "text/html; charset=utf-8"},
		"/repo/css/site.1.css":          {200, "text/css; charset=utf-8"},
		"/repo/css/site.1.css?v=1&raw":  {200, "text/css; charset=utf-8"},
		"/repo/js/site.js":              {200, "text/javascript; charset=utf-8"},
		"/repo/feed.xml":                {200, "application/xml; charset=utf-8"},
		"/repo/reform/green/index.json": {200, "application/json; charset=utf-8"},
		"/repo/site.webmanifest":        {200, "application/manifest+json; charset=utf-8"},
		"/repo/files/plan.ofd":          {200, "application/ofd"},
		"/repo/img/steps.svg":           {200, "image/svg+xml; charset=utf-8"},
		"/repo/.nojekyll":               {200, "application/octet-stream"},
		"/repo/.git/config":             {404, "text/html; charset=utf-8"},
		"/__jianbao/":                   {200, "text/html; charset=utf-8"},
		"/__jianbao/preview.js":         {200, "text/javascript; charset=utf-8"},
		"/__jianbao/preview.css":        {200, "text/css; charset=utf-8"},
		"/__jianbao/status.html":        {404, "text/plain; charset=utf-8"},
		"/__jianbao/../index.html":      {404, "text/plain; charset=utf-8"},
	} {
		a := r.get(t, path)
		got := a.header.Get("Content-Type")
		if a.status == 302 {
			got = a.header.Get("Location")
		}
		if a.status != want.status || got != want.media {
			t.Errorf("%s: %d %s, want %d %s", path, a.status, got, want.status, want.media)
		}
	}
	if a := r.get(t, "/repo/gone/"); published(t, a.body) != small()["404.html"] {
		t.Errorf("not the site's 404.html:\n%s", a.body)
	}
}

func TestEveryAnswerIsGuarded(t *testing.T) {
	r := start(t, preview.Options{})
	r.Update(generation(t, nil, small()), preview.Report{})
	for _, path := range []string{"/", "/css/site.1.css", "/gone", "/reform", "/__jianbao/", "/__jianbao/preview.js", "/__jianbao/gone"} {
		header := r.get(t, path).header
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow",
			"Access-Control-Allow-Origin": "",
		} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
}

func TestReferredFilesAreStreamed(t *testing.T) {
	r := start(t, preview.Options{})
	data := strings.Repeat("0123456789", 100_000)
	g := generation(t, nil, small())
	opened := make(chan struct{}, 10)
	err := g.Refer("files/annex.pdf", int64(len(data)), "1", func() (io.ReadSeekCloser, error) {
		opened <- struct{}{}
		return &content{strings.NewReader(data), opened}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = g.Refer("files/gone.pdf", 1, "1", func() (io.ReadSeekCloser, error) { return nil, io.ErrUnexpectedEOF })
	if err != nil {
		t.Fatal(err)
	}
	r.Update(g, preview.Report{})
	if len(opened) != 0 {
		t.Error("a file is opened before it is asked for")
	}
	for _, c := range []struct {
		path, asked string
		status      int
		want, media string
	}{
		{"/files/annex.pdf", "", 200, data, "application/pdf"},
		{"/files/annex.pdf", "bytes=5-9", 206, "56789", "application/pdf"},
		{"/files/annex.pdf", "bytes=-3", 206, "789", "application/pdf"},
		{"/files/annex.pdf", "bytes=9000000-", 416, "invalid range: failed to overlap\n", ""},
		{"/files/gone.pdf", "", 404, "文件已不能读取\n", "text/plain; charset=utf-8"},
		{"/js/site.js", "bytes=0-15", 206, "addEventListener", "text/javascript; charset=utf-8"},
	} {
		a := r.get(t, c.path, "Range", c.asked, "Accept-Encoding", "gzip")
		if a.status != c.status || a.body != c.want || c.media != "" && a.header.Get("Content-Type") != c.media {
			t.Errorf("%s %s: %d, %d bytes of %s", c.path, c.asked, a.status, len(a.body), a.header.Get("Content-Type"))
		}
	}
	// The answer is complete before its handler has returned.
	waitFor(t, "all files are closed", func() bool { return len(opened) == 0 })
}

// content is a file that is read from elsewhere; closing it takes back a sign.
type content struct {
	*strings.Reader
	opened chan struct{}
}

func (c *content) Close() error {
	<-c.opened
	return nil
}

// A generation tells how it differs from the one before.
func TestDifference(t *testing.T) {
	before := generation(t, nil, small())
	changed := small()
	delete(changed, "feed.xml")
	changed["atom.xml"], changed["index.html"] = "<feed/>", page("首页", "2")
	got := generation(t, before, changed).Difference()
	want := preview.Difference{
		Added: []string{"atom.xml"}, Changed: []string{"index.html"}, Removed: []string{"feed.xml"}, Unchanged: len(changed) - 2,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
