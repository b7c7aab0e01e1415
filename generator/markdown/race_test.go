//go:build race

package markdown_test

// The race detector makes a sync.Pool forget on purpose, so that what a text
// costs in memory cannot be told.
const raceDetector = true
