package httpapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/routers"

	"memsure/internal/auth"
	"memsure/internal/fault"
	"memsure/internal/workbook"
)

// operation is one operation of the contract with everything the middleware
// asks about it, worked out once.
type operation struct {
	id         string // operationId
	path       string // as the contract writes it
	open       bool   // anybody may call it; no token is looked at
	counted    bool   // counts against rate limits
	transfer   bool   // moves a file: longer deadlines
	repeatable bool   // may carry an Idempotency-Key
	limit      int64  // bytes of body
	csp        []string
	params     []*openapi3.Parameter
	queries    map[string]bool // known query parameters → may repeat
	body       *requestBody    // nil: takes none
	route      *routers.Route
	counts     counts
}

// requestBody says what an operation takes.
type requestBody struct {
	required bool
	schemas  map[string]*openapi3.Schema // media type → schema of JSON; nil for files
}

// catalogue finds operations by the route template gin matched. The validation
// library's own router is not used: it would match every path a second time.
type catalogue struct {
	routes map[string]map[string]*operation // gin route → method
}

// find gives the operation behind a matched route, nil when there is none.
func (c *catalogue) find(route, method string) *operation { return c.routes[route][method] }

// readContract works out every operation. It fails with an Internal fault on
// what the edge could not serve faithfully.
func readContract(doc *openapi3.T, limits Limits, m *Metrics) (*catalogue, error) {
	c := &catalogue{routes: map[string]map[string]*operation{}}
	for _, path := range doc.Paths.InMatchingOrder() {
		item := doc.Paths.Value(path)
		methods := map[string]*operation{}
		for method, spec := range item.Operations() {
			op, err := newOperation(doc, path, method, limits)
			if err != nil {
				return nil, fault.Wrap(err, "reading the contract")
			}
			op.counts = m.forOperation(spec.OperationID, method)
			methods[method] = op
		}
		c.routes[ginRoute(path)] = methods
	}
	return c, nil
}

func newOperation(doc *openapi3.T, path, method string, limits Limits) (*operation, error) {
	item := doc.Paths.Value(path)
	spec := item.GetOperation(method)
	if spec.OperationID == "" {
		return nil, fmt.Errorf("%s %s has no operationId", method, path)
	}
	op := &operation{
		id: spec.OperationID, path: path,
		open:    auth.Allowed(spec.OperationID, auth.Anonymous),
		counted: strings.HasPrefix(path, "/api/"),
		params:  mergeParams(item.Parameters, spec.Parameters),
		queries: map[string]bool{},
		route:   &routers.Route{Spec: doc, Path: path, PathItem: item, Method: method, Operation: spec},
	}
	for _, p := range op.params {
		if p.In == openapi3.ParameterInQuery {
			op.queries[p.Name] = p.Schema.Value.Type.Is(openapi3.TypeArray)
		}
	}
	op.repeatable = isRepeatable(op.params)
	op.transfer = answersWith(spec, "application/octet-stream")
	if answersWith(spec, "text/html") {
		op.csp = cspReport
	}
	switch op.id {
	case "getDocs":
		op.csp = cspDocs
	case "getQuestionnaireHTML":
		op.csp = cspSheet
	case "getHomePage":
		op.csp = cspPage
	case "getPortalPage":
		op.csp = cspPortal
	}
	return op, op.readBody(spec, limits)
}

// readBody notes the media types an operation takes, and its byte limit: what
// is octets is evidence, other files are text.
func (op *operation) readBody(spec *openapi3.Operation, limits Limits) error {
	op.limit = limits.JSONBytes
	if spec.RequestBody == nil {
		return nil
	}
	op.body = &requestBody{required: spec.RequestBody.Value.Required, schemas: map[string]*openapi3.Schema{}}
	for media, content := range spec.RequestBody.Value.Content {
		switch media {
		case "application/json":
			op.body.schemas[media] = content.Schema.Value
		case "application/octet-stream":
			op.body.schemas[media], op.limit, op.transfer = nil, limits.EvidenceBytes, true
		case workbook.MediaType:
			op.body.schemas[media], op.limit = nil, limits.WorkbookBytes
		case "application/yaml", "text/csv":
			op.body.schemas[media], op.limit = nil, limits.FileBytes
		default:
			return fmt.Errorf("%s takes %s, which the edge has no limit for", op.id, media)
		}
	}
	return nil
}

// mergeParams lists a path's parameters and its operation's; the latter win.
func mergeParams(shared, own openapi3.Parameters) []*openapi3.Parameter {
	var out []*openapi3.Parameter
	for _, ref := range shared {
		if own.GetByInAndName(ref.Value.In, ref.Value.Name) == nil {
			out = append(out, ref.Value)
		}
	}
	for _, ref := range own {
		out = append(out, ref.Value)
	}
	return out
}

func answersWith(spec *openapi3.Operation, media string) bool {
	ok := spec.Responses.Status(http.StatusOK)
	return ok != nil && ok.Value.Content[media] != nil
}

// ginRoute writes {name} as :name.
func ginRoute(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}
