// Renders the template of an ApplicationSet as its controller does: every string by itself, with sprig's functions.
//
// In: {"template": …, "options": ["missingkey=error"], "parameters": {…}} on stdin. Out: the rendered template.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
)

type request struct {
	Template   any            `json:"template"`
	Options    []string       `json:"options"`
	Parameters map[string]any `json:"parameters"`
}

func main() {
	var asked request
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		refuse(err)
	}
	rendered, err := render(asked.Template, asked)
	if err != nil {
		refuse(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(rendered); err != nil {
		refuse(err)
	}
}

func refuse(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func render(value any, asked request) (any, error) {
	switch each := value.(type) {
	case string:
		return text(each, asked)
	case []any:
		rendered := make([]any, len(each))
		for index, item := range each {
			inner, err := render(item, asked)
			if err != nil {
				return nil, err
			}
			rendered[index] = inner
		}
		return rendered, nil
	case map[string]any:
		rendered := make(map[string]any, len(each))
		for key, item := range each {
			inner, err := render(item, asked)
			if err != nil {
				return nil, err
			}
			rendered[key] = inner
		}
		return rendered, nil
	default:
		return value, nil
	}
}

func text(source string, asked request) (string, error) {
	functions := sprig.GenericFuncMap()
	for _, name := range []string{"env", "expandenv", "getHostByName"} { // the controller takes these away
		delete(functions, name)
	}
	parsed, err := template.New("").Option(asked.Options...).Funcs(functions).Parse(source)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = parsed.Execute(&out, asked.Parameters)
	return out.String(), err
}
