package summary

import "strings"

// assertSel selects, from an interface value, the value of dynamic type t.
func assertSel(t *TypeRef) string { return ".(" + t.key + ")" }

func isAssert(sel string) bool { return strings.HasPrefix(sel, ".(") }

func (f *frame) assert(v Value, sel string) Value {
	want := sel[2 : len(sel)-1]
	var g gathering
	for _, a := range v {
		switch a.kind {
		case kindTyped:
			if a.typ.key == want || a.typ.open() || strings.Contains(want, "$") {
				g.add(a.inner)
			}
		case kindSym:
			if a.sel == anything {
				g.add(a.alone())
			} else {
				g.add(Value{f.e.u.extend(a, sel)})
			}
		case kindCond:
			g.add(f.e.u.cond(a.guards, f.assert(a.inner, sel)))
		case kindConst:
			if a.constant != "nil" { // of which no assertion succeeds
				g.add(a.alone())
			}
		default:
			g.add(a.alone())
		}
	}
	return g.value()
}

func substSel(sel string, v *env) string {
	if isAssert(sel) && strings.Contains(sel, "$") && len(v.targs) > 0 {
		for i, t := range v.targs {
			if sel == ".($"+string(rune('0'+i))+")" {
				return ".(" + t.key + ")"
			}
		}
	}
	return sel
}
