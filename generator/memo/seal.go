package memo

import (
	"encoding/binary"
	"hash/crc32"
)

// Seal tells what was written from what has been damaged since. It need not hold against
// somebody who wants to deceive: who can write a file can write its seal, too. So it is
// two sums of 32 bits that processors have instructions for. The zero Seal is that of nothing.
type Seal struct{ castagnoli, ieee uint32 }

// SealSize is how many bytes a seal has.
const SealSize = 8

// Over returns the seal of what s is the seal of, and of these parts behind it.
func (s Seal) Over(parts ...[]byte) Seal {
	for _, p := range parts {
		s.castagnoli = crc32.Update(s.castagnoli, crc32.MakeTable(crc32.Castagnoli), p)
		s.ieee = crc32.Update(s.ieee, crc32.IEEETable, p)
	}
	return s
}

// Bytes returns it as it is written.
func (s Seal) Bytes() []byte {
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, s.castagnoli), s.ieee)
}
