"""What readers see of handbooks, versions and sections, and what they must not see."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from consultation.comments.actions import Place, Wording, note_opening, post_comment, set_review
from consultation.rounds.models import Question
from handbook.actions import set_status
from handbook.models import Section, Status, VersionStatus
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.handbook import SECTIONS, make_version
from tests.factories.rounds import make_round

pytestmark = pytest.mark.django_db

VERSION = "/handreiking/mas/0.1/"
SECTION = f"{VERSION}2.1/"


def words(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(
    "address", [VERSION, f"{VERSION}?weergave=geheel", SECTION, f"{VERSION}wijzigingen/", f"{VERSION}download/md/"]
)
def test_a_draft_does_not_exist_for_somebody_outside_the_group_and_leads_a_visitor_to_sign_in(
    visitor, dewi, signed_in, open_round, address
):
    assert signed_in(dewi).get(address).status_code == 404
    answer = visitor.get(address)
    assert (answer.status_code, answer.url) == (302, f"/account/login/?next={quote(address, safe='/')}")


def test_a_version_that_does_not_exist_answers_a_visitor_just_the_same(visitor):
    assert visitor.get("/handreiking/mas/9.9/").url == "/account/login/?next=/handreiking/mas/9.9/"


@pytest.mark.parametrize(
    "address", [VERSION, f"{VERSION}?weergave=geheel", SECTION, f"{VERSION}wijzigingen/", f"{VERSION}download/md/"]
)
def test_members_editors_and_observers_read_it(anna, bram, cas, signed_in, open_round, address):
    for person in (anna, bram, cas):
        assert signed_in(person).get(address).status_code == 200


def test_everybody_may_know_that_a_round_runs_but_not_what_it_is_about(visitor, open_round):
    page = words(visitor.get("/handreiking/mas/"))
    assert "in consultatie" in page
    assert "Lees de melding" not in page


def test_a_section_shows_its_passages_with_citable_numbers(anna, signed_in, open_round):
    page = words(signed_in(anna).get(SECTION))
    for ordinal, text in enumerate(SECTIONS["2.1"][1], start=1):
        assert f"2.1-{ordinal}" in page
        assert text in page


def test_a_remark_stands_beside_the_section_with_name_and_organisation(anna, eva, signed_in, open_round, at):
    make_comment(eva, make_section(open_round.version), body="Drie werkdagen haalt niemand.", at=at)
    page = words(signed_in(anna).get(SECTION))
    assert "Drie werkdagen haalt niemand." in page
    assert "Eva Molenaar" in page
    assert "Gemeente Waterlo" in page


def test_a_draft_is_for_its_writer_alone(anna, eva, signed_in, open_round, at):
    make_draft(eva, make_section(open_round.version), body="Nog even nadenken", at=at)
    assert "Nog even nadenken" not in words(signed_in(anna).get(SECTION))
    assert "Nog even nadenken" in words(signed_in(eva).get(SECTION))


BLIND_PAGES = [SECTION, VERSION, "/handreiking/mas/", "/mijn/", "/mijn/reacties/", "/mijn/berichten/", "/"]


def without_tokens(response) -> bytes:
    """The page without what differs at every request."""
    return re.sub(rb'((csrfmiddlewaretoken|opened)" value="|[?]getoond=)[^"]*', rb"\1", response.content)


@pytest.mark.parametrize("address", BLIND_PAGES)
def test_in_a_blind_round_a_page_is_byte_for_byte_the_same_with_and_without_a_peers_remark(
    anna, eva, signed_in, version, at, address
):
    make_round(version=version, blind=True)
    section = make_section(version)
    make_comment(anna, section, body="Mijn eigen reactie", at=at)
    client = signed_in(anna)
    before = client.get(address)
    make_comment(eva, section, body="Van een ander", at=at)
    after = client.get(address)
    assert without_tokens(before) == without_tokens(after)


def test_in_a_blind_round_words_that_a_peer_quoted_are_not_underlined(anna, eva, signed_in, version, at):
    make_round(version=version, blind=True)
    section = make_section(version)
    place = Place(section, section.passages.get(ordinal=1)).about("binnen drie werkdagen")
    before = signed_in(anna).get(SECTION)
    post_comment(user=accept_rules(eva, at), place=place, wording=Wording("Te kort."), at=at)
    assert without_tokens(signed_in(anna).get(SECTION)) == without_tokens(before)
    assert b"data-quoted" in signed_in(eva).get(SECTION).content


def test_when_a_blind_round_has_closed_everybody_reads_everything(anna, eva, signed_in, version, at):
    round = make_round(version=version, blind=True)
    make_comment(eva, make_section(version), body="Van een ander", at=at)
    round.closes_at = at - timedelta(minutes=1)
    round.save()
    assert "Van een ander" in words(signed_in(anna).get(SECTION))


def test_a_withdrawn_version_says_why_and_an_older_one_leads_to_the_newest(anna, signed_in, version, open_round, at):
    newer = make_version(label="0.2", handbook_key=version.handbook_key, at=at)
    page = words(signed_in(anna).get(SECTION))
    assert f'href="/handreiking/mas/{newer.label}/"' in page
    VersionStatus.objects.create(version=version, status=Status.WITHDRAWN, reason="Hoofdstuk 2 was verouderd.", at=at)
    assert "Hoofdstuk 2 was verouderd." in words(signed_in(anna).get(SECTION))


def test_the_whole_text_is_not_sent_twice(anna, signed_in, open_round):
    client = signed_in(anna)
    first = client.get(f"{VERSION}?weergave=geheel")
    again = client.get(f"{VERSION}?weergave=geheel", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    for _title, paragraphs in SECTIONS.values():
        for paragraph in paragraphs:
            assert paragraph in first.content.decode()


def test_what_one_did_shows_in_the_contents_and_what_is_left_can_be_listed(anna, signed_in, version, open_round, at):
    for number, value in (("1", "akkoord"), ("2", "gelezen")):
        set_review(user=anna, section=make_section(version, number), value=value, at=at)
    client = signed_in(anna)
    assert "2 van 4 paragrafen gelezen" in words(client.get(VERSION))
    listed = words(client.get(f"{VERSION}?toon=te-doen"))
    rows = re.findall(r'contents-row-link" href="[^"]*/([\d.]+)/"', listed)
    assert rows == ["2.1", "2.2"]


@pytest.mark.parametrize("address", ["/mijn/", VERSION])
def test_one_goes_on_at_the_passage_where_one_was_until_one_said_something_of_that_section(
    anna, signed_in, version, open_round, at, address
):
    section = make_section(version, "2.1")
    passage = section.passages.get(ordinal=2)
    note_opening(user=anna, section=section, passage_id=passage.passage_id, at=at)
    client = signed_in(anna)
    assert f'href="{SECTION}#b-{passage.passage_id}"' in words(client.get(address))
    set_review(user=anna, section=section, value="gelezen", at=at)
    assert f'href="{VERSION}1/"' in words(client.get(address))
    assert f"#b-{passage.passage_id}" not in words(client.get(address))


def test_the_page_of_a_handbook_shows_the_version_in_force_to_everybody(visitor, anna, signed_in, version, open_round, at):
    newer = make_version(label="1.0", handbook_key=version.handbook_key, at=at)
    assert "van kracht" not in words(visitor.get("/handreiking/mas/"))
    set_status(version=newer, status=Status.ADOPTED, by=None, at=at)
    for client in (visitor, signed_in(anna)):
        page = words(client.get("/handreiking/mas/"))
        assert "Versie 1.0 is van kracht" in page
        assert 'href="/handreiking/mas/1.0/"' in page


def test_a_section_whose_text_changed_since_one_read_it_is_marked(anna, signed_in, version, at):
    make_round(version=version, closes_at=at - timedelta(days=1))
    for number in SECTIONS:
        note_opening(
            user=anna, section=Section.objects.select_related("version__round").get(version=version, number=number), at=at
        )
    changed = {**SECTIONS, "2.2": ("Het gesprek voeren", ["Spreek eerst met de ouders.", "Vat samen wat u hebt gehoord."])}
    newer = make_version(label="0.2", handbook_key=version.handbook_key, sections=changed, at=at)
    make_round(version=newer)
    client = signed_in(anna)
    listed = words(client.get("/handreiking/mas/0.2/?toon=gewijzigd"))
    assert re.findall(r'contents-row-link" href="[^"]*/([\d.]+)/"', listed) == ["2.2"]
    difference = words(client.get("/handreiking/mas/0.2/wijzigingen/?sinds=gelezen"))
    assert "<del>" in difference
    assert "ouders" in difference
    assert "De melding beoordelen" not in difference


def test_a_handbook_that_nobody_made_is_not_there(visitor):
    assert visitor.get("/handreiking/bestaat-niet/").status_code == 404


def test_a_page_in_english_is_english(anna, signed_in, open_round):
    client = signed_in(anna)
    client.cookies["django_language"] = "en"
    assert "What do you think of this section?" in words(client.get(SECTION))


def test_an_answer_kept_over_an_expired_session_goes_back_to_its_writer_only(anna, eva, signed_in, open_round):
    question = Question.objects.create(round=open_round, ordinal=1, text="Is dit werkbaar?")
    page = words(signed_in(anna).get(VERSION))
    writer = re.search(r'name="writer" value="([^"]+)"', page)
    assert writer
    address = f"/reacties/vraag/{question.pk}/"
    for person, sees in ((eva, False), (anna, True)):
        expired = Client()
        expired.post(address, {"body": "Niet zonder extra uren", "writer": writer.group(1)})
        expired.force_login(person)
        assert ("Niet zonder extra uren" in words(expired.get(address))) is sees


def test_the_page_tells_when_it_was_made_and_no_other_time_is_believed(anna, signed_in, version, open_round, at):
    client, section = signed_in(anna), make_section(version)
    told = html.unescape(re.search(r'data-opened-url="([^"]+)"', client.get(SECTION).content.decode())[1])
    opened = reverse("section-opened", args=[section.pk])
    for address in (
        opened,
        f"{opened}?getoond=x",
        f"{opened}?getoond=2099-01-01T00:00:00%2B00:00",
        f"{opened}?getoond=2026-01-01",
    ):
        assert client.post(address).status_code == 204
        assert section.openings.get().shown_at is None
    assert client.post(told).status_code == 204
    assert section.openings.get().shown_at >= at
