package check

import (
	"cmp"
	"slices"
	"strings"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
	"jianbao/generator/site"
)

// documentRules are about what the front matter of a bulletin says of it.
func documentRules() []*Rule {
	return []*Rule{
		{
			Name:      "dates-in-order",
			Title:     diag.Text{ZH: "成文、发布、更新的日期先后颠倒", EN: "dates of signing, publication and update in the wrong order"},
			Indicator: of(indicators, "单项否决“安全、泄密事故等严重问题”中的伪造发稿日期", "veto “grave problems”, forged publication dates"),
			Why: diag.Text{
				ZH: "文件成文之后才能发布，发布之后才能更新。先后颠倒的日期多是笔误，也会被当作伪造发稿日期。",
				EN: "A document is published after it was signed, and updated after it was published. Dates in another order are slips, and look like forgery.",
			},
			Mend: diag.Text{ZH: "核对 signed、date 和 updated", EN: "look at signed, date and updated"},
			Text: datesInOrder,
		},
		{
			Name:      "review-after-publication",
			Title:     diag.Text{ZH: "审核日期晚于发布时间", EN: "a review later than the publication"},
			Indicator: of(guidelines, "信息发布审核制度", "review before publication"),
			Why: diag.Text{
				ZH: "三审三校是发布之前的事。登记在发布之后的审核，等于没有审核。",
				EN: "Reviews come before publication. One that is dated later is none.",
			},
			Mend: diag.Text{ZH: "核对 reviews 中的 date", EN: "look at the dates under reviews"},
			Text: reviewsBefore,
		},
		{
			Name:      "review-without-date",
			Title:     diag.Text{ZH: "审核没有写明日期", EN: "a review without its date"},
			Indicator: of(guidelines, "信息发布审核制度", "review before publication"),
			Why: diag.Text{
				ZH: "site.yaml 要求审核（review.required）的，每次审核都要写明日期，才看得出是在发布之前。本规则只看写明日期的次数够不够。",
				EN: "Where the site requires reviews (review.required), each has its date, or nobody can see that it came before the publication. Looked at is whether enough of them are dated.",
			},
			Mend: diag.Text{ZH: "在 reviews 中补上 date", EN: "add the date to each under reviews"},
			Site: reviewsDated,
		},
		{
			Name:      "status-without-replacement",
			Title:     diag.Text{ZH: "失效、废止的文件没有说明由什么代替", EN: "a repealed or expired document that does not say what holds instead"},
			Indicator: of(guidelines, "已修改、废止、失效的文件应当注明", "amended, repealed and expired documents are marked"),
			Why: diag.Text{
				ZH: "读者只看到文件不再有效，不知道什么时候起失效、现在执行什么。",
				EN: "Readers see that a document is no longer in force, and neither since when nor what is.",
			},
			Mend: diag.Text{
				ZH: "用 replacedBy 指明替代文件；没有替代文件的，在 changes 中写明何时因何失效",
				EN: "name the document that replaces it by replacedBy, or say under changes when and why it ended",
			},
			Text: statusExplained,
		},
		{
			Name:      "duplicate-number",
			Title:     diag.Text{ZH: "两篇文件用了同一个文号", EN: "two documents with one number"},
			Indicator: of(guidelines, "政府信息公开目录的发文字号", "document numbers of the disclosure catalogue"),
			Why: diag.Text{
				ZH: "一个文号只对应一份文件。重复的文号不是笔误，就是一份文件发了两次。",
				EN: "A number belongs to one document. Where two have it, one is misspelt or a document was published twice.",
			},
			Mend: diag.Text{ZH: "核对文号；同一份文件只留一篇", EN: "look at the numbers; keep one page of one document"},
			Site: uniqueNumbers,
		},
		{
			Name:  "issue-sequence",
			Title: diag.Text{ZH: "期号重复或有缺号", EN: "issue numbers with doubles or gaps"},
			Why: diag.Text{
				ZH: "简报每年单独编列期号，总期号连续。重号、缺号说明编号有误，或者有一期没有登载。",
				EN: "Issues are numbered within a year, and over all years by their total number. A double or a gap is a slip, or an issue that was left out.",
			},
			Mend: diag.Text{ZH: "核对 issue 和 totalIssue；缺的一期补登", EN: "look at issue and totalIssue; publish the one that lacks"},
			Site: issueSequence,
		},
		{
			Name:      "missing-interpretation",
			Title:     diag.Text{ZH: "政策文件没有解读", EN: "a policy document without its interpretation"},
			Indicator: of(indicators, "政策解读：抽查近期文件，未关联解读的扣分", "interpretation: recent documents without a linked one lose points"),
			Why: diag.Text{
				ZH: "政策性文件应与解读同步公布、相互链接。本规则只看网站有“政策解读”栏目、一年以内、发布满 7 天、有文号、现行有效的文件。",
				EN: "A policy document is published with its interpretation, each leading to the other. Looked at are documents with a number, in force, published more than 7 days and less than a year ago, where the site has a column of the type 政策解读.",
			},
			Mend: diag.Text{
				ZH: "发布解读，并在任一方的 related 中写上另一方；不需要解读的，用 allow 写明原因",
				EN: "publish one and name either in the other's related; allow it with a reason where none is needed",
			},
			Site: interpretations,
		},
	}
}

func datesInOrder(t *Text, found *Findings) {
	if t.Fields == nil {
		return
	}
	f := t.Fields
	if !f.Date.IsZero() && f.Signed.After(f.Date.End()) {
		found.Add(f.At("signed"), "成文日期 %[1]s 晚于发布时间 %[2]s", "signed on %[1]s, later than it was published, %[2]s", f.Signed.Date(), f.Date.Date())
	}
	if !f.Updated.IsZero() && !f.Date.IsZero() && f.Date.After(f.Updated.End()) {
		found.Add(f.At("updated"), "更新时间 %[1]s 早于发布时间 %[2]s", "updated on %[1]s, before it was published, %[2]s", f.Updated.Date(), f.Date.Date())
	}
}

func reviewsBefore(t *Text, found *Findings) {
	if t.Fields == nil || t.Fields.Date.IsZero() {
		return
	}
	for _, review := range t.Fields.Reviews {
		if review.Date.After(t.Fields.Date.End()) {
			found.Add(t.Fields.At("reviews"), "%[1]s的审核日期 %[2]s 晚于发布时间 %[3]s", "the review by %[1]s is of %[2]s, later than the publication, %[3]s",
				review.By, review.Date.Date(), t.Fields.Date.Date())
		}
	}
}

func reviewsDated(s *Site, found *Findings) {
	need := s.Settings.Review.Required
	for _, b := range s.Bulletins {
		dated := 0
		for _, review := range b.Fields.Reviews {
			if !review.Date.IsZero() {
				dated++
			}
		}
		if dated < need && len(b.Fields.Reviews) >= need { // else review-missing tells of it
			found.Add(b.Fields.At("reviews"), "需要 %[1]d 次审核，写明日期的只有 %[2]d 次", "needs %[1]d reviews, and has dates of %[2]d", need, dated)
		}
	}
}

func statusExplained(t *Text, found *Findings) {
	f := t.Fields
	if f == nil || f.Status != "已废止" && f.Status != "失效" || f.ReplacedBy.Path != "" || len(f.Changes) > 0 {
		return
	}
	found.Add(f.At("status"), "文件%s，没有说明由什么代替、何时起", "the document is %s, and nothing says since when or what replaces it", f.Status)
}

func uniqueNumbers(s *Site, found *Findings) {
	first := map[string]string{}
	for _, b := range oldestFirst(s) {
		number := b.Fields.Number
		if number == "" {
			continue
		}
		if other, taken := first[number]; taken {
			found.Add(b.Fields.At("number"), "文号 %[1]s 已用于 %[2]s", "the number %[1]s is that of %[2]s already", number, other)
			continue
		}
		first[number] = b.Source
	}
}

// oldestFirst lists bulletins in the order in which they were published.
func oldestFirst(s *Site) []site.BulletinFacts {
	list := slices.Clone(s.Bulletins)
	slices.SortFunc(list, func(a, b site.BulletinFacts) int {
		return cmp.Or(a.Fields.Date.Compare(b.Fields.Date), strings.Compare(a.Source, b.Source))
	})
	return list
}

// issueSequence looks at the issues of each column and year, and at the total
// numbers of each column. What is before the first of them may be on paper only.
func issueSequence(s *Site, found *Findings) {
	type series struct {
		column string
		year   int16 // 0: total numbers
	}
	numbered := map[series][]site.BulletinFacts{}
	for _, b := range oldestFirst(s) {
		if b.Fields.Issue > 0 {
			key := series{b.Column, b.Fields.Date.Year}
			numbered[key] = append(numbered[key], b)
		}
		if b.Fields.TotalIssue > 0 {
			numbered[series{column: b.Column}] = append(numbered[series{column: b.Column}], b)
		}
	}
	for key, list := range numbered { // findings are sorted afterwards
		if key.year > 0 {
			sequence(list, "issue", "期号", found, func(b site.BulletinFacts) int { return b.Fields.Issue })
		} else {
			sequence(list, "totalIssue", "总期号", found, func(b site.BulletinFacts) int { return b.Fields.TotalIssue })
		}
	}
}

func sequence(list []site.BulletinFacts, key, name string, found *Findings, number func(site.BulletinFacts) int) {
	slices.SortStableFunc(list, func(a, b site.BulletinFacts) int { return cmp.Compare(number(a), number(b)) })
	for i, b := range list[1:] {
		n, before := number(b), number(list[i])
		switch at := b.Fields.At(key); {
		case n == before:
			found.Add(at, "%[1]s %[2]d 已用于 %[4]s", "%[3]s %[2]d is that of %[4]s already", name, n, key, list[i].Source)
		case n == before+2:
			found.Add(at, "%[1]s缺 %[2]d", "%[3]s %[2]d is lacking", name, n-1, key)
		case n > before+2:
			found.Add(at, "%[1]s缺 %[2]d 到 %[3]d", "%[4]s %[2]d to %[3]d are lacking", name, before+1, n-1, key)
		}
	}
}

// How long a document may wait for its interpretation, and how long it is missed.
const (
	interpretedWithin = 7
	interpretedFor    = 365
)

func interpretations(s *Site, found *Findings) {
	const interpretation = "政策解读"
	if !slices.ContainsFunc(s.Columns, func(c site.ColumnFacts) bool { return c.Type == interpretation }) {
		return
	}
	for _, b := range s.Bulletins {
		f := b.Fields
		age := days(f.Date, s.Now)
		if b.Type != "政策文件" || f.Number == "" || f.Status != "" && f.Status != "有效" ||
			age <= interpretedWithin || age > interpretedFor || slices.Contains(b.Related, interpretation) {
			continue
		}
		found.Add(f.At("number"), "%[1]s 发布 %[2]d 天，没有关联解读", "%[1]s has been published for %[2]d days, and no interpretation is related", f.Number, age)
	}
}

// days counts the days from one to another.
func days(from, to civil.Time) int {
	return int(dayOf(to).Sub(dayOf(from)).Hours() / 24)
}
