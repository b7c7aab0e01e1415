package e2e

import (
	"fmt"
	"os"
	"testing"
)

// What a page may weigh at most, in bytes as they are published, before anything
// compresses them.
const (
	scriptsAtMost  = 12 * 1024
	stylesAtMost   = 24 * 1024
	bulletinAtMost = 60 * 1024
)

// TestWeight weighs pages with their scripts and style sheets.
func TestWeight(t *testing.T) {
	for _, name := range []string{atBase, hostile} {
		s := theSite(t, name)
		var faults []string
		for _, k := range s.kinds {
			d := s.document(t, k.path)
			scripts, styles := 0, 0
			for _, n := range d.all("script", "link") {
				switch {
				case n.Data == "script" && attribute(n, "src") != "":
					scripts += size(t, d, attribute(n, "src"))
				case attribute(n, "rel") == "stylesheet":
					styles += size(t, d, attribute(n, "href"))
				}
			}
			if d.isBulletin() {
				t.Logf("%s/%s: page %d, scripts %d, styles %d", name, k.name, d.size, scripts, styles)
			}
			if scripts > scriptsAtMost {
				faults = append(faults, fmt.Sprintf("%s: scripts of %d bytes, at most %d", k.name, scripts, scriptsAtMost))
			}
			if styles > stylesAtMost {
				faults = append(faults, fmt.Sprintf("%s: styles of %d bytes, at most %d", k.name, styles, stylesAtMost))
			}
			if all := d.size + scripts + styles; d.isBulletin() && all > bulletinAtMost {
				faults = append(faults, fmt.Sprintf("%s: %d bytes in all, at most %d", k.name, all, bulletinAtMost))
			}
		}
		if len(faults) > 0 {
			t.Errorf("%s/%s (%d such faults in all)", name, faults[0], len(faults))
		}
	}
}

func size(t *testing.T, d *document, address string) int {
	t.Helper()
	info, err := os.Stat(d.local(address))
	if err != nil {
		t.Fatal(err)
	}
	return int(info.Size())
}
