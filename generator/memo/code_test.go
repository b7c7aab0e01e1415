package memo_test

import (
	"bytes"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"jianbao/generator/memo"
)

type coded struct {
	Text, Again string
	Number      int64
	Small       int8
	Count       uint32
	Share       float64
	Yes         bool
	List        []string
	Inner       *inner
	Inners      []inner
	Params      map[string]any
	Sum         memo.Sum
	Left        string `memo:"-"`
}

var records = []coded{
	{},
	{Text: "content/reform/green.md", Again: "content/reform/green.md", List: []string{"content/reform/green.md", "", "短"}},
	{Number: -1 << 63, Small: -128, Count: 1<<32 - 1, Share: -0.5, Yes: true},
	{Number: 1<<63 - 1, Small: 127, List: []string{}, Inners: []inner{}, Params: map[string]any{}},
	{Inner: &inner{"甲", "乙"}, Inners: []inner{{}, {"丙", ""}}, Sum: memo.Of([]byte("x"))},
	{Params: map[string]any{
		"nil": nil, "text": "t", "yes": true, "int": int64(-3), "float": 1.5,
		"list": []any{"a", int64(1), nil, []any{}}, "map": map[string]any{"b": map[string]any(nil), "c": []any(nil)},
	}},
}

func TestCoder(t *testing.T) {
	var coder memo.Coder
	for _, want := range records {
		data := coder.Append(nil, &want)
		var got *coded
		if err := coder.Read(string(data), &got); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%+v was written, %+v read: %v", want, got, err)
		}
		if err := new(memo.Coder).Read(string(data)+"\x00", &got); err == nil {
			t.Errorf("%+v: something behind it is no damage", want)
		}
	}
}

// A text that occurs again costs a byte or two.
func TestCoderSharesTexts(t *testing.T) {
	path := strings.Repeat("长", 100)
	var coder memo.Coder
	one, many := len(coder.Append(nil, []string{path})), len(coder.Append(nil, []string{path, path, path, path}))
	if many > one+6 {
		t.Errorf("a text takes %d bytes, the same four times %d", one, many)
	}
}

// Fields that cannot be read back are a mistake in the program.
func TestCoderRefusesHiddenFields(t *testing.T) {
	for _, value := range []any{struct{ a int }{1}, struct{ F func() }{}, struct{ A any }{[]int{1}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%#v was written", value)
				}
			}()
			new(memo.Coder).Append(nil, value)
		}()
	}
}

// Damage is an error or another value, and takes no more memory than the record.
func FuzzCoder(f *testing.F) {
	var coder memo.Coder
	for _, r := range records {
		f.Add(string(coder.Append(nil, r)))
	}
	f.Add("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01")
	f.Fuzz(func(t *testing.T, data string) {
		var coder memo.Coder
		var got coded
		if coder.Read(data, &got) != nil {
			return
		}
		var again coded
		written := coder.Append(nil, got)
		if err := coder.Read(string(written), &again); err != nil || !bytes.Equal(coder.Append(nil, again), written) {
			t.Errorf("%q is %+v, which is read back as %+v: %v", data, got, again, err)
		}
	})
}

// Each byte of each record flipped in each bit, and each record cut off anywhere.
func TestCoderOnDamage(t *testing.T) {
	var coder memo.Coder
	r := rand.New(rand.NewPCG(1, 1))
	for _, record := range records {
		data := coder.Append(nil, record)
		for i := range data {
			var got coded
			coder.Read(string(data[:i]), &got)
			data[i] ^= 1 << r.IntN(8)
			coder.Read(string(data), &got)
			data[i] = byte(r.Uint32())
			coder.Read(string(data), &got)
		}
	}
}

// What is read costs an allocation for each list and what is pointed to, texts nothing.
func TestCoderCostsLittle(t *testing.T) {
	var coder memo.Coder
	want := coded{Text: strings.Repeat("长", 100), Inners: make([]inner, 500)}
	for i := range want.Inners {
		want.Inners[i] = inner{A: strings.Repeat("甲", i+2), B: "乙"}
	}
	data := string(coder.Append(nil, &want))
	got := testing.AllocsPerRun(10, func() {
		var read *coded
		if err := coder.Read(data, &read); err != nil {
			t.Fatal(err)
		}
	})
	if got > 4 {
		t.Errorf("%.0f allocations", got)
	}
}
