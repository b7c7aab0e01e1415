// Package jianbao holds the starter site: the repository's own sample, embedded
// so that the program can write a new site, and can render a site that lacks a
// layout, with nothing but itself.
package jianbao

import "embed"

// Starter is the sample site: content, layouts, assets and site.yaml.
//
//go:embed all:content all:layouts all:assets site.yaml
var Starter embed.FS
