"""Why an action on the document is refused; each error carries one sentence for the person who tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from handbook.models import Version


class HandbookError(Exception):
    """An action on a handbook was refused; nothing was changed. ``str()`` is a sentence in the reader's language."""


class FrozenError(HandbookError):
    """Somebody tried to change or delete a row of a frozen version."""

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name
        super().__init__(
            _("A published version does not change: %(model)s cannot be changed or deleted.") % {"model": model_name}
        )


class LabelTaken(HandbookError):
    """The handbook already has a version with this label; ``version`` is that one, so that a retry can show it."""

    def __init__(self, version: Version) -> None:
        self.version = version
        super().__init__(_("This handbook already has a version %(label)s. Choose another label.") % {"label": version.label})


class UnfitLabel(HandbookError):
    """The label cannot be part of an address."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _("“%(label)s” cannot be a label: use at most 20 letters, digits, points and dashes, such as 0.2.") % {"label": label}
        )


class PassageGone(HandbookError):
    """The passage that a proposal is about does not stand in the living text any more."""

    def __init__(self) -> None:
        super().__init__(_("This passage is no longer in the living text, so there is nothing to change."))


class EditsWaiting(HandbookError):
    """Somebody has unpublished edits in the section; publishing over them would hide her work."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("“%(title)s” has edits that are not agreed yet. Publish or discard them in Wagtail first.") % {"title": title}
        )


class TakenOverAlready(HandbookError):
    """The proposed words stand in the living text already."""

    def __init__(self) -> None:
        super().__init__(_("The living text says this already."))


class UnknownStatus(HandbookError):
    """The status word is none of the six."""

    def __init__(self, status: str, known: list[str]) -> None:
        super().__init__(
            _("“%(status)s” is no status of a version. Use one of: %(known)s.") % {"status": status, "known": ", ".join(known)}
        )


class ReasonMissing(HandbookError):
    """Withdrawing a version, or taking that back, needs a reason: readers see it on the page."""

    def __init__(self) -> None:
        super().__init__(_("Say why this version is withdrawn, or why it is in force again."))


class NothingToFreeze(HandbookError):
    """The living text has no published section."""

    def __init__(self) -> None:
        super().__init__(_("This handbook has no agreed section yet. Publish at least one section of the living text first."))


class NothingToImport(HandbookError):
    """The document has no section: importing it would empty the handbook."""

    def __init__(self) -> None:
        super().__init__(_("The document holds no text, so nothing was imported."))


class WordUndecided(HandbookError):
    """A Word file has tracked changes or comments, and nobody said what becomes of them."""

    def __init__(self, *, tracked_changes: int, comments: int) -> None:
        self.tracked_changes = tracked_changes
        self.comments = comments
        counts = []
        if tracked_changes:
            counts.append(
                ngettext("%(count)s tracked change", "%(count)s tracked changes", tracked_changes) % {"count": tracked_changes}
            )
        if comments:
            counts.append(
                ngettext("%(count)s comment in the margin", "%(count)s comments in the margin", comments) % {"count": comments}
            )
        super().__init__(
            _("The Word file has %(counts)s. Decide first what becomes of them.") % {"counts": _(" and ").join(counts)}
        )


class SlugTaken(HandbookError):
    """A page that is no handbook has this address."""

    def __init__(self, slug: str) -> None:
        super().__init__(_("Another page already has the address “%(slug)s”. Choose another one.") % {"slug": slug})


class UnfitSlug(HandbookError):
    """The address of a handbook holds other characters than an address may have."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            _("“%(slug)s” cannot be the address of a handbook: use small letters, digits and dashes.") % {"slug": slug}
        )


class NoHomePage(HandbookError):
    """There is no home page to put a new handbook under."""

    def __init__(self) -> None:
        super().__init__(_("There is no home page yet, so a handbook has no place. Run the migrations first."))


class HasVersions(HandbookError):
    """A handbook with frozen versions stays: its versions and the remarks on them point at it."""

    def __init__(self, instance: Any) -> None:
        super().__init__(
            _("“%(title)s” has published versions, so it cannot be deleted. Withdraw its versions instead.") % {"title": instance}
        )


class ImageLost(HandbookError):
    """A figure shows an image whose file is gone from storage."""

    def __init__(self, title: str) -> None:
        super().__init__(_("The file of an image in “%(title)s” is missing. Choose the image again.") % {"title": title})
