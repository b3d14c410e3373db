package scoring

import "memsure/internal/questionnaire"

// exactScore compares a published result before it is rounded.
type exactScore struct {
	products natural // Σ factor·wae
	unit     natural // what makes a millionth of a percent
}

func (r *run) exact(s *scale) exactScore {
	return exactScore{s.sum(r.totals, func(t *sums) natural { return t.score.natural() }), s.denominator.times(nat(perProduct))}
}

// atLeast tells whether the exact score reaches a limit in millionths of a
// percent.
func (x exactScore) atLeast(limit int64) bool {
	return x.products.compare(x.unit.times(nat(limit))) >= 0
}

// band gives the best band the exact overall score reaches, the last one where
// it reaches none, and then the cap that the exact exposure score sets. Where
// nothing of exposure is scorable its caps cannot run, which is said.
func (r *run) band(out *Result) {
	if out.Overall == nil || len(r.bands) == 0 {
		return
	}
	overall := r.exact(&r.scales[0])
	reached := len(r.bands) - 1
	for i := range r.bands {
		if overall.atLeast(r.bands[i].atLeast) {
			reached = i
			break
		}
	}
	capped, by := r.capped(out, reached)
	out.Band = r.bands[capped].id
	if by != nil {
		out.BandBeforeCap = r.bands[reached].id
		if r.words {
			out.CapReason = r.capReason(out.Exposure.Score, by)
		}
	}
}

func (r *run) capped(out *Result, reached int) (int, *capPlan) {
	if len(r.caps) == 0 {
		return reached, nil
	}
	if out.Exposure == nil {
		r.note("exposure_caps", "No exposure question applies, so that exposure sets no limit on the band.")
		return reached, nil
	}
	exposure, worst := r.exact(&r.scales[1]), (*capPlan)(nil)
	for i := range r.caps {
		if limit := &r.caps[i]; limit.band > reached && !exposure.atLeast(limit.below) {
			reached, worst = limit.band, limit
		}
	}
	return reached, worst
}

func (r *run) capReason(exposure int64, by *capPlan) string {
	return "Exposure scores " + FormatPercent(exposure, 1) + ", below " + FormatPercent(by.below, 1) +
		"; the band can then be no better than " + r.bandLabel(by.band) + "."
}

func (r *run) bandLabel(i int) string {
	band := r.version.Definition.Ruleset.Bands[i]
	if band.Label != "" {
		return band.Label
	}
	return band.ID
}

// dimensions are the published results, in the order of run.scales.
var dimensions = [...]questionnaire.Dimension{"", questionnaire.Exposure, questionnaire.Practice}
