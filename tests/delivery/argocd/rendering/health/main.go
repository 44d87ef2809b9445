// Judges the health of a resource as Argo CD does: a script in the same Lua, given the resource as `obj`.
//
// In: {"script": …, "object": {…}} on stdin. Out: the status.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	lua "github.com/yuin/gopher-lua"
)

type request struct {
	Script string         `json:"script"`
	Object map[string]any `json:"object"`
}

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		refuse(err)
	}
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	state.SetGlobal("obj", value(state, asked.Object))
	if err := state.DoString(asked.Script); err != nil {
		refuse(err)
	}
	health, is := state.Get(-1).(*lua.LTable)
	if !is {
		refuse(fmt.Errorf("the script returns no table"))
	}
	fmt.Println(health.RawGetString("status").String())
}

func refuse(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func value(state *lua.LState, given any) lua.LValue {
	switch each := given.(type) {
	case string:
		return lua.LString(each)
	case map[string]any:
		table := state.NewTable()
		for key, item := range each {
			table.RawSetString(key, value(state, item))
		}
		return table
	default:
		return lua.LNil
	}
}
