package build

import (
	"io"

	"jianbao/generator/asset"
	"jianbao/generator/diag"
	"jianbao/generator/minify"
	"jianbao/generator/site"
	"jianbao/generator/source"
)

// writeAsset writes an asset: what was made of it, or a copy.
func (b *builder) writeAsset(out Output, o asset.Output) error {
	b.origin(o.Path, o.Source)
	if o.Data != nil {
		return out.Write(o.Path, o.Data)
	}
	diags, err := o.Stream(func(from io.Reader) (int64, error) { return out.Copy(o.Path, from) })
	b.add(diags)
	return err
}

// writeResource publishes a file that bulletins use. Drawings and XML must be
// safe to open. What can be minified is, but for records: their signature or
// sum must still hold.
func (b *builder) writeResource(out Output, r site.Resource) error {
	b.origin(r.Output, r.Source)
	mediaType, minifiable := minify.ByExtension(r.Source)
	if !minifiable || r.Record && mediaType == minify.JSON {
		return b.copyResource(out, r)
	}
	text, diags := b.sources.Text(r.Source)
	if diags.HasErrors() {
		b.add(diags)
		return nil
	}
	diags = append(diags, asset.CheckXML(r.Source, text)...)
	if diags.HasErrors() || r.Record {
		b.add(diags)
		return b.copyResource(out, r)
	}
	data, err := b.minifier.Append(nil, mediaType, text)
	if err != nil {
		diags.Warnf(diag.Pos{Path: r.Source}, "not-minified", "未压缩，内容有语法错误：%v", "not minified, it has a syntax error: %v", err)
	}
	b.add(diags)
	return out.Write(r.Output, data)
}

func (b *builder) copyResource(out Output, r site.Resource) error {
	if ref, ok := out.(referrer); ok && r.Size > referAbove {
		stamp, open, diags := b.sources.Later(source.File{Path: r.Source, Size: r.Size})
		b.add(diags)
		if diags.HasErrors() {
			return nil
		}
		return ref.Refer(r.Output, r.Size, stamp, open)
	}
	diags, err := b.sources.Stream(source.File{Path: r.Source, Size: r.Size}, func(from io.Reader) (int64, error) {
		return out.Copy(r.Output, from)
	})
	b.add(diags)
	return err
}

// referrer is an output that need not hold large files: it reads them from their
// source when they are asked for.
type referrer interface {
	Refer(path string, size int64, stamp string, open func() (io.ReadSeekCloser, error)) error
}

// referAbove is the size from which files are only referred to, in bytes.
const referAbove = 256 << 10

// origin notes where an output comes from.
func (b *builder) origin(output, source string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.origins[output] = source
}
