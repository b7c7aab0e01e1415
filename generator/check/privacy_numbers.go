package check

import (
	"strings"
)

// numberKind is a kind of number that belongs to a person.
type numberKind uint8

const (
	identityKind numberKind = iota
	cardKind
	mobileKind
)

// personal is a number of a person in a text.
type personal struct {
	kind   numberKind
	at     span
	digits string
	places []span // of each digit
}

// personalNumbers returns the numbers of some kinds in a text, in its order. In
// source text, bold marks within a number are not there.
func personalNumbers(text string, source bool, kinds ...numberKind) []personal {
	if !mayHoldLongFigure(text) {
		return nil
	}
	var list []personal
	eachFigure(text, source, func(f *figure) {
		if len(f.digits) < leastDigits {
			return
		}
		for from, last := 0, 0; from < len(f.groups); {
			after := from + 1
			for _, kind := range kinds {
				if number, next := kind.find(f, from, last); next > 0 {
					list = append(list, f.personal(kind, number))
					after, last = next, next
					break
				}
			}
			from = after
		}
	})
	return list
}

// find finds the number of a kind that begins with a group of a figure: its
// digits, and the group after it, 0 if there is none. Before the group last the
// number ends that was found before.
func (kind numberKind) find(f *figure, from, last int) (number span, next int) {
	switch kind {
	case identityKind:
		return identityNumber(f, from)
	case cardKind:
		return cardNumber(f, from, last)
	}
	return mobileNumber(f, from, last)
}

func (f *figure) personal(kind numberKind, number span) personal {
	places := append([]span(nil), f.places[number.from:number.to]...)
	return personal{kind, span{places[0].from, places[len(places)-1].to}, string(f.digits[number.from:number.to]), places}
}

// kept returns how many digits at the start and the end of a number are shown
// when it is masked.
func (p *personal) kept() (head, tail int) {
	switch p.kind {
	case identityKind:
		return 2, 3
	case cardKind:
		return 0, 4
	}
	return 3, 4
}

// masked returns the digits of a number as they may be shown.
func (p *personal) masked() string {
	head, tail := p.kept()
	n := len(p.digits)
	return p.digits[:head] + strings.Repeat("*", n-head-tail) + p.digits[n-tail:]
}

// Mask replaces the digits of identity, card and mobile numbers in a text by
// stars, but for those that may be shown: 138****1234, the first two and last
// three of an identity number, the last four of a card. All else stays as it
// is, and what is masked is not masked again.
func Mask(text string) string {
	for {
		numbers := personalNumbers(text, true, identityKind, cardKind, mobileKind)
		if len(numbers) == 0 {
			return text
		}
		text = maskNumbers(text, numbers)
	}
}

func maskNumbers(text string, numbers []personal) string {
	var out strings.Builder
	from := 0
	for _, number := range numbers {
		head, tail := number.kept()
		for _, place := range number.places[head : len(number.places)-tail] {
			out.WriteString(text[from:place.from])
			out.WriteByte('*')
			from = place.to
		}
	}
	out.WriteString(text[from:])
	return out.String()
}
