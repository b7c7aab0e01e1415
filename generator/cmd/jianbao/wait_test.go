package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience is how long a script waits for a condition. Machines may be very busy.
const patience = time.Minute

// waitCommands are the commands of scripts that run beside a program:
//
//	freeport VAR               sets a variable to a port that is free
//	moment VAR SECONDS         sets a variable to the moment so many seconds from now
//	[!] waitfile FILE REGEXP   until a file is there and matches (or is gone, or does not)
//	[!] waithttp URL REGEXP    until what a server answers, with its status in the
//	                           first line, matches (or does not)
var waitCommands = map[string]func(*testscript.TestScript, bool, []string){
	"freeport": freePort,
	"moment":   setMoment,
	"waitfile": waitFile,
	"waithttp": waitHTTP,
}

func freePort(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 1, "freeport VAR")
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], fmt.Sprint(l.Addr().(*net.TCPAddr).Port))
	ts.Check(l.Close())
}

func setMoment(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, !neg && len(args) == 2, "moment VAR SECONDS")
	seconds, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Setenv(args[0], time.Now().Add(time.Duration(seconds)*time.Second).Format(time.RFC3339))
}

func waitFile(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 2, "[!] waitfile FILE REGEXP")
	name := ts.MkAbs(args[0])
	waitFor(ts, neg, args, func() string {
		text, err := os.ReadFile(name)
		if err != nil {
			return ""
		}
		return string(text)
	})
}

func waitHTTP(ts *testscript.TestScript, neg bool, args []string) {
	want(ts, len(args) == 2, "[!] waithttp URL REGEXP")
	client := &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	waitFor(ts, neg, args, func() string {
		answer, err := client.Get(args[0])
		if err != nil {
			return ""
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			return ""
		}
		return answer.Status + "\n" + string(text)
	})
}

// waitFor looks again and again until what there is matches args[1].
func waitFor(ts *testscript.TestScript, neg bool, args []string, look func() string) {
	pattern, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(patience)
	for {
		text := look()
		if pattern.MatchString(text) != neg {
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			ts.Fatalf("waited in vain for %q of %s, which is\n%s", args[1], args[0], text)
		}
	}
}
