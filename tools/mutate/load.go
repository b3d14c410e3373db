package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// source is one file of the package under mutation.
type source struct {
	path, name string
	text       []byte
	tree       *ast.File
	mutated    bool // mutants are made in it
	edits      []edit
}

// pack is a type-checked package.
type pack struct {
	dir, path string
	set       *token.FileSet
	sources   []*source
	info      *types.Info
	types     *types.Package
	found     []mutant
}

// listed is what "go list" says of a package.
type listed struct {
	Dir, ImportPath, Export string
	GoFiles                 []string
}

// load parses and checks the package in dir.
func load(ctx context.Context, dir string, files []string) (*pack, error) {
	packages, err := list(ctx, dir)
	if err != nil {
		return nil, err
	}
	own := packages[len(packages)-1]
	p := &pack{dir: own.Dir, path: own.ImportPath, set: token.NewFileSet()}
	for _, name := range own.GoFiles {
		s := &source{path: filepath.Join(own.Dir, name), name: name, mutated: len(files) == 0 || slices.Contains(files, name)}
		if s.text, err = os.ReadFile(s.path); err != nil {
			return nil, err
		}
		if s.tree, err = parser.ParseFile(p.set, s.path, s.text, parser.SkipObjectResolution); err != nil {
			return nil, err
		}
		p.sources = append(p.sources, s)
	}
	return p, p.check(packages)
}

// list gives the package in dir after everything it imports, with compiled
// export data.
func list(ctx context.Context, dir string) (packages []listed, err error) {
	command := exec.CommandContext(ctx, "go", "list", "-deps", "-export", "-json=Dir,ImportPath,Export,GoFiles", ".")
	command.Dir, command.Stderr = dir, os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	for reader := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		switch err := reader.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages, nil
		case err != nil:
			return nil, err
		}
		packages = append(packages, p)
	}
}

func (p *pack) check(packages []listed) error {
	exports := map[string]string{}
	for _, l := range packages {
		exports[l.ImportPath] = l.Export
	}
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(p.set, "gc", func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})}
	var trees []*ast.File
	for _, s := range p.sources {
		trees = append(trees, s.tree)
	}
	var err error
	p.types, err = config.Check(p.path, p.set, trees, p.info)
	return err
}
