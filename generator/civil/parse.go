package civil

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"
)

// What can be wrong with a date. Callers word the message.
var (
	ErrForm  = errors.New("not a date in a form that is known")
	ErrOrder = errors.New("the year must come first, with four digits")
	ErrYear  = errors.New("the year is not between 1900 and 2100")
	ErrDay   = errors.New("there is no such day")
	ErrClock = errors.New("there is no such time of day")
)

// The years that a bulletin can speak of. What lies outside is a slip of the
// keyboard (0218 for 2018), or "never", which no date says.
const minYear, maxYear = 1900, 2100

// Parse reads a date with an optional time of day:
//
//	2018-05-31   2018/5/31   2018.5.31   2018年5月31日   二〇一八年五月三十一日
//	… 09:30   … 9:30:15   …T09:30   … 9时30分   … 9点30分15秒
//
// Full-width digits and marks mean the same as others, and spaces around do not
// matter. A time that names its offset from UTC (RFC 3339, as in
// 2018-05-31T01:30:00Z) is converted to zone; all others are in zone already.
// Parts of a second are dropped.
func Parse(s string, zone *time.Location) (Time, error) {
	p := parser{rest: strings.TrimSpace(strings.Map(halfWidth, s))}
	year, month, day, ok := p.date()
	if !ok {
		if yearLast(p.rest) {
			return Time{}, ErrOrder
		}
		return Time{}, ErrForm
	}
	clock, ok := p.clock()
	if !ok || p.rest != "" {
		return Time{}, ErrForm
	}
	switch {
	case year < minYear || year > maxYear:
		return Time{}, ErrYear
	case month < 1 || month > 12 || day < 1 || day > daysIn(year, month):
		return Time{}, ErrDay
	case clock.hour > 23 || clock.minute > 59 || clock.second > 59:
		return Time{}, ErrClock
	}
	t := Time{
		int16(year), int8(month), int8(day),
		int8(clock.hour), int8(clock.minute), int8(clock.second), clock.precision,
	}
	if clock.offset != nil {
		return t.from(clock.offset, zone)
	}
	return t, nil
}

// from converts t from one zone to another.
func (t Time) from(offset, zone *time.Location) (Time, error) {
	converted := Of(t.In(offset), zone)
	if converted.Year < minYear || converted.Year > maxYear {
		return Time{}, ErrYear
	}
	if converted.Precision = t.Precision; t.Precision == Minute {
		converted.Second = 0 // offsets of the 19th century have seconds
	}
	return converted, nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// halfWidth maps full-width forms to ASCII, and every dash and space that input
// methods produce to the plain one.
func halfWidth(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r >= '\u2010' && r <= '\u2015' || r == '\u2212':
		return '-'
	case unicode.IsSpace(r):
		return ' '
	}
	return r
}

// parser takes a text apart from left to right.
type parser struct{ rest string }

// date reads year, month and day, with one kind of mark between them.
func (p *parser) date() (year, month, day int, ok bool) {
	before := *p
	year, ok = p.number(4, 4)
	if ok && p.skip("年") {
		month, day, ok = p.chineseDay()
	} else if ok {
		month, day, ok = p.markedDay()
	}
	if !ok {
		*p = before
	}
	return year, month, day, ok
}

func (p *parser) chineseDay() (month, day int, ok bool) {
	if month, ok = p.number(1, 2); !ok || !p.skip("月") {
		return 0, 0, false
	}
	if day, ok = p.number(1, 2); !ok || !p.skip("日") && !p.skip("号") {
		return 0, 0, false
	}
	return month, day, true
}

func (p *parser) markedDay() (month, day int, ok bool) {
	for _, mark := range []string{"-", "/", "."} {
		if !strings.HasPrefix(p.rest, mark) {
			continue
		}
		p.rest = p.rest[1:]
		if month, ok = p.digits(1, 2); !ok || !strings.HasPrefix(p.rest, mark) {
			return 0, 0, false
		}
		p.rest = p.rest[1:]
		day, ok = p.digits(1, 2)
		return month, day, ok
	}
	return 0, 0, false
}

type clock struct {
	hour, minute, second int
	precision            Precision
	offset               *time.Location // nil when none is written
}

// clock reads the time of day; none at all is Day precision.
func (p *parser) clock() (c clock, ok bool) {
	if p.rest == "" {
		return clock{precision: Day}, true
	}
	if !p.skip("T") && !p.skip("t") {
		p.rest = strings.TrimLeft(p.rest, " ")
	}
	if c.hour, ok = p.number(1, 2); !ok {
		return c, false
	}
	c.precision = Minute
	if p.skip("时") || p.skip("点") {
		ok = p.chineseClock(&c)
	} else {
		ok = p.colonClock(&c)
	}
	return c, ok
}

func (p *parser) chineseClock(c *clock) (ok bool) {
	if p.rest == "" {
		return true
	}
	if c.minute, ok = p.number(1, 2); !ok || !p.skip("分") {
		return false
	}
	if p.rest == "" {
		return true
	}
	c.precision = Second
	c.second, ok = p.number(1, 2)
	return ok && p.skip("秒")
}

func (p *parser) colonClock(c *clock) (ok bool) {
	if !strings.HasPrefix(p.rest, ":") {
		return false
	}
	p.rest = p.rest[1:]
	if c.minute, ok = p.digits(2, 2); !ok {
		return false
	}
	if strings.HasPrefix(p.rest, ":") {
		p.rest = p.rest[1:]
		if c.second, ok = p.digits(2, 2); !ok {
			return false
		}
		c.precision = Second
		p.fraction()
	}
	return p.offset(c)
}

// fraction drops the decimals of a second.
func (p *parser) fraction() {
	if decimals, ok := strings.CutPrefix(p.rest, "."); ok {
		if rest := strings.TrimLeft(decimals, "0123456789"); rest != decimals {
			p.rest = rest
		}
	}
}

// offset reads Z, +08:00 or +0800, if there is any of them.
func (p *parser) offset(c *clock) bool {
	p.rest = strings.TrimLeft(p.rest, " ")
	if p.rest == "" {
		return true
	}
	if p.skip("Z") || p.skip("z") {
		c.offset = time.UTC
		return true
	}
	sign := 1
	switch {
	case strings.HasPrefix(p.rest, "-"):
		sign = -1
	case !strings.HasPrefix(p.rest, "+"):
		return false
	}
	offset := parser{rest: p.rest[1:]}
	if len(offset.rest) > 2 && offset.rest[2] == ':' {
		offset.rest = offset.rest[:2] + offset.rest[3:]
	}
	digits, ok := offset.digits(4, 4)
	hours, minutes := digits/100, digits%100
	if !ok || hours > 14 || minutes > 59 {
		return false
	}
	p.rest = offset.rest
	c.offset = time.FixedZone("", sign*(hours*60+minutes)*60)
	return true
}

// skip takes a word, with the spaces around it, off the front.
func (p *parser) skip(word string) bool {
	rest, ok := strings.CutPrefix(strings.TrimLeft(p.rest, " "), word)
	if ok {
		p.rest = strings.TrimLeft(rest, " ")
	}
	return ok
}

// number reads a number in digits or in Chinese.
func (p *parser) number(least, most int) (int, bool) {
	if n, ok := p.digits(least, most); ok {
		return n, true
	}
	return p.chinese(least, most)
}

// digits reads a number of so many decimal digits.
func (p *parser) digits(least, most int) (n int, ok bool) {
	count := 0
	for count < len(p.rest) && p.rest[count] >= '0' && p.rest[count] <= '9' {
		if count == most {
			return 0, false
		}
		n = n*10 + int(p.rest[count]-'0')
		count++
	}
	if count < least {
		return 0, false
	}
	p.rest = p.rest[count:]
	return n, true
}

const chineseNumerals = "〇○零一二三四五六七八九十"

// chinese reads 二〇一八 (digit by digit, as years are), 五, 十, 十二, 二十 or 三十一.
func (p *parser) chinese(least, most int) (n int, ok bool) {
	rest := strings.TrimLeft(p.rest, chineseNumerals)
	written := strings.TrimSuffix(p.rest, rest)
	tens, ones, ok := strings.Cut(written, "十")
	switch {
	case !ok:
		n, ok = chineseDigits(written, least, most)
	case most > 2:
		return 0, false
	default:
		n, ok = chineseTens(tens, ones)
	}
	if ok {
		p.rest = rest
	}
	return n, ok
}

// chineseTens reads 二十一, where neither side of 十 need be there.
func chineseTens(tens, ones string) (n int, ok bool) {
	left, right := 1, 0
	if tens != "" {
		if left, ok = chineseDigits(tens, 1, 1); !ok || left == 0 {
			return 0, false
		}
	}
	if ones != "" {
		if right, ok = chineseDigits(ones, 1, 1); !ok || right == 0 {
			return 0, false
		}
	}
	return left*10 + right, true
}

func chineseDigits(s string, least, most int) (n int, ok bool) {
	count := 0
	for _, r := range s {
		if r == '十' || count == most {
			return 0, false
		}
		n = n*10 + chineseDigit(r)
		count++
	}
	return n, count >= least
}

func chineseDigit(r rune) int {
	if i := slices.Index([]rune("一二三四五六七八九"), r); i >= 0 {
		return i + 1
	}
	return 0 // 〇 ○ 零
}

// yearLast reports a date that begins with day or month, as 31/5/2018.
func yearLast(s string) bool {
	p := parser{rest: s}
	if _, ok := p.digits(1, 2); !ok || p.rest == "" || !strings.ContainsRune("-/.", rune(p.rest[0])) {
		return false
	}
	p.rest = p.rest[1:]
	_, ok := p.digits(1, 2)
	return ok && p.rest != "" && strings.ContainsRune("-/.", rune(p.rest[0]))
}
