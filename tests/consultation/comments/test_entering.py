"""An editor enters what came by mail or telephone; its author is told and may correct it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from consultation.comments import errors
from consultation.comments.actions import Place, Source, Wording, edit_comment, enter_comment
from consultation.comments.models import Comment, Entry
from consultation.delivery.models import Email
from consultation.people.actions import erase_person
from consultation.rounds.models import Round
from tests.factories.comments import make_section
from tests.factories.handbook import make_handbook_page, make_version
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    make_handbook_page(version)
    return make_section(version)


@pytest.fixture
def enter(section, cas, at):
    """``enter(anna)`` is what cas entered for anna."""

    def act(author, body="Ik belde hierover.", **changed):
        options = {"source": Source("telefoon", localdate(at)), "place": Place(section), "at": at, **changed}
        return enter_comment(by=cas, author=author, wording=Wording(body), **options)

    return act


def test_it_stands_in_the_authors_name_with_its_source(enter, anna, cas, at):
    comment = enter(anna, source=Source("mail", localdate(at), "Mailbox redactie"))
    assert (comment.number, comment.submitter.user, comment.origin, comment.late) == (1, anna, "ingevoerd", False)
    entry = Entry.objects.get()
    assert (entry.medium, entry.received_on, entry.note, entry.entered_by) == ("mail", localdate(at), "Mailbox redactie", cas)
    mail = Email.objects.get(kind="comments.entered")
    assert mail.to_address == anna.email
    assert "Ik belde hierover." in mail.text


def test_for_an_organisation_its_coordinators_are_told(enter, eva, at):
    comment = enter(eva.organisation)
    assert (comment.submitter.collective, comment.submitter.organisation) == (True, eva.organisation)
    assert [mail.to_address for mail in Email.objects.filter(kind="comments.entered")] == [eva.email]
    assert edit_comment(user=eva, comment=comment, wording=Wording("Wij belden."), at=at).body == "Wij belden."


def test_the_author_corrects_it_for_fourteen_days_also_when_the_round_is_over(enter, anna, cas, at):
    Round.objects.update(closes_at=at - timedelta(hours=3))
    comment = enter(anna)
    soon, too_late = at + timedelta(days=13), at + timedelta(days=14)
    assert edit_comment(user=anna, comment=comment, wording=Wording("Zo bedoelde ik het."), at=soon).body == "Zo bedoelde ik het."
    with pytest.raises(errors.NoEditsAfterClosing):
        edit_comment(user=anna, comment=comment, wording=Wording("Of zo."), at=too_late)
    with pytest.raises(errors.NotYours):
        edit_comment(user=cas, comment=comment, wording=Wording("Door cas."), at=soon)


def test_late_is_what_came_in_late_and_not_what_was_entered_late(enter, section, anna, at):
    Round.objects.update(closes_at=at - timedelta(days=3))
    fresh = make_section(section.version)
    in_time = enter(anna, place=Place(fresh), source=Source("brief", localdate(at) - timedelta(days=3)))
    late = enter(anna, place=Place(fresh), source=Source("brief", localdate(at) - timedelta(days=2)))
    assert [in_time.late, late.late] == [False, True]


def test_what_cannot_be_entered_says_why(enter, section, anna, dewi, at):
    with pytest.raises(errors.TakesNoPartHerself):
        enter(dewi)
    with pytest.raises(errors.FromTheFuture):
        enter(anna, source=Source("mail", localdate(at) + timedelta(days=1)))
    with pytest.raises(errors.NothingWritten):
        enter(anna, body=" ")
    with pytest.raises(errors.PersonalDataFound):
        enter(anna, source=Source("mail", localdate(at), "BSN 123456782"))
    with pytest.raises(errors.RoundNotOpen):
        enter(anna, place=Place(make_section(make_version(label="0.2"))))
    assert not Comment.objects.exists()
    assert not Email.objects.exists()


def test_a_double_press_enters_once(enter, anna):
    key = uuid.uuid4()
    assert enter(anna, key=key) == enter(anna, key=key)
    assert Email.objects.filter(kind="comments.entered").count() == 1


def test_erasing_the_author_takes_the_note_along(enter, anna, at):
    enter(anna, source=Source("mail", localdate(at), "Mail van Anna Verschuren"))
    erase_person(email=anna.email, at=at)
    assert Entry.objects.get().note == ""
    assert Comment.objects.get().submitter.user is None


@pytest.fixture
def address(open_round):
    return reverse("moderation:enter", args=[open_round.pk])


@pytest.fixture
def editor(cas, signed_in, settings):
    settings.STAFF_SECOND_FACTOR = False
    return signed_in(cas)


def fields(section, at, **changed):
    return {
        "key": str(uuid.uuid4()),
        "author": "anna@waterlo.example",
        "medium": "mail",
        "received_on": localdate(at).isoformat(),
        "section": str(section.pk),
        "kind": "inhoudelijk",
        "body": "Per mail ontvangen.",
        **changed,
    }


def test_the_editor_fills_in_a_form(editor, address, section, anna, at):
    assert editor.get(reverse("moderation:enter-choose")).url == address
    assert anna.email in editor.get(address).content.decode()
    answer = editor.post(address, fields(section, at, quote="drie werkdagen", another="1"))
    assert (answer.status_code, answer.url) == (302, address)
    comment = Comment.objects.get()
    assert comment.passage.ordinal == 1
    assert comment.selectors[0]["exact"] == "drie werkdagen"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"author": "niemand@nergens.example"}, "Kies er een uit de lijst."),
        ({"passage": "9"}, "Deze paragraaf heeft geen passage met dit nummer."),
        ({"quote": "staat er niet"}, "Deze woorden staan niet in deze passage."),
        ({"quote": "Leg vast wat u besluit.", "passage": "1"}, "Deze woorden staan niet in deze passage."),
        ({"body": ""}, "Schrijf eerst uw reactie."),
        ({"received_on": "2999-01-01"}, "Deze dag moet nog komen."),
        ({"body": "BSN 123456782"}, "Vervang de woorden"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(editor, address, section, anna, at, changed, told):
    answer = editor.post(address, fields(section, at, **changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert told in page
    assert changed.get("body", "Per mail ontvangen.") in page
    assert not Comment.objects.exists()


def test_found_personal_data_is_replaced_by_one_button(editor, address, section, anna, at):
    page = editor.post(address, fields(section, at, body="BSN 123456782", action="mask")).content.decode()
    assert "123456782" not in page
    assert "[bsn]" in page.lower()


def test_only_who_moderates_enters(address, signed_in, anna, bram, fatih, settings):
    settings.STAFF_SECOND_FACTOR = False
    for user in (anna, bram, fatih, make_person()):
        assert signed_in(user).get(address).status_code in {302, 403}
        assert signed_in(user).post(address, {}).status_code in {302, 403}
    assert not Comment.objects.exists()
