package check

import (
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// addressRule finds where somebody lives, down to the door.
func addressRule() *Rule {
	rule := Rule{
		Name:      "home-address",
		Title:     diag.Text{ZH: "家庭住址", EN: "home address"},
		Severity:  diag.Warning,
		Indicator: personalData(),
		Why: diag.Text{
			ZH: "精确到门牌、楼栋、房号的住址属于个人信息，通报中多见于低保、补贴、保障房等公示名单。",
			EN: "An address down to the door is personal data; it is found in published lists of who gets support or housing.",
		},
		Mend: diag.Text{
			ZH: "住址只写到乡镇或街道；确是对外办公的地址，用 allow 写明理由",
			EN: "give the township or sub-district only; the address of an office takes an allow with its reason",
		},
	}
	overPassages(&rule, func() func(p *passage, f *Findings) { return lookForHomes })
	return &rule
}

func lookForHomes(p *passage, f *Findings) {
	if p.name {
		return
	}
	for _, at := range firstOf(homeAddresses(p.text, p.row)) {
		f.Add(p.at(at.from), "疑似详细到门牌的住址：%s…", "looks like an address down to the door: %s…", firstRunes(p.text[at.from:at.to], 6))
	}
}

// door is the end of an address: numbers, each with what it counts.
type door struct {
	at    span
	parts []doorPart
}

// doorPart is one number of a door: 3栋, 2单元, 501室.
type doorPart struct {
	digits int // how many
	marker string
}

// homeAddresses returns the addresses down to the door in a text. row returns the
// cells beside it.
func homeAddresses(text string, row func() string) []span {
	var list []span
	for at := 0; at < len(text); {
		if at, _, _ = next(doorNumerals, text, at); at == len(text) {
			break
		}
		d := readDoor(text, at)
		if len(d.parts) > 1 || len(d.parts) == 1 && d.parts[0].marker == "号" {
			if from, found := isHome(text, row(), &d); found {
				list = append(list, span{from, d.at.to})
			}
		}
		at = d.at.to
	}
	return list
}

// doorNumerals are what the number of a door begins with.
var doorNumerals = charsetOf("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ０１２３４５６７８９一二三四五六七八九十")

// numeralStarts reports whether a text begins with a number of a door.
func numeralStarts(text string) bool {
	if text[0] < utf8.RuneSelf {
		return text[0]-'0' <= 9 || text[0]-'A' < 26
	}
	r, _ := utf8.DecodeRuneInString(text)
	return isNumeral(r)
}

func isNumeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return r >= '0' && r <= '9' || r >= '０' && r <= '９'
}

// doorMarkers are what the numbers of a door count, longer ones first.
var doorMarkers = []string{"号楼", "号院", "#楼", "单元", "村民组", "小组", "栋", "幢", "座", "楼", "层", "室", "房", "户", "门", "号", "组", "队", "弄", "巷", "#", "-", "－", "—"}

// readDoor reads the numbers that stand one after the other.
func readDoor(text string, at int) door {
	d := door{at: span{at, at}}
	for {
		digits, next := readNumeral(text, d.at.to)
		if digits == 0 {
			return d
		}
		part := doorPart{digits: digits}
		for _, marker := range doorMarkers {
			if strings.HasPrefix(text[next:], marker) {
				part.marker, next = marker, next+len(marker)
				break
			}
		}
		d.parts, d.at.to = append(d.parts, part), next
		rest := strings.TrimLeft(text[next:], " -－")
		if part.marker == "" || rest == "" || !numeralStarts(rest) || len(d.parts) == 8 {
			return d
		}
		d.at.to = len(text) - len(rest)
	}
}

// readNumeral reads a number: digits, the number of a Chinese one, or a capital letter.
func readNumeral(text string, at int) (digits, next int) {
	if at < len(text) && text[at]-'A' < 26 {
		digits, at = 1, at+1
	}
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isNumeral(r) {
			break
		}
		digits, at = digits+1, at+size
	}
	return digits, at
}

// has reports whether a door counts one of these.
func (d *door) has(markers ...string) bool {
	for _, part := range d.parts {
		for _, marker := range markers {
			if part.marker == marker {
				return true
			}
		}
	}
	return false
}

// room reports whether an address ends with the number of a flat.
func (a *address) room() bool {
	last := a.parts[len(a.parts)-1]
	if last.digits < 2 || last.digits > 5 {
		return false
	}
	switch last.marker {
	case "室", "房":
		return true
	case "号":
		return last.digits >= 3
	case "户":
		return last.digits >= 3 && a.has("单元")
	case "":
		return last.digits >= 3 && last.digits <= 4 && ends(a.after)
	}
	return false
}

// ends reports whether a text after a number has nothing that the number could count.
func ends(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return after == "" || strings.HasPrefix(after, "业主") || strings.HasPrefix(after, "住户") || strings.ContainsRune("，。；、：！？）)】],.;:!? \u3000\n\t|/“”\"的", r)
}

// isHome reports whether a door is that of a home, and where its address begins.
func isHome(text, row string, d *door) (from int, found bool) {
	from, label := addressStart(text, d.at.from)
	a := address{door: d, head: text[from:d.at.from], label: label, after: text[d.at.to:]}
	a.personal = strings.HasSuffix(label, "住") || listsPersons(row) ||
		hasAny(label, "住址", "家住", "现住", "居住", "户籍", "住在", "家庭", "租住", "暂住", "户口")
	if !a.personal && (len(d.parts) == 1 || a.institution() || !person(row) && hasAny(row, "公司", "厂", "合作社", "商行", "事务所", "经营部", "个体")) {
		return from, false
	}
	near := func() bool {
		return person(lastRunes(text[:d.at.from], 40) + "\n" + firstRunes(a.after, 30) + "\n" + row)
	}
	return from, a.home(near)
}

// address is a door with the text around it.
type address struct {
	*door
	head, label string // of the address up to the door, and what was said before it
	after       string
	personal    bool // the text says that somebody lives there
}

// institution reports whether nobody lives at an address.
func (a *address) institution() bool {
	return hasAny(a.head+clause(a.after)+a.label, institutions...) ||
		hasAny(lastRunes(a.head, 1), "局", "厅", "委", "办", "处", "科", "馆", "厂", "店", "库", "所")
}

// estate reports whether what stands before a door is a place of flats.
func (a *address) estate() bool {
	return hasAny(a.head, "小区", "花园", "家园", "公寓", "宿舍", "家属", "安置", "新村", "公租房", "廉租房") ||
		hasAny(lastRunes(a.head, 4), "苑", "园", "城", "院", "居", "邸", "府", "里", "庭", "郡", "湾", "坊", "舍", "村", "墅")
}

// home reports whether an address leads to the door of a home. near reports
// whether somebody in particular is spoken of.
func (a *address) home(near func() bool) bool {
	village := hasAny(a.head, "村", "社区", "屯", "寨", "庄", "坝", "塘", "冲", "湾")
	switch last := a.parts[len(a.parts)-1].marker; {
	case a.has("-", "－", "—"):
		return a.dashed() && (a.estate() || a.personal)
	case a.has("单元") && a.room():
		return true
	case a.has("栋", "幢", "号楼", "#", "#楼", "座", "楼", "号院") && a.room():
		return a.estate() || a.personal
	case a.has("弄") && a.has("号", "室"):
		return a.room() || a.personal || near()
	case a.has("组", "小组", "村民组", "队") && last == "号":
		return (village || a.personal) && near() && !hasAny(firstRunes(clause(a.after), 3), "机", "井", "桩", "池", "地", "线", "水", "选手", "楼")
	case len(a.parts) > 1 && a.has("号") && a.room():
		return a.personal
	case last == "号":
		return a.personal && (village || hasAny(a.head, "路", "街", "巷", "道", "弄", "胡同", "里"))
	}
	return false
}

// dashed reports whether an address is written 8-2-501: building, unit, flat.
func (a *address) dashed() bool {
	n := len(a.parts)
	last := a.parts[n-1]
	if n < 2 || n > 3 || last.digits < 3 || last.digits > 4 || last.marker != "" && last.marker != "室" && last.marker != "号" {
		return false
	}
	for _, part := range a.parts[:n-1] {
		if part.digits > 2 {
			return false
		}
	}
	return n == 3 && (last.marker != "" || ends(a.after)) || n == 2 && last.marker == "室"
}

// addressStart returns where the address that ends with a door begins, and what
// was said right before it.
func addressStart(text string, at int) (from int, label string) {
	head := lastRunes(text[:at], 40)
	from = at - len(head)
	if i := strings.LastIndexAny(head, "，。；：、,;:！？（(【“\"|　 \uFFFC\t"); i >= 0 {
		_, size := utf8.DecodeRuneInString(head[i:])
		from += i + size
	}
	for _, word := range []string{"家庭住址", "住址", "家住", "现住", "居住地", "居住于", "居住在", "住在", "租住", "暂住", "户籍地址", "户籍所在地", "户籍地", "地址", "位于", "现居", "坐落于"} {
		if i := strings.LastIndex(text[from:at], word); i >= 0 {
			from += i + len(word)
			from += len(text[from:at]) - len(strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text[from:at], "在"), "于"), "为"), "是"))
			break
		}
	}
	if rest, found := strings.CutPrefix(text[from:at], "住"); found && !hasAny(firstRunes(rest, 1), "房", "宅", "院", "建", "户", "所", "址", "宿", "区", "校") {
		from += len("住")
	}
	return from, lastRunes(text[:from], 12)
}

// clause returns what follows of a clause, at most 12 characters.
func clause(after string) string {
	after = firstRunes(after, 12)
	if i := strings.IndexAny(after, "，。；：,;:！？|\uFFFC"); i >= 0 {
		return after[:i]
	}
	return after
}

func hasAny(text string, words ...string) bool {
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// institutions are words of addresses where nobody lives.
var institutions = []string{
	"大厦", "写字楼", "政务", "中心", "窗口", "办公", "委员会", "管委", "公安局", "管理局", "分局", "税务局", "政府", "公司", "医院", "学校", "大学", "学院", "中学", "小学", "幼儿园", "银行", "法院", "检察院", "派出所",
	"事务所", "广场", "产业园", "科技园", "工业园", "软件园", "创业园", "孵化", "园区", "商铺", "门面", "商场", "超市", "市场", "酒店", "宾馆", "协会", "研究院", "研究所", "综合楼", "行政楼", "教学楼", "办公楼", "门诊", "住院", "机关", "会议",
	"经营场所", "注册地址", "营业地址", "厂房", "仓库", "车间", "教室", "展厅", "礼堂", "大厅", "前台", "收件", "邮寄", "报名", "接待", "机房", "信访", "服务站", "大院", "工地", "项目部", "指挥部", "报社", "电视台", "总部", "基地", "开标", "评标", "工会",
}

// listsPersons reports whether the row of a table is about somebody: it has a
// sex or an identity number.
func listsPersons(row string) bool {
	for cell := range strings.SplitSeq(row, "\n") {
		if cell = strings.TrimSpace(cell); cell == "男" || cell == "女" {
			return true
		}
	}
	return len(personalNumbers(row, false, identityKind)) > 0
}

// person reports whether a text has to do with somebody in particular.
func person(text string) bool {
	if hasAny(text, "村民", "居民", "户主", "姓名", "同志", "先生", "女士", "身份证", "住址", "家住", "住在", "居住", "现住", "低保", "五保", "特困", "贫困户", "脱贫户", "申请人", "监护人", "当事人", "被执行人", "死者", "患者", "学生", "老人", "岁", "出生", "某", "户籍", "户口") {
		return true
	}
	if len(personalNumbers(text, false, identityKind, mobileKind)) > 0 {
		return true
	}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("，。；：、,;:（）() \n\t\u3000\uFFFC", r) }) {
		if word == "男" || word == "女" || isName(word) {
			return true
		}
	}
	return false
}

// isName reports whether a word is most likely the name of a person: two or three
// characters, the first of which is a frequent surname.
func isName(word string) bool {
	const surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何罗高林郑梁谢唐许冯宋韩邓彭曹曾田萧潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石贾韦夏付方邹熊白孟秦邱侯江尹薛雷段龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤"
	n := utf8.RuneCountInString(word)
	first, size := utf8.DecodeRuneInString(word)
	return (n == 2 || n == 3) && strings.ContainsRune(surnames, first) && !hasAny(word[size:], "家", "村", "镇", "县", "市", "区", "路", "街", "组", "项", "员", "位", "度", "程", "业")
}
