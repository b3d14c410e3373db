package scoring_test

import (
	"math/big"
	"slices"

	"memsure/internal/assessment"
	"memsure/internal/fact"
	"memsure/internal/questionnaire"
	"memsure/internal/scoring"
)

// wrongEngine is an engine with one mistake, and the law that catches it.
type wrongEngine struct {
	name, law string
	engine    func() engine // a new one: some remember things
}

// The mistakes of the arithmetic put a wrong roll-up in place of the real one;
// the others change what goes into the real engine or what comes out of it.
var wrongEngines = []wrongEngine{
	{"adds confidence instead of multiplying", "confidence never raises a score above quality", rolled(func(u *rollUp) {
		u.points = func(q *scoring.QuestionResult) *big.Rat {
			return times(big.NewRat(1, 2), new(big.Rat).Add(micro(q.Quality), micro(q.Confidence)))
		}
	})},
	{"takes the better of quality and confidence", "confidence never raises a score above quality", rolled(func(u *rollUp) {
		u.points = func(q *scoring.QuestionResult) *big.Rat { return micro(max(q.Quality, q.Confidence)) }
	})},
	{"lets proof count against the vendor", "proven, claimed, silent, contradicted rank in this order", rolled(func(u *rollUp) {
		u.points = func(q *scoring.QuestionResult) *big.Rat {
			return times(micro(q.Quality), micro(1_000_000-q.Confidence))
		}
	})},
	{"marks on a curve", "a better answer never lowers", onACurve},
	{"pays most for the middle", "a better judgement or proof never lowers", rolled(func(u *rollUp) {
		u.points = func(q *scoring.QuestionResult) *big.Rat {
			return times(micro(4*q.Quality), micro(1_000_000-q.Quality))
		}
	})},
	{"swaps exposure and practice", "the arithmetic is the published one", after(func(_ *scoring.Input, r *scoring.Result) {
		r.Exposure, r.Practice = r.Practice, r.Exposure
	})},
	{"rounds every section before the total", "the arithmetic is the published one", after(roundSections)},
	{"weighs all sections alike", "the arithmetic is the published one", after(func(in *scoring.Input, r *scoring.Result) {
		even := *r
		even.Sections = slices.Clone(r.Sections)
		for s := range even.Sections {
			even.Sections[s].Weight = min(1, even.Sections[s].Weight)
		}
		publish(in, &even, r, asPublished())
	})},
	{"adds one to every weight", "only proportions of weights count", rolled(func(u *rollUp) {
		u.weight = func(q *scoring.QuestionResult) int { return q.Weight + 1 }
	})},
	{"doubles every score", "bounds hold the score", after(func(_ *scoring.Input, r *scoring.Result) {
		eachSummary(r, func(s *scoring.Summary) { s.Score *= 2 })
	})},
	{"forgets what open claims could lose", "open claims stay within the bounds", after(func(_ *scoring.Input, r *scoring.Result) {
		eachSummary(r, func(s *scoring.Summary) { s.Lower = s.Score })
	})},
	{"forgets what open claims could gain", "open claims stay within the bounds", after(func(_ *scoring.Input, r *scoring.Result) {
		eachSummary(r, func(s *scoring.Summary) { s.Upper = s.Score })
	})},
	{"says that anything is possible", "open claims stay within the bounds", after(func(_ *scoring.Input, r *scoring.Result) {
		eachSummary(r, func(s *scoring.Summary) { s.Lower, s.Upper = 0, whole })
	})},
	{"rounds every contribution by itself", "contributions sum exactly", after(roundContributions)},
	{"gives the first question all that rounding leaves", "contributions sum exactly", after(restToFirst)},

	{"leaves pending claims out of the denominator", "not applicable and not accepted equals no answer", without(scoring.StatusNAPending)},
	{"leaves rejected claims out of the denominator", "not applicable and not accepted equals no answer", without(scoring.StatusNARejected)},
	{"counts the value beside a claim not to apply", "not applicable and not accepted equals no answer", before(valueBesideClaim)},
	{"keeps accepted claims in the denominator", "not applicable and accepted equals absent", rolled(func(u *rollUp) {
		counts := u.counts
		u.counts = func(q *scoring.QuestionResult) bool { return counts(q) || q.Status == scoring.StatusNAAccepted }
	})},
	{"counts the value beside an accepted claim", "not applicable and accepted equals absent", before(valueBesideClaim)},
	{"turns null into 0", "nothing applicable gives null", after(func(_ *scoring.Input, r *scoring.Result) {
		for _, s := range published(r) {
			if *s == nil {
				*s = &scoring.Summary{}
			}
		}
	})},
	{"turns 0 into null", "nothing applicable gives null", after(func(_ *scoring.Input, r *scoring.Result) {
		for _, s := range published(r) {
			if *s != nil && (*s).Score == 0 {
				*s = nil
			}
		}
	})},
	{"leaves the unanswered out of the denominator", "proven, claimed, silent, contradicted rank in this order", without(scoring.StatusUnanswered)},
	{"takes contradicted answers for claims", "proven, claimed, silent, contradicted rank in this order", before(func(in *scoring.Input) {
		for i := range in.Reviews {
			if in.Reviews[i].Confidence == "contradicted" {
				in.Reviews[i].Confidence = "claimed"
			}
		}
	})},
	{"takes contradicted answers for silence", "proven, claimed, silent, contradicted rank in this order", before(contradictedIsSilence)},
	{"takes any linked file for proof", "proven, claimed, silent, contradicted rank in this order", before(linkIsProof)},

	{"excludes what should inherit", "hiding never pays", without(scoring.StatusInherited)},
	{"gives what is hidden full marks", "hiding never pays", rolled(func(u *rollUp) {
		points := u.points
		u.points = func(q *scoring.QuestionResult) *big.Rat {
			if q.Status == scoring.StatusInherited {
				return big.NewRat(1, 1)
			}
			return points(q)
		}
	})},
	{"leaves out what nobody knows whether it applies", "hiding never pays", without(scoring.StatusUndecided)},
	{"inherits full confidence", "hiding never pays", after(func(_ *scoring.Input, r *scoring.Result) {
		eachQuestion(r, func(q *scoring.QuestionResult) {
			if q.Status == scoring.StatusInherited {
				q.Confidence = 1_000_000
			}
		})
	})},
	{"shows every question that was answered", "answers to hidden questions have no influence", before(showAnswered)},
	{"reads the files of hidden answers", "answers to hidden questions have no influence", before(func(in *scoring.Input) {
		for _, f := range in.Facts {
			f.EvidenceID = "from " + f.EvidenceID
			in.Facts = append(in.Facts, f)
		}
	})},
	{"takes the best of what files show", "another file never helps", before(bestFact)},
	{"takes public sources for the vendor", "public sources prove nothing", before(func(in *scoring.Input) { in.Source = assessment.SourceVendor })},

	{"takes the first fact of a name", "order is irrelevant", before(func(in *scoring.Input) {
		in.Facts = firsts(in.Facts, func(f fact.Fact) string { return f.Name })
	})},
	{"takes the first review of a subject", "order is irrelevant", before(func(in *scoring.Input) {
		in.Reviews = firsts(in.Reviews, func(r assessment.Review) string { return string(r.Kind) + r.QuestionID + r.GateID + r.FindingID })
	})},
	{"loses the last answer", "order is irrelevant", before(func(in *scoring.Input) {
		in.Revision.Answers = in.Revision.Answers[:max(0, len(in.Revision.Answers)-1)]
	})},
	{"weighs later sections less", "order is irrelevant", before(func(in *scoring.Input) {
		recompile(in, func(def *questionnaire.Definition) {
			for s := range def.Sections {
				def.Sections[s].Weight /= s + 1
			}
		})
	})},
	{"counts the first question twice", "order is irrelevant", before(func(in *scoring.Input) {
		recompile(in, func(def *questionnaire.Definition) { def.Sections[0].Questions[0].Weight *= 2 })
	})},

	{"looks at the clock", "recomputed equals stored", lookingAtTheClock},
	{"remembers the response before", "recomputed equals stored", remembering},
	{"reads internal notes", "recomputed equals stored", before(func(in *scoring.Input) {
		in.Reviews = slices.DeleteFunc(in.Reviews, func(r assessment.Review) bool { return r.Note != "" })
	})},
}

// before changes a copy of the input.
func before(change func(*scoring.Input)) func() engine {
	return func() engine {
		return func(in scoring.Input) (scoring.Result, error) {
			in.Revision.Answers, in.Facts, in.Reviews = slices.Clone(in.Revision.Answers), slices.Clone(in.Facts), slices.Clone(in.Reviews)
			change(&in)
			return scoring.Score(in)
		}
	}
}

// after changes the result.
func after(change func(*scoring.Input, *scoring.Result)) func() engine {
	return func() engine {
		return func(in scoring.Input) (scoring.Result, error) {
			r, err := scoring.Score(in)
			change(&in, &r)
			return r, err
		}
	}
}

// rolled rolls the explained questions up in another way.
func rolled(change func(*rollUp)) func() engine {
	u := asPublished()
	change(&u)
	return after(func(in *scoring.Input, r *scoring.Result) { publish(in, r, r, u) })
}

// without leaves questions of one status out of the denominator.
func without(status scoring.Status) func() engine {
	return rolled(func(u *rollUp) {
		counts := u.counts
		u.counts = func(q *scoring.QuestionResult) bool { return counts(q) && q.Status != status }
	})
}

// publish replaces the published scores by those of a roll-up of from.
func publish(in *scoring.Input, from, to *scoring.Result, u rollUp) {
	for d, s := range published(to) {
		exact := u.score(in.Version.Definition, from, d)
		switch {
		case exact == nil:
			*s = nil
		case *s == nil:
			*s = &scoring.Summary{Score: millionths(exact)}
		default:
			(*s).Score = millionths(exact)
		}
	}
}

func eachSummary(r *scoring.Result, change func(*scoring.Summary)) {
	for _, s := range published(r) {
		if *s != nil {
			change(*s)
		}
	}
}

func eachQuestion(r *scoring.Result, change func(*scoring.QuestionResult)) {
	for s := range r.Sections {
		for q := range r.Sections[s].Questions {
			change(&r.Sections[s].Questions[q])
		}
	}
}

// onACurve measures every quality by the best of the response.
func onACurve() engine {
	return func(in scoring.Input) (scoring.Result, error) {
		r, err := scoring.Score(in)
		best := int64(1)
		eachQuestion(&r, func(q *scoring.QuestionResult) { best = max(best, q.Quality) })
		u := asPublished()
		u.points = func(q *scoring.QuestionResult) *big.Rat {
			return times(big.NewRat(q.Quality, best), micro(q.Confidence))
		}
		publish(&in, &r, &r, u)
		return r, err
	}
}

func roundSections(in *scoring.Input, r *scoring.Result) {
	if asPublished().flat(in.Version.Definition) || r.Overall == nil {
		return
	}
	sum, weights := int64(0), int64(0)
	for _, s := range r.Sections {
		if s.Summary != nil {
			sum, weights = sum+s.Summary.Score*int64(s.Weight), weights+int64(s.Weight)
		}
	}
	r.Overall.Score = (sum + weights/2) / weights
}

// exactParts gives every question's part of the total in millionths of a
// percent.
func exactParts(in *scoring.Input, r *scoring.Result, visit func(q *scoring.QuestionResult, part *big.Rat)) {
	eachQuestion(r, func(of *scoring.QuestionResult) {
		u := asPublished()
		u.points = func(q *scoring.QuestionResult) *big.Rat {
			if q != of {
				return new(big.Rat)
			}
			return asPublished().points(q)
		}
		if part := u.score(in.Version.Definition, r, ""); part != nil {
			visit(of, part)
		}
	})
}

func roundContributions(in *scoring.Input, r *scoring.Result) {
	exactParts(in, r, func(q *scoring.QuestionResult, part *big.Rat) { q.Contribution = millionths(part) })
	sumSections(r)
}

func restToFirst(in *scoring.Input, r *scoring.Result) {
	if r.Overall == nil {
		return
	}
	left, first := r.Overall.Score, (*scoring.QuestionResult)(nil)
	exactParts(in, r, func(q *scoring.QuestionResult, part *big.Rat) {
		x := times(part, big.NewRat(whole, 1))
		q.Contribution = new(big.Int).Quo(x.Num(), x.Denom()).Int64()
		if left -= q.Contribution; first == nil && part.Sign() > 0 {
			first = q
		}
	})
	if first != nil {
		first.Contribution += left
	}
	sumSections(r)
}

func sumSections(r *scoring.Result) {
	for s := range r.Sections {
		r.Sections[s].Contribution = 0
		for _, q := range r.Sections[s].Questions {
			r.Sections[s].Contribution += q.Contribution
		}
	}
}

// valueBesideClaim forgets the claim that a question does not apply where a
// value was given as well.
func valueBesideClaim(in *scoring.Input) {
	for i := range in.Revision.Answers {
		if in.Revision.Answers[i].Value != nil {
			in.Revision.Answers[i].NotApplicable = nil
		}
	}
}

func contradictedIsSilence(in *scoring.Input) {
	for _, r := range in.Reviews {
		if r.Confidence == "contradicted" {
			in.Revision.Answers = slices.DeleteFunc(in.Revision.Answers, func(a assessment.Answer) bool { return a.QuestionID == r.QuestionID })
		}
	}
}

// linkIsProof finds every answer with a linked file documented.
func linkIsProof(in *scoring.Input) {
	for _, a := range in.Revision.Answers {
		if len(a.Evidence) > 0 {
			in.Reviews = append(in.Reviews, assessment.Review{
				ID: "link-" + a.QuestionID, Kind: assessment.ReviewVerdict, QuestionID: a.QuestionID, Revision: in.Revision.Number, At: 99,
				Confidence: "documented", EvidenceID: a.Evidence[0].EvidenceID, Place: "somewhere",
			})
		}
	}
}

// recompile changes the questionnaire; where that leaves none it stays as it is.
func recompile(in *scoring.Input, change func(*questionnaire.Definition)) {
	if version, err := questionnaire.Compile(changed(in.Version, change)); err == nil {
		in.Version = version
	}
}

func showAnswered(in *scoring.Input) {
	answered := map[string]bool{}
	for _, a := range in.Revision.Answers {
		answered[a.QuestionID] = true
	}
	recompile(in, func(def *questionnaire.Definition) {
		for s := range def.Sections {
			for q := range def.Sections[s].Questions {
				if question := &def.Sections[s].Questions[q]; answered[question.ID] {
					question.When = nil
				}
			}
		}
	})
}

// bestFact lets the highest value of a name stand in all files.
func bestFact(in *scoring.Input) {
	best := map[string]fact.Fact{}
	for _, f := range in.Facts {
		if known, ok := best[f.Name]; !ok || f.Micro > known.Micro {
			best[f.Name] = f
		}
	}
	for i := range in.Facts {
		in.Facts[i].Micro, in.Facts[i].Text, in.Facts[i].Flag = best[in.Facts[i].Name].Micro, best[in.Facts[i].Name].Text, best[in.Facts[i].Name].Flag
	}
}

func firsts[T any](all []T, subject func(T) string) (some []T) {
	seen := map[string]bool{}
	for _, one := range all {
		if !seen[subject(one)] {
			some = append(some, one)
		}
		seen[subject(one)] = true
	}
	return some
}

// lookingAtTheClock scores for the moment it is called, not for Input.At.
func lookingAtTheClock() engine {
	const days = int64(24*60*60) * 1_000_000
	now := today.UnixMicro()
	return func(in scoring.Input) (scoring.Result, error) {
		in.At, now = now, now+300*days
		return scoring.Score(in)
	}
}

// remembering takes over what the response before answered and this one does
// not.
func remembering() engine {
	var last []assessment.Answer
	return func(in scoring.Input) (scoring.Result, error) {
		own := in.Revision.Answers
		in.Revision.Answers = firsts(slices.Concat(own, last), func(a assessment.Answer) string { return a.QuestionID })
		last = own
		return scoring.Score(in)
	}
}
