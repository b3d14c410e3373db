package questionnaire_test

import (
	"testing"

	"pgregory.net/rapid"
)

// The answers that RestsOn names decide about a question as all answers do.
func TestVisibilityRestsOnWhatIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		shown := append(d.shown[:0:0], d.shown...)
		for q, asked := range d.version.Questions() {
			questions, facts := d.version.RestsOn(q)
			few := d.version.NewEnv()
			for _, on := range questions {
				few.Answers[on] = d.env.Answers[on]
			}
			if facts {
				d.version.Know(few, d.facts)
			}
			if got := d.version.Visible(few)[q]; got != shown[q] {
				t.Fatalf("%s is shown: %s with the answers it rests on, %s with all", asked.ID, got, shown[q])
			}
		}
	})
}
