package scoring

// onScale says where a reading lies on the published scale and how that becomes
// the quality, with the numbers, so that the step can be done again by hand.
func onScale(rule *rule, c *cell) string {
	scale := rule.corners
	if c.x == nil || len(scale) == 0 {
		return " The published scale turns that into quality."
	}
	x, last := *c.x, len(scale)-1
	for i := range scale {
		if scale[i].at == x.floor && (x.rest.isZero() || i == last) {
			return " The published scale gives " + formatMicro(scale[i].score) + " at " + formatMicro(scale[i].at) + "."
		}
	}
	switch {
	case x.floor < scale[0].at:
		return " The published scale gives " + formatMicro(scale[0].score) + " below " + formatMicro(scale[0].at) + "."
	case x.floor >= scale[last].at:
		return " The published scale gives " + formatMicro(scale[last].score) + " above " + formatMicro(scale[last].at) + "."
	}
	right := 1
	for scale[right].at <= x.floor {
		right++
	}
	return betweenCorners(x, scale[right-1], scale[right], c.quality)
}

// betweenCorners shows the straight line between two corners.
func betweenCorners(x reading, a, b corner, quality int64) string {
	text := " On the published scale that lies between " + formatMicro(a.at) + " (" + formatMicro(a.score) + ") and " +
		formatMicro(b.at) + " (" + formatMicro(b.score) + ")"
	if a.score == b.score {
		return text + "."
	}
	along := reading{floor: x.floor - a.at, rest: x.rest, of: x.of}
	start, step, sum := formatMicro(a.score)+" + ", b.score-a.score, shownReading(&along)+" ÷ "+formatMicro(b.at-a.at)
	switch {
	case step < 0:
		start, step = formatMicro(a.score)+" − ", -step
	case a.score == 0:
		start = ""
	}
	if step != million {
		sum += " × " + formatMicro(step)
	}
	return text + ": " + start + sum + " = " + formatMicro(quality) + "."
}
