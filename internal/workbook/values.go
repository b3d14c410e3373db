package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"

	"memsure/internal/assessment"
	"memsure/internal/questionnaire"
	"memsure/internal/spreadsheet"
)

// typed reads a filled cell as its question or column asks; what does not fit
// is a note and gives nil.
func (f *filler) typed(c *questionnaire.Column, cell spreadsheet.Cell, at Place) *Value {
	v := &Value{Kind: c.Type}
	var ok bool
	switch c.Type {
	case questionnaire.TypeBoolean:
		if v.Boolean, ok = asBoolean(cell); !ok {
			f.note(at, "not_yes_or_no", "Yes or No belongs here.", "Choose Yes or No from the list.", false)
		}
	case questionnaire.TypeSingleChoice:
		if v.Option, ok = optionOf(c.Options, textOf(cell)); !ok {
			f.note(at, "not_in_list", "One of the options of the list belongs here.", "Choose one from the list.", false)
		}
	case questionnaire.TypePercentage, questionnaire.TypeNumber:
		return f.number(c, cell, at)
	case questionnaire.TypeDate:
		return f.date(cell, at)
	default:
		v.Text, ok = textOf(cell), true
	}
	if !ok {
		return nil
	}
	return v
}

// number reads a number or a percentage, exactly.
func (f *filler) number(c *questionnaire.Column, cell spreadsheet.Cell, at Place) *Value {
	percentage := c.Type == questionnaire.TypePercentage
	micro, why := asMicro(cell, percentage, c.Unit)
	if why != "" {
		f.note(at, "not_a_number", why, "Write the number in plain digits, such as 62.5.", false)
		return nil
	}
	v := &Value{Kind: c.Type, Number: micro}
	if percentage && !cell.Percent && cell.Kind == spreadsheet.Number && 0 < micro && micro < 1_000_000 {
		f.note(at, "below_one_percent", "This was read as less than one percent.",
			"If you meant a share such as 0.5 for 50 percent, write 50.", true)
	}
	return v
}

// Why a cell is no number.
const (
	whyNumber   = "A number belongs here."
	whyPlain    = "A plain number belongs here, not a percentage."
	whyUnclear  = "It is not clear whether the comma or point separates thousands or decimals."
	whyTooExact = "A number of at most six decimal places, from -9000000000 to 9000000000, belongs here."
)

// asMicro gives a cell's number in millionths, or why there is none. Percent
// signs count where a percentage is asked for: 62.5, 62.5% and a cell that
// shows 62.5% (and holds 0.625) are the same.
func asMicro(cell spreadsheet.Cell, percentage bool, unit string) (micro int64, why string) {
	text, shift := strings.TrimSpace(cell.Text), 0
	switch {
	case cell.Kind == spreadsheet.Boolean:
		return 0, whyNumber
	case cell.Percent && cell.Kind == spreadsheet.Number && !percentage:
		return 0, whyPlain
	case cell.Kind == spreadsheet.Number:
		if cell.Percent {
			shift = 2
		}
		if text = shortest(text); text == "" {
			return 0, whyNumber
		}
	default:
		if text, why = written(text, percentage, unit); why != "" {
			return 0, why
		}
	}
	number, err := questionnaire.ParseDecimal(shifted(text, shift))
	if err != nil {
		return 0, whyTooExact
	}
	micro, err = number.Micro()
	if err != nil {
		return 0, whyTooExact
	}
	return micro, ""
}

// shortest gives the shortest decimal that stands for a stored number: 0.573
// is stored as 0.57299999999999995.
func shortest(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) || strings.ContainsAny(text, "xX_") {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// shifted moves the decimal point to the right.
func shifted(text string, places int) string {
	if places == 0 {
		return text
	}
	digits, negative := strings.CutPrefix(text, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	fraction += strings.Repeat("0", places)
	whole = strings.TrimLeft(whole+fraction[:places], "0")
	if whole == "" {
		whole = "0"
	}
	text = strings.TrimSuffix(whole+"."+fraction[places:], ".")
	if negative {
		text = "-" + text
	}
	return text
}

// written brings a number written as text into plain digits.
func written(text string, percentage bool, unit string) (number, why string) {
	text = strings.TrimSpace(strings.TrimPrefix(text, "+"))
	if percentage {
		text = strings.TrimSpace(strings.TrimSuffix(text, "%"))
	} else if strings.HasSuffix(text, "%") && unit != "%" {
		return "", whyPlain
	}
	if unit != "" {
		text = strings.TrimSpace(strings.TrimSuffix(text, unit))
	}
	text = strings.ReplaceAll(text, "−", "-") // the minus sign of typesetters
	switch commas, points := strings.Count(text, ","), strings.Count(text, "."); {
	case strings.Trim(text, "-0123456789.,") != "" || text == "":
		return "", whyNumber
	case commas+points > 1, commas == 1 && thousands(text):
		return "", whyUnclear
	}
	text = strings.ReplaceAll(text, ",", ".")
	digits := strings.TrimPrefix(text, "-")
	if trimmed := strings.TrimLeft(digits, "0"); trimmed != digits { // 007, 00.5
		if trimmed == "" || trimmed[0] == '.' {
			trimmed = "0" + trimmed
		}
		text = strings.TrimSuffix(text, digits) + trimmed
	}
	return text, ""
}

// thousands tells of a comma that may separate thousands: 1,234 and not 0,125.
func thousands(text string) bool {
	whole, rest, _ := strings.Cut(strings.TrimPrefix(text, "-"), ",")
	return len(rest) == 3 && whole != "0" && len(whole) <= 3
}

// date reads a day: the serial number of a date cell, or text that can mean
// one day only.
func (f *filler) date(cell spreadsheet.Cell, at Place) *Value {
	day, ok := dayOf(cell, f.book.Date1904)
	if !ok {
		f.note(at, "not_a_date", "A date belongs here that can mean one day only.", "Write it as 2026-11-22.", false)
		return nil
	}
	return &Value{Kind: questionnaire.TypeDate, Date: day}
}

// layouts are the ways to write a date that mean one day everywhere. 03/04/2026
// is none of them.
var layouts = []string{assessment.DateLayout, "2006/1/2", "2006-1-2", "2.1.2006", "2 January 2006", "2 Jan 2006", "January 2, 2006", "Jan 2, 2006"}

func dayOf(cell spreadsheet.Cell, from1904 bool) (string, bool) {
	text := strings.TrimSpace(cell.Text)
	switch cell.Kind {
	case spreadsheet.Number:
		serial, err := strconv.ParseInt(shortest(text), 10, 32)
		if from1904 {
			serial += since1904
		}
		if err != nil || serial < firstSerial || serial > lastSerial {
			return "", false
		}
		return dayZero.AddDate(0, 0, int(serial)).Format(assessment.DateLayout), true
	case spreadsheet.Text:
		text, _, _ = strings.Cut(text, "T00:00:00")
		for _, layout := range layouts {
			if day, err := time.Parse(layout, text); err == nil {
				return day.Format(assessment.DateLayout), true
			}
		}
	}
	return "", false
}

// asBoolean reads yes and no as people and programs write them.
func asBoolean(cell spreadsheet.Cell) (yes, ok bool) {
	if cell.Kind == spreadsheet.Boolean {
		return cell.Text == "1", cell.Text == "1" || cell.Text == "0"
	}
	switch fold(cell.Text) {
	case "yes", "y", "true":
		return true, true
	case "no", "n", "false":
		return false, true
	}
	return false, false
}

// textOf gives a cell as text, numbers as they are shown.
func textOf(cell spreadsheet.Cell) string {
	switch cell.Kind {
	case spreadsheet.Boolean:
		if cell.Text == "1" {
			return "TRUE"
		}
		return "FALSE"
	case spreadsheet.Number:
		number := shortest(cell.Text)
		if number == "" {
			return cell.Text
		}
		if cell.Percent {
			return shifted(number, 2) + "%"
		}
		return number
	default:
		return cell.Text
	}
}
