"""Invented content for the style guide: the section page."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString, mark_safe

NOON = datetime(2026, 10, 2, 12, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))

TEXTS = [
    "<p>Achter verzuim zit vaak een ander probleem. De leerplichtambtenaar zoekt daarom eerst uit wat er speelt, voordat"
    " hij een stap kiest. Hij spreekt met de leerling, met de ouders en met de school.</p>",
    "<p>Is er een duidelijke zorgvraag, dan gaat hulp voor. De ambtenaar vraagt de jeugdarts of het wijkteam om advies en"
    " legt vast <em>waarom</em> hij wacht met een zwaardere stap. Hij spreekt een datum af waarop hij opnieuw kijkt.</p>",
    "<p>Hulp gaat niet voor als:</p><ul><li>de ouders of de leerling elke hulp weigeren;</li><li>er al hulp is en het"
    " verzuim toch doorgaat;</li><li>de veiligheid van de leerling meteen ingrijpen vraagt.</li></ul>",
    "<p><strong>Niet willen of niet kunnen</strong></p><p>Weigeren is iets anders dan niet kunnen. Vraag door voordat u"
    " schrijft dat iemand niet meewerkt.</p>",
    '<table><caption>Wie doet wat bij een zorgvraag</caption><thead><tr><th scope="col">Wie</th><th scope="col">Doet</th>'
    '<th scope="col">Binnen</th></tr></thead><tbody><tr><td>School</td><td>meldt wat zij heeft geprobeerd</td><td>3'
    " dagen</td></tr><tr><td>Leerplichtambtenaar</td><td>voert het gesprek en weegt</td><td>10 dagen</td></tr><tr>"
    "<td>Jeugdarts</td><td>geeft advies</td><td>3 weken</td></tr></tbody></table>",
    '<p><strong><a href="#b-p6">Leerplichtwet 1969, artikel 22</a></strong></p><p>De ambtenaar onderzoekt de zaak en hoort'
    " de ouders.</p>",
    "<p>De ambtenaar sluit het gesprek af met een afspraak die iedereen begrijpt. Hij schrijft haar op, in gewone woorden,"
    " en stuurt haar binnen twee werkdagen aan de ouders en aan de school.</p>",
]


def section_page() -> dict[str, Any]:
    """Everything that `look/section.html` shows: seven passages, six remarks, one form open."""
    counts = {1: 1, 2: 3, 5: 1}
    return {
        "breadcrumb": [
            {"label": "Home", "url": "/"},
            {"label": "Methodische aanpak schoolverzuim", "url": "#"},
            {"label": "Versie 0.2", "url": "#"},
        ],
        "version": {
            "label": "0.2",
            "status_label": "consultatieversie",
            "status_tone": "accent",
            "days_left": "nog 12 dagen",
            "until": "reageren kan tot en met 14 oktober",
            "changes_url": "#",
            "downloads": [{"label": "Word", "url": "#"}, {"label": "PDF", "url": "#"}],
        },
        "contents": contents(),
        "section": {
            "number": "2.3",
            "title": "Hulp eerst bij achterliggende problemen",
            "chapter": "Visie en uitgangspunten",
            "minutes": 4,
            "remark_count": 1,
        },
        "passages": [
            {
                "id": f"p{place}",
                "number": f"2.3-{place}",
                "html": _safe(text),
                "anchor_url": f"#b-p{place}",
                "type": {4: "callout", 5: "table", 6: "law"}.get(place, ""),
                "changed": place == 2,
                "remark_count": counts.get(place, 0),
                "comment_url": f"?reageer=p{place}",
                "propose_url": f"?reageer=p{place}&voorstel=1",
            }
            for place, text in enumerate(TEXTS, start=1)
        ],
        "remarks": remarks(),
        "foot": {
            "review": "read",
            "review_url": "#",
            "comment_url": "?reageer=paragraaf",
            "previous": {"number": "2.2", "title": "Licht waar het kan", "url": "#"},
            "next": {"number": "2.4", "title": "Ketensamenwerking en maatwerk", "url": "#"},
        },
    }


def contents() -> dict[str, Any]:
    """The contents of the version, with a mark of every sort."""
    rows = [
        ("1", "Inleiding", 1, "", 0, 0),
        ("1.1", "Aanleiding: van SAS naar MAS", 2, "agreed", 0, 2),
        ("1.2", "Doel en doelgroep", 2, "read", 0, 0),
        ("1.3", "Status: pas toe of leg uit", 2, "changed", 1, 3),
        ("2", "Visie en uitgangspunten", 1, "", 0, 0),
        ("2.1", "Recht op onderwijs", 2, "agreed", 0, 0),
        ("2.2", "Licht waar het kan", 2, "read", 0, 4),
        ("2.3", "Hulp eerst bij achterliggende problemen", 2, "changed", 2, 4),
        ("2.4", "Ketensamenwerking en maatwerk", 2, "unread", 0, 0),
        ("3", "Wie doet wat", 1, "", 0, 0),
        ("3.1", "Ouders en leerling", 2, "unread", 0, 1),
        ("3.2", "School en samenwerkingsverband", 2, "unread", 0, 0),
        ("3.3", "Leerplichtambtenaar", 2, "unread", 0, 7),
    ]
    words = {"agreed": "akkoord", "read": "gelezen", "changed": "gewijzigd sinds u dit las", "unread": "nog te lezen"}
    return {
        "url": "#",
        "current": "2.3",
        "total": 34,
        "read": 12,
        "sections": [
            {
                "number": number,
                "title": title,
                "url": "#",
                "level": level,
                "is_current": number == "2.3",
                "state": state,
                "state_label": words.get(state, ""),
                "mine": mine,
                "others": others,
            }
            for number, title, level, state, mine, others in rows
        ],
    }


def remarks() -> list[dict[str, Any]]:
    """Remarks of every sort, in the order of the text."""
    return [
        _remark(
            1,
            "",
            "Bram Hoekstra",
            "Openbaar Ministerie",
            "Deze paragraaf en 7.1 zeggen bijna hetzelfde. Kan één naar de ander verwijzen?",
            kind="redactioneel",
        ),
        _remark(
            2,
            "1",
            "Samira el Idrissi-van der Westhuizen",
            "Regionaal samenwerkingsverband leerplicht Midden- en Oost-Veluwerand",
            "Wij spreken bij ons ook altijd met de mentor. Die ziet de leerling elke dag.",
            ground="uitvoerbaarheid",
            support=4,
            supported=True,
        ),
        _remark(
            3,
            "2",
            "Joris Blom",
            "gemeente Oosterhaven",
            "‘Wacht met een zwaardere stap’ is te vrij. In mijn regio blijft een zaak dan maanden liggen, omdat het wijkteam"
            " een wachtlijst heeft. Zet er een termijn bij: binnen vijf werkdagen wegen of hulp voorgaat, en na zes weken"
            " opnieuw kijken.\n\nAnders zegt de rechter later dat wij hadden moeten optreden. Dat is mij al twee keer gebeurd,"
            " en beide keren stond er niets in het dossier over de reden om te wachten.",
            ground="juridisch",
            support=11,
            objections=2,
            proposal=[
                {"kind": "same", "text": "legt vast "},
                {"kind": "added", "text": "binnen vijf werkdagen "},
                {"kind": "same", "text": "waarom hij wacht met een zwaardere stap. "},
                {"kind": "removed", "text": "Hij spreekt een datum af waarop hij opnieuw kijkt."},
                {"kind": "added", "text": "Na zes weken kijkt hij opnieuw."},
            ],
            replies=[
                {
                    "id": "31",
                    "author_name": "Anna de Wit",
                    "author_role": "gemeente Lindedam",
                    "posted_at": NOON + timedelta(hours=3),
                    "body": "Eens. Bij ons is zes weken ook de afspraak.",
                    "state": "posted",
                    "edit_url": "#",
                }
            ],
            number_of_hours=-30,
        ),
        _remark(
            4,
            "2",
            "Eva Mulder",
            "gemeente Lindedam",
            "Moet hier ook het samenwerkingsverband staan?",
            kind="vraag",
            state_label="beantwoord",
            state_tone="positive",
            decision="gedeeltelijk overgenomen",
            answer="Het samenwerkingsverband staat nu in 3.2. Hier blijft de tekst over de zorgvraag.",
            placement="De tekst is na deze reactie gewijzigd.",
        ),
        _remark(5, "2", "", "", "Nog toevoegen: wat als de jeugdarts niet reageert?", state="draft", mine=True),
        _remark(6, "5", "Anna de Wit", "gemeente Lindedam", "Drie dagen is voor een school in de toetsweek te kort.", mine=True),
    ]


def _remark(
    number: int,
    place: str,
    name: str,
    role: str,
    body: str,
    *,
    kind: str = "inhoudelijk",
    ground: str = "",
    support: int = 0,
    objections: int = 0,
    supported: bool = False,
    state: str = "posted",
    mine: bool = False,
    proposal: list[dict[str, str]] | None = None,
    replies: list[dict[str, Any]] | None = None,
    decision: str = "",
    answer: str = "",
    placement: str = "",
    state_label: str = "",
    state_tone: str = "",
    number_of_hours: int = 0,
) -> dict[str, Any]:
    posted = state == "posted"
    return {
        "id": str(number),
        "number": f"R{number}" if posted else "",
        "anchor_url": f"?reactie={number}",
        "passage_id": f"p{place}" if place else "",
        "passage_number": f"2.3-{place}" if place else "",
        "author_name": name,
        "author_role": role,
        "posted_at": NOON + timedelta(hours=number_of_hours) if posted else None,
        "kind_label": kind,
        "ground_label": ground,
        "body": body,
        "state": state,
        "state_label": state_label,
        "state_tone": state_tone,
        "is_mine": mine,
        "proposal_parts": proposal,
        "replies": replies or [],
        "decision_label": decision,
        "decision_tone": "positive",
        "answer": answer,
        "placement_note": placement,
        "support_count": support,
        "objection_count": objections,
        "supported": supported,
        "support_url": "" if mine else "#",
        "object_url": "" if mine else "#",
        "reply_url": "#" if posted else "",
        "edit_url": "#" if mine else "",
        "withdraw_url": "#" if mine else "",
        "report_url": "" if mine else "#",
    }


def _safe(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - the constants above
