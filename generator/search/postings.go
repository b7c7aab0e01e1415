package search

import "encoding/binary"

// gram is a pair of letters, packed so that grams of one pair are neighbours in
// order: the first letter, the second (0 = a single letter), whether a break lies
// between, and whether this is the list of titles. There are millions of grams
// in a large index; a number is the smallest key a map can have.
type gram uint64

func makeGram(a, b rune, broken, title bool) gram {
	g := gram(a)<<23 | gram(b)<<2
	if broken {
		g |= 2
	}
	if title {
		g |= 1
	}
	return g
}

func (g gram) title() bool { return g&1 != 0 }

// pair is g without its mark of titles.
func (g gram) pair() gram { return g &^ 1 }

// first and second are what the entry of a shard begins with.
func (g gram) first() uint64  { return uint64(g >> 23) }
func (g gram) second() uint64 { return uint64(g >> 1 & (1<<22 - 1)) }

// shard spreads pairs evenly over a number of shards that is a power of two.
// Pairs that differ by a break share one.
func (g gram) shard(shards uint32) uint32 {
	h := uint32(g.first())*0x9E3779B1 ^ uint32(g.second()>>1)*0x85EBCA6B
	h ^= h >> 15
	h *= 0x2C1B3C6D
	h ^= h >> 13
	return h & (shards - 1)
}

// list is the documents of a gram, as varints of the differences between their
// numbers, in blocks of the store that are linked together: most lists are a
// few bytes long, a few are long, and none may cost what a Go slice does.
type list struct {
	first uint32 // address of the first block
	next  uint32 // address of the next byte
	after uint32 // number of the next document: the last one's + 1; 0 = empty
	size  uint32 // bytes
	room  uint8  // bytes left in the block
	level uint8  // of the block
}

// store holds the blocks of all lists in pages. An address is a page and a place
// in it; a block lies in one page.
type store struct {
	pages [][]byte
	used  uint32 // of the last page
}

const (
	pageBits = 16
	pageSize = 1 << pageBits
	linkSize = 4 // at the end of a block: address of the next
	maxLevel = 5
)

// blockRoom is how many bytes of a list a block holds: 4, 12, 28 … 252.
func blockRoom(level uint8) uint8 { return 8<<level - linkSize }

// post adds a document to a list, unless it is the last in it.
func (s *store) post(l *list, doc uint32) {
	if l.after == doc+1 {
		return
	}
	if l.after == 0 {
		l.first = s.block(0)
		l.next, l.room = l.first, blockRoom(0)
	}
	for delta := doc + 1 - l.after; ; delta >>= 7 {
		if delta < 0x80 {
			s.append(l, byte(delta))
			break
		}
		s.append(l, byte(delta)|0x80)
	}
	l.after = doc + 1
}

func (s *store) append(l *list, b byte) {
	if l.room == 0 {
		l.level = min(l.level+1, maxLevel)
		next := s.block(l.level)
		binary.LittleEndian.PutUint32(s.at(l.next), next)
		l.next, l.room = next, blockRoom(l.level)
	}
	s.at(l.next)[0] = b
	l.next++
	l.room--
	l.size++
}

// at returns the page from an address on.
func (s *store) at(address uint32) []byte {
	return s.pages[address>>pageBits][address&(pageSize-1):]
}

// block makes a block.
func (s *store) block(level uint8) uint32 {
	size := uint32(blockRoom(level)) + linkSize
	if len(s.pages) == 0 || s.used+size > pageSize {
		s.pages = append(s.pages, make([]byte, pageSize))
		s.used = 0
	}
	address := uint32(len(s.pages)-1)<<pageBits | s.used
	s.used += size
	return address
}

// numbers appends the documents of a list.
func (s *store) numbers(dst []uint32, l list) []uint32 {
	var after, delta uint32
	var shift int
	block, room, level := s.at(l.first), blockRoom(0), uint8(0)
	for left := l.size; left > 0; left-- {
		if room == 0 {
			level = min(level+1, maxLevel)
			block, room = s.at(binary.LittleEndian.Uint32(block)), blockRoom(level)
		}
		b := block[0]
		block, room = block[1:], room-1
		delta |= uint32(b&0x7F) << shift
		shift += 7
		if b < 0x80 {
			after += delta
			dst = append(dst, after-1)
			delta, shift = 0, 0
		}
	}
	return dst
}
