package questionnaire

import "memsure/internal/control"

// mappings looks at what a question maps to. A control that a known framework
// does not have is most likely a slip. A framework that is not registered is
// the author's own business: that is said only so that a slip in a known name
// does not pass, and it is never an error.
func (l *linter) mappings(q *Question, pointer string) {
	for i, mapping := range q.MapsTo {
		ref := control.Parse(mapping)
		framework, known := control.Find(ref.Framework)
		at := join(pointer+"/maps_to", i)
		if !known {
			l.ownFramework(ref.Framework, at)
			continue
		}
		if _, found := framework.Find(ref.Control); found || ref.Control == "" {
			continue
		}
		message := "There is no control of this id in what is known of " + framework.Short + "."
		if nearest, ok := framework.NearestControl(ref.Control); ok {
			message += " Nearest is " + nearest + "."
		}
		l.remark(at, "unknown_control", message)
	}
}

func (l *linter) ownFramework(id, pointer string) {
	message := "The framework is not one of those known here; that is fine for one of your own, printed as you wrote it."
	if nearest, ok := control.NearestFramework(id); ok {
		message = "The framework is not one of those known here. If you meant " + nearest + ", write it so; if it is your own, leave it."
	}
	l.remark(pointer, "own_framework", message)
}
