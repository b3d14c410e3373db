package questionnaires_test

import "slices"

func sorted(names []string) []string {
	slices.Sort(names)
	return names
}

// described is what editors show on each field.
var described = map[string]string{
	"Definition.schema":      "Name of this form. May be left out.",
	"Definition.slug":        "Name of the questionnaire in addresses and files. All versions of one questionnaire share it.",
	"Definition.version":     "Version of three numbers. A published version never changes.",
	"Definition.title":       "Name that people read.",
	"Definition.description": "What the questionnaire is for, in a few sentences.",
	"Definition.language":    "Language of the texts, such as en or de-CH.",
	"Definition.ruleset":     "All numbers a score follows, besides weights and scores of answers.",
	"Definition.tiers":       "Levels of inherent risk an assessment may have, most critical first.",
	"Definition.sections":    "The questions, in sections.",
	"Definition.gates":       "Knock-outs that rest on several answers or on facts. Points never make up for a failed gate.",
	"Definition.checks":      "Comparisons of what the vendor states with what files show.",

	"Ruleset.id":                 "Name of the ruleset; a changed ruleset gets a new one.",
	"Ruleset.arithmetic":         "Number of the arithmetic; 1 is the only one.",
	"Ruleset.roll_up":            "sections: weighted sections of weighted questions. flat: all questions against one total.",
	"Ruleset.confidence":         "What each rung of proof is worth, from 0 to 1.",
	"Ruleset.bands":              "Ratings, best first; the last begins at 0.",
	"Ruleset.exposure_caps":      "The best band possible while the exposure score is low.",
	"Ruleset.integrity_fails_at": "So many settled contradictions fail the integrity gate; 0 or absent: no such gate.",
	"Ladder.claimed":             "The vendor states it, without proof.",

	"Ladder.claimed_proof_required": "The vendor states it, without the proof that the question requires.",
	"Ladder.documented":             "A reader found a fact, or an evaluator named the place in a file.",
	"Ladder.verified":               "An independent party, or recomputation against the delivered files.",

	"Band.id": "Letter of the rating.", "Band.label": "Its name.", "Band.at_least": "The lowest overall score (0–100) of the band.",
	"ExposureCap.below": "Applies while the exposure score (0–100) is below this.", "ExposureCap.band": "The best band that is then possible.",
	"Tier.id": "Id of the tier.", "Tier.label": "What it means, for people.", "Tier.weights": "Weights that take the place of the authored ones in assessments of this tier.",
	"Weights.sections": "Weights of sections, by id.", "Weights.questions": "Weights of questions, by id.",
	"Weight.id": "Id of the section or question.", "Weight.weight": "Its weight, 0 to 1,000,000.",

	"Section.id": "Id of the section.", "Section.title": "Heading.", "Section.help": "What the section is about and who can answer it.",
	"Section.dimension": "exposure: how much unsafe code meets untrusted input. practice: how well it is governed.",
	"Section.weight":    "Weight in the total, 0 to 1,000,000.", "Section.questions": "The questions, in the order they are asked.",

	"Question.id":          "Stays the same across versions for as long as the meaning does.",
	"Question.title":       "A few words that stand for the question in tables.",
	"Question.text":        "The question. One thing only, in plain words.",
	"Question.help":        "What to count, where to find it, and what happens with the answer.",
	"Question.type":        "Kind of answer.",
	"Question.scope":       "Whose answer it is. vendor: given once for all products; product: for every release; release (default): for this release.",
	"Question.required":    "Must be answered before the response can be submitted.",
	"Question.weight":      "Weight inside the section, 0 to 1,000,000.",
	"Question.role":        "award (default): scored. selection: pass or fail only. information: neither.",
	"Question.when":        "The question is shown where this is true.",
	"Question.when_hidden": "inherit (default): a hidden question takes the mark and proof of the answer that hid it. exclude: it leaves the total.",
	"Question.options":     "The choices.",
	"Question.unit":        "Unit of a number.", "Question.min": "Smallest number allowed.", "Question.max": "Largest number allowed.",
	"Question.columns": "Columns of a table.", "Question.min_rows": "Fewest rows of a table.", "Question.max_rows": "Most rows of a table.",
	"Question.max_length": "Longest text, in characters.", "Question.scoring": "How an answer becomes quality.", "Question.evidence": "What proof the question takes.",
	"Question.na": "Whether the vendor may claim that the question does not apply.", "Question.gate": "A knock-out on this question.",
	"Question.red_flag": "Warnings.", "Question.good_answer": "Example of a good answer.", "Question.bad_answer": "Example of an answer that helps nobody.",
	"Question.maps_to": "Controls of external frameworks, such as SSDF-1.1 PW.5.1.", "Question.since": "Version in which the question came.",
	"Question.replaces": "Earlier ids of this question.",

	"Option.id": "Id of the choice.", "Option.label": "What people choose.", "Option.help": "When to choose it.", "Option.score": "Quality from 0 to 1.",
	"Option.exclusive": "Of several choices: stands alone.",
	"Column.id":        "Id of the column.", "Column.label": "Heading.", "Column.type": "Kind of cell.", "Column.required": "No row may leave it empty.",
	"Column.options": "The choices of a cell.", "Column.unit": "Unit of a number.", "Column.min": "Smallest number.", "Column.max": "Largest number.",

	"Scoring.kind":    "Rule that fits the type: yes_is_good, no_is_good, options, anchors, freshness, lead_time, measure, rubric, evidence, none.",
	"Scoring.combine": "Several choices: sum (default, at most 1), min, max or average.", "Scoring.anchors": "Corners of a scale, ascending; straight lines between.",
	"Scoring.measure": "The number computed from a table.", "Scoring.rubric": "Grades an evaluator may give a text.",
	"Scoring.fact": "Scored from this fact where a file shows it, else from the answer.",
	"Anchor.at":    "Number, percentage or days.", "Anchor.score": "Quality there, 0 to 1.",
	"Measure.of":    "count of rows, share of rows in percent, sum of a column, ratio of two columns in percent, average of a column, max of a column.",
	"Measure.where": "Rows that count; all must hold.", "Measure.weight": "Numeric column that is measured or weighs the rows.",
	"Measure.over": "Numeric column that divides: of a ratio, or how often a row counts in an average.", "Measure.among": "Of a share: the rows that form the whole.",
	"CellCondition.column": "Column looked at.", "CellCondition.equals": "The cell is this.", "CellCondition.in": "The cell is one of these.",
	"CellCondition.at_least": "The cell is this or more.", "CellCondition.at_most": "The cell is this or less.",
	"Grade.grade": "Number of the step.", "Grade.score": "Quality, 0 to 1.", "Grade.text": "What a text of this grade shows.",

	"EvidenceRule.accepts": "Kinds of file: sbom, line_counts, audit_report, policy and so on.",
	"EvidenceRule.proof":   "expected: proof raises confidence. required: without it a claim is worth least.", "EvidenceRule.assurance": "none: the answer is its own proof.",
	"EvidenceRule.max_age_days": "Older files count a step less.", "EvidenceRule.facts": "Facts in a linked file that document the answer.",
	"NARule.allowed": "The claim is possible.", "NARule.reason_required": "The claim needs a reason.",

	"Gate.id": "Id; of a question's own gate the question's id, if left out.", "Gate.title": "What the gate asks for.", "Gate.why": "Why it is a knock-out.",
	"Gate.pass": "The gate passes where this is true, fails where it is false, and waits for a person where it is unknown.", "Gate.tiers": "Tiers it holds for; absent: all.",
	"RedFlag.id": "Id.", "RedFlag.when": "Raised where this is true.", "RedFlag.message": "What the reader should know.", "RedFlag.severity": "How grave it is.",
	"Check.id": "Id.", "Check.questions": "Questions whose answers it speaks about.", "Check.claim": "The claim, in words.",
	"Check.contradicted": "The file shows otherwise where this is true.", "Check.supported": "The file shows the same where this is true.",
	"Check.message": "What is wrong, in words.", "Check.resolve": "What would settle it.", "Check.severity": "How grave it is.",

	"Condition.all": "All of these hold.", "Condition.any": "One of these holds.", "Condition.not": "This does not hold.",
	"Condition.question": "Question whose answer is tested.", "Condition.fact": "Fact that is tested.", "Condition.equals": "It is this.",
	"Condition.in": "It is one of these.", "Condition.at_least": "It is this or more.", "Condition.at_most": "It is this or less.",
	"Condition.answered": "There is an answer, or there is none.", "Condition.differs": "The answer and a fact are further apart than a tolerance.",
	"Difference.fact": "Fact compared with.", "Difference.by_more_than": "The tolerance, in the unit of the question.",
}
