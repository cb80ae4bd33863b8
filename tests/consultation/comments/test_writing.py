"""The addresses where people write. Nothing that somebody typed is lost, with or without a script (guarantees T3)."""

from __future__ import annotations

import html
import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from consultation.comments.models import Comment
from consultation.comments.notices import remark_url
from consultation.comments.permissions import sign_writer
from consultation.people.models import User
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def address(section):
    return reverse("comment-post", args=[section.pk])


def shown(response):
    return html.unescape(response.content.decode())


def value_of(page, name):
    """The value of a field as it stands in the markup."""
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def words(body, **more):
    return {"action": "post", "kind": "inhoudelijk", "body": body, "key": str(uuid.uuid4()), **more}


def test_a_remark_is_posted_and_the_page_shows_it(section, address, anna, signed_in, at):
    accept_rules(anna, at)
    response = signed_in(anna).post(address, words("De termijn is te kort.", ground="uitvoerbaarheid"))
    comment = Comment.objects.get()
    assert response.status_code == 302
    assert response.url == remark_url(comment)
    assert (comment.body, comment.ground, comment.section) == ("De termijn is te kort.", "uitvoerbaarheid", section)


def test_a_remark_hangs_on_a_passage(section, address, anna, signed_in, at):
    accept_rules(anna, at)
    passage = section.passages.get(ordinal=2)
    browser = signed_in(anna)
    page = shown(browser.get(address, {"plek": str(passage.passage_id)}))
    assert passage.text in page
    assert "2.1-2" in page
    browser.post(f"{address}?plek={passage.passage_id}", words("Hier.", proposal=passage.text))
    comment = Comment.objects.get()
    assert comment.passage == passage
    assert comment.proposed == "", "the prefilled quote is no proposal"


def test_the_form_alone_comes_to_a_page_that_fetches_it(address, anna, signed_in):
    fragment = shown(signed_in(anna).get(address, headers={"HX-Request": "true"}))
    assert fragment.lstrip().startswith("<form")
    assert "<html" not in fragment


def test_a_double_click_posts_once(address, anna, signed_in, at):
    accept_rules(anna, at)
    browser, form = signed_in(anna), words("De termijn is te kort.")
    first, second = browser.post(address, form), browser.post(address, form)
    assert first.url == second.url
    assert Comment.objects.count() == 1


def test_the_house_rules_are_accepted_in_the_same_step(address, anna, signed_in):
    browser = signed_in(anna)
    form = words("De termijn is te kort.")
    refused = browser.post(address, form)
    page = shown(refused)
    assert refused.status_code == 422
    assert "De termijn is te kort." in page
    assert 'name="house_rules"' in page
    browser.post(address, {**form, "house_rules": "on", "seen_at": value_of(page, "seen_at")})
    assert Comment.objects.get().posted_at is not None
    assert User.objects.get(pk=anna.pk).house_rules_accepted_at is not None
    assert 'name="house_rules"' not in shown(browser.get(address))


def test_a_refused_text_stands_in_the_form_and_is_kept_as_a_draft(address, open_round, anna, signed_in, at):
    accept_rules(anna, at)
    open_round.closes_at = at - timedelta(minutes=1)
    open_round.save()
    refused = signed_in(anna).post(address, words("Net te laat getypt."))
    assert refused.status_code == 422
    assert "Net te laat getypt." in shown(refused)
    draft = Comment.objects.get()
    assert draft.is_draft
    assert draft.body == "Net te laat getypt."
    assert value_of(shown(refused), "key") == str(draft.key)


def test_a_text_that_is_too_long_stands_in_the_form(address, anna, signed_in, at):
    long = "Lang verhaal. " * 800
    refused = signed_in(anna).post(address, words(long))
    assert refused.status_code == 422
    assert long.strip() in shown(refused)


def test_the_button_keeps_a_draft(address, anna, signed_in):
    browser = signed_in(anna)
    browser.post(address, words("Nog niet af", action="draft"))
    draft = Comment.objects.get()
    assert draft.is_draft
    assert "Nog niet af" in shown(browser.get(address)), "the form opens with the draft in it"


def test_the_page_saves_by_itself_and_learns_the_token(section, anna, signed_in):
    browser, save = signed_in(anna), reverse("comment-save", args=[section.pk])
    form = words("De termijn")
    first = browser.post(save, form, headers={"Accept": "application/json"}).json()
    assert re.fullmatch(r"\d\d:\d\d", first["saved_at"])
    second = browser.post(save, {**form, **first["fields"], "body": "De term"}).json()
    assert second["fields"]["key"] == first["fields"]["key"]
    assert Comment.objects.get().body == "De term"
    other_tab = browser.post(save, {**form, **first["fields"], "body": "Heel iets anders"}).json()
    assert "note" in other_tab
    assert sorted(Comment.objects.values_list("body", flat=True)) == ["De term", "Heel iets anders"]
    assert browser.post(save, words("")).status_code == 422


def test_a_page_whose_session_ended_is_told_so_and_led_nowhere(section, visitor):
    answer = visitor.post(reverse("comment-save", args=[section.pk]), words("Tekst"), headers={"Accept": "application/json"})
    assert answer.status_code == 401


@pytest.mark.parametrize("place", ["section", "passage", "reply", "question", "edit", "objection", "report"])
def test_a_text_sent_after_the_session_ended_is_in_the_form_again_after_signing_in(
    place, section, address, open_round, anna, eva, visitor, at
):
    remark = make_comment(eva, section, at=at)
    own = make_comment(anna, section, "Eerst.", at=at)
    question = open_round.questions.create(ordinal=1, text="Haalt u dit?", section_key=section.key)
    target, field = {
        "section": (address, "body"),
        "passage": (f"{address}?plek={section.passages.get(ordinal=1).passage_id}", "body"),
        "reply": (reverse("comment-reply", args=[remark.key]), "body"),
        "question": (reverse("question-answer", args=[question.pk]), "body"),
        "edit": (reverse("comment-edit", args=[own.key]), "body"),
        "objection": (reverse("comment-object", args=[remark.key]), "reason"),
        "report": (reverse("comment-report", args=[remark.key]), "reason"),
    }[place]
    typed = 'Mijn lange <verhaal> met "tekens" & meer.'
    sent = visitor.post(target, {**words(""), field: typed, "writer": sign_writer(anna)})
    assert sent.status_code == 302
    assert sent.url.startswith(reverse("account_login"))
    assert not Comment.objects.filter(body=typed).exists()
    visitor.force_login(anna)
    page = shown(visitor.get(target))
    assert page.count(typed) == 1
    key = re.search(r'name="key"[^>]*value="([^"]*)"', page)
    visitor.post(target, {**words("", key=key[1] if key else ""), field: typed, "seen_at": str(own.saved_at.isoformat())})
    assert typed not in shown(visitor.get(target)) or place in {"edit", "question", "objection"}


def test_the_kept_text_shows_to_nobody_else(address, anna, eva, visitor):
    visitor.post(address, {**words("Van Anna"), "writer": sign_writer(anna)})
    visitor.force_login(eva)
    assert "Van Anna" not in shown(visitor.get(address))


def test_looking_while_signed_out_keeps_nothing_and_hides_no_draft(section, address, anna, visitor, at):
    make_draft(anna, section, "Nog niet af", at=at)
    assert visitor.get(address).status_code == 302
    visitor.force_login(anna)
    assert "Nog niet af" in shown(visitor.get(address))


def test_a_visitor_cannot_fill_the_session(address, visitor):
    for number in range(20):
        visitor.post(f"{address}?n={number}", words("x" * 5000))
    visitor.post(f"{address}?n=big", words("x" * 200_000))
    assert len(str(dict(visitor.session))) < 60_000


def test_the_guard_names_the_words_and_replaces_them(address, anna, signed_in, at):
    accept_rules(anna, at)
    browser = signed_in(anna)
    form = words("Kevin de V. (BSN 123456782) bleef thuis.")
    asked = shown(browser.post(address, form))
    assert "Kevin de V." in asked
    assert "[bsn]" in asked
    assert not Comment.objects.filter(posted_at__isnull=False).exists()
    replaced = shown(browser.post(address, {**form, "action": "mask", "seen_at": value_of(asked, "seen_at")}))
    assert "[leerling] (BSN [bsn]) bleef thuis." in replaced
    assert "123456782" not in replaced
    browser.post(address, {**form, "body": "[leerling] (BSN [bsn]) bleef thuis.", "seen_at": value_of(asked, "seen_at")})
    assert Comment.objects.get(posted_at__isnull=False).body == "[leerling] (BSN [bsn]) bleef thuis."


def test_the_writer_may_say_that_it_is_no_personal_data(address, anna, signed_in, at):
    accept_rules(anna, at)
    browser, form = signed_in(anna), words("Mail kevin@school.example of bel zaak 123456782.")
    asked = shown(browser.post(address, form))
    marks = re.findall(r'name="no_personal_data" value="([^"]+)"', asked)
    assert len(marks) == 2
    form["seen_at"] = value_of(asked, "seen_at")
    still = shown(browser.post(address, {**form, "no_personal_data": marks}))
    assert "explanation" in still
    browser.post(address, {**form, "no_personal_data": marks, "explanation": "een rolnummer"})
    assert Comment.objects.get(posted_at__isnull=False)


def test_a_reply_an_answer_and_a_change(section, open_round, anna, eva, signed_in, at):
    remark = make_comment(eva, section, "De termijn is te kort.", at=at)
    accept_rules(anna, at)
    browser = signed_in(anna)
    browser.post(reverse("comment-reply", args=[remark.key]), words("Eens."))
    reply = Comment.objects.get(body="Eens.")
    assert reply.parent == remark
    question = open_round.questions.create(ordinal=1, text="Haalt u dit?", section_key=section.key)
    browser.post(reverse("question-answer", args=[question.pk]), {"body": "Nee."})
    browser.post(reverse("question-answer", args=[question.pk]), {"body": "Ja."})
    assert question.answers.get().body == "Ja."
    edit = reverse("comment-edit", args=[reply.key])
    seen = value_of(shown(browser.get(edit)), "seen_at")
    browser.post(edit, words("Helemaal eens.", seen_at=seen))
    stale = browser.post(edit, words("Oneens.", seen_at=seen))
    assert stale.status_code == 422
    page = shown(stale)
    assert "Oneens." in page
    assert "Helemaal eens." in page
    browser.post(edit, words("Oneens.", seen_at=value_of(page, "seen_at")))
    reply.refresh_from_db()
    assert reply.body == "Oneens."
    assert reply.texts.count() == 2


def test_a_draft_goes_on_where_it_was_and_can_be_thrown_away(section, anna, signed_in, at):
    draft = make_draft(accept_rules(anna, at), section, "Nog niet af", at=at)
    browser = signed_in(anna)
    page = shown(browser.get(reverse("comment-edit", args=[draft.key])))
    assert "Nog niet af" in page
    browser.post(reverse("comment-withdraw", args=[draft.key]))
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", ["comment-edit", "comment-withdraw", "comment-reply", "comment-object", "comment-report"])
def test_what_one_may_not_see_does_not_exist(name, section, anna, eva, dewi, signed_in, at):
    posted, draft = make_comment(anna, section, at=at), make_draft(anna, section, at=at)
    assert signed_in(dewi).get(reverse(name, args=[posted.key])).status_code == 404
    assert signed_in(eva).get(reverse(name, args=[draft.key])).status_code == 404
    assert signed_in(eva).post(reverse(name, args=[draft.key]), words("x")).status_code == 404
    assert signed_in(eva).post(reverse(name, args=[uuid.uuid4()]), words("x")).status_code == 404


def test_an_outsider_meets_404_at_every_section_address(section, open_round, dewi, signed_in):
    question = open_round.questions.create(ordinal=1, text="Haalt u dit?", section_key=section.key)
    browser = signed_in(dewi)
    for name, pk in [
        ("comment-post", section.pk),
        ("comment-save", section.pk),
        ("section-review", section.pk),
        ("section-opened", section.pk),
        ("question-answer", question.pk),
    ]:
        assert browser.post(reverse(name, args=[pk]), words("x", review="read")).status_code == 404


def test_only_the_writer_changes_or_withdraws(section, anna, eva, signed_in, at):
    posted = make_comment(anna, section, at=at)
    for name in ("comment-edit", "comment-withdraw"):
        assert signed_in(eva).get(reverse(name, args=[posted.key])).status_code == 404
        assert signed_in(eva).post(reverse(name, args=[posted.key]), words("x")).status_code == 404


def test_an_observer_reads_and_her_post_is_refused_in_a_sentence(section, address, olga, version, signed_in):
    version.readers.add(Group.objects.get(name="waarnemer"))
    refused = signed_in(olga).post(address, words("Ik zou zeggen"))
    assert refused.status_code == 422
    assert "Ik zou zeggen" in shown(refused)
    assert not Comment.objects.exists()


def test_marks_are_posted_and_taken_back(section, anna, eva, signed_in, at):
    remark, browser = make_comment(anna, section, at=at), signed_in(eva)
    support = reverse("comment-support", args=[remark.key])
    response = browser.post(support, {"next": "/handreiking/mas/0.1/2.1/"})
    assert response.url == "/handreiking/mas/0.1/2.1/"
    assert browser.post(support + "?zet=aan", {"next": "https://elders.example/"}).url == remark_url(remark)
    assert remark.supports.count() == 1
    browser.post(support + "?zet=uit")
    assert remark.supports.count() == 0
    review = reverse("section-review", args=[section.pk])
    browser.post(review, {"review": "agreed"})
    assert section.reviews.get().value == "akkoord"
    browser.post(review + "?zet=uit", {"review": "agreed"})
    assert not section.reviews.exists()
    passage = section.passages.get(ordinal=2)
    told = {"passage": str(passage.passage_id)}
    assert browser.post(reverse("section-opened", args=[section.pk]), told).status_code == 204
    assert browser.post(reverse("section-opened", args=[section.pk]), {"passage": "elsewhere"}).status_code == 204
    assert section.openings.get().passage_id == passage.passage_id


def test_an_objection_and_a_report_carry_their_reason(section, anna, eva, signed_in, at):
    remark, browser = make_comment(anna, section, at=at), signed_in(accept_rules(eva, at))
    objection = reverse("comment-object", args=[remark.key])
    assert browser.post(objection, {"reason": ""}).status_code == 422
    browser.post(objection, {"reason": "Bij ons lukt het wel."})
    assert remark.supports.get().reason == "Bij ons lukt het wel."
    browser.post(reverse("comment-report", args=[remark.key]), {"reason": "Naam"})
    assert remark.reports.get().reporter == eva


@pytest.mark.parametrize("name", ["comment-save", "section-review", "section-opened"])
def test_what_acts_does_so_on_post_only(name, section, anna, signed_in):
    assert signed_in(anna).get(reverse(name, args=[section.pk])).status_code == 405


def test_looking_at_the_pages_changes_nothing(section, address, anna, eva, signed_in, at):
    remark = make_comment(eva, section, at=at)
    own = make_comment(anna, section, at=at)
    make_person()
    browser = signed_in(anna)
    before = list(Comment.objects.order_by("pk").values())
    for page in (
        address,
        reverse("comment-reply", args=[remark.key]),
        reverse("comment-object", args=[remark.key]),
        reverse("comment-report", args=[remark.key]),
        reverse("comment-edit", args=[own.key]),
        reverse("comment-withdraw", args=[own.key]),
    ):
        assert browser.get(page).status_code == 200
    assert list(Comment.objects.order_by("pk").values()) == before
