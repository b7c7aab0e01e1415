// Package civil holds dates as people write them: a day, and perhaps a time of
// day, in the site's own time zone. A publication day is no instant: it must
// not shift with the machine's time zone or with the summer time China kept
// from 1986 to 1991, so no time.Time is stored anywhere in the generator.
//
// [Parse] reads the forms of GB/T 7408 (ISO 8601) and RFC 3339, and those of
// Chinese documents: 2018年5月31日 9时30分, 二〇一八年五月三十一日. It never
// guesses: the year comes first and has four digits, and a day that is in no
// calendar is an error.
package civil

import (
	"cmp"
	"fmt"
	"time"
)

// Time is a civil date with an optional time of day. The zero value means "not
// given". Values compare with ==; [Time.Compare] orders them.
type Time struct {
	Year                 int16
	Month, Day           int8
	Hour, Minute, Second int8
	Precision            Precision
}

// Precision says how much of a Time was written.
type Precision int8

// A Time with Day precision stands for the start of that day.
const (
	None   Precision = iota // the zero Time
	Day                     // 2018-05-31
	Minute                  // 2018-05-31 09:30
	Second                  // 2018-05-31 09:30:15
)

// Of returns the civil time of an instant in a zone.
func Of(t time.Time, zone *time.Location) Time {
	t = t.In(zone)
	return Time{
		int16(t.Year()), int8(t.Month()), int8(t.Day()),
		int8(t.Hour()), int8(t.Minute()), int8(t.Second()), Second,
	}
}

// IsZero reports whether t was not given.
func (t Time) IsZero() bool { return t.Precision == None }

// Compare orders times by their start: a day is as early as its first second.
// The zero Time is before all others.
func (t Time) Compare(u Time) int {
	return cmp.Compare(t.Order(), u.Order())
}

// Order is a number that orders times as [Time.Compare] does. It says nothing else.
func (t Time) Order() int64 {
	return int64(t.Year)<<40 | int64(uint8(t.Month))<<32 | int64(uint8(t.Day))<<24 |
		int64(uint8(t.Hour))<<16 | int64(uint8(t.Minute))<<8 | int64(uint8(t.Second))
}

// Before reports whether t starts before u.
func (t Time) Before(u Time) bool { return t.Compare(u) < 0 }

// After reports whether t starts after u.
func (t Time) After(u Time) bool { return t.Compare(u) > 0 }

// End returns the last second that t covers as precisely as it was written: of
// the day, of the minute. What expires on a day is to be seen until it is over.
func (t Time) End() Time {
	switch t.Precision {
	case None:
		return t
	case Day:
		t.Hour, t.Minute, t.Second = 23, 59, 59
	case Minute:
		t.Second = 59
	}
	t.Precision = Second
	return t
}

// In returns the instant of t in a zone, for formats that want one. A time of
// day that summer time skipped is moved past the gap, and so stays on its day.
// Only a whole day that a zone left out, as Samoa did 30 December 2011, has no
// instant of its own: it gets the next day's first.
func (t Time) In(zone *time.Location) time.Time {
	at := time.Date(int(t.Year), time.Month(t.Month), int(t.Day), int(t.Hour), int(t.Minute), int(t.Second), 0, zone)
	if !Of(at, zone).Before(t) {
		return at
	}
	_, end := at.ZoneBounds() // at lies before the gap
	return end
}

// String prints t as precisely as it was written, in a form that [Parse] reads:
// 2018-05-31, 2018-05-31 09:30 or 2018-05-31 09:30:15. The zero Time is "".
func (t Time) String() string { return t.join(" ") }

// ISO prints t for the datetime attribute of <time>: as String, with a T
// between day and time of day.
func (t Time) ISO() string { return t.join("T") }

func (t Time) join(separator string) string {
	if t.Precision <= Day {
		return t.Date()
	}
	return t.Date() + separator + t.Clock()
}

// Date prints the day: 2018-05-31.
func (t Time) Date() string {
	if t.IsZero() {
		return ""
	}
	if t.Year < 0 || t.Year > 9999 {
		return fmt.Sprintf("%04d-%02d-%02d", t.Year, t.Month, t.Day)
	}
	digit := func(n int) byte { return byte('0' + n%10) }
	year, month, day := int(t.Year), int(t.Month), int(t.Day)
	return string([]byte{
		digit(year / 1000), digit(year / 100), digit(year / 10), digit(year),
		'-', digit(month / 10), digit(month), '-', digit(day / 10), digit(day),
	})
}

// Clock prints the time of day as precisely as it was written: 09:30, 09:30:15
// or, when only a day was written, "".
func (t Time) Clock() string {
	switch t.Precision {
	case Minute:
		return fmt.Sprintf("%02d:%02d", t.Hour, t.Minute)
	case Second:
		return fmt.Sprintf("%02d:%02d:%02d", t.Hour, t.Minute, t.Second)
	}
	return ""
}

// PubDate prints t in the one form that the tag rules for government sites have
// for PubDate: 2018-05-31 09:30. A day alone is given its first minute.
func (t Time) PubDate() string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s %02d:%02d", t.Date(), t.Hour, t.Minute)
}

// Chinese prints the day as Chinese documents do (GB/T 15835): 2018年5月31日.
func (t Time) Chinese() string {
	if t.IsZero() {
		return ""
	}
	return fmt.Sprintf("%d年%d月%d日", t.Year, t.Month, t.Day)
}
