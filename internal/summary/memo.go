package summary

// A memo is what atoms stand for at one call, while one effect is done. There
// are many and most are small, so that one is used again and again, and atoms
// are looked through before they are looked up.
type memo struct {
	atoms  []*Atom
	values []Value
	begun  []bool        // of an atom, that a load saw what a variable began with
	index  map[*Atom]int // of atoms; nil while they are few
}

func (m *memo) reset() {
	clear(m.values)
	m.atoms, m.values, m.begun, m.index = m.atoms[:0], m.values[:0], m.begun[:0], nil
}

func (m *memo) find(a *Atom) int {
	if m.index != nil {
		if i, ok := m.index[a]; ok {
			return i
		}
		return -1
	}
	for i, b := range m.atoms {
		if a == b {
			return i
		}
	}
	return -1
}

func (m *memo) get(a *Atom) (v Value, begun, ok bool) {
	if i := m.find(a); i >= 0 {
		return m.values[i], m.begun[i], true
	}
	return nil, false, false
}

func (m *memo) set(a *Atom, v Value, begun bool) {
	if i := m.find(a); i >= 0 {
		m.values[i], m.begun[i] = v, begun
		return
	}
	m.atoms, m.values, m.begun = append(m.atoms, a), append(m.values, v), append(m.begun, begun)
	switch n := len(m.atoms); {
	case m.index != nil:
		m.index[a] = n - 1
	case n > fewAtoms:
		m.index = make(map[*Atom]int, 2*n)
		for i, b := range m.atoms {
			m.index[b] = i
		}
	}
}
