package external

import (
	"context"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// reply is what came of one request.
type reply struct {
	outcome
	next string        // where it leads on
	wait time.Duration // how long the host wants to be left alone; 0 where it does not say
}

// worthAnother reports whether GET may be answered otherwise than HEAD was. Many
// servers refuse HEAD, some break the connection or say nothing.
func (r reply) worthAnother() bool {
	return r.Cause == connection || r.Cause == timeout || r.Cause == answered && !r.good() && r.Status != http.StatusTooManyRequests
}

// request makes one request. Its body is not read.
func (a *asker) request(all context.Context, method string, u *url.URL) reply {
	ctx, cancel := context.WithTimeout(all, a.opts.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, u.String(), nil)
	if err != nil {
		return reply{outcome: outcome{Cause: elsewhere}}
	}
	req.Header.Set("User-Agent", a.opts.Agent)
	req.Header.Set("Accept", "*/*")
	req.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5")
	if method == http.MethodGet {
		req.Header.Set("Range", "bytes=0-1023")
	}
	resp, err := a.roundTrip(req)
	switch {
	case err != nil && all.Err() != nil:
		return reply{outcome: outcome{Cause: noTime}}
	case err != nil:
		return reply{outcome: outcome{Cause: causeOf(err)}}
	}
	resp.Body.Close()
	a.resolved.Store(true)
	return reply{
		outcome: outcome{Cause: answered, Status: resp.StatusCode},
		next:    leadsTo(resp),
		wait:    retryAfter(resp.Header.Get("Retry-After")),
	}
}

// retryAfter reads a number of seconds, or a date.
func retryAfter(value string) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return min(time.Duration(seconds)*time.Second, 24*time.Hour)
	}
	if date, err := http.ParseTime(value); err == nil {
		return max(0, time.Until(date))
	}
	return 0
}

// causeOf says why there is no answer.
func causeOf(err error) cause {
	var name *net.DNSError
	var network net.Error
	switch {
	case errors.Is(err, errInside):
		return inside
	case errors.As(err, &name) && name.IsNotFound:
		return noHost
	case name != nil:
		return noName
	case isCertificate(err):
		return certificate
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return timeout
	}
	return connection
}

// isCertificate reports whether a server could not show who it is.
func isCertificate(err error) bool {
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &authority) || errors.As(err, &name) || errors.As(err, &invalid)
}
