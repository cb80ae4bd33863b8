"""Many people are told in few queries, once each, in their own language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from consultation.delivery.actions import erase_of, export_of, held_summary, queue_email, release, stop, tell
from consultation.delivery.errors import NoWayOut, UnknownKind
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.people.models import User

pytestmark = pytest.mark.django_db


def crowd(count):
    return User.objects.bulk_create(User(email=f"lid{n}@gemeente.example", name=f"Lid {n}", language="nl") for n in range(count))


def queries_to_tell(tell_news, people, topic):
    with CaptureQueriesContext(connection) as seen:
        assert tell_news(*people, topic=topic) == len(people)
    return len(seen)


def test_twenty_people_take_as_many_queries_as_two(tell_news):
    people = crowd(20)
    assert queries_to_tell(tell_news, people, "news:20") == queries_to_tell(tell_news, people[:2], "news:2")


def test_a_thousand_people_are_told_once_each(at):
    crowd(1000)

    def again():
        return tell(
            kind="tests.news",
            users=User.objects.order_by("pk"),
            topic="news",
            title="New",
            url="/x/",
            context_for=lambda user: {},
            at=at,
        )

    assert again() == 1000
    assert again() == 0
    assert Email.objects.values("to_address").distinct().count() == 1000


def test_everybody_reads_the_title_in_her_own_language(tell_news, anna, bram):
    User.objects.filter(pk=bram.pk).update(language="en")
    bram.refresh_from_db()
    tell_news(anna, bram, title=gettext_lazy("My messages"))
    assert Notice.objects.get(user=anna).title == "Mijn berichten"
    assert Notice.objects.get(user=bram).title == "My messages"
    assert "Kies welke mails u krijgt" in Email.objects.get(user=anna).text
    assert "Choose which mails you get" in Email.objects.get(user=bram).text


def test_text_and_html_say_the_same_and_link_absolutely(tell_news, anna, settings):
    tell_news(anna)
    email = Email.objects.get()
    for part in (email.text, email.html):
        assert "A new draft" in part
        assert f"{settings.BASE_URL}/handreiking/mas/0.2/" in part
        assert f"{settings.BASE_URL}/mijn/voorkeuren/" in part
        assert f"{settings.BASE_URL}/mijn/afmelden/" in part


def test_the_html_carries_its_styles_and_its_dark_colours(tell_news, anna):
    tell_news(anna)
    html = Email.objects.get().html
    assert "prefers-color-scheme: dark" in html
    assert 'bgcolor="#0a5a94"' in html
    assert "max-width: 600px" in html.split("</style>")[1]


def test_what_somebody_typed_cannot_become_markup_or_another_header(tell_news, anna):
    tell_news(anna, title="<script>x</script>\r\nBcc: all@x.example")
    email = Email.objects.get()
    assert "<script>" not in email.html
    assert "\n" not in email.subject
    assert "<script>x</script>" in email.text


def test_who_wants_no_mails_has_the_notice_and_the_row_says_why(tell_news, anna):
    anna.preferences.create(kind="tests.news", pace="never")
    assert tell_news(anna) == 1
    assert anna.notices.count() == 1
    email = Email.objects.get()
    assert (email.state, email.reason, email.html) == ("withdrawn", "the receiver chose never to get this kind", "")


def test_no_preference_holds_back_what_somebody_asked_for(send_code, anna, at):
    anna.preferences.create(kind="tests.code", pace="never")
    send_code(user=anna)
    assert send_due(at=at) == 1


def test_a_mail_to_many_needs_a_way_out(at):
    fields = {"kind": "tests.news", "to_address": "x@y.example", "language": "nl", "dedup_key": "k", "topic": "t", "at": at}
    with pytest.raises(NoWayOut):
        queue_email(**fields, context={"name": "x", "title": "x", "url": "x"})
    row = queue_email(**fields, context={"name": "x", "title": "x", "url": "x"}, unsubscribe_at="https://k.example/weg/")
    assert row.headers["List-Unsubscribe"].startswith("<https://k.example/weg/>")


def test_an_unknown_kind_is_a_mistake_that_is_heard_at_once(send_code):
    with pytest.raises(UnknownKind):
        send_code(kind="tests.unheard-of")


def test_held_mails_are_counted_stopped_or_let_go(tell_news, anna, bram, cas, at):
    hold = at + timedelta(minutes=10)
    tell_news(anna, bram, cas, hold_until=hold)
    held = held_summary(topic="news:1", at=at)
    assert (held.total, held.waiting, held.sent, held.until) == (3, 3, 0, hold)
    Email.objects.filter(user=anna).update(state="paused")
    held = held_summary(topic="news:1", at=at)
    assert (held.total, held.waiting, held.paused) == (3, 2, 1)
    Email.objects.filter(user=anna).update(state="queued")
    assert release(topic="news:1", at=at) == 3
    assert send_due(at=at) == 3
    assert stop(topic="news:1", reason="too late", by=cas, at=at) == 0
    held = held_summary(topic="news:1", at=at)
    assert (held.waiting, held.sent, held.withdrawn) == (0, 3, 0)


def test_stopping_reaches_mails_that_a_worker_has_in_hand_but_not_begun(tell_news, anna, bram, cas, at):
    tell_news(anna, bram)
    Email.objects.filter(user=anna).update(state="sending", begun_at=at, lease_until=at + timedelta(minutes=2))
    Email.objects.filter(user=bram).update(state="sending", lease_until=at + timedelta(minutes=2))
    assert stop(topic="news:1", reason="wrong", by=cas, at=at) == 1
    assert Email.objects.get(user=bram).state == "withdrawn"


def test_a_person_gets_what_she_was_told_and_erasing_leaves_nothing_of_her(tell_news, send_code, anna, bram, at):
    tell_news(anna, bram)
    send_code()
    hers = {"user": anna, "addresses": [anna.email]}
    assert [row["title"] for row in export_of(what="notices", **hers)] == ["A new draft"]
    assert len(export_of(what="emails", **hers)) == 2
    assert erase_of(user=anna, addresses=[anna.email], at=at) == 3
    assert not Notice.objects.filter(user=anna).exists()
    for row in Email.objects.exclude(user=bram).values():
        assert "waterlo" not in str(row)
        assert "Anna" not in str(row)
        assert row["state"] == "withdrawn"
    assert send_due(at=at) == 1


def test_an_address_without_an_account_can_be_erased_too(send_code, at):
    send_code(to_address="gerda@stad.example")
    assert erase_of(user=None, addresses=["Gerda@stad.example"], at=at) == 1
    assert send_due(at=at) == 0


def test_a_subject_fits_on_a_telephone_and_the_mail_says_it_whole(tell_news, anna):
    title = "een paragraaf met een naam die nog veel langer is dan een onderwerp mag zijn"
    tell_news(anna, title=title)
    email = Email.objects.get()
    assert len(email.subject) <= 59
    assert email.subject.endswith("…")
    assert title in email.text
