package summary

import (
	"go/types"
	"strings"
	"testing"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// explosive is a recognizer that panics when a factory is called.
type explosive struct{ byName }

func (explosive) ContextParam(*types.Func) factory.ContextParam { panic("boom") }

func TestAPanicNamesTheFunctionThatWasInterpreted(t *testing.T) {
	lib, fact := newLibrary(t)
	c, err := check("a", "package a\n\nimport \"lib\"\n\nvar _ lib.Registry\n"+declarations+`
func outer() { quiet(); inner() }
func quiet() {}
func inner() { quiet(); GetWSManager(nil) }
`, only{"lib": lib.pkg})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		const want = "in function a.inner: boom (summary."
		if got := failure(recover()); !strings.HasPrefix(got, want) || strings.Contains(got, "/") {
			t.Errorf("%q, want it to begin with %q and to name no folder", got, want)
		}
	}()
	c.analyzeWith(explosive{}, map[string]*Fact{"lib": fact})
	t.Error("no panic")
}
