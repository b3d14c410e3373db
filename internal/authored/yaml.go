package authored

import (
	"errors"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// parseYAML reads one YAML document into a tree. The tokens are checked before
// the parser sees them: it recurses without a limit of its own.
func (k Kind) parseYAML(text []byte) (root *node, err error) {
	defer func() { // the library has panicked on malformed input before
		if recover() != nil {
			root, err = nil, misplaced{code: "syntax", message: "The file is not valid YAML."}
		}
	}()
	tokens := lexer.Tokenize(string(text))
	if err := k.plainTokens(tokens); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxError(err)
	}
	return k.onlyDocument(file)
}

func (k Kind) onlyDocument(file *ast.File) (root *node, err error) {
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil:
			continue
		case root != nil:
			return nil, placedAt(doc.Body.GetToken(), "second_document", k.secondDocument())
		}
		if root, err = k.fromYAML(doc.Body, 1); err != nil {
			return nil, err
		}
	}
	if root == nil {
		return nil, misplaced{line: 1, column: 1, code: "empty", message: "The file holds no " + k.Noun + "."}
	}
	return root, nil
}

// refusedTokens are parts of YAML that hide what a file says.
var refusedTokens = map[token.Type]string{
	token.AnchorType:     "Anchors (&) are not allowed here; write the content out.",
	token.AliasType:      "Aliases (*) are not allowed here; write the content out, or put a text that starts with * between quotes.",
	token.TagType:        "Tags (!) are not allowed here; put a text that starts with ! between quotes.",
	token.MergeKeyType:   "Merge keys (<<) are not allowed here; write the content out.",
	token.DirectiveType:  "Directives (%) are not allowed here.",
	token.MappingKeyType: "Complex keys (?) are not allowed here.",
}

// plainTokens refuses anchors and their like, further documents, and nesting
// deep enough to exhaust the parser.
func (k Kind) plainTokens(tokens token.Tokens) error {
	nesting := nesting{most: k.MaxFields}
	for i, tk := range tokens {
		if tk.Type == token.InvalidType {
			return placedAt(tk, "syntax", notYAMLHere)
		}
		if message := refusedTokens[tk.Type]; message != "" {
			return placedAt(tk, "not_allowed", message)
		}
		if tk.Type == token.DocumentHeaderType && !onlyComments(tokens[:i]) {
			return placedAt(tk, "second_document", k.secondDocument())
		}
		if nesting.follow(tk) > MaxDepth {
			return placedAt(tk, "too_deep", k.tooDeep())
		}
		if nesting.crowded() {
			return placedAt(tk, "too_many_fields", "Nothing in a "+k.Noun+" has this many fields.")
		}
	}
	return nil
}

func (k Kind) secondDocument() string {
	return "A file holds one " + k.Noun + "; a second document starts here."
}

func (k Kind) tooDeep() string {
	return "The file is nested too deeply; 32 levels are enough for every " + k.Noun + "."
}

func onlyComments(tokens token.Tokens) bool {
	for _, tk := range tokens {
		if tk.Type != token.CommentType {
			return false
		}
	}
	return true
}

// nesting estimates depth from tokens: open brackets, and the block lists and
// mappings that are open, by the column at which they began.
type nesting struct {
	flow   int
	blocks []block
	most   int // fields of one mapping
}

type block struct{ column, fields int }

// follow takes the next token and gives the depth there.
func (n *nesting) follow(tk *token.Token) int {
	switch tk.Type {
	case token.MappingStartType, token.SequenceStartType:
		n.flow++
	case token.MappingEndType, token.SequenceEndType:
		n.flow--
	case token.SequenceEntryType:
		n.reach(tk.Position.Column)
	case token.MappingValueType:
		if tk.Prev != nil && n.reach(tk.Prev.Position.Column) {
			n.blocks[len(n.blocks)-1].fields++
		}
	}
	return n.flow + len(n.blocks)
}

// reach closes the blocks right of a column and opens one there unless it is
// open. Within brackets there are no blocks.
func (n *nesting) reach(column int) bool {
	if n.flow > 0 {
		return false
	}
	for len(n.blocks) > 0 && n.blocks[len(n.blocks)-1].column > column {
		n.blocks = n.blocks[:len(n.blocks)-1]
	}
	if len(n.blocks) == 0 || n.blocks[len(n.blocks)-1].column < column {
		n.blocks = append(n.blocks, block{column: column})
	}
	return true
}

// crowded: the parser takes quadratic time in the fields of one mapping.
func (n *nesting) crowded() bool {
	return len(n.blocks) > 0 && n.blocks[len(n.blocks)-1].fields > n.most
}

func placedAt(tk *token.Token, code, message string) misplaced {
	m := misplaced{code: code, message: message}
	if tk != nil && tk.Position != nil {
		m.line, m.column = tk.Position.Line, max(1, tk.Position.Column)
	}
	return m
}

const notYAMLHere = "The file is not valid YAML here; see indentation (spaces, never tabs), colons, brackets and quotes."

// syntaxError keeps the place of the library's error and, as it may quote the
// file, not its text.
func syntaxError(err error) error {
	var placed interface{ GetToken() *token.Token }
	if errors.As(err, &placed) {
		return placedAt(placed.GetToken(), "syntax",
			notYAMLHere)
	}
	return misplaced{code: "syntax", message: "The file is not valid YAML."}
}

func (k Kind) fromYAML(n ast.Node, depth int) (*node, error) {
	if depth > MaxDepth {
		return nil, placedAt(n.GetToken(), "too_deep", k.tooDeep())
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return k.yamlMapping(n, n.Values, depth)
	case *ast.MappingValueNode:
		return k.yamlMapping(n, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		return k.yamlList(n, depth)
	default:
		return yamlScalar(n)
	}
}

func (k Kind) yamlMapping(n ast.Node, entries []*ast.MappingValueNode, depth int) (*node, error) {
	out := begin(formMapping, n)
	for _, entry := range entries {
		name, ok := entry.Key.(*ast.StringNode)
		if !ok {
			return nil, placedAt(entry.Key.GetToken(), "not_text", "A field name is a text.")
		}
		item, err := k.fromYAML(entry.Value, depth+1)
		if err != nil {
			return nil, err
		}
		position := name.GetToken().Position
		out.keys = append(out.keys, key{name.Value, position.Line, position.Column})
		out.items = append(out.items, item)
	}
	if len(out.keys) > 0 && n.GetToken().Type != token.MappingStartType {
		out.line, out.column = out.keys[0].line, out.keys[0].column
	}
	return out, nil
}

func (k Kind) yamlList(n *ast.SequenceNode, depth int) (*node, error) {
	out := begin(formList, n)
	for _, value := range n.Values {
		item, err := k.fromYAML(value, depth+1)
		if err != nil {
			return nil, err
		}
		out.items = append(out.items, item)
	}
	return out, nil
}

func yamlScalar(n ast.Node) (*node, error) {
	switch n := n.(type) {
	case *ast.NullNode:
		return begin(formNull, n), nil
	case *ast.BoolNode:
		return scalar(formBoolean, n, strings.ToLower(n.GetToken().Value)), nil
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return scalar(formNumber, n, n.GetToken().Value), nil
	case *ast.StringNode:
		return scalar(formText, n, n.Value), nil
	case *ast.LiteralNode:
		return scalar(formText, n, n.Value.Value), nil
	default:
		return nil, placedAt(n.GetToken(), "syntax", "This part of YAML is not understood here.")
	}
}

func scalar(f form, n ast.Node, text string) *node {
	out := begin(f, n)
	out.text = text
	return out
}

func begin(f form, n ast.Node) *node {
	position := n.GetToken().Position
	return &node{form: f, line: position.Line, column: max(1, position.Column)}
}
