package lib

// A State returns the next, or nil.
type State func(*Machine) State

// Machine goes from state to state.
type Machine struct {
	Left int
	Emit func()
}

func (m *Machine) Run(s State) {
	for s != nil {
		s = s(m)
	}
}

func Begin(m *Machine) State {
	if m.Left == 0 {
		return nil
	}
	return Middle
}

func Middle(m *Machine) State { return Finish }

func Finish(m *Machine) State {
	m.Emit()
	m.Left--
	return Begin
}

func Quiet(*Machine) State { return nil }

// Server has options that are asked for when all are set.
type Server struct {
	strict   bool
	validate func() error
}

type Setting interface{ apply(*Server) }

type setting func(*Server)

func (f setting) apply(s *Server) { f(s) }

func Strict() Setting                 { return setting(func(s *Server) { s.strict = true }) }
func Validate(f func() error) Setting { return setting(func(s *Server) { s.validate = f }) }

func Settings(all ...Setting) Setting {
	return setting(func(s *Server) {
		for _, one := range all {
			one.apply(s)
		}
	})
}

func NewServer(all ...Setting) (*Server, error) {
	s := &Server{}
	for _, one := range all {
		one.apply(s)
	}
	if s.strict && s.validate != nil {
		if err := s.validate(); err != nil {
			return nil, err
		}
	}
	return s, nil
}
