"""What the readers of files found, in the language of the person who handed the file in."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handbook.exchange.document import Oddity
from handbook.exchange.errors import REFUSALS, ImportRefused
from handbook.exchange.oddities import ODDITIES


def tell_oddity(oddity: Oddity) -> str:
    """An oddity in one sentence, with where it is and how often."""
    places = [_("line %(line)s") % {"line": oddity.line}] if oddity.line else []
    places += [oddity.place] if oddity.place else []
    if oddity.count > 1:
        places.append(ngettext("%(count)s time", "%(count)s times", oddity.count) % {"count": oddity.count})
    sentence = _(ODDITIES[oddity.code]) % {"detail": oddity.detail}
    return f"{sentence} ({', '.join(places)})" if places else sentence


def tell_refusal(error: ImportRefused) -> str:
    """Why a file cannot be read, in one sentence."""
    return _(REFUSALS[error.code]) % {"detail": error.detail}
