package settings

import (
	"time"

	"jianbao/generator/frontmatter"
)

// Settings is site.yaml, checked and with defaults filled in.
type Settings struct {
	Title       string
	BaseURL     string // absolute, http or https, ends in "/"
	Language    string // "zh-CN" by default
	Timezone    string // IANA name, "Asia/Shanghai" by default
	Location    *time.Location
	Description string
	Permalink   string // "/:column/:slug/" by default
	PageSize    int    // 20 by default
	Identity    Identity
	Review      Review
	Feeds       Feeds
	Check       Check
	Deploy      Deploy
	Markdown    Markdown
	Defaults    *frontmatter.Fields // nil when not given
	Params      map[string]any
}

// Identity holds the identity items of a Chinese government site
// (政府网站发展指引, 国办发〔2017〕47号): footer and SiteIDCode tag. Empty = not given.
type Identity struct {
	SiteCode  string // 网站标识码
	Sponsor   string // 主办单位
	Organizer string // 承办单位
	ICP       string // ICP备案号
	Police    string // 公安备案号
	Conac     string // 党政机关网站标识: the 32 hexadecimal digits of its address
	Phone     string
	Email     string
	Address   string
}

// Review says how many named reviews (三审三校) a bulletin needs.
type Review struct{ Required int }

// Feeds limits the feeds.
type Feeds struct {
	Limit    int  // entries a feed, 50 by default
	FullText bool // the whole text and not the summary
}

// Check configures rules.
type Check struct {
	Rules      map[string]string // rule → off, warning, error
	Terms      []string          // site lexicons
	AllowHosts []string
}

// Deploy is what a host needs to know.
type Deploy struct {
	Domain      string   // CNAME
	HiddenFiles []string // dot-paths under assets/ that are published at the root
}

// Markdown says what a text may hold.
type Markdown struct {
	RawHTML string // "error" (default) or "sanitize"
}
