"""The story on the pages: an agenda with one click, one point at a time on the beamer, decisions, minutes."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.meetings.actions import invite
from consultation.meetings.models import Meeting
from consultation.weighing.actions import Seen, make_agenda, put_off, write_note
from consultation.weighing.models import AgendaPoint, Decision, Position
from tests.factories.comments import make_comment, make_section
from tests.factories.meetings import mails
from tests.factories.weighing import make_point, make_weighing_meeting, object_to

pytestmark = pytest.mark.django_db

BOARD = "/weging/mas/0.1/"


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def remarks(version, open_round, anna, partner, council, at):
    made = [make_comment(anna, make_section(version), body=body, at=at) for body in ("Drie dagen haalt niemand.", "Waarom drie?")]
    for remark in made:
        object_to(remark, by=partner, at=at)
    return made


def hidden_of(page) -> dict[str, str]:
    """What the form of the decision knows of the point."""
    found = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")? id="id_', page.content.decode())
    return dict(found)


def test_from_the_board_to_published_minutes(remarks, partner, council, cas, signed_in, at):
    editor = signed_in(cas)
    assert "Maak een agenda van wat omstreden is" in words(editor.get(BOARD))
    shown = words(editor.get(f"{BOARD}overleg/"))
    assert "2 punten voor een overleg" in shown
    both = [str(remark.key) for remark in remarks]
    new = {
        "punt": both,
        "meeting": "nieuw",
        "minutes": "10",
        "title": "Werkgroep",
        "begins": "10:00",
        "ends": "12:00",
        "place": "Waterlo",
    }
    late = editor.post(f"{BOARD}overleg/", new)
    assert late.status_code == 422
    assert "Dit is nodig voor een nieuw overleg." in words(late)
    assert not Meeting.objects.exists()
    day = (at + timedelta(days=14)).date()
    made = editor.post(f"{BOARD}overleg/", new | {"day": day.isoformat()})
    meeting = Meeting.objects.get()
    place = f"{BOARD}overleg/{meeting.pk}/"
    assert made.headers["Location"] == place
    assert "Nog 2 van de 2 punten te bespreken." in words(editor.get(place))
    again = editor.post(f"{BOARD}overleg/", {"punt": both, "meeting": str(meeting.pk)})
    assert again.status_code == 422
    assert AgendaPoint.objects.count() == 2

    first = editor.get(f"{place}1/")
    assert "1 van 2" in words(first)
    decision = {"action": "decide", "value": "overgenomen", "reason": "Het worden er vijf."}
    decision |= {f"said_{council.organisation_id}": "akkoord", f"why_{council.organisation_id}": ""}
    saved = editor.post(f"{place}1/", decision | hidden_of(first))
    assert saved.headers["Location"] == f"{place}2/"
    assert Decision.objects.get().published_at is None
    assert Position.objects.get(organisation=council.organisation).source_on == meeting.day
    back = editor.post(f"{place}2/", {"action": "back", "line": ""})
    assert back.status_code == 422
    editor.post(f"{place}2/", {"action": "back", "line": "Het OM vraagt het na."})
    assert "Alle punten zijn besproken." in words(editor.get(place))

    record = editor.post(f"{place}verslag/")
    assert record.headers["Location"] == f"/beheer/bijeenkomsten/{meeting.pk}/verslag/"
    typed = editor.get(record.headers["Location"]).context["form"].initial["record"]
    assert "Besloten: overgenomen. Het worden er vijf." in typed
    assert "Het OM vraagt het na." in typed
    twice = editor.post(f"{place}verslag/", follow=True)
    assert "Er is niets nieuws voor het verslag" in words(twice)


def test_only_what_was_ticked_comes_on_the_agenda(remarks, cas, signed_in, at):
    meeting = make_weighing_meeting(at=at)
    editor = signed_in(cas)
    assert editor.get(f"{BOARD}overleg/").content.decode().count('name="punt"') == 2
    ticked = [
        re.findall(r'name="punt"[^>]* checked', editor.get(f"{BOARD}overleg/{query}").content.decode())
        for query in ("", "?geen=1")
    ]
    assert [len(one) for one in ticked] == [2, 0]
    none = editor.post(f"{BOARD}overleg/", {"meeting": str(meeting.pk)})
    assert none.status_code == 422
    assert not AgendaPoint.objects.exists()
    editor.post(f"{BOARD}overleg/", {"punt": [str(remarks[1].key)], "meeting": str(meeting.pk)})
    assert AgendaPoint.objects.get().comment == remarks[1]
    assert "1 punt voor een overleg" in words(editor.get(f"{BOARD}overleg/"))


def test_who_decided_meanwhile_is_shown_and_what_was_typed_stays(remarks, version, cas, signed_in, at):
    point = make_point(remarks[0], version=version, by=cas, at=at)
    address = f"{BOARD}overleg/{point.meeting_id}/1/"
    editor, colleague = signed_in(cas), signed_in(cas)
    page = hidden_of(editor.get(address))
    theirs = {"action": "decide", "value": "overgenomen", "reason": "Vijf dagen."}
    colleague.post(address, theirs | page)
    mine = {"action": "decide", "value": "niet overgenomen", "reason": "Drie blijft."}
    refused = editor.post(address, mine | page)
    assert refused.status_code == 422
    shown = words(refused)
    assert "Wat uw collega besliste" in shown
    assert "Vijf dagen." in shown
    assert "Drie blijft." in shown
    editor.post(address, mine | hidden_of(refused))
    assert Decision.objects.get().reason == "Drie blijft."


def test_the_beamer_shows_no_notes_and_a_partner_only_what_she_may_see(remarks, version, council, partner, cas, signed_in, at):
    point = make_point(remarks[0], version=version, by=cas, at=at)
    invite(meeting=point.meeting, by=cas, at=at)
    write_note(comment=remarks[0], text="Dit blijft onder ons.", by=cas, at=at)
    address = f"{BOARD}overleg/{point.meeting_id}/1/"
    editors = words(signed_in(cas).get(address))
    assert "De wet zegt drie." in editors
    assert "Dit blijft onder ons." not in editors
    assert "nog niet gehoord" in editors
    blind = words(signed_in(council).get(address))
    assert "De wet zegt drie." not in blind
    assert "nog niet zichtbaar" in blind
    assert "Wat het overleg besluit" not in blind
    assert signed_in(council).post(address, {"action": "back", "line": "Nee."}).status_code == 404


def test_the_meetings_page_leads_who_weighs_to_the_point_and_the_mail_counts(remarks, version, partner, anna, cas, signed_in, at):
    both = [group for user in (anna, partner) for group in user.groups.all()]
    meeting = make_weighing_meeting(at=at, groups=both)
    make_agenda(version=version, meeting=meeting, by=cas, at=at)
    invite(meeting=meeting, by=cas, at=at)
    pages = {user: words(signed_in(user).get(meeting.get_absolute_url())) for user in (partner, anna)}
    assert "Drie dagen haalt niemand." in pages[partner]
    assert "Drie dagen haalt niemand." not in pages[anna]
    assert all("2 punten komen uit de weging van reacties." in page for page in pages.values())
    assert "2 punten komen uit de weging van reacties." in mails(to_address=anna.email)[0].text


def test_who_does_not_weigh_finds_nothing(remarks, version, anna, partner, cas, signed_in, at):
    point = make_point(remarks[0], version=version, by=cas, at=at)
    place = f"{BOARD}overleg/{point.meeting_id}/"
    for address in (f"{BOARD}overleg/", place, f"{place}1/"):
        assert signed_in(anna).get(address).status_code == 404
    assert signed_in(partner).get(f"{BOARD}overleg/").status_code == 404, "the working group makes no agendas"
    assert signed_in(partner).get(place).status_code == 404, "she is not invited yet"
    assert signed_in(cas).get(f"{place}3/").status_code == 404


def test_pages_cost_the_same_with_two_points_and_with_twelve(remarks, version, anna, partner, cas, signed_in, at):
    meeting = make_weighing_meeting(at=at)
    browser = signed_in(cas)
    addresses = (f"{BOARD}?toon=omstreden", f"{BOARD}overleg/{meeting.pk}/", f"{BOARD}overleg/{meeting.pk}/1/")

    def count() -> list[int]:
        make_agenda(version=version, meeting=meeting, by=cas, at=at)
        found = []
        for address in (*addresses, meeting.get_absolute_url()):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            found.append(len(queries))
        return found

    few = count()
    for number in range(10):
        object_to(make_comment(anna, make_section(version, "2.2"), body=f"Nog iets {number}.", at=at), by=partner, at=at)
    assert count() == few


def test_the_board_asks_once_for_the_weighers_and_counts_without_looking_at_positions(remarks, cas, signed_in):
    browser = signed_in(cas)
    browser.get(BOARD)
    with CaptureQueriesContext(connection) as queries:
        browser.get(BOARD)
    asked = [query["sql"] for query in queries]
    assert sum("decide_comment" in sql for sql in asked) == 1
    assert not any("COUNT(" in sql and "weighing_position" in sql for sql in asked)


def test_a_point_that_came_back_says_so(remarks, version, cas, signed_in, at):
    point = make_point(remarks[0], version=version, by=cas, at=at)
    put_off(point=point, why="Het OM vraagt het na.", seen=Seen(), by=cas, at=at)
    assert "Komt terug uit een eerder overleg: Het OM vraagt het na." in words(signed_in(cas).get(f"{BOARD}overleg/"))
