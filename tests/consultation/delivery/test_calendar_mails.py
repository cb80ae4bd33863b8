"""A calendar object in a mail: what arrives over the wire, who sees it, and that it is forgotten with the mail (G18, G24)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from consultation.delivery.actions import CalendarObject, erase_of, export_of, queue_email
from consultation.delivery.models import Email, Preference
from consultation.delivery.sending import send_due

pytestmark = pytest.mark.django_db
LINES = ("BEGIN:VCALENDAR", "VERSION:2.0", "METHOD:REQUEST", "SUMMARY:Overleg in de Bühne", "END:VCALENDAR", "")
TEXT = "\r\n".join(LINES)
OBJECT = CalendarObject(method="REQUEST", text=TEXT)


def test_it_arrives_as_the_third_alternative_with_its_method_and_as_a_file(smtp_sink, send_code, at):
    send_code(calendar=OBJECT)
    assert send_due(at=at) == 1
    (message,) = smtp_sink.messages
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    third, attached = list(message.walk())[4:]
    assert third.get_param("method") == "REQUEST"
    assert third.get_content_charset() == "utf-8"
    assert third.get_content() == TEXT
    assert attached.get_filename() == "bijeenkomst.ics"
    assert attached.get_content() == TEXT.encode()


def test_the_method_in_the_header_is_that_of_the_row(smtp_sink, send_code, at):
    send_code(calendar=CalendarObject(method="CANCEL", text=TEXT))
    send_due(at=at)
    assert b'\r\nContent-Type: text/calendar; method="CANCEL"; charset="utf-8"\r\n' in smtp_sink.envelopes[0].original_content


def test_a_mail_without_one_has_two_parts_and_no_file(smtp_sink, send_code, at):
    send_code()
    send_due(at=at)
    assert [part.get_content_type() for part in smtp_sink.messages[0].walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_tell_gives_each_receiver_an_object_of_her_own(tell_news, anna, bram):
    tell_news(anna, bram, calendar_for=lambda user: CalendarObject(method="REQUEST", text=f"for {user.email}"))
    found = dict(Email.objects.values_list("to_address", "calendar"))
    assert found == {user.email: f"for {user.email}" for user in (anna, bram)}


def test_who_wants_no_such_mail_has_nothing_of_it_on_the_row(anna, at, tell_news):
    Preference.objects.create(user=anna, kind="tests.news", pace=Preference.Pace.NEVER)
    tell_news(anna, calendar_for=lambda _user: OBJECT)
    row = Email.objects.get()
    assert (row.state, row.text, row.html, row.calendar, row.calendar_method) == ("withdrawn", "", "", "", "")


def test_it_is_handed_out_and_erased_with_the_person(anna, at):
    queue_email(
        kind="tests.code", to_address=anna.email, language="nl", context={"code": "1"}, dedup_key="x", topic="t", user=anna,
        calendar=OBJECT, at=at,
    )  # fmt: skip
    told = {"user": anna, "addresses": [anna.email]}
    assert export_of(what="emails", **told)[0]["calendar"] == TEXT
    erase_of(**told, at=at)
    row = Email.objects.get()
    assert (row.text, row.calendar, row.calendar_method) == ("", "", "")


def test_the_database_refuses_an_object_without_a_method(send_code):
    row = send_code()
    with pytest.raises(IntegrityError), transaction.atomic():
        Email.objects.filter(pk=row.pk).update(calendar=TEXT)


def test_the_demo_mailbox_offers_the_file(settings, visitor, send_code, at):
    settings.DEMO = True
    mail, plain = send_code(calendar=OBJECT), send_code(key="b")
    send_due(at=at)
    address = reverse("demo-mailbox-calendar", args=[mail.pk])
    page = visitor.get(reverse("demo-mailbox-mail", args=[mail.pk])).content.decode()
    assert address in page
    answer = visitor.get(address)
    assert (answer.content.decode(), answer["Content-Type"]) == (TEXT, "text/calendar; charset=utf-8")
    assert reverse("demo-mailbox-calendar", args=[plain.pk]) not in visitor.get(f"/demo/postvak/{plain.pk}/").content.decode()
    assert visitor.get(reverse("demo-mailbox-calendar", args=[plain.pk])).status_code == 404
    settings.DEMO = False
    assert visitor.get(address).status_code == 404


def test_the_admin_shows_it_to_who_may_read_the_mail(signed_in, cas, fatih, tell_news, send_code, anna):
    tell_news(anna, calendar_for=lambda _user: OBJECT)
    secret = send_code(calendar=OBJECT)
    mail = Email.objects.get(kind="tests.news")
    editor, administrator = signed_in(cas), signed_in(fatih)
    address = reverse("mail-calendar", args=[mail.pk])
    assert address in editor.get(reverse("mail", args=[mail.pk])).content.decode()
    assert editor.get(address).content.decode() == TEXT
    assert administrator.get(address).status_code == 404
    assert editor.get(reverse("mail-calendar", args=[secret.pk])).status_code == 404
