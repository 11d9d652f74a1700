package late

func Call(f func()) { f() }

func Keep(f func()) func() { return f }
