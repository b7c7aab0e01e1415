package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"jianbao/generator/diag"
)

// doubled says what may stand before and behind a character that stands twice.
type doubled struct{ before, behind string }

// doubles are the characters that are wrong when they stand twice, with those
// that may stand before and behind such a pair: where 对 ends one word and begins
// another (应对|对口), or where doubling is a word of its own (的的确确). Doubling
// that is grammar (渐渐, 人人, 天天) is not here.
var doubles = map[rune]doubled{
	'的': {"目打标端无众", "确士"},
	'了': {"不算", "分却解"},
	'是': {"于凡要但可国若", "非否"},
	'在': {"现存所内正潜实外自好旨意", "校线建册岗职编场座读逃营途产编位校"},
	'和': {"验温总共饱缓平附中祥柔调谦随亲融暖晴宽唱", "美气平谐睦田谈解善约服县林静顺缓尚布乐"},
	'与': {"参给赠授付", "会其世日时众"},
	'及': {"普波涉触遍埃危累顾企", "时早格第"},
	'为': {"行作认成因称更极最较尤颇改变视人列定转", "民人期了此主何难首止数核避"},
	'对': {"应针相绝一面核校反成配双敌派", "口象方策手子联比话应错标立外内照接岸"},
	'将': {"即必终行强干大小虎名猛上中少良老", "军来近要士领帅乐"},
	'就': {"成造迁屈", "业地近是诊读餐医"},
	'被': {"棉", "子服褥单告害动"},
	'把': {"一火拖", "手关握脉控"},
	'从': {"服听随盲顺跟", "容严业事前化"},
	'由': {"理自缘事经路", "衷于此"},
	'向': {"方面意去动倾走志趋定转一导偏航", "上前好日阳往心下外"},
	'于': {"", "都洪谦田阗"},
	'而': {"反从进然因", "立后且是今言"},
	'并': {"合兼吞归裁一", "购行列网轨存发联重"},
	'其': {"土尤", "中他它实余次间格"},
	'之': {"", "江"},
	'以': {"可得予加足难所何借给据赖用", "色往前下上及来后内外便"},
	'也': {"", ""},
	'但': {"不", "愿"},
	'或': {"", ""},
	'且': {"而并况尚暂", "慢"},
	'使': {"即大天促驱行", "用命者馆得"},
	'至': {"甚直乃以截", "今少于"},
	'该': {"应活", ""},
	'让': {"转出礼谦", "利步位座"},
}

// doubledPhrases are words of which nobody means two in a row, each with what may stand
// behind the second one: there it begins a longer word, as in 市政府|政府采购.
var doubledPhrases = map[string][]string{
	"我们": nil, "他们": nil, "我市": nil, "我县": nil, "我区": nil, "我省": nil, "我局": nil,
	"全市": nil, "全县": nil, "全区": nil, "全省": nil, "全国": {"人大", "人民", "政协"},
	"关于": nil, "以及": nil, "同时": nil, "通过": {"率"}, "根据": {"地"}, "按照": nil, "为了": nil, "由于": nil, "因此": nil,
	"但是": nil, "并且": nil, "而且": nil, "如果": nil, "虽然": nil, "所以": nil, "其中": nil,
	"进行": nil, "推进": nil, "推动": nil, "加强": nil, "加快": nil, "坚持": nil, "完善": nil, "落实": {"情况"}, "提升": nil,
	"促进": nil, "开展": nil, "确保": nil, "实现": nil, "建立": nil, "健全": nil, "深化": nil, "优化": nil, "积极": {"性", "分子"},
	"不断": nil, "切实": nil, "全面": nil,
	"建设": {"单位", "银行", "用地", "局", "厅", "部", "者", "项目", "工程", "期"},
	"发展": {"中", "型", "权", "性", "和改革", "改革", "局", "银行", "对象", "党员"},
	"工作": {"组", "者", "队", "人员", "方案", "要点", "台账", "规则", "计划", "机制", "制度", "任务", "报告", "总结", "会议", "专班", "作风", "量", "站", "室", "日"},
	"改革": {"办", "委", "开放"}, "经济": {"体", "学", "带", "圈", "区", "责任", "技术"},
	"社会": {"组织", "保障", "保险", "救助", "资本", "力量", "信用", "治理", "化", "主义", "工作"},
	"群众": {"性", "体育", "文化"}, "企业": {"家", "主", "年金", "债", "化", "所得税", "法人"},
	"项目": {"库", "化", "制", "法人", "部", "经理", "建议书", "公司"},
	"政府": {"采购", "信息", "网站", "门户", "部门", "规章", "办", "性", "令", "投资", "引导", "购买", "债务", "专项"},
	"干部": {"人事", "职工", "学院"}, "党员": {"大会", "干部", "活动"},
	"问题": {"清单", "台账", "线索", "导向", "整改"}, "情况": {"说明", "通报", "报告", "汇总", "反馈", "统计", "属实"},
	"机制": nil, "制度": {"化", "性", "型"},
	"管理": {"局", "员", "者", "处", "人", "费", "层", "权", "部", "站", "所", "类", "学", "委"},
	"服务": {"业", "区", "器", "员", "对象", "型", "站", "费", "商"},
	"人民": {"币", "政府", "法院", "检察院", "团体", "代表", "银行", "医院", "调解", "群众", "警察"},
	"中央": {"军委", "财政", "企业", "银行", "政治局", "委员会"},
}

// doubledWord is the rule over words typed twice.
func doubledWord() *Rule {
	return &Rule{
		Name: "doubled-word", Severity: diag.Warning, Indicator: inspection,
		Title: diag.Text{ZH: "重复的字词", EN: "a word typed twice"},
		Why: diag.Text{
			ZH: "“的的”“进一步进一步”一类的重复多是修改时留下的，检查时算作错别字。",
			EN: "Words that stand twice are left over from editing; inspectors count them as wrong words.",
		},
		Mend: diag.Text{ZH: "删去多出的一个", EN: "delete one of the two"},
		Text: func(t *Text, f *Findings) {
			eachStretch(t, func(p *stretch) { tellDoubles(p, f) })
		},
	}
}

// tellDoubles looks at every Chinese character, which has three bytes: whether
// what stands before it stands there again.
func tellDoubles(p *stretch, f *Findings) {
	text := p.text
	var room [64]uint64
	again := recurring(text, room[:])
	for i := 0; i+6 <= len(text); {
		if text[i]>>4 != 0xE {
			i++
			continue
		}
		if again[i>>6]&(1<<(i&63)) == 0 { // as most
			i += 3
			continue
		}
		size := doubledAt(text, i)
		if size == 0 {
			i += 3
			continue
		}
		f.Add(p.at(i+size), "“%s”重复", "“%s” stands twice", text[i:i+size])
		i += 2 * size
	}
}

// longestDouble is the size of the longest word that is looked for twice, in bytes.
const longestDouble = 45

// recurring returns a bit for each byte of a text at which a character begins that
// stands again so soon that a word that begins with it may stand twice; for some others,
// too. The bits are in room, if there is enough.
func recurring(text string, room []uint64) []uint64 {
	if need := len(text)/64 + 1; need > len(room) {
		room = make([]uint64, need)
	}
	var last [256]int // where characters stand next, by two of their bytes; 0 = nowhere
	for i := len(text) - 3; i >= 0; i-- {
		if text[i]>>4 != 0xE {
			continue
		}
		next := &last[text[i+1]<<6^text[i+2]]
		if *next-i <= longestDouble && *next > 0 {
			room[i>>6] |= 1 << (i & 63)
		}
		*next = i
	}
	return room
}

// doubledAt returns the size in bytes of the word that stands twice from i on; 0
// where none does.
func doubledAt(text string, i int) int {
	if text[i:i+3] == text[i+3:i+6] {
		r, _ := utf8.DecodeRuneInString(text[i:])
		if d, ok := doubles[r]; ok && !d.excepted(text, i, r) {
			return 3
		}
		return 0
	}
	for size := 6; size <= longestDouble && i+2*size <= len(text); size += 3 {
		if text[i+2] != text[i+size+2] || text[i+1] != text[i+size+1] || text[i:i+size] != text[i+size:i+2*size] {
			continue
		}
		word := text[i : i+size]
		if allHan(word) && meansOne(word, text[i+2*size:]) {
			return size
		}
	}
	return 0
}

// meansOne reports whether a word of two characters or more that stands twice before a
// text is one too many.
func meansOne(word, behind string) bool {
	joints, known := doubledPhrases[word]
	if len(word) > 6 {
		joints, known = offices, !isRhythm(word)
	}
	return known && !slices.ContainsFunc(joints, func(joint string) bool { return strings.HasPrefix(behind, joint) })
}

// offices may stand behind the second name of a body: 市政府办公室|办公室主任.
var offices = []string{"主任", "副主任", "组长", "副组长", "成员", "负责人"}

// excepted reports whether the pair at i is right after all. Three in a row are
// a play with words.
func (d doubled) excepted(text string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	behind, _ := utf8.DecodeRuneInString(text[i+6:])
	return before == r || behind == r ||
		i > 0 && strings.ContainsRune(d.before, before) || i+6 < len(text) && strings.ContainsRune(d.behind, behind)
}

// allHan reports whether a text is Chinese characters only.
func allHan(text string) bool {
	for _, r := range text {
		if !isHan(r) {
			return false
		}
	}
	return true
}

// isRhythm reports whether a text of three characters or more may stand twice:
// 一步步一步步, 一件事一件事, 哈哈哈, 文件的文件的(名称).
func isRhythm(text string) bool {
	if strings.Contains(text, "的") {
		return true
	}
	first, size := utf8.DecodeRuneInString(text)
	rest := text[size:]
	second, _ := utf8.DecodeRuneInString(rest)
	return first == '一' && (len(text) <= 9 && strings.HasPrefix(rest[size:], rest[:size]) || strings.ContainsRune("件个项条户家批张笔类处块片队场课", second)) || strings.Count(text, text[:size]) == len(text)/size
}

// isHan reports whether a character is a Chinese one: of the basic plane's two
// blocks that real texts use, or 〇.
func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '〇'
}
