// Package civil holds dates as people write them: a day, and perhaps a time of
// day, in the site's own time zone. A publication day is no instant: it must
// not shift with the machine's time zone or with the summer time China kept
// from 1986 to 1991, so no time.Time is stored anywhere in the generator.
package civil

import "time"

// Time is a civil date with an optional time of day. The zero value means "not
// given". Values compare with ==.
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

// IsZero reports whether t was not given.
func (t Time) IsZero() bool { return t.Precision == None }

// Of returns the civil time of an instant in a zone.
func Of(t time.Time, zone *time.Location) Time {
	t = t.In(zone)
	return Time{
		int16(t.Year()), int8(t.Month()), int8(t.Day()),
		int8(t.Hour()), int8(t.Minute()), int8(t.Second()), Second,
	}
}
