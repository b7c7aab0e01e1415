package uri_test

import (
	"net/url"
	"testing"

	"jianbao/generator/uri"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		"/a/b/?x=1&y=%20#z":                    "/a/b/?x=1&y=%20#z",
		"https://a.example/改 革":                "https://a.example/%E6%94%B9%20%E9%9D%A9",
		`/"<>\^{|}` + "`":                      "/%22%3C%3E%5C%5E%7B%7C%7D%60",
		"/100%":                                "/100%25",
		"/100%2":                               "/100%252",
		"/100%zz%2f":                           "/100%25zz%2f",
		"https://matrix.to/#/#room:a.example":  "https://matrix.to/#/%23room:a.example",
		"https://a.example/docs/[x]?q=[1]#[2]": "https://a.example/docs/%5Bx%5D?q=%5B1%5D#%5B2%5D",
		"http://[::1]:8080/[x]":                "http://[::1]:8080/%5Bx%5D",
		"//[::1]":                              "//[::1]",
		"/a//[b]":                              "/a//%5Bb%5D",
		"?q=http://[b]":                        "?q=http://%5Bb%5D",
		"mailto:a@b.example?subject=你好":        "mailto:a@b.example?subject=%E4%BD%A0%E5%A5%BD",
		"tel:0000-1234567":                     "tel:0000-1234567",
		"\n\x7f\x00":                           "%0A%7F%00",
	} {
		if got := uri.Escape(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("https://a.example/改革?x=[1]#a#b%")
	f.Fuzz(func(t *testing.T, in string) {
		out := uri.Escape(in)
		if again := uri.Escape(out); again != out {
			t.Errorf("%q became %q, and that %q", in, out, again)
		}
		for _, c := range []byte(out) {
			if c <= ' ' || c >= 0x7F {
				t.Errorf("%q became %q", in, out)
			}
		}
		// What is odd in the name of a host, escaping cannot mend.
		if before, err := url.Parse(in); err == nil && uri.Escape(before.Host) == before.Host {
			if after, err := url.Parse(out); err != nil || after.Scheme != before.Scheme {
				t.Errorf("%q became %q: %v", in, out, err)
			}
		}
	})
}
