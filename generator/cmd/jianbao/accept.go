package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"jianbao/generator/build"
	"jianbao/generator/check"
	"jianbao/generator/diag"
)

// accepted leaves out what the ledger is about to be brought up to date with.
func accepted(list diag.List) diag.List {
	return slices.DeleteFunc(slices.Clone(list), func(d diag.Diagnostic) bool { return d.Rule == check.VanishedAddress })
}

// acceptAddresses brings the ledger of addresses up to date, and says what is new in
// it and what is gone. Of a site with errors it is not certain what it publishes.
func (p *program) acceptAddresses(site string, r *build.Result) error {
	if r.Inspection == nil || r.Diagnostics.HasErrors() {
		p.complain(diag.Text{ZH: "有错误，没有更新网址台账", EN: "there are errors; the ledger of addresses was left as it is"})
		return nil
	}
	s := r.Inspection.Site
	ledger, added, removed := s.Ledger.Accept(s.Addresses)
	name := filepath.Join(site, filepath.FromSlash(check.LedgerFile))
	text := ledger.Text()
	before, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if !bytes.Equal(bytes.ReplaceAll(before, []byte("\r\n"), []byte("\n")), text) {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			return err
		}
		if err := replaceFile(name, text); err != nil {
			return err
		}
	}
	p.listAddresses("+", added)
	p.listAddresses("-", removed)
	p.say("网址台账 %[1]s：新记 %[2]d 个，划去 %[3]d 个，共 %[4]d 个", "%[1]s: %[2]d added, %[3]d removed, %[4]d in all",
		check.LedgerFile, len(added), len(removed), ledger.Len())
	return nil
}

// listed is how many addresses are worth a line each without --verbose.
const listed = 20

func (p *program) listAddresses(mark string, addresses []string) {
	for i, address := range addresses {
		if i == listed && !p.verbose {
			p.say("%[1]s 另有 %[2]d 个（--verbose 全部列出）", "%[1]s and %[2]d more (--verbose lists them)", mark, len(addresses)-i)
			return
		}
		p.say("%s %s", "%s %s", mark, address)
	}
}
