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
	"encoding/json"
	"fmt"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/wsinitlint/wsinitlint/internal/analyzer"
	"github.com/wsinitlint/wsinitlint/internal/factory"
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
	as := []*analysis.Analyzer{factory.NewAnalyzer(p.options), importtime.New(p.options), nilcontext.New(p.options), singleton.New(p.options)}
	for _, a := range as {
		analyzer.Contain(a, adapt, broken)
	}
	return as, nil
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
