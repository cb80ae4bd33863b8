"""The wizard: decide, look, confirm by typing the label, watch, and stop the mails."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from consultation.delivery.calendar import next_working_day
from consultation.delivery.models import Email, SchoolHoliday
from consultation.jobs.running import run_jobs
from consultation.rounds.models import Round
from handbook.actions import freeze_version, import_document
from handbook.exchange.markdown import read_markdown
from handbook.models import HandbookPage, SectionPage, Version

pytestmark = pytest.mark.django_db

TEXT = "# Handreiking\n\n## Melden\n\nDe school meldt.\n\n## Spreken\n\nU spreekt met de leerling.\n"


@pytest.fixture
def handbook(cas, at) -> HandbookPage:
    import_document(handbook=None, slug="h", document=read_markdown(TEXT), by=cas, at=at)
    return HandbookPage.objects.get(slug="h")


def fields(**changes: str) -> dict[str, str | list[str]]:
    last_day = timezone.localdate() + timedelta(days=20)
    return {
        "label": "0.1",
        "status": "consultatieversie",
        "notes": "De eerste versie.",
        "with_round": "on",
        "closes_on": last_day.isoformat(),
        "audience": ["klankbordgroep", "werkgroep"],
        "identity": "name",
        "questions": "2: Is dit werkbaar?\nWat mist u?",
        "reading_list": "1",
        "mail": "on",
        "step": "review",
        **changes,
    }


def test_nothing_is_published_before_the_label_is_typed(handbook, anna, bram, cas, signed_in):
    browser, wizard = signed_in(cas), f"/beheer/publiceren/{handbook.pk}/"
    assert browser.get(wizard).status_code == 200
    look = browser.post(wizard, fields()).content.decode()
    assert "2 mensen krijgen elk één mail" in look
    assert "2 paragrafen worden vastgelegd" in look
    wrong = browser.post(wizard, fields(step="publish", typed_label="0.2")).content.decode()
    assert "Dat is niet 0.1." in wrong
    assert not Version.objects.exists()


def test_a_section_that_was_taken_out_is_no_edit_and_a_new_one_is_called_new(handbook, cas, signed_in, at):
    without, _cut, _rest = TEXT.partition("## Spreken")
    import_document(handbook=handbook, slug="h", document=read_markdown(without), by=cas, at=at)
    handbook.add_child(instance=SectionPage(title="Beslissen", slug="beslissen", live=False))
    look = signed_in(cas).post(f"/beheer/publiceren/{handbook.pk}/", fields()).content.decode()
    assert "Beslissen</a>: is nieuw en nog niet akkoord" in look
    assert "nog niet akkoord zijn" not in look


def test_the_editor_confirms_and_the_mails_wait_until_she_stops_them(handbook, anna, bram, cas, signed_in):
    browser, wizard = signed_in(cas), f"/beheer/publiceren/{handbook.pk}/"
    waiting = browser.post(wizard, fields(step="publish", typed_label="0.1"))
    again = browser.post(wizard, fields(step="publish", typed_label="0.1"))
    assert waiting["Location"] == again["Location"], "a double click is one publication"
    assert "Wacht op zijn beurt" in browser.get(waiting["Location"]).content.decode()
    run_jobs(at=timezone.now())
    version = Version.objects.get()
    shown = browser.get(waiting["Location"], follow=True)
    assert "2 mails wachten" in shown.content.decode()
    round = Round.objects.get(version=version)
    assert [question.text for question in round.questions.all()] == ["Is dit werkbaar?", "Wat mist u?"]
    assert round.questions.first().section_key == version.sections.get(number="2").key
    assert round.reading_list == [str(version.sections.get(number="1").key)]
    assert f'href="/beheer/rondes/{round.pk}/"' in shown.content.decode()
    Email.objects.update(next_try_at=timezone.now())
    assert "2 mails gaan nu de deur uit." in browser.get(shown.redirect_chain[-1][0]).content.decode()
    browser.post(f"/beheer/publiceren/versie/{version.pk}/stop/")
    assert set(Email.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(handbook, cas, signed_in):
    answer = (
        signed_in(cas).post(f"/beheer/publiceren/{handbook.pk}/", fields(label="nul één", reading_list="9.9")).content.decode()
    )
    assert "Gebruik alleen letters" in answer
    assert "9.9" in answer
    assert "De eerste versie." in answer


def test_withdrawing_needs_a_reason_that_readers_see(handbook, cas, signed_in, at):
    from handbook.actions import freeze_version

    version = freeze_version(handbook=handbook, label="0.1", by=cas, at=at)
    browser, address = signed_in(cas), f"/beheer/publiceren/versie/{version.pk}/status/"
    refused = browser.post(address, {"status": "ingetrokken", "reason": ""})
    assert refused.status_code == 200
    assert browser.post(address, {"status": "ingetrokken", "reason": "Er stond een fout in 2."}).status_code == 302
    assert version.statuses.last().reason == "Er stond een fout in 2."


@pytest.mark.parametrize("name", ["anna", "bram", "dewi", "fatih"])
def test_only_editors_publish(handbook, name, request, signed_in):
    person = request.getfixturevalue(name)
    assert signed_in(person).get(f"/beheer/publiceren/{handbook.pk}/").status_code in {302, 403}


def test_a_withdrawn_version_asks_for_no_remarks_any_more_and_its_waiting_mails_stay(handbook, anna, cas, signed_in):
    browser = signed_in(cas)
    browser.post(f"/beheer/publiceren/{handbook.pk}/", fields(step="publish", typed_label="0.1"))
    run_jobs(at=timezone.now())
    version = Version.objects.get()
    reason = "Er stond een fout in 2."
    browser.post(f"/beheer/publiceren/versie/{version.pk}/status/", {"status": "ingetrokken", "reason": reason})
    assert not Round.objects.get(version=version).is_open(timezone.now())
    assert Round.objects.get(version=version).changes.get().reason == reason
    assert set(Email.objects.filter(kind="publishing.new_version").values_list("state", flat=True)) == {"withdrawn"}


def test_the_next_version_closes_the_round_that_runs_though_its_job_comes_later(handbook, anna, bram, cas, signed_in):
    browser, wizard = signed_in(cas), f"/beheer/publiceren/{handbook.pk}/"
    for label in ("0.1", "0.2"):
        waiting = browser.post(wizard, fields(label=label, step="publish", typed_label=label))
        run_jobs(at=timezone.now())
        assert f"publiceren/versie/{Version.objects.get(label=label).pk}/" in browser.get(waiting["Location"])["Location"]
    first, second = Round.objects.order_by("opens_at")
    assert first.closes_at <= second.opens_at


def test_what_cannot_be_published_any_more_is_told_at_once(handbook, anna, cas, signed_in, at):
    browser = signed_in(cas)
    waiting = browser.post(f"/beheer/publiceren/{handbook.pk}/", fields(step="publish", typed_label="0.1"))
    freeze_version(handbook=handbook, label="0.1", by=cas, at=at)
    run_jobs(at=timezone.now())
    assert "Kies een ander label" in browser.get(waiting["Location"]).content.decode()


def test_the_reminders_are_chosen_with_the_round(handbook, anna, cas, signed_in):
    browser, wizard = signed_in(cas), f"/beheer/publiceren/{handbook.pk}/"
    assert 'value="7, 2"' in browser.get(wizard).content.decode()
    assert "getallen van dagen" in browser.post(wizard, fields(remind_days="bijna")).content.decode()
    browser.post(wizard, fields(remind_days="5, 1", step="publish", typed_label="0.1"))
    run_jobs(at=timezone.now())
    assert Round.objects.get().remind_days == [5, 1]


def test_a_last_day_that_is_no_working_day_is_warned_of_and_not_refused(handbook, cas, signed_in):
    browser, wizard = signed_in(cas), f"/beheer/publiceren/{handbook.pk}/"
    day = next_working_day(timezone.localdate() + timedelta(days=20))
    assert "Betere dagen zijn" not in browser.post(wizard, fields(closes_on=day.isoformat())).content.decode()
    SchoolHoliday.objects.create(name="Proefvakantie", first_day=day, last_day=day)
    look = browser.post(wizard, fields(closes_on=day.isoformat())).content.decode()
    assert "in een schoolvakantie (Proefvakantie" in look
    assert "Betere dagen zijn" in look
    browser.post(wizard, fields(closes_on=day.isoformat(), step="publish", typed_label="0.1"))
    run_jobs(at=timezone.now())
    assert timezone.localtime(Round.objects.get().closes_at).date() == day
