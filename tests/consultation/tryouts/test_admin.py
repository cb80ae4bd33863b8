"""The editors' side: a try-out in a round, its cases, the cases of before, and opening it. All of it without a script."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from consultation.tryouts.actions.cases import change_tryout, copy_cases, delete_case, make_tryout, move_case, open_tryout
from consultation.tryouts.errors import (
    AlreadyOpened,
    CaseWalked,
    NoCases,
    NoSteps,
    NothingToCopy,
    RoundIsOver,
    TryoutStands,
    WalkedUntimed,
)
from consultation.tryouts.models import Case, Tryout
from tests.factories import tryouts as factory
from tests.factories.frameworks import METHOD
from tests.factories.handbook import make_version
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_many_walks, make_version_with_steps, make_walk

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}


def words(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def typed(**changes: object) -> dict[str, object]:
    """What an editor fills in about a case; the second step is N2."""
    return {
        "title": "Vaak ziek op maandag",
        "story": "Noor is in vijf weken zeven keer op maandag ziek gemeld.",
        "persons": "Noor (14)\r\n\r\n haar ouders \r\nNoor (14)",
        "known_1": "De school sprak een keer met de ouders.",
        **changes,
    }


@pytest.fixture
def editor(cas, signed_in) -> Client:
    return signed_in(cas)


@pytest.fixture
def round_with_steps():
    return make_round(version=make_version_with_steps())


@pytest.fixture
def tryout(round_with_steps):
    return factory.make_tryout(round_with_steps, opened=False)


def page_of(tryout: Tryout) -> str:
    return f"/beheer/uitproberen/{tryout.pk}/"


class TestMakingAndOpening:
    def test_from_the_list_of_rounds_to_an_open_try_out(self, editor, cas, anna, bram, eva, round_with_steps):
        make_round(version=make_version(label="0.9"))
        page = words(editor.get("/beheer/uitproberen/"))
        assert "Maak een uitprobeersessie" in page
        assert page.count("U kunt reageren tot") == 1, "a version without steps is not in the list"
        answer = editor.post(
            f"/beheer/uitproberen/ronde/{round_with_steps.pk}/",
            {"intro": "Probeer de methode.", "measures_time": "on"},
            follow=True,
        )
        made = Tryout.objects.get()
        assert (made.intro, made.measures_time, made.opened_at) == ("Probeer de methode.", True, None)
        assert "Schrijf eerst minstens één casus." in words(answer)
        answer = editor.post(f"{page_of(made)}casus/", typed(), follow=True)
        case = Case.objects.get()
        assert (case.persons, case.known) == (["Noor (14)", "haar ouders"], {"N2": "De school sprak een keer met de ouders."})
        assert "In deze casus: De school sprak een keer met de ouders." in words(answer)
        assert "3 mensen kunnen dan de casussen doorlopen." in words(editor.get(page_of(made)))
        answer = editor.post(page_of(made), {"action": "open"}, follow=True)
        assert "De uitprobeersessie is open." in words(answer)
        assert "Open sinds" in words(answer)
        made.refresh_from_db()
        assert made.opened_at is not None
        logged = set(ModelLogEntry.objects.filter(user=cas).values_list("action", flat=True))
        assert {f"klankbord.tryouts.{verb}" for verb in ("make", "add_case", "open")} <= logged

    def test_a_round_without_decision_steps_has_no_page_to_make_one(self, editor, open_round):
        assert editor.get(f"/beheer/uitproberen/ronde/{open_round.pk}/").status_code == 404
        assert "Er is geen ronde over een versie met beslisstappen." in words(editor.get("/beheer/uitproberen/"))

    def test_a_second_one_for_a_round_is_refused_and_nothing_typed_is_lost(self, editor, tryout):
        answer = editor.post(f"/beheer/uitproberen/ronde/{tryout.round_id}/", {"intro": "Wat ik typte"})
        assert answer.status_code == 422
        assert "Deze ronde heeft al een uitprobeersessie." in words(answer)
        assert "Wat ik typte" in words(answer)

    def test_what_cannot_be_done_is_refused(self, tryout, round_with_steps, cas, at):
        without = make_round(version=make_version(label="0.9"))
        with pytest.raises(NoSteps):
            make_tryout(round=without, intro="", measures_time=False, by=cas, at=at)
        with pytest.raises(TryoutStands):
            make_tryout(round=round_with_steps, intro="", measures_time=False, by=cas, at=at)
        with pytest.raises(NoCases):
            open_tryout(tryout=tryout, by=cas, at=at)
        make_case(tryout)
        with pytest.raises(RoundIsOver):
            open_tryout(tryout=tryout, by=cas, at=round_with_steps.closes_at)
        open_tryout(tryout=tryout, by=cas, at=at)
        with pytest.raises(AlreadyOpened):
            open_tryout(tryout=tryout, by=cas, at=at)

    def test_no_try_out_is_made_for_a_round_that_has_closed(self, editor, cas, at):
        closed = make_round(version=make_version_with_steps(), opens_at=at - timedelta(days=9), closes_at=at - timedelta(days=1))
        assert "Maak een uitprobeersessie" not in words(editor.get("/beheer/uitproberen/"))
        answer = editor.post(f"/beheer/uitproberen/ronde/{closed.pk}/", {"intro": "Toch"})
        assert answer.status_code == 422
        assert not Tryout.objects.exists()

    def test_time_is_not_measured_of_people_who_were_not_told(self, editor, tryout, anna, cas):
        make_walk(make_case(tryout), anna, {"N1": "ja"})
        answer = editor.post(f"{page_of(tryout)}wijzigen/", {"intro": "Nieuw", "measures_time": "on"})
        assert answer.status_code == 422
        assert "zonder te weten dat de tijd wordt gemeten" in words(answer)
        with pytest.raises(WalkedUntimed):
            change_tryout(tryout=tryout, intro="", measures_time=True, by=cas)
        editor.post(f"{page_of(tryout)}wijzigen/", {"intro": "Nieuw"})
        tryout.refresh_from_db()
        assert (tryout.intro, tryout.measures_time) == ("Nieuw", False)


class TestCases:
    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"title": ""}, "verplicht"),
            ({"story": " "}, "verplicht"),
            ({"persons": "\n".join(f"Persoon {number}" for number in range(9))}, "Noem hoogstens 8 personen."),
            ({"persons": "x" * 81}, "hoogstens 80 tekens"),
            ({"known_4": "y" * 2001}, "2000"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, editor, tryout, changes, said):
        answer = editor.post(f"{page_of(tryout)}casus/", typed(**changes))
        assert answer.status_code == 422
        assert said in words(answer)
        assert "De school sprak een keer met de ouders." in words(answer)
        assert not Case.objects.exists()

    def test_the_form_has_a_field_for_each_step_in_reading_order(self, editor, tryout):
        case = make_case(tryout, known={"N5": "Iets bij N5."})
        page = words(editor.get(f"/beheer/uitproberen/casus/{case.pk}/"))
        places = [page.index(f"{step} Vraag {step}?") for step in METHOD]
        assert places == sorted(places)
        assert "Iets bij N5." in page[places[-1] :]

    def test_a_case_that_was_walked_can_be_corrected_and_says_so_and_stays(self, editor, tryout, anna, eva, cas):
        case = make_case(tryout)
        make_walk(case, anna, TO_O1)
        make_walk(case, eva, {"N1": "ja"})
        address = f"/beheer/uitproberen/casus/{case.pk}/"
        assert "2 mensen hebben deze casus al doorlopen" in words(editor.get(address))
        assert "1 keer afgerond, 2 keer begonnen" in words(editor.get(page_of(tryout)))
        editor.post(address, typed(title="Vaak ziek op dinsdag"))
        case.refresh_from_db()
        assert case.title == "Vaak ziek op dinsdag"
        answer = editor.post(page_of(tryout), {"action": "delete", "case": case.pk}, follow=True)
        assert "Daarom blijft hij staan." in words(answer)
        with pytest.raises(CaseWalked):
            delete_case(case=case, by=cas)

    def test_cases_move_up_and_down_and_close_ranks(self, editor, tryout, cas):
        first, second, third = (make_case(tryout, title=title) for title in ("Een", "Twee", "Drie"))

        def order() -> list[str]:
            return [f"{case.ordinal} {case.title}" for case in tryout.cases.order_by("ordinal")]

        editor.post(page_of(tryout), {"action": "up", "case": third.pk})
        assert order() == ["1 Een", "2 Drie", "3 Twee"]
        editor.post(page_of(tryout), {"action": "down", "case": first.pk})
        assert order() == ["1 Drie", "2 Een", "3 Twee"]
        move_case(case=third, up=True, by=cas)
        assert order() == ["1 Drie", "2 Een", "3 Twee"], "the first stays the first"
        third.refresh_from_db()
        editor.post(page_of(tryout), {"action": "delete", "case": third.pk})
        assert order() == ["1 Een", "2 Twee"]
        assert second.pk in tryout.cases.values_list("pk", flat=True)

    @pytest.mark.parametrize("number", ["", "x", "0", "999999"])
    def test_a_case_of_another_try_out_or_none_is_not_found(self, editor, tryout, number):
        assert editor.post(page_of(tryout), {"action": "delete", "case": number}).status_code == 404

    def test_the_cases_of_the_version_before_come_along_with_their_keys(self, editor, tryout):
        known = {"N2": "De school belde.", "N5": "Halt zei nee."}
        old = make_case(tryout, known=known)
        make_case(tryout, title="Een tweede")
        steps = {name: dict(answers) for name, answers in METHOD.items() if name != "N5"}
        steps["N4"] = {"nee": "N2x", "leerling": "O3", "ouders": "O3"}
        steps["N2x"] = steps.pop("N2") | {"onduidelijk": "N2x"}
        steps = {name: steps[name] for name in ("N1", "N2x", "N3", "N4")}
        steps["N1"] = {"ja": "N2x", "nee": "O0"}
        later = factory.make_tryout(make_round(version=make_version_with_steps(label="0.2", steps=steps)), opened=False)
        assert "Neem 2 casussen van versie 0.1 over" in words(editor.get(page_of(later)))
        answer = editor.post(page_of(later), {"action": "copy"}, follow=True)
        assert "2 casussen zijn overgenomen. Wat bij N5 bekend was, is weggelaten" in words(answer)
        copied = later.cases.get(key=old.key)
        assert (copied.title, copied.story, copied.persons) == (old.title, old.story, old.persons)
        assert copied.known == {"N2x": "De school belde."}, "with the step, which is called otherwise now"
        assert "Neem 2 casussen" not in words(editor.get(page_of(later)))

    def test_cases_are_copied_once(self, tryout, cas):
        make_case(tryout)
        later = factory.make_tryout(make_round(version=make_version_with_steps(label="0.2")))
        assert copy_cases(tryout=later, by=cas).cases == 1
        with pytest.raises(NothingToCopy):
            copy_cases(tryout=later, by=cas)
        with pytest.raises(NothingToCopy):
            copy_cases(tryout=tryout, by=cas)


@pytest.mark.parametrize("who", ["anna", "bram", "dewi", "fatih"])
def test_nobody_but_editors_comes_here(request, signed_in, tryout, who):
    case = make_case(tryout)
    browser = signed_in(request.getfixturevalue(who))
    for address in (
        "/beheer/uitproberen/",
        f"/beheer/uitproberen/ronde/{tryout.round_id}/",
        page_of(tryout),
        f"{page_of(tryout)}wijzigen/",
        f"{page_of(tryout)}casus/",
        f"/beheer/uitproberen/casus/{case.pk}/",
        f"/beheer/uitproberen/casus/{case.pk}/voorbeeld/",
    ):
        assert browser.get(address).status_code in {302, 403}
    browser.post(page_of(tryout), {"action": "open"})
    tryout.refresh_from_db()
    assert tryout.opened_at is None


def test_lists_cost_as_many_queries_for_one_row_as_for_many(editor, tryout):
    def queries() -> list[int]:
        found = []
        for address in ("/beheer/uitproberen/", page_of(tryout)):
            editor.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert editor.get(address).status_code == 200
            found.append(len(captured))
        return found

    make_many_walks(make_case(tryout), TO_O1, 2)
    few = queries()
    for label in ("0.2", "0.3", "0.4"):
        further = factory.make_tryout(make_round(version=make_version_with_steps(label=label)))
        make_many_walks(make_case(further), TO_O1, 5)
    for title in ("Twee", "Drie", "Vier"):
        make_many_walks(make_case(tryout, title=title), TO_O1, 5)
    assert queries() == few
