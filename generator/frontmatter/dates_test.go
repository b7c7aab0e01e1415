package frontmatter_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jianbao/generator/frontmatter"
)

// All forms of dates, as they stand in YAML without quotes.
func TestDates(t *testing.T) {
	for written, want := range map[string]string{
		"2018-05-31":                "2018-05-31",
		"2018-5-1":                  "2018-05-01",
		"2018/5/31":                 "2018-05-31",
		"2018.5.31":                 "2018-05-31",
		"2018-05-31 09:30":          "2018-05-31 09:30",
		"2018-05-31 9:30":           "2018-05-31 09:30",
		"2018-05-31 09:30:15":       "2018-05-31 09:30:15",
		"2018-05-31T09:30:15":       "2018-05-31 09:30:15",
		"2018-05-31T09:30:15+08:00": "2018-05-31 09:30:15",
		"2018-05-31T20:30:15Z":      "2018-06-01 04:30:15",
		"2018-05-31T20:30:15-05:00": "2018-06-01 09:30:15",
		"1988-07-01":                "1988-07-01",
		"1988-07-01 00:30":          "1988-07-01 00:30",
		"1988-07-01T00:30:00+09:00": "1988-07-01 00:30:00",
		"1988-06-30T15:30:00Z":      "1988-07-01 00:30:00",
		"1991-09-15":                "1991-09-15",
		"2018年5月31日":                "2018-05-31",
		"2018年5月31日 9时30分":          "2018-05-31 09:30",
		"2018年05月31日 09:30":         "2018-05-31 09:30",
		"２０１８年５月３１日":                "2018-05-31",
		"２０１８－０５－３１":                "2018-05-31",
		"二〇二六年一月二日":                 "2026-01-02",
		"二〇一八年五月三十一日 九时三十分": "2018-05-31 09:30",
	} {
		for _, text := range []string{"---\ndate: " + written + "\n---\n", "---\n发布时间: '" + written + "' # 引号也行\n---\n", `{"date":"` + written + "\"}\n"} {
			f, _, diags := parse(t, text)
			expect(t, text, diags)
			if got := f.Date.String(); got != want {
				t.Errorf("%q is %q, want %q", text, got, want)
			}
		}
	}
}

// The dates of TOML need no quotes.
func TestTOMLDates(t *testing.T) {
	for written, want := range map[string]string{
		"2018-05-31":                "2018-05-31",
		"2018-05-31T09:30:15":       "2018-05-31 09:30:15",
		"2018-05-31 09:30:15":       "2018-05-31 09:30:15",
		"2018-05-31T20:30:15.5Z":    "2018-06-01 04:30:15",
		"2018-05-31T20:30:15-05:00": "2018-06-01 09:30:15",
		"'2018年5月31日'":              "2018-05-31",
	} {
		text := "+++\ndate = " + written + "\n+++\n"
		f, _, diags := parse(t, text)
		expect(t, text, diags)
		if got := f.Date.String(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestBadDates(t *testing.T) {
	for written, want := range map[string]string{
		"2018-02-30":          "2:7 bad-date date: 2018-02-30 is not a day of the calendar",
		"2018-13-45":          "2:7 bad-date 不是日历上的日子",
		"2018年2月30日":          "2:7 bad-date",
		"2018-05-31 25:00":    "2:7 bad-date is not a time of day",
		"2018-05-31 09:60":    "2:7 bad-date 的时刻不存在",
		"03/04/2026":          "2:7 bad-date is ambiguous: the year comes first",
		"31.5.2018":           "2:7 bad-date 分不清年月日",
		"18-05-31":            "2:7 bad-date is ambiguous",
		"0218-05-31":          "2:7 bad-date is not between the years 1900 and 2100",
		"2018":                "2:7 bad-date is not a date",
		"20180531":            "2:7 bad-date",
		"今天":                  "2:7 bad-date 不是日期",
		"May 31, 2018":        "2:7 bad-date",
		"1527757200":          "2:7 bad-date",
		"2018-05-31 下午3时":     "2:7 bad-date",
		"[2018-05-31]":        "2:7 wrong-type",
		"true":                "2:7 bad-date",
		`""`:                  "2:7 empty-value",
		`"2018-05-31\n"`:      "", // space around does not matter
		`"2018-05-31\n09:30"`: "2:7 multi-line-text",
	} {
		text := "---\ndate: " + written + "\n---\n"
		f, _, diags := parse(t, text)
		if want == "" {
			expect(t, text, diags)
			continue
		}
		expect(t, text, diags, want)
		if !f.Date.IsZero() {
			t.Errorf("%q is %q", text, f.Date)
		}
	}
}

// Neither the zone of the machine nor the summer time of Shanghai moves a day.
func TestDatesDoNotShift(t *testing.T) {
	machine := time.Local
	t.Cleanup(func() { time.Local = machine })
	for _, name := range []string{"UTC", "America/Los_Angeles", "Pacific/Kiritimati"} {
		local, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = local
		for year := 1985; year <= 1992; year++ {
			for month := 1; month <= 12; month++ {
				want := fmt.Sprintf("%d-%02d-15", year, month)
				f, _, diags := parse(t, "---\ndate: "+want+"\nsigned: "+want+" 00:00\n---\n")
				expect(t, want, diags)
				if f.Date.String() != want || f.Signed.String() != want+" 00:00" {
					t.Errorf("in %s, %s became %s and %s", name, want, f.Date, f.Signed)
				}
			}
		}
	}
}

// What names an offset is converted to the zone of the site, not the machine.
func TestDatesInOtherZones(t *testing.T) {
	text := []byte("---\ndate: 2018-05-31T20:30:00Z\nupdated: 2018-06-01 08:00\n---\n")
	for name, want := range map[string]string{
		"Asia/Shanghai":    "2018-06-01 04:30:00",
		"America/New_York": "2018-05-31 16:30:00",
		"UTC":              "2018-05-31 20:30:00",
	} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		f, _, diags := new(frontmatter.Parser).Parse("content/a.md", text, zone)
		expect(t, name, diags)
		if got := f.Date.String(); got != want || f.Updated.String() != "2018-06-01 08:00" {
			t.Errorf("%s: %s and %s", name, got, strings.TrimSpace(f.Updated.String()))
		}
	}
}
