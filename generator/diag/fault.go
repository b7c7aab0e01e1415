package diag

// Fault is an error of usage or of the machine, worded in both languages: what
// keeps the program from its work, and is not in the content.
type Fault struct {
	Message, Hint Text
	cause         error
}

// Faultf returns a fault. An error among the arguments is its cause.
func Faultf(zh, en string, args ...any) *Fault {
	f := &Fault{Message: Sprintf(zh, en, args...)}
	for _, arg := range args {
		if err, ok := arg.(error); ok {
			f.cause = err
		}
	}
	return f
}

// Hintf says how to mend it, and returns the fault.
func (f *Fault) Hintf(zh, en string, args ...any) *Fault {
	f.Hint = Sprintf(zh, en, args...)
	return f
}

// Because sets the cause, and returns the fault.
func (f *Fault) Because(cause error) *Fault {
	f.cause = cause
	return f
}

func (f *Fault) Error() string { return f.Message.EN }

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.cause }
