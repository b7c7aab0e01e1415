package main

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"

	"jianbao/generator/build"
	"jianbao/generator/diag"
	"jianbao/generator/memo"
)

// cacheFolder is where builds remember things, in the site unless --cache names
// another one.
const cacheFolder = ".jianbao-cache"

func (f *buildFlags) cacheDir(site string) string {
	return cmp.Or(f.cache, filepath.Join(site, cacheFolder))
}

// cacheFile is what is remembered of one output of a site: where these move
// together, it stays good.
func (f *buildFlags) cacheFile(site, out string) string {
	if relative, err := filepath.Rel(site, out); err == nil {
		out = filepath.ToSlash(relative)
	}
	sum := memo.Of([]byte(out))
	if f.cache != "" { // may serve several sites
		sum = memo.Of([]byte(site), []byte(out))
	}
	return filepath.Join(f.cacheDir(site), hex.EncodeToString(sum[:8])+".table")
}

// checkCache refuses a cache among what is built or published.
func (f *buildFlags) checkCache(site, out string) error {
	dir, err := filepath.Abs(f.cacheDir(site))
	if err != nil {
		return err
	}
	for _, taken := range []string{filepath.Join(site, "content"), filepath.Join(site, "layouts"), filepath.Join(site, "assets"), out} {
		relative, err := filepath.Rel(taken, dir)
		if err == nil && filepath.IsLocal(relative) {
			return diag.Faultf("缓存不能放在 %s 里", "the cache cannot be in %s", taken).
				Hintf("换一个文件夹，默认是网站里的 .jianbao-cache", "name another folder; the default is .jianbao-cache in the site")
		}
	}
	return nil
}

// programID tells one program from another that may make something else of a site:
// by its commit, or, with changes that are in none, by its own file.
func programID() string {
	o := readOrigin()
	if o.Commit != "" && !o.Modified {
		return o.String() + " " + o.Commit
	}
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	return fmt.Sprint(o, " ", info.Size(), " ", info.ModTime().UnixNano())
}

// readMemory reads what builds before have remembered. Without a name this
// program reads nothing: it cannot tell whose memory it is.
func (p *program) readMemory(site, out string, f *buildFlags) *build.Memory {
	id := programID()
	if f.noCache || id == "" {
		return build.NewMemory()
	}
	file := f.cacheFile(site, out)
	if size := build.MemorySize(file, id); size > 0 {
		collectLater(size)
	}
	return build.ReadMemory(file, id)
}

// writeMemory writes it for the next. What cannot be written costs time, no more.
func (p *program) writeMemory(memory *build.Memory, site, out string, f *buildFlags) {
	id := programID()
	if id == "" {
		return
	}
	if err := memory.Write(f.cacheFile(site, out), id); err != nil {
		p.detail("无法写缓存：%v", "the cache cannot be written: %v", err)
	}
}
