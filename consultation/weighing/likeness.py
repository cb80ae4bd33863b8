"""PURE: remarks that say much the same, put together, so that one answer can go to all of a group. A person confirms.

Texts are compared by the letters of their words (TF-IDF over runs of three to five letters, without the words that say nothing),
which forgives inflection, compounds and typing errors, and needs no service outside. Remarks on one section are alike sooner.
How good it is, is measured against a set made by hand: docs/reference/likeness.md, `make bench`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

ALIKE = 0.40
"""From this similarity on (0 to 1, the section counted in) two remarks are taken to say the same."""
SAME_SECTION = 0.1
"""How much nearer two remarks are that stand at one section."""
MOST = 15
"""A group that grows larger by chains of likeness is taken apart again at a stricter similarity."""
STRICTER = 0.06
ROWS = 1000
"""So many remarks are compared with all at a time, which keeps memory flat."""

_LETTERS = (3, 5)
_WORD = re.compile(r"\w+")
_SAY_NOTHING = frozenset(
    """
    aan al alleen als bij daar dan dat de deze die dit door dus een en er geen graag had heb hebben heeft het hier hoe hun ik in
    is je kan kunnen kunt maar me meer mijn moet moeten mag na naar niet niets nog nu of om onder ons onze ook op over staat te
    tot u uit uw van veel voor waar wat we wel werd wie wij wil worden wordt zal ze zich zij zijn zo zonder zou
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Remark:
    """The words of a remark, and the section that it stands at."""

    text: str
    section: Hashable


def group_alike(remarks: Sequence[Remark], *, alike: float = ALIKE) -> list[list[int]]:
    """Positions of remarks that say much the same, two or more in each group, in the order in which they were given.

    Deterministic; no remark is in two groups; one without a word of its own is in none. Takes half a minute for 10,000.
    """
    telling = [position for position, remark in enumerate(remarks) if _telling_words(remark.text)]
    if len(telling) < 2:
        return []
    near = _similarities([remarks[position] for position in telling], alike)
    groups = _connected(range(len(telling)), near, alike)
    return sorted([telling[one] for one in group] for group in groups)


def _telling_words(text: str) -> str:
    return " ".join(word for word in _WORD.findall(text.lower()) if word not in _SAY_NOTHING)


def _similarities(remarks: Sequence[Remark], alike: float) -> dict[int, list[tuple[int, float]]]:
    """For each remark the others that are near enough, with how near."""
    # Imported here: it takes a second and much memory, and only the worker that groups needs it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(preprocessor=_telling_words, analyzer="char_wb", ngram_range=_LETTERS, sublinear_tf=True)
    vectors = vectorizer.fit_transform([remark.text for remark in remarks])
    near: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for begin in range(0, len(remarks), ROWS):
        found = (vectors[begin : begin + ROWS] @ vectors.T).tocoo()
        keep = found.data >= alike - SAME_SECTION
        for row, other, similarity in zip(found.row[keep], found.col[keep], found.data[keep], strict=True):
            one = begin + int(row)
            if one == other:
                continue
            nearness = float(similarity) + (SAME_SECTION if remarks[one].section == remarks[other].section else 0)
            if nearness >= alike:
                near[one].append((int(other), nearness))
    return near


def _connected(among: Sequence[int], near: dict[int, list[tuple[int, float]]], alike: float) -> list[list[int]]:
    """Remarks that hang together by likeness; what hangs together too widely is looked at again, more strictly."""
    left, groups = set(among), []
    for first in among:
        if first not in left:
            continue
        left.discard(first)
        group, ahead = [first], [first]
        while ahead:
            for other, nearness in near.get(ahead.pop(), ()):
                if nearness >= alike and other in left:
                    left.discard(other)
                    group.append(other)
                    ahead.append(other)
        if len(group) > MOST and alike + STRICTER < 1:
            groups += _connected(sorted(group), near, alike + STRICTER)
        elif len(group) > 1:
            groups.append(sorted(group))
    return groups
