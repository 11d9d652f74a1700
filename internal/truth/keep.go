package truth

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A shape is a way to keep something, or not to: the type of a variable, and
// the statement that keeps %[2]s in it; %[1]s is the variable, %[3]s the type
// of what is kept.
type shape struct {
	mech, typ, keep string
}

var keepShapes = []shape{
	{"variable", "%[3]s", "%[1]s = %[2]s"},
	{"interface", "any", "%[1]s = %[2]s"},
	{"field", "struct{ F struct{ G %[3]s } }", "%[1]s.F.G = %[2]s"},
	{"pointer-field", "struct{ F *lib.Box[%[3]s] }", "%[1]s.F = lib.NewBox(%[2]s)"},
	{"slice", "[]%[3]s", "%[1]s = append(%[1]s, %[2]s)"},
	{"array", "[3]%[3]s", "%[1]s[1] = %[2]s"},
	{"map", "map[string]%[3]s", "%[1]s = map[string]%[3]s{\"a\": %[2]s}"},
	{"sync-map", "sync.Map", "%[1]s.Store(\"key\", %[2]s)"},
	{"atomic", "atomic.Pointer[lib.Box[%[3]s]]", "%[1]s.Store(lib.NewBox(%[2]s))"},
	{"atomic-swap", "atomic.Pointer[lib.Box[%[3]s]]", "%[1]s.Swap(lib.NewBox(%[2]s))"},
	{"generic-setter", "lib.Box[%[3]s]", "%[1]s.Set(%[2]s)"},
	{"setter", "lib.Registry", "%[1]s.Set(%[2]s)"},
	{"adder", "lib.Registry", "%[1]s.Add(%[2]s)"},
	{"putter", "lib.Registry", "%[1]s.Put(\"key\", %[2]s)"},
	{"fill", "%[3]s", "lib.Fill(&%[1]s, %[2]s)"},
	{"pointer", "%[3]s", "p := &%[1]s; *p = %[2]s"},
	{"once", "struct{ once sync.Once; F %[3]s }", "%[1]s.once.Do(func() { %[1]s.F = %[2]s })"},
	{"literal", "%[3]s", "func() { %[1]s = %[2]s }()"},
	{"parameter", "%[3]s", "func(v %[3]s) { %[1]s = v }(%[2]s)"},
	{"defer", "lib.Registry", "defer %[1]s.Set(%[2]s)"},
	{"copy", "lib.Box[%[3]s]", "%[1]s = *lib.NewBox(%[2]s)"},
	{"replaced", "%[3]s", "%[1]s, _ = %[2]s, %[1]s"},

	{"local", "%[3]s", "local := lib.NewBox(%[2]s); _ = local"},
	{"local-map", "lib.Registry", "var r lib.Registry; r.Put(\"key\", %[2]s); %[1]s.Cur = len(r.ByID)"},
	{"ignored", "any", "lib.Ignore(%[2]s)"},
	{"context", "any", "_ = lib.With(context.Background(), %[2]s)"},
	{"shadowed", "%[3]s", "{ %[1]s := %[2]s; _ = %[1]s }"},
	{"factory", "func(*ws.UserContext) *ws.WSManager", "_ = %[2]s; %[1]s = ws.GetWSManager"},
	{"user-key", "map[string]%[3]s", "if %[1]s == nil { %[1]s = map[string]%[3]s{} }; %[1]s[uc.ID] = %[2]s"},
	{"user-put", "lib.Registry", "%[1]s.Put(uc.ID, %[2]s)"},
	{"user-sync-map", "sync.Map", "%[1]s.LoadOrStore(uc.ID, %[2]s)"},
}

// holders wrap a manager.
var keepHolders = []struct{ mech, expr, typ string }{
	{"manager", "%s", "*ws.WSManager"},
	{"manager", "%s", "*ws.WSManager"},
	{"pool", "lib.NewPool(%s)", "*lib.Pool"},
	{"literal-holder", "&lib.Pool{M: %s}", "*lib.Pool"},
	{"value-holder", "lib.Pool{M: %s}", "lib.Pool"},
	{"interface-holder", "lib.NewNamer(%s)", "lib.Namer"},
	{"generic-holder", "lib.NewBox(%s)", "*lib.Box[*ws.WSManager]"},
	{"deep-holder", "lib.NewBox(lib.NewPool(%s))", "*lib.Box[*lib.Pool]"},
	{"slice-holder", "[]*ws.WSManager{%s}", "[]*ws.WSManager"},
}

// GenerateKeeps writes into dir a module of functions that keep a user's
// manager, or something that holds it, in a variable of their own, or seem to.
// The same seed and number give the same text.
func GenerateKeeps(seed int64, functions int, dir string) (*Module, error) {
	dir, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(uint64(seed), 2))
	lines := []string{"package app", "", "import (", "\t\"context\"", "\t\"sync\"", "\t\"sync/atomic\"", "",
		"\t\"example.com/gen/lib\"", "\t\"example.com/gen/ws\"", ")", "",
		"var _ context.Context", "var _ sync.Once", "var _ atomic.Bool", "", "type Function struct {", "\tCall     func(*ws.UserContext)", "\tVariable any", "}", ""}
	m := &Module{Dir: dir}
	var table []string
	for n := range functions {
		s, h := keepShapes[r.IntN(len(keepShapes))], keepHolders[r.IntN(len(keepHolders))]
		made := "ws.GetWSManager(uc)"
		v := "v" + strconv.Itoa(n)
		lines = append(lines, "var "+v+" "+expand(s.typ, v, "", h.typ), "", fmt.Sprintf("func f%d(uc *ws.UserContext) {", n))
		if r.IntN(2) == 0 {
			lines = append(lines, "\tm := "+made)
			made = "m"
		}
		source := "\t" + expand(s.keep, v, fmt.Sprintf(h.expr, made), h.typ) + " // mech:" + s.mech + "+" + h.mech
		lines = append(lines, source, "}", "")
		m.Sites = append(m.Sites, Site{File: "app/app.go", Line: len(lines) - 2, Mechanism: mechanism(source), Source: strings.TrimSpace(source)})
		table = append(table, fmt.Sprintf("\t{f%d, &%s},", n, v))
	}
	lines = append(lines, "var Functions = []Function{")
	lines = append(append(lines, table...), "}", "")
	return m, writeFiles(dir, map[string]string{
		"go.mod": flowModule, "main.go": keepMain,
		"ws/ws.go": keepFactory, "lib/lib.go": keepLibrary, "app/app.go": strings.Join(lines, "\n"),
	})
}

// RunKeeps builds and runs a module of [GenerateKeeps] and returns the
// statements after which a user's manager could be reached, other than under a
// key of that user's.
func (m *Module) RunKeeps(ctx context.Context) ([]Call, error) {
	calls, err := m.runNumbers(ctx)
	return slices.DeleteFunc(calls, func(c Call) bool { return strings.HasPrefix(c.Mechanism, "user-") }), err
}

// expand fills in a shape.
func expand(format, variable, value, typ string) string {
	return strings.NewReplacer("%[1]s", variable, "%[2]s", value, "%[3]s", typ).Replace(format)
}
