package lib

// OnPanic calls f, and h where that panics.
func OnPanic(f, h func()) {
	defer func() {
		if r := recover(); r != nil {
			h()
		}
	}()
	f()
}

// Safe calls f, and says whether it panicked.
func Safe(f func()) (panicked bool) {
	defer func() { panicked = recover() != nil }()
	f()
	return false
}

// Positive panics where n is not.
func Positive(n int) int {
	if n <= 0 {
		panic("not positive")
	}
	return n
}

// Never panics.
func Never() { panic("never") }

// ByKind calls what its argument's type is for.
func ByKind[T any](v T, number, text func()) {
	switch any(v).(type) {
	case int:
		number()
	case string:
		text()
	}
}
