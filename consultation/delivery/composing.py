"""Composes a mail: one template file gives subject, plain text and HTML in the receiver's language."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import css_inline
from django.conf import settings
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import escape

from consultation.delivery.kinds import Kind

MOST_IN_SUBJECT = 59
"""A telephone shows no more; the name of a long section is cut, and stands whole in the mail."""
BLANK_LINES = re.compile(r"(?:[ \t]*\n){3,}")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str
    html: str


def compose(
    *, kind: Kind, language: str, context: Mapping[str, Any], unsubscribe_url: str = "", preferences_url: str = ""
) -> Letter:
    """Renders ``templates/emails/<kind.template>.email`` once; its three blocks are cut apart at a random mark.

    The mark is random for each mail, so that nothing that somebody typed can end a block early. Subject and text are
    rendered without escaping, the HTML with it; the styles are written into the elements, since Outlook reads no
    others, and the dark colours stay in the head.

    Args:
        kind: says which template, and why one gets the mail.
        language: of the receiver.
        context: what the template names; addresses are absolute.
        unsubscribe_url: where this kind is switched off, empty for a transactional mail.
        preferences_url: where the receiver chooses which mails she gets; empty when there is no choice.
    """
    mark = f"--{secrets.token_hex(12)}--"
    with translation.override(language):
        whole = get_template(f"emails/{kind.template}.email").render(
            {
                "site_name": settings.SITE_NAME,
                "organisation_name": settings.ORGANISATION_NAME,
                "base_url": settings.BASE_URL,
                "contact_email": settings.REPLY_TO_EMAIL,
                "why": kind.reason,
                "for_addresses": kind.for_addresses,
                "preferences_url": preferences_url,
                "unsubscribe_url": unsubscribe_url,
                "mark": mark,
                "language": language,
                **context,
            }
        )
    _head, subject, text, html = whole.split(mark)
    return Letter(
        subject=_cut(" ".join(subject.split())),
        text=BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html=_inliner().inline(html.strip()),
    )


@dataclass(frozen=True, slots=True)
class Form:
    """A letter that is the same for many but for some words; ``gaps`` names the word that each mark stands for."""

    letter: Letter
    gaps: Mapping[str, str]

    def fill(self, words: Mapping[str, str]) -> Letter:
        """The letter with these words in its gaps, escaped where it is HTML.

        All gaps are filled in one walk, and the marks are random: nothing in a word can stand for another gap.
        """
        marks = re.compile("|".join(self.gaps))
        safe = {name: escape(word) for name, word in words.items()}
        return Letter(
            subject=self.letter.subject,
            text=marks.sub(lambda found: words[self.gaps[found[0]]], self.letter.text),
            html=marks.sub(lambda found: safe[self.gaps[found[0]]], self.letter.html),
        )


def compose_form(*, kind: Kind, language: str, context: Mapping[str, Any], gaps: Iterable[str]) -> Form:
    """As ``compose``, with the words named in ``gaps`` left open; the subject has none.

    Rendering a newsletter takes about a hundred times as long as filling it in.
    """
    marks = {name: f"gap{secrets.token_hex(12)}" for name in gaps}
    letter = compose(kind=kind, language=language, context={**context, **marks})
    return Form(letter, {mark: name for name, mark in marks.items()})


def _cut(subject: str) -> str:
    return subject if len(subject) <= MOST_IN_SUBJECT else f"{subject[: MOST_IN_SUBJECT - 1].rstrip()}…"


@lru_cache(maxsize=1)
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
