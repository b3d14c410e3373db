package httpapi

import (
	"bytes"
	"context"
	"time"

	"memsure/api"
)

// A probe that hangs is a probe that failed.
const readyWithin = 2 * time.Second

// Operation answers what the operator asks: alive, ready, metrics, and the
// contract as file and as page. It is one capability of the handlers.
type Operation struct {
	version string
	metrics *Metrics
	ready   func(context.Context) error
}

// NewOperation needs the same metrics the server counts into. ready reports
// why requests cannot be served now (database, migrations); its error goes to
// the log, not to the caller.
func NewOperation(version string, m *Metrics, ready func(context.Context) error) *Operation {
	return &Operation{version: version, metrics: m, ready: ready}
}

// GetHealth says that the process answers; it asks nobody else.
func (o *Operation) GetHealth(context.Context, api.GetHealthRequestObject) (api.GetHealthResponseObject, error) {
	return api.GetHealth200JSONResponse{Status: api.HealthStatusOk, Version: some(o.version)}, nil
}

// GetReadiness says whether requests can be served now.
func (o *Operation) GetReadiness(ctx context.Context, _ api.GetReadinessRequestObject) (api.GetReadinessResponseObject, error) {
	within, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	if err := o.ready(within); err != nil {
		if x := exchangeOf(ctx); x != nil {
			x.cause = err
		}
		return api.GetReadiness503JSONResponse{Status: api.HealthStatusUnavailable, Version: some(o.version),
			Detail: some("Not ready; the log says why.")}, nil
	}
	return api.GetReadiness200JSONResponse{Status: api.HealthStatusOk, Version: some(o.version)}, nil
}

// GetMetrics gives the counters as text.
func (o *Operation) GetMetrics(context.Context, api.GetMetricsRequestObject) (api.GetMetricsResponseObject, error) {
	text, err := o.metrics.Text()
	return api.GetMetrics200TextResponse(text), err
}

// GetContract gives openapi.yaml as it is.
func (o *Operation) GetContract(context.Context, api.GetContractRequestObject) (api.GetContractResponseObject, error) {
	return api.GetContract200ApplicationYamlResponse{
		Body: bytes.NewReader(api.Contract), ContentLength: int64(len(api.Contract)),
	}, nil
}

// GetDocs gives the contract as a page that loads nothing from elsewhere.
func (o *Operation) GetDocs(context.Context, api.GetDocsRequestObject) (api.GetDocsResponseObject, error) {
	return docs()
}
