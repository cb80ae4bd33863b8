"""A place or a turn in the queue; the queue moves in order; nobody is told what is not hers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from consultation.conference.actions import (
    accept_offer,
    choose_workshop,
    end_offers,
    enter_registration,
    leave,
    let_go_repeats,
    save_conference,
)
from consultation.conference.errors import NotAttending, NotOpen, OtherWorkshop, WorkshopFull
from consultation.conference.models import Conference, Registration
from consultation.delivery.models import Email
from tests.factories.conferences import attendee, make_conference, register

pytestmark = pytest.mark.django_db


def states(conference) -> list[str]:
    return list(conference.registrations.order_by("number").values_list("state", flat=True))


def mails(kind: str) -> list[str]:
    return list(Email.objects.filter(kind=f"conference.{kind}").order_by("id").values_list("to_address", flat=True))


class TestSigningUp:
    def test_a_place_while_there_is_one_then_the_queue_in_order_of_arrival(self, at) -> None:
        conference = make_conference(capacity=2, at=at)
        rows = [register(conference, f"Lid {number}", at=at) for number in range(4)]
        assert [row.state for row in rows] == ["confirmed", "confirmed", "waiting", "waiting"]
        assert [row.place_in_queue() for row in rows[2:]] == [1, 2]
        assert mails("confirmed") == ["lid.0@gemeente.example", "lid.1@gemeente.example"]
        assert mails("waiting") == ["lid.2@gemeente.example", "lid.3@gemeente.example"]

    def test_no_places_at_all_is_a_queue(self, at) -> None:
        conference = make_conference(capacity=0, at=at)
        assert register(conference, at=at).state == "waiting"

    def test_a_double_click_is_one_sign_up_and_one_mail(self, at) -> None:
        conference, key = make_conference(at=at), uuid.uuid4()
        assert register(conference, key=key, at=at) == register(conference, key=key, at=at)
        assert Registration.objects.count() == Email.objects.count() == 1

    def test_before_and_after_its_time_nobody_can_sign_up(self, at) -> None:
        conference = make_conference(at=at)
        for moment in (conference.signup_opens_at - timedelta(minutes=1), conference.signup_closes_at):
            with pytest.raises(NotOpen):
                register(conference, at=moment)
        assert not Registration.objects.exists()

    def test_a_workshop_of_another_conference_is_refused_and_nothing_is_kept(self, at) -> None:
        conference = make_conference(at=at)
        other = make_conference(at=at, slug="andere", workshops={"Halt": 5}).workshops.get()
        with pytest.raises(OtherWorkshop):
            register(conference, workshop=other, at=at)
        conference.refresh_from_db()
        assert (Registration.objects.count(), Email.objects.count(), conference.arrivals) == (0, 0, 0)

    def test_the_schema_itself_holds_one_address_once(self, at) -> None:
        conference = make_conference(at=at)
        first = register(conference, at=at)
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.create(
                conference=conference, number=9, state="waiting", email=first.email.upper(), registered_at=at
            )

    def test_an_editor_gives_a_place_also_when_it_is_one_too_many(self, cas, at) -> None:
        conference = make_conference(capacity=1, at=at)
        register(conference, "Eerste", at=at)
        late = enter_registration(conference=conference, attendee=attendee("Spreker"), workshop=None, by=cas, at=at)
        assert late.state == "confirmed"
        assert conference.places().overbooked == 1


class TestAnAddressThatIsKnown:
    def test_the_form_answers_as_for_a_new_one_and_the_owner_is_told(self, at) -> None:
        conference = make_conference(capacity=3, at=at)
        register(conference, at=at)
        again = register(conference, "Iemand Anders", email="Gerda.Smit@gemeente.example", at=at)
        fresh = register(conference, "Nieuw Lid", at=at)
        assert (again.state, fresh.state) == ("confirmed", "confirmed")
        assert (again.number, fresh.number) == (2, 3), "the numbers go on as with anybody else"
        assert conference.places().left == 0
        assert mails("known") == ["gerda.smit@gemeente.example"]
        assert not Email.objects.filter(to_name="Iemand Anders").exists()

    def test_the_place_that_it_took_goes_to_the_queue_within_a_day(self, at) -> None:
        conference = make_conference(capacity=2, at=at)
        register(conference, at=at)
        register(conference, at=at)
        waits = register(conference, "Wacht", at=at)
        assert waits.state == "waiting"
        assert let_go_repeats(at=at + timedelta(hours=1)) == 0
        assert let_go_repeats(at=at + timedelta(days=1)) == 1
        waits.refresh_from_db()
        assert waits.state == "offered"
        assert let_go_repeats(at=at + timedelta(days=1)) == 0

    def test_a_repeat_in_the_queue_is_passed_over(self, at) -> None:
        conference = make_conference(capacity=1, at=at)
        first = register(conference, at=at)
        register(conference, at=at)
        third = register(conference, "Derde", at=at)
        leave(registration=first, at=at)
        third.refresh_from_db()
        assert states(conference) == ["cancelled", "lapsed", "offered"]


class TestTheQueue:
    def test_a_free_place_is_offered_to_who_waited_longest_and_kept_for_her(self, at) -> None:
        conference = make_conference(capacity=1, at=at, offer_hours=24)
        first, second, third = (register(conference, name, at=at) for name in ("Een", "Twee", "Drie"))
        leave(registration=first, at=at)
        second.refresh_from_db()
        assert (second.state, second.offer_expires_at) == ("offered", at + timedelta(hours=24))
        assert register(conference, "Later", at=at).state == "waiting", "who comes later does not get it"
        assert accept_offer(registration=second, at=at + timedelta(hours=1)).state == "confirmed"
        assert accept_offer(registration=second, at=at + timedelta(hours=2)).state == "confirmed"
        third.refresh_from_db()
        assert third.state == "waiting"
        assert mails("offer") == ["twee@gemeente.example"]
        assert mails("confirmed") == ["een@gemeente.example", "twee@gemeente.example"]

    def test_with_a_clockwork_that_stands_still_one_place_is_never_two_peoples(self, at) -> None:
        conference = make_conference(capacity=1, at=at, offer_hours=2)
        first, second, third = (register(conference, name, at=at) for name in ("Een", "Twee", "Drie"))
        leave(registration=first, at=at)
        late = at + timedelta(hours=3)
        assert accept_offer(registration=second, at=late).state == "lapsed"
        third.refresh_from_db()
        assert third.state == "offered"
        assert accept_offer(registration=third, at=late).state == "confirmed"
        assert accept_offer(registration=second, at=late).state == "lapsed"
        assert conference.places().taken == 1

    def test_the_sweep_ends_an_offer_and_makes_the_next_in_one_go(self, at) -> None:
        conference = make_conference(capacity=1, at=at, offer_hours=2)
        first, _second, third = (register(conference, name, at=at) for name in ("Een", "Twee", "Drie"))
        leave(registration=first, at=at)
        assert end_offers(at=at + timedelta(hours=1)) == 0
        assert end_offers(at=at + timedelta(hours=2)) == 1
        third.refresh_from_db()
        assert third.state == "offered"
        assert mails("lapsed") == ["twee@gemeente.example"]

    def test_who_left_is_never_offered_a_place_again(self, at) -> None:
        conference = make_conference(capacity=1, at=at)
        first, second = register(conference, "Een", at=at), register(conference, "Twee", at=at)
        leave(registration=second, at=at)
        leave(registration=first, at=at)
        leave(registration=first, at=at)
        assert states(conference) == ["cancelled", "cancelled"]
        assert mails("offer") == []
        assert mails("left") == ["twee@gemeente.example", "een@gemeente.example"]

    def test_an_offer_ends_when_the_conference_begins_and_none_is_made_after(self, at) -> None:
        conference = make_conference(capacity=1, at=at)
        first, second = register(conference, "Een", at=at), register(conference, "Twee", at=at)
        leave(registration=first, at=conference.starts_at - timedelta(hours=1))
        second.refresh_from_db()
        assert second.offer_expires_at == conference.starts_at
        end_offers(at=conference.starts_at)
        assert states(conference) == ["cancelled", "lapsed"]

    def test_the_mail_about_an_offer_that_ended_does_not_go(self, at) -> None:
        from consultation.delivery.sending import send_due

        conference = make_conference(capacity=1, at=at)
        first, second = register(conference, "Een", at=at), register(conference, "Twee", at=at)
        leave(registration=first, at=at)
        Registration.objects.filter(pk=second.pk).update(state="lapsed")
        send_due(at=at)
        assert Email.objects.get(kind="conference.offer").state == "withdrawn"


class TestWorkshops:
    def test_the_mail_tells_a_queue_for_the_workshop_from_one_for_the_conference(self, at) -> None:
        conference = make_conference(at=at, capacity=2, workshops={"Halt": 1, "Privacy": 5})
        halt, privacy = conference.workshops.all()
        chosen = (halt, halt, privacy)
        rows = [register(conference, f"Lid {number}", workshop=one, at=at) for number, one in enumerate(chosen)]
        texts = [Email.objects.get(to_address=row.email).text for row in rows]
        assert "Werksessie: Halt\n" in texts[0]
        assert "Werksessie: Halt (wachtlijst)" in texts[1]
        assert "Werksessie: Privacy (zodra u een plaats hebt)" in texts[2]

    def test_places_and_a_queue_of_their_own(self, at) -> None:
        conference = make_conference(at=at, workshops={"Halt": 1, "Privacy": 5})
        halt, privacy = conference.workshops.all()
        has, waits, next_one = (register(conference, name, workshop=halt, at=at) for name in ("Een", "Twee", "Drie"))
        assert [row.has_workshop for row in (has, waits, next_one)] == [True, False, False]
        assert [row.place_in_workshop_queue() for row in (waits, next_one)] == [1, 2]
        choose_workshop(registration=has, workshop=privacy, at=at)
        waits.refresh_from_db()
        assert waits.has_workshop
        assert mails("workshop") == ["twee@gemeente.example"]
        leave(registration=waits, at=at)
        next_one.refresh_from_db()
        assert next_one.has_workshop

    def test_who_has_a_place_keeps_it_when_the_other_workshop_is_full(self, at) -> None:
        conference = make_conference(at=at, workshops={"Halt": 1, "Privacy": 1})
        halt, privacy = conference.workshops.all()
        register(conference, "Een", workshop=halt, at=at)
        other = register(conference, "Twee", workshop=privacy, at=at)
        with pytest.raises(WorkshopFull):
            choose_workshop(registration=other, workshop=halt, at=at)
        other.refresh_from_db()
        assert (other.workshop, other.has_workshop) == (privacy, True)

    def test_who_waits_for_the_conference_takes_no_workshop_place_until_she_has_one(self, at) -> None:
        conference = make_conference(capacity=1, at=at, workshops={"Halt": 5})
        halt = conference.workshops.get()
        first = register(conference, "Een", at=at)
        waits = register(conference, "Twee", workshop=halt, at=at)
        assert not waits.has_workshop
        assert halt.places().waiting == 0
        leave(registration=first, at=at)
        assert accept_offer(registration=waits, at=at).has_workshop

    def test_who_left_chooses_nothing_more(self, at) -> None:
        conference = make_conference(at=at, workshops={"Halt": 5})
        row = register(conference, at=at)
        leave(registration=row, at=at)
        with pytest.raises(NotAttending):
            choose_workshop(registration=row, workshop=conference.workshops.get(), at=at)


class TestSaving:
    def test_a_form_that_was_open_meanwhile_puts_no_old_number_back(self, at) -> None:
        conference = make_conference(at=at)
        open_form = Conference.objects.get()
        register(conference, at=at)
        open_form.summary = "Andere woorden."
        save_conference(conference=open_form, save=lambda: open_form.save() or open_form, at=at)
        assert register(conference, "Tweede", at=at).number == 2
