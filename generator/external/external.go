// Package external asks the web whether pages of other sites are still there.
//
// It is the only part of the program that opens connections to others, and only
// who says "check --external" runs it (law 10). Its laws:
//
//   - It is polite: it says who it is, asks for no more than it needs (HEAD, and GET
//     where a server does not like that; no body is read), one request at a time to a
//     host and a pause between two, and does as it is told when a host wants to be left
//     alone for a while.
//   - It is bounded: in hosts at once, in the time for a request and for all, in the
//     redirects it follows. What there was no time for is asked the next time.
//   - It is honest: dead is what a server says is gone (404, 410) and a host that does
//     not exist. All else that is not good is unclear, and says why.
//   - It never asks a private network, by whatever name or redirect: the address is
//     looked at when the connection is made.
//   - What was answered is remembered: a good answer for days, a bad one for less.
//
// The files:
//
//	external.go   the options, the order in which addresses are asked
//	visit.go      one address: its requests and redirects
//	request.go    one request
//	host.go       whose turn it is at a host
//	network.go    names, addresses, connections; what is private
//	outcome.go    what may come of it, in words
//	cache.go      what is remembered, on disk
package external

import (
	"cmp"
	"context"
	"maps"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"jianbao/generator/check"
)

// Options say how to ask. The zero value asks as it should.
type Options struct {
	Agent    string // tells servers who asks
	Cache    *Cache // nil = nothing is remembered
	Progress func(done, total int)

	Pause   time.Duration // between two requests to a host; 0 = a second
	Timeout time.Duration // of a request; 0 = 15 seconds, after which inspectors call a site unreachable
	Budget  time.Duration // for all; 0 = ten minutes
	AtOnce  int           // hosts that are asked at once; 0 = 8

	// The network; nil = the machine's. Dial is given an address, and no name.
	Proxy  func(*http.Request) (*url.URL, error)
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	Dial   func(ctx context.Context, network, address string) (net.Conn, error)
}

func (o Options) withDefaults() Options {
	o.Agent = cmp.Or(o.Agent, "jianbao (link check)")
	o.Pause = cmp.Or(o.Pause, time.Second)
	o.Timeout = cmp.Or(o.Timeout, 15*time.Second)
	o.Budget = cmp.Or(o.Budget, 10*time.Minute)
	o.AtOnce = cmp.Or(o.AtOnce, 8)
	if o.Cache == nil {
		o.Cache = &Cache{}
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	if o.Proxy == nil {
		o.Proxy = http.ProxyFromEnvironment
	}
	if o.Lookup == nil {
		o.Lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	if o.Dial == nil {
		o.Dial = new(net.Dialer).DialContext
	}
	return o
}

// Ask says of each address whether what is there is good, dead or unclear. The
// error is that of a context that has ended; what was answered until then is in
// the cache all the same.
func Ask(ctx context.Context, opts Options, addresses []string) (map[string]check.Answer, error) {
	a := newAsker(opts)
	defer a.close()
	outcomes, groups := a.plan(addresses)
	asked := a.askAll(ctx, groups)
	if ctx.Err() == nil {
		a.doubt(ctx, outcomes, asked)
	}
	a.opts.Cache.note(time.Now(), asked)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	answers := make(map[string]check.Answer, len(addresses))
	for _, address := range addresses {
		o, ok := asked[address]
		if !ok {
			o = outcomes[address]
		}
		answers[address] = check.Answer{Verdict: o.verdict(), Says: o.says()}
	}
	return answers, nil
}

// asker asks, once.
type asker struct {
	opts            Options
	direct, proxied *http.Transport

	mu       sync.Mutex // guards hosts
	hosts    map[string]*host
	resolved atomic.Bool // some name was found: there is a network
}

// plan returns what is known of addresses, and the others, by host. First come those
// that were never asked, then the ones asked longest ago: where time runs out, the next
// run goes on.
func (a *asker) plan(addresses []string) (known map[string]outcome, groups [][]string) {
	now := time.Now()
	known = map[string]outcome{}
	byHost := map[string][]string{}
	for _, address := range addresses {
		if r, ok := a.opts.Cache.records[address]; ok && r.fresh(now) {
			known[address] = r.outcome()
			continue
		}
		host := hostOf(address)
		byHost[host] = append(byHost[host], address)
	}
	for _, group := range byHost {
		slices.SortFunc(group, a.longestAgo)
		groups = append(groups, group)
	}
	slices.SortFunc(groups, func(x, y []string) int { return a.longestAgo(x[0], y[0]) })
	return known, groups
}

func (a *asker) longestAgo(x, y string) int {
	records := a.opts.Cache.records
	return cmp.Or(cmp.Compare(records[x].Asked, records[y].Asked), strings.Compare(x, y))
}

// askAll asks the hosts, a few at once.
func (a *asker) askAll(ctx context.Context, groups [][]string) map[string]outcome {
	ctx, cancel := context.WithTimeout(ctx, a.opts.Budget)
	defer cancel()
	total := 0
	for _, group := range groups {
		total += len(group)
	}
	var mu sync.Mutex
	outcomes := map[string]outcome{}
	queue := make(chan []string)
	var workers sync.WaitGroup
	for range min(a.opts.AtOnce, len(groups)) {
		workers.Go(func() {
			for group := range queue {
				for _, address := range group {
					o := a.visit(ctx, address)
					mu.Lock()
					outcomes[address] = o
					a.opts.Progress(len(outcomes), total)
					mu.Unlock()
				}
			}
		})
	}
	for _, group := range groups {
		queue <- group
	}
	close(queue)
	workers.Wait()
	return outcomes
}

// doubt keeps hosts from being called dead where it is the network that is: where no
// name at all was found, and those that were good the last time are not found either.
func (a *asker) doubt(ctx context.Context, known, asked map[string]outcome) {
	if a.resolved.Load() {
		return
	}
	for _, host := range goodHosts(known) {
		if _, err := a.lookup(ctx, host); err == nil {
			return
		}
	}
	for address, o := range asked {
		if o.Cause == noHost {
			asked[address] = outcome{Cause: noNetwork}
		}
	}
}

// goodHosts are some hosts that were there the last time.
func goodHosts(known map[string]outcome) (hosts []string) {
	const enough = 3
	for _, address := range slices.Sorted(maps.Keys(known)) {
		if host := hostOf(address); known[address].verdict() == check.Good && !slices.Contains(hosts, host) && len(hosts) < enough {
			hosts = append(hosts, host)
		}
	}
	return hosts
}
