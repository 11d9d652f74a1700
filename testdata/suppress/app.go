// Package app accepts findings.
package app

type UserContext struct{}

type WSManager struct{}

func NewWSManager(uc *UserContext) *WSManager { return nil }

var a = NewWSManager(&UserContext{}) //wsinitlint:ignore importtime,singleton,nilcontext the tool's own user

//wsinitlint:ignore importtime,singleton,nilcontext alone above
var b = NewWSManager(&UserContext{})

func f() {
	NewWSManager(nil) //wsinitlint:ignore nilcontext
	//wsinitlint:ignore nilcontexts because
	NewWSManager(nil)
	f() //wsinitlint:ignore nilcontext nothing here
	//wsinitlint:ignore
}
