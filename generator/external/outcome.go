package external

import (
	"net/http"

	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// cause is why an outcome is what it is. The numbers are on disk.
type cause uint8

const (
	answered    cause = iota // the server did; its status says what
	noHost                   // nobody knows the name
	noName                   // name servers gave no answer
	noNetwork                // no name was found at all
	timeout                  // of a request
	connection               // none, or one that broke
	certificate              // the server could not show who it is
	inside                   // leads into a private network
	redirects                // too many
	elsewhere                // leads to no address of the web
	silent                   // the host did not answer before
	leftAlone                // the host wants fewer requests
	noTime                   // the time for all was over
)

// outcome is what came of an address.
type outcome struct {
	Cause  cause
	Status int // of the answer
}

// good reports whether the page is there. 202 says so of none: firewalls answer it with
// a riddle for browsers, to whatever they are asked.
func (o outcome) good() bool {
	ok := o.Status >= 200 && o.Status < 300 && o.Status != http.StatusAccepted
	return o.Cause == answered && (ok || o.Status == http.StatusRequestedRangeNotSatisfiable)
}

func (o outcome) verdict() check.Verdict {
	switch {
	case o.good():
		return check.Good
	case o.Cause == noHost, o.Cause == answered && (o.Status == http.StatusNotFound || o.Status == http.StatusGone):
		return check.Dead
	}
	return check.Unclear
}

// asked reports whether it is known at first hand, and so worth remembering.
func (o outcome) asked() bool {
	switch o.Cause {
	case noNetwork, silent, leftAlone, noTime:
		return false
	}
	return true
}

// causes are what is said of outcomes without an answer.
var causes = map[cause]diag.Text{
	noHost:      {ZH: "域名不存在", EN: "there is no such host"},
	noName:      {ZH: "域名服务器没有回答", EN: "the name servers gave no answer"},
	noNetwork:   {ZH: "一个域名也查不到，可能没有联网", EN: "no name was found at all; there may be no network"},
	timeout:     {ZH: "超时", EN: "timed out"},
	connection:  {ZH: "连接失败", EN: "the connection failed"},
	certificate: {ZH: "证书有问题", EN: "its certificate cannot be verified"},
	inside:      {ZH: "通向内网，不访问", EN: "leads into a private network, which is not asked"},
	redirects:   {ZH: "转来转去，没有尽头", EN: "is redirected again and again"},
	elsewhere:   {ZH: "不是或不再通向网页地址", EN: "leads to no address of the web"},
	silent:      {ZH: "同一网站前几次没有回答，没有再问", EN: "the host did not answer before, so it was not asked again"},
	leftAlone:   {ZH: "对方要求少访问，没有再问", EN: "the host wants fewer requests, so it was not asked again"},
	noTime:      {ZH: "时间用完，下次再问", EN: "there was no time left; the next run asks"},
}

func (o outcome) says() diag.Text {
	if o.Cause == answered {
		return diag.Sprintf("服务器回答 %d", "the server answers %d", o.Status)
	}
	if says, known := causes[o.Cause]; known {
		return says
	}
	return causes[connection] // a cache of a later version has causes of its own
}
