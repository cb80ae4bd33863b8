"""What the templates name, filled with likely words: for the preview in the admin, and for the tests that walk all kinds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consultation.delivery.digest_words import Group, Line, Place

CLOSES_AT = datetime(2026, 12, 12, 16, 0, tzinfo=UTC)
LATE_UNTIL = datetime(2026, 12, 14, 16, 0, tzinfo=UTC)
EXPIRES_AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SHOWN_BY_THE_TEST = "rounds/opened"


def sample_words() -> dict[str, Any]:
    """One value for every name that a mail's template uses, in the language that is active now.

    A new name in a template needs a value here; a test says which is missing.
    """
    site = settings.BASE_URL
    page = f"{site}/handreiking/mas/0.3/"
    return {
        "name": "Willemijn Brouwer-Tahiri",
        "by": "Eva Rahimi",
        "invited_by": "Eva Rahimi",
        "organisation": "Gemeente Waterlo",
        "group": "klankbordgroep",
        "conference": "Werkconferentie methodische aanpak schoolverzuim",
        "on_day": date_format(CLOSES_AT, "l j F Y"),
        "from_time": "09:30",
        "until_time": "16:00",
        "until": f"{date_format(EXPIRES_AT, 'l j F Y')}, 10:00",
        "location": "De Jaarbeurs",
        "address": "Stationsplein 1, Waterlo",
        "workshop": "Wegen en motiveren",
        "has_workshop": True,
        "has_place": True,
        "queue": 3,
        "conference_url": f"{site}/conferentie/werkconferentie/",
        "handbook": "Handreiking methodische aanpak schoolverzuim",
        "label": "0.3",
        "counts": ["4 punten komen uit de weging van reacties."],
        "place": "5.3",
        "section": "5.3 Wegen en motiveren",
        "title": _("Applications wait for you"),
        "intro": "Deze keer vragen wij u vooral naar hoofdstuk 5.",
        "message": "Wij missen uw reactie nog. Een paar woorden helpen ons al.",
        "author": "Cas Terpstra",
        "author_email": "cas@ingrado.example",
        "text": "Wij nemen binnen een week contact met u op.",
        "reason": "Er kwamen veel verzoeken om meer tijd.",
        "remark": "Deze stap duurt in kleine gemeenten langer dan hier staat.",
        "proposed": "binnen vier weken",
        "reply": "Bij ons ook: reken op vier weken.",
        "decision": "overgenomen",
        "is_final": False,
        "contest_until": date_format(CLOSES_AT, "j F Y"),
        "meant": "Ik bedoelde de termijn voor de school, en niet die voor u.",
        "decisions": [
            {
                "place": "5.3 Wegen en motiveren",
                "remark": "Deze stap duurt in kleine gemeenten langer dan hier staat.",
                "decision": "overgenomen",
                "reason": "In 5.3 staat nu vier weken.",
                "is_final": False,
            },
        ],
        "more": 2,
        "open_count": 1,
        "remarks": [
            {
                "place": "R12, 5.3 Wegen en motiveren (0.2)",
                "outcome": "overgenomen",
                "reason": "In 5.3 staat nu vier weken.",
                "remark": "Deze stap duurt in kleine gemeenten langer dan hier staat.",
                "now": "",
                "before": "binnen twee weken",
                "after": "binnen vier weken",
            },
        ],
        "medium": "per brief",
        "code": "JKKG-VQMD",
        "event_subject": "Uw e-mailadres is bevestigd",
        "event_sentence": "Het e-mailadres van uw account is bevestigd.",
        "happened_at": CLOSES_AT,
        "received_on": date(2026, 11, 20),
        "answer_before": date(2026, 12, 1),
        "closes_at": CLOSES_AT,
        "closes_on": date_format(CLOSES_AT, "j F Y"),
        "late_until": date_format(LATE_UNTIL, "j F Y"),
        "expires_at": EXPIRES_AT,
        "erased_at": CLOSES_AT,
        "erased_on": EXPIRES_AT,
        "seen_on": datetime(2024, 11, 30, 9, 0, tzinfo=UTC),
        "waiting": 3,
        "confirm_days": 7,
        "changed_count": 13,
        "minutes": 45,
        "read_changed": 4,
        "read_minutes": 20,
        "submitted_count": 7,
        "joined": "klankbordgroep",
        "left": "werkgroep",
        "days_left": 7,
        "closing_day": date_format(CLOSES_AT, "j F"),
        "drafts": 3,
        "subject": "Wilt u nog naar 5.3 kijken?",
        "sections": 12,
        "questions": 2,
        "count": 9,
        "day": CLOSES_AT.date(),
        "groups": _groups(page),
        "asked": ["5.3 Wegen en motiveren", "6.1 Bezwaar en beroep"],
        "blind": False,
        "reopened": False,
        "earlier": False,
        "has_account": True,
        "shown": f"emails/{SHOWN_BY_THE_TEST}.email",
        "url": page,
        "accept_url": f"{site}/klankbordgroep/uitnodiging/voorbeeld/",
        "confirm_url": f"{site}/klankbordgroep/aanmelden/bevestigen/voorbeeld/",
        "account_url": f"{site}/account/",
        "apply_url": f"{site}/klankbordgroep/aanmelden/",
        "landing_url": page,
        "pass_url": f"{site}/reacties/niets-toe-te-voegen/voorbeeld/",
        "read_url": f"{site}/mijn/verder/",
        "login_url": f"{site}/account/login/",
        **_newsletter(site, page),
        **_meeting(site),
    }


def _meeting(site: str) -> dict[str, Any]:
    """What the mails about a meeting name beside the rest."""
    return {
        "meeting": "Klankbordgroep: concept 0.3",
        "when": "17 december 2026, 10:00",
        "event": "invited",
        "answers": True,
        "about": "Wij bespreken de drie punten waarover de meeste reacties kwamen.",
        "short_day": date_format(CLOSES_AT, "j F"),
        "online_url": "https://overleg.example/klankbordgroep",
        "agenda": ["Opening", "5.3 Wegen en motiveren", "Rondvraag"],
        "action_points": ["Cas werkt 5.3 uit"],
        "answered": _("yes"),
        "answer_url": f"{site}/bijeenkomsten/antwoord/voorbeeld/",
    }


def _newsletter(site: str, page: str) -> dict[str, Any]:
    """What stands in a newsletter and in the mails about it."""
    news = _("Draft %(label)s: remarks are welcome until %(date)s.")
    news %= {"label": "0.3", "date": date_format(CLOSES_AT, "j F Y")}
    text = "U kunt weer reageren op de handreiking."
    return {
        "greeting": "Willemijn Brouwer-Tahiri",
        "issue_subject": "Concept 0.3 is klaar, en wat u zei over 0.2",
        "pieces": [
            {"kind": "text", "text": text, "html": format_html("<p>{}</p>", text)},
            {"kind": "heading", "text": "Kom naar de bijeenkomst"},
            {"kind": "image", "text": "Acht mensen rond een tafel met een concept.", "url": ""},
            {"kind": "button", "text": "Lees het concept", "url": page},
            {"kind": "news", "text": "Handreiking methodische aanpak schoolverzuim", "lines": [{"text": news, "url": page}]},
        ],
        "web_url": f"{site}/nieuwsbrief/archief/voorbeeld/",
        "manage_url": f"{site}/nieuwsbrief/gegevens/voorbeeld/",
        "unsubscribe_at": f"{site}/nieuwsbrief/afmelden/voorbeeld/",
        "form_url": f"{site}/nieuwsbrief/",
        "archive_url": f"{site}/nieuwsbrief/archief/",
    }


def _groups(page: str) -> list[Group]:
    """What stands in an overview."""
    section = "5.3 Wegen en motiveren"
    reply = Line(_("A reply to your remark"), "Bij ons ook: reken op vier weken.", f"{page}5.3/")
    places = {"": Place("", [Line(_("A new draft to react to"), "", page)]), section: Place(section, [reply], more=7)}
    return [Group("Handreiking methodische aanpak schoolverzuim 0.3", places)]
