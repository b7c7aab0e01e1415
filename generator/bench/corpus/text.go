package corpus

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

var (
	subjects = strings.Fields(`区委改革办 区行政审批局 区发展改革局 区财政局 区自然资源局 区生态环境局 区住房建设局 区市场监管局 区科技局 区商务局
		区人力资源局 区税务局 园区平台公司 各街道 各牵头单位 各责任单位 专项小组 督察组 示范企业 行业协会`)
	verbs = strings.Fields(`推进 深化 优化 完善 健全 规范 压减 整合 落实 建立 探索 推广 巩固 提升 统筹`)
	nouns = strings.Fields(`审批事项 办理流程 营商环境 产业体系 智能装备 生物医药 新材料产业 新能源产业 电子信息产业 商贸物流 签约项目 土地利用规划 生态廊道
		集中供热 雨污分流 督察问责 任务台账 政策文件 体制机制 数据共享 一窗受理 标准地出让 区域评估 试点示范 情况通报 考核评价 整改销号
		基础设施 公共资源交易 信用监管 双随机抽查 政务服务 帮办代办 容缺受理 告知承诺 电子证照 不动产登记 企业开办 工程建设审批 亩均效益评价`)
	endings = strings.Fields(`取得阶段性成效 力争年内全部完成 做到清单管理、逐项销号 由牵头单位按月报送进展 并向社会公开办理结果 切实减轻企业负担
		形成可复制的经验 接受群众和企业监督 纳入年度绩效考核 为后续工作打下基础`)
	tags = strings.Fields(`营商环境 放管服 审批制度改革 标准地 绿色发展 雨污分流 一窗受理 一件事一次办 电子证照 数据共享 信用监管 双随机 区域评估 亩均效益
		科技创新 人才引进 产业链 招商引资 项目建设 要素保障 国企改革 财税改革 投融资 土地利用 生态环境 城市更新 安全生产 民生实事 督察问责 典型案例
		试点示范 政策解读 考核评价 体制机制 园区管理 帮办代办 公共资源 社会治理 乡村振兴 对外开放`)
	numerals = strings.Fields("一 二 三 四 五 六")
)

// writing makes up texts.
type writing struct {
	*rand.Rand
	strings.Builder
}

func (w *writing) add(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *writing) one(words []string) string { return words[w.IntN(len(words))] }

func (w *writing) matter() string { return w.one(verbs) + w.one(nouns) }

// figures is what bulletins are full of.
func (w *writing) figures() string {
	switch w.IntN(4) {
	case 0:
		return fmt.Sprintf("%d项任务中已完成%d项", 20+w.IntN(200), 3+w.IntN(17))
	case 1:
		return fmt.Sprintf("同比增长%d.%d%%", 1+w.IntN(60), w.IntN(10))
	case 2:
		return fmt.Sprintf("办理时限由%d个工作日压减至%d个工作日", 10+w.IntN(30), 1+w.IntN(8))
	}
	return fmt.Sprintf("涉及企业%d家、资金%d.%d亿元", 10+w.IntN(900), 1+w.IntN(90), w.IntN(10))
}

func (w *writing) sentence() string {
	s := w.one(subjects) + w.matter() + "，" + w.matter()
	if w.IntN(2) == 0 {
		s += "，" + w.figures()
	}
	if w.IntN(12) == 0 {
		s += "，**" + w.matter() + "**"
	}
	return s + "，" + w.one(endings) + "。"
}

func (w *writing) paragraph() {
	for range 2 + w.IntN(4) {
		w.WriteString(w.sentence())
	}
	w.WriteString("\n\n")
}

func (w *writing) table() {
	w.WriteString("| 序号 | 任务 | 牵头单位 | 完成率（%） |\n| --: | :-- | :-- | --: |\n")
	for row := range 4 + w.IntN(8) {
		w.add("| %d | %s | %s | %d.%d |\n", row+1, w.matter(), w.one(subjects), 40+w.IntN(60), w.IntN(10))
	}
	w.WriteString("\n")
}

func (w *writing) list() {
	marker := w.one([]string{"- ", "1. "})
	for range 3 + w.IntN(4) {
		w.add("%s%s：%s\n", marker, w.matter(), w.sentence())
	}
	w.WriteString("\n")
}

// section is a heading and what stands below it.
func (w *writing) section(number string) {
	w.add("## %s、%s\n\n", number, w.matter())
	for part := range 1 + w.IntN(2) {
		if w.IntN(3) == 0 {
			w.add("### （%s）%s\n\n", numerals[part], w.matter())
		}
		w.paragraph()
		w.paragraph()
	}
	switch w.IntN(6) {
	case 0, 1:
		w.table()
	case 2:
		w.list()
	case 3:
		w.add("> %s\n\n", w.sentence())
	}
}
