// Package scaffold writes what a publisher starts from.
//
// [Init] writes a new site out of the starter that the program carries.
// [New] writes a new bulletin out of the archetype of its column: the file
// _archetype.md in the column's folder, or in the nearest folder above it below
// content/, or the one built in. An archetype is a text/template file that can use
//
//	{{ .Title }}   the title, quoted for YAML, TOML and JSON alike
//	{{ .Date }}    the moment it is made, as the site's clock shows it
//	{{ .Slug }}    the name of the bulletin
//	{{ .Column }}  the path of its column
//
// Nothing that exists is ever overwritten, and what fails leaves nothing behind.
package scaffold

import "fmt"

// Error says why nothing was written. It carries what the caller needs to tell
// the user in his own language.
type Error struct {
	Kind   Kind
	Name   string   // what is at fault: a folder, a column, a name, a file
	Others []string // with NotEmpty what is in the folder, with NoColumn the columns there are
	Cause  error    // with BadArchetype
}

// Kind is a reason for an [Error].
type Kind int

// The reasons.
const (
	NotEmpty     Kind = iota + 1 // the folder for a new site holds something
	NotFolder                    // there is a file in its place
	BadPath                      // not of the form COLUMN/SLUG
	NoColumn                     // no folder of that name with an _index.md
	BadName                      // a name that would not work as an address or on every file system
	BadTitle                     // a title that is empty or holds control characters
	Taken                        // there is a bulletin, or anything else, of that name
	BadArchetype                 // a template that does not work or does not use the title
)

func (e *Error) Error() string {
	reason := [...]string{
		NotEmpty: "folder is not empty", NotFolder: "not a folder", BadPath: "not COLUMN/SLUG", NoColumn: "no such column",
		BadName: "unsafe name", BadTitle: "unusable title", Taken: "already there", BadArchetype: "bad archetype",
	}[e.Kind]
	if e.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", e.Name, reason, e.Cause)
	}
	return e.Name + ": " + reason
}

func (e *Error) Unwrap() error { return e.Cause }
