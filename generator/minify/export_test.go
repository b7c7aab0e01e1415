package minify

// Plainly and Anyhow minify a page in either way.
func (m *Minifier) Plainly(page []byte) ([]byte, bool) { return m.appendPlain(nil, page) }

func (m *Minifier) Anyhow(page []byte) ([]byte, error) { return m.appendAny(nil, page) }
