package check

import (
	"time"

	"jianbao/generator/civil"
	"jianbao/generator/diag"
)

// FirstCommit is how a text came under version control.
type FirstCommit struct {
	ID       string
	At       time.Time
	Together int  // texts that the same commit brought in
	Opening  bool // it is the first of the repository, or the first that brought texts in
}

// importedTogether is how many texts of one commit are a site that moved in, and not
// the work of a day.
const importedTogether = 10

// Backdated is the rule that wants the history.
const Backdated = "backdated"

// historyRules hold a site against its version history.
func historyRules() []*Rule {
	return []*Rule{{
		Name:      Backdated,
		Title:     diag.Text{ZH: "发布时间早于文件入库，疑似伪造发稿日期", EN: "a publication dated before its file was there"},
		Indicator: of(indicators, "单项否决“安全、泄密事故等严重问题”中的弄虚作假、伪造发稿日期", "veto “grave problems”, forged publication dates"),
		Why: diag.Text{
			ZH: "栏目快逾期时补发几篇、把日期写早，是检查指标点名的伪造发稿日期，触及单项否决。网站在 git 里的，用文件首次提交的时间核对（改名算同一个文件）：" +
				"发布时间早 30 天以上（check.historyDays 可改）的提示。仓库的第一次提交、第一次带来内容的提交，以及一次带来 10 篇以上的提交，是整站迁入，说明不了发布时间，不查；没有提交的文件也不查。",
			EN: "To fill a column that is nearly stale with bulletins dated earlier is what the indicators call forged publication dates, a veto. In a work tree of git, the time of a file's first commit (under whatever name) is held against its date: " +
				"one that is earlier by more than 30 days (check.historyDays) is told of. The first commit of a repository, the first that brings texts in, and one that brings in 10 or more are sites moving in, which prove nothing; neither does a file that is not committed.",
		},
		Mend: diag.Text{
			ZH: "date 写实际发布的日期，成文日期写在 signed；补录的历史文件，用 allow 写明原因",
			EN: "let date be when it was really published, and signed when it was signed; allow an old document that was added later, with the reason",
		},
		Site: backdated,
	}}
}

func backdated(s *Site, found *Findings) {
	for _, b := range s.Bulletins {
		first, known := s.History[b.Source]
		if !known || b.Fields.Date.IsZero() || first.Opening || first.Together >= importedTogether {
			continue
		}
		came := civil.Of(first.At, s.Settings.Location)
		if early := days(b.Fields.Date, came); early > s.Settings.Check.HistoryDays {
			found.Add(b.Fields.At("date"), "发布时间 %[1]s 比文件首次提交（%[2]s，%[3]s）早 %[4]d 天，可能被认定为伪造发稿日期", "dated %[1]s, %[4]d days before the file was first committed (%[2]s, %[3]s): this looks like a forged publication date",
				b.Fields.Date.Date(), came.Date(), first.ID[:min(8, len(first.ID))], early)
		}
	}
}
