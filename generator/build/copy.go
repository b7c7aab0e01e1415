package build

import (
	"io"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
	"jianbao/generator/minify"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// writeAsset writes an asset: what was made of it, or a copy.
func (b *builder) writeAsset(out Output, o asset.Output) error {
	s := b.step(o.Path)
	if o.Data != nil {
		s.key = b.sum("data", o.Data)
		s.make = func(out *recording) (diag.List, error) { return nil, out.Write(o.Path, o.Data) }
	} else {
		s.key = copyKey(b.trusted(source.File{Stamp: o.Stamp}), false)
		s.make = func(out *recording) (diag.List, error) {
			return o.Stream(func(from io.Reader) (int64, error) { return out.Copy(o.Path, from) })
		}
	}
	return b.do(out, s)
}

// copyKey sums what a file depends on that is made of a source alone; zero where
// that source must be read to know.
func copyKey(stamp memo.Stamp, record bool) memo.Sum {
	if stamp == (memo.Stamp{}) {
		return memo.Sum{}
	}
	how := []byte("copy")
	if record {
		how = []byte("record")
	}
	return memo.Of(how, stamp.Append(nil))
}

// writeResource publishes a file that bulletins use.
func (b *builder) writeResource(out Output, r site.Resource) error {
	s := b.step(r.Output)
	s.key = copyKey(b.stamps[r.Source], r.Record)
	s.make = func(out *recording) (diag.List, error) { return b.makeResource(out, r) }
	return b.do(out, s)
}

// makeResource makes such a file. Drawings and XML must be safe to open. What can
// be minified is, but for records: their signature or sum must still hold.
func (b *builder) makeResource(out *recording, r site.Resource) (diag.List, error) {
	mediaType, minifiable := minify.ByExtension(r.Source)
	if !minifiable || r.Record && mediaType == minify.JSON {
		return b.copyResource(out, r)
	}
	text, diags := b.sources.Text(r.Source)
	if diags.HasErrors() {
		return diags, nil
	}
	diags = append(diags, asset.CheckXML(r.Source, text)...)
	if diags.HasErrors() || r.Record {
		more, err := b.copyResource(out, r)
		return append(diags, more...), err
	}
	data, err := b.minifier.Append(nil, mediaType, text)
	if err != nil {
		diags.Warnf(diag.Pos{Path: r.Source}, "not-minified", "未压缩，内容有语法错误：%v", "not minified, it has a syntax error: %v", err)
	}
	return diags, out.Write(r.Output, data)
}

func (b *builder) copyResource(out *recording, r site.Resource) (diag.List, error) {
	file := source.File{Path: r.Source, Size: r.Size}
	if r.Size > referAbove && out.refers() {
		stamp, open, diags := b.sources.Later(file)
		if diags.HasErrors() {
			return diags, nil
		}
		return diags, out.refer(r.Output, r.Size, stamp, open)
	}
	return b.sources.Stream(file, func(from io.Reader) (int64, error) { return out.Copy(r.Output, from) })
}

// referAbove is the size from which files are only referred to, in bytes.
const referAbove = 256 << 10
