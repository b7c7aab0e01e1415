// Package e2e looks at finished sites as their readers do, in a browser. It is a
// module of its own, so that the generator does not depend on what it needs:
// Debian's chromium, node and java with the packages of package-lock.json,
// pdftotext and zbarimg. A test that misses one of them is skipped, unless
// JIANBAO_NO_SKIP is 1.
//
// The tests hold for the theme what the issue of a page promises to a reader, in
// terms of roles, accessible names, attributes and tags, never of class names or
// files. So the theme may be rebuilt under them. browser.go starts the browser and
// finds things on a page; sites.go builds the sites and serves them; beside them is
// one file for each subject. Names of controls are in words.go.
package e2e
