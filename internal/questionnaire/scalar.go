package questionnaire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"memsure/internal/authored"
	"memsure/internal/fact"
)

// Decimal is an exact decimal as authored ("0.5", "85"), at most six decimal
// places. It is kept as text so that digests never see a float; Micro gives
// millionths.
type Decimal string

// maxWhole bounds what can be frozen: millionths of 9·10⁹ units stay below
// 2^53, the largest integer of the canonical form (package canon).
const maxWhole = 9_000_000_000

var (
	errNotDecimal = errors.New("a plain decimal number such as 12 or 0.5 belongs here, without exponent, sign + or leading zeros")
	errTooPrecise = errors.New("a number may have at most six decimal places")
	errTooLarge   = errors.New("a number must lie between -9000000000 and 9000000000")
)

// ParseDecimal reads plain decimal text and brings it into its one canonical
// spelling: no trailing zeros, no bare point, no negative zero. It never goes
// through a float. Errors say what is wrong and never repeat the text.
func ParseDecimal(text string) (Decimal, error) {
	m, err := parseMicro(text)
	if err != nil {
		return "", err
	}
	return DecimalOf(m), nil
}

// DecimalOf gives the canonical text of a number of millionths.
func DecimalOf(micro int64) Decimal { return Decimal(fact.FormatMicro(micro)) }

// Micro gives the value in millionths, exactly. The empty Decimal, a number
// left out, is 0; anything else that is not a decimal is an error.
func (d Decimal) Micro() (int64, error) {
	if d == "" {
		return 0, nil
	}
	return parseMicro(string(d))
}

// micro is Micro for decimals that were checked before.
func (d Decimal) micro() int64 {
	m, _ := d.Micro()
	return m
}

func parseMicro(text string) (int64, error) {
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, pointed := strings.Cut(digits, ".")
	if !allDigits(whole) || pointed && !allDigits(fraction) || len(whole) > 1 && whole[0] == '0' {
		return 0, errNotDecimal
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > 6 {
		return 0, errTooPrecise
	}
	if len(whole) > 10 || number(whole) > maxWhole {
		return 0, errTooLarge
	}
	m := number(whole)*fact.Million + number((fraction + "000000")[:6])
	if m > maxWhole*fact.Million {
		return 0, errTooLarge
	}
	if negative {
		m = -m
	}
	return m, nil
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number reads at most 10 digits, so it cannot overflow.
func number(digits string) (n int64) {
	for i := range len(digits) {
		n = n*10 + int64(digits[i]-'0')
	}
	return n
}

// ReadScalar reads a decimal out of an authored file, written as a number or
// as a text.
func (d *Decimal) ReadScalar(form authored.Form, text string) (err error) {
	if form == authored.Boolean {
		err = errNotDecimal
	} else {
		*d, err = ParseDecimal(text)
	}
	if err != nil {
		return authored.Unfit{Code: "not_decimal", Message: sentence(err)}
	}
	return nil
}

// UnmarshalJSON accepts a JSON number or a string holding one, by its text.
func (d *Decimal) UnmarshalJSON(src []byte) error {
	text, err := scalarText(src)
	if err != nil {
		return errNotDecimal
	}
	*d, err = ParseDecimal(text)
	return err
}

// Literal is what a condition compares with: "true", "false", an option id, a
// decimal, a date or a text, as authored.
type Literal string

// ReadScalar keeps any single value's text.
func (l *Literal) ReadScalar(_ authored.Form, text string) error {
	*l = Literal(text)
	return nil
}

var errNotLiteral = errors.New("a single value belongs here: true, false, a number or a text")

// UnmarshalJSON accepts a JSON string, boolean or number and keeps its text.
func (l *Literal) UnmarshalJSON(src []byte) error {
	text, err := scalarText(src)
	if err != nil {
		return err
	}
	*l = Literal(text)
	return nil
}

// scalarText gives the text of a JSON string, boolean or number.
func scalarText(src []byte) (string, error) {
	src = bytes.TrimSpace(src)
	if len(src) == 0 || bytes.ContainsAny(src[:1], "{[n") {
		return "", errNotLiteral
	}
	if src[0] != '"' {
		return string(src), nil
	}
	var text string
	if err := json.Unmarshal(src, &text); err != nil {
		return "", errNotLiteral
	}
	return text, nil
}
