"""Tells the demo's story from beginning to end, once; what is there already is left alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from consultation.people.models import User
from consultation.publishing.actions import publish
from consultation.publishing.plan import PublicationPlan, QuestionPlan, RoundPlan
from handbook.actions import import_document
from handbook.exchange.markdown import read_markdown
from handbook.living import read_living
from handbook.models import HandbookPage, Status, Version
from home.demo.clearing_up import clear_up
from home.demo.conference import tell_conference
from home.demo.decisions import make_templates, tell_decisions, tell_waiting
from home.demo.figures import tell_figures
from home.demo.gathering import tell_gathering
from home.demo.holidays import make_holidays
from home.demo.mails import deliver_the_past
from home.demo.meetings import tell_meetings
from home.demo.newsletter import tell_newsletter
from home.demo.notes import tell_notes
from home.demo.people import make_people
from home.demo.remarks import tell_remarks
from home.demo.sources import FOLDER, read_data, section_keys
from home.demo.tryouts import tell_tryout
from home.demo.weighing import tell_weighing

SLUG = "mas"
TITLE = "Handreiking methodische aanpak schoolverzuim"
SUMMARY = (
    "De vragen die bij elke melding van schoolverzuim terugkomen, en hoe u uw keuze motiveert. "
    "Een voorbeeld, geschreven om Klankbord te laten zien."
)
LABELS = ("0.1", "0.2", "0.3")
PAUSE_DAYS = 24
"""Days between the end of a round and the next draft."""

DECIDED_AFTER = timedelta(days=16)
"""Between the end of a round and the answers."""

NOTED_AFTER = timedelta(days=18)
"""Between the end of a round and the note that gathers them."""
WEIGHED_BEFORE = timedelta(days=2)
"""Before now, on the draft whose round runs; so somebody could contest an answer meanwhile."""

Tell = Callable[[str], None]


def tell_story(*, at: datetime, say: Tell) -> bool:
    """Fill the demo. Returns False when it was there already.

    Args:
        at: now; the open round began some days before it.
        say: takes one line of progress.
    """
    if Version.objects.filter(slug=SLUG, label=LABELS[-1]).exists():
        return False
    say("people")
    people = make_people(at=at - timedelta(days=200))
    make_holidays()
    make_templates()
    editor = people["cas"]
    for plan in plans(at=at):
        label = plan["version"]
        if Version.objects.filter(slug=SLUG, label=label).exists():
            continue
        say(f"draft {label}")
        handbook = bring_in(label, by=editor, at=plan["opens_at"] - timedelta(hours=4))
        version = publish(handbook=handbook, plan=publication(handbook, plan), by=editor, at=plan["opens_at"])
        if label == LABELS[-1]:
            before = Version.objects.get(slug=SLUG, label=LABELS[-2])
            tell_notes(version=before, by=editor, at=plan["opens_at"] + timedelta(days=1))
        say(f"remarks on {label}")
        tell_remarks(version=version, people=people, opened_at=plan["opens_at"], until=min(at, plan["closes_at"]))
        tell_gathering(version=version, people=people, opened_at=plan["opens_at"])
        tell_tryout(version=version, people=people, opened_at=plan["opens_at"], until=min(at, plan["closes_at"]))
        if plan["closes_at"] < at:
            say(f"decisions on {label}")
            tell_decisions(version=version, people=people, at=plan["closes_at"] + DECIDED_AFTER)
            tell_notes(version=version, by=editor, at=plan["closes_at"] + NOTED_AFTER)
            tell_figures(version=version, by=editor, at=plan["closes_at"] + DECIDED_AFTER)
        else:
            say(f"answers that wait on {label}")
            tell_waiting(version=version, people=people, at=at - WEIGHED_BEFORE)
    say("meetings")
    tell_meetings(people=people, by=editor, at=at)
    say("weighing")
    tell_weighing(version=Version.objects.get(slug=SLUG, label=LABELS[-1]), people=people, by=editor, at=at)
    say("conference")
    tell_conference(by=editor, at=at)
    say("newsletter")
    opened = {plan["version"]: plan["opens_at"] for plan in plans(at=at)}
    tell_newsletter(handbook=HandbookPage.objects.get(slug=SLUG), opened=opened, editor=editor, at=at)
    say("mails")
    deliver_the_past(until=at)
    clear_up(at=at)
    return True


def plans(*, at: datetime) -> list[dict[str, Any]]:
    """The rounds with their windows, counted back from the one that is open now."""
    rounds = {entry["version"]: entry for entry in read_data("rounds.json")}
    plans: list[dict[str, Any]] = []
    opens_on = timezone.localdate(at) - timedelta(days=rounds[LABELS[-1]]["opened_days_ago"])
    for label in reversed(LABELS):
        entry = rounds[label]
        opens_at = timezone.make_aware(datetime.combine(opens_on, time(9, 30)))
        closes_at = timezone.make_aware(datetime.combine(opens_on + timedelta(days=entry["length_days"]), time(23, 59, 59)))
        plans.insert(0, {**entry, "opens_at": opens_at, "closes_at": closes_at})
        opens_on -= timedelta(days=PAUSE_DAYS + 28)
    return plans


def bring_in(label: str, *, by: User, at: datetime) -> HandbookPage:
    """Import the draft's Markdown into the living text, as an editor would."""
    folder = FOLDER / "handbook"
    images = {path.name: path.read_bytes() for path in folder.glob("*.png")}
    document = read_markdown((folder / f"{label}.md").read_text(encoding="utf-8"), images=images)
    handbook = HandbookPage.objects.filter(slug=SLUG).first()
    import_document(handbook=handbook, slug=SLUG, title=TITLE, document=document, by=by, at=at)
    handbook = HandbookPage.objects.get(slug=SLUG)
    if not handbook.summary:
        brief = next(page for page in read_data("texts.json", folder=FOLDER.parent)["pages"] if page["slug"] == "over-de-methode")
        handbook.summary = SUMMARY
        handbook.brief = brief["nl"]["body"]
        handbook.save()
    return handbook


def publication(handbook: HandbookPage, entry: dict[str, Any]) -> PublicationPlan:
    """The editor's decisions for one draft. Only the round that is open now sends mail: nobody wants last year's."""
    keys = section_keys(read_living(handbook).document.sections)
    label = entry["version"]
    return PublicationPlan(
        label=label,
        status=Status.CONSULTATION,
        notes=(FOLDER / "handbook" / f"{label}-notes.md").read_text(encoding="utf-8").strip(),
        round=RoundPlan(
            opens_at=entry["opens_at"],
            closes_at=entry["closes_at"],
            intro=entry["intro"],
            questions=tuple(
                QuestionPlan(question["text"], keys[tuple(question["section"])] if question["section"] else None)
                for question in entry["questions"]
            ),
            reading_list=tuple(keys[tuple(path)] for path in entry["reading_list"]),
        ),
        mail=label == LABELS[-1],
        gate_reason=entry.get("gate_reason", ""),
    )
