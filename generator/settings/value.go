package settings

import (
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jianbao/generator/diag"
	"jianbao/generator/strict"
)

// number reads a whole number; target keeps its default where there is none.
func (v value) number(target *int, least, most int) {
	if n, ok := v.Int(least, most); ok {
		*target = n
	}
}

// truth reads true or false; target keeps its default where there is neither.
func (v value) truth(target *bool) {
	if b, ok := v.Bool(); ok {
		*target = b
	}
}

// choices reads a list of a few words, each once, in the order of the words.
func (v value) choices(target *[]string, words ...string) {
	before := v.Faults()
	given := v.Texts(strict.AtMarksOrSpaces)
	for _, text := range given {
		if !slices.Contains(words, text) {
			v.Errorf("bad-value", "%[1]s 不能有 %[2]s", "%[1]s cannot hold %[2]s", v.Name(), text).
				Hintf("只能有 %s", "it holds %s", strings.Join(words, ", "))
		}
	}
	if v.Faults() == before {
		*target = slices.DeleteFunc(words, func(word string) bool { return !slices.Contains(given, word) })
	}
}

// choice reads one of a few words.
func (v value) choice(target *string, words ...string) bool {
	before := v.Faults()
	text := v.Text()
	if slices.Contains(words, text) {
		*target = text
		return true
	}
	if v.Faults() == before {
		v.Errorf("bad-value", "%[1]s 不能是 %[2]s", "%[1]s cannot be %[2]s", v.Name(), text).
			Hintf("只能是 %s 之一", "it is one of %s", strings.Join(words, ", "))
	}
	return false
}

// languageTag is the form of a tag in BCP 47; whether the language exists is
// nothing that a site generator need know.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func (v value) language(target *string) {
	text := v.Filled()
	switch {
	case text == "":
	case languageTag.MatchString(text):
		*target = text
	default:
		v.Errorf("bad-value", "%[1]s 不是语言标签：%[2]s", "%[1]s is not a language tag: %[2]s", v.Name(), text).
			Hintf("如 zh-CN、en", "as zh-CN or en")
	}
}

// setZone reads the name of a time zone. "Local" would be another one on each
// machine.
func (s *Settings) setZone(v value) {
	name := v.Filled()
	if name == "" {
		return
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		v.Errorf("bad-value", "没有时区 %s", "there is no time zone %s", name).
			Hintf("北京时间写作 Asia/Shanghai", "it is a name as Asia/Shanghai or Europe/London")
		return
	}
	s.Timezone, s.Location = name, zone
}

// pattern is the form of an item of identity, with an example.
type pattern struct {
	form    *regexp.Regexp
	example string
}

// The forms that the items have on real sites (政府网站发展指引, 国办发〔2017〕47号).
var (
	siteCode = pattern{regexp.MustCompile(`^(bm\d{8}|\d{10})$`), "4307000001, bm01000001"}
	icp      = pattern{regexp.MustCompile(`^\p{Han}{1,3}ICP备\d{8}号(-\d+)?$`), "湘ICP备00000000号-1"}
	police   = pattern{regexp.MustCompile(`^\p{Han}{1,3}公网安备 ?\d{14}号$`), "湘公网安备 00000000000000号"}
	conac    = pattern{regexp.MustCompile(`^[0-9A-Fa-f]{32}$`), "00000000000000000000000000000000"}
	email    = pattern{regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`), "reform@example.gov.cn"}
)

// like reads a text that should have a form. As it is the authorities who give
// these numbers, and their forms have changed before, another form is a warning.
func (v value) like(p pattern) string {
	text := v.Text()
	if text != "" && !p.form.MatchString(text) {
		v.Warnf("identity-format", "%[1]s 的写法少见：%[2]s", "%[1]s has an unusual form: %[2]s", v.Name(), text).
			Hintf("通常写作 %s", "it is usually written as %s", p.example)
	}
	return text
}

var ruleName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// rules reads the severities of rules.
func (v value) rules(places map[string]diag.Pos) map[string]string {
	rules := map[string]string{}
	for _, entry := range v.Entries() {
		entry := value{entry}
		var severity string
		switch {
		case !ruleName.MatchString(entry.Name()):
			entry.KeyErrorf("bad-value", "%s 不是规则名", "%s is not the name of a rule", entry.Name()).
				Hintf("规则名是消息里“错误：”后面的英文，如 broken-link", `a rule's name follows "error:" in a message, as broken-link`)
		case entry.choice(&severity, "off", "warning", "error"):
			rules[entry.Name()] = severity
			places["check.rules."+entry.Name()] = entry.Pos()
		}
	}
	return rules
}

// points reads what findings of rules cost, and what groups are worth.
func (v value) points(places map[string]diag.Pos) map[string]float64 {
	points := map[string]float64{}
	for _, entry := range v.Entries() {
		name := entry.Name()
		x, err := strconv.ParseFloat(entry.Text(), 64)
		switch {
		case !ruleName.MatchString(name) && !slices.Contains(ScoredGroups, name):
			entry.KeyErrorf("bad-value", "%s 不是规则名，也不是分组名", "%s is the name of no rule and no group", name).
				Hintf("规则名如 stale-column，分组名有 %[1]s", "a rule is one as stale-column, the groups are %[2]s", strings.Join(ScoredGroups, "、"), strings.Join(ScoredGroups, ", "))
		case entry.Kind() != strict.Int && entry.Kind() != strict.Float, err != nil, !(x >= 0 && x <= 100):
			entry.Errorf("bad-value", "%s 应是 0 到 100 之间的数", "%s must be a number from 0 to 100", name)
		default:
			points[name] = x
			places["check.points."+name] = entry.Pos()
		}
	}
	return points
}

// sitePaths reads paths of files, relative to the site or to a folder in it.
func (v value) sitePaths() []string {
	return v.texts(fs.ValidPath, "应是网站里的文件，如 data/terms.yaml：用 / 分隔，没有 ..", "must be a file of the site, as data/terms.yaml: with /, without ..")
}

// hosts reads host names; *.gov.cn stands for all below gov.cn.
func (v value) hosts() []string {
	return v.texts(isHostPattern, "应是域名，如 www.gov.cn，不带 https:// 和路径", "must be a host, as www.gov.cn, without https:// and path")
}

// texts reads a list of texts that pass a check.
func (v value) texts(good func(string) bool, zh, en string) []string {
	var texts []string
	for _, item := range v.Items() {
		item := value{item}
		switch text := item.Filled(); {
		case text == "":
		case good(text):
			texts = append(texts, text)
		default:
			item.Errorf("bad-value", "%[1]s %[3]s：%[2]s", "%[1]s %[4]s: %[2]s", v.Name(), text, zh, en)
		}
	}
	return texts
}

// domain reads the host name of a site.
func (v value) domain() string {
	text := v.Filled()
	if text != "" && !isDomain(text) {
		v.Errorf("bad-value", "%[1]s 应是域名：%[2]s", "%[1]s must be a host name: %[2]s", v.Name(), text).
			Hintf("如 reform.example.gov.cn，不带 https:// 和路径", "as reform.example.gov.cn, without https:// and path")
		return ""
	}
	return asciiHost(text)
}
