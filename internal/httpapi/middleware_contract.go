package httpapi

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/gin-gonic/gin"

	"memsure/internal/fault"
)

// checkContract refuses what the contract does not describe: unknown or bad
// parameters, bodies of another media type, JSON that is ambiguous or does not
// fit its schema. Files are not read here; their readers judge them while they
// stream.
func (s *server) checkContract(c *gin.Context) {
	x := exchangeOf(c.Request.Context())
	if x.op == nil {
		return
	}
	if fields := checkParams(c, x.op); len(fields) > 0 {
		s.fail(c, unfit(fields))
		return
	}
	if err := checkBody(c.Request, x.op); err != nil {
		s.fail(c, err)
	}
}

func unfit(fields []fault.Field) *fault.Error {
	return fault.New(fault.Invalid, codeContract, "The request does not fit the contract.").
		WithRemedy("Correct the places listed; /docs describes each of them.").With(fields...)
}

// checkParams judges path, query and header parameters. Places are written
// /path/NAME, /query/NAME and /header/NAME.
func checkParams(c *gin.Context, op *operation) []fault.Field {
	var fields []fault.Field
	query, err := url.ParseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return []fault.Field{{Pointer: "/query", Code: "syntax", Message: "The query string is not well formed."}}
	}
	for name, values := range query {
		fields = append(fields, checkQuery(op, name, values)...)
	}
	if len(fields) > 0 || len(op.params) == 0 {
		return fields
	}
	input := &openapi3filter.RequestValidationInput{
		Request: c.Request, PathParams: pathParams(c), QueryParams: query, Route: op.route, Options: paramOptions,
	}
	for _, p := range op.params {
		if !p.Required && absent(input, p) {
			continue
		}
		if err := openapi3filter.ValidateParameter(c.Request.Context(), input, p); err != nil {
			fields = append(fields, schemaFields("/"+p.In+"/"+p.Name, err)...)
		}
		if !cleanText(input, p) {
			fields = append(fields, fault.Field{Pointer: "/" + p.In + "/" + p.Name, Code: "text",
				Message: "Text must be valid UTF-8 without NUL."})
		}
	}
	return fields
}

// absent spares the usual case, a parameter left out, all the work.
func absent(input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) bool {
	if p.In == openapi3.ParameterInQuery {
		return !input.QueryParams.Has(p.Name)
	}
	return len(input.Request.Header.Values(p.Name)) == 0
}

var paramOptions = &openapi3filter.Options{
	MultiError: true, SkipSettingDefaults: true, SchemaValidationOptions: formats,
}

func checkQuery(op *operation, name string, values []string) []fault.Field {
	repeats, known := op.queries[name]
	switch {
	case !known:
		return []fault.Field{{Pointer: pointer("/query", name), Code: "unknown_parameter", Message: "There is no such query parameter here."}}
	case len(values) > 1 && !repeats:
		return []fault.Field{{Pointer: "/query/" + name, Code: "repeated", Message: "This query parameter may be given once only."}}
	}
	return nil
}

func pathParams(c *gin.Context) map[string]string {
	out := make(map[string]string, len(c.Params))
	for _, p := range c.Params {
		out[p.Key] = p.Value
	}
	return out
}

// cleanText: what reaches the database is valid UTF-8 without NUL.
func cleanText(input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) bool {
	switch p.In {
	case openapi3.ParameterInPath:
		return clean(input.PathParams[p.Name])
	case openapi3.ParameterInQuery:
		return clean(input.QueryParams[p.Name]...)
	default:
		return clean(input.Request.Header.Values(p.Name)...)
	}
}

func clean(values ...string) bool {
	for _, v := range values {
		if !utf8.ValidString(v) || strings.IndexByte(v, 0) >= 0 {
			return false
		}
	}
	return true
}

// checkBody judges the body, and leaves it unread when it is a file.
func checkBody(r *http.Request, op *operation) error {
	empty := r.Body == nil || r.Body == http.NoBody || r.ContentLength == 0
	switch {
	case op.body == nil && r.ContentLength > 0:
		return unfit([]fault.Field{{Code: "unexpected_body", Message: "This operation takes no body."}})
	case op.body == nil, empty && !op.body.required:
		return nil
	case empty:
		return unfit([]fault.Field{{Code: "required", Message: "This operation needs a body."}})
	}
	schema, err := op.body.choose(r.Header)
	if err != nil || schema == nil {
		return err
	}
	return checkJSON(r, schema)
}

// choose gives the schema of the media type that was sent; nil for a file.
func (b *requestBody) choose(h http.Header) (*openapi3.Schema, error) {
	unsupported := fault.New(fault.Unsupported, "media_type", "The body is of a media type this operation does not take.").
		WithRemedy("Send one of: " + strings.Join(b.mediaTypes(), ", ") + "; in UTF-8 and not compressed.")
	media, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || h.Get("Content-Encoding") != "" && h.Get("Content-Encoding") != "identity" {
		return nil, unsupported
	}
	schema, ok := b.schemas[media]
	if charset, given := params["charset"]; !ok || given && !strings.EqualFold(charset, "utf-8") {
		return nil, unsupported
	}
	return schema, nil
}

// checkJSON reads a JSON body whole, checks it and puts it back for the
// generated code to read.
func checkJSON(r *http.Request, schema *openapi3.Schema) error {
	data, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	value, field := readJSON(data)
	if field != nil {
		return unfit([]fault.Field{*field})
	}
	if err := schema.VisitJSON(value, bodyOptions...); err != nil {
		return unfit(schemaFields("", err))
	}
	r.Body = io.NopCloser(bytes.NewReader(data))
	r.ContentLength = int64(len(data))
	return nil
}

var bodyOptions = append([]openapi3.SchemaValidationOption{openapi3.VisitAsRequest(), openapi3.MultiErrors()}, formats...)
