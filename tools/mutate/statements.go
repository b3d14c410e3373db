package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// statement mutates what a statement does: it is left out, or a step
// goes the other way.
func (f *finder) statement(n ast.Stmt) {
	if f.inBody(n) && removable(n) {
		f.wrap(n, fmt.Sprintf("if !mutantOn(%d) { ", f.add(n, "leave out")), " }")
	}
	if step, ok := n.(*ast.IncDecStmt); ok {
		f.step(step)
	}
}

// inBody tells whether a statement stands in a list of statements, where it can
// be put under a condition.
func (f *finder) inBody(n ast.Stmt) bool {
	var list []ast.Stmt
	switch parent := f.path[len(f.path)-1].(type) {
	case *ast.BlockStmt:
		list = parent.List
	case *ast.CaseClause:
		list = parent.Body
	}
	for _, s := range list {
		if s == n {
			return true
		}
	}
	return false
}

func removable(n ast.Stmt) bool {
	switch n := n.(type) {
	case *ast.ExprStmt:
		call, ok := n.X.(*ast.CallExpr)
		if !ok {
			return false
		}
		name, ok := call.Fun.(*ast.Ident)
		return !ok || name.Name != "panic"
	case *ast.AssignStmt:
		return n.Tok != token.DEFINE && !onlyBlank(n)
	case *ast.IncDecStmt:
		return true
	case *ast.BranchStmt:
		return n.Tok == token.BREAK || n.Tok == token.CONTINUE
	}
	return false
}

func onlyBlank(n *ast.AssignStmt) bool {
	for _, left := range n.Lhs {
		if name, ok := left.(*ast.Ident); !ok || name.Name != "_" {
			return false
		}
	}
	return true
}

// added turns += into -= and back: the right side is negated.
func (f *finder) added(n ast.Expr) {
	assign, ok := f.path[len(f.path)-1].(*ast.AssignStmt)
	if !ok || assign.Tok != token.ADD_ASSIGN && assign.Tok != token.SUB_ASSIGN || assign.Rhs[0] != n || !f.whole(assign.Lhs[0]) {
		return
	}
	what := map[token.Token]string{token.ADD_ASSIGN: "+= to -=", token.SUB_ASSIGN: "-= to +="}[assign.Tok]
	id := f.add(assign, what)
	f.wrap(n, fmt.Sprintf("mutantNegated[%s](%d, ", f.typed(f.info.Types[assign.Lhs[0]].Type), id), ")")
}

// step turns ++ into -- and back.
func (f *finder) step(n *ast.IncDecStmt) {
	what, op := "++ to --", "+="
	if n.Tok == token.DEC {
		what, op = "-- to ++", "-="
	}
	id := f.add(n, what)
	f.replace(n.TokPos, 2, fmt.Sprintf("%s mutantNegated[%s](%d, 1)", op, f.typed(f.info.Types[n.X].Type), id))
}

// returned gives back nothing in place of a result that is no constant and no
// condition.
func (f *finder) returned(n ast.Expr) {
	statement, ok := f.path[len(f.path)-1].(*ast.ReturnStmt)
	if !ok {
		return
	}
	results := f.results()
	if results == nil || results.Len() != len(statement.Results) || f.info.Types[n].IsNil() {
		return
	}
	for i, r := range statement.Results {
		if r == n && !isBoolean(results.At(i).Type()) {
			f.wrap(n, fmt.Sprintf("mutantZero[%s](%d, ", f.typed(results.At(i).Type()), f.add(n, "return nothing")), ")")
		}
	}
}

func isBoolean(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

// results gives the result types of the function around.
func (f *finder) results() *types.Tuple {
	for i := len(f.path) - 1; i >= 0; i-- {
		switch n := f.path[i].(type) {
		case *ast.FuncLit:
			if signature, ok := f.info.Types[n].Type.(*types.Signature); ok {
				return signature.Results()
			}
		case *ast.FuncDecl:
			if object := f.info.Defs[n.Name]; object != nil {
				return object.Type().(*types.Signature).Results()
			}
		}
	}
	return nil
}
