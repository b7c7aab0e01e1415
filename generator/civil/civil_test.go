package civil_test

import (
	"testing"
	"time"

	"jianbao/generator/civil"
)

func day(y, m, d int) civil.Time {
	return civil.Time{Year: int16(y), Month: int8(m), Day: int8(d), Precision: civil.Day}
}

func minute(y, m, d, hh, mm int) civil.Time {
	t := day(y, m, d)
	t.Hour, t.Minute, t.Precision = int8(hh), int8(mm), civil.Minute
	return t
}

func second(y, m, d, hh, mm, ss int) civil.Time {
	t := minute(y, m, d, hh, mm)
	t.Second, t.Precision = int8(ss), civil.Second
	return t
}

func TestCompareAndEnd(t *testing.T) {
	ascending := []civil.Time{
		{},
		day(2018, 5, 31),
		minute(2018, 5, 31, 9, 30),
		second(2018, 5, 31, 9, 30, 59),
		second(2018, 5, 31, 23, 59, 59),
		day(2018, 6, 1),
		day(2019, 1, 1),
	}
	for i, a := range ascending {
		for j, b := range ascending {
			want := 0
			if i < j {
				want = -1
			} else if i > j {
				want = 1
			}
			if got := a.Compare(b); got != want || a.Before(b) != (want < 0) || a.After(b) != (want > 0) {
				t.Errorf("%q.Compare(%q) = %d, want %d", a, b, got, want)
			}
		}
	}
	if day(2018, 5, 31).Compare(minute(2018, 5, 31, 0, 0)) != 0 {
		t.Error("a day does not start at its first minute")
	}
	ends := map[civil.Time]civil.Time{
		{}:                             {},
		day(2018, 5, 31):               second(2018, 5, 31, 23, 59, 59),
		minute(2018, 5, 31, 9, 30):     second(2018, 5, 31, 9, 30, 59),
		second(2018, 5, 31, 9, 30, 15): second(2018, 5, 31, 9, 30, 15),
	}
	for from, want := range ends {
		if got := from.End(); got != want {
			t.Errorf("%q.End() = %q, want %q", from, got, want)
		}
	}
}

func TestPrinting(t *testing.T) {
	tests := []struct {
		t                                        civil.Time
		text, iso, date, clock, pubDate, chinese string
	}{
		{t: civil.Time{}},
		{day(2018, 5, 1), "2018-05-01", "2018-05-01", "2018-05-01", "", "2018-05-01 00:00", "2018年5月1日"},
		{minute(2018, 5, 31, 9, 5), "2018-05-31 09:05", "2018-05-31T09:05", "2018-05-31", "09:05", "2018-05-31 09:05", "2018年5月31日"},
		{second(2018, 12, 31, 0, 0, 7), "2018-12-31 00:00:07", "2018-12-31T00:00:07", "2018-12-31", "00:00:07", "2018-12-31 00:00", "2018年12月31日"},
	}
	for _, test := range tests {
		got := []string{test.t.String(), test.t.ISO(), test.t.Date(), test.t.Clock(), test.t.PubDate(), test.t.Chinese()}
		want := []string{test.text, test.iso, test.date, test.clock, test.pubDate, test.chinese}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%#v: got %q, want %q", test.t, got[i], want[i])
			}
		}
	}
}

func shanghai(t testing.TB) *time.Location {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// Days do not shift: not with the zone of the machine, not in the summers from
// 1986 to 1991, when the clocks of Shanghai were an hour ahead.
func TestDaysDoNotShift(t *testing.T) {
	machine := time.Local
	t.Cleanup(func() { time.Local = machine })
	site := shanghai(t)
	for _, name := range []string{"UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Asia/Shanghai"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		for _, want := range []civil.Time{
			day(1988, 7, 1), day(1986, 5, 4), minute(1986, 5, 4, 2, 30), second(1991, 9, 15, 1, 59, 59), day(2018, 5, 31), day(1900, 1, 1),
		} {
			got, err := civil.Parse(want.String(), site)
			if err != nil || got != want {
				t.Errorf("machine in %s: %q became %q, %v", name, want, got, err)
			}
		}
		got, err := civil.Parse("1988-07-01T00:30:00+09:00", site)
		if err != nil || got != second(1988, 7, 1, 0, 30, 0) {
			t.Errorf("machine in %s: an instant of summer time became %q, %v", name, got, err)
		}
	}
}

func TestInstants(t *testing.T) {
	zone := shanghai(t)
	at := time.Date(2018, 5, 30, 16, 0, 0, 0, time.UTC)
	if got := civil.Of(at, zone); got != second(2018, 5, 31, 0, 0, 0) {
		t.Errorf("Of: %q", got)
	}
	if got := day(2018, 5, 31).In(zone); !got.Equal(at) {
		t.Errorf("In: %v", got)
	}
}

// Summer time skips an hour, in some zones the first of the day.
func TestSkippedTimes(t *testing.T) {
	for _, c := range []struct {
		zone string
		t    civil.Time
		want string
	}{
		{"Asia/Shanghai", day(1940, 6, 1), "1940-06-01T01:00:00+09:00"},
		{"America/Sao_Paulo", day(2018, 11, 4), "2018-11-04T01:00:00-02:00"},
		{"America/Sao_Paulo", minute(2018, 11, 4, 0, 30), "2018-11-04T01:00:00-02:00"},
		{"America/New_York", minute(2026, 3, 8, 2, 30), "2026-03-08T03:00:00-04:00"},
		{"Pacific/Apia", day(2011, 12, 30), "2011-12-31T00:00:00+14:00"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.t.In(zone).Format(time.RFC3339); got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.t, c.zone, got, c.want)
		}
	}
}
