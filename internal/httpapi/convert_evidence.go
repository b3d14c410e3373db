package httpapi

import (
	"encoding/json"

	"memsure/api"
	"memsure/internal/fact"
	"memsure/internal/fault"
	"memsure/internal/store"
)

// evidenceOut writes a file with what was read out of it.
func evidenceOut(e store.Evidence) (api.Evidence, error) {
	var facts []fact.Fact
	warnings := []string{}
	if err := json.Unmarshal(e.Facts, &facts); err != nil {
		return api.Evidence{}, fault.Wrap(err, "decode stored facts")
	}
	if err := json.Unmarshal(e.Warnings, &warnings); err != nil {
		return api.Evidence{}, fault.Wrap(err, "decode stored warnings")
	}
	return api.Evidence{
		ID: e.ID, FileName: e.FileName, Kind: e.Kind, Size: e.Size, Sha256: e.SHA256, Format: some(e.Format),
		Status: api.EvidenceStatus(e.Status), Problem: some(e.Problem), DatedOn: day(e.DatedOn),
		ReceivedAt: moment(e.ReceivedUS), Facts: each(facts, factOut), Warnings: warnings,
	}, nil
}

// evidencesOut writes a list of files.
func evidencesOut(rows []store.Evidence) ([]api.Evidence, error) {
	out := make([]api.Evidence, len(rows))
	for i, row := range rows {
		var err error
		if out[i], err = evidenceOut(row); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func factOut(f fact.Fact) api.Fact {
	return api.Fact{Name: f.Name, Kind: api.FactKind(f.Kind), Shown: f.Shown(), Place: f.Place, Reader: f.Reader,
		AsOf: some(f.AsOf), Assurance: api.FactAssurance(f.Assurance)}
}

func revisionSummaryOut(r store.Revision) api.RevisionSummary {
	return api.RevisionSummary{Number: r.Number, Digest: r.Digest, SubmittedAt: moment(r.SubmittedUS)}
}
