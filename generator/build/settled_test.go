package build_test

import (
	"context"
	"errors"
	"testing"

	"jianbao"
	"jianbao/generator/build"
)

// A build of what is still being written publishes nothing, and what it was to publish
// is not remembered as published.
func TestUnsettledIsNotPublished(t *testing.T) {
	dir := starter(t)
	opts := build.Options{Dir: dir, Memory: build.NewMemory(), Now: now, Starter: jianbao.Starter, Version: "test"}
	first, output := publishSite(t, opts)
	before := map[string]string{}
	each(t, output, func(name string, data []byte) { before[name] = string(data) })

	write(t, dir, map[string]string{"content/about/new.md": "---\ntitle: 写到一半\ndate: 2017-09-01\nsource: 管委会\n---\n\n正文。\n"})
	asked := 0
	opts.Settled = func(context.Context) error {
		asked++
		return context.Canceled
	}
	result, err := build.Build(t.Context(), opts)
	if !errors.Is(err, context.Canceled) || result.Published || asked != 1 {
		t.Fatalf("published: %t, asked %d times, error %v", result.Published, asked, err)
	}
	each(t, output, func(name string, data []byte) {
		if was, there := before[name]; !there || was != string(data) {
			t.Errorf("%s has changed", name)
		}
		delete(before, name)
	})
	for name := range before {
		t.Errorf("%s is gone", name)
	}

	opts.Settled = nil
	again, _ := publishSite(t, opts)
	if again.Bulletins != first.Bulletins+1 || again.Rendered == 0 {
		t.Errorf("afterwards there are %d bulletins, %d pages rendered", again.Bulletins, again.Rendered)
	}
}
