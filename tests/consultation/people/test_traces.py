"""Erasing leaves nothing: no name, no address in tables, sessions, files and logs; every remark is there (G24, T2)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from config.logs import MaskingFormatter
from consultation.comments.models import Comment, Support
from consultation.delivery.models import Email
from consultation.people import registry
from consultation.people.actions import erase_person
from consultation.people.models import User
from consultation.people.naming import unname, wanted_of
from consultation.tryouts.models import Walk
from tests.factories import traces
from tests.factories.filled_site import fill_site

pytestmark = [pytest.mark.django_db, pytest.mark.endurance]


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[User, datetime]]:
    """The filled site with anna's traces, made once for this file; each test goes back to it."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole._from_testcase = True  # what is durable in the product is inside a test here, as in every other test
        with whole:
            at = timezone.now().replace(microsecond=0)
            user = traces.leave_traces(fill_site(at=at), at=at)
            yield user, at
            transaction.set_rollback(True)


@pytest.fixture
def at(filled: tuple[User, datetime]) -> datetime:
    return filled[1]


@pytest.fixture
def anna(filled: tuple[User, datetime], db: None) -> User:
    return User.objects.get(pk=filled[0].pk)


def words_of(user: User) -> tuple[str, ...]:
    """What must be gone: her name and addresses, and what only she and nobody else left behind."""
    own = (traces.BROWSER, traces.DRAFT, traces.REDACTED, traces.NOTE, traces.WORD_AUTHOR.decode())
    return (user.name, user.email, traces.SECOND, *own)


def test_nothing_is_left_and_every_remark_stays(
    anna: User, at: Any, caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    words, pk = words_of(anna), anna.pk
    remarks = {one.pk: (one.submitter.number, one.number) for one in Comment.objects.filter(submitter__user=anna).posted()}
    supports = Support.objects.count()
    assert remarks
    assert traces.left_of(anna, words=words) >= {"people_user", "a session", "a file in jobs", "a file in avatar_images"}
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        erase_person(email=traces.SECOND, farewell=True, at=at)
    Email.objects.filter(state="queued").update(next_try_at=at)
    for _turn in range(3):
        call_command("run_due", "--once", verbosity=0)
    assert traces.left_of(User(pk=pk), words=words) == set()
    told = [one for one in mail.outbox if one.to == [words[1]]]
    assert told[-1].subject == "Uw gegevens zijn gewist"
    formatter = MaskingFormatter()
    lines = "\n".join(formatter.format(record) for record in caplog.records)
    assert not any(word in lines for word in words)
    for key, (submitter, number) in remarks.items():
        remark = Comment.objects.get(pk=key)
        assert (remark.submitter.number, remark.number, remark.submitter.user) == (submitter, number, None)
        assert len(remark.body or remark.proposed) > 10
    assert Support.objects.count() == supports


def test_a_place_whose_erasing_is_left_out_is_found(anna: User, at: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control, for every place that erases something itself."""
    words, silent = words_of(anna), []
    for place in [one for one in registry.places() if one.erase is not registry.nothing]:
        with monkeypatch.context() as patch, transaction.atomic():
            patch.setitem(registry._places, place.label, replace(place, erase=registry.nothing))
            try:
                erase_person(email=anna.email, at=at)
                found = _left_in_rollback(anna, words, place)
            except ProtectedError:
                found = {"refused by the database"}
            transaction.set_rollback(True)
        if not found:
            silent.append(place.label)
    assert silent == []


def _left_in_rollback(user: User, words: tuple[str, ...], place: registry.PersonalData) -> set[str]:
    """Files go after the commit, which never comes here: of these the database says what it would have deleted."""
    callbacks = [getattr(call, "args", call) for _ids, call, _robust in transaction.get_connection().run_on_commit]
    kept = " ".join(str(call) for call in callbacks)
    found = {one for one in traces.left_of(user, words=words) if not one.startswith("a file")}
    expected = {"jobs.Job": "gegevens", "wagtailusers.UserProfile": "portret"}
    expected["accountability.NoteEdition"] = "verantwoording"
    expected["accountability.Dossier"] = "dossiers"
    if place.label in expected and expected[place.label] not in kept:
        found.add("a file")
    if Walk.objects.filter(user=None, finished_at=None).exists():
        found.add("a walk that she did not finish")
    return found | ({"an organisation"} if _leads_to_organisation(user) else set())


def _leads_to_organisation(user: User) -> bool:
    """Her number without her, and still with her organisation: in a small municipality it is one person."""
    return Comment.objects.filter(
        submitter__user=None, submitter__collective=False, submitter__organisation__isnull=False
    ).exists()


def test_a_text_in_which_others_name_her_is_found_when_it_is_left_out(
    anna: User, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control, for every text of others; each has a row that names her. One text of every table at a time."""
    words, silent = (anna.name, anna.email), []
    assert {label for label, _name in traces.name_her_everywhere(anna)} <= WITHOUT_ROWS
    for left_out in _one_text_of_every_table():
        with monkeypatch.context() as patch, transaction.atomic():
            for label, left in left_out.values():
                patch.setitem(registry._texts, label, tuple(name for name in registry._texts[label] if name != left))
            erase_person(email=anna.email, at=at)
            found = traces.tables_with(*words, among=list(left_out))
            silent += [f"{label}.{name}" for table, (label, name) in left_out.items() if table not in found]
            transaction.set_rollback(True)
    assert silent == []


def _one_text_of_every_table() -> Iterator[dict[str, tuple[str, str]]]:
    """By table the text to leave out, as label and name of the field, until each was left out once. What is left in a table
    can only be the one text, for erasing looks into all its others."""
    texts: dict[str, list[tuple[str, str]]] = {}
    for label, names in registry._texts.items():
        if label not in WITHOUT_ROWS:
            texts.setdefault(apps.get_model(label)._meta.db_table, []).extend((label, name) for name in names)
    for turn in range(max(map(len, texts.values()))):
        yield {table: of_table[turn] for table, of_table in texts.items() if turn < len(of_table)}


WITHOUT_ROWS = {
    "wagtailadmin.FormState",
    "wagtailcore.Comment",
    "wagtailcore.CommentReply",
    "wagtailcore.TaskState",
    "wagtailcore.PageLogEntry",
}
"""Nothing of the kind is on the filled site; the unit tests below rewrite the same way."""


def test_every_text_of_ours_is_looked_into_or_excused() -> None:
    forgotten = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(("consultation.", "handbook.", "home.")) and not model._meta.proxy
        for field in model._meta.local_fields
        if _is_free_text(field) and not registry.is_known_text(model, field.name)
    ]
    assert forgotten == []


def _is_free_text(field: models.Field) -> bool:
    if isinstance(field, models.TextField | models.JSONField):
        return True
    return isinstance(field, models.CharField) and not field.choices and (field.max_length or 0) >= 200


class TestNames:
    def test_are_found_in_every_way_of_writing(self) -> None:
        wanted = wanted_of(names=["Zoë d'Özdemir-Vos"], addresses=["zoe@vos.example"])
        for text in (
            "Vraag het Zoë d'Özdemir-Vos.",
            "vraag het @ZOË  D'ÖZDEMIR-VOS!",
            "<b>Zoë</b> d&#x27;Özdemir-Vos",
            "Zoë<br>d&#39;Özdemir-Vos",
            r"{\"naam\": \"Zo\u00eb d'\u00d6zdemir-Vos\"}",
            "(Zoe@Vos.example)",
        ):
            clean = unname(text, wanted)
            assert "gewist]" in clean, text
            assert "zdemir" not in clean
            assert "vos" not in clean.casefold()

    def test_are_left_where_they_are_another_word(self) -> None:
        wanted = wanted_of(names=["Jan de Wit", "Jan"], addresses=["jan@wit.example"])
        for text in ("Jan de Witte", "januari", "Jan", "pietjan@wit.example", "jan@wit.example.org"):
            assert unname(text, wanted) == text

    def test_go_from_nested_data_and_its_shape_stays(self) -> None:
        wanted = wanted_of(names=["Jan de Wit"], addresses=[])
        assert unname({"a": ["Jan de Wit", 1, None]}, wanted) == {"a": ["[naam gewist]", 1, None]}


def test_a_namesake_keeps_his_name(anna: User, at: Any) -> None:
    other = User.objects.create_user("andere.anna@om.example", name=anna.name)
    remark = Comment.objects.exclude(submitter__user=anna).filter(posted_at__isnull=False).first()
    Comment.objects.filter(pk=remark.pk).update(body=f"Vraag het {anna.name}.")
    erase_person(email=anna.email, at=at)
    assert Comment.objects.get(pk=remark.pk).body == f"Vraag het {other.name}."


def test_the_log_masks_addresses() -> None:
    record = logging.LogRecord("x", logging.WARNING, __file__, 1, "550 <%s>: unknown", ("anna@waterlo.example",), None)
    assert MaskingFormatter().format(record) == "550 <[address]>: unknown"
