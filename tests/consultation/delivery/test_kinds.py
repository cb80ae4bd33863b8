"""What holds for the mails of every slice, found by walking the kinds: a new one cannot be forgotten (guarantees G12)."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings as project
from django.utils import translation

from consultation.delivery import kinds
from consultation.delivery.actions.queueing import make_row
from consultation.delivery.samples import sample_words
from consultation.people.models import User

KINDS = [kind.name for kind in kinds.all_mails()]
LANGUAGES = [code for code, _name in project.LANGUAGES]


@pytest.fixture
def letter(at):
    """``letter(kind, language)`` renders a kind with likely words for what its template may name."""
    user = User(pk=1, email="willemijn@om.example", name="Willemijn Brouwer-Tahiri")

    def render(name: str, language: str):
        kind = kinds.get(name)
        with translation.override(language):
            words = sample_words()
        return make_row(
            kind=kind,
            to_address=user.email,
            to_name=user.name,
            language=language,
            context=words,
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
def test_what_goes_to_many_has_a_way_out_and_an_answer_to_one_has_none(letter, name):
    row = letter(name, "nl")
    kind = kinds.get(name)
    assert row.headers["Auto-Submitted"] == "auto-generated"
    assert ("List-Unsubscribe" in row.headers) is kind.bulk
    assert ("List-Unsubscribe-Post" in row.headers) is kind.bulk
    assert ("List-Id" in row.headers) is kind.bulk
    assert ("/mijn/afmelden/" in row.text) is not kind.transactional
