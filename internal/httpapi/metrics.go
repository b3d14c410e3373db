package httpapi

import (
	"bytes"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"

	"memsure/internal/fault"
)

// Metrics is what the edge counts, in a registry of its own. Labels are
// operation ids, methods and status classes: nothing a caller chooses, and
// nothing about any vendor.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	inFlight prometheus.Gauge
	outside  counts
}

// counts are one operation's own counters, looked up once.
type counts struct {
	classes [6]prometheus.Counter // by status / 100
	seconds prometheus.Observer
}

// NewMetrics returns an empty set with the process's and the runtime's own.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "memsure_http_requests_total", Help: "Requests answered, by operation, method and status class.",
		}, []string{"operation", "method", "class"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "memsure_http_request_seconds", Help: "Time from the first byte to the end of the answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60},
		}, []string{"operation", "method"}),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "memsure_http_requests_in_flight", Help: "Requests being answered.",
		}),
	}
	m.registry.MustRegister(m.requests, m.seconds, m.inFlight, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	m.outside = m.forOperation("none", "any")
	return m
}

// Register adds a collector of another room, such as the store's queue length.
// It fails with an Internal fault when the name is taken.
func (m *Metrics) Register(c prometheus.Collector) error {
	return fault.Wrap(m.registry.Register(c), "registering a metric")
}

var classNames = [6]string{"other", "1xx", "2xx", "3xx", "4xx", "5xx"}

func (m *Metrics) forOperation(op, method string) counts {
	var c counts
	for class, name := range classNames {
		c.classes[class] = m.requests.WithLabelValues(op, method, name)
	}
	c.seconds = m.seconds.WithLabelValues(op, method)
	return c
}

// observe counts one answer; op is nil for paths outside the contract.
func (m *Metrics) observe(op *operation, status int, took time.Duration) {
	c := &m.outside
	if op != nil {
		c = &op.counts
	}
	class := status / 100
	if class < 0 || class >= len(c.classes) {
		class = 0
	}
	c.classes[class].Inc()
	c.seconds.Observe(took.Seconds())
}

// Text gives everything in the text form Prometheus reads.
func (m *Metrics) Text() (string, error) {
	families, err := m.registry.Gather()
	if err != nil {
		return "", fault.Wrap(err, "gathering metrics")
	}
	var out bytes.Buffer
	enc := expfmt.NewEncoder(&out, expfmt.NewFormat(expfmt.TypeTextPlain))
	for _, family := range families {
		if err := enc.Encode(family); err != nil {
			return "", fault.Wrap(err, "writing metrics")
		}
	}
	return out.String(), nil
}
