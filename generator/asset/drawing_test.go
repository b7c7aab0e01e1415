package asset_test

import (
	"io/fs"
	"path"
	"testing"

	"jianbao"
	"jianbao/generator/asset"
)

func TestCheckXML(t *testing.T) {
	svg := func(inner string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape">` + inner + `</svg>`
	}
	safe := []string{
		svg(``), svg(`<rect width="8" height="8" style="fill:url(#g);stroke:red"/>`), svg(`<use xlink:href="#a"/><use href="#a"/>`),
		svg(`<style>.a{fill:url(#g)} .b{fill:url( "#g" )}</style>`), svg(`<image href="data:image/png;base64,AAAA"/>`), svg(`<inkscape:grid spacing="1"/>`),
		`<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">` + svg(`<text>onload="x" javascript：图</text>`),
		svg(`<a href="#x"><animate attributeName="x" values="1;2"/></a>`), `<svg><g/></svg>`, svg(`<metadata><rdf:RDF xmlns:rdf="urn:r"/></metadata>`),
	}
	for _, text := range safe {
		if diags := asset.CheckXML("content/a.SVG", []byte(text)); len(diags) > 0 {
			t.Errorf("%s: %s", text, diags[0].Message.EN)
		}
	}
	hostile := []string{
		svg(`<script>alert(1)</script>`), svg(`<script href="x.js"/>`), svg(`<rect onclick="x()"/>`), svg(`<rect ONLOAD="x()"/>`),
		`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`, svg(`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`),
		svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>`), svg(`<s:script xmlns:s="http://www.w3.org/2000/svg"/>`),
		svg(`<a xlink:href="javascript:alert(1)">x</a>`), svg(`<a href=" javascript:alert(1)">x</a>`), svg(`<a href="https://evil.example/">x</a>`), svg(`<image href="//evil.example/x.png"/>`),
		svg(`<image href="data:image/svg+xml;base64,AAAA"/>`), svg(`<a href="data:text/html,x"/>`), svg(`<use href="other.svg#a"/>`),
		svg(`<style>@import "https://evil.example/x.css";</style>`), svg(`<style>a{fill:url(https://evil.example/x)}</style>`), svg(`<style>a{fill:u\72l(x)}</style>`),
		svg(`<style><![CDATA[@import url(//e)]]></style>`), svg(`<rect style="fill:url('http://e/x')"/>`), svg(`<rect fill="url(data.svg#a)"/>`),
		svg(`<set attributeName="href" to="javascript:x"/>`), svg(`<animate attributeName="xlink:href" values="javascript:x"/>`), svg(`<set attributeName="onclick" to="x"/>`),
		svg(`<iframe/>`), svg(`<embed/>`), svg(`<object/>`), svg(`<handler/>`), svg(`<video/>`), svg(`<m:math xmlns:m="http://www.w3.org/1998/Math/MathML"/>`),
		`<?xml-stylesheet href="x.xsl"?>` + svg(``), `<!DOCTYPE svg [<!ENTITY a "x">]>` + svg(`&a;`), svg(`&nbsp;`), svg(`<g>`), `<svg><g></svg>`, `<svg`, svg(``) + `<`,
		`<?xml version="1.0" encoding="gb2312"?>` + svg(``), `<html xmlns="http://www.w3.org/1999/xhtml"/>`, svg(`<Script/>`),
		svg(`<feImage href="https://evil.example/x.png"/>`), svg(`<font-face-uri src="//evil"/>`), svg(`<animate attributeName="HREF"/>`),
	}
	for _, text := range hostile {
		if diags := asset.CheckXML("content/a.svg", []byte(text)); !diags.HasErrors() {
			t.Errorf("let through: %s", text)
		}
	}
	for text, ok := range map[string]bool{
		`<data><row on="1" href="https://a.example/"/></data>`:            true,
		`<rss version="2.0"><channel/></rss>`:                             true,
		`<x><h:script xmlns:h="http://www.w3.org/1999/xhtml"/></x>`:       false,
		`<x><s:svg xmlns:s="http://www.w3.org/2000/svg" onload="x"/></x>`: false,
		`<?xml-stylesheet href="x.xsl"?><x/>`:                             false,
		`<x`:                                                              false,
	} {
		if diags := asset.CheckXML("content/a.xml", []byte(text)); diags.HasErrors() == ok {
			t.Errorf("%s: %v", text, diags)
		}
	}
	if diags := asset.CheckXML("content/a.txt", []byte("<script>")); len(diags) > 0 {
		t.Error("a text was checked as XML")
	}
}

// The place is that of the element, in characters.
func TestCheckXMLPlace(t *testing.T) {
	diags := asset.CheckXML("content/a.svg", []byte("<svg>\n  <text>图</text><script/>\n</svg>"))
	if len(diags) != 1 || diags[0].Line != 2 || diags[0].Column != 17 {
		t.Errorf("%+v", diags)
	}
}

// The sample's own drawings are safe.
func TestSampleDrawings(t *testing.T) {
	err := fs.WalkDir(jianbao.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".svg" {
			return err
		}
		text, err := fs.ReadFile(jianbao.Starter, name)
		for _, d := range asset.CheckXML(name, text) {
			t.Errorf("%s: %s", d.Pos, d.Message.EN)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
