package site

import (
	"path"
	"slices"
	"strings"

	"jianbao/generator/diag"
)

// resource is a file below content/ that a published document uses. Only what
// is used is published: a file beside a draft is as hidden as the draft.
type resource struct {
	source string   // content/reform/green/map.svg
	path   string   // site path
	url    string   // its address
	pos    diag.Pos // where it is used first
	record bool     // offered as an attachment: published byte for byte
}

// Resource is a file to copy. Record files are documents offered for download
// and are copied byte for byte; other files may be minified.
type Resource struct {
	Source, Output string
	Size           int64
	Record         bool
	Pos            diag.Pos // where it is used first
}

// Resources returns the files to copy, sorted by source.
func (s *Site) Resources() []Resource { return s.copies }

// listResources lists them, when all links are known.
func (s *Site) listResources() []Resource {
	list := make([]Resource, 0, len(s.resources))
	for _, r := range s.resources {
		list = append(list, Resource{r.source, strings.TrimPrefix(r.path, "/"), s.files[r.source].size, r.record, r.pos})
	}
	slices.SortFunc(list, func(a, b Resource) int { return strings.Compare(a.Source, b.Source) })
	return list
}

// file is a file below content/ that is no document.
type file struct {
	source string
	size   int64
	owner  *bulletin // in whose folder it lies, or nil
	path   string    // site path
}

// addFiles notes every file below content/ that is no document, and where it would
// be published.
func (s *Site) addFiles() {
	dir, owner := "", (*bulletin)(nil)
	for _, f := range s.opts.Files {
		if path.Ext(f.Path) == ".md" {
			continue
		}
		if d := folderOf(f.Path); d != dir { // files come by folder
			dir, owner = d, s.bundleAround(f.Path)
		}
		s.files[f.Path] = &file{f.Path, f.Size, owner, s.resourcePath(f.Path, owner)}
	}
}

// folderOf is the folder of a clean path.
func folderOf(name string) string { return name[:max(0, strings.LastIndexByte(name, '/'))] }

// publishable are the types of files that may be copied from content/. Types
// that a browser would run as part of the site are not among them.
var publishable = map[string]bool{
	".pdf": true, ".ofd": true, ".doc": true, ".docx": true, ".wps": true, ".rtf": true, ".odt": true,
	".xls": true, ".xlsx": true, ".et": true, ".ods": true, ".csv": true, ".txt": true,
	".ppt": true, ".pptx": true, ".dps": true, ".odp": true,
	".zip": true, ".rar": true, ".7z": true, ".json": true, ".xml": true, ".geojson": true,
	".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".webp": true, ".avif": true, ".bmp": true, ".svg": true,
	".tif": true, ".tiff": true, ".ico": true,
	".mp3": true, ".m4a": true, ".wav": true, ".mp4": true, ".m4v": true, ".webm": true, ".ogg": true, ".epub": true, ".ceb": true, ".cebx": true,
}

// use publishes a file with the document that names it.
func (s *Site) use(file string, at diag.Pos) *resource {
	if r, ok := s.resources[file]; ok {
		return r
	}
	if !publishable[strings.ToLower(path.Ext(file))] {
		s.diags.Errorf(at, "file-type", "%s 这类文件不能发布", "files such as %s cannot be published", path.Base(file)).
			Hintf("换成 PDF、OFD、DOCX、XLSX 等文档或图片", "use a document (PDF, OFD, DOCX, XLSX …) or an image")
		return nil
	}
	owner := s.files[file].owner
	if owner != nil && owner.hidden != "" {
		s.reportHidden(at, path.Base(file), owner)
		return nil
	}
	r := &resource{source: file, path: s.files[file].path, pos: at}
	r.url = s.address.url(r.path)
	s.checkPath(r.path, diag.Pos{Path: file})
	s.resources[file] = r
	return r
}

// bundleAround returns the bulletin whose folder a file lies in, or nil.
func (s *Site) bundleAround(file string) *bulletin {
	for dir := path.Dir(file); dir != contentDir && dir != "."; dir = path.Dir(dir) {
		if b, ok := s.documents[dir+"/index.md"]; ok {
			return b
		}
	}
	return nil
}

// resourcePath puts a bulletin's files beside its page, and other files where
// their folder is in the site.
func (s *Site) resourcePath(file string, owner *bulletin) string {
	if owner != nil {
		dir := owner.path
		if !strings.HasSuffix(dir, "/") {
			dir = strings.TrimSuffix(dir, path.Ext(dir)) + "/"
		}
		return dir + strings.TrimPrefix(file, owner.bundle+"/")
	}
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if c, ok := s.columns[dir]; ok {
			return c.path + strings.TrimPrefix(file, dir+"/")
		}
	}
}

// resolveFiles checks and publishes the files that front matter names.
func (s *Site) resolveFiles(b *bulletin) {
	if name := b.fields.Image; name != "" {
		b.image = s.addressOf(s.find(b.doc.Path, name), b.pos("image"), b.doc.Path, name, true)
	}
	if len(b.fields.Attachments) == 0 {
		return
	}
	twice := map[string]bool{}
	for _, a := range b.fields.Attachments {
		t := s.find(b.doc.Path, a.File)
		switch {
		case !t.found():
			s.reportMissingFile(a.Pos, b.doc.Path, a.File)
			continue
		case t.file == "":
			s.diags.Errorf(a.Pos, "broken-attachment", "%s 不是 content 里的文件", "%s is not a file below content/", a.File)
			continue
		}
		if twice[t.file] {
			s.diags.Warnf(a.Pos, "duplicate-attachment", "附件 %s 列了两次，只显示一次", "the attachment %s is listed twice and shown once", a.File)
			continue
		}
		twice[t.file] = true
		if r := s.use(t.file, a.Pos); r != nil {
			r.record = true
			b.attachments = append(b.attachments, Attachment{
				Title: attachmentTitle(a.Title, t.file),
				URL:   r.url,
				Type:  strings.ToUpper(strings.TrimPrefix(path.Ext(t.file), ".")),
				Size:  s.files[t.file].size,
				Image: t.isImage(),
			})
		}
	}
}

func attachmentTitle(title, file string) string {
	if title != "" {
		return title
	}
	return strings.TrimSuffix(path.Base(file), path.Ext(file))
}

// reportUnusedFiles warns of files that no document names: they are not
// published. What lies with a hidden bulletin waits with it.
func (s *Site) reportUnusedFiles() {
	if s.faultsKnown() {
		return
	}
	used := map[string]bool{}
	for _, b := range s.documents {
		s.mention(used, b)
	}
	for file, f := range s.files {
		if _, published := s.resources[file]; !published && !used[file] && (f.owner == nil || f.owner.hidden == "") {
			s.diags.Warnf(diag.Pos{Path: file}, "unused-file", "没有简报用到这个文件，不会发布", "no bulletin uses this file; it is not published").
				Hintf("在正文中链接它，列入 attachments，或删除", "link to it, list it under attachments, or delete it")
		}
	}
}

// mention marks the files that a hidden bulletin names, so that they count as used.
func (s *Site) mention(used map[string]bool, b *bulletin) {
	if b.hidden == "" {
		return
	}
	refs := []string{b.fields.Image}
	for _, a := range b.fields.Attachments {
		refs = append(refs, a.File)
	}
	for _, l := range b.doc.Links {
		ref, _, _ := splitReference(l.Dest)
		refs = append(refs, ref)
	}
	for _, ref := range refs {
		used[s.find(b.doc.Path, ref).file] = true
	}
}
