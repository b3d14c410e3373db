package architecture

import (
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "memsure/"

// source is one package as its files say, build constraints aside: an import
// that only another platform sees counts too.
type source struct {
	name      string
	commented bool
	imports   map[string]string // path to the file that has it; without test files
}

// sources reads every package of the module by its folder, such as
// "internal/store".
func sources(t *testing.T) map[string]*source {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string]*source{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		place, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		place = filepath.ToSlash(place)
		if entry.IsDir() {
			return descend(place, entry.Name())
		}
		if strings.HasSuffix(place, ".go") {
			return add(found, file, place)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// descend leaves out what is not part of the module.
func descend(place, name string) error {
	if place != "." && (strings.HasPrefix(name, ".") || name == "testdata" || place == "tools" || place == "memsure-data") {
		return fs.SkipDir
	}
	return nil
}

func add(found map[string]*source, file, place string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return err
	}
	if standalone(parsed) {
		return nil
	}
	dir := path.Dir(place)
	test := strings.HasSuffix(place, "_test.go")
	if found[dir] == nil {
		found[dir] = &source{name: strings.TrimSuffix(parsed.Name.Name, "_test"), imports: map[string]string{}}
	}
	if test {
		return nil
	}
	p := found[dir]
	p.commented = p.commented || parsed.Doc != nil && strings.TrimSpace(parsed.Doc.Text()) != ""
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		p.imports[imported] = place
	}
	return nil
}

// standalone tells files that are run by hand and belong to no package.
func standalone(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			expr, err := constraint.Parse(comment.Text)
			if err == nil && !expr.Eval(func(tag string) bool { return tag != "ignore" }) {
				return true
			}
		}
	}
	return false
}
