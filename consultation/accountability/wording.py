"""A note in sentences: what the figures say, what became of words, which edition it is. In the language that is active."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultation.accountability.effects import PlainEffect
from consultation.accountability.snapshot import Note
from consultation.weighing.actions import effect_sentence


def title_of(note: Note) -> str:
    return _("Response note on %(title)s %(label)s") % {"title": note["title"], "label": note["label"]}


def edition_of(note: Note) -> str:
    """ "Note 2, 3 December 2026", or that it is none yet."""
    day = date_format(date.fromisoformat(note["made_on"]), "j F Y")
    if not note["number"]:
        return _("Draft of %(day)s") % {"day": day}
    return _("Note %(number)s, %(day)s") % {"number": note["number"], "day": day}


def figure_sentences(note: Note) -> list[str]:
    """What came in and what became of it, in sentences whose numbers add up; also what has no answer."""
    figures, round = note["figures"], note["round"]
    said = []
    if round is not None:
        ran = _("The round ran from %(opened)s to %(closed)s.")
        said.append((_("The round ran on %(opened)s.") if round["opened"] == round["closed"] else ran) % round)
    if not figures["remarks"]:
        return [*said, _("No comments came in.")]
    people = ngettext("%(n)s submitter", "%(n)s submitters", figures["submitters"]) % {"n": figures["submitters"]}
    came = ngettext("%(n)s comment came in from %(people)s.", "%(n)s comments came in from %(people)s.", figures["remarks"])
    said.append(came % {"n": figures["remarks"], "people": people})
    if figures["late"]:
        late = ngettext(
            "%(n)s of them came after the round closed.", "%(n)s of them came after the round closed.", figures["late"]
        )
        said.append(late % {"n": figures["late"]})
    if figures["answered"]:
        values = ", ".join(f"{count} {label}" for label, count in figures["values"])
        answered = ngettext("%(n)s is answered: %(values)s.", "%(n)s are answered: %(values)s.", figures["answered"])
        said.append(answered % {"n": figures["answered"], "values": values})
    if figures["unanswered"]:
        left = ngettext("%(n)s has no answer yet.", "%(n)s have no answer yet.", figures["unanswered"])
        said.append(left % {"n": figures["unanswered"]})
    else:
        said.append(_("Every comment has an answer."))
    if figures["groups"]:
        together = ngettext(
            "%(n)s answer went to several comments that say the same.",
            "%(n)s answers went to several comments that say the same.",
            figures["groups"],
        )
        said.append(together % {"n": figures["groups"]})
    if figures["apart"]:
        apart = ngettext(
            "With %(n)s answer not all partners simply agree; their positions stand there.",
            "With %(n)s answers not all partners simply agree; their positions stand there.",
            figures["apart"],
        )
        said.append(apart % {"n": figures["apart"]})
    return said


def effects_of(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """What became of the words that the remarks of an entry are about, each once."""
    found: list[dict[str, Any]] = []
    for remark in entry["remarks"]:
        if remark["effect"] and remark["effect"] not in found:
            found.append(remark["effect"])
    return found


def told_effect(effect: PlainEffect) -> str:
    """What became of the words that a remark is about, in the sentence that stands everywhere else too."""
    return effect_sentence(effect["status"], label=effect["label"], place=effect["place"])


def heading_of(entry: dict[str, Any]) -> str:
    """The numbers of the remarks that one answer goes to: "R3, R12"."""
    numbers = ", ".join(remark["number"] for remark in entry["remarks"] if remark["number"])
    return numbers or _("Answer to a question of the round")


def about(remark: dict[str, Any]) -> str:
    """Number, place, who and what kind of a remark in one line."""
    parts = [remark["number"], remark["place"], remark["who"], remark["kind"], remark["ground"]]
    return " · ".join([part for part in parts if part] + ([_("too late")] if remark["late"] else []))
