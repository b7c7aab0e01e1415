package frontmatter_test

import (
	"strings"
	"testing"

	"jianbao/generator/frontmatter"
)

// A bulletin of 7 KB with a usual header.
func BenchmarkParse(b *testing.B) {
	text := []byte("---\n" + yamlHeader + `authors: [张三, 李四]
summary: 经开区坚持生态优先、绿色发展，聚焦三大主导产业。
tags: [绿色发展, 产业]
number: 湘政发〔2018〕5号
attachments:
  - file: a.pdf
    title: 明细表
draft: false
---

` + strings.Repeat("推进改革开放，坚持绿色发展。\n\n", 160))
	zone := shanghai(b)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, _, diags := new(frontmatter.Parser).Parse("content/a.md", text, zone); diags != nil {
			b.Fatal(diags)
		}
	}
}
