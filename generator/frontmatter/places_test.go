package frontmatter_test

import (
	"slices"
	"testing"

	"jianbao/generator/frontmatter"
)

// Places give back what was written into them.
func TestPlaces(t *testing.T) {
	places := []frontmatter.Place{{"title", 2, 8}, {"", 0, 0}, {"attachments", 127, 128}, {"sourceURL", 1 << 20, 1<<31 - 1}}
	p := frontmatter.PlacesOf(places...)
	if got := slices.Collect(p.All()); !slices.Equal(got, places) || p.Len() != len(places) {
		t.Errorf("%d places: %v", p.Len(), got)
	}
	if frontmatter.PlacesOf() != "" {
		t.Error("no places are some")
	}
}

// Damaged ones have an end, too.
func TestDamagedPlaces(t *testing.T) {
	whole := frontmatter.PlacesOf(frontmatter.Place{Key: "title", Line: 300, Column: 8}, frontmatter.Place{Key: "date", Line: 3, Column: 7})
	for i := range whole {
		for _, damaged := range []frontmatter.Places{whole[:i], whole[:i] + "\xFF" + whole[i+1:], whole[:i] + "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" + whole[i:]} {
			if n := damaged.Len(); n > len(damaged) {
				t.Errorf("%q has %d places", damaged, n)
			}
		}
	}
}
