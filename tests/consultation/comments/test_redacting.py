"""Blacking words out: every text at once, the way back for a while, and then nothing in the whole database tells them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as project
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from consultation.accountability.models import NoteDraft
from consultation.comments import errors
from consultation.comments.actions import (
    Wording,
    edit_comment,
    elsewhere,
    forget_redacted,
    preview_redaction,
    redact_comment,
    redactions_elsewhere,
    remove_comment,
    report_comment,
    set_support,
    texts_looked_into,
    undo_redaction,
    withdraw_comment,
)
from consultation.comments.models import Comment, CommentText, RedactedText, Redaction, Report, Support
from consultation.delivery.claiming import begin, claim
from consultation.delivery.models import Email, Notice
from consultation.delivery.sending import send_due
from consultation.jobs import sweeps
from consultation.meetings.models import AgendaItem, Meeting
from consultation.people import registry
from consultation.people.actions import erase_person, export_person
from consultation.people.models import Organisation
from consultation.weighing import errors as weighing_errors
from consultation.weighing.actions import decide
from consultation.weighing.models import AgendaPoint, AlikeGroup, Answer, AnswerTemplate, Dissent, Grouped, Note, Position
from tests.factories.comments import accept_rules, make_comment, make_draft, make_section
from tests.factories.meetings import make_draft_meeting

pytestmark = pytest.mark.django_db
SECRET = "Xanthippe"
BODY = f"Bij {SECRET} duurde het drie weken. Dat is te lang."
REASON = "De leerling is te herkennen."


@pytest.fixture
def section(version, open_round):
    return make_section(version)


@pytest.fixture
def remark(section, anna, at):
    return make_comment(anna, section, BODY, proposed=f"Ook bij {SECRET} binnen drie dagen", at=at)


def redact(remark, cas, at, words=(SECRET,)):
    return redact_comment(comment=remark, words=words, reason=REASON, by=cas, at=at)


def tables_with(words: str) -> set[str]:
    """Every table of the database, those of libraries too, in which a row has these words in any column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if any(words.casefold() in str(row).casefold() for row in cursor.fetchall()):
                found.add(table)
    return found


def written_everywhere(remark, anna, eva, bram, cas, at) -> None:
    """The secret in every place where the words of a remark can come."""
    edit_comment(user=anna, comment=remark, wording=Wording(body=f"{BODY} Ja, {SECRET}.", proposed=SECRET), at=at)
    accept_rules(eva, at)
    set_support(user=eva, comment=remark, value=Support.Value.OBJECT, reason=f"{SECRET} hoort hier niet.", at=at)
    report_comment(user=eva, comment=remark, reason=f"Hier staat {SECRET}.", at=at)
    make_comment(eva, remark.section, "Eens.", parent=remark, at=at)
    decide(comment=remark, value="ter kennisgeving", reason=f"Wat u van {SECRET} zegt.", publish=True, by=cas, at=at)
    seen = Comment.objects.get(pk=remark.pk).decision.decided_at
    decide(comment=remark, value="overgenomen", reason=f"Om {SECRET}.", publish=True, seen_at=seen, by=cas, at=at)
    remove_comment(comment=remark, reason=f"Over {SECRET}.", by=cas, at=at)


def test_from_that_moment_nothing_that_is_shown_has_the_words(remark, anna, eva, bram, cas, at):
    written_everywhere(remark, anna, eva, bram, cas, at)
    redact(remark, cas, at)
    assert tables_with(SECRET) == {"comments_redaction", "comments_redactedtext"}
    row = Comment.objects.get(pk=remark.pk)
    assert row.body == "Bij [weggelakt] duurde het drie weken. Dat is te lang. Ja, [weggelakt]."
    assert row.proposed == "[weggelakt]"
    assert row.removed_reason == "Over [weggelakt]."
    assert CommentText.objects.get().body == BODY.replace(SECRET, "[weggelakt]")
    assert Support.objects.get().reason == "[weggelakt] hoort hier niet."
    assert Report.objects.get().reason == "Hier staat [weggelakt]."
    assert row.decision.reason == "Om [weggelakt]."


def test_after_its_time_nothing_in_the_whole_database_tells_the_words(remark, anna, eva, bram, cas, at):
    written_everywhere(remark, anna, eva, bram, cas, at)
    send_due(at=at)
    redaction = redact(remark, cas, at)
    sweeps.run_all(redaction.keep_until - timedelta(seconds=1), only=["comments.forget-redacted"])
    assert tables_with(SECRET) == {"comments_redaction", "comments_redactedtext"}
    assert sweeps.run_all(redaction.keep_until, only=["comments.forget-redacted"]) == {"comments.forget-redacted": 1}
    assert tables_with(SECRET) == set()
    assert forget_redacted(at=redaction.keep_until) == 0
    with pytest.raises(errors.WordsAreGone):
        undo_redaction(redaction=redaction, reason="Toch niet.", by=cas, at=redaction.keep_until)


def test_the_search_through_the_database_finds_the_words_where_they_are(remark, anna, eva, bram, cas, at):
    """The negative control: without a redaction they stand in nine tables."""
    written_everywhere(remark, anna, eva, bram, cas, at)
    assert tables_with(SECRET) == {
        "comments_comment",
        "comments_commenttext",
        "comments_report",
        "comments_support",
        "delivery_email",
        "delivery_notice",
        "wagtailcore_modellogentry",
        "weighing_answer",
        "weighing_decision",
    }


def test_the_words_are_kept_as_long_as_the_setting_says(remark, cas, at, settings):
    assert project.REDACTED_WORDS_KEPT.days == 14
    settings.REDACTED_WORDS_KEPT = timedelta(days=3)
    assert redact(remark, cas, at).keep_until == at + timedelta(days=3)


def test_the_author_hears_why_in_one_mail_and_never_which_words(remark, anna, cas, at):
    redact(remark, cas, at)
    letter = Email.objects.get(kind="comments.redacted")
    assert letter.user == anna
    assert REASON in letter.text
    assert SECRET not in letter.text + letter.html + letter.subject
    assert SECRET not in str(Notice.objects.filter(user=anna).values())


def test_a_mail_that_waits_goes_with_the_placeholder(remark, section, anna, eva, cas, at):
    make_comment(eva, section, "Eens.", parent=remark, at=at)
    assert SECRET in Email.objects.get(kind="comments.reply").text
    redact(remark, cas, at)
    send_due(at=at)
    texts = [message.body + str(message.alternatives) for message in mail.outbox]
    assert len(texts) == 2
    assert not any(SECRET in text for text in texts)
    assert any("Bij [weggelakt] duurde het drie weken." in text for text in texts)


def test_a_worker_that_holds_the_old_mail_does_not_send_it(remark, section, eva, cas, at):
    make_comment(eva, section, "Eens.", parent=remark, at=at)
    token, (held,) = claim(at=at)
    redact(remark, cas, at)
    assert not begin(email=held, token=token, at=at)
    send_due(at=at)
    assert [SECRET in message.body for message in mail.outbox] == [False, False]


def test_the_audit_trail_tells_who_and_why_and_not_what(remark, cas, at):
    redact(remark, cas, at)
    entry = ModelLogEntry.objects.get(action="klankbord.comments.redact")
    assert (entry.user, entry.data) == (cas, {"reason": REASON, "count": 1})


def test_only_the_words_go_and_what_the_guard_knows_gets_its_own_placeholder(section, anna, cas, at):
    remark = make_comment(anna, section, "Kevin belde, Kevins moeder ook.", at=at)
    redact(remark, cas, at, words=["Kevin", "kevins"])
    assert Comment.objects.get(pk=remark.pk).body == "[weggelakt] belde, [weggelakt] moeder ook."
    Comment.objects.filter(pk=remark.pk).update(body="Leerling Kevin belde.")
    redact(Comment.objects.get(pk=remark.pk), cas, at, words=["Kevin"])
    assert Comment.objects.get(pk=remark.pk).body == "Leerling [leerling] belde."


def test_the_preview_changes_nothing_and_shows_every_text_as_it_becomes(remark, cas, at):
    changes = preview_redaction(comment=remark, words=[SECRET])
    assert [change.after for change in changes] == [
        "Bij [weggelakt] duurde het drie weken. Dat is te lang.",
        "Ook bij [weggelakt] binnen drie dagen",
    ]
    assert Comment.objects.get(pk=remark.pk).body == BODY
    assert not Redaction.objects.exists()


def test_nothing_is_blacked_out_without_words_without_a_reason_or_by_a_typing_mistake(remark, section, anna, cas, at):
    for words, reason, error in [
        ([" "], REASON, errors.WordsMissing),
        ([SECRET, "Xantippe"], REASON, errors.WordsStandNowhere),
        ([SECRET], " ", errors.ReasonMissing),
        ([SECRET], f"Omdat er {SECRET.lower()} staat.", errors.ReasonTells),
    ]:
        with pytest.raises(error):
            redact_comment(comment=remark, words=words, reason=reason, by=cas, at=at)
    with pytest.raises(errors.NoLongerThere):
        redact(make_draft(anna, section, BODY, at=at), cas, at)
    assert not Redaction.objects.exists()
    assert not Email.objects.exists()


def test_only_editors_black_out_and_undo(remark, anna, bram, fatih, olga, cas, at):
    done = redact(remark, cas, at)
    for user in (anna, bram, fatih, olga):
        with pytest.raises(PermissionDenied):
            redact(remark, user, at)
        with pytest.raises(PermissionDenied):
            undo_redaction(redaction=done, reason="x", by=user, at=at)


class TestUndo:
    def test_brings_every_text_back_and_keeps_nothing_apart(self, remark, eva, cas, at):
        accept_rules(eva, at)
        set_support(user=eva, comment=remark, value=Support.Value.OBJECT, reason=f"Om {SECRET}.", at=at)
        done = redact(remark, cas, at)
        with pytest.raises(errors.ReasonMissing):
            undo_redaction(redaction=done, reason=" ", by=cas, at=at)
        undone = undo_redaction(redaction=done, reason="Het is een schip.", by=cas, at=at)
        row = Comment.objects.get(pk=remark.pk)
        assert (row.body, row.proposed) == (BODY, f"Ook bij {SECRET} binnen drie dagen")
        assert Support.objects.get().reason == f"Om {SECRET}."
        assert not RedactedText.objects.exists()
        assert (undone.words, undone.undone_by) == ("", cas)
        assert undo_redaction(redaction=done, reason="Nogmaals", by=cas, at=at).undone_reason == "Het is een schip."
        assert ModelLogEntry.objects.filter(action="klankbord.comments.unredact").count() == 1

    def test_leaves_what_its_author_wrote_since_and_mends_what_stands_in_the_history(self, remark, anna, cas, at):
        done = redact(remark, cas, at)
        edit_comment(user=anna, comment=remark, wording=Wording(body="Drie weken is te lang."), at=at)
        undo_redaction(redaction=done, reason="Het is een schip.", by=cas, at=at)
        assert Comment.objects.get(pk=remark.pk).body == "Drie weken is te lang."
        assert CommentText.objects.get().body == BODY

    def test_goes_from_the_last_to_the_first(self, remark, cas, at):
        first = redact(remark, cas, at)
        second = redact(Comment.objects.get(pk=remark.pk), cas, at, words=["drie weken"])
        with pytest.raises(errors.LaterFirst):
            undo_redaction(redaction=first, reason="x", by=cas, at=at)
        for one in (second, first):
            undo_redaction(redaction=one, reason="x", by=cas, at=at)
        assert Comment.objects.get(pk=remark.pk).body == BODY


class TestNothingComesBack:
    def test_from_a_form_that_was_open_when_the_words_went(self, remark, anna, cas, at):
        """She was editing: her form has the words and the token of the text before."""
        seen = remark.saved_at
        redact(remark, cas, at)
        wording = Wording(body=f"{BODY} Toch?")
        with pytest.raises(errors.ChangedMeanwhile) as refusal:
            edit_comment(user=anna, comment=remark, wording=wording, seen_at=seen, at=at)
        assert SECRET not in refusal.value.comment.body
        for token in (refusal.value.comment.saved_at, None):
            with pytest.raises(errors.RedactedWords):
                edit_comment(user=anna, comment=remark, wording=wording, seen_at=token, at=at)
        assert tables_with(SECRET) == {"comments_redaction", "comments_redactedtext"}

    def test_when_her_change_came_just_before_it_is_in_what_goes(self, remark, anna, cas, at):
        before = Comment.objects.get(pk=remark.pk)
        edit_comment(user=anna, comment=remark, wording=Wording(body=f"Nu zonder weken, met {SECRET}."), at=at)
        redact(before, cas, at)
        assert Comment.objects.get(pk=remark.pk).body == "Nu zonder weken, met [weggelakt]."
        assert tables_with(SECRET) == {"comments_redaction", "comments_redactedtext"}

    def test_in_what_others_write_about_it(self, remark, section, eva, cas, at):
        redact(remark, cas, at)
        with pytest.raises(errors.RedactedWords):
            make_comment(eva, section, f"Bedoelt u {SECRET}?", parent=remark, at=at)
        with pytest.raises(errors.RedactedWords):
            set_support(user=eva, comment=remark, value=Support.Value.OBJECT, reason=SECRET, at=at)
        with pytest.raises(weighing_errors.NamesRedactedWords):
            decide(comment=remark, value="overgenomen", reason=f"Om {SECRET}.", by=cas, at=at)


@pytest.mark.parametrize("how", ["withdrawn", "removed"])
def test_what_is_withdrawn_or_removed_can_be_blacked_out_too(remark, anna, cas, at, how):
    if how == "withdrawn":
        withdraw_comment(user=anna, comment=remark, at=at)
    else:
        remove_comment(comment=remark, reason="Herkenbaar.", by=cas, at=at)
    redact(remark, cas, at)
    assert tables_with(SECRET) == {"comments_redaction", "comments_redactedtext"}
    assert Email.objects.filter(kind="comments.redacted", user=anna).count() == 1


def test_erasing_the_author_forgets_the_words_at_once_and_an_editor_loses_only_her_name(remark, anna, cas, at):
    redact(remark, cas, at)
    rows = export_person(email=anna.email, at=at)["data"]["comments.Redaction"]["rows"]
    assert [row["reason"] for row in rows] == [REASON]
    erase_person(email=anna.email, at=at)
    assert tables_with(SECRET) == set()
    erase_person(email=cas.email, at=at)
    assert Redaction.objects.get().made_by is None


def test_the_database_refuses_a_redaction_without_reason_and_words_that_outlive_it(remark, cas, at):
    done = redact(remark, cas, at)
    for wrong in ({"reason": ""}, {"purged_at": at}, {"undone_at": at, "words": ""}, {"undone_reason": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Redaction.objects.filter(pk=done.pk).update(**wrong)


def test_quotes_from_the_handbook_stay(section, anna, cas, at):
    passage = section.passages.first()
    word = max(passage.text.split(), key=len).strip(".,")
    remark = make_comment(anna, section, f"Over {word}.", at=at)
    Comment.objects.filter(pk=remark.pk).update(
        passage=passage, selectors=[{"type": "TextQuoteSelector", "exact": passage.text, "prefix": "", "suffix": ""}]
    )
    redact(Comment.objects.get(pk=remark.pk), cas, timezone.now(), words=[word])
    row = Comment.objects.get(pk=remark.pk)
    assert row.selectors[0]["exact"] == passage.text
    assert row.body == "Over [weggelakt]."


class TestWhatOthersWroteAboutIt:
    """Texts of the floors above: they repeat the words, or an editor is asked whether they go there too."""

    @pytest.fixture
    def meeting(self, cas, at):
        return make_draft_meeting(by=cas, at=at)

    def test_what_partners_weighers_and_meetings_said_of_it_goes_at_once(self, remark, meeting, eva, bram, cas, at):
        partner = Organisation.objects.create(name="Halt", is_partner=True)
        alike = make_comment(eva, remark.section, "Dat vind ik ook.", at=at)
        group = AlikeGroup.objects.create(version=remark.version, confirmed_at=at, changed_at=at)
        for one in (remark, alike):
            Grouped.objects.create(comment=one, group=group)
        said = f"Zoals bij {SECRET}."
        for one in (remark, alike):
            given = {"comment": one, "organisation": partner, "value": "bezwaar", "reason": said}
            Position.objects.create(**given, given_at=at)
            answer = Answer.objects.create(comment=one, value="overgenomen", reason=said, despite=said, sent_at=at)
            Dissent.objects.create(answer=answer, organisation=partner, value="bezwaar", reason=said)
            Note.objects.create(comment=one, author=bram, text=said, written_at=at)
        item = AgendaItem.objects.create(meeting=meeting, ordinal=1, title=said)
        AgendaPoint.objects.create(item=item, meeting=meeting, version=remark.version, comment=remark)
        Meeting.objects.update(record=said)
        draft = {"introduction": said, "saved_at": at}
        NoteDraft.objects.create(version=remark.version, **draft)
        redact(Comment.objects.get(pk=remark.pk), cas, at)
        assert tables_with(SECRET) == {"comments_redaction", "comments_redactedtext"}

    def test_other_texts_with_the_words_are_offered_and_come_back_with_the_rest(self, remark, version, cas, at):
        text = f"Dank voor wat u van {SECRET} zegt."
        template = AnswerTemplate.objects.create(name="Dank", value="overgenomen", text=text)
        ((key, change),) = redactions_elsewhere(comment=remark, words=[SECRET.lower()])
        assert (change.before, change.after) == (text, text.replace(SECRET, "[weggelakt]"))
        redact(remark, cas, at)
        template.refresh_from_db()
        assert template.text == text, "nobody ticked it"
        with_ticks = {"words": [SECRET], "reason": REASON, "also": [key, "auth.Group.name#1", "weighing.AnswerTemplate.text#x"]}
        Comment.objects.filter(pk=remark.pk).update(body=BODY)
        done = redact_comment(comment=Comment.objects.get(pk=remark.pk), by=cas, at=at, **with_ticks)
        template.refresh_from_db()
        assert template.text == change.after
        undo_redaction(redaction=done, reason="Het is een schip.", by=cas, at=at)
        template.refresh_from_db()
        assert template.text == text

    def test_every_mail_that_waits_loses_the_words_when_they_go_elsewhere_too(self, remark, cas, anna, at):
        template = AnswerTemplate.objects.create(name="Dank", value="overgenomen", text=f"Van {SECRET}.")
        decide(comment=remark, value="overgenomen", reason="Goed.", publish=True, by=cas, at=at)
        Email.objects.update(topic="something else", text=f"Over {SECRET}.", html=f"<p>Over {SECRET}.</p>")
        ((key, _change),) = redactions_elsewhere(comment=remark, words=[SECRET])
        assert key.endswith(f"#{template.pk}")
        redact_comment(comment=remark, words=[SECRET], reason=REASON, also=[key], by=cas, at=at)
        assert not Email.objects.filter(text__contains=SECRET).exists()

    def test_every_registered_text_goes_is_offered_or_is_left_with_a_reason(self):
        """A text that is new in the registry is offered by itself; what is left was said to be, and stands there for a reason."""
        looked_into = set(texts_looked_into())
        left = {model._meta.label for model, _field in registry.texts()} - {model._meta.label for model, _field in looked_into}
        assert left == set(elsewhere._left), "a model that is left in place is registered, and no other is"
        assert all(elsewhere._left.values())
        assert {(model._meta.label, field) for model, field in looked_into} >= {
            ("weighing.AnswerTemplate", "text"),
            ("weighing.ChangeReason", "reason"),
            ("weighing.GoAhead", "reason"),
            ("meetings.Meeting", "record"),
            ("meetings.ActionPoint", "text"),
            ("rounds.Round", "intro"),
            ("accountability.NoteDraft", "introduction"),
        }
