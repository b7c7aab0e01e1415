package main

import "strings"

// language finds the language of messages before the command line is parsed,
// because the help texts are made in it: --lang, else the locale.
func language(args []string, getenv func(string) string) string {
	for i, arg := range args {
		value, ok := strings.CutPrefix(arg, "--lang=")
		if arg == "--lang" && i+1 < len(args) {
			value, ok = args[i+1], true
		}
		switch {
		case arg == "--":
			return localeLanguage(getenv)
		case ok && (value == "zh" || value == "en"):
			return value
		}
	}
	return localeLanguage(getenv)
}

// localeLanguage is Chinese for a Chinese locale and where there is none (Windows
// sets none, and its users here are Chinese), else English.
func localeLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if locale := getenv(name); locale != "" {
			if strings.HasPrefix(strings.ToLower(locale), "zh") {
				return "zh"
			}
			return "en"
		}
	}
	return "zh"
}
