package httpapi

import (
	"memsure/api"
	"memsure/internal/app"
	"memsure/internal/questionnaire"
)

// panelOut lists who grades together; absent where any evaluator does.
func panelOut(persons []string) *[]string {
	if len(persons) == 0 {
		return nil
	}
	return &persons
}

func weightsIn(in *api.Weights) (w questionnaire.Weights) {
	if in == nil {
		return w
	}
	read := func(list *[]api.Weight) []questionnaire.Weight {
		if len(given(list)) == 0 {
			return nil
		}
		return each(*list, func(w api.Weight) questionnaire.Weight { return questionnaire.Weight{ID: w.ID, Weight: w.Weight} })
	}
	return questionnaire.Weights{Sections: read(in.Sections), Questions: read(in.Questions)}
}

// weightProfileOut lists every section and every question that earns points.
func weightProfileOut(p app.WeightProfile) api.WeightProfile {
	out := api.WeightProfile{Tier: some(p.Tier), Frozen: p.Frozen, Digest: some(p.WeightsDigest), Etag: app.ETag(p.RowVersion),
		Sections: []api.WeightLine{}, Questions: []api.WeightLine{}}
	for s := range p.Authored.Sections {
		authored, counted := &p.Authored.Sections[s], &p.Effective.Sections[s]
		out.Sections = append(out.Sections, api.WeightLine{ID: authored.ID, Title: authored.Title, Authored: authored.Weight,
			Tier: weightOf(p.TierOwn.Sections, authored.ID), Own: weightOf(p.Own.Sections, authored.ID), Effective: counted.Weight})
		for q := range authored.Questions {
			question := &authored.Questions[q]
			if question.Role != questionnaire.RoleAward || question.Scoring.Kind == questionnaire.ScoreNone {
				continue
			}
			out.Questions = append(out.Questions, api.WeightLine{ID: question.ID, Title: questionTitle(question), Authored: question.Weight,
				Tier: weightOf(p.TierOwn.Questions, question.ID), Own: weightOf(p.Own.Questions, question.ID), Effective: counted.Questions[q].Weight})
		}
	}
	return out
}

func questionTitle(q *questionnaire.Question) string {
	if q.Title != "" {
		return q.Title
	}
	return q.Text
}

func weightOf(list []questionnaire.Weight, id string) *int {
	for i := range list {
		if list[i].ID == id {
			return &list[i].Weight
		}
	}
	return nil
}
