"""The Dutch catalogue: complete, certain, polite and short enough to understand at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from config.launch import catalogue

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SENTENCE_OF_A_MAIL = 20
INFORMAL = re.compile(r"\b(je|jij|jou|jouw|jullie)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def found() -> Catalog:
    return catalogue.extracted(root=ROOT)


@pytest.fixture(scope="module")
def dutch() -> Catalog:
    return catalogue.read(root=ROOT)


def texts_of(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]


def test_messages_are_found_in_code_and_in_templates(found: Catalog):
    places = {name.split("/")[0] for message in found for name, _line in message.locations}

    assert {"consultation", "templates"} <= places


def test_every_message_has_its_dutch(found: Catalog, dutch: Catalog):
    assert catalogue.missing(dutch, found=found) == []


def test_no_dutch_is_kept_for_a_message_that_is_gone(found: Catalog, dutch: Catalog):
    known = {(message.context, catalogue.key_of(message)) for message in found if message.id}

    gone = [message.id for message in dutch if message.id and (message.context, catalogue.key_of(message)) not in known]

    assert gone == []


def test_no_translation_is_a_guess(dutch: Catalog):
    assert [message.id for message in dutch if message.id and message.fuzzy] == []


def test_a_translation_fills_the_same_gaps(dutch: Catalog):
    gap = re.compile(r"%\((\w+)\)\w|%[sd]|\{(\w*)\}")
    uneven = [
        (message.id, text)
        for message in dutch
        if message.id
        for text in texts_of(message)
        if {found.group(0) for found in gap.finditer(text)} - {found.group(0) for found in gap.finditer(" ".join(_ids(message)))}
    ]

    assert uneven == []


def test_the_reader_is_addressed_politely(dutch: Catalog):
    assert [text for message in dutch for text in texts_of(message) if text and INFORMAL.search(text)] == []


def test_a_mail_is_written_in_short_sentences(found: Catalog, dutch: Catalog):
    in_mails = [message for message in found if any(name.startswith("templates/emails/") for name, _line in message.locations)]
    sentences = [
        sentence
        for message in in_mails
        if (translated := dutch.get(message.id, message.context))
        for text in texts_of(translated)
        for sentence in sentences_of(text)
    ]

    assert in_mails
    assert [sentence for sentence in sentences if words_in(sentence) > LONGEST_SENTENCE_OF_A_MAIL] == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("U krijgt deze mail, want u doet mee. Dank u wel!", [8, 3]),
        ("Lees <strong>%(title)s</strong> vóór 3 mei", [5]),
        ("Eerste regel\nTweede regel", [2, 2]),
    ],
)
def test_sentences_are_counted_as_a_reader_does(text: str, counts: list[int]):
    assert [words_in(sentence) for sentence in sentences_of(text)] == counts


def sentences_of(text: str) -> list[str]:
    """Split after a full stop, question mark, exclamation mark or colon, and at line ends; markup is no text."""
    plain = re.sub(r"<[^>]+>", " ", text)
    return [part for part in re.split(r"(?<=[.?!:])\s+|\n+", plain) if part.strip()]


def words_in(sentence: str) -> int:
    """Words as a reader counts them; a gap that is filled in counts for one."""
    return len(re.findall(r"%\(\w+\)\w|[\w'’-]+", sentence))


def _ids(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, (tuple, list)) else [message.id]
