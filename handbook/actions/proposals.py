"""Taking proposed words over into the living text, with the text as it is now."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from handbook.actions.imports import import_document
from handbook.errors import EditsWaiting, PassageGone, TakenOverAlready
from handbook.living import read_living
from handbook.merging import merge_words, reword_block
from handbook.models import HandbookPage
from handbook.register import give_ids


@transaction.atomic
def take_over_wording(*, handbook: HandbookPage, passage_id: uuid.UUID, before: str, proposed: str, by: Any, at: datetime) -> str:
    """Bring what was proposed on ``before`` into the passage as it is now; returns its section's title.

    The section is published in the living text ("agreed"), in one revision; the next version has it. Words that the
    editors changed meanwhile stay (`handbook.merging`).

    Args:
        handbook: the living handbook.
        passage_id: the passage's id, the same in every version.
        before: its whole plain text on the version that the proposal was made on.
        proposed: that text with the proposal in it.

    Raises:
        PassageGone, EditsWaiting, TakenOverAlready (handbook.errors), Conflicts, NotReworded (handbook.merging): nothing
        was changed.
    """
    handbook = HandbookPage.objects.select_for_update(of=("self",)).get(pk=handbook.pk)
    living = read_living(handbook)
    sections = list(give_ids(living.document.sections, handbook_key=handbook.key))
    for index, section in enumerate(sections):
        position = next((place for place, block in enumerate(section.blocks) if block.id == str(passage_id)), None)
        if position is None:
            continue
        if living.pages[index].has_unpublished_changes:
            raise EditsWaiting(section.title)
        block = section.blocks[position]
        merged = merge_words(before, block.text, proposed)
        if merged == block.text:
            raise TakenOverAlready
        blocks = (*section.blocks[:position], reword_block(block, merged), *section.blocks[position + 1 :])
        sections[index] = replace(section, blocks=blocks)
        document = replace(living.document, sections=tuple(sections))
        import_document(handbook=handbook, document=document, title=handbook.title, by=by, at=at)
        return section.title
    raise PassageGone
