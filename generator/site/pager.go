package site

import "strconv"

// pageCount returns how many pages a list takes; an empty list has one.
func pageCount(total, size int) int { return max(1, (total+size-1)/size) }

// pagePath is the site path of page n of a list: "/reform/", "/reform/page/2/".
func pagePath(base string, n int) string {
	if n == 1 {
		return base
	}
	return base + "page/" + strconv.Itoa(n) + "/"
}

// pageOf cuts page n out of a list.
func pageOf[T any](list []T, n, size int) []T {
	return list[(n-1)*size : min(n*size, len(list))]
}

// newPager describes page n of a list to its layout. The address of a page is made
// as its path is: what it adds needs no encoding.
func newPager(base string, n, total, size int) Pager {
	count := pageCount(total, size)
	url := func(n int) string {
		if n < 1 || n > count {
			return ""
		}
		return pagePath(base, n)
	}
	p := Pager{Number: n, Count: count, Total: total, Prev: url(n - 1), Next: url(n + 1), First: url(1), Last: url(count)}
	if count == 1 {
		return p
	}
	last := 0
	for _, i := range []int{1, n - 2, n - 1, n, n + 1, n + 2, count} {
		if last < i && i <= count {
			p.Pages = append(p.Pages, PageLink{Number: i, URL: url(i), Current: i == n, Gap: i > last+1})
			last = i
		}
	}
	return p
}
