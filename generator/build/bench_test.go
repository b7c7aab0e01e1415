package build_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jianbao/generator/build"
)

// corpus writes a site of n bulletins of some 7 KB, as reform offices write them:
// sections, tables, footnotes, tags, over fifteen years. The same seed gives the
// same bytes, another one other texts.
func corpus(b *testing.B, n int, seed uint64) string {
	b.Helper()
	r := rand.New(rand.NewPCG(seed, seed))
	dir := b.TempDir()
	columns := []string{"reform", "progress", "policy", "notices", "briefings", "cases", "data", "supervision"}
	files := map[string]string{
		"site.yaml":         "title: 基准网站\nbaseURL: https://bench.example.gov.cn/\ndefaults: {source: 改革办}\n",
		"content/_index.md": "---\ntitle: 基准网站\n---\n",
	}
	for _, c := range columns {
		files["content/"+c+"/_index.md"] = "---\ntitle: 栏目" + c + "\n---\n"
	}
	write(b, dir, files)
	w := writing{r}
	for i := range n {
		name := fmt.Sprintf("content/%s/n%06d.md", columns[r.IntN(len(columns))], i)
		write(b, dir, map[string]string{name: w.bulletin(i)})
	}
	return dir
}

// writing makes up texts.
type writing struct{ *rand.Rand }

var phrases = strings.Fields(`深化改革 推动绿色发展 优化营商环境 产业体系 智能装备 生物医药 新材料 新能源 电子信息 商贸物流 园区企业 签约项目
	土地规划 生态廊道 集中供热 雨污分流 督察问责 任务台账 政策文件 政策解读 体制机制 服务群众 数据共享 一窗受理 审批事项 办理流程 压减时限 标准地
	区域评估 试点示范 牵头单位 配合单位 完成时限 情况通报 考核评价 整改销号 基础设施 公共资源 信用监管 双随机一公开 一件事一次办`)

func (w writing) phrase() string { return phrases[w.IntN(len(phrases))] }

func (w writing) sentence() string {
	var b strings.Builder
	for i := range 4 + w.IntN(6) {
		if i > 0 && w.IntN(3) == 0 {
			b.WriteString("，")
		}
		b.WriteString(w.phrase())
	}
	return b.String() + "。"
}

func (w writing) paragraph() string {
	var b strings.Builder
	for range 3 + w.IntN(4) {
		b.WriteString(w.sentence())
	}
	return b.String() + "\n\n"
}

func (w writing) bulletin(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s%s%d\ndate: %d-%02d-%02d 09:30\ntags: [%s, %s]\nkeywords: [%s]\n---\n\n%s",
		w.phrase(), w.phrase(), i, 2012+w.IntN(15), 1+w.IntN(9), 1+w.IntN(28), w.phrase(), w.phrase(), w.phrase(), w.paragraph())
	for _, number := range []string{"一", "二", "三", "四"} {
		fmt.Fprintf(&b, "## %s、%s\n\n", number, w.phrase())
		for range 2 + w.IntN(3) {
			b.WriteString(w.paragraph())
		}
		if w.IntN(3) == 0 {
			b.WriteString("| 序号 | 任务 | 单位 |\n| --: | :-- | :-- |\n")
			for row := range 5 {
				fmt.Fprintf(&b, "| %d | %s | %s局 |\n", row+1, w.phrase(), w.phrase())
			}
			b.WriteString("\n")
		}
	}
	b.WriteString("数据来自年报[^1]。\n\n[^1]: " + w.sentence() + "\n")
	return b.String()
}

// BenchmarkBuild builds a site of 1,000 bulletins: from nothing; again, with
// nothing changed; and with one text changed. Read the times as ratios of one run.
func BenchmarkBuild(b *testing.B) {
	dir := corpus(b, 1000, 1)
	bulletins, err := filepath.Glob(filepath.Join(dir, "content/reform/n*.md"))
	if err != nil {
		b.Fatal(err)
	}
	run := func(name string, mind *build.Memory, before func()) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				before()
				publishSite(b, build.Options{Dir: dir, Memory: mind})
			}
		})
	}
	run("cold", nil, func() {})
	mind := build.NewMemory()

	publishSite(b, build.Options{Dir: dir, Memory: mind})
	run("unchanged", mind, func() {})
	n := 0
	run("one text", mind, func() {
		n++
		f, err := os.OpenFile(bulletins[0], os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			b.Fatal(err)
		}
		fmt.Fprintf(f, "\n第%d次补充。\n", n)
		if err := f.Close(); err != nil {
			b.Fatal(err)
		}
	})
}
