"""The sentence that tells what became of the words of a remark: the same one wherever it is told."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext as _


class EffectKind(StrEnum):
    """What became of the words. The values stand in notes that went out."""

    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    GROWN = "grown"
    """The words are the same, and their section got a new passage: remarks are often answered by a sentence more."""
    CUT = "cut"
    """The quoted words are gone from a passage that stands."""
    GONE = "gone"
    UNSURE = "ambiguous"
    PUT = "put"
    """A person gave the remark a place among other words."""
    POINTED_CHANGED = "pointed-changed"
    """The answer points at another section, and that changed."""
    POINTED_SAME = "pointed-same"


def effect_sentence(kind: str, *, label: str, place: str) -> str:
    """In the active language.

    Args:
        kind: a value of `EffectKind`.
        label: of the later version, as in 0.3.
        place: where the words stand in it, as in 2.1-3; empty where they stand nowhere.
    """
    said = {
        EffectKind.SAME: _("In version %(label)s this text is unchanged, at %(place)s."),
        EffectKind.MOVED: _("In version %(label)s this text stands at %(place)s, with the same words."),
        EffectKind.CHANGED: _("In version %(label)s this text was changed, at %(place)s."),
        EffectKind.GROWN: _("In version %(label)s this text is unchanged, at %(place)s; something was added to its section."),
        EffectKind.CUT: _("In version %(label)s these words are no longer there; what stood around them is at %(place)s."),
        EffectKind.GONE: _("In version %(label)s this text is no longer there."),
        EffectKind.UNSURE: _("We are not sure where this text stands in version %(label)s. The editors look at it."),
        EffectKind.PUT: _("In version %(label)s this comment stands at %(place)s."),
        EffectKind.POINTED_CHANGED: _("In version %(label)s this changed %(place)s."),
        EffectKind.POINTED_SAME: _("The answer points at %(place)s; its text is the same in version %(label)s."),
    }
    return said[EffectKind(kind)] % {"label": label, "place": place}
