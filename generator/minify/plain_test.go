package minify_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"jianbao/generator/minify"
)

// samePlain checks that a page comes out the same in both ways, if it is plain; at the
// third time, too, when its tags are known.
func samePlain(t *testing.T, m *minify.Minifier, page string) bool {
	t.Helper()
	var want []byte
	for time := range 3 {
		got, ok := m.Plainly([]byte(page))
		if !ok {
			return false
		}
		var err error
		if time == 0 {
			want, err = m.Anyhow([]byte(page))
		}
		if err != nil || string(got) != string(want) {
			t.Errorf("%q:\ngot  %q\nwant %q, %v", page, got, want, err)
		}
	}
	return true
}

// pieces are what random pages are made of.
var pieces = strings.Split(strings.ReplaceAll(`<p>|</p>|<b>|</b>|<i></i>|<a href="/x">|</a>|<div class="a  b ">|</div>|<pre>|</pre>|<br>|<br/>|<br />|<img src="x" alt="">|
<ul>|<li>|</li>|</ul>|<button type="button">|</button>|<span>|</span>|<span></span>|<label for=" x ">|</label>|<table><tr><td>|</td></tr></table>|<h2 id="甲">|</h2>|
 |  |NL|NL NL|甲|乙 丙|a  b|TAB|&amp;|&lt;|&gt;|&quot;|&#34;|&#39;|&nbsp;|&copy;|&amp;copy;|&#32;|&x|& |&amp;lt;|<title>甲 &amp; "乙" > </title>|<title></title>|
<script type="application/ld+json">{ "a": [1.0, "&lt;"] }</script>|<script src="/x.js" defer></script>|<script>f( 1 )</script>|<script></script>|<style>a { b: c }</style>|
<script type="application/ld+json">{</script>|<script type="application/ld+json"> </script>|<!-- x -->|<!doctype html>|<!DOCTYPE HTML>|<html lang="zh">|<head>|</head>|<body class="">|</body>|</html>|
<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>|<svg>|</svg>|<svg width='1'></svg>|<textarea> x </textarea>|<select><option> x </option></select>|<option> |<template> |</template>|
<meta name="keywords" content="a, b,  c">|<meta content="a, b" name="Keywords">|<meta name="viewport" content="width=device-width, initial-scale=1">|<meta name="viewport" content="a = 1.0">|
<meta http-equiv="refresh" content="0; url=/">|<meta http-equiv="Content-Type" content="text/html; charset=utf-8">|<meta name=" x " content="y">|<meta charset=" utf-8 ">|<meta name="" content="x">|
<a href=" http://x ">|<a href="HTTP://x">|<a href="https://x?a=1&amp;b=2&copy=3">|<a href="data:text/plain,x">|<a href="javascript:x">|<a id="x" name="x">|<a title='"'>|<a title="'">|<a title="&#34;'&#39;">|
<a title='&#39;"'>|<a title="<b>">|<a title=x>|<a title>|<a title="">|<a class="">|<a id='' href=''>|<p onclick="f( )">|<p style="a: b">|<input type="radio" value="on">|<input disabled="disabled" required>|
<a href="x"class="y">|<a  hrefNL=NL"x" >|<P>|</P>|</p >|<p|<|< |</>|</|<1>|<x-y>|<figure hidden="hidden">|</figure>|<time datetime="2018-05-31T09:30:00&#43;08:00">|</time>|<div  MARK='3'> </div>|
<form action="" method="get">|</form>|<nav aria-label="甲  乙">|</nav>|<details open>|</details>|<hr>|<code>|</code>|<noscript>|</noscript>|<a data-x=" 甲  &lt; ">|<del>|</del>|<iframe src="x"></iframe>|<math>|</math>`,
	"\n", ""), "|")

// Random pages of odd pieces, of which some are plain.
func TestPlainPages(t *testing.T) {
	m := minify.New()
	r := rand.New(rand.NewPCG(1, 2))
	plain, pages := 0, 60_000
	if testing.Short() {
		pages = 6_000
	}
	for range pages {
		var page strings.Builder
		for range 1 + r.IntN(12) {
			page.WriteString(strings.NewReplacer("NL", "\n", "TAB", "\t", "MARK", "\x1a").Replace(pieces[r.IntN(len(pieces))]))
		}
		if samePlain(t, m, page.String()) {
			plain++
		}
		if t.Failed() {
			return
		}
	}
	if plain < pages/6 {
		t.Errorf("%d were plain", plain)
	}
}

func FuzzPlainPages(f *testing.F) {
	for _, piece := range pieces {
		f.Add("<p>甲 " + piece + " 乙</p>")
	}
	m := minify.New()
	f.Fuzz(func(t *testing.T, page string) { samePlain(t, m, page) })
}
