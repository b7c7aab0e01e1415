package check

import (
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
	'了': {"不", "分却解"},
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

// doubledPhrases are words of which nobody means two in a row, where the joint of two
// sentences cannot bring them together.
var doubledPhrases = []string{
	"我们", "他们", "我市", "我县", "我区", "我省", "我局", "全市", "全县", "全区", "全省", "全国",
	"关于", "以及", "同时", "通过", "根据", "按照", "为了", "由于", "因此", "但是", "并且", "而且", "如果", "虽然", "所以", "其中",
	"进行", "推进", "推动", "加强", "加快", "坚持", "完善", "落实", "提升", "促进", "开展", "确保", "实现", "建立", "健全", "深化", "优化", "积极", "不断", "切实", "全面",
	"建设", "发展", "工作", "改革", "经济", "社会", "群众", "企业", "项目", "政府", "干部", "党员", "问题", "情况", "机制", "制度", "管理", "服务", "人民", "中央",
}

// doubledWord is the rule over words typed twice.
func doubledWord() *Rule {
	twos := map[string]bool{}
	for _, phrase := range doubledPhrases {
		twos[phrase] = true
	}
	return &Rule{
		Name: "doubled-word", Severity: diag.Warning, Indicator: inspection,
		Title: diag.Text{ZH: "重复的字词", EN: "a word typed twice"},
		Why: diag.Text{
			ZH: "“的的”“进一步进一步”一类的重复多是修改时留下的，检查时算作错别字。",
			EN: "Words that stand twice are left over from editing; inspectors count them as wrong words.",
		},
		Mend: diag.Text{ZH: "删去多出的一个", EN: "delete one of the two"},
		Text: func(t *Text, f *Findings) {
			eachStretch(t, func(p *stretch) { tellDoubles(p, twos, f) })
		},
	}
}

// tellDoubles looks at every Chinese character, which has three bytes: whether
// what stands before it stands there again.
func tellDoubles(p *stretch, twos map[string]bool, f *Findings) {
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
		size := doubledAt(text, i, twos)
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
func doubledAt(text string, i int, twos map[string]bool) int {
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
		if allHan(word) && (size == 6 && twos[word] || size > 6 && !isRhythm(word)) {
			return size
		}
	}
	return 0
}

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
// 一步步一步步, 哈哈哈, 文件的文件的(名称).
func isRhythm(text string) bool {
	if strings.Contains(text, "的") {
		return true
	}
	first, size := utf8.DecodeRuneInString(text)
	rest := text[size:]
	return first == '一' && len(text) <= 9 && strings.HasPrefix(rest[size:], rest[:size]) || strings.Count(text, text[:size]) == len(text)/size
}

// isHan reports whether a character is a Chinese one: of the basic plane's two
// blocks that real texts use, or 〇.
func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == '〇'
}
