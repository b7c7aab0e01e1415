package check

import (
	"encoding/xml"
	"errors"
	"path"
	"strconv"
	"strings"

	"jianbao/generator/diag"
)

// readWorkbook reads the cells of all sheets, hidden ones too, the comments and
// what is drawn on them.
func readWorkbook(o *officeFile) error {
	shared, err := o.sharedStrings()
	faults := []error{err}
	titles := o.sheetTitles()
	for _, name := range o.matching("xl/worksheets/*.xml") {
		title := titles[name]
		if title == "" {
			title = strings.TrimSuffix(path.Base(name), ".xml")
		}
		faults = append(faults, o.sheet(name, title, shared))
	}
	for _, pattern := range []string{"xl/comments*.xml", "xl/threadedComments/*.xml"} {
		for _, name := range o.matching(pattern) {
			faults = append(faults, o.notes(name))
		}
	}
	for _, name := range o.matching("xl/drawings/*.xml") {
		place := diag.Sprintf("文本框", "text box")
		faults = append(faults, o.paragraphs(name, func(text string) { o.add(place, text, "") }, nil))
	}
	return errors.Join(faults...)
}

// sheetTitles returns the names of the sheets by their files.
func (o *officeFile) sheetTitles() map[string]string {
	files := map[string]string{}
	_ = o.elements("xl/_rels/workbook.xml.rels", func(token xml.Token) { // without it sheets are called by their files
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" {
			target := attribute(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = "xl/" + target
			}
			files[attribute(e, "Id")] = strings.TrimPrefix(path.Clean(target), "/")
		}
	})
	titles := map[string]string{}
	_ = o.elements("xl/workbook.xml", func(token xml.Token) {
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "sheet" {
			for _, a := range e.Attr {
				if a.Name.Local == "id" {
					titles[files[a.Value]] = attribute(e, "name")
				}
			}
		}
	})
	return titles
}

// sharedStrings returns the texts that cells name by number, without how they are pronounced.
func (o *officeFile) sharedStrings() ([]string, error) {
	var list []string
	var text strings.Builder
	reading, spoken := false, false
	err := o.elements("xl/sharedStrings.xml", func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "si":
				text.Reset()
			case "rPh":
				spoken = true
			case "t":
				reading = !spoken
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "si":
				list = append(list, text.String())
			case "rPh":
				spoken = false
			case "t":
				reading = false
			}
		case xml.CharData:
			if reading {
				text.Write(token)
			}
		}
	})
	return list, err
}

// sheet reads the cells of a sheet.
func (o *officeFile) sheet(name, title string, shared []string) error {
	var cell, kind string
	var text strings.Builder
	reading, from := false, len(o.pieces)
	return o.elements(name, func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "c":
				cell, kind = attribute(token, "r"), attribute(token, "t")
				text.Reset()
			case "v", "t":
				reading = true
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "v", "t":
				reading = false
			case "c":
				o.add(diag.Sprintf("工作表“%s”单元格 %s", "sheet “%s”, cell %s", title, cell), cellText(text.String(), kind, shared), "")
			case "row":
				from = o.endRow(from)
			}
		case xml.CharData:
			if reading {
				text.Write(token)
			}
		}
	})
}

// cellText returns what a reader sees in a cell. Programs write a long number as
// 1.38E+10, and readers see its digits.
func cellText(text, kind string, shared []string) string {
	switch kind {
	case "s":
		if n, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && n >= 0 && n < len(shared) {
			return shared[n]
		}
		return ""
	case "", "n":
		if x, err := strconv.ParseFloat(text, 64); err == nil && strings.ContainsAny(text, "eE.") && x > 0 && x < 1e19 && x == float64(uint64(x)) {
			return strconv.FormatUint(uint64(x), 10)
		}
	}
	return text
}

// notes reads the comments on cells.
func (o *officeFile) notes(name string) error {
	var ref string
	var text strings.Builder
	reading := false
	return o.elements(name, func(token xml.Token) {
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "comment", "threadedComment":
				ref = attribute(token, "ref")
				text.Reset()
			case "t", "text":
				reading = true
			}
		case xml.EndElement:
			switch token.Name.Local {
			case "comment", "threadedComment":
				o.add(diag.Sprintf("单元格 %s 的批注", "comment on cell %s", ref), text.String(), "")
			case "t", "text":
				reading = false
			}
		case xml.CharData:
			if reading {
				text.Write(token)
			}
		}
	})
}
