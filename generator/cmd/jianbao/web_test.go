package main

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// startWeb starts a proxy that is a web by itself: http://404.example/ is answered by
// 404, and all that begins with no number by 200. What it was asked is in the file
// "asked" of the script: a line each, method and address.
func startWeb(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 0, "web")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first, _, _ := strings.Cut(r.URL.Host, ".")
		code, err := strconv.Atoi(first)
		if err != nil {
			code = http.StatusOK
		}
		w.WriteHeader(code)
	}))
	ts.Defer(server.Close)
	ts.Setenv("HTTP_PROXY", server.URL)
}
