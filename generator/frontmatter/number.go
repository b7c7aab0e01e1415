package frontmatter

import (
	"regexp"
	"strings"
)

// The form of a document number in GB/T 9704: the issuer's short name, the whole
// year in six-angle brackets, and a serial number without 第 and leading zeros.
var documentNumber = regexp.MustCompile(`^\p{Han}+〔\d{4}〕[1-9]\d*号$`)

// looseNumber matches what people write instead.
var looseNumber = regexp.MustCompile(`^(\p{Han}+?)[\[【（(〔﹝〖［](\d{4})年?[\]】）)〕﹞〗］](?:第|字)?0*([1-9]\d*)号?$`)

// documentNumber reads a 发文字号.
func (v value) documentNumber() string {
	text := v.Text()
	if text == "" || documentNumber.MatchString(text) {
		return text
	}
	d := v.Errorf("bad-document-number", "%[1]s 的写法不合规范：%[2]s", "%[1]s is not in the form of a document number: %[2]s", v.Name(), text)
	if m := looseNumber.FindStringSubmatch(strings.Map(plainNumber, text)); m != nil {
		d.Hintf("写作 %s〔%s〕%s号", "write %s〔%s〕%s号", m[1], m[2], m[3])
	} else {
		d.Hintf("如 湘政发〔2018〕5号：六角括号，年份四位，序号前不加“第”、不补零", "as in 湘政发〔2018〕5号: six-angle brackets, four digits of the year, no 第 and no leading zero")
	}
	return text
}

// plainNumber makes digits half-width and drops spaces.
func plainNumber(r rune) rune {
	switch {
	case r >= '０' && r <= '９':
		return r - '０' + '0'
	case r == ' ', r == '\u3000':
		return -1
	}
	return r
}
