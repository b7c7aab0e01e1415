package external

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"jianbao/generator/uri"
)

// mostHops is how many requests one link is worth, redirects included.
const mostHops = 8

// visit asks about an address, and follows where it leads.
func (a *asker) visit(ctx context.Context, address string) outcome {
	for range mostHops {
		r := a.hop(ctx, address)
		if r.next == "" {
			return r.outcome
		}
		address = r.next
	}
	return outcome{Cause: redirects}
}

// hop asks about one address, by GET when the answer to HEAD is not the one that
// browsers would get.
func (a *asker) hop(ctx context.Context, address string) reply {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return reply{outcome: outcome{Cause: elsewhere}}
	}
	if private(u.Hostname()) {
		return reply{outcome: outcome{Cause: inside}}
	}
	h := a.hostAt(u.Hostname())
	if !h.onlyGet.Load() {
		r := a.ask(ctx, h, http.MethodHead, u)
		if r.next != "" || !r.worthAnother() {
			return r
		}
	}
	r := a.ask(ctx, h, http.MethodGet, u)
	if r.good() {
		h.onlyGet.Store(true)
	}
	return r
}

// ask makes a request when it is its turn, and again when the host wants it later.
func (a *asker) ask(ctx context.Context, h *host, method string, u *url.URL) reply {
	for {
		if why := h.take(ctx); why != answered {
			return reply{outcome: outcome{Cause: why}}
		}
		r := a.request(ctx, method, u)
		if !h.release(r, a.opts.Pause) {
			return r
		}
	}
}

// leadsTo is where a response sends a browser, "" where it does not.
func leadsTo(resp *http.Response) string {
	moved := []int{http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect}
	location := resp.Header.Get("Location")
	if location == "" || !slices.Contains(moved, resp.StatusCode) {
		return ""
	}
	u, err := resp.Request.URL.Parse(uri.Escape(location))
	if err != nil {
		return "?" // leads nowhere: hop says so
	}
	u.Scheme, u.Host, u.Fragment, u.RawFragment = strings.ToLower(u.Scheme), strings.ToLower(u.Host), "", ""
	return u.String()
}

// hostOf is the host that answers for an address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}
