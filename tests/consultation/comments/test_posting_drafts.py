"""All drafts of a round on one page: looked at, ticked, posted together; what is refused stays a draft."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from consultation.comments.actions import ChosenDraft, Place, Wording, answer_question, post_drafts, save_draft
from consultation.comments.errors import AlreadyAnswered, DraftChanged
from consultation.comments.models import Comment
from consultation.rounds.models import Question
from tests.factories.comments import accept_rules, make_draft, make_section

pytestmark = pytest.mark.django_db
PUPIL = "Bij Kevin de V. ging het anders."


@pytest.fixture
def page(open_round) -> str:
    return reverse("round-drafts", args=[open_round.pk])


@pytest.fixture
def drafts(version, open_round, anna, at) -> list[Comment]:
    return [make_draft(anna, make_section(version, number), f"Tekst bij {number}.", at=at) for number in ("2.1", "1", "2.2")]


def form_of(drafts, **more):
    return {
        "draft": [str(one.key) for one in drafts],
        **{f"seen-{one.key}": one.saved_at.isoformat() for one in drafts},
        **more,
    }


def test_all_are_shown_ticked_in_the_order_of_the_text(page, drafts, anna, signed_in):
    shown = signed_in(anna).get(page).content.decode()
    assert shown.index("Tekst bij 1.") < shown.index("Tekst bij 2.1.") < shown.index("Tekst bij 2.2.")
    assert shown.count('name="draft"') == shown.count(" checked>") == 3


def test_what_is_ticked_is_posted_and_told_in_words(page, drafts, anna, signed_in, at):
    accept_rules(anna, at)
    answer = signed_in(anna).post(page, form_of(drafts[:2]), follow=True)
    assert "2 reacties zijn geplaatst." in answer.content.decode()
    assert set(Comment.objects.posted()) == set(drafts[:2])


def test_a_double_click_posts_once_and_says_the_same(page, drafts, anna, signed_in, at):
    accept_rules(anna, at)
    browser = signed_in(anna)
    for _press in range(2):
        assert "3 reacties zijn geplaatst." in browser.post(page, form_of(drafts), follow=True).content.decode()
    assert sorted(Comment.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_what_the_guard_refuses_stays_a_draft_says_why_and_the_others_go(page, drafts, version, anna, signed_in, at):
    accept_rules(anna, at)
    risky = make_draft(anna, make_section(version, "2"), PUPIL, at=at)
    browser = signed_in(anna)
    assert "no_personal_data-" in browser.get(page).content.decode()
    answer = browser.post(page, form_of([*drafts, risky]))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "3 reacties zijn geplaatst." in shown
    assert "1 concept is nog niet geplaatst" in shown
    assert f'id="fout-{risky.key}"' in shown
    assert Comment.objects.get(posted_at=None) == risky


def test_who_says_that_it_is_no_personal_data_posts_it(page, version, anna, signed_in, at):
    accept_rules(anna, at)
    risky = make_draft(anna, make_section(version, "2"), PUPIL, at=at)
    browser = signed_in(anna)
    shown = browser.get(page).content.decode()
    mark = shown.split(f'name="no_personal_data-{risky.key}" value="')[1].split('"')[0]
    browser.post(page, form_of([risky], **{f"no_personal_data-{risky.key}": mark}))
    assert Comment.objects.get().is_draft is False


def test_the_house_rules_come_first_and_cost_no_tick(page, drafts, anna, signed_in):
    browser = signed_in(anna)
    refused = browser.post(page, form_of(drafts[:1]))
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked>") == 1
    assert not Comment.objects.posted().exists()
    browser.post(page, form_of(drafts[:1], house_rules="on"))
    assert Comment.objects.posted().count() == 1


def test_nothing_ticked_says_what_to_do(page, drafts, anna, signed_in, at):
    accept_rules(anna, at)
    assert "Vink ten minste één concept aan." in signed_in(anna).post(page, {}).content.decode()


def test_a_draft_that_another_tab_changed_is_not_posted_unread(page, drafts, anna, open_round, at):
    accept_rules(anna, at)
    chosen = [ChosenDraft(drafts[0].key, drafts[0].saved_at)]
    place = Place(make_section(open_round.version))
    later = at + timedelta(minutes=1)
    save_draft(user=anna, place=place, wording=Wording(body="Anders."), key=drafts[0].key, seen_at=drafts[0].saved_at, at=later)
    posted, kept = post_drafts(user=anna, round=open_round, chosen=chosen, at=later)
    assert (posted, type(kept[0].refusal)) == ([], DraftChanged)


def test_another_persons_draft_is_passed_over(drafts, eva, open_round, at):
    accept_rules(eva, at)
    chosen = [ChosenDraft(drafts[0].key, drafts[0].saved_at), ChosenDraft(uuid.uuid4(), at)]
    assert post_drafts(user=eva, round=open_round, chosen=chosen, at=at) == ([], [])


def test_a_second_answer_to_a_question_stays_a_draft(open_round, version, anna, at):
    accept_rules(anna, at)
    question = Question.objects.create(round=open_round, ordinal=1, text="Werkbaar?")
    place = Place(make_section(version, "1"), question=question)
    draft = save_draft(user=anna, place=place, wording=Wording(body="Ja."), key=uuid.uuid4(), at=at).comment
    answer_question(user=anna, question=question, body="Nee.", at=at)
    _posted, kept = post_drafts(user=anna, round=open_round, chosen=[ChosenDraft(draft.key, draft.saved_at)], at=at)
    assert type(kept[0].refusal) is AlreadyAnswered


def test_in_the_late_window_they_are_marked_and_after_it_they_stay(page, drafts, open_round, anna, at):
    accept_rules(anna, at)
    chosen = [ChosenDraft(drafts[0].key, drafts[0].saved_at)]
    late = open_round.closes_at + timedelta(hours=1)
    (posted,), kept = post_drafts(user=anna, round=open_round, chosen=chosen, at=late)
    assert (posted.late, kept) == (True, [])
    chosen = [ChosenDraft(drafts[1].key, drafts[1].saved_at)]
    posted, kept = post_drafts(user=anna, round=open_round, chosen=chosen, at=open_round.late_until)
    assert (posted, len(kept)) == ([], 1)


def test_it_is_linked_from_the_overview_and_from_my_drafts(page, drafts, anna, signed_in):
    browser = signed_in(anna)
    for address in (reverse("my-overview"), reverse("my-comments") + "?toon=concept"):
        shown = browser.get(address).content.decode()
        assert f'href="{page}"' in shown
        assert "Bekijk en plaats alle 3" in shown


def test_ticks_survive_a_session_that_ended(page, drafts, anna, visitor, at):
    accept_rules(anna, at)
    visitor.post(page, form_of(drafts[:1]))
    visitor.force_login(anna)
    assert visitor.get(page).content.decode().count(" checked>") == 1


def test_an_observer_and_an_outsider_find_no_page(page, olga, dewi, signed_in):
    for user in (olga, dewi):
        assert signed_in(user).get(page).status_code == 404
