"""Autosave: no text is lost and none overwrites another in silence (guarantees T3)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from consultation.comments import errors
from consultation.comments.actions import Place, Wording, discard_draft, post_comment, save_draft
from consultation.comments.models import Comment
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def save(anna, section, at):
    """Saves what anna's browser sends; every save a second after the last."""
    clock = iter(range(1, 1000))

    def send(body, *, key, seen=None, **more):
        return save_draft(
            user=anna,
            place=Place(section),
            wording=Wording(body=body, **more),
            key=key,
            seen_at=seen,
            at=at + timedelta(seconds=next(clock)),
        )

    return send


def bodies():
    return sorted(Comment.objects.values_list("body", flat=True))


def test_typing_on_stays_one_draft(save):
    key = uuid.uuid4()
    first = save("De termijn", key=key).comment
    second = save("De termijn is te kort", key=key, seen=first.saved_at).comment
    third = save("De term is te kort", key=key, seen=second.saved_at).comment
    assert third.pk == first.pk
    assert first.saved_at < second.saved_at < third.saved_at
    assert bodies() == ["De term is te kort"]


def test_the_same_save_twice_changes_nothing(save):
    key = uuid.uuid4()
    first = save("De termijn", key=key).comment
    again = save("De termijn", key=key).comment
    assert again.saved_at == first.saved_at
    assert bodies() == ["De termijn"]


def test_a_save_that_arrives_late_does_not_take_newer_words_away(save):
    key = uuid.uuid4()
    save("De termijn is te kort", key=key)
    kept = save("De termijn", key=key)
    assert kept.comment.body == "De termijn is te kort"
    assert kept.other is None
    assert bodies() == ["De termijn is te kort"]


def test_an_answer_that_was_lost_does_not_make_a_second_draft(save):
    key = uuid.uuid4()
    save("De termijn", key=key)
    save("De termijn is te kort", key=key)
    assert bodies() == ["De termijn is te kort"]


def test_two_tabs_with_different_words_keep_both(save):
    key = uuid.uuid4()
    first = save("De termijn is te kort", key=key).comment
    save("De termijn is te lang", key=key, seen=first.saved_at)
    other_tab = save("De termijn klopt niet", key=key, seen=first.saved_at)
    assert other_tab.other is not None
    assert other_tab.comment.key != key
    assert bodies() == ["De termijn is te lang", "De termijn klopt niet"]


def test_the_second_tab_goes_on_in_its_own_draft_and_a_repeat_finds_it(save):
    key = uuid.uuid4()
    first = save("Een", key=key).comment
    save("Twee", key=key, seen=first.saved_at)
    beside = save("Drie", key=key, seen=first.saved_at).comment
    repeat = save("Drie", key=key, seen=first.saved_at).comment
    assert repeat.pk == beside.pk
    save("Drie en vier", key=beside.key, seen=beside.saved_at)
    assert bodies() == ["Drie en vier", "Twee"]


def test_posting_from_one_tab_keeps_the_words_of_the_other(save, anna, section, at):
    key = uuid.uuid4()
    first = save("Een", key=key).comment
    save("Twee", key=key, seen=first.saved_at)
    accept_rules(anna, at)
    posted = post_comment(
        user=anna, place=Place(section), wording=Wording("Drie"), key=key, seen_at=first.saved_at, at=at + timedelta(minutes=1)
    )
    assert posted.body == "Drie"
    assert posted.posted_at is not None
    assert bodies() == ["Drie", "Twee"]
    assert Comment.objects.get(body="Twee").is_draft


def test_a_save_after_the_post_leaves_the_posted_words(save, anna, section, at):
    key = uuid.uuid4()
    make_comment(anna, section, "Geplaatst", key=key, at=at)
    kept = save("Nog iets erbij", key=key)
    assert kept.comment.body == "Geplaatst"
    assert bodies() == ["Geplaatst"]


def test_an_empty_first_save_makes_nothing_and_an_emptied_draft_stays_hers(save):
    key = uuid.uuid4()
    with pytest.raises(errors.NothingWritten):
        save("  ", key=key)
    first = save("Een", key=key).comment
    assert save("", key=key, seen=first.saved_at).comment.body == ""


def test_a_draft_can_be_kept_when_the_round_closed_while_she_wrote(anna, section, open_round, at):
    after = open_round.closes_at + timedelta(minutes=1)
    draft = make_draft(anna, section, "Net te laat", at=after)
    assert draft.is_draft


def test_who_takes_no_part_keeps_nothing(section, dewi, olga, at):
    for user in (dewi, olga):
        with pytest.raises(errors.TakesNoPart):
            make_draft(user, section, at=at)
    assert not Comment.objects.exists()


def test_somebody_elses_key_opens_nothing(anna, eva, section, at):
    draft = make_draft(anna, section, "Van Anna", at=at)
    with pytest.raises(errors.NotYours):
        make_draft(eva, section, "Van Eva", key=draft.key, at=at)
    with pytest.raises(errors.NotYours):
        discard_draft(user=eva, comment=draft, at=at)
    assert bodies() == ["Van Anna"]


def test_a_draft_is_thrown_away_once_and_a_posted_remark_never(anna, section, at):
    draft = make_draft(anna, section, at=at)
    discard_draft(user=anna, comment=draft, at=at)
    discard_draft(user=anna, comment=draft, at=at)
    posted = make_comment(anna, section, at=at)
    with pytest.raises(errors.NotYours):
        discard_draft(user=anna, comment=posted, at=at)
    assert Comment.objects.get() == posted
