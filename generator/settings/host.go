package settings

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isHost reports one host: a name, or an address of IPv6 in brackets.
func isHost(host string) bool {
	return strings.HasPrefix(host, "[") || isHostPattern(host) && !strings.HasPrefix(host, "*")
}

// isHostPattern reports the name of a host, or of all below it with *. before, with or without a
// port.
func isHostPattern(pattern string) bool {
	name, port, hasPort := strings.Cut(strings.TrimPrefix(pattern, "*."), ":")
	if hasPort && (port == "" || len(port) > 5 || strings.Trim(port, "0123456789") != "") {
		return false
	}
	return isHostName(name)
}

// isDomain reports the name of a host that has a dot.
func isDomain(name string) bool { return strings.Contains(name, ".") && isHostName(name) }

func isHostName(name string) bool {
	return !slices.ContainsFunc(strings.Split(name, "."), func(label string) bool { return !isLabel(label) })
}

// isLabel reports a part of a name: letters and digits of any script, and hyphens within.
func isLabel(label string) bool {
	odd := func(r rune) bool { return r != '-' && !unicode.IsLetter(r) && !unicode.IsNumber(r) }
	return label != "" && strings.Trim(label, "-") == label && !strings.ContainsFunc(label, odd)
}

func isPort(port string) bool {
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n < 1<<16
}

// asciiHost gives a host name the form that goes into DNS and into the files
// that machines read: 改革.政务 is xn--zbv203i.xn--zfr164b there.
func asciiHost(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	for i, label := range labels {
		label, port, _ := strings.Cut(label, ":")
		if strings.ContainsFunc(label, func(r rune) bool { return r >= utf8.RuneSelf }) {
			labels[i] = strings.TrimSuffix("xn--"+punycode([]rune(label))+":"+port, ":")
		}
	}
	return strings.Join(labels, ".")
}

// punycode encodes a label as RFC 3492 says: its ASCII characters, then a
// number for each other one, in the order of code points, that says how far it
// is from the one before.
func punycode(label []rune) string {
	var out strings.Builder
	for _, r := range label {
		if r < utf8.RuneSelf {
			out.WriteRune(r)
		}
	}
	basic := out.Len()
	if basic > 0 {
		out.WriteByte('-')
	}
	next, delta, bias := rune(utf8.RuneSelf), 0, 72
	for done := basic; done < len(label); next++ {
		least := rune(utf8.MaxRune)
		for _, r := range label {
			if r >= next {
				least = min(least, r)
			}
		}
		delta += int(least-next) * (done + 1)
		next = least
		for _, r := range label {
			if r < next {
				delta++
			}
			if r != next {
				continue
			}
			writeNumber(&out, delta, bias)
			bias = adapt(delta, done+1, done == basic)
			delta = 0
			done++
		}
		delta++
	}
	return out.String()
}

// writeNumber writes a number in digits a to z, 0 to 9, whose weights follow
// the bias, so that the last digit shows itself.
func writeNumber(out *strings.Builder, n, bias int) {
	const digits = "abcdefghijklmnopqrstuvwxyz0123456789"
	for k := 36; ; k += 36 {
		threshold := min(max(k-bias, 1), 26)
		if n < threshold {
			out.WriteByte(digits[n])
			return
		}
		out.WriteByte(digits[threshold+(n-threshold)%(36-threshold)])
		n = (n - threshold) / (36 - threshold)
	}
}

// adapt returns the bias for the next number.
func adapt(delta, count int, first bool) int {
	if delta /= 2; first {
		delta /= 350
	}
	delta += delta / count
	k := 0
	for ; delta > 35*26/2; k += 36 {
		delta /= 35
	}
	return k + 36*delta/(delta+38)
}
