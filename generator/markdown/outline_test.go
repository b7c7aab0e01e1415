package markdown_test

import (
	"slices"
	"strings"
	"testing"

	"jianbao/generator/markdown"
)

// An outline gives back what was written into it, whatever a heading holds.
func TestOutline(t *testing.T) {
	headings := []markdown.Heading{
		{Level: 2, ID: "一总体要求", Text: "一、总体要求"},
		{Level: 3, ID: "目标", Text: "目标"},
		{Level: 6, ID: "section", Text: ""},
		{Level: 2, ID: "x", Text: "\x00\x01 " + strings.Repeat("长", 20_000)},
	}
	o := markdown.OutlineOf(headings)
	if got := slices.Collect(o.All()); !slices.Equal(got, headings) || o.Len() != len(headings) {
		t.Errorf("%d headings: %.200v", o.Len(), got)
	}
	if markdown.OutlineOf(nil) != "" {
		t.Error("no headings make an outline")
	}
}

// A damaged one has an end, too.
func TestDamagedOutline(t *testing.T) {
	whole := markdown.OutlineOf([]markdown.Heading{{Level: 2, ID: "甲-1", Text: "甲"}, {Level: 3, ID: "乙", Text: "乙"}})
	for i := range whole {
		for _, damaged := range []markdown.Outline{whole[:i], whole[:i] + "\xFF" + whole[i+1:], whole[:i] + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" + whole[i:]} {
			if n := damaged.Len(); n > len(damaged) {
				t.Errorf("%q has %d headings", damaged, n)
			}
		}
	}
}
