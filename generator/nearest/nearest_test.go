package nearest_test

import (
	"testing"

	"jianbao/generator/nearest"
)

func TestWord(t *testing.T) {
	commands := []string{"init", "new", "build", "version", "completion", "help"}
	flags := []string{"base-url", "as-of", "out", "explain", "metrics", "no-cache", "strict", "jobs", "site", "lang", "format", "color", "quiet", "verbose"}
	keys := []string{"title", "标题", "date", "发布时间", "draft", "草稿", "tags", "标签", "pageSize"}
	for _, test := range []struct {
		typed string
		words []string
		want  string
	}{
		{"biuld", commands, "build"},
		{"BUILD", commands, "build"},
		{"buid", commands, "build"},
		{"complete", commands, "completion"},
		{"initialize", commands, ""},
		{"deploy", commands, ""},
		{"x", commands, ""},
		{"", commands, ""},
		{"-", commands, ""},
		{"build", nil, ""},
		{"baseURL", flags, "base-url"},
		{"base_url", flags, "base-url"},
		{"asof", flags, "as-of"},
		{"job", flags, "jobs"},
		{"colour", flags, "color"},
		{"drafts", flags, ""},
		{"watch", flags, ""},
		{"改革", []string{"全面改革", "改草"}, "改草"},
		{"reform", []string{"business/reform", "reforms"}, "reforms"},
		{"darft", keys, "draft"},
		{"ｄｒａｆｔ", keys, "draft"},
		{"titel", keys, "title"},
		{"標題", keys, "标题"},
		{"发布时问", keys, "发布时间"},
		{"標籤", keys, "标签"},
		{"page_size", keys, "pageSize"},
		{"改革", keys, ""},
		{"ab", []string{"ac", "ad"}, "ac"},                             // the first of equals
		{"fsh", []string{"bash", "zsh", "fish", "powershell"}, "fish"}, // or that begins alike
		{"csh", []string{"bash", "zsh", "fish", "powershell"}, "zsh"},
	} {
		if got := nearest.Word(test.typed, test.words); got != test.want {
			t.Errorf("Word(%q) = %q, want %q", test.typed, got, test.want)
		}
	}
}

func TestPath(t *testing.T) {
	paths := []string{"content/reform/2018-05-31-green.md", "content/reform/2018-06-01-green.md", "content/policy/env.md"}
	for _, test := range []struct{ name, want string }{
		{"content/reform/2018-05-31-gren.md", paths[0]},
		{"content/reform/2018-06-01-green.markdown", paths[1]},
		{"content/policy/evn.md", paths[2]},
		{"content/notices/2018-list.md", ""},
		{"content/Reform/2018-05-31-green.md", paths[0]},
		{"目标", ""},
		{"", ""},
	} {
		if got := nearest.Path(test.name, paths); got != test.want {
			t.Errorf("Path(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}
