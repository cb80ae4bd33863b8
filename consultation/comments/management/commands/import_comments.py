"""manage.py import_comments: remarks that somebody wrote in a file, as her drafts."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.text import Truncator

from consultation.comments.actions import TakenIn, take_in
from consultation.comments.errors import CommentRefused, RoundNotOpen, TakesNoPart
from consultation.comments.models import Comment
from consultation.comments.permissions import can_keep
from consultation.comments.word.forms import LARGEST_BYTES, refusal_of
from consultation.comments.word.handed_in import HandedIn, open_handed_in
from consultation.comments.word.remarks import Found, WordRemark
from consultation.comments.word.version_text import VersionText
from consultation.people.models import User
from consultation.rounds.permissions import standing_of
from handbook.exchange.errors import ImportRefused
from handbook.management.versions import add_version_arguments, version_called
from handbook.models import Version


class Command(BaseCommand):
    help = (
        "Reads remarks from a file and keeps them as drafts of a member, as if she had given the file back on the page of the "
        "version. The file is a comment table (.xlsx or .docx) or a Word file with comments and tracked changes. Each remark "
        "stands at the words that it is about; what has no sure place is not kept, but listed with its text. Nothing is posted, "
        "and the same file twice makes nothing twice. Prints what was placed, kept, known already, and left over. "
        "Exit code 0: read, whatever is left over. 1: the version, the person or the file does not allow it. 2: wrong arguments."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_version_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="The file to read.")
        parser.add_argument(
            "--on-behalf-of", required=True, metavar="EMAIL", help="The address of the member whose remarks these are."
        )
        parser.add_argument(
            "--author",
            action="append",
            default=[],
            metavar="NAME",
            help="For a Word file in which several people wrote: whose remarks are meant, by the name in it. May come again.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Shows what would happen and writes nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        at = timezone.now()
        version = version_called(options["slug"], options["label"])
        user = _member(options["on_behalf_of"], version, at)
        file = _opened(options["file"], version)
        text = VersionText.of(version)
        found = file.remarks(text=text, user=user, authors=_authors(file, options["author"]), at=at)
        remarks = [(remark.key, remark.place, remark.wording) for remark in found.placed if remark.place is not None]
        if options["dry_run"]:
            known = Comment.objects.filter(key__in=[key for key, _place, _wording in remarks]).count()
            taken = TakenIn(len(remarks) - known, known, {})
        else:
            taken = take_in(user=user, remarks=remarks, origin=file.origin, at=at)
        self._print(found, taken, dry_run=options["dry_run"])

    def _print(self, found: Found, taken: TakenIn, *, dry_run: bool) -> None:
        self.stdout.write(f"placed: {len(found.placed)}")
        self._list((f"{remark.where}: {_start(remark)}", remark.notes) for remark in found.placed)
        self.stdout.write(f"{'would keep' if dry_run else 'kept'}: {taken.kept}")
        self.stdout.write(f"known: {taken.known + found.same}")
        refused = [remark for remark in found.placed if remark.key in taken.refused]
        self.stdout.write(f"left over: {len(found.loose) + len(refused) + found.others}")
        self._list((_start(remark), ["No sure place in the version.", *remark.notes]) for remark in found.loose)
        self._list((_start(remark), [str(taken.refused[remark.key])]) for remark in refused)
        if found.others:
            self.stdout.write(f"  rows of other people: {found.others}")
        if found.was_edited:
            self.stdout.write("The text of the file was also changed without tracking. Those changes are not taken along.")

    def _list(self, lines: Iterable[tuple[str, Sequence[str]]]) -> None:
        for line, notes in lines:
            self.stdout.write(f"  {line}")
            for note in notes:
                self.stdout.write(f"    {note}")


def _member(email: str, version: Version, at: Any) -> User:
    """Whose drafts these become, when she may keep any on this version."""
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody with the address {email} has an account.")
    if not Version.objects.visible_to(user).filter(pk=version.pk).exists():
        raise CommandError(f"{email} may not read {version}.")
    person = standing_of(user=user, version=version)
    if not can_keep(person, None, at):
        refusal: CommentRefused = TakesNoPart() if person.round is not None else RoundNotOpen(None, at)
        raise CommandError(f"{email} cannot keep a remark on {version}. {refusal}")
    return user


def _opened(path: Path, version: Version) -> HandedIn:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise CommandError(f"The file {path} is too large: at most {LARGEST_BYTES // 1_000_000} MB.")
        file = open_handed_in(path.read_bytes())
    except OSError as error:
        raise CommandError(f"The file {path} cannot be read: {error.strerror}.") from error
    except ImportRefused as error:
        raise CommandError(str(error)) from error
    refused = refusal_of(file, version=version)
    if refused:
        raise CommandError(refused)
    return file


def _authors(file: HandedIn, wanted: Sequence[str]) -> list[str]:
    """The names whose remarks are meant: those that were given, else the only one."""
    names = [author.name for author in file.authors]
    unknown = [name for name in wanted if name not in names]
    if unknown:
        raise CommandError(f"Nobody in the file is called {unknown[0]}. It has: {', '.join(names) or 'no names'}.")
    if len(names) > 1 and not wanted:
        raise CommandError(f"Several people wrote in the file. Say with --author whose remarks are meant: {', '.join(names)}.")
    return list(wanted) or names


def _start(remark: WordRemark) -> str:
    """The beginning of what a remark says."""
    return Truncator(" ".join((remark.wording.body or remark.wording.proposed).split())).chars(70)
