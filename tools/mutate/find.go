package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// mutant is one small change.
type mutant struct {
	id     int
	file   string
	line   int
	column int
	in     string // function
	what   string // "< to <="
	code   string // the place, shortened
	key    string // the same for as long as the file is
	name   string // the same for as long as the place reads the same; for lists of explained survivors
}

func (m mutant) String() string {
	return fmt.Sprintf("%s:%d:%d %s: %s: %s", m.file, m.line, m.column, m.in, m.what, m.code)
}

// finder walks one file.
type finder struct {
	*pack
	source  *source
	digest  string
	path    []ast.Node // from the file down to the node's parent
	wrapped map[ast.Node]int
	names   map[string]int
	next    *int
}

// mutants finds all mutants and notes the edits that put them in place.
func (p *pack) mutants() []mutant {
	next := 0
	for _, s := range p.sources {
		if !s.mutated {
			continue
		}
		sum := sha256.Sum256(s.text)
		f := &finder{pack: p, source: s, digest: hex.EncodeToString(sum[:8]), wrapped: map[ast.Node]int{}, names: map[string]int{}, next: &next}
		ast.Inspect(s.tree, f.visit)
	}
	return p.found
}

func (f *finder) visit(n ast.Node) bool {
	if n == nil {
		f.path = f.path[:len(f.path)-1]
		return true
	}
	descend := f.mutate(n)
	if descend {
		f.path = append(f.path, n)
	}
	return descend
}

// mutate makes the mutants of a node and tells whether its parts can be
// mutated too.
func (f *finder) mutate(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok == token.VAR
	case *ast.ArrayType:
		return false
	case *ast.FuncType, *ast.StructType, *ast.InterfaceType:
		return false
	case ast.Stmt:
		f.statement(n)
	case ast.Expr:
		return f.expression(n)
	}
	return true
}

func (f *finder) expression(n ast.Expr) bool {
	if f.fixed() {
		return false
	}
	known := f.info.Types[n]
	switch {
	case known.Type == nil:
		return true // a name being declared, a key
	case known.IsType():
		return false
	case known.Value != nil:
		f.constant(n, known)
		f.added(n)
		return false
	}
	if b, ok := n.(*ast.BinaryExpr); ok {
		f.binary(b)
	}
	if f.condition(n) {
		id := f.add(n, "negate")
		f.wrap(n, "(", fmt.Sprintf(" != mutantOn(%d))", id))
	}
	f.returned(n)
	f.added(n)
	return true
}

// fixed tells whether the parent needs a constant or a name here.
func (f *finder) fixed() bool {
	switch f.path[len(f.path)-1].(type) {
	case *ast.ArrayType, *ast.Field:
		return true
	}
	return false
}

// constant mutates true, false and whole numbers.
func (f *finder) constant(n ast.Expr, known types.TypeAndValue) {
	if parent, ok := f.path[len(f.path)-1].(*ast.KeyValueExpr); ok && parent.Key == n {
		return
	}
	switch known.Value.Kind() {
	case constant.Bool:
		id := f.add(n, "true for false")
		f.wrap(n, "("+f.typed(known.Type)+"(", fmt.Sprintf(") != mutantOn(%d))", id))
	case constant.Int:
		if _, ok := n.(*ast.BasicLit); ok || isNegative(n) {
			id := f.add(n, "one more")
			f.wrap(n, fmt.Sprintf("mutantNext[%s](%d, ", f.typed(known.Type), id), ")")
		}
	}
}

func isNegative(n ast.Expr) bool {
	u, ok := n.(*ast.UnaryExpr)
	return ok && u.Op == token.SUB
}

// typed prints a type as the file would.
func (f *finder) typed(t types.Type) string {
	return types.TypeString(types.Default(t), func(other *types.Package) string {
		if other == f.types {
			return ""
		}
		return other.Name()
	})
}

// condition tells whether an expression is a part of a condition that decides
// by itself: no operand of it does.
func (f *finder) condition(n ast.Expr) bool {
	basic, ok := f.info.Types[n].Type.Underlying().(*types.Basic)
	if !ok || basic.Info()&types.IsBoolean == 0 {
		return false
	}
	switch n := n.(type) {
	case *ast.BinaryExpr:
		return n.Op != token.LAND && n.Op != token.LOR
	case *ast.ParenExpr:
		return false
	case *ast.UnaryExpr:
		return false
	}
	switch parent := f.path[len(f.path)-1].(type) {
	case *ast.BinaryExpr:
		return parent.Op == token.LAND || parent.Op == token.LOR
	case *ast.UnaryExpr:
		return parent.Op == token.NOT
	case *ast.IfStmt, *ast.ForStmt, *ast.ReturnStmt, *ast.CaseClause:
		return true
	}
	return false
}

var arithmetic = map[token.Token][2]string{
	token.ADD: {"mutantAdd", "+ to -"}, token.SUB: {"mutantSubtract", "- to +"}, token.MUL: {"mutantMultiply", "* to /"},
	token.QUO: {"mutantDivide", "/ to *"}, token.REM: {"mutantModulo", "% to *"},
	token.AND: {"mutantAnd", "& to |"}, token.OR: {"mutantOr", "| to &"},
}

func (f *finder) binary(n *ast.BinaryExpr) {
	switch n.Op {
	case token.LAND, token.LOR:
		other := map[token.Token]string{token.LAND: "&& to ||", token.LOR: "|| to &&"}[n.Op]
		on := fmt.Sprintf(" != mutantOn(%d)", f.add(n, other)) // a || b is !(!a && !b)
		f.wrap(n, "((", on+")"+on+")")
		f.replace(n.OpPos, 2, on+" "+n.Op.String()+" ")
	case token.LSS, token.LEQ:
		f.compare(n, n.Op, "mutantLess", "mutantLessEqual")
	case token.GTR, token.GEQ: // a > b is !(a <= b)
		f.compare(n, n.Op, "!mutantLessEqual", "!mutantLess")
	default:
		if change, ok := arithmetic[n.Op]; ok && f.whole(n) {
			f.wrap(n, fmt.Sprintf("%s[%s](%d, ", change[0], f.typed(f.info.Types[n].Type), f.add(n, change[1])), ")")
			f.replace(n.OpPos, 1, ",")
		}
	}
}

// compare moves a limit by one. The call binds as an operand does.
func (f *finder) compare(n *ast.BinaryExpr, op token.Token, strict, inclusive string) {
	call, to := strict, op.String()+"="
	if op == token.LEQ || op == token.GEQ {
		call, to = inclusive, op.String()[:1]
	}
	f.wrap(n, fmt.Sprintf("%s(%d, ", call, f.add(n, op.String()+" to "+to)), ")")
	f.replace(n.OpPos, len(op.String()), ",")
}

func (f *finder) whole(n ast.Expr) bool {
	basic, ok := f.info.Types[n].Type.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// add numbers a mutant.
func (f *finder) add(n ast.Node, what string) int {
	*f.next++
	at := f.set.Position(n.Pos())
	m := mutant{id: *f.next, file: f.source.name, line: at.Line, column: at.Column, in: f.function(), what: what, code: f.code(n)}
	m.key = fmt.Sprintf("%s %d:%d %s %s", m.file, m.line, m.column, what, f.digest)
	m.name = fmt.Sprintf("%s %s: %s: %s", m.file, m.in, what, m.code)
	f.names[m.name]++
	if again := f.names[m.name]; again > 1 {
		m.name += fmt.Sprintf(" (%d)", again)
	}
	f.found = append(f.found, m)
	return m.id
}

func (f *finder) function() string {
	for i := len(f.path) - 1; i >= 0; i-- {
		if d, ok := f.path[i].(*ast.FuncDecl); ok {
			return d.Name.Name
		}
	}
	return "-"
}

func (f *finder) code(n ast.Node) string {
	text := strings.Join(strings.Fields(string(f.source.text[f.at(n.Pos()):f.at(n.End())])), " ")
	if runes := []rune(text); len(runes) > 90 {
		return string(runes[:89]) + "…"
	}
	return text
}
