package publish

import "io"

// pieces is a text of n pieces that is made while it is read: the manifest and the state of
// a large site need not be in memory. It is read once.
type pieces struct {
	n      int
	add    func(text []byte, i int) []byte // adds the i-th piece, which may be empty
	next   int
	room   []byte
	unread []byte // of the piece before next
}

// Read fills what it is given, so that few reads are needed.
func (p *pieces) Read(to []byte) (read int, err error) {
	for read < len(to) {
		for len(p.unread) == 0 {
			if p.next == p.n {
				return read, io.EOF
			}
			p.room = p.add(p.room[:0], p.next)
			p.unread = p.room
			p.next++
		}
		n := copy(to[read:], p.unread)
		p.unread = p.unread[n:]
		read += n
	}
	return read, nil
}

// all is the whole text.
func (p *pieces) all() (text []byte) {
	for i := range p.n {
		text = p.add(text, i)
	}
	return text
}
