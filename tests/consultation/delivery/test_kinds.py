"""What holds for the mails of every slice, found by walking the kinds: a new one cannot be forgotten (guarantees G12)."""

from __future__ import annotations

import re
from email.utils import getaddresses
from html import unescape

import pytest
from django.conf import settings as project
from django.utils import translation

from consultation.delivery import kinds
from consultation.delivery.actions.queueing import make_row
from consultation.delivery.messages import message_of
from consultation.delivery.samples import sample_words
from consultation.people.models import User

KINDS = [kind.name for kind in kinds.all_mails()]
LANGUAGES = [code for code, _name in project.LANGUAGES]
TYPED = ["name", "by", "invited_by", "organisation", "group", "handbook", "place", "title"]
TYPED += ["intro", "reason", "remark", "proposed", "reply", "text"]
"""What people type, among the words of a sample."""


@pytest.fixture
def letter(at):
    """``letter(kind, language)`` renders a kind with likely words for what its template may name."""
    user = User(pk=1, email="willemijn@om.example", name="Willemijn Brouwer-Tahiri")

    def render(name: str, language: str, *, words: str = ""):
        """With ``words``, these stand wherever somebody typed something herself, her name first of all."""
        kind = kinds.get(name)
        with translation.override(language):
            sample = sample_words()
        sample |= dict.fromkeys(TYPED, words) if words else {}
        return make_row(
            kind=kind,
            to_address=user.email,
            to_name=words or user.name,
            language=language,
            context=sample,
            dedup_key="k",
            topic="t",
            user=user,
            pace=None,
            not_before=at,
            at=at,
        )

    return render


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_every_mail_has_a_short_subject_and_says_the_same_in_text_and_html(letter, name, language):
    row = letter(name, language)
    assert 0 < len(row.subject) < 60
    links = set(re.findall(r'href="(http[^"]+)"', row.html))
    assert {unescape(link) for link in links} <= set(re.findall(r"http[^\s]+", row.text))
    assert row.html.count('class="button"') <= 1
    assert row.text.count(project.BASE_URL) >= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_share_a_subject_or_a_name_among_the_preferences(letter, language):
    subjects = [letter(name, language).subject for name in KINDS]
    assert len(subjects) == len(set(subjects))
    with translation.override(language):
        labels = [str(kind.label) for kind in kinds.all_kinds()]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", KINDS)
def test_all_but_an_answer_to_one_has_a_way_out(letter, name):
    row = letter(name, "nl")
    is_answer = kinds.get(name).transactional
    for header in ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"):
        assert (header in row.headers) is not is_answer, header
    assert ("/mijn/afmelden/" in row.text) is not is_answer
    if not is_answer:
        assert row.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert re.fullmatch(r"<https?://\S+/mijn/afmelden/\S+/>, <mailto:\S+@\S+>", row.headers["List-Unsubscribe"])


@pytest.mark.parametrize("name", KINDS)
def test_answers_reach_people_absence_notes_stay_away_and_a_repeat_is_recognised(letter, name):
    row = letter(name, "nl")
    sent, again = message_of(row).message(), message_of(row).message()
    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Reply-To"] == project.REPLY_TO_EMAIL
    assert sent["Message-ID"] == again["Message-ID"] == row.message_id
    assert "noreply" not in re.sub(r"[^a-z]", "", sent.as_string().lower())


HOSTILE = {
    "long": "Wilhelmina Adriana Johanna van den Bovenkamp tot Schuilenburg en Noordwijkerhout " * 2,
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "right to left": "\u202eanna\u202c \u200f\u05d0\u05e0\u05d4",
    "emoji": "Zo\u00eb \U0001f469\U0001f3fd\u200d\U0001f3eb",
    "quotes": 'O\'Brien "de baas" & zoon; ` $x {{ 1 }} {% now %}',
    "line break": "Anna\r\nBcc: iedereen@example.nl\r\n\r\nDag",
    "header": "Anna: <anna@x.example>, bram@x.example",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", KINDS)
def test_a_hostile_name_breaks_no_mail(letter, name, words):
    """In every place where a template puts what somebody typed."""
    row = letter(name, "nl", words=words[:120])
    sent = message_of(row).message()
    assert "\n" not in row.subject
    assert "\r" not in row.subject
    assert sent["Bcc"] is None
    assert [address for _name, address in getaddresses([sent["To"]])] == [row.to_address]
    assert "<script" not in row.html
    assert "onerror=" not in re.sub(r"&lt;.*?&gt;", "", row.html)
    links = {unescape(link) for link in re.findall(r'href="(http[^"]+)"', row.html)}
    assert links <= set(re.findall(r"http[^\s]+", row.text))
