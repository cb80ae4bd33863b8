"""What the commands that write a file of a version have in common: their arguments, finding it, and writing in one go."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from django.core.management.base import CommandError

from handbook.models import Version

Result = TypeVar("Result")


def add_version_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("slug", metavar="SLUG", help="The address of the handbook.")
    parser.add_argument("label", metavar="LABEL", help="The label of the version, such as 0.2.")


def add_file_arguments(parser: ArgumentParser, formats: Sequence[str]) -> None:
    parser.add_argument("--format", required=True, choices=formats, help="The form of the file.")
    parser.add_argument("--output", required=True, type=Path, metavar="FILE", help="The file to write.")


def version_called(slug: str, label: str) -> Version:
    """The version, or a CommandError that tells which ones there are."""
    version = Version.objects.filter(slug=slug, label=label).order_by("-frozen_at").first()
    if version is None:
        labels = Version.objects.filter(slug=slug).order_by("ordinal").values_list("label", flat=True)
        known = f"It has: {', '.join(labels)}." if labels else "There is no version of a handbook with that address."
        raise CommandError(f"The handbook {slug} has no version {label}. {known}")
    return version


def write_beside(output: Path, write: Callable[[Path], Result]) -> Result:
    """Lets WRITE make the file beside its place first, so that a full disk leaves no half file under the name that was
    asked for. Raises CommandError when it cannot be written."""
    unfinished = output.with_name(f".{output.name}.part")
    try:
        result = write(unfinished)
        unfinished.replace(output)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise CommandError(f"The file {output} cannot be written: {error.strerror}.") from error
    return result
