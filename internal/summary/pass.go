package summary

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/wsinitlint/wsinitlint/internal/factory"
)

// NewAnalyzer returns the analyzer that summarises a package; its result is a
// [*Result], its fact a [*Fact]. It reports nothing and never fails.
func NewAnalyzer(o *factory.Options) *analysis.Analyzer {
	return o.Shared("wssummary", func() *analysis.Analyzer {
		recognize := factory.NewAnalyzer(o)
		return &analysis.Analyzer{
			Name:       "wssummary",
			Doc:        "summarise functions: which factories they reach, what they call\n\nIt reports nothing itself.",
			Requires:   []*analysis.Analyzer{recognize},
			ResultType: reflect.TypeFor[*Result](),
			FactTypes:  []analysis.Fact{new(Fact)},
			Run: func(pass *analysis.Pass) (any, error) {
				return runPass(pass, pass.ResultOf[recognize].(*factory.Set), o), nil
			},
		}
	})
}

func runPass(pass *analysis.Pass, set *factory.Set, o *factory.Options) (res *Result) {
	fact := &Fact{}
	key := ""
	defer func() {
		if x := recover(); x != nil {
			// Whoever imports this package must not lose its analysis.
			res, fact = &Result{Failure: failure(x)}, &Fact{}
		}
		fact.Module, fact.Standard = modulePath(pass), key
		imports(pass, res, fact)
		pass.ExportPackageFact(fact)
	}()
	facts := make(map[string]*Fact)
	for _, imp := range pass.Pkg.Imports() {
		var f Fact
		if pass.ImportPackageFact(imp, &f) {
			facts[imp.Path()] = &f
		}
	}
	if !o.MayName(pass.Pkg.Path()) {
		key = standardKey(pass, facts)
	}
	if isRuntime(pass.Pkg.Path()) {
		return &Result{}
	}
	if _, known := embedded(key); known && !o.Debug && !o.Compute {
		fact.Library = []string{key}
		return &Result{Set: set}
	}
	prog := ssa.NewProgram(pass.Fset, ssa.BuilderMode(0))
	for _, imp := range pass.Pkg.Imports() {
		prog.CreatePackage(imp, nil, nil, true)
	}
	remote := key == "" && !set.Any()
	files, note := needed(pass.Files, pass.Fset, pass.TypesInfo, o.Tests, remote)
	pkg := prog.CreatePackage(pass.Pkg, files, pass.TypesInfo, false)
	pkg.Build()
	res, fact = Analyze(&Package{
		Files: files, Types: pass.Pkg, Info: pass.TypesInfo,
		Imports: facts, Set: set, Program: prog, SSA: pkg, Remote: remote, Library: key != "",
	})
	if note != "" {
		res.Notes = append(res.Notes, note)
	}
	return res
}

// A breakdown is a panic with the function that was interpreted.
type breakdown struct {
	function string
	cause    any
	at       string
}

// explain adds to a panic which function was interpreted, and where in the
// engine it was.
func (e *engine) explain() {
	if x := recover(); x != nil {
		panic(&breakdown{e.working, x, panicSite()})
	}
}

// panicSite is the function of this module that panicked, and the line in its
// file.
func panicSite() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	panicking := false
	for {
		fr, more := frames.Next()
		if panicking && strings.Contains(fr.Function, "/wsinitlint/internal/") {
			return fmt.Sprintf("%s, %s:%d", filepath.Base(fr.Function), filepath.Base(fr.File), fr.Line)
		}
		panicking = panicking || fr.Function == "runtime.gopanic"
		if !more {
			return "outside of the engine"
		}
	}
}

// failure says of a panic what is worth reporting.
func failure(x any) string {
	b, ok := x.(*breakdown)
	if !ok {
		return fmt.Sprintf("%v (%s)", x, panicSite())
	}
	return fmt.Sprintf("in function %s: %v (%s)", b.function, b.cause, b.at)
}

func modulePath(pass *analysis.Pass) string {
	if pass.Module == nil {
		return ""
	}
	return pass.Module.Path
}

// isRuntime reports whether a package is part of Go's run-time system. Its
// code is below the language: it walks memory that it has no types for. What
// it does for a program is known without it, or in [frame.intrinsic].
func isRuntime(path string) bool {
	return path == "runtime" || strings.HasPrefix(path, "internal/runtime/")
}
