package httpapi_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"memsure/api"
	"memsure/internal/auth"
	"memsure/internal/testkit/server"
)

// statuses runs one call many times at once and counts the answers.
func statuses(n int, call func(i int) (int, error)) map[int]int {
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[int]int{}
	for i := range n {
		all.Go(func() {
			status, err := call(i)
			if err != nil {
				status = 0
			}
			mu.Lock()
			defer mu.Unlock()
			seen[status]++
		})
	}
	all.Wait()
	http.DefaultClient.CloseIdleConnections()
	return seen
}

// Of parallel saves that follow one state, one wins and the others learn it.
func TestParallelSavesDoNotOverwrite(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		star := api.PutAnswerParamsIfNoneMatch("*")
		first := statuses(20, func(i int) (int, error) {
			in := text(strings.Repeat("x", i+1))
			res, err := v.PutAnswerWithResponse(t.Context(), v.asm, "lessons", &api.PutAnswerParams{IfNoneMatch: &star}, in)
			return res.StatusCode(), err
		})
		if first[200] != 1 || first[412] != 19 {
			t.Errorf("first saves: %v", first)
		}
		etag := `"1"`
		next := statuses(20, func(i int) (int, error) {
			in := text(strings.Repeat("y", i+1))
			res, err := v.PutAnswerWithResponse(t.Context(), v.asm, "lessons", &api.PutAnswerParams{IfMatch: &etag}, in)
			return res.StatusCode(), err
		})
		if next[200] != 1 || next[412] != 19 {
			t.Errorf("next saves: %v", next)
		}
		same := statuses(20, func(int) (int, error) {
			res, err := v.PutAnswerWithResponse(t.Context(), v.asm, "signing", &api.PutAnswerParams{IfNoneMatch: &star}, choice("all"))
			return res.StatusCode(), err
		})
		if same[200] != 20 {
			t.Errorf("the same save, many times: %v", same)
		}
	})
}

// A submission happens once, however often it is pressed; a save beside it is
// either part of the revision or refused.
func TestParallelSubmissionsFreezeOneRevision(t *testing.T) {
	server.Each(t, func(t *testing.T, s *server.Server) {
		_, _, v := asked(t, s)
		v.complete()
		star := api.PutAnswerParamsIfNoneMatch("*")
		saved := make(chan int, 1)
		go func() {
			res, err := v.PutAnswerWithResponse(t.Context(), v.asm, "team", &api.PutAnswerParams{IfNoneMatch: &star}, number("number", "7"))
			if err != nil {
				saved <- 0
				return
			}
			saved <- res.StatusCode()
		}()
		seen := statuses(10, func(int) (int, error) {
			res, err := v.SubmitAnswersWithResponse(t.Context(), v.asm, nil, api.SubmissionInput{Attest: true})
			return res.StatusCode(), err
		})
		if seen[201] != 1 || seen[409] != 9 {
			t.Errorf("submissions: %v", seen)
		}
		frozen := got(v.GetOwnRevisionWithResponse(t.Context(), v.asm, 1)).is(t, 200).JSON200
		status := <-saved
		if held := findAnswer(frozen.Answers, "team") >= 0; held != (status == 200) || status != 200 && status != 409 {
			t.Errorf("the save beside it answered %d, in the revision: %v", status, held)
		}
	})
}

// A sign-in beside a change of the passphrase neither undoes the change nor
// leaves a session behind that the old one opened.
func TestASignInDoesNotUndoAChangeOfPassphrase(t *testing.T) {
	server.EachAt(t, func(t *testing.T, s *server.Server, clock *server.Clock) {
		const mail = "dana@northwind.example"
		_, _, v := asked(t, s)
		now, next := server.Passphrase, other
		for range 6 {
			var mu sync.Mutex
			var opened []string
			seen := statuses(5, func(i int) (int, error) {
				if i == 0 {
					res, err := v.ChangePassphraseWithResponse(t.Context(), api.PassphraseInput{Current: now, New: next})
					return 1000 + res.StatusCode(), err
				}
				res, err := s.Client(auth.Anonymous).SignInWithResponse(t.Context(), api.SignInInput{Email: mail, Passphrase: now})
				if err == nil && res.JSON201 != nil {
					mu.Lock()
					defer mu.Unlock()
					opened = append(opened, res.JSON201.Token)
				}
				return res.StatusCode(), err
			})
			if seen[1204] != 1 || seen[201]+seen[401] != 4 {
				t.Fatalf("answers: %v", seen)
			}
			for _, token := range opened {
				got(s.As(token).GetPortalSessionWithResponse(t.Context())).is(t, 401)
			}
			clock.Forward(90 * time.Minute) // guesses are forgotten, the session lasts
			signIn(t, s, mail, now, "").fails(t, 401, "sign_in_failed")
			signIn(t, s, mail, next, "").is(t, 201)
			now, next = next, now
		}
	})
}
