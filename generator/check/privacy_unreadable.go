package check

import (
	"errors"

	"jianbao/generator/diag"
)

// unreadableRule tells of attachments that the other rules could not look into: who
// reads "nothing found" must know what nobody has looked at. Formats that are never
// read (doc, xls, rar, pictures) are told of in the manual, not one by one.
func unreadableRule() *Rule {
	return &Rule{
		Name:      "unreadable-attachment",
		Title:     diag.Text{ZH: "附件没有查，或没有查完", EN: "an attachment that was not looked into, or not to its end"},
		Severity:  diag.Warning,
		Indicator: personalData(),
		Why: diag.Text{
			ZH: "通报的个人信息泄露多在附件里。加密、损坏、太大或者扩展名与内容不符的附件，检查读不出其中的文字，读者也可能打不开；没有发现问题不等于没有问题。没有文字的扫描件不在此列。",
			EN: "Most leaks are in attachments. In one that is encrypted, damaged, too large or of another format than its name says nothing can be read, and readers may not be able to open it: that nothing is found there means nothing. Scans, which have no text, are not meant.",
		},
		Mend: diag.Text{
			ZH: "换成打得开、不加密的文件，或人工查看后用 allow 写明原因",
			EN: "publish a file that opens and is not encrypted, or look at it yourself and allow it with a reason",
		},
		File: lookAtFault,
	}
}

// faults are what keeps an attachment from being read, as a finding words it.
var faults = []struct {
	err  error
	text diag.Text
}{
	{ErrAttachmentEncrypted, diag.Text{ZH: "附件加了密（只限制打印、复制的也算），没有查", EN: "the attachment is encrypted, if only against printing, and was not looked into"}},
	{ErrAttachmentMisnamed, diag.Text{ZH: "附件的内容与扩展名不符，没有查", EN: "the attachment is of another format than its name says, and was not looked into"}},
	{ErrAttachmentTooLarge, diag.Text{ZH: "附件太大，没有查，或没有查完", EN: "the attachment is too large to be looked into, or to its end"}},
	{ErrAttachmentDamaged, diag.Text{ZH: "附件读不出来，可能已损坏，没有查，或没有查完", EN: "the attachment cannot be read, or not to its end, and may be damaged"}},
}

func lookAtFault(file *File, f *Findings) {
	for _, fault := range faults {
		if errors.Is(file.fault, fault.err) {
			f.Add(diag.Pos{Path: file.Name}, "%[1]s", "%[2]s", fault.text.ZH, fault.text.EN)
			return
		}
	}
}
