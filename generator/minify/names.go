package minify

import (
	"bytes"
	"strings"
)

// elementKind says what an element means for white space.
type elementKind uint8

const (
	phrase  elementKind = iota + 1 // white space beside it counts, and behind an empty one
	link                           // white space beside it counts
	object                         // white space behind it counts
	block                          // white space beside it goes
	script                         // as link, and what is in it is no text
	drawing                        // SVG
)

// elements are those of plain pages. What the engine has a rule of its own for is
// not among them.
var elements = kinds(map[elementKind]string{
	phrase: "abbr b body cite code data dfn em i kbd link mark meta output picture rp s samp small source span strong sub time track u var sup",
	link:   "a del ins label",
	object: "button img input meter progress q wbr",
	block: "address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form " +
		"h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead title tr ul",
	script:  "script",
	drawing: "svg",
})

// attributeUse says how the value of an attribute is written.
type attributeUse uint8

const (
	text      attributeUse = iota + 1 // as it is
	list                              // words, with one blank between them
	address                           // a URL
	boolean                           // no value counts
	mediaType                         // small letters without blanks
)

var attributes = kinds(map[attributeUse]string{
	text: "abbr alt content dirname download id integrity label name nonce placeholder property role slot summary title value",
	list: "as autocomplete charset class cols colspan crossorigin datetime decoding dir draggable enterkeyhint fetchpriority for form headers height hidden " +
		"hreflang http-equiv inputmode is itemprop itemref itemtype kind lang loading max maxlength media method min minlength " +
		"pattern popover popovertarget preload referrerpolicy rel rows rowspan scope size sizes span spellcheck srclang srcset start step tabindex target translate width wrap",
	address:   "action cite href itemid poster src",
	boolean:   "allowfullscreen async autofocus autoplay checked controls default defer disabled inert itemscope loop multiple muted novalidate open readonly required reversed selected",
	mediaType: "type",
})

// attributeOf returns how an attribute is written; not ok for one that is not known.
func attributeOf(name []byte) (attributeUse, bool) {
	if use, ok := attributes.of(name); ok {
		return use, true
	}
	free := bytes.HasPrefix(name, []byte("data-")) || bytes.HasPrefix(name, []byte("aria-")) || bytes.Equal(name, []byte("\x1a"))
	return text, free
}

// table is what is known of names, by their first letter: there are so few for each
// that they are found faster than in a map.
type table[K any] [256][]known[K]

type known[K any] struct {
	name string
	is   K
}

// of returns what is known of a name.
func (t *table[K]) of(name []byte) (is K, ok bool) {
	if len(name) > 0 {
		for _, k := range t[name[0]] {
			if string(name) == k.name {
				return k.is, true
			}
		}
	}
	return is, false
}

// kinds turns lists of names around.
func kinds[K comparable](lists map[K]string) *table[K] {
	all := new(table[K])
	for kind, names := range lists {
		for name := range strings.FieldsSeq(names) {
			all[name[0]] = append(all[name[0]], known[K]{name, kind})
		}
	}
	return all
}
