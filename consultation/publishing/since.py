"""What a new version brings to each reader who read an earlier one: how many sections changed since she read them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from consultation.comments.models import Opening
from handbook.models import Section, Version


@dataclass(slots=True)
class SinceRead:
    """Sections that a reader had open once and whose text is another now, and the words in them."""

    sections: int = 0
    words: int = 0

    @property
    def minutes(self) -> int:
        """Whole minutes at 200 words a minute, at least one."""
        return max(1, round(self.words / 200))


def changed_since_read(version: Version) -> dict[int, SinceRead]:
    """By the number of the user; somebody who read nothing before is not in it. Two queries, whatever their number."""
    sections = {
        key: (content_hash, words)
        for key, content_hash, words in Section.objects.filter(version=version).values_list("key", "content_hash", "word_count")
    }
    earlier = Opening.objects.filter(
        section__version__handbook_key=version.handbook_key, section__version__ordinal__lt=version.ordinal
    ).order_by()
    read: dict[int, dict[object, set[str]]] = defaultdict(lambda: defaultdict(set))
    for user_id, key, content_hash in earlier.values_list("user_id", "section__key", "section__content_hash").iterator():
        if key in sections:
            read[user_id][key].add(content_hash)
    found: dict[int, SinceRead] = {}
    for user_id, texts in read.items():
        since = found[user_id] = SinceRead()
        for key, hashes in texts.items():
            content_hash, words = sections[key]
            if content_hash not in hashes:
                since.sections += 1
                since.words += words
    return found
