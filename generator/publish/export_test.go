package publish

// OpenStopped opens a generation whose changes of the disk ask step first.
var OpenStopped = open
