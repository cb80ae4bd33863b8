"""What is written as Markdown reads back as the same document, whatever its words look like."""

from __future__ import annotations

from hypothesis import given, settings

from handbook.exchange.document import Document, Section
from handbook.exchange.markdown import read_markdown, write_markdown
from tests.factories.documents import blocks, documents


@settings(max_examples=150, deadline=None)
@given(block=blocks())
def test_a_block_reads_back_as_itself(block):
    document = Document("Handboek", (Section("Een", 1, (block,), number="1"),))
    assert read_markdown(write_markdown(document)).sections == document.sections


@settings(max_examples=40, deadline=None)
@given(document=documents())
def test_a_document_reads_back_as_itself(document):
    again = read_markdown(write_markdown(document))
    assert (again.title, again.sections) == (document.title, document.sections)


@settings(max_examples=20, deadline=None)
@given(document=documents())
def test_writing_what_was_read_changes_nothing(document):
    text = write_markdown(document)
    assert write_markdown(read_markdown(text)) == text
