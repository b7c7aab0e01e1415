package diag

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"path"
	"slices"
	"strings"
)

// RuleText is what a SARIF log tells of a rule, for who meets one of its findings.
type RuleText struct {
	Name             string
	Severity         Severity // unless a site has another opinion
	Title, Why, Mend Text
	Follows          Text // the document and item; may be empty
}

// A SARIF log (Static Analysis Results Interchange Format 2.1.0, OASIS) is one JSON
// object, here on one line: a program that rebuilds prints one after the other.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool struct {
		Driver sarifDriver `json:"driver"`
	} `json:"tool"`
	Language   string               `json:"language"`
	ColumnKind string               `json:"columnKind"`
	Bases      map[string]sarifBase `json:"originalUriBaseIds"`
	Results    []sarifResult        `json:"results"`
}

type sarifDriver struct {
	Name     string      `json:"name"`
	Version  string      `json:"semanticVersion,omitempty"`
	Language string      `json:"language"`
	Rules    []sarifRule `json:"rules"`
}

type sarifBase struct {
	Description sarifText `json:"description"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifRule struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Short sarifText `json:"shortDescription"`
	Full  sarifText `json:"fullDescription"`
	Help  sarifText `json:"help"`

	Default struct {
		Level string `json:"level"`
	} `json:"defaultConfiguration"`
}

type sarifResult struct {
	Rule         string             `json:"ruleId"`
	Index        int                `json:"ruleIndex"`
	Level        string             `json:"level"`
	Message      sarifText          `json:"message"`
	Locations    []sarifLocation    `json:"locations,omitempty"`
	Fingerprints map[string]string  `json:"partialFingerprints"`
	Suppressions []sarifSuppression `json:"suppressions"` // of all results or of none, even where there are none
}

type sarifLocation struct {
	Physical struct {
		Artifact struct {
			URI  string `json:"uri"`
			Base string `json:"uriBaseId"`
		} `json:"artifactLocation"`
		Region *sarifRegion `json:"region,omitempty"`
	} `json:"physicalLocation"`
}

// sarifRegion begins where a diagnostic is. How far that goes a diagnostic does not
// say; without an end a region ends with its line.
type sarifRegion struct {
	Line   int `json:"startLine"`
	Column int `json:"startColumn,omitempty"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifRoot   = "%SRCROOT%" // what GitHub and editors take for the root of the repository
	// sarifLine names our way of telling findings apart. A change of it needs another number.
	sarifLine = "jianbaoLine/v1"
)

// printSARIF prints a list, and what is silenced, as a log.
func (p *Printer) printSARIF(out *bufio.Writer, list List) {
	s := sarifWriter{Printer: p, lines: p.newFramer(), seen: map[string]int{}}
	s.describe(list)
	results := []sarifResult{}
	for _, d := range list {
		results = append(results, s.result(d, []sarifSuppression{}))
	}
	for _, silenced := range p.Silenced {
		results = append(results, s.result(silenced.Diagnostic, []sarifSuppression{s.suppression(silenced.Reason)}))
	}
	run := sarifRun{
		Language: Text{"zh-CN", "en"}.In(p.Lang), ColumnKind: "unicodeCodePoints", Results: results,
		Bases: map[string]sarifBase{sarifRoot: {s.text(Text{"仓库的根文件夹", "the root of the repository"})}},
	}
	run.Tool.Driver = sarifDriver{"jianbao", p.Version, run.Language, s.rules}
	var line strings.Builder
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(sarifLog{sarifSchema, "2.1.0", []sarifRun{run}}); err != nil {
		panic(err) // strings and numbers always encode
	}
	out.WriteString(escapeJSON(strings.TrimSuffix(line.String(), "\n")) + "\n")
}

// sarifWriter makes the parts of a log.
type sarifWriter struct {
	*Printer
	lines *framer
	rules []sarifRule
	seen  map[string]int // how many findings were like one another
}

// describe lists the rules: those that are known, and those of the findings, sorted.
func (s *sarifWriter) describe(list List) {
	texts := slices.Clone(s.Rules)
	add := func(d Diagnostic) {
		if !slices.ContainsFunc(texts, func(r RuleText) bool { return r.Name == d.Rule }) {
			texts = append(texts, stageText(d.Rule))
		}
	}
	for _, d := range list {
		add(d)
	}
	for _, silenced := range s.Silenced {
		add(silenced.Diagnostic)
	}
	slices.SortFunc(texts, func(a, b RuleText) int { return strings.Compare(a.Name, b.Name) })
	s.rules = []sarifRule{}
	for _, text := range texts {
		rule := sarifRule{
			ID: text.Name, Name: camelCase(text.Name), Short: s.text(text.Title), Full: s.text(text.Why),
			Help: s.help(text),
		}
		rule.Default.Level = text.Severity.String()
		s.rules = append(s.rules, rule)
	}
}

// help says what to do about a finding, or to let it be.
func (s *sarifWriter) help(rule RuleText) sarifText {
	mend := s.text(rule.Mend).Text + s.text(Text{"。\n", ".\n"}).Text
	if follows := s.text(rule.Follows).Text; follows != "" {
		mend += s.text(Text{"依据：", "It follows "}).Text + follows + s.text(Text{"。\n", ".\n"}).Text
	}
	return sarifText{mend + s.text(Sprintf("不必改的：在那一篇的文首用 allow 写明规则 %[1]s 和原因，或在 site.yaml 的 check.rules 里关闭它。",
		"To let it be: name the rule %[1]s under allow in the front matter, with a reason, or switch it off under check.rules in site.yaml.", rule.Name)).Text}
}

// stageText is of a rule of which there is no more to tell than its messages do.
func stageText(name string) RuleText {
	return RuleText{
		Name: name, Severity: Error,
		Title: Sprintf("每次生成都查的规则 %s", "%s, which every build looks at", name),
		Why:   Text{"网站的内容、设置或版式有不合格式、前后不一的地方，消息里写明是什么。", "Something in the content, the settings or the layouts is malformed or contradicts itself; the message says what."},
		Mend:  Text{"照消息里写的改", "mend it as the message says"},
	}
}

// camelCase writes the name of a rule as logs have names: DeadExternalLink.
func camelCase(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(name, "-") {
		if part != "" {
			b.WriteString(strings.ToUpper(part[:1]) + part[1:])
		}
	}
	return b.String()
}

func (s *sarifWriter) result(d Diagnostic, suppressions []sarifSuppression) sarifResult {
	message := Visible(d.Message.In(s.Lang))
	if hint := d.Hint.In(s.Lang); hint != "" {
		message += "\n" + Visible(hint)
	}
	if isFlag(d.Path) {
		message = Visible(d.Path) + ": " + message
	}
	index, _ := slices.BinarySearchFunc(s.rules, d.Rule, func(r sarifRule, name string) int { return strings.Compare(r.ID, name) })
	return sarifResult{
		Rule: d.Rule, Index: index, Level: d.Severity.String(), Message: sarifText{sarifBraces.Replace(message)},
		Locations: s.locations(d.Pos), Fingerprints: map[string]string{sarifLine: s.fingerprint(d)}, Suppressions: suppressions,
	}
}

// isFlag reports whether a path is a flag's name: there is no file.
func isFlag(path string) bool { return strings.HasPrefix(path, "--") }

func (s *sarifWriter) locations(at Pos) []sarifLocation {
	if at.Path == "" || isFlag(at.Path) {
		return nil
	}
	var l sarifLocation
	l.Physical.Artifact.URI = (&url.URL{Path: path.Join(s.Prefix, at.Path)}).String()
	l.Physical.Artifact.Base = sarifRoot
	if at.Line > 0 {
		l.Physical.Region = &sarifRegion{at.Line, at.Column}
	}
	return []sarifLocation{l}
}

// fingerprint tells a finding from others, and knows it again after other lines have
// changed: it is of the rule, the file and the text of the line, and of how many like
// it came before. Messages are left out: they count days.
func (s *sarifWriter) fingerprint(d Diagnostic) string {
	line, _ := s.lines.line(d.Pos)
	like := strings.Join([]string{d.Rule, d.Path, strings.TrimSpace(line)}, "\x00")
	s.seen[like]++
	sum := sha256.Sum256([]byte(like + strings.Repeat("\x00", s.seen[like])))
	return hex.EncodeToString(sum[:16])
}

func (s *sarifWriter) suppression(reason string) sarifSuppression {
	if reason == "" {
		return sarifSuppression{"external", "accepted", Text{"site.yaml 的 check.rules 关闭了这条规则", "check.rules in site.yaml switches the rule off"}.In(s.Lang)}
	}
	return sarifSuppression{"inSource", "accepted", Visible(reason)}
}

func (s *sarifWriter) text(t Text) sarifText { return sarifText{sarifBraces.Replace(t.In(s.Lang))} }

// sarifBraces writes braces as texts of a log have them: single ones are placeholders.
var sarifBraces = strings.NewReplacer("{", "{{", "}", "}}")
