"""What is past its period goes, what is not stays, and who loses something hears of it in time (guarantees G25)."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from consultation.delivery.models import DeliveryEvent, Email, Notice
from consultation.jobs import sweeps
from consultation.people import actions, retention
from consultation.people.models import (
    MEMBERSHIP,
    SOUNDING_BOARD,
    Application,
    Consent,
    IdleWarning,
    Invitation,
    RetentionRun,
    User,
)
from tests.consultation.people.test_joining import make_application
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def apply(name: str, at: datetime) -> int | None:
    return retention.apply(only=[name], at=at)[name]


def make_mail(at: datetime, **fields: Any) -> Email:
    row = {"kind": "people.security", "topic": "account:1", "dedup_key": str(Email.objects.count()), "to_name": "Anna"}
    row |= {"message_id": f"<{Email.objects.count()}@x>", "to_address": "anna@waterlo.example", "domain": "waterlo.example"}
    row |= {"subject": "Iets", "text": "Tekst", "html": "<p>Tekst</p>", "created_at": at, "next_try_at": at, "state": "sent"}
    return Email.objects.create(**row | fields)


class TestIdleAccounts:
    @pytest.fixture
    def lena(self, at: datetime) -> User:
        return make_person(email="lena@stad.example", name="Lena Smit", at=at - 701 * DAY)

    def mails(self) -> list[str]:
        return list(Email.objects.filter(kind="people.idle").order_by("pk").values_list("subject", flat=True))

    def test_are_warned_twice_and_then_erased(self, lena: User, at: datetime) -> None:
        steps = {0: 1, 1: 1, 22: 1, 23: 2, 24: 2, 29: 2}
        for day, told in steps.items():
            assert apply("idle_accounts", at + day * DAY) == 0
            assert len(self.mails()) == told, day
        assert self.mails() == ["Over 30 dagen wissen wij uw account", "Over 7 dagen wissen wij uw account"]
        assert apply("idle_accounts", at + 30 * DAY) == 1
        assert not User.objects.filter(pk=lena.pk).exists()
        assert Email.objects.filter(kind="people.erased", to_address="lena@stad.example").exists()

    def test_are_left_alone_before_that(self, lena: User, at: datetime) -> None:
        apply("idle_accounts", at - 2 * DAY)
        assert self.mails() == []

    def test_who_signs_in_keeps_it_and_is_warned_anew_when_it_is_idle_again(self, lena: User, at: datetime) -> None:
        apply("idle_accounts", at)
        User.objects.filter(pk=lena.pk).update(last_login=at + 5 * DAY)
        for day in (23, 30, 400, 700):
            apply("idle_accounts", at + day * DAY)
        assert len(self.mails()) == 1
        assert apply("idle_accounts", at + 710 * DAY) == 0
        assert len(self.mails()) == 2
        assert User.objects.filter(pk=lena.pk).exists()

    def test_a_closed_one_is_erased_in_time_and_not_asked_to_sign_in(self, lena: User, at: datetime) -> None:
        User.objects.filter(pk=lena.pk).update(is_active=False)
        assert apply("idle_accounts", at + 28 * DAY) == 0
        assert apply("idle_accounts", at + 30 * DAY) == 1
        assert self.mails() == []
        assert Email.objects.filter(kind="people.erased", to_address="lena@stad.example").exists()

    def test_a_sweep_that_was_away_for_years_still_warns_first(self, lena: User, at: datetime) -> None:
        assert apply("idle_accounts", at + 2000 * DAY) == 0
        assert apply("idle_accounts", at + 2010 * DAY) == 0
        assert len(self.mails()) == 1

    def test_a_warning_counts_once_when_the_sweep_runs_twice(self, lena: User, at: datetime) -> None:
        for _turn in range(3):
            apply("idle_accounts", at)
        assert IdleWarning.objects.count() == 1

    def test_the_only_administrator_stays(self, at: datetime) -> None:
        boss = make_person(email="baas@ingrado.example", groups=["beheerder"], at=at - 900 * DAY)
        for day in (0, 23, 30):
            assert apply("idle_accounts", at + day * DAY) == 0
        assert User.objects.filter(pk=boss.pk).exists()


class TestMails:
    def test_lose_their_text_after_thirty_days_and_their_receiver_after_ninety(self, anna: User, at: datetime) -> None:
        mail = make_mail(at - 31 * DAY, user=anna)
        assert apply("mail_texts", at) == 1
        mail.refresh_from_db()
        assert (mail.text, mail.html, mail.to_address) == ("", "", "anna@waterlo.example")
        assert apply("mails", at) == 0
        assert apply("mails", at + 60 * DAY) == 1
        mail.refresh_from_db()
        assert (mail.to_address, mail.to_name, mail.subject, mail.user, mail.topic) == ("", "", "", None, "")
        assert mail.state == "sent"
        assert apply("mails", at + 60 * DAY) == 0

    def test_younger_ones_and_those_that_wait_stay(self, at: datetime) -> None:
        make_mail(at - 29 * DAY)
        for state in ("queued", "paused", "sending"):
            make_mail(at - 300 * DAY, state=state)
        assert (apply("mail_texts", at), apply("mails", at)) == (0, 0)

    def test_those_to_many_keep_their_topic_so_that_a_sending_is_still_counted(self, at: datetime) -> None:
        mail = make_mail(at - 91 * DAY, bulk=True, topic="issue:1")
        apply("mails", at)
        mail.refresh_from_db()
        assert (mail.topic, mail.to_address) == ("issue:1", "")

    def test_one_without_its_text_is_not_sent_again(self, cas: User, at: datetime) -> None:
        from consultation.delivery.actions import resend
        from consultation.delivery.errors import NotResendable

        mail = make_mail(at - 31 * DAY, state="failed")
        apply("mail_texts", at)
        with pytest.raises(NotResendable):
            resend(email=mail, by=cas, at=at)

    def test_notices_go_after_a_year_but_not_while_they_wait(self, anna: User, at: datetime) -> None:
        old = at - 366 * DAY
        fields = {"user": anna, "kind": "rounds.closed", "topic": "x", "title": "Gesloten", "created_at": old}
        Notice.objects.create(**fields, dedup_key="a")
        Notice.objects.create(**fields, dedup_key="b", digest_at=at)
        assert apply("notices", at) == 1
        assert Notice.objects.get().dedup_key == "b"

    def test_what_servers_told_goes_after_ninety_days(self, at: datetime) -> None:
        for days in (89, 91):
            DeliveryEvent.objects.create(
                event_id=str(days), kind="delivered", fingerprint="x", happened_at=at, received_at=at - days * DAY
            )
        assert apply("delivery_events", at) == 1


class TestPeople:
    def test_applications_go_after_the_decision_with_the_name_in_the_trail(self, cas: User, at: datetime) -> None:
        open_one = make_application(email="open@stad.example", applied_at=at - 300 * DAY)
        decided = make_application(email="noor@stad.example")
        actions.approve_application(application=decided, text="Welkom", landing_url="/", by=cas, at=at)
        assert "Noor" in ModelLogEntry.objects.get(action="klankbord.people.approve").label
        assert apply("applications", at + 89 * DAY) == 0
        assert apply("applications", at + 91 * DAY) == 1
        assert list(Application.objects.all()) == [open_one]
        assert "Noor" not in ModelLogEntry.objects.get(action="klankbord.people.approve").label

    def test_unconfirmed_applications_go_after_a_week(self, at: datetime) -> None:
        make_application(state="unconfirmed", applied_at=at)
        assert apply("unconfirmed_applications", at + 6 * DAY) == 0
        assert apply("unconfirmed_applications", at + 8 * DAY) == 1

    def test_invitations_go_ninety_days_after_their_last_day(self, cas: User, at: datetime) -> None:
        actions.invite(email="piet@stad.example", group=Group.objects.get(name=SOUNDING_BOARD), by=cas, at=at)
        assert apply("invitations", at + 119 * DAY) == 0
        assert apply("invitations", at + 121 * DAY) == 1
        assert not Invitation.objects.exists()
        assert "piet" not in ModelLogEntry.objects.get(action="klankbord.people.invite").label

    def test_the_proof_of_a_consent_goes_five_years_after_it_was_withdrawn(self, anna: User, at: datetime) -> None:
        given = {"user": anna, "purpose": MEMBERSHIP, "place": "/x/"}
        actions.record_consent(**given, text_version="1", at=at - 4000 * DAY)
        assert apply("consents", at) == 0
        actions.withdraw_consent(user=anna, purpose=MEMBERSHIP, place="/x/", at=at - 1900 * DAY)
        again = actions.record_consent(**given, text_version="2", at=at - 1899 * DAY)
        assert apply("consents", at) == 2
        assert list(Consent.objects.all()) == [again]

    def test_sessions_go_when_they_ended(self, anna: User, at: datetime) -> None:
        Client().force_login(anna)
        assert apply("sessions", timezone.now() + 29 * DAY) == 0
        assert apply("sessions", timezone.now() + 31 * DAY) == 1
        assert not Session.objects.exists()

    def test_the_trail_goes_after_five_years(self, anna: User, cas: User, at: datetime) -> None:
        actions.change_person(user=anna, changes={"function": "boa"}, by=cas, at=at)
        before = ModelLogEntry.objects.count() + PageLogEntry.objects.count()
        assert apply("audit_trail", timezone.now() + 1825 * DAY) == 0
        assert apply("audit_trail", timezone.now() + 1827 * DAY) == before


class TestTheRun:
    def test_is_once_a_day_after_three_at_night(self, at: datetime) -> None:
        make_application(state="unconfirmed", applied_at=at - 9 * DAY)
        day = timezone.localtime(at).replace(hour=2, minute=59)
        assert actions.apply_nightly(at=day) == 0
        assert not RetentionRun.objects.exists()
        assert actions.apply_nightly(at=day + timedelta(minutes=2)) == 1
        run = RetentionRun.objects.get()
        assert (run.counts["unconfirmed_applications"], run.ended_at) == (1, day + timedelta(minutes=2))
        assert actions.apply_nightly(at=day + timedelta(hours=20)) == 0
        assert actions.apply_nightly(at=day + timedelta(hours=24, minutes=2)) == 0
        assert RetentionRun.objects.count() == 2

    def test_is_in_the_lane_of_the_long_jobs(self) -> None:
        assert "people.apply-retention" in sweeps.names(slow=True)

    def test_one_period_that_fails_keeps_no_other(self, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*, at: datetime) -> int:
            Application.objects.all().delete()
            raise RuntimeError("no")

        make_application(state="unconfirmed", applied_at=at - 9 * DAY)
        monkeypatch.setitem(retention._periods, "x", retention.Period("x", "x.", lambda: 9999, fail))
        counts = retention.apply(at=at)
        assert (counts["x"], counts["unconfirmed_applications"]) == (None, 1)

    def test_a_dry_run_says_the_same_and_changes_nothing(self, at: datetime) -> None:
        make_application(state="unconfirmed", applied_at=at - 9 * DAY)
        make_person(email="lena@stad.example", at=at - 900 * DAY)
        told = StringIO()
        call_command("apply_retention", dry_run=True, stdout=told)
        assert "1  unconfirmed_applications" in told.getvalue()
        assert Application.objects.exists()
        assert not Email.objects.exists()
        call_command("apply_retention", stdout=told)
        assert not Application.objects.exists()
        assert Email.objects.get().kind == "people.idle"

    def test_the_command_ends_with_an_error_when_something_failed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*, at: datetime) -> int:
            raise RuntimeError("no")

        monkeypatch.setitem(retention._periods, "x", retention.Period("x", "x.", lambda: 1, fail))
        with pytest.raises(CommandError):
            call_command("apply_retention", stdout=StringIO())

    def test_days_come_from_the_settings(self, at: datetime, settings: Any) -> None:
        make_mail(at - 11 * DAY)
        settings.KEPT_DAYS = {**settings.KEPT_DAYS, "mail_texts": 10}
        assert apply("mail_texts", at) == 1


def test_every_period_says_what_it_is_about() -> None:
    periods = retention.periods()
    assert {"conference", "newsletter_ended", "redacted_words", "idle_accounts"} <= {one.name for one in periods}
    assert all(str(one.what).endswith(".") and one.days() >= 1 for one in periods)
    assert {one.name for one in periods if one.announce_days} == {"idle_accounts", "conference"}
