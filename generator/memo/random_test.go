package memo_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"jianbao/generator/memo"
)

// various holds one of everything that a view may hold.
type various struct {
	plain
	Flag    int8
	Size    uint16
	Ratio   float32
	Bytes   []byte
	Fixed   [2]byte
	Pair    [2]string
	Tree    []various
	Shared  []*larger
	Names   map[string]string
	When    struct{ Year, Day int16 }
	Whens   []struct{ Year, Day int16 }
	private *inner
	Skipped func() `json:"-"`
}

// larger is remembered by its address, as inner is not.
type larger struct{ A, B, C string }

// random makes small values, so that equal ones are not rare.
type random struct{ *rand.Rand }

func (r random) text() string { return []string{"", "a", "b", "ab", "绿"}[r.IntN(5)] }

func (r random) one() bool { return r.IntN(4) == 0 }

func (r random) various(depth int) various {
	v := various{private: &inner{}}
	for r.IntN(3) > 0 {
		switch r.IntN(15) {
		case 0:
			v.Text = r.text()
		case 1:
			v.Number = []int64{-1, 1, 127, 128, 1 << 40}[r.IntN(5)]
		case 2:
			v.List = append(v.List, r.text())
		case 3:
			v.Inner = &inner{r.text(), r.text()}
		case 4:
			v.Params = map[string]any{r.text(): r.free(2), r.text(): r.free(2)}
		case 5:
			v.Flag, v.Size = int8(r.IntN(3)-1), uint16(r.IntN(2))
		case 6:
			v.Ratio = float32(r.IntN(2)) / 2
		case 7:
			v.Bytes = append(v.Bytes, r.text()...)
		case 8:
			v.Fixed[r.IntN(2)] = byte(r.IntN(3))
		case 9:
			v.Pair[r.IntN(2)] = r.text()
		case 10:
			if depth > 0 {
				v.Tree = append(v.Tree, r.various(depth-1))
			}
		case 11:
			for range 1 + r.IntN(2)*r.IntN(2)*r.IntN(60) {
				v.Shared = append(v.Shared, &larger{A: r.text(), C: r.text()}, nil)
			}
		case 12:
			v.Names = map[string]string{r.text(): r.text()}
		case 13:
			v.When.Year, v.When.Day = int16(r.IntN(2)), int16(r.IntN(2))
			v.Whens = append(v.Whens, v.When)
		case 14:
			v.private.A, v.Yes, v.Sum = r.text(), r.one(), memo.Of([]byte(r.text()))
		}
	}
	return v
}

// free makes what a YAML file can hold.
func (r random) free(depth int) any {
	values := []any{nil, "", "1", "string", true, false, int64(1), 1, 1.0, []any{}, map[string]any{}}
	switch {
	case depth > 0 && r.one():
		return []any{r.free(depth - 1), r.free(depth - 1)}
	case depth > 0 && r.one():
		return map[string]any{"": r.free(depth - 1), r.text(): r.free(depth - 1)}
	}
	return values[r.IntN(len(values))]
}

// Values that are deeply equal have one sum, made anew or met before, and no
// others have.
func TestHasherTellsRandomValuesApart(t *testing.T) {
	seen := map[memo.Sum]any{}
	texts := map[string]memo.Sum{}
	var hasher memo.Hasher
	for seed := range uint64(20_000) {
		fresh := func() any {
			r := random{rand.New(rand.NewPCG(seed, 0))}
			if seed%3 == 0 {
				return r.free(3)
			}
			return r.various(2)
		}
		v, twin := fresh(), fresh()
		sum := hasher.Sum(v)
		if hasher.Sum(v) != sum || hasher.Sum(twin) != sum || new(memo.Hasher).Sum(twin) != sum {
			t.Fatalf("seed %d: %#v has two sums", seed, v)
		}
		if other, ok := seen[sum]; ok && !reflect.DeepEqual(v, other) {
			t.Fatalf("seed %d: one sum for\n%#v\n%#v", seed, v, other)
		}
		seen[sum] = v
		text := written(reflect.ValueOf(&v).Elem())
		if before, ok := texts[text]; ok && before != sum {
			t.Fatalf("seed %d: two sums for %s", seed, text)
		}
		texts[text] = sum
	}
	t.Logf("%d different values", len(seen))
	if len(seen) < 2_000 || len(seen) > 18_000 {
		t.Errorf("%d of 20000 values differ: equal ones or different ones are too rare", len(seen))
	}
}

// written is a value as text, which knows nothing of sums or addresses.
func written(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return "nil"
		}
		if v.Kind() == reflect.Interface {
			return v.Elem().Type().String() + "(" + written(v.Elem()) + ")"
		}
		return "&" + written(v.Elem())
	case reflect.Struct:
		text := ""
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" {
				text += written(v.Field(i)) + ";"
			}
		}
		return "{" + text + "}"
	case reflect.Slice, reflect.Array:
		text := ""
		for i := range v.Len() {
			text += written(v.Index(i)) + ","
		}
		return "[" + text + "]"
	case reflect.Map:
		parts := map[string]string{} // fmt sorts the keys
		for _, key := range v.MapKeys() {
			parts[key.String()] = written(v.MapIndex(key))
		}
		return fmt.Sprintf("%q", parts)
	case reflect.String:
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(v)
}
