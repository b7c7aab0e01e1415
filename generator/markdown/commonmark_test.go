package markdown_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark/util"

	"jianbao/generator/markdown"
)

// exceptions are the examples of the CommonMark specification that we render in
// another way on purpose.
var exceptions = map[int]string{
	177: "a text after a comment is Markdown",
	596: "the scheme irc is refused",
	598: "the scheme a+b+c is refused",
	599: "the scheme made-up-scheme is refused",
	601: "localhost: reads as a scheme and is refused",
	608: "a bare address is a link",
	611: "a bare address is a link",
	612: "a bare mail address is a link",
}

type example struct {
	Markdown, HTML string
	Example        int
}

func TestCommonMark(t *testing.T) {
	examples := specification(t)
	if len(examples) != 652 {
		t.Fatalf("%d examples", len(examples))
	}
	r := markdown.NewCommonMark()
	for _, e := range examples {
		body, _ := r.Parse("spec.md", []byte(e.Markdown), 1)
		got := linked(body, func(l markdown.Link) string { return string(util.URLEscape([]byte(l.Dest), false)) })
		// The specification writes empty elements as XHTML does.
		got, want := strings.ReplaceAll(got, " />", ">"), strings.ReplaceAll(e.HTML, " />", ">")
		reason, except := exceptions[e.Example]
		switch {
		case got == want && except:
			t.Errorf("example %d passes, though listed: %s", e.Example, reason)
		case got != want && !except:
			t.Errorf("example %d: %q\n got %q\nwant %q", e.Example, e.Markdown, got, want)
		}
	}
}

// specification reads the examples from goldmark's own tests.
func specification(t *testing.T) []example {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(dir)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	return examples
}
