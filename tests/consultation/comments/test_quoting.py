"""The words a remark is about: looked up in the frozen text, kept with a draft, each quote a place of its own."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.comments.actions import Place
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
    ],
)
def test_words_are_found_whatever_their_white_space_and_the_nearest_counts(words, near, span):
    assert find_words("de school belt\n    de school niet", words, near=near) == span


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

        def send(self, **fields: str):
            return browser.post(address, {"body": "Te kort.", "kind": "inhoudelijk", "action": "post", **fields})

    return Form()


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
