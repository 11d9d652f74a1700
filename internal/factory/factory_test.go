package factory

import (
	"flag"
	"io"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"
)

func TestFactoryNames(t *testing.T) {
	for name, want := range map[string]bool{
		"GetWebSocketManager":        true,
		"GetWSManager":               true,
		"NewWsManager":               true,
		"CreateUserWebSocketManager": true,
		"MustWebsocketManager":       true,
		"BuildIsolatedWSManager":     true,
		"NewAwsManager":              false,
		"GetNewsManager":             false,
		"NewRowsManager":             false,
		"GetManager":                 false,
		"GetWebSocketManagerFactory": false,
		"GetWSomethingManager":       false,
		"WebSocketManager":           false,
		"GettyWebSocketManager":      false,
	} {
		if got := isFactoryName(name); got != want {
			t.Errorf("isFactoryName(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"example.com/ws.New", "example.com/ws.New", true},
		{"example.com/ws.New", "example.com/ws.NewPool", false},
		{"example.com/ws.New*", "example.com/ws.NewPool", true},
		{"example.com/*.New", "example.com/ws.New", true},
		{"example.com/*.New", "example.com/a/ws.New", false},
		{"(*example.com/ws.Hub).Manager", "(*example.com/ws.Hub).Manager", true},
		{"(*example.com/ws.Hub).Manager", "(example.com/ws.Hub).Manager", false},
		{"(*example.com/ws.*).Manager", "(*example.com/ws.Hub).Manager", true},
	} {
		if err := checkFactory(c.pattern); err != nil {
			t.Error(err)
		}
		if got := compile([]string{c.pattern})[0].matches(c.name); got != c.want {
			t.Errorf("%q matches %q: %v, want %v", c.pattern, c.name, got, c.want)
		}
	}
}

func TestBadPatternsAreErrors(t *testing.T) {
	for _, s := range []string{"", "New", "(example.com/ws.Hub.Manager", "a b.C", "example.com/ws.", "*\xbc.New"} {
		if checkFactory(s) == nil {
			t.Errorf("checkFactory(%q) accepts it", s)
		}
	}
}

func TestDirectives(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), NewAnalyzer(&Options{}), "a", "b")
}

// FuzzFlags takes any list of names: each is in order and can be matched, or
// the error quotes it.
func FuzzFlags(f *testing.F) {
	for _, s := range []string{"example.com/ws.New", "(*example.com/ws.Hub).Manager,example.com/*.Get*", "x", "(a.b).c", ",", "*.*", "é/ü.Ñ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var o Options
		fs := flag.NewFlagSet("", flag.ContinueOnError)
		fs.SetOutput(io.Discard)
		o.AddFlags(fs)
		if err := fs.Parse([]string{"-factory=" + s}); err != nil {
			return
		}
		if err := o.Validate(); err != nil {
			t.Errorf("the flag took %q, and then: %v", s, err)
		}
		o.MayName("example.com/ws")
		if got, _ := o.Unmatched(nil, nil), 0; len(got) != len(o.Factories) {
			t.Errorf("%d names match nothing, want all of %q", len(got), o.Factories)
		}
	})
}
