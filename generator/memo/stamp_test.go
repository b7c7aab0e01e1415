package memo_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"jianbao/generator/memo"
)

func stamp(t *testing.T, name string) memo.Stamp {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := memo.StampOf(info)
	if !ok {
		t.Skip("this system does not tell when a file was changed")
	}
	return s
}

// A text of the same size whose time was set back has another stamp.
func TestStamp(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a")
	long := time.Date(1971, 2, 3, 4, 5, 6, 7, time.UTC)
	var stamps []memo.Stamp
	for _, text := range []string{"甲", "乙", "丙"} {
		for len(stamps) == 0 || stamp(t, name).Changed == stamps[len(stamps)-1].Changed { // clocks of file systems go in steps
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(name, long, long); err != nil {
				t.Fatal(err)
			}
			if len(stamps) == 0 {
				break
			}
		}
		s := stamp(t, name)
		if s.Modified != long.UnixNano() || s.Size != 3 {
			t.Errorf("the stamp is %+v", s)
		}
		for _, other := range stamps {
			if s == other {
				t.Errorf("two texts have the stamp %+v", s)
			}
		}
		stamps = append(stamps, s)
	}
	if now := time.Now(); !stamps[2].Fresh(now) {
		t.Error("a file that was just written is not fresh")
	} else if stamps[2].Fresh(now.Add(time.Minute)) {
		t.Error("a file that was written a minute ago is fresh")
	}
}

// Times to the nanosecond are of a file system that counts in short steps.
func TestSettled(t *testing.T) {
	at := time.Date(2026, 11, 26, 10, 0, 0, 0, time.UTC)
	for _, test := range []struct {
		before  time.Duration
		settled bool
	}{
		{time.Second + 1, true},
		{101*time.Millisecond + 1, true},
		{99*time.Millisecond + 1, false},
		{1, false},
		{3 * time.Second, true},
		{time.Second, false},
		{101 * time.Millisecond, false},
		{-time.Hour, false},
	} {
		when := at.Add(-test.before).UnixNano()
		s := memo.Stamp{Size: 1, Modified: when, Changed: when}
		if s.Settled(at) != test.settled {
			t.Errorf("a file changed %v before: settled %v", test.before, s.Settled(at))
		}
		s.Modified = at.Add(time.Minute).UnixNano()
		if s.Settled(at) {
			t.Errorf("a file changed %v before, with a time that is to come, is settled", test.before)
		}
	}
}

func TestStampOfOtherFiles(t *testing.T) {
	info, err := fs.Stat(fstest.MapFS{"a": {}}, "a")
	if err != nil {
		t.Fatal(err)
	}
	if s, ok := memo.StampOf(info); ok {
		t.Errorf("a file that is on no disk has the stamp %+v", s)
	}
}
