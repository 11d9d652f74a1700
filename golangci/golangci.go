// Package golangci makes wsinitlint a linter of golangci-lint v2, by its module
// plugin system. To build a golangci-lint with it, .custom-gcl.yml needs one
// entry:
//
//	plugins:
//	  - module: github.com/wsinitlint/wsinitlint
//	    import: github.com/wsinitlint/wsinitlint/golangci
//	    version: latest
package golangci

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
	"github.com/wsinitlint/wsinitlint/internal/summary"
	"github.com/wsinitlint/wsinitlint/passes/importtime"
	"github.com/wsinitlint/wsinitlint/passes/nilcontext"
	"github.com/wsinitlint/wsinitlint/passes/singleton"
)

// The plugin system knows a plugin by what its package registers when it is
// loaded.
func init() {
	register.Plugin("wsinitlint", New)
}

// Settings are linters.settings.custom.wsinitlint.settings of .golangci.yml.
// They are what the flags of the same names set.
type Settings struct {
	Factories    []string `json:"factories"`
	UserContexts []string `json:"usercontexts"`
	Defaults     *bool    `json:"defaults"`
	Tests        bool     `json:"tests"`
	Generated    *bool    `json:"generated"`
}

const modulePath = "github.com/wsinitlint/wsinitlint"

type plugin struct{ options *factory.Options }

// New makes the linter from its settings. An error names the setting that is
// unknown or has a bad value.
func New(settings any) (register.LinterPlugin, error) {
	var s Settings
	text, err := json.Marshal(settings)
	if err != nil {
		return nil, fmt.Errorf("wsinitlint: settings: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("wsinitlint: settings: %w; known are factories, usercontexts, defaults, tests and generated", err)
	}
	o := &factory.Options{
		Factories: s.Factories, UserContexts: s.UserContexts, Tests: s.Tests,
		NoDefaults:  s.Defaults != nil && !*s.Defaults,
		NoGenerated: s.Generated != nil && !*s.Generated,
	}
	if err := o.Validate(); err != nil {
		return nil, fmt.Errorf("wsinitlint: settings: %w", err)
	}
	return &plugin{o}, nil
}

// BuildAnalyzers returns the analyzers, which share one configuration.
func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	o := *p.options
	as := []*analysis.Analyzer{importtime.New(&o), nilcontext.New(&o), singleton.New(&o)}
	// golangci-lint caches facts by the name of the analyzer, and findings by the
	// names of all that it was given. Of what program made them it knows the
	// version that .custom-gcl.yml asks for, which may be "latest" for ever.
	recognize := factory.NewAnalyzer(&o)
	for _, a := range []*analysis.Analyzer{recognize, summary.NewAnalyzer(&o)} {
		a.Name += "_" + build()
	}
	as = append(as, mistakes(recognize), &analysis.Analyzer{
		Name: "wsinitlint_" + build(),
		Doc:  "stand for the program\n\nIt reports nothing.",
		Run:  func(*analysis.Pass) (any, error) { return nil, nil },
	})
	for _, a := range as {
		analyzer.Contain(a, adapt, broken)
	}
	return as, nil
}

// build identifies the program by our version in it and by the engine's code.
var build = sync.OnceValue(func() string {
	h := sha256.New()
	io.WriteString(h, summary.EngineID())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range append(info.Deps, &info.Main) {
			if m.Path == modulePath {
				fmt.Fprintf(h, "%s %s", m.Version, m.Sum)
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
})

// mistakes reports what recognize finds, under a name without the build: that
// is part of what golangci-lint prints.
func mistakes(recognize *analysis.Analyzer) *analysis.Analyzer {
	var found sync.Map // of the packages that are being analysed
	run := recognize.Run
	recognize.Run = func(pass *analysis.Pass) (any, error) {
		var ds []analysis.Diagnostic
		hosted := *pass
		hosted.Report = func(d analysis.Diagnostic) { ds = append(ds, d) }
		res, err := run(&hosted)
		if len(ds) > 0 {
			found.Store(pass.Pkg, ds)
		}
		return res, err
	}
	name, _, _ := strings.Cut(recognize.Name, "_")
	return &analysis.Analyzer{
		Name: name, Doc: recognize.Doc, Requires: []*analysis.Analyzer{recognize},
		Run: func(pass *analysis.Pass) (any, error) {
			if ds, ok := found.LoadAndDelete(pass.Pkg); ok {
				for _, d := range ds.([]analysis.Diagnostic) {
					pass.Report(d)
				}
			}
			return nil, nil
		},
	}
}

// GetLoadMode says that the analyzers need types.
func (p *plugin) GetLoadMode() string { return register.LoadModeTypesInfo }

// adapt makes a finding what golangci-lint handles: it prints each Related as
// an issue of its own, so there is none, and the message has the path; it
// applies all alternatives of a fix, so there is one.
func adapt(_ *analysis.Pass, d *analysis.Diagnostic) {
	d.Related = nil
	if len(d.SuggestedFixes) > 1 {
		d.SuggestedFixes = d.SuggestedFixes[:1]
	}
}

// broken reports what would end the whole of golangci-lint.
func broken(pass *analysis.Pass, why any) {
	if len(pass.Files) > 0 {
		pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Name.Pos(), Message: fmt.Sprintf("could not analyse package %s, please report this: %v", pass.Pkg.Path(), why)})
	}
}
