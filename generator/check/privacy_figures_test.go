package check

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Of texts with a long figure none is dismissed beforehand; those with many digits
// that are none of one figure are.
func TestMayHoldLongFigure(t *testing.T) {
	pieces := strings.Split("1|23|4567|89012345|０|１２|x|X|-| |\u3000|·|．|\u200b|－|**|甲|，|℃|é|\xe5|\xef\xbc|。\n|\n", "|")
	random, long := rand.New(rand.NewPCG(7, 1)), 0
	for range 20_000 {
		var text strings.Builder
		for range 1 + random.IntN(12) {
			text.WriteString(pieces[random.IntN(len(pieces))])
		}
		eachFigure(text.String(), true, func(f *figure) {
			if len(f.digits) < leastDigits {
				return
			}
			if long++; !mayHoldLongFigure(text.String()) {
				t.Errorf("%q is dismissed", text.String())
			}
		})
	}
	if long < 1000 {
		t.Errorf("only %d texts have a long figure", long)
	}
	if mayHoldLongFigure("企业259家、资金31.3亿元，39个工作日压减至4个工作日，较2025年12月增长5.6%") {
		t.Error("a text of short figures is gone through")
	}
}
