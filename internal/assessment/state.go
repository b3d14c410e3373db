package assessment

import "memsure/internal/fault"

// Action is something done to an assessment that may change its state.
type Action string

// The actions. Start is the first redemption of an invitation, or the buyer's
// first answer from public sources; reopen is the buyer's correction of
// submitted answers from public sources, never of a vendor's.
const (
	ActInvite     Action = "invite"
	ActStart      Action = "start"
	ActSave       Action = "save"
	ActSubmit     Action = "submit"
	ActReturn     Action = "return"
	ActReview     Action = "review"
	ActScore      Action = "score"
	ActWithdraw   Action = "withdraw"
	ActDecline    Action = "decline"
	ActNoResponse Action = "no_response"
	ActClose      Action = "close"
	ActReopen     Action = "reopen"
)

// transitions says where each action leads from each state; an absent pair is
// refused.
var transitions = map[Action]map[State]State{
	ActInvite: {StateDraft: StateInvited, StateInvited: StateInvited,
		StateInProgress: StateInProgress, StateReturned: StateReturned},
	ActStart: {StateDraft: StateInProgress, StateInvited: StateInProgress,
		StateInProgress: StateInProgress, StateReturned: StateReturned, StateSubmitted: StateSubmitted},
	ActSave:   {StateDraft: StateInProgress, StateInvited: StateInProgress, StateInProgress: StateInProgress, StateReturned: StateReturned},
	ActSubmit: {StateInProgress: StateSubmitted, StateReturned: StateSubmitted},
	ActReturn: {StateSubmitted: StateReturned},
	ActReview: {StateSubmitted: StateSubmitted, StateReturned: StateReturned},
	ActScore:  {StateSubmitted: StateSubmitted, StateReturned: StateReturned},
	ActWithdraw: {StateDraft: StateWithdrawn, StateInvited: StateWithdrawn, StateInProgress: StateWithdrawn,
		StateSubmitted: StateWithdrawn, StateReturned: StateWithdrawn},
	ActDecline:    {StateInvited: StateDeclined, StateInProgress: StateDeclined, StateReturned: StateDeclined},
	ActNoResponse: {StateInvited: StateNoResponse, StateInProgress: StateNoResponse, StateReturned: StateNoResponse},
	ActClose:      {StateSubmitted: StateClosed},
	ActReopen:     {StateSubmitted: StateInProgress},
}

// Next gives the state an action leads to, or fault.Conflict with code
// "wrong_state" where it cannot be done now.
func Next(from State, do Action) (State, error) {
	if to, ok := transitions[do][from]; ok {
		return to, nil
	}
	return from, fault.Newf(fault.Conflict, "wrong_state", "This cannot be done while the assessment is %s.", from.Words()).
		WithRemedy(remedies[do])
}

var remedies = map[Action]string{
	ActInvite:     "Invitations can be sent until the answers are submitted or the assessment has ended.",
	ActSave:       "Answers can be changed while the assessment is being answered or was returned.",
	ActSubmit:     "Submit while the assessment is being answered or was returned.",
	ActReturn:     "Only submitted answers can be returned.",
	ActReview:     "Only submitted answers can be reviewed.",
	ActScore:      "Only submitted answers can be scored.",
	ActDecline:    "An assessment can be declined before its answers are submitted.",
	ActNoResponse: "Silence can be recorded for an assessment that was sent and is past its due date.",
	ActClose:      "Only submitted answers can be decided.",
	ActReopen:     "Only submitted answers can be taken back into work.",
}

// Ended tells states that nothing follows.
func (s State) Ended() bool {
	switch s {
	case StateClosed, StateWithdrawn, StateDeclined, StateNoResponse:
		return true
	}
	return false
}

// Answerable tells states in which answers can be changed.
func (s State) Answerable() bool { return s == StateInProgress || s == StateReturned }

// Words gives the state as it reads in a sentence.
func (s State) Words() string {
	if w, ok := stateWords[s]; ok {
		return w
	}
	return string(s)
}

var stateWords = map[State]string{
	StateDraft: "a draft", StateInvited: "waiting for the vendor", StateInProgress: "being answered",
	StateSubmitted: "submitted", StateReturned: "returned to the vendor", StateClosed: "closed",
	StateWithdrawn: "withdrawn", StateDeclined: "declined", StateNoResponse: "closed without a response",
}
