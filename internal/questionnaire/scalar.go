package questionnaire

// Decimal is an exact decimal as authored ("0.5", "85"), at most six decimal
// places. It is kept as text so that digests never see a float; Micro gives
// millionths.
type Decimal string

// Literal is what a condition compares with: "true", "false", an option id, a
// decimal, a date or a text, as authored.
type Literal string
