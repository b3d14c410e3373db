// Package webui holds what browsers of people get: today the vendor portal, one
// page with one script and one style sheet. Everything travels inside the
// binary, nothing is built beforehand and nothing is loaded from elsewhere. The
// page works over the operations that openapi.yaml lists under Portal and knows
// no other way in. It gives bytes and hashes; package httpapi serves them.
package webui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"html/template"
	"slices"
	"strings"
	"sync"

	"memsure/internal/fault"
	"memsure/internal/questionnaire/browser"
)

//go:embed portal
var portal embed.FS

// The parts of the script, in the order in which they build on each other. What
// stands in decisions touches neither the page nor the network.
var (
	decisions = []string{"words.js", "values.js", "answers.js", "saves.js", "showing.js"}
	drawing   = []string{"api.js", "dom.js", "state.js", "door.js", "inbox.js", "fields.js", "table.js", "proof.js",
		"given.js", "question.js", "clash.js", "earlier.js", "people.js", "workbook.js", "finish.js", "typed.js", "assessment.js", "desk.js", "start.js"}
)

// Asset is one file of the page. Hash names its content; Integrity is the same
// digest as browsers check it.
type Asset struct {
	Body      []byte // not to be changed
	Hash      string
	Integrity string
}

// Assets is the portal: the page, and the script and style sheet it names by
// hash.
type Assets struct {
	Page   []byte // not to be changed
	Script Asset
	Style  Asset
}

// Portal puts the vendor portal together, once. It fails with an Internal fault
// where a part is missing from the binary, and gives the same afterwards.
var Portal = sync.OnceValues(assemble)

// Decisions gives the part of the script that decides and does not draw: it
// runs outside of browsers too. It defines memsurePortal and memsureConditions.
func Decisions() ([]byte, error) { return joined(decisions) }

func assemble() (Assets, error) {
	script, err := joined(slices.Concat(decisions, drawing))
	if err != nil {
		return Assets{}, err
	}
	style, err := portal.ReadFile("portal/portal.css")
	if err != nil {
		return Assets{}, fault.Wrap(err, "reading the portal's style sheet")
	}
	a := Assets{Script: asset(script), Style: asset(style)}
	page, err := template.ParseFS(portal, "portal/portal.html")
	if err != nil {
		return Assets{}, fault.Wrap(err, "reading the portal's page")
	}
	var out bytes.Buffer
	err = page.Execute(&out, a)
	a.Page = out.Bytes()
	return a, fault.Wrap(err, "writing the portal's page")
}

// joined is the conditions' evaluator and the named parts in one file.
func joined(parts []string) ([]byte, error) {
	out := []string{string(browser.Conditions())}
	for _, name := range parts {
		text, err := portal.ReadFile("portal/" + name)
		if err != nil {
			return nil, fault.Wrap(err, "reading the portal's script")
		}
		out = append(out, string(text))
	}
	return []byte(strings.Join(out, "\n")), nil
}

func asset(body []byte) Asset {
	sum := sha256.Sum256(body)
	return Asset{Body: body, Hash: hex.EncodeToString(sum[:16]),
		Integrity: "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}
}
