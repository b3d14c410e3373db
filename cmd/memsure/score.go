package main

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"memsure/internal/bundle/response"
	"memsure/internal/fault"
	"memsure/internal/questionnaire"
	"memsure/internal/report"
	"memsure/internal/report/html"
	"memsure/internal/report/pdf"
	"memsure/internal/report/text"
)

type scoreCommand struct {
	Questionnaire string   `placeholder:"FILE|SLUG@VERSION" help:"Questionnaire file, published or not, or one of the shipped ones, such as supplier-memory-safety@2.0.0."`
	Response      string   `placeholder:"FILE" help:"Response file in YAML or JSON, or answers exported from the portal; - is standard input."`
	Evidence      []string `sep:"none" placeholder:"FILE" help:"A file that the response names, wherever it lies; found by its name or its SHA-256. May be given several times. Files beside the response need not be named."`
	At            string   `placeholder:"TIME" help:"Day (2026-11-22) or time (2026-11-22T09:30:00Z) of the score. Without it, what the response says, else now."`
	Tier          string   `placeholder:"ID" help:"Tier of the questionnaire to score for, instead of the response's own."`
	Format        string   `enum:"text,trace,json,html,pdf" default:"text" help:"What to write: text, trace (every point explained), json, html or pdf."`
	Out           string   `short:"o" default:"-" placeholder:"FILE" help:"Output file, written over where there is one; - is standard output, as without it."`
	Recompute     string   `placeholder:"BUNDLE" help:"Compute the scorecard in a bundle again and say whether it is identical, or what differs."`
	JSON          bool     `name:"json" help:"With --recompute: print JSON."`
}

// Validate refuses combinations of flags that mean nothing.
func (c *scoreCommand) Validate() error {
	if c.Recompute != "" {
		if c.Questionnaire != "" || c.Response != "" || len(c.Evidence) > 0 || c.At != "" || c.Tier != "" {
			return errors.New("--recompute takes everything from the bundle: leave the other inputs out")
		}
		return nil
	}
	switch {
	case c.Questionnaire == "" || c.Response == "":
		return errors.New("name a questionnaire with --questionnaire and a response with --response, or a bundle with --recompute")
	case c.JSON:
		return errors.New("write --format json to have the scorecard as JSON")
	}
	if _, ok := response.Moment(c.At); c.At != "" && !ok {
		return errors.New("--at is a day such as 2026-11-22 or a time such as 2026-11-22T09:30:00Z")
	}
	return nil
}

// Run scores one response, or recomputes one bundle.
func (c *scoreCommand) Run(w *world) error {
	if c.Recompute != "" {
		return c.recompute(w)
	}
	trial, err := c.try(w)
	if err != nil {
		return err
	}
	for _, remark := range trial.Remarks {
		w.remark(remark)
	}
	return c.write(w, trial)
}

// try reads what the command line names and scores it.
func (c *scoreCommand) try(w *world) (trial response.Trial, err error) {
	source, err := w.source(c.Questionnaire)
	if err != nil {
		return trial, w.unusable(c.Questionnaire, err)
	}
	given, err := c.response(w)
	if err != nil {
		return trial, w.unusable(c.Response, err)
	}
	if err := c.knownTier(source.Definition); err != nil {
		return trial, err
	}
	files, err := c.files(w, &given)
	if err != nil {
		return trial, err
	}
	at := given.AsOf
	if moment, ok := response.Moment(c.At); ok {
		at = moment
	} else if at == 0 {
		at = time.Now().UnixMicro()
	}
	if trial, err = given.Try(source.Definition, files, at); err != nil {
		return trial, w.unusable(c.Response, err)
	}
	return trial, nil
}

func (c *scoreCommand) response(w *world) (given response.Response, err error) {
	text, err := w.readFile(c.Response, response.MaxFileSize)
	if err != nil {
		return given, err
	}
	if given, err = response.Load(text); err == nil && c.Tier != "" {
		given.Tier = c.Tier
	}
	return given, err
}

// knownTier refuses a tier on the command line that the questionnaire lacks: the
// response's own is looked at where the response is.
func (c *scoreCommand) knownTier(def *questionnaire.Definition) error {
	names := make([]string, len(def.Tiers))
	for i, tier := range def.Tiers {
		names[i] = tier.ID
	}
	switch {
	case c.Tier == "" || slices.Contains(names, c.Tier):
		return nil
	case len(names) == 0:
		return fault.New(fault.Invalid, "unknown_tier", "The questionnaire has no tiers.").WithRemedy("Leave --tier out.")
	}
	return fault.New(fault.Invalid, "unknown_tier", "The questionnaire has no tier of the id that --tier gives.").
		WithRemedy("Its tiers are: " + strings.Join(names, ", ") + ".")
}

// unusable tells places in a file as compilers do, and other errors plainly.
func (w *world) unusable(file string, err error) error {
	w.tellUnusable(spoken(file), err)
	return errTold
}

// write gives the scorecard in the format asked for.
func (c *scoreCommand) write(w *world, trial response.Trial) error {
	if c.Format == "pdf" && c.Out == "-" && onTerminal(w.stdout) {
		return fault.New(fault.Invalid, "needs_out", "A PDF means nothing on a terminal.").WithRemedy("Name a file with --out.")
	}
	var out bytes.Buffer
	if err := c.render(&out, trial); err != nil {
		return fault.Wrap(err, "make the scorecard")
	}
	return w.deliver(c.Out, out.Bytes(), confidential)
}

func (c *scoreCommand) render(out io.Writer, trial response.Trial) error {
	switch c.Format {
	case "trace":
		return text.Trace(out, trial.Trace())
	case "json":
		doc, _, err := report.Encode(trial.Scorecard())
		if err == nil {
			_, err = out.Write(append(doc, '\n'))
		}
		return err
	case "html":
		return html.Scorecard(out, trial.Scorecard())
	case "pdf":
		return pdf.Scorecard(out, trial.Scorecard(), pdf.Style{})
	default:
		return text.Scorecard(out, trial.Scorecard())
	}
}
