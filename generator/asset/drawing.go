package asset

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"regexp"
	"strings"

	"jianbao/generator/diag"
)

// Browsers run scripts in SVG and XML files that somebody opens by themselves,
// as part of the site. What comes with content is therefore held to a list of
// what drawings need.

// CheckXML reports what makes a drawing or an XML file below content/ unsafe:
// scripts and event handlers, HTML, anything loaded from elsewhere, style sheets
// and entities of its own. One that is not well-formed cannot be checked, and is
// an error as well. Files of other types are always safe.
func CheckXML(name string, text []byte) diag.List {
	c := xmlCheck{path: name, text: text, decoder: xml.NewDecoder(bytes.NewReader(text))}
	switch strings.ToLower(path.Ext(name)) {
	case ".svg":
		c.drawing = true
	case ".xml":
	default:
		return nil
	}
	c.run()
	return c.diags
}

type xmlCheck struct {
	path    string
	text    []byte
	drawing bool
	decoder *xml.Decoder
	style   int // open <style> elements
	diags   diag.List
}

func (c *xmlCheck) run() {
	for {
		offset := c.decoder.InputOffset()
		token, err := c.decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		at := textPosition(c.path, c.text, int(offset))
		if err != nil {
			c.unsafe(at, "文件不完整，无法检查：%v", "it is not well-formed and cannot be checked: %v", err)
			return
		}
		c.check(at, token)
	}
}

func (c *xmlCheck) unsafe(at diag.Pos, zh, en string, args ...any) {
	c.diags.Errorf(at, "unsafe-file", zh, en, args...).
		Hintf("换成 PNG 图片，或者从绘图软件重新导出普通的 SVG", "use a PNG image, or export plain SVG from the drawing program")
}

func (c *xmlCheck) check(at diag.Pos, token xml.Token) {
	switch token := token.(type) {
	case xml.StartElement:
		c.element(at, token)
		if token.Name.Local == "style" {
			c.style++
		}
	case xml.EndElement:
		if token.Name.Local == "style" {
			c.style--
		}
	case xml.CharData:
		if c.style > 0 {
			c.styles(at, string(token))
		}
	case xml.ProcInst:
		if token.Target != "xml" {
			c.unsafe(at, "含有处理指令 <?%s?>", "it holds the processing instruction <?%s?>", token.Target)
		}
	case xml.Directive:
		if bytes.ContainsRune(token, '[') {
			c.unsafe(at, "含有自定义实体", "it defines entities of its own")
		}
	}
}

// Namespaces that browsers act on.
const (
	svgNamespace    = "http://www.w3.org/2000/svg"
	xhtmlNamespace  = "http://www.w3.org/1999/xhtml"
	mathMLNamespace = "http://www.w3.org/1998/Math/MathML"
	xsltNamespace   = "http://www.w3.org/1999/XSL/Transform"
)

func (c *xmlCheck) element(at diag.Pos, e xml.StartElement) {
	allowed := true
	switch e.Name.Space {
	case xhtmlNamespace, mathMLNamespace, xsltNamespace:
		allowed = false
	case svgNamespace:
		allowed = c.drawing && drawingElements[e.Name.Local]
	case "":
		allowed = !c.drawing || drawingElements[e.Name.Local]
	}
	if !allowed {
		c.unsafe(at, "含有 <%s>", "it holds <%s>", e.Name.Local)
	}
	for _, a := range e.Attr {
		c.attribute(at, e.Name.Local, a)
	}
}

func (c *xmlCheck) attribute(at diag.Pos, element string, a xml.Attr) {
	name := strings.ToLower(a.Name.Local)
	switch {
	case a.Name.Space == "xmlns" || a.Name.Local == "xmlns":
	case c.drawing && strings.HasPrefix(name, "on"):
		c.unsafe(at, "含有事件属性 %s", "it holds the event attribute %s", a.Name.Local)
	case !c.drawing:
	case name == "href" || name == "src":
		if !innerAddress.MatchString(strings.TrimSpace(a.Value)) {
			c.unsafe(at, "<%[1]s> 引用了文件之外的 %[2]s", "<%[1]s> refers to %[2]s outside the file", element, a.Value)
		}
	case name == "attributename":
		if target := strings.ToLower(a.Value); strings.HasSuffix(target, "href") || strings.HasPrefix(target, "on") {
			c.unsafe(at, "用动画改变 %s", "an animation changes %s", a.Value)
		}
	default:
		c.styles(at, a.Value)
	}
}

var (
	innerAddress = regexp.MustCompile(`(?i)^(#|data:image/(png|jpeg|gif|webp);base64,)`)
	styleAddress = regexp.MustCompile(`(?i)url\(\s*["']?\s*([^)]*)`)
	styleLoads   = regexp.MustCompile(`(?i)@import|\\|expression\(|javascript:|image-set\(`) // a backslash may hide the others
)

// styles refuses what a style could load.
func (c *xmlCheck) styles(at diag.Pos, text string) {
	found := styleLoads.FindString(text)
	for _, address := range styleAddress.FindAllStringSubmatch(text, -1) {
		if !innerAddress.MatchString(address[1]) {
			found = address[0]
		}
	}
	if found != "" {
		c.unsafe(at, "样式引用了文件之外的内容：%s", "a style refers to something outside the file: %s", found)
	}
}

// drawingElements are the elements of SVG 1.1 and 2 but for script,
// foreignObject, and those that show other documents.
var drawingElements = set(`
	a altGlyph altGlyphDef altGlyphItem animate animateColor animateMotion animateTransform circle clipPath
	color-profile cursor defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix
	feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
	feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile
	feTurbulence filter font font-face font-face-format font-face-name font-face-src font-face-uri g glyph glyphRef
	hkern image line linearGradient marker mask metadata missing-glyph mpath path pattern polygon polyline
	radialGradient rect set solidcolor stop style svg switch symbol text textPath title tref tspan use view vkern`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		m[word] = true
	}
	return m
}
