package search

// Write writes the index of documents: every file once, in the order of their
// paths. Of two documents with the same date, the first is shown first.
//
// Their texts are asked for, one after the other. What an index before has of
// them is taken from it, and text is only called for the others; but should that
// index turn out to be lost, it is called for all. The files are the same with
// and without one. An error is one that a function returned.
func Write(docs Documents, text func(i int) (string, error), before *Before, write func(path string, data []byte) error) error {
	w := &writing{docs: docs, text: text, write: write, order: Order(docs)}
	f, err := w.forward(before)
	if err != nil {
		return err
	}
	if err := w.tables(f); err != nil {
		return err
	}
	bits, err := w.shards(f)
	if err != nil {
		return err
	}
	if f != nil && f.bits == bits && len(f.moved) == docs.Len() {
		if kept, err := f.before.Keep(metaPath); kept || err != nil {
			return err
		}
	}
	return write(metaPath, meta{docs.Len(), chunk, 1 << bits}.json())
}

// writing is an index that is being written.
type writing struct {
	docs  Documents
	text  func(i int) (string, error)
	write func(path string, data []byte) error
	order []uint32
}

// add adds the document of a number to postings.
func (w *writing) add(p *postings, number int) error {
	i := int(w.order[number])
	d := w.docs.At(i)
	var err error
	if d.Text, err = w.text(i); err != nil {
		return err
	}
	p.add(uint32(number), &d)
	return nil
}

func (w *writing) tables(f *forward) error {
	for t := 0; t*chunk < len(w.order); t++ {
		if f != nil && f.keepsTable(t, w) {
			if kept, err := f.before.Keep(tablePath(t)); err != nil {
				return err
			} else if kept {
				continue
			}
		}
		data := table(w.docs, w.order[t*chunk:min((t+1)*chunk, len(w.order))])
		if err := w.write(tablePath(t), data); err != nil {
			return err
		}
	}
	return nil
}

// shards writes the shards and returns their number as a power of two.
func (w *writing) shards(f *forward) (int, error) {
	if f == nil {
		return w.newShards(0, 0)
	}
	size, err := f.sampleSize()
	if err != nil {
		return w.newShards(0, 0)
	}
	bits := shardBits(size)
	done, err := w.oldShards(f, bits)
	if err == errLost {
		return w.newShards(bits, done)
	}
	return bits, err
}

// newShards writes the shards after those that are done, made of all texts.
func (w *writing) newShards(bits, done int) (int, error) {
	var p postings
	for n := range w.order {
		if err := w.add(&p, n); err != nil {
			return 0, err
		}
	}
	if done == 0 {
		bits = shardBits(sampleSize(&p))
	}
	return bits, writeShards(&p, bits, done, w.write)
}

// oldShards writes the shards made of those before. It returns how many there
// are, and errLost where it got no further.
func (w *writing) oldShards(f *forward, bits int) (done int, err error) {
	for p := range f.parts(1<<min(f.bits, bits), bits) {
		if err := w.part(f, p); err != nil {
			return p.new[0], err
		}
	}
	return 1 << bits, nil
}

// part writes the shards of a part.
func (w *writing) part(f *forward, p *part) error {
	if f.stays(p) {
		if kept, err := f.before.Keep(shardPath(f.bits, p.number)); kept || err != nil {
			return err
		}
		p.err = new(maker).make(f, p)
	}
	if p.err != nil {
		return p.err
	}
	for i, shard := range p.shards {
		if err := w.write(shardPath(p.bits, p.new[0]+i), shard); err != nil {
			return err
		}
	}
	return nil
}
