package e2e

import (
	"fmt"
	"net/url"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// events is what the browser has told about a tab.
type events struct {
	mu       sync.Mutex
	requests []string
	errors   []string
}

// hear is called for each event, in order. A breach of the content security policy
// comes as an entry of the log.
func (e *events) hear(event any) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch event := event.(type) {
	case *network.EventRequestWillBeSent:
		e.requests = append(e.requests, event.Request.URL)
	case *log.EventEntryAdded:
		if entry := event.Entry; entry.Level == log.EntryLevelError || entry.Level == log.EntryLevelWarning {
			e.errors = append(e.errors, fmt.Sprintf("%s: %s (%s)", entry.Source, entry.Text, entry.URL))
		}
	case *runtime.EventExceptionThrown:
		e.errors = append(e.errors, fmt.Sprint("exception: ", event.ExceptionDetails.Text, " ", event.ExceptionDetails.Exception))
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeWarning || event.Type == runtime.ConsoleAPICalledTypeAssert {
			e.errors = append(e.errors, fmt.Sprintf("console: %v", event.Args))
		}
	}
}

// take returns the errors and the requests so far, and forgets them.
func (e *events) take() (errors, requests []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	errors, requests = e.errors, e.requests
	e.errors, e.requests = nil, nil
	return errors, requests
}

// foreign returns those of the addresses that are not of a host.
func foreign(addresses []string, host string) []string {
	var others []string
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host != host && u.Scheme != "data" && u.Scheme != "about" {
			others = append(others, address)
		}
	}
	return others
}
