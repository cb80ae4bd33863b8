"""A member walks a case from the overview to its motivation, without JavaScript; who may, and what is never lost."""

from __future__ import annotations

import html
import io
import re
from datetime import timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.comments.models import Comment
from consultation.rounds.models import Round
from consultation.tryouts.models import Stuck, Tryout, Walk
from tests.factories.people import make_person
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_tryout, make_version_with_steps, make_walk

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}


@pytest.fixture
def case():
    return make_case(make_tryout(make_round(version=make_version_with_steps())))


@pytest.fixture
def browser(anna, signed_in):
    anna.house_rules_accepted_at = timezone.now()
    anna.save()
    return signed_in(anna)


def words(response) -> str:
    main = response.content.decode().partition("<main")[2]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def page_of(case, *parts) -> str:
    return "/".join(["/uitproberen", str(case.tryout_id), str(case.ordinal), *map(str, parts), ""])


def close(case) -> None:
    Round.objects.filter(pk=case.tryout.round_id).update(closes_at=timezone.now() - timedelta(minutes=1))


def answer(browser, case, step, choice, motivation="Omdat het zo is.", *, visit=1, **further):
    """Fills in a question and presses a button, "Next" unless another one is named."""
    data = {"choice": choice, "motivation": motivation, **further}
    return browser.post(page_of(case, step, visit), data, follow=True)


class TestTheStory:
    def test_from_the_list_to_the_motivation(self, browser, case):
        listed = browser.get("/uitproberen/")
        assert "0 van 1 casussen afgerond" in words(listed)
        overview = words(browser.get(f"/uitproberen/{case.tryout_id}/"))
        assert "Vaak ziek op maandag nog niet begonnen" in overview
        assert "zonder uw naam" in overview
        assert "Noor (14)" in words(browser.get(page_of(case)))
        first = browser.post(page_of(case), follow=True)
        assert first.redirect_chain[-1][0] == page_of(case, "N1", 1)
        assert "N1 Vraag N1?" in words(first)
        assert "Elke casus begint met deze vraag." in words(first)
        second = answer(browser, case, "N1", 0, "Er zijn meldingen.")
        assert "U krijgt deze vraag omdat u “ja” antwoordde bij N1 Vraag N1?" in words(second)
        assert "De school sprak een keer met de ouders." in words(second)
        again = answer(browser, case, "N2", 1, "Dat weet ik niet.")
        assert again.redirect_chain[-1][0] == page_of(case, "N2", 2)
        answer(browser, case, "N2", 2, "Nu wel.", visit=2)
        both = answer(browser, case, "N4", 3)
        assert "Dat antwoord leidt naar meer dan één plaats: ook naar O3 Uitkomst O3." in words(both)
        assert "Al bereikt O3 Uitkomst O3" in words(both)
        end = answer(browser, case, "N5", 0)
        assert end.redirect_chain[-1][0] == page_of(case, "uitkomst")
        assert "Hier leidt de methode naar 2 uitkomsten" in words(end)
        done = browser.post(
            page_of(case, "uitkomst"),
            {
                "seen": "O3 + O2",
                "persons-0": ["haar ouders"],
                "chosen-0": "O3",
                "persons-1": ["Noor (14)"],
                "chosen-1": "O1",
                "reason-1": "Zij wordt volgende maand achttien.",
            },
            follow=True,
        )
        said = words(done)
        assert "Dank u wel. U hebt deze casus afgerond." in said
        assert "De methode wees naar O2 Uitkomst O2." in said
        text = done.context["text"]
        for expected in ("1. N1 Vraag N1?", "Motivering: Er zijn meldingen.", "Antwoord: onduidelijk", "Voor: Noor (14)"):
            assert expected in text
        assert "verzonnen casus" in text
        assert "versie 0.1" in text
        walk = Walk.objects.get()
        assert list(walk.answers.filter(counts=True).values_list("step", "visit")) == [("N1", 1), ("N2", 2), ("N4", 1), ("N5", 1)]
        assert list(walk.conclusions.values_list("outcome", "chosen", "persons")) == [
            ("O3", "O3", ["haar ouders"]),
            ("O2", "O1", ["Noor (14)"]),
        ]
        assert "1 van 1 casussen afgerond" in words(browser.get("/uitproberen/"))
