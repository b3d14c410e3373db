package httpapi_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"memsure/api"
	"memsure/internal/testkit/chromium"
)

// helpers find things of the page as a person would.
const helpers = `
	var q = function (id) { return document.getElementById('q-' + id); };
	var saved = function (id) { return /^Saved/.test(q(id).querySelector('.save').textContent); };
	var press = function (text, within) {
		var b = Array.from((within || document).querySelectorAll('button, a')).find(function (b) { return b.textContent === text && !b.closest('[hidden]'); });
		if (!b) throw new Error('no button ' + text);
		b.click();
	};
	var type = function (field, text) {
		field.focus();
		field.value = text;
		field.dispatchEvent(new Event('input', { bubbles: true }));
		field.dispatchEvent(new Event('change', { bubbles: true }));
		field.blur();
	};
	var at = function (hash) { location.hash = hash; };`

// In a browser a contact goes from the invitation to the receipt, with what
// happens on the way: questions that come and go, a number as people write it,
// two people at one answer, a file; and nothing of what strangers wrote becomes
// markup.
func TestPortalInABrowser(t *testing.T) {
	p := chromium.Open(t)
	s := serverOnSQLite(t)
	b := newBuyer(t, s)
	b.publish(strings.Replace(every, "text: Which share is safe?", `text: 'Which share is safe? <img src=x onerror="document.title=1">'`, 1))
	a := b.assessment(b.release("North<b>wind").ID, asks())
	invitation := b.invite(a.ID, "dana@northwind.example")

	p.Go(s.URL + "/portal#invitation=" + invitation.Token)
	p.Do(helpers)
	p.Until(`document.querySelector('input[type=password]')`)
	if p.Do(`location.hash`) != `"#invitation=`+invitation.Token+`"` {
		t.Error("the invitation left the address before it was redeemed")
	}
	p.Do(`type(document.querySelector('input[autocomplete=name]'), 'Dana Okafor'); type(document.querySelector('input[type=password]'), 'correct horse battery'); press('Begin')`)
	p.Until(`document.querySelector('.card')`)
	if p.Do(`location.hash`) != `""` {
		t.Error("the redeemed invitation is still in the address")
	}
	v := vendorContact{s.As(strings.Trim(p.Do(`sessionStorage.getItem('memsure-portal-session')`), `"`)), t, s, "", a.ID}
	p.Do(`at('#` + a.ID + `/code')`)
	answerInBrowser(p)
	clashInBrowser(t, p, v)
	uploadInBrowser(t, p, v, a.ID)
	if p.Do(`document.querySelectorAll('#page img, #page script').length`) != "0" {
		t.Error("what strangers wrote became markup")
	}
	if p.Do(`Object.keys(sessionStorage).map(function (k) { return sessionStorage.getItem(k); }).filter(function (t) { return t[0] === '{' && t !== '{}'; }).length`) != "0" {
		t.Error("what is saved stays behind as typed")
	}
	p.Do(`at('#` + a.ID + `/submit')`)
	p.Until(`document.querySelector('.tool:not([hidden]) form input[type=checkbox]')`)
	p.Do(`document.querySelector('.tool:not([hidden]) form input[type=checkbox]').click(); press('Submit the answers')`)
	p.Until(`/Keep the digest/.test(document.body.innerText)`)
	receipt := got(v.GetReceiptWithResponse(t.Context(), a.ID)).is(t, http.StatusOK).JSON200
	if !strings.Contains(p.Do(`document.body.innerText`), receipt.Digest) {
		t.Error("the page shows another digest than the receipt")
	}
	if len(p.Wrong) > 0 {
		t.Errorf("the page had trouble: %s", p.Wrong)
	}
}

// answerInBrowser answers a section: a question appears and goes again.
func answerInBrowser(p *chromium.Page) {
	p.Until(`q('native') && q('languages').hidden`)
	p.Do(`q('native').querySelector('input[value=yes]').click()`)
	p.Until(`!q('languages').hidden && saved('native')`)
	p.Do(`q('native').querySelector('input[value=no]').click()`)
	p.Until(`q('languages').hidden && saved('native')`)
	p.Do(`type(q('share').querySelector('input'), '1,250.5')`)
	p.Until(`/comma/.test(q('share').querySelector('.wrong').textContent) && !saved('share')`)
	p.Do(`type(q('share').querySelector('input'), '62,5 %')`)
	p.Until(`saved('share')`)
}

// clashInBrowser changes an answer elsewhere while it is changed on the page.
func clashInBrowser(t *testing.T, p *chromium.Page, v vendorContact) {
	t.Helper()
	share := func() (string, string) {
		for _, one := range got(v.ListAnswersWithResponse(t.Context(), v.asm)).is(t, http.StatusOK).JSON200.Items {
			if one.QuestionID == "share" {
				return *one.Value.Number, one.Etag
			}
		}
		return "", ""
	}
	number62, etag := share()
	if number62 != "62.5" {
		t.Errorf("saved: %s", number62)
	}
	v.change("share", etag, number("percentage", "40")).is(t, http.StatusOK)
	p.Do(`type(q('share').querySelector('input'), '77')`)
	p.Until(`/40 %/.test(q('share').innerText) && /77 %/.test(q('share').innerText)`)
	if now, _ := share(); now != "40" {
		t.Errorf("%s was saved before anybody chose", now)
	}
	p.Do(`press('Keep mine', q('share'))`)
	p.Until(`saved('share')`)
	if now, _ := share(); now != "77" {
		t.Errorf("after keeping one's own: %s", now)
	}
}

// uploadInBrowser answers the other section, with a file of a hostile name.
func uploadInBrowser(t *testing.T, p *chromium.Page, v vendorContact, asm string) {
	t.Helper()
	p.Do(`at('#` + asm + `/process')`)
	p.Until(`!q('signing').closest('section').hidden`)
	p.Do(`q('signing').querySelector('input[value=all]').click()`)
	p.Do(`(function () {
		var files = new DataTransfer();
		files.items.add(new File([` + strconv.Quote(bom) + `], '<img src=x>.cdx.json'));
		q('sbom').querySelector('input[type=file]').files = files.files;
		press('Upload and link', q('sbom'));
	})()`)
	p.Until(`saved('sbom') && saved('signing')`)
	files := got(v.ListOwnEvidenceWithResponse(t.Context(), asm)).is(t, http.StatusOK).JSON200.Items
	if len(files) != 1 || files[0].FileName != "<img src=x>.cdx.json" || files[0].Status != api.EvidenceStatusRead {
		t.Errorf("files: %+v", files)
	}
}
