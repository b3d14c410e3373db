package assessment

import (
	"slices"
	"strings"
	"testing"

	"memsure/internal/fault"
)

var states = []State{StateDraft, StateInvited, StateInProgress, StateSubmitted, StateReturned, StateClosed, StateWithdrawn, StateDeclined, StateNoResponse}

// By hand: what each action makes of each state, in the order above; "-" is
// refused.
var steps = map[Action]string{
	ActInvite:     "invited invited in_progress - returned - - - -",
	ActStart:      "in_progress in_progress in_progress submitted returned - - - -",
	ActSave:       "in_progress in_progress in_progress - returned - - - -",
	ActSubmit:     "- - submitted - submitted - - - -",
	ActReturn:     "- - - returned - - - - -",
	ActReview:     "- - - submitted returned - - - -",
	ActScore:      "- - - submitted returned - - - -",
	ActWithdraw:   "withdrawn withdrawn withdrawn withdrawn withdrawn - - - -",
	ActDecline:    "- declined declined - declined - - - -",
	ActNoResponse: "- no_response no_response - no_response - - - -",
	ActClose:      "- - - closed - - - - -",
	ActReopen:     "- - - in_progress - - - - -",
}

func TestEveryActionInEveryState(t *testing.T) {
	if len(steps) != len(transitions) {
		t.Errorf("%d actions are tested, there are %d", len(steps), len(transitions))
	}
	for do, row := range steps {
		for i, want := range strings.Fields(row) {
			got, err := Next(states[i], do)
			switch {
			case want == "-":
				if got != states[i] || !fault.Is(err, fault.Conflict) || fault.Code(err) != "wrong_state" {
					t.Errorf("%s while %s: %s, %v", do, states[i], got, err)
				}
			case err != nil || string(got) != want:
				t.Errorf("%s while %s: %s, %v, want %s", do, states[i], got, err, want)
			}
		}
	}
}

func TestNothingFollowsAnEnd(t *testing.T) {
	ended := []State{StateClosed, StateWithdrawn, StateDeclined, StateNoResponse}
	for _, s := range states {
		if s.Ended() != slices.Contains(ended, s) {
			t.Errorf("%s: ended %v", s, s.Ended())
		}
		for do := range transitions {
			if _, err := Next(s, do); err == nil && s.Ended() {
				t.Errorf("%s is possible although %s", do, s)
			}
		}
	}
}

// What can be submitted can be answered, and the other way round.
func TestAnswerableStatesAreThoseThatCanBeSubmitted(t *testing.T) {
	for _, s := range states {
		_, err := Next(s, ActSubmit)
		if s.Answerable() != (err == nil) {
			t.Errorf("%s: answerable %v, submit %v", s, s.Answerable(), err)
		}
	}
}

func TestRefusalsReadAsSentences(t *testing.T) {
	_, err := Next(StateSubmitted, ActSave)
	if want := "This cannot be done while the assessment is submitted."; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v", err)
	}
	for _, s := range states {
		if words := s.Words(); words == "" || strings.Contains(words, "_") {
			t.Errorf("%s reads %q", s, words)
		}
	}
	if got := State("unheard").Words(); got != "unheard" {
		t.Errorf("an unknown state reads %q", got)
	}
}
