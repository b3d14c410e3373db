package httpapi

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"

	"memsure/api"
	"memsure/internal/fault"
)

// The front door meets people who come with a browser, and has no script.
//
//go:embed pages/home.html
var homeTemplate string

const pageStyle = `body{margin:0;font:1rem/1.55 system-ui,sans-serif;color:#1b2733;background:#fff}` +
	`main{max-width:50rem;margin:0 auto;padding:3rem 1.25rem;border-top:.5rem solid #0f4c5c}` +
	`h1{font-size:1.7rem;line-height:1.25}a{color:#0f4c5c}li{margin:.6rem 0}` +
	`code,pre{font:.875rem/1.5 ui-monospace,monospace;background:#f4f6f7}pre{padding:.8rem;overflow-x:auto}`

var cspPage = []string{"default-src 'none'; style-src " + hashOf(pageStyle) + "; img-src data:; " +
	"frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}

// page writes one of the pages.
func page(text string) (*bytes.Reader, error) {
	parsed, err := template.New("page").Parse(text)
	if err != nil {
		return nil, fault.Wrap(err, "reading a page")
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, struct{ Style template.CSS }{pageStyle})
	return bytes.NewReader(out.Bytes()), fault.Wrap(err, "writing a page")
}

// GetHomePage is the front door.
func (o *Operation) GetHomePage(context.Context, api.GetHomePageRequestObject) (api.GetHomePageResponseObject, error) {
	body, err := page(homeTemplate)
	if err != nil {
		return nil, err
	}
	return api.GetHomePage200TextHTMLResponse{Body: body, ContentLength: body.Size()}, nil
}
