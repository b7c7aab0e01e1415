package check

import (
	"strings"

	"jianbao/generator/diag"
)

// identityRules are about the marks that every page of a government site carries.
func identityRules() []*Rule {
	return []*Rule{{
		Name:      "identity-missing",
		Title:     diag.Text{ZH: "缺少网站标识信息", EN: "identity items are lacking"},
		Indicator: of(guidelines, "底部功能区至少列明标识、标识码、主办单位、联系方式、ICP 备案和公安备案", "the least that a footer holds"),
		Why: diag.Text{
			ZH: "检查工具按这些项目认网站；缺了页脚标识、SiteIDCode 标签和“找错”入口，会按标识缺失通报。",
			EN: "Inspection tools know a site by these items. Without them the footer, the tag SiteIDCode and the 找错 link are incomplete.",
		},
		Mend: diag.Text{ZH: "在 site.yaml 的 identity 中补上", EN: "add them under identity in site.yaml"},
		Site: identityItems,
	}}
}

func identityItems(s *Site, found *Findings) {
	id := s.Settings.Identity
	var zh, en []string
	for _, item := range []struct{ value, zh, en string }{
		{id.SiteCode, "网站标识码 siteCode", "siteCode"},
		{id.Sponsor, "主办单位 sponsor", "sponsor"},
		{id.ICP, "ICP 备案号 icp", "icp"},
		{id.Police, "公安备案号 police", "police"},
		{id.Conac, "党政机关网站标识 conac", "conac"},
		{id.Phone, "联系电话 phone", "phone"},
	} {
		if item.value == "" {
			zh, en = append(zh, item.zh), append(en, item.en)
		}
	}
	if zh != nil {
		found.Add(s.Settings.At("identity"), "缺少%[1]s", "%[2]s lacking", strings.Join(zh, "、"), strings.Join(en, ", "))
	}
}
