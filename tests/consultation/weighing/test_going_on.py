"""Going through a list of the board: the choice stays, the next one is the next, and the end of the list says what is left."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consultation.people.models import Organisation
from consultation.weighing.actions import Stance, assign, decide, give_position, make_group
from consultation.weighing.models import AlikeGroup, Assignment, Position
from consultation.weighing.stances import members_of, stances_on, stances_on_each
from consultation.weighing.views.lists import PER_PAGE
from consultation.weighing.weighed import remarks_of
from tests.factories.comments import make_section
from tests.factories.crowds import make_crowd
from tests.factories.weighing import make_partner

pytestmark = pytest.mark.django_db

BOARD = "/weging/mas/0.1/"
ADOPT = {"value": "overgenomen", "reason": "Ja.", "action": "keep"}


def words(response) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def place(remark, query: str = "toon=open", anchor: str = "#reactie") -> str:
    return f"/weging/reactie/{remark.key}/?{query}{anchor}"


def leads(response, word: str) -> str:
    """Where the link or button with this ``rel`` or ``data-go`` leads."""
    tag = re.search(rf'<a [^>]*data-go="{word}"[^>]*>', response.content.decode())
    return html.unescape(re.search(r'href="([^"]*)"', tag[0])[1]) if tag else ""


@pytest.fixture
def five(version, open_round, anna, at):
    return make_crowd(anna, make_section(version), remarks=5, at=at)


def test_the_choice_goes_along_with_every_link_form_and_mistake(five, bram, cas, signed_in, at):
    assign(comments=five[1:4], to=bram, by=cas, at=at)
    browser, query = signed_in(cas), f"toon=open&van={bram.pk}"
    assert f'href="{html.escape(place(five[1], query))}"' in browser.get(f"{BOARD}?{query}").content.decode()
    page = browser.get(place(five[2], query))
    assert "2 van 3" in words(page)
    assert (leads(page, "p"), leads(page, "n")) == (place(five[1], query), place(five[3], query))
    assert leads(page, "l") == f"{BOARD}?{query}&page=1#r-{five[2].pk}"
    address = place(five[2], query, "")
    refused = browser.post(address, ADOPT | {"reason": " "})
    assert refused.status_code == 422
    assert leads(refused, "n") == place(five[3], query)
    note = address.replace("/?", "/notitie/?")
    empty = browser.post(note, {"text": " "})
    assert f'action="{html.escape(address)}"' in empty.content.decode(), "the decision does not go to the note"
    assert leads(empty, "n") == place(five[3], query)
    assert browser.post(note, {"text": "Overleg."}).url == place(five[2], query, "#onder-ons")
    given = browser.post(address.replace("/?", "/behandelaar/?"), {"to": str(bram.pk)})
    assert given.url == place(five[2], query, "#onder-ons")
    many = browser.post(f"{BOARD}samen/?{query}&volgorde=oudste&page=2", {"action": "assign"})
    assert many.url == f"{BOARD}?{query}&volgorde=oudste&page=2#inhoud"


def test_what_one_just_answered_leaves_the_list_and_the_next_is_still_the_next(five, cas, signed_in):
    browser = signed_in(cas)
    assert browser.post(place(five[2], anchor=""), ADOPT).url == place(five[3])
    # The list has four now, and the third of these is not where one goes on from the one that left.
    left = browser.get(place(five[2]))
    assert "niet in deze lijst" in words(left)
    assert (leads(left, "p"), leads(left, "n")) == (place(five[1]), place(five[3]))
    assert "3 van 4" in words(browser.get(place(five[3])))
    assert browser.post(place(five[3], anchor=""), ADOPT).url == place(five[4])
    again = browser.post(place(five[4], anchor=""), ADOPT, follow=True)
    assert again.redirect_chain[-1][0] == place(five[0])
    assert "U bent weer vooraan in de lijst." in words(again)


def test_a_list_that_is_worked_off_says_so_and_what_is_left(five, version, anna, bram, cas, signed_in, at):
    make_group(comments=five[:2], by=cas, at=at)
    assign(comments=five[4:], to=cas, by=cas, at=at)
    browser = signed_in(cas)
    end = browser.post(place(five[4], "toon=open&van=mij", ""), ADOPT)
    assert end.url == f"{BOARD}?toon=open&van=mij#inhoud"
    page = browser.get(end.url)
    assert "Deze lijst is af. Mooi werk." in words(page)
    assert "1 groep 2 losse reacties 3 zonder behandelaar" in words(page)
    for query, count in (("samen=groep", 1), ("samen=los", 2), ("van=niemand", 3)):
        assert f'href="{BOARD}?toon=open&amp;{query}"' in page.content.decode()
        assert browser.get(f"{BOARD}?toon=open&{query}").context["total"] == count, query
    nothing = words(browser.get(f"{BOARD}?soort=vraag"))
    assert "Niets in deze lijst Dit wacht nog op een beslissing" in nothing, "where nothing was, nothing is worked off"
    for remark in five[:4]:
        decide(comment=remark, value="overgenomen", reason="Ja.", by=cas, at=at)
    done = words(browser.get(BOARD))
    assert "Elke reactie heeft een beslissing. Mooi werk." in done
    assert "4 antwoorden wachten op verzending" in done
    assert "Toon alles, zonder uw keuze" in words(browser.get(f"{BOARD}?soort=vraag"))


def test_the_end_of_a_list_that_keeps_its_remarks_is_its_end(five, cas, signed_in):
    end = signed_in(cas).post(place(five[4], "toon=alles", ""), ADOPT)
    assert end.url == f"{BOARD}?toon=alles#inhoud"


def test_a_version_without_remarks_says_what_comes_here(version, open_round, cas, signed_in):
    assert "Zodra iemand op deze versie reageert, staat dat hier" in words(signed_in(cas).get(BOARD))


def test_the_order_that_one_chose_is_the_order_in_which_one_goes_on(five, version, anna, cas, signed_in, at):
    group = make_group(comments=five[2:4], by=cas, at=at)
    browser = signed_in(cas)
    newest = browser.get(place(five[4], "toon=open&volgorde=nieuwste"))
    assert leads(newest, "p") == ""
    assert leads(newest, "n") == f"/weging/groep/{group.pk}/?toon=open&volgorde=nieuwste#reactie"
    largest = browser.get(f"{BOARD}?volgorde=groepen").context["rows"]
    assert [row.pk for row in largest] == [five[2].pk, five[0].pk, five[1].pk, five[4].pk]


def test_a_remark_of_a_group_is_where_its_group_is(five, cas, signed_in, at):
    group = make_group(comments=five[1:4], by=cas, at=at)
    browser = signed_in(cas)
    for address in (place(five[3]), f"/weging/groep/{group.pk}/?toon=open"):
        page = browser.get(address)
        assert "2 van 3" in words(page), address
        assert leads(page, "n") == place(five[4]), address
    sent = browser.post(
        f"/weging/groep/{group.pk}/?toon=open", ADOPT | {"group_seen": AlikeGroup.objects.get().changed_at.isoformat()}
    )
    assert sent.url == place(five[4])


def test_a_page_without_a_choice_shows_the_list_that_its_remark_is_in(five, cas, signed_in, at):
    decide(comment=five[1], value="overgenomen", reason="Ja.", by=cas, at=at)
    browser = signed_in(cas)
    assert "2 van 5" in words(browser.get(f"/weging/reactie/{five[1].key}/"))
    assert "2 van 4" in words(browser.get(f"/weging/reactie/{five[2].key}/"))


def test_all_of_a_list_is_handed_over_and_not_only_its_page(version, open_round, anna, bram, cas, signed_in, at):
    crowd = make_crowd(anna, make_section(version), remarks=PER_PAGE + 5, at=at)
    assign(comments=crowd[:1], to=cas, by=cas, at=at)
    browser, address = signed_in(cas), f"{BOARD}samen/?toon=open&van=niemand"
    page = browser.get(f"{BOARD}?van=niemand")
    assert f"Alle {PER_PAGE + 4} van deze lijst" in words(page)
    assert len(page.context["rows"]) == PER_PAGE
    asked = {"alle": str(PER_PAGE + 4), "action": "assign", "to": str(bram.pk)}
    stale = browser.post(address, asked | {"alle": "12"}, follow=True)
    assert "De lijst is intussen veranderd." in words(stale)
    group = browser.post(address, asked | {"action": "group"}, follow=True)
    assert "een hele lijst is niet één groep" in words(group)
    assert (Assignment.objects.count(), AlikeGroup.objects.count()) == (1, 0)
    done = browser.post(address, asked, follow=True)
    assert f"{PER_PAGE + 4} reacties liggen nu bij Bram" in words(done)
    assert Assignment.objects.filter(to=bram).count() == PER_PAGE + 4
    assert Assignment.objects.get(comment=crowd[0]).to == cas


def test_all_of_a_chosen_list_goes_on_to_the_page_that_sends(five, bram, cas, signed_in, at):
    make_group(comments=five[:2], by=cas, at=at)
    for remark in five:
        decide(comment=remark, value="overgenomen", reason="Ja.", by=cas, at=at)
    assign(comments=five[:3], to=bram, by=cas, at=at)
    query = f"toon=concept&van={bram.pk}"
    page = signed_in(cas).post(f"{BOARD}samen/?{query}", {"alle": "2", "action": "send"}, follow=True)
    assert page.redirect_chain[-1][0].startswith(f"{BOARD}versturen/?{query}&welke=aangevinkt")
    assert "3 antwoorden gaan de deur uit" in words(page)


def test_a_row_shows_where_each_partner_stands_as_the_page_of_the_remark_does(five, bram, cas, at):
    make_partner("Openbaar Ministerie", person=bram)
    council = make_partner("Raad voor de Kinderbescherming")
    make_group(comments=five[:2], by=cas, at=at)
    give_position(comment=five[1], stance=Stance(Position.Value.OBJECT, "juridisch", "De wet zegt drie."), by=bram, at=at)
    give_position(comment=five[2], stance=Stance(Position.Value.AGREE), by=council, at=at)
    rows = list(remarks_of(five[0].version).filter(pk__in=[five[0].pk, *(one.pk for one in five[2:])]).select_related("grouped"))
    for user in (bram, council, cas):
        each = stances_on_each(rows, handbook_key=five[0].version.handbook_key, user=user)
        assert set(each) == {five[0].pk, five[2].pk}
        for row in rows[:2]:
            assert each[row.pk] == stances_on(members_of(row), user=user), (user, row)
    blind = {
        line.short: line for line in stances_on_each(rows, handbook_key=five[0].version.handbook_key, user=council)[five[0].pk]
    }
    assert (blind["OM"].is_hidden, blind["OM"].position, blind["RvdK"].position) == (True, None, None)
    assert stances_on_each([], handbook_key=five[0].version.handbook_key, user=cas) == {}


def test_a_row_without_partners_asks_nothing(five, cas):
    Organisation.objects.update(is_partner=False)
    assert stances_on_each(five, handbook_key=five[0].version.handbook_key, user=cas) == {}


def test_a_thousand_remarks_cost_no_more_queries_than_ten(version, open_round, anna, eva, bram, cas, signed_in, at):
    make_partner("Openbaar Ministerie", person=bram)
    section = make_section(version)
    first = make_crowd(anna, section, remarks=10, at=at)
    group = make_group(comments=first[7:10], by=cas, at=at)
    for remark in first[:3]:
        give_position(comment=remark, stance=Stance(Position.Value.AGREE), by=bram, at=at)
    decide(comment=first[1], value="overgenomen", reason="Ja.", by=cas, at=at)
    browser = signed_in(cas)

    def count(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    addresses = [
        BOARD,
        f"{BOARD}?toon=alles&volgorde=groepen",
        place(first[2], anchor=""),
        place(first[1], anchor=""),
        f"/weging/groep/{group.pk}/?toon=open",
    ]
    few = [count(address) for address in addresses]
    more = make_crowd(eva, section, remarks=990, at=at)
    make_group(comments=more[:30], by=cas, at=at)
    for remark in more[30:40]:
        give_position(comment=remark, stance=Stance(Position.Value.AGREE), by=bram, at=at)
        assign(comments=[remark], to=cas, by=cas, at=at)
    assert [count(address) for address in addresses] == few
    page = browser.get(f"{BOARD}?toon=alles")
    assert page.context["total"] == 969
    assert len(page.context["rows"]) == PER_PAGE
    assert len(page.content) < 150_000
