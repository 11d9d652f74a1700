package outcomes

import (
	"errors"

	"example.com/callsites/ws"
)

type UC = ws.UserExecutionContext

var errNo = errors.New("nobody")

func Find(id string) *UC {
	if id == "" {
		return nil
	}
	return &UC{UserID: id}
}

type Result struct {
	UC  *UC
	Err error
	OK  bool
}

func auth(id string) (*UC, error) {
	if id == "a" {
		return &UC{UserID: id}, nil
	}
	return nil, errNo
}

func Do(id string) *Result {
	uc, err := auth(id)
	return &Result{UC: uc, Err: err}
}

func DoLater(id string) *Result {
	r := &Result{}
	r.UC, r.Err = auth(id)
	r.OK = r.Err == nil
	return r
}

func DoFound(id string) *Result {
	r := &Result{}
	if uc := Find(id); uc != nil {
		r.UC = uc
		r.OK = true
	}
	return r
}

func DoAgain(id string) *Result { return Do(id) }
func DoQuietly(id string) *Result {
	uc, _ := auth(id)
	return &Result{UC: uc}
}
