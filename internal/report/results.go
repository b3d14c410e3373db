package report

import (
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

func (b *builder) resultLines() []ResultLine {
	r := b.in.Result
	return []ResultLine{
		resultLine("overall", "Overall", "Both results together. Quality: how good the answers are if true. Confidence: how well they are proven. “Could be”: if all mere claims are false, or all true.", r.Overall),
		resultLine("exposure", "Exposure", "How little memory-unsafe code (C, C++ and similar) meets input from strangers. A high score means little exposure.", r.Exposure),
		resultLine("practice", "Practice", "How well the vendor governs the unsafe code that remains, its suppliers and its fixes.", r.Practice),
	}
}

func resultLine(id, title, explains string, s *scoring.Summary) ResultLine {
	line := ResultLine{ID: id, Title: title, Explains: explains, Score: dash, Quality: dash, Confidence: dash,
		Answered: dash, NotApplicable: dash, Lower: dash, Upper: dash}
	if s == nil {
		return line
	}
	line.Scored = true
	line.Score, line.ScoreMicro = percent(s.Score), s.Score
	line.Quality, line.QualityMicro = percent(s.Quality), s.Quality
	line.Confidence, line.ConfidenceMicro = percent(s.Confidence), s.Confidence
	line.Lower, line.LowerMicro = percent(s.Lower), s.Lower
	line.Upper, line.UpperMicro = percent(s.Upper), s.Upper
	line.Answered, line.NotApplicable = percent(s.AnsweredShare), percent(s.NAShare)
	return line
}

func (b *builder) gates() []Gate {
	out := []Gate{}
	for _, g := range b.in.Result.Gates {
		because := []string{}
		for _, id := range g.Because {
			because = append(because, b.basis(id))
		}
		out = append(out, Gate{ID: g.ID, Title: g.Title, Outcome: string(g.Outcome), Why: b.plain(g.Why),
			Because: because, Remedy: remedyWords(g), RemedyBy: g.RemedyBy, ProposedBy: g.ProposedBy, ApprovedBy: g.ApprovedBy})
	}
	return out
}

// basis words one thing a gate or finding rests on: a question by its title and
// answer, a fact by its name in words.
func (b *builder) basis(id string) string {
	if b.questions[id] != nil {
		return b.title(id) + ": " + b.answerWords(id)
	}
	return factName(id)
}

func (b *builder) pointsTotal() string {
	if b.in.Result.Overall == nil {
		return dash
	}
	return scoring.FormatPercent(b.in.Result.Overall.Score, 2)
}

// sections words every section and makes the printed contributions add up: the
// sections to the overall score, the questions to their section.
func (b *builder) sections() []Section {
	overall := int64(0)
	if b.in.Result.Overall != nil {
		overall = roundTo(b.in.Result.Overall.Score, 2)
	}
	parts := make([]int64, len(b.in.Result.Sections))
	for i, s := range b.in.Result.Sections {
		parts[i] = s.Contribution
	}
	printed := apportion(parts, overall)
	out := []Section{}
	for i, s := range b.in.Result.Sections {
		out = append(out, b.section(s, printed[i]))
	}
	return out
}

func (b *builder) section(s scoring.SectionResult, contribution int64) Section {
	parts := make([]int64, len(s.Questions))
	for i, q := range s.Questions {
		parts[i] = q.Contribution
	}
	printed := apportion(parts, contribution)
	out := Section{ID: s.ID, Title: b.sectionTitle(s.ID), Dimension: word(dimensionWords, s.Dimension), Weight: s.Weight,
		Result: resultLine(s.ID, b.sectionTitle(s.ID), "", s.Summary), Contribution: scaled(contribution, 2), Questions: []Question{}}
	for i, q := range s.Questions {
		out.Questions = append(out.Questions, b.question(q, printed[i]))
	}
	return out
}

func (b *builder) sectionTitle(id string) string {
	for _, s := range b.in.Definition.Sections {
		if s.ID == id {
			return s.Title
		}
	}
	return id
}

// counts reports whether the question's numbers mean anything.
func counts(s scoring.Status) bool {
	switch s {
	case scoring.StatusExcluded, scoring.StatusNAAccepted, scoring.StatusNotScored:
		return false
	}
	return true
}

func (b *builder) question(r scoring.QuestionResult, contribution int64) Question {
	out := Question{ID: r.ID, Text: b.questionText(r.ID), Answer: b.answerWords(r.ID), AnswerTable: b.answerTable(r.ID),
		Status: word(statusWords, r.Status), StatusID: string(r.Status), Weight: r.Weight,
		Quality: dash, Confidence: dash, Contribution: dash, Rung: word(rungWords, r.Rung), RungID: string(r.Rung),
		Rule: b.factsInWords(r.Rule), Why: b.factsInWords(r.ConfidenceWhy), Evidence: b.evidenceOf(r), Reviews: b.reviewsOf(r.ID)}
	if counts(r.Status) {
		out.Quality, out.Confidence, out.Contribution = factor(r.Quality), factor(r.Confidence), scaled(contribution, 2)
	}
	if r.Expired {
		out.Rung += ", evidence past its age"
	}
	if q := b.questions[r.ID]; q != nil {
		out.Title, out.MapsTo, out.Type = q.Title, q.MapsTo, word(typeWords, q.Type)
	}
	if a := b.answers[r.ID]; a != nil {
		out.Comment = a.Comment
		if a.NotApplicable != nil {
			out.NAReason = a.NotApplicable.Reason
		}
		if c := a.Citation; c != nil {
			out.Citation = citation(c.Title, c.URL, c.RetrievedOn)
		}
		if a.Carried != nil {
			out.Carried = a.Carried.Words(r.ID)
		}
	}
	return out
}

func citation(title, url, on string) string {
	text := url
	if title != "" {
		text = title + ", " + url
	}
	if on != "" {
		text += " (read on " + on + ")"
	}
	return text
}

// evidenceOf lists register numbers: what the answer links, then what the
// score used besides.
func (b *builder) evidenceOf(r scoring.QuestionResult) []string {
	out, seen := []string{}, map[string]bool{}
	add := func(id string) {
		if n, ok := b.numbers[id]; ok && !seen[id] {
			seen[id] = true
			out = append(out, n)
		}
	}
	if a := b.answers[r.ID]; a != nil {
		for _, link := range a.Evidence {
			add(link.EvidenceID)
		}
	}
	for _, id := range r.EvidenceIDs {
		add(id)
	}
	return out
}

// worse reports whether severity x is worse than y.
func worse(x, y questionnaire.Severity) bool { return severityRank[x] < severityRank[y] }

var severityRank = map[questionnaire.Severity]int{
	questionnaire.Critical: 0, questionnaire.High: 1, questionnaire.Medium: 2, questionnaire.Low: 3,
}
