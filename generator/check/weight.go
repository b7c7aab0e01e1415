package check

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"jianbao/generator/diag"
	"jianbao/generator/site"
)

// weightRules are about what a page costs who reads it. The design rules for
// government sites want a page within three seconds; over 10 Mbit/s, as a phone has
// it where reception is poor, that is 3 MB and the time to connect. So much may a page
// have unless the settings say otherwise (check.pageWeight).
func weightRules() []*Rule {
	return []*Rule{
		{
			Name:      "page-weight",
			Title:     diag.Text{ZH: "页面太大", EN: "a page that is too heavy"},
			Severity:  diag.Warning,
			Indicator: of(guidelines, "附件《网页设计规范》：页面打开时间不超过 3 秒", "annex, the rules of page design: a page opens within 3 seconds"),
			Why: diag.Text{
				ZH: "正文、图片、样式和脚本加在一起超过限度，信号不好时要等十几秒甚至更久，用手机的读者等不及。",
				EN: "Where text, images, style sheets and scripts come to more than that, a page takes long to open over a poor connection, and readers on phones do not wait.",
			},
			Mend: diag.Text{
				ZH: "缩小图片（宽 1600 像素足够），或把大图列入 attachments；限度在 check.pageWeight 里改",
				EN: "make images smaller (1600 pixels are wide enough), or attach large ones; the limit is check.pageWeight",
			},
			Site: pageWeights,
		},
		{
			Name:      "large-image",
			Title:     diag.Text{ZH: "图片太大", EN: "an image that is too large"},
			Severity:  diag.Warning,
			Indicator: of(guidelines, "附件《网页设计规范》：页面打开时间不超过 3 秒", "annex, the rules of page design: a page opens within 3 seconds"),
			Why: diag.Text{
				ZH: "一张图片超过 1 MB，多半是照相机或扫描仪的原图，屏幕上用不着这么大。",
				EN: "An image above 1 MB mostly is as the camera or scanner made it, and larger than any screen shows.",
			},
			Mend: diag.Text{ZH: "缩小到宽 1600 像素以内，存成 JPEG 或 WebP", EN: "reduce it to a width of 1600 pixels, as JPEG or WebP"},
			Site: largeImages,
		},
	}
}

const (
	megabyte   = 1 << 20
	largeImage = megabyte
)

func pageWeights(s *Site, found *Findings) {
	limit := int64(s.Settings.Check.PageWeight) * megabyte
	if worst := heaviestLayout(s); sum(worst) > limit {
		found.Add(worst[0].Pos, "每一页都要加载的样式、脚本和图片共 %[1]s，超过 %[2]d MB：%[3]s",
			"what every page loads, style sheets, scripts and images, comes to %[1]s, above %[2]d MB: %[3]s",
			size(sum(worst)), s.Settings.Check.PageWeight, names(worst))
		limit += sum(worst) // which is not the fault of a bulletin
	}
	for _, b := range s.Bulletins {
		total := b.Size + sum(b.Images) + sum(s.Loads[b.Layout])
		if total <= limit {
			continue
		}
		at := diag.Pos{Path: b.Source, Line: 1, Column: 1}
		parts := heaviest(append(slices.Clone(b.Images), site.FileFacts{Source: b.Source, Size: b.Size, Pos: at}))
		found.Add(parts[0].Pos, "这一页共 %[1]s，超过 %[2]d MB：%[3]s", "the page comes to %[1]s, above %[2]d MB: %[3]s",
			size(total), s.Settings.Check.PageWeight, names(parts))
	}
}

// heaviestLayout returns what the heaviest layout of bulletins loads, the heaviest first.
func heaviestLayout(s *Site) (worst []site.FileFacts) {
	for _, loads := range s.Loads {
		if sum(loads) > sum(worst) {
			worst = heaviest(loads)
		}
	}
	return worst
}

func largeImages(s *Site, found *Findings) {
	for _, image := range slices.Concat(s.Images, s.Assets) {
		switch strings.ToLower(path.Ext(image.Source)) {
		case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".svg":
			if image.Size > largeImage {
				found.Add(image.Pos, "图片 %[1]s 有 %[2]s", "the image %[1]s has %[2]s", path.Base(image.Source), size(image.Size))
			}
		}
	}
}

func sum(files []site.FileFacts) (total int64) {
	for _, f := range files {
		total += f.Size
	}
	return total
}

// heaviest sorts files by their sizes.
func heaviest(files []site.FileFacts) []site.FileFacts {
	return slices.SortedFunc(slices.Values(files), func(a, b site.FileFacts) int {
		return cmp.Or(cmp.Compare(b.Size, a.Size), strings.Compare(a.Source, b.Source))
	})
}

// names names the heaviest of files that are sorted, as far as they matter.
func names(files []site.FileFacts) string {
	const most = 3
	var list []string
	for _, f := range files[:min(len(files), most)] {
		if f.Size > files[0].Size/10 {
			list = append(list, path.Base(f.Source)+" "+size(f.Size))
		}
	}
	return strings.Join(list, ", ")
}

// size prints a number of bytes for people.
func size(bytes int64) string {
	if bytes < megabyte {
		return fmt.Sprintf("%d KB", (bytes+1023)/1024)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/megabyte)
}
