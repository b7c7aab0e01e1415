package strict

import (
	"slices"
	"unicode"

	"jianbao/generator/nearest"
)

// suggest returns the name that a misspelt one most likely stands for, and its
// key; "" when none is near.
func suggest(misspelt string, keys []Key) (name string, key Key) {
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
		names = append(names, k.Twins...)
		names = append(names, k.Likes...)
	}
	name = nearest.Word(misspelt, names)
	i := slices.IndexFunc(keys, func(k Key) bool { return k.Is(name) || slices.Contains(k.Likes, name) })
	if i < 0 {
		return "", Key{}
	}
	if key = keys[i]; !key.Is(name) {
		name = key.likeName(name)
	}
	return name, key
}

// likeName returns the name of the key in the script of another word.
func (k Key) likeName(word string) string {
	if len(k.Twins) > 0 && unicode.Is(unicode.Han, []rune(word)[0]) {
		return k.Twins[0]
	}
	return k.Name
}
