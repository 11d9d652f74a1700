package summary

import (
	"go/types"
	"hash/fnv"
	"strconv"

	"golang.org/x/tools/go/ssa"
)

// mapKeys selects the keys of a map.
const mapKeys = ".key"

// everyElem selects all elements, for what takes them away.
const everyElem = "[*]"

// closedChan selects what a channel gives after it was closed.
const closedChan = ".closed"

func fieldSel(t types.Type, n int) string {
	u := underlying(t)
	if p, ok := u.(*types.Pointer); ok {
		u = underlying(p.Elem())
	}
	if s, ok := u.(*types.Struct); ok {
		if name := s.Field(n).Name(); name != "_" {
			return "." + name
		}
	}
	return "." + strconv.Itoa(n)
}

// elemSel selects the element under key k: constant keys are told apart.
func elemSel(k ssa.Value) string {
	c, ok := k.(*ssa.Const)
	if !ok {
		if mi, isIface := k.(*ssa.MakeInterface); isIface {
			return elemSel(mi.X)
		}
		return anyElem
	}
	if c.Value == nil {
		return "[nil]"
	}
	return constSel(c.Value.ExactString())
}

// constSel selects the element under the constant key that is written s.
func constSel(s string) string {
	if len(s) > 20 {
		h := fnv.New64a()
		h.Write([]byte(s))
		s = "#" + strconv.FormatUint(h.Sum64(), 36)
	}
	return "[" + s + "]"
}

// subAddr is the address of the part sel of what v points to.
func (f *frame) subAddr(v Value, sel string) Value {
	var g gathering
	for _, a := range bare(v) {
		switch a.kind {
		case kindAddr:
			g.add(Value{f.e.u.addr(a.base, clip(append(a.path[:len(a.path):len(a.path)], sel)))})
		case kindSym:
			g.add(Value{f.e.u.addr(a, path{sel})})
		case kindTyped, kindFunc:
			if interfaceWord(sel) {
				g.add(a.alone())
			}
		}
	}
	return g.value()
}

func clip(p path) path {
	if len(p) > maxDepth {
		p = append(p[:maxDepth:maxDepth], anything)
	}
	return p
}
