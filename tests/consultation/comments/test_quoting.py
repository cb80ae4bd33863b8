"""The words a remark is about: looked up in the frozen text, kept with a draft, each quote a place of its own."""

from __future__ import annotations

import re
import uuid

import pytest
from django.urls import reverse

from consultation.comments.actions import Place, Wording, save_draft
from consultation.comments.composing import newest_draft
from consultation.comments.errors import WordsNotThere
from consultation.comments.models import Comment
from consultation.comments.quoting import Quoted, find_words, quote_in, selectors_at
from tests.factories.comments import accept_rules, make_section

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "near", "span"),
    [
        ("de school", None, (0, 9)),
        ("de school", 20, (19, 28)),
        ("De  School", 25, (19, 28)),
        ("belt de", None, (10, 21)),
        ("niet hier", None, None),
        ("  ", None, None),
        ("ool b", None, (6, 11)),
    ],
)
def test_words_are_found_whatever_their_white_space_and_the_nearest_counts(words, near, span):
    assert find_words("de school belt\n    de school niet", words, near=near) == span


def test_a_word_alone_goes_before_the_same_letters_in_another():
    assert find_words("Beoordelen doet de school.", "de") == (16, 18)
    assert find_words("Beoordelen doet de school.", "de", near=4) == (5, 7)


def test_selectors_hold_the_words_what_stands_around_them_and_where(version):
    text = "Een twee 😀 drie vier."
    selectors = selectors_at(text, 11, 15)
    assert quote_in(selectors) == Quoted("drie", "Een twee 😀 ", " vier.", 11)
    assert quote_in([]) is None


def test_a_place_is_narrowed_with_offsets_in_the_whole_section(version):
    section = make_section(version)
    place = Place(section, section.passages.get(ordinal=2)).about("aan wat")
    quoted = quote_in(place.selectors)
    assert section.text[quoted.start :].startswith("aan wat ontbreekt")
    assert quoted.prefix.endswith("Vraag ")
    assert quote_in(Place(section, section.passages.get(ordinal=2)).about("an wat ontb").selectors).exact == "aan wat ontbreekt"
    with pytest.raises(WordsNotThere):
        Place(section, section.passages.get(ordinal=1)).about("aan wat")


@pytest.fixture
def form(anna, section, signed_in, at):
    """Opens and sends anna's form on 2.1-1."""
    browser = signed_in(accept_rules(anna, at))
    address = reverse("comment-post", args=[section.pk]) + f"?plek={section.passages.get(ordinal=1).passage_id}"

    class Form:
        def page(self, words: str = "") -> str:
            return browser.get(f"{address}&woorden={words}&begin=3").content.decode()

        def send(self, *, in_place: bool = False, **fields: str):
            headers = {"HX-Request": "true"} if in_place else {}
            data = {"body": "Te kort.", "kind": "inhoudelijk", "action": "post", **fields}
            return browser.post(address, data, headers=headers)

    found = Form()
    found.address = address
    return found


@pytest.fixture
def section(version, open_round):
    return make_section(version)


def test_words_that_do_not_stand_there_are_refused_and_nothing_is_lost(form):
    answer = form.send(quote="binnen acht werkdagen")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Deze woorden staan niet in deze passage." in page
    assert "Te kort." in page
    assert not Comment.objects.filter(posted_at__isnull=False).exists()
    assert Comment.objects.get().body == "Te kort."


def test_a_draft_on_other_words_is_not_taken_for_one_on_these(form):
    form.send(quote="binnen drie werkdagen", body="Over de termijn.", action="draft")
    assert "Over de termijn." in form.page("binnen+drie+werkdagen")
    assert "Over de termijn." not in form.page("Lees+de+melding")
    assert "Over de termijn." not in form.page()


def test_the_form_opened_with_words_proposes_another_text_for_just_these(form):
    page = form.page("binnen+drie+werkdagen")
    assert page.count(">\nbinnen drie werkdagen</textarea>") == 2


def test_a_proposal_that_still_is_the_quote_is_none(form):
    form.send(quote="binnen drie werkdagen", proposal="binnen drie werkdagen")
    comment = Comment.objects.get()
    assert (comment.proposed, quote_in(comment.selectors).exact) == ("", "binnen drie werkdagen")


def test_words_can_be_changed_while_it_is_a_draft_and_never_after(form, anna, section, signed_in):
    form.send(quote="drie werkdagen", action="draft")
    draft = Comment.objects.get()
    token = {"key": str(draft.key), "seen_at": draft.saved_at.isoformat()}
    form.send(quote="Lees de melding", **token)
    posted = Comment.objects.get()
    assert quote_in(posted.selectors).exact == "Lees de melding"
    change = reverse("comment-edit", args=[posted.key])
    answer = signed_in(anna).post(
        change, {"body": "Anders.", "quote": "drie werkdagen", "action": "post", "seen_at": posted.saved_at.isoformat()}
    )
    assert answer.status_code == 302
    posted.refresh_from_db()
    assert (posted.body, quote_in(posted.selectors).exact) == ("Anders.", "Lees de melding")


def test_words_typed_in_a_form_that_was_opened_for_the_whole_passage_propose_nothing(form, section):
    whole = section.passages.get(ordinal=1).text
    form.send(quote="binnen drie werkdagen", prefilled=whole, proposal=whole)
    comment = Comment.objects.get()
    assert (comment.proposed, quote_in(comment.selectors).exact) == ("", "binnen drie werkdagen")


def test_a_form_that_comes_back_proposes_another_text_for_the_words_that_are_quoted_now(form, section):
    whole = section.passages.get(ordinal=1).text
    page = form.send(quote="binnen drie werkdagen", prefilled=whole, proposal=whole, body="").content.decode()
    assert ">\nbinnen drie werkdagen</textarea>" in page
    assert f">\n{whole}</textarea>" not in page
    page = form.send(quote="drie werkdagen", prefilled=whole, proposal="binnen een week", body="BSN 123456782").content.decode()
    assert ">\nbinnen een week</textarea>" in page


def test_words_in_an_address_that_do_not_stand_there_stay_in_the_field(form):
    assert ">\nbinnen acht werkdagen</textarea>" in form.page("binnen+acht+werkdagen")


def test_the_same_words_elsewhere_in_a_passage_are_another_place(version, open_round, anna, at):
    section = make_section(version)
    passage = section.passages.get(ordinal=1)
    first, second = (
        Place(section, passage, selectors=tuple(selectors_at("de school of de ouders", start, start + 2))) for start in (0, 13)
    )
    assert quote_in(first.selectors).exact == quote_in(second.selectors).exact
    save_draft(user=accept_rules(anna, at), place=first, wording=Wording("Hier."), key=uuid.uuid4(), at=at)
    found = newest_draft(anna, first)
    assert found.body == "Hier."
    assert newest_draft(anna, second) is None
    assert newest_draft(anna, Place(section, passage)) is None


def test_a_form_in_place_is_refused_with_its_own_status_and_only_the_form_comes_back(form):
    answer = form.send(quote="binnen acht werkdagen", in_place=True)
    assert answer.status_code == 422
    assert answer.content.decode().lstrip().startswith("<form")


def test_a_text_kept_over_an_expired_session_comes_back_with_the_words_that_it_is_about(form, anna, signed_in, client):
    client.force_login(anna)
    writer = re.search(r'name="writer" value="([^"]+)"', form.page())[1]
    client.logout()
    words = {"quote": "drie werkdagen", "quote_start": "23", "proposal": "drie werkdagen", "prefilled": "drie werkdagen"}
    client.post(form.address, {"body": "Te kort.", "writer": writer, "action": "post", **words})
    client.force_login(anna)
    page = client.get(form.address).content.decode()
    assert "Te kort." in page
    assert page.count(">\ndrie werkdagen</textarea>") == 2
    assert 'class="disclosure" data-proposal>' in page


def test_a_form_in_place_sent_after_the_session_ended_leads_to_signing_in_and_the_text_is_kept(form, anna, signed_in, client):
    address = form.address
    answer = client.post(
        address, {"body": "Te kort.", "quote": "drie werkdagen", "action": "post"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/account/")
    assert "next=" in answer.headers["HX-Redirect"]
    assert client.session["kept_texts"][address]["fields"]["quote"] == ["drie werkdagen"]
