package source

import (
	"encoding/binary"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// What getdents64(2) tells is taken apart: deleted entries have no inode, some file systems
// tell no kinds, and what is cut off is nothing.
func TestAppendNames(t *testing.T) {
	record := func(inode uint64, kind byte, name string) []byte {
		length := (8 + 8 + 2 + 1 + len(name) + 1 + 7) / 8 * 8
		data := binary.NativeEndian.AppendUint64(nil, inode)
		data = binary.NativeEndian.AppendUint64(data, 1)
		data = binary.NativeEndian.AppendUint16(data, uint16(length))
		data = append(append(data, kind), name...)
		return append(data, make([]byte, length-len(data))...)
	}
	data := slices.Concat(
		record(1, unix.DT_DIR, "."), record(2, unix.DT_DIR, ".."), record(3, unix.DT_DIR, "改革"), record(0, unix.DT_REG, "gone"),
		record(4, unix.DT_UNKNOWN, "a"), record(5, unix.DT_LNK, "1234567"), record(6, unix.DT_REG, "..."))
	want := []named{{"改革", unix.DT_DIR}, {"a", unix.DT_UNKNOWN}, {"1234567", unix.DT_LNK}, {"...", unix.DT_REG}}
	if got := appendNames(nil, data); !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for n := range data {
		if got := appendNames(nil, data[:n]); len(got) >= len(want) || !slices.Equal(got, want[:len(got)]) {
			t.Fatalf("of %d bytes: %v", n, got)
		}
	}
}
