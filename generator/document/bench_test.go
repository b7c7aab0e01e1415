package document_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jianbao/generator/document"
	"jianbao/generator/markdown"
	"jianbao/generator/memo"
	"jianbao/generator/source"
)

var phrases = strings.Fields(`深化改革 推动绿色发展 优化营商环境 产业体系 智能装备 生物医药 新材料 电子信息 商贸物流 园区企业 签约项目 土地规划
	生态廊道 集中供热 雨污分流 督察问责 任务台账 政策解读 体制机制 服务群众 数据共享 一窗受理 审批事项 压减时限 标准地 区域评估 试点示范 牵头单位
	完成时限 情况通报 考核评价 整改销号 基础设施 公共资源 信用监管 双随机一公开 一件事一次办 2025年 62.4% 5G RCEP`)

// author makes up bulletins of some 7 KB. The same seed gives the same ones.
type author struct{ *rand.Rand }

func (a author) phrase() string { return phrases[a.IntN(len(phrases))] }

func (a author) paragraph() string {
	var b strings.Builder
	for range 3 + a.IntN(4) {
		for i := range 4 + a.IntN(6) {
			if i > 0 && a.IntN(3) == 0 {
				b.WriteString("，")
			}
			b.WriteString(a.phrase())
		}
		b.WriteString("。")
	}
	return b.String() + "\n\n"
}

func (a author) bulletin(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s%s%d\ndate: %d-%02d-%02d 09:30\nsource: 示例市改革办\ntags: [%s, %s]\nkeywords: [%s]\n---\n\n%s",
		a.phrase(), a.phrase(), i, 2012+a.IntN(15), 1+a.IntN(9), 1+a.IntN(28), a.phrase(), a.phrase(), a.phrase(), a.paragraph())
	for _, number := range []string{"一", "二", "三", "四"} {
		fmt.Fprintf(&b, "## %s、%s\n\n", number, a.phrase())
		for range 1 + a.IntN(4) {
			b.WriteString(a.paragraph())
		}
		fmt.Fprintf(&b, "**%s**：见[%s](../policy/p%d.md#目标)。\n\n- %s\n- %s\n\n", a.phrase(), a.phrase(), a.IntN(100), a.phrase(), a.phrase())
		if a.IntN(3) == 0 {
			b.WriteString("| 序号 | 任务 | 单位 |\n| --: | :-- | :-- |\n")
			for row := range 5 {
				fmt.Fprintf(&b, "| %d | %s | %s局 |\n", row+1, a.phrase(), a.phrase())
			}
			b.WriteString("\n")
		}
	}
	b.WriteString("数据来自年报[^1]。\n\n[^1]: " + a.paragraph())
	return b.String()
}

// BenchmarkParse takes a bulletin from its file to the spool. As in a build of
// 10,000 bulletins, what the model keeps of them stays in memory.
func BenchmarkParse(b *testing.B) {
	dir, a := b.TempDir(), author{rand.New(rand.NewPCG(1, 1))}
	names := make([]string, 500)
	size := 0
	if err := os.MkdirAll(filepath.Join(dir, "content/reform"), 0o755); err != nil {
		b.Fatal(err)
	}
	for i := range names {
		names[i] = fmt.Sprintf("content/reform/n%04d.md", i)
		text := a.bulletin(i)
		size += len(text)
		if err := os.WriteFile(filepath.Join(dir, names[i]), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	tree, err := source.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer tree.Close()
	parser := &document.Parser{Markdown: markdown.New(markdown.Options{Prose: true}), Zone: time.UTC}
	spool := memo.NewSpool(b.TempDir())
	defer spool.Close()
	kept := make([]*document.Document, 10_000)
	b.SetBytes(int64(size / len(names)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		name := names[i%len(names)]
		text, release, diags := tree.Borrow(name)
		doc, body, done := parser.Borrow(name, text)
		if len(diags)+len(doc.Header)+len(doc.Body) > 0 {
			b.Fatal(diags, doc.Header, doc.Body)
		}
		kept[i%len(kept)] = doc
		if _, err := spool.Put(body.HTML, body.Text); err != nil {
			b.Fatal(err)
		}
		done()
		release()
	}
}
