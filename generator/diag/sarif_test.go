package diag_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jianbao/generator/diag"
)

// log is a SARIF log as a program reads it.
type log struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Rules []struct {
					ID               string
					ShortDescription text
				}
			}
		}
		OriginalURIBaseIDs map[string]any
		Results            []struct {
			RuleID    string
			RuleIndex int
			Level     string
			Message   text
			Locations []struct {
				PhysicalLocation struct {
					ArtifactLocation struct{ URI, URIBaseID string }
					Region           *struct{ StartLine, StartColumn int }
				}
			}
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind, Justification string }
		}
	}
}

type text struct{ Text string }

// sarif prints a log, and reads it again.
func sarif(t *testing.T, p diag.Printer, list diag.List) (string, log) {
	t.Helper()
	p.Format = diag.FormatSARIF
	var out bytes.Buffer
	if err := p.Print(&out, list); err != nil {
		t.Fatal(err)
	}
	checkSARIF(t, out.Bytes())
	var l log
	if err := json.Unmarshal(out.Bytes(), &l); err != nil {
		t.Fatal(err)
	}
	return out.String(), l
}

// object is what SARIF 2.1.0 lets an object have: its properties with the object that
// each is, or the pattern of its text, or "number"; those that it must have begin with
// "!". A list stands for its items, and "*" for any name.
type object map[string]any

var (
	message  = object{"!text": `(?s).+`}
	artifact = object{"!uri": `^[^/\\]`, "!uriBaseId": `^%SRCROOT%$`}
	rule     = object{
		"!id": `^[a-z0-9-]+$`, "name": `^([A-Z0-9][a-z0-9]*)+$`, "shortDescription": message, "fullDescription": message, "help": message,
		"defaultConfiguration": object{"level": `^(none|note|warning|error)$`},
	}
	result = object{
		"ruleId": `^[a-z0-9-]+$`, "ruleIndex": "number", "level": `^(none|note|warning|error)$`, "!message": message,
		"locations":           object{"physicalLocation": object{"!artifactLocation": artifact, "region": object{"startLine": "number", "startColumn": "number"}}},
		"partialFingerprints": object{"*": `^[0-9a-f]{32}$`},
		"!suppressions":       object{"!kind": `^(inSource|external)$`, "status": `^accepted$`, "justification": `.`},
	}
	sarifLog = object{
		"$schema": `^https://.*sarif-schema-2\.1\.0\.json$`, "!version": `^2\.1\.0$`,
		"!runs": object{
			"!tool":    object{"!driver": object{"!name": `^jianbao$`, "semanticVersion": `^\d+\.\d+\.\d+$`, "language": `^[a-z]{2}(-[A-Z]{2})?$`, "rules": rule}},
			"language": `^[a-z]{2}(-[A-Z]{2})?$`, "columnKind": `^(utf16CodeUnits|unicodeCodePoints)$`, "!results": result,
			"originalUriBaseIds": object{"*": object{"description": message}},
		},
	}
)

func checkSARIF(t *testing.T, data []byte) {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	for _, fault := range faults("", value, sarifLog) {
		t.Error(fault)
	}
}

// faults says how a value differs from what it may be.
func faults(at string, value any, want any) (list []string) {
	switch value := value.(type) {
	case []any:
		for i, item := range value {
			list = append(list, faults(fmt.Sprintf("%s[%d]", at, i), item, want)...)
		}
	case map[string]any:
		shape, _ := want.(object)
		for _, name := range slices.Sorted(maps.Keys(value)) {
			part, ok := shape["!"+name]
			for _, key := range []string{name, "*"} {
				if !ok {
					part, ok = shape[key]
				}
			}
			if !ok {
				list = append(list, at+"."+name+" is no property")
				continue
			}
			list = append(list, faults(at+"."+name, value[name], part)...)
		}
		for name := range shape {
			if must, ok := strings.CutPrefix(name, "!"); ok && value[must] == nil {
				list = append(list, at+"."+must+" is lacking")
			}
		}
	case string:
		if pattern, ok := want.(string); !ok || !regexp.MustCompile(pattern).MatchString(value) {
			list = append(list, fmt.Sprintf("%s is %q, which %v does not allow", at, value, want))
		}
	case float64:
		if want != "number" || value < 0 {
			list = append(list, fmt.Sprintf("%s is %v", at, value))
		}
	default:
		list = append(list, fmt.Sprintf("%s is %v", at, value))
	}
	return list
}

// Whatever diagnostics hold, a log is one line of what the standard allows, and says
// where each is: an encoded path that decodes to the same, and characters counted from 1.
func TestSARIF(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		p := diag.Printer{Lang: lang, Source: source, Prefix: "网站/reform", Version: "0.1.0"}
		out, l := sarif(t, p, sample())
		if strings.Count(out, "\n") != 1 || strings.ContainsAny(out, "\x1b\u202e\u0085") {
			t.Errorf("%s: %q", lang, out)
		}
		run := l.Runs[0]
		want := sample()
		want.Sort()
		if len(run.Results) != len(want) {
			t.Fatalf("%d results, want %d", len(run.Results), len(want))
		}
		for i, r := range run.Results {
			d := want[i]
			if r.RuleID != d.Rule || run.Tool.Driver.Rules[r.RuleIndex].ID != d.Rule || r.Level != d.Severity.String() {
				t.Errorf("%s is %+v", d.Rule, r)
			}
			if first, _, _ := strings.Cut(r.Message.Text, "\n"); first != diag.Visible(d.Message.In(lang)) {
				t.Errorf("%q became %q", d.Message.In(lang), r.Message.Text)
			}
			if d.Path == "" {
				if len(r.Locations) > 0 {
					t.Errorf("%s is at %+v", d.Rule, r.Locations)
				}
				continue
			}
			place := r.Locations[0].PhysicalLocation
			u, err := url.Parse(place.ArtifactLocation.URI)
			if err != nil || u.IsAbs() || u.Path != "网站/reform/"+d.Path || run.OriginalURIBaseIDs[place.ArtifactLocation.URIBaseID] == nil {
				t.Errorf("%s is at %q", d.Path, place.ArtifactLocation.URI)
			}
			if region := place.Region; (region == nil) != (d.Line == 0) || region != nil && (region.StartLine != d.Line || region.StartColumn != d.Column) {
				t.Errorf("%v is at %+v", d.Pos, region)
			}
		}
	}
}

// A clean list is a log with results, none; code scanning then closes what was open.
func TestSARIFOfNothing(t *testing.T) {
	out, l := sarif(t, diag.Printer{Rules: []diag.RuleText{ruleText("link-text")}}, nil)
	if !strings.Contains(out, `"results":[]`) || len(l.Runs[0].Tool.Driver.Rules) != 1 {
		t.Error(out)
	}
}

func ruleText(name string) diag.RuleText {
	text := diag.Text{ZH: "中文 {}", EN: "English {}"}
	return diag.RuleText{Name: name, Title: text, Why: text, Mend: text}
}

// What is silenced is in the log with its reason, apart from what is not; a rule is
// told of in the language of the log; braces, which would be placeholders, are doubled.
func TestSARIFSilenced(t *testing.T) {
	var list diag.List
	list.Warnf(diag.Pos{Path: "content/a.md", Line: 1, Column: 1}, "link-text", "中文 {0}", "English {0}")
	list.Errorf(diag.Pos{Path: "--base-url"}, "bad-base-url", "不是网址", "no address")
	p := diag.Printer{Rules: []diag.RuleText{ruleText("link-text"), ruleText("unused-rule")}, Silenced: []diag.Silenced{
		{Diagnostic: list[0], Reason: "引用\n原件"}, {Diagnostic: list[0]},
	}}
	for lang, want := range map[string]string{
		"zh": "bad-base-url bad-base-url: --base-url: 不是网址 []; link-text link-text: 中文 {{0}} []; link-text link-text: 中文 {{0}} [{inSource 引用\\n原件}]; " +
			"link-text link-text: 中文 {{0}} [{external site.yaml 的 check.rules 关闭了这条规则}]; rules 每次生成都查的规则 bad-base-url, 中文 {{}}, 中文 {{}}",
		"en": "bad-base-url bad-base-url: --base-url: no address []; link-text link-text: English {{0}} []; link-text link-text: English {{0}} [{inSource 引用\\n原件}]; " +
			"link-text link-text: English {{0}} [{external check.rules in site.yaml switches the rule off}]; rules bad-base-url, which every build looks at, English {{}}, English {{}}",
	} {
		p.Lang = lang
		_, l := sarif(t, p, list)
		run := l.Runs[0]
		var got, rules []string
		for _, r := range run.Results {
			got = append(got, fmt.Sprintf("%s %s: %s %v", r.RuleID, run.Tool.Driver.Rules[r.RuleIndex].ID, r.Message.Text, r.Suppressions))
		}
		for _, r := range run.Tool.Driver.Rules {
			rules = append(rules, r.ShortDescription.Text)
		}
		if all := strings.Join(got, "; ") + "; rules " + strings.Join(rules, ", "); all != want {
			t.Errorf("got\n%s\nwant\n%s", all, want)
		}
	}
}

// A finding is known again in another language, with another count of days, after
// lines before it have come and gone; another line, rule or file makes another one, and
// so does a second like it.
func TestSARIFFingerprints(t *testing.T) {
	print := func(text, path, rule, message string, lines ...int) (prints []string) {
		var list diag.List
		for column, line := range lines {
			list.Warnf(diag.Pos{Path: path, Line: line, Column: column + 1}, rule, "%s", "%s", message)
		}
		_, l := sarif(t, diag.Printer{Source: func(string) []byte { return []byte(text) }}, list)
		for _, r := range l.Runs[0].Results {
			prints = append(prints, r.PartialFingerprints["jianbaoLine/v1"])
		}
		return prints
	}
	one := print("甲\n乙\n", "a.md", "link-text", "3 days", 2)
	if again := print("新\n甲\n  乙\r\n", "a.md", "link-text", "4 days", 3); !slices.Equal(one, again) {
		t.Errorf("%v became %v", one, again)
	}
	two := print("甲\n乙\n乙\n", "a.md", "link-text", "3 days", 2, 3)
	if two[0] != one[0] || two[1] == two[0] {
		t.Errorf("%v, then %v", one, two)
	}
	for name, other := range map[string][]string{
		"line": print("甲\n丙\n", "a.md", "link-text", "3 days", 2), "rule": print("甲\n乙\n", "a.md", "wrong-word", "3 days", 2),
		"file": print("甲\n乙\n", "b.md", "link-text", "3 days", 2),
	} {
		if other[0] == one[0] {
			t.Errorf("another %s has the fingerprint %v", name, other)
		}
	}
}
