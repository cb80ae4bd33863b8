"""The readable pages of a dossier: whole without anything from outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.accountability.dossier.facts import Facts
from consultation.accountability.showing import introduction_html
from consultation.accountability.snapshot import Note
from consultation.accountability.wording import about, edition_of, effects_of, figure_sentences, heading_of, title_of, told_effect
from consultation.comments.table.columns import COLUMNS
from consultation.weighing.table.rows import TableRow
from handbook.exchange.webpage import whole_page, without_links
from handbook.models import Version


def facts_page(facts: Facts) -> bytes:
    """The facts of a round."""
    lines = [_line(sentence) for sentence in facts["sentences"]]
    said = [(_("Version"), facts["label"]), (_("Frozen at"), facts["frozen_at"])]
    said += [(one["status"], f"{one['from']} {one['reason']}") for one in facts["statuses"]]
    if facts["round"] is not None:
        round = facts["round"]
        said += [(_("Opened"), round["opened"]), (_("Closed"), round["closed"])]
        said += [(_("Closing date became"), f"{one['closed']} {one['reason']}") for one in round["changes"]]
        said += [(_("For whom"), ", ".join(round["audience"])), (_("How members appear"), round["identity"])]
        said += [(_("Blind until it closed"), _("yes") if round["blind"] else _("no"))]
        said += [(_("What we ask"), round["asked"]), *((_("Question"), question) for question in round["questions"])]
    terms = "".join(f"<dt>{escape(str(term))}</dt><dd>{_text(words)}</dd>" for term, words in said if words)
    return _page(f"{facts['title']} {facts['label']}", "".join(lines) + f"<dl>{terms}</dl>")


def remarks_page(version: Version, rows: Iterable[TableRow]) -> bytes:
    """Every comment under its number, with what the table says of it."""
    title = _("Comments on %(version)s") % {"version": version}
    body = []
    for row in rows:
        terms = [(str(column.head), column.text(row)) for column in COLUMNS[1:]]
        found = "".join(f"<dt>{escape(head)}</dt><dd>{_text(words)}</dd>" for head, words in terms if words)
        body.append(f"<h2>{escape(row.number)}</h2><dl>{found}</dl>")
    return _page(title, "\n".join(body))


def decisions_page(version: Version, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The decisions as a table."""
    title = _("Decisions on %(version)s") % {"version": version}
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{_text(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return _page(title, f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def note_page(note: Note) -> bytes:
    """A response note."""
    body = [_line(edition_of(note)), *map(_line, figure_sentences(note)), without_links(introduction_html(note))]
    for section in note["sections"]:
        body.append(f"<h2>{escape(section['number'])} {escape(section['title'])}</h2>")
        for entry in section["entries"]:
            body.append(f"<h3>{escape(heading_of(entry))}</h3>")
            for remark in entry["remarks"]:
                body.append(_line(about(remark)))
                body += [f"<blockquote>{_text(words)}</blockquote>" for words in (remark["quoted"], remark["question"]) if words]
                body.append(_line(remark["body"]))
                if remark["proposed"]:
                    body.append(f"<p><strong>{escape(_('Proposed text'))}</strong>: {_text(remark['proposed'])}</p>")
            decision = entry["decision"] or _("There is no answer to this yet")
            body.append(f"<p><strong>{escape(decision.capitalize())}</strong></p>")
            body.append(_line(entry["reason"]))
            for effect in effects_of(entry):
                body.append(_line(told_effect(effect)))
                if effect["before"] != effect["after"]:
                    before, after = escape(_("It said")), escape(_("It says now"))
                    body.append(
                        f"<dl><dt>{before}</dt><dd>{_text(effect['before'])}</dd><dt>{after}</dt><dd>{_text(effect['after'])}</dd></dl>"
                    )
            body += [_line(f"{one['organisation']}, {one['position']}: {one['reason']}") for one in entry["positions"]]
    return _page(title_of(note), "\n".join(body))


def _page(title: str, body: str) -> bytes:
    return whole_page(title, body, language=get_language() or "nl").encode()


def _line(text: str) -> str:
    return f"<p>{_text(text)}</p>" if text else ""


def _text(text: str) -> str:
    return escape(str(text)).replace("\n", "<br>")
