package driver

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"path/filepath"
	"slices"
)

// Unmatched returns the configured names that no package matches, of those
// that the patterns of r load; res is the response to r.
func Unmatched(ctx context.Context, r Request, res *Response) ([]string, error) {
	o := r.Options
	if len(o.Factories)+len(o.UserContexts) == 0 {
		return nil, nil
	}
	all := res.graph
	if all == nil {
		var err error
		if all, err = graph(ctx, r, io.Discard); err != nil {
			return nil, err
		}
	}
	var functions, types []string
	for _, p := range all {
		if !o.MayName(p.path()) {
			continue
		}
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
			fs, ts := declared(p.path(), filepath.Join(p.Dir, name))
			functions, types = append(functions, fs...), append(types, ts...)
		}
	}
	return o.Unmatched(functions, types), nil
}

// declared are the full names of the functions, methods and types in a file,
// as far as its syntax shows them.
func declared(path, file string) (functions, types []string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if f == nil || err != nil {
		return nil, nil // go vet says what is wrong with it
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil || len(d.Recv.List) == 0 {
				functions = append(functions, path+"."+d.Name.Name)
			} else if star, name := receiverName(d.Recv.List[0].Type); name != "" {
				functions = append(functions, "("+star+path+"."+name+")."+d.Name.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				t, ok := s.(*ast.TypeSpec)
				if !ok {
					continue
				}
				types = append(types, path+"."+t.Name.Name)
				if i, ok := t.Type.(*ast.InterfaceType); ok {
					for _, m := range i.Methods.List {
						for _, name := range m.Names {
							functions = append(functions, "("+path+"."+t.Name.Name+")."+name.Name)
						}
					}
				}
			}
		}
	}
	return functions, types
}

func receiverName(t ast.Expr) (star, name string) {
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			star, t = "*", x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return star, x.Name
		default:
			return "", ""
		}
	}
}
