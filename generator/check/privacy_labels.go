package check

import (
	"strings"
	"unicode/utf8"
)

// otherNumber reports whether the text around a number says that it is none of a
// person: a label before it, a currency, a unit after it, letters that make it a
// part of some code.
func otherNumber(text string, at span) bool {
	before, after := text[:at.from], text[at.to:]
	return partOfCode(before, after) || measured(before, after) || inDOI(before) || labelled(before, otherLabels)
}

// partOfCode reports whether letters, a slash of a path or a decimal point touch a number.
func partOfCode(before, after string) bool {
	before = strings.TrimRightFunc(before, invisible)
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, invisible))
	if isLetter(next) || next == '%' || next == '％' {
		return true
	}
	switch {
	case isLetter(last):
		return !phoneWord(before)
	case last == '/' || last == '=' || last == '-':
		before = before[:len(before)-1]
		head, _ := utf8.DecodeLastRuneInString(before)
		return isLetter(head) && !phoneWord(before)
	case last == '#' || last == '*':
		return strings.HasSuffix(before, "**") == (last == '#')
	}
	return false
}

// phoneWord reports whether a text ends with a Latin word for a telephone.
func phoneWord(before string) bool {
	word := strings.ToLower(before[len(strings.TrimRightFunc(before, isLetter)):])
	switch word {
	case "tel", "mobile", "mob", "phone", "cell", "call", "wechat", "weixin", "wx", "vx", "m", "t", "p":
		return true
	}
	return false
}

// measured reports whether a number is an amount.
func measured(before, after string) bool {
	before = strings.TrimRight(before, " ")
	for _, sign := range []string{"¥", "￥", "$", "＄", "€", "人民币", "RMB", "金额", "金额：", "金额:", "合计", "总额", ","} {
		if strings.HasSuffix(before, sign) && (sign != "," || digitBefore(before[:len(before)-1])) {
			return true
		}
	}
	if len(after) > 1 && (after[0] == ',' || after[0] == '.') && after[1]-'0' <= 9 {
		return true
	}
	after = strings.TrimLeft(after, " 余多")
	for _, unit := range []string{
		"元", "万", "亿", "件", "美元", "欧元", "港元", "日元", "人次", "千克", "公斤", "吨", "平方", "立方", "千瓦", "兆瓦", "字节", "条", "株", "℃", "公里", "亩", "公顷", "标准煤",
	} {
		if strings.HasPrefix(after, unit) {
			return true
		}
	}
	return false
}

func digitBefore(before string) bool { return before != "" && before[len(before)-1]-'0' <= 9 }

// inDOI reports whether a text ends in the middle of a DOI.
func inDOI(before string) bool {
	before = lastRunes(before, 48)
	word := before[len(strings.TrimRightFunc(before, func(r rune) bool {
		return isLetter(r) || strings.ContainsRune("0123456789./:-_", r)
	})):]
	slash := strings.Index(word, "10.")
	return slash >= 0 && strings.Contains(word[slash:], "/")
}

// labelled reports whether one of the labels stands right before a number, with
// no more between than a colon, a bracket or 为.
func labelled(before string, labels []string) bool {
	before = lastRunes(before, 24)
	for trimmed := ""; trimmed != before; {
		trimmed = before
		before = strings.TrimRight(before, " \u3000\t:：(（[【〔“\"'‘#=|")
		before = strings.TrimSuffix(strings.TrimSuffix(before, "为"), "是")
	}
	for _, label := range labels {
		if n := len(before) - len(label); n >= 0 && strings.EqualFold(before[n:], label) {
			return true
		}
	}
	return false
}

// otherLabels are the names of numbers that belong to things.
var otherLabels = []string{
	"订单", "订单号", "订单编号", "单号", "运单", "快递", "流水", "流水号", "交易号", "凭证号", "序号", "序列号", "串号", "编号", "编码", "代码", "编码号",
	"条码", "条形码", "条码号", "二维码", "批号", "批次", "批次号", "学号", "考号", "工号", "准考证号", "考生号", "座位号", "发票", "发票号", "发票号码", "发票代码", "票号", "票据号", "校验码", "票据号码",
	"许可证号", "登记号", "受理号", "受理编号", "办件号", "注册号", "备案号", "备案", "合同号", "合同", "文号", "索引号", "案号", "卷号", "档号", "档案号", "识别号", "税号", "证书号", "证书编号", "许可证编号",
	"车架号", "资产号", "电表号", "户号", "用户号", "水表号", "房产证号", "不动产权证号", "标识码", "项目号", "宗地号", "地块", "机构代码", "信用代码", "QQ", "QQ号", "QQ群", "群号", "会议号", "会议ID", "直播号",
	"IMEI", "ISBN", "ISSN", "DOI", "ID", "SN", "NO", "UID", "No.", "№", "版本", "版本号", "对公账号", "对公账户", "基本户", "公积金账号", "公积金账户", "缴费号", "查询号", "查询码", "验证码", "货号", "型号", "设备号", "商品号", "热线编号", "工单号", "工单",
}

// lastRunes returns at most n characters from the end of a text, and never more
// than its last line.
func lastRunes(text string, n int) string {
	from := len(text)
	for ; n > 0 && from > 0; n-- {
		r, size := utf8.DecodeLastRuneInString(text[:from])
		if r == '\n' {
			break
		}
		from -= size
	}
	return text[from:]
}

// firstRunes returns at most n characters from the start of a text.
func firstRunes(text string, n int) string {
	for i := range text {
		if n == 0 || text[i] == '\n' {
			return text[:i]
		}
		n--
	}
	return text
}
