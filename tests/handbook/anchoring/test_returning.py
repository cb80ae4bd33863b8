"""What somebody wrote in a Word file stands at its words in the version that the file was made from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from handbook.anchoring.returning import Change, Returned, Spot
from handbook.exchange.document import Document
from handbook.exchange.docx import open_returned, write_docx
from handbook.exchange.markdown import read_markdown
from tests.factories.word_files import DEMO, FRONT, with_ids
from tests.factories.word_remarks import Reviewed


@pytest.fixture(scope="module")
def frozen() -> Document:
    """The demo's handbook: 26 pages with every kind of passage."""
    images = {"fasen.png": (DEMO / "fasen.png").read_bytes()}
    return with_ids(read_markdown((DEMO / "0.2.md").read_text(encoding="utf-8"), images=images))


@pytest.fixture(scope="module")
def written(frozen: Document) -> bytes:
    return write_docx(frozen, front=replace(FRONT, contents=""))


@pytest.fixture
def word(written: bytes) -> Reviewed:
    return Reviewed(written)


def placed(word: Reviewed, frozen: Document) -> dict[str, tuple[Spot, str]]:
    """Per comment, by its text, the spot and the words there."""
    file = open_returned(word.content())
    returned = Returned(file.original, frozen.sections)
    found = {}
    for comment, place in file.comments:
        spot = returned.place(comment, place)
        found[comment.text] = (spot, words_at(spot, frozen))
    return found


def words_at(spot: Spot, frozen: Document) -> str:
    if spot.section is None:
        return ""
    section = frozen.sections[spot.section]
    if spot.start is None or spot.end is None:
        return section.blocks[spot.block].text if spot.block is not None else section.title
    return section.text[spot.start : spot.end]


def changes(word: Reviewed, frozen: Document, editor: str = "Anna") -> list[Change]:
    file = open_returned(word.content())
    return Returned(file.original, frozen.sections).changes(file.changed_by(editor))


def test_remarks_all_over_a_handbook_stand_at_their_words(frozen: Document, word: Reviewed) -> None:
    """Three stretches of words in each of a hundred passages; short ones recur in many passages."""
    texts = paragraph_texts(word)
    expected: dict[str, tuple[int, int, str]] = {}
    for place, section in enumerate(frozen.sections):
        for position, block in enumerate(section.blocks[:3]):
            for line in block.text.split("\n")[:2]:
                for part in line.split("\t")[:2]:
                    words = " ".join(part.split(" ")[1:4])
                    if len(words) < 8 or sum(words in text for text in texts) != 1 or "→" in part:
                        continue
                    remark = f"Opmerking {len(expected)}"
                    word.comment(words, remark)
                    expected[remark] = (place, position, words)
    found = placed(word, frozen)
    right = [
        text
        for text, (place, position, words) in expected.items()
        if (found[text][0].section, found[text][0].block, found[text][1]) == (place, position, words)
    ]
    types = {frozen.sections[place].blocks[position].type for place, position, _ in expected.values()}
    assert len(expected) >= 100
    assert {"paragraph", "list", "table", "callout", "example", "law", "step"} <= types
    assert len(right) >= 0.98 * len(expected), [text for text in expected if text not in right]


def paragraph_texts(word: Reviewed) -> list[str]:
    body = word.document.element.body
    return ["".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in body.iter(qn("w:p"))]


@pytest.mark.parametrize(
    ("words", "until", "stands_at"),
    [
        ("Doel en doelgroep", "", "Doel en doelgroep"),
        ("verzuimcoördinatoren", "", "verzuimcoördinatoren"),
        ("jeugdartsen", "doorstroomcoaches", "jeugdartsen, wijkteams en jeugdhulpaanbieders die met de leerplicht samenwerken;"),
        ("Luxeverzuim", "", "Luxeverzuim"),
        ("oord", "", "oord"),
    ],
    ids=["a heading", "a list item", "several items", "a cell", "half a word"],
)
def test_a_comment_stands_at_the_words_it_was_made_on(
    frozen: Document, word: Reviewed, words: str, until: str, stands_at: str
) -> None:
    word.comment(words, "Opmerking", until=until)
    spot, found = placed(word, frozen)["Opmerking"]
    assert spot.sure
    assert found.startswith(stands_at)


def test_words_that_recur_in_a_passage_stand_where_they_were_selected(written: bytes) -> None:
    document = with_ids(read_markdown("# H\n\n## Melden\n\nDe school meldt aan de school van de andere school.\n"))
    word = Reviewed(write_docx(document, front=FRONT))
    paragraph = word.find("De school meldt")
    third = word._between(list(paragraph.runs), paragraph.text.rindex("school"), len(paragraph.text) - 1)
    word.document.add_comment([third[0], third[-1]], text="Deze", author="Anna")
    spot, words = placed(word, document)["Deze"]
    assert (words, spot.start) == ("school", document.sections[0].text.rindex("school"))


def test_replies_and_what_is_settled_come_along(word: Reviewed) -> None:
    first = word.comment("Doel en doelgroep", "Voor wie?", done=True)
    word.comment("Doel en doelgroep", "Voor ons.", author="Bram", parent=first)
    comments = [comment for comment, _ in open_returned(word.content()).comments]
    assert [(c.author, c.text, c.resolved) for c in comments] == [("Anna", "Voor wie?", True), ("Bram", "Voor ons.", False)]
    assert comments[1].parent == comments[0].id


def test_a_comment_on_words_that_are_nowhere_in_the_version_is_not_given_a_place_for_sure(
    frozen: Document, word: Reviewed
) -> None:
    word.add_after("Elke melding", "Dit typte iemand zelf, zonder wijzigingen bij te houden.")
    word.comment("iemand zelf", "Nieuw")
    assert not placed(word, frozen)["Nieuw"][0].sure


def test_a_passage_that_was_rewritten_untracked_keeps_the_comment_near_its_words(frozen: Document, word: Reviewed) -> None:
    section = next(s for s in frozen.sections if s.blocks and s.blocks[0].type == "paragraph" and len(s.blocks[0].text) > 200)
    text = section.blocks[0].text
    head, quoted = text[:30], text[60:90].strip()
    word.replace(head, "Geheel anders begonnen, want ")
    word.comment(quoted, "Blijft staan")
    spot, words = placed(word, frozen)["Blijft staan"]
    assert (spot.sure, words) == (True, quoted)


class TestTrackedChanges:
    def test_words_in_an_item_a_cell_and_a_heading_become_small_proposals(self, frozen: Document, word: Reviewed) -> None:
        word.put("Doel en doelgroep", "Doel en lezers")
        word.put("verzuimcoördinatoren, mentoren", "mentoren, verzuimcoördinatoren")
        word.put("Luxeverzuim", "Vakantieverzuim")
        heading, item, cell = changes(word, frozen)
        assert (heading.kind, heading.before, heading.after) == ("heading", "Doel en doelgroep", "Doel en lezers")
        assert frozen.sections[heading.spot.section].title == "Doel en doelgroep"
        assert (item.before, item.after) == (
            "verzuimcoördinatoren, mentoren en ondersteuningsteams op school;",
            "mentoren, verzuimcoördinatoren en ondersteuningsteams op school;",
        )
        assert (cell.before, cell.after) == ("Luxeverzuim", "Vakantieverzuim")
        assert [words_at(change.spot, frozen) for change in (item, cell)] == [item.before, cell.before]

    def test_words_in_a_paragraph_are_one_proposal_for_the_passage(self, frozen: Document, word: Reviewed) -> None:
        word.insert("Een tweede aanleiding", " van belang")
        word.strike("Een deel van dat")
        [change] = changes(word, frozen)
        assert change.after.startswith("Een tweede aanleiding van belang is het verschil")
        assert words_at(change.spot, frozen) == change.before

    def test_a_new_paragraph_stands_behind_the_one_that_it_follows(self, frozen: Document, word: Reviewed) -> None:
        word.new_paragraph("Een tweede aanleiding", "Een derde aanleiding is er ook.")
        [change] = changes(word, frozen)
        assert change.after == f"{change.before}\nEen derde aanleiding is er ook."

    def test_a_paragraph_that_was_taken_out_is_a_proposal_without_words(self, frozen: Document, word: Reviewed) -> None:
        word.take_out("Een tweede aanleiding")
        [change] = changes(word, frozen)
        assert (change.kind, change.after) == ("deleted", "")
        assert change.before.startswith("Een tweede aanleiding")
        assert change.spot.sure

    def test_a_moved_paragraph_says_behind_which_it_stands(self, frozen: Document, word: Reviewed) -> None:
        word.carry("Een tweede aanleiding", behind="De tekst is in de eerste plaats")
        [change] = changes(word, frozen)
        assert change.kind == "moved"
        assert words_at(change.spot, frozen).startswith("Een tweede aanleiding")
        assert words_at(change.behind, frozen).startswith("De tekst is in de eerste plaats")

    def test_another_title_is_told_though_it_stands_in_no_section(self, frozen: Document, word: Reviewed) -> None:
        word.put("Handreiking methodische", "Handboek methodische")
        [change] = changes(word, frozen)
        assert (change.kind, change.spot.sure) == ("heading", False)
        assert change.after.startswith("Handboek methodische")

    def test_everybody_proposes_only_what_she_changed_herself(self, frozen: Document, word: Reviewed) -> None:
        word.put("Een tweede aanleiding", "Een volgende aanleiding")
        word.put("De tekst is in de eerste plaats", "Deze tekst is vooral", author="Bram")
        assert open_returned(word.content()).editors == ("Anna", "Bram")
        [hers], [his] = changes(word, frozen), changes(word, frozen, "Bram")
        assert hers.after.startswith("Een volgende aanleiding")
        assert his.after.startswith("Deze tekst is vooral")

    def test_fifty_changes_all_over_a_handbook_stand_at_what_they_change(self, frozen: Document, word: Reviewed) -> None:
        texts = paragraph_texts(word)
        wanted: dict[str, tuple[int, int]] = {}
        for place, section in enumerate(frozen.sections):
            for position, block in enumerate(section.blocks):
                words = " ".join(block.text.split("\n")[-1].split("\t")[-1].split(" ")[:4])
                if len(words) > 15 and "→" not in words and sum(words in text for text in texts) == 1:
                    new = f"Voorstel nummer {len(wanted)}:"
                    word.put(words, new)
                    wanted[new] = (place, position)
        found = changes(word, frozen)
        right = [
            new
            for new, spot in wanted.items()
            for change in found
            if f"{new} " in f"{change.after} " and (change.spot.section, change.spot.block) == spot
        ]
        assert len(wanted) >= 50
        assert len(right) >= 0.98 * len(wanted), [new for new in wanted if new not in right]
        assert len(found) == len(wanted)
