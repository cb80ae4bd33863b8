"""Quotes follow their words to the next draft, or we say that we do not know (T4)."""

from __future__ import annotations

import pytest

from handbook.anchoring import Quote, align_documents, place_quotes
from handbook.exchange.document import Block, Section

REPORT = "De school meldt verzuim binnen vijf werkdagen. De leerplichtambtenaar belt de ouders nog dezelfde dag."
CARE = "Vraag altijd of er zorgen zijn over het kind. Betrek de jeugdarts zodra ziekte een rol speelt."
STANDARD = "Leg vast wie wat heeft gedaan en wanneer."


def text(*sections: tuple[str, ...], ids: bool = False) -> list[Section]:
    """Sections from (title, paragraph, …); with ids a paragraph is known by its first word, a section by its title."""
    return [
        Section(
            title,
            1,
            tuple(Block("paragraph", "", one, id=f"{title} {one.split()[0]}" if ids else None) for one in paragraphs),
            key=title if ids else None,
        )
        for title, *paragraphs in sections
    ]


def place(old: list[Section], new: list[Section], exact: str, **where: object):
    (placement,) = place_quotes(align_documents(old, new), [Quote("q", exact, **where)])
    return placement


def shown(new: list[Section], placement) -> str:
    """What stands at the offsets, which must be what the placement says."""
    found = new[placement.section].text[placement.start : placement.end]
    assert found == placement.exact
    return found


OLD = text(("Melden", REPORT, STANDARD), ("Zorg", CARE, STANDARD))


def test_words_that_stayed_are_the_same():
    placement = place(OLD, OLD, "binnen vijf werkdagen.")
    assert (placement.status, placement.confidence) == ("same", 1.0)
    assert shown(OLD, placement) == "binnen vijf werkdagen."
    assert (placement.path, placement.block) == (("Melden",), 0)


def test_words_that_were_edited_are_changed_and_show_what_they_became():
    new = text(("Melden", REPORT.replace("vijf werkdagen", "drie schooldagen"), STANDARD), ("Zorg", CARE, STANDARD))
    placement = place(OLD, new, "meldt verzuim binnen vijf werkdagen")
    assert placement.status == "changed"
    assert shown(new, placement) == "meldt verzuim binnen drie schooldagen"
    assert 0.4 < placement.confidence < 1


def test_words_that_were_replaced_altogether_are_what_stands_between_their_neighbours():
    new = text(("Melden", REPORT.replace("vijf werkdagen", "zes werkdag"), STANDARD), ("Zorg", CARE, STANDARD))
    placement = place(OLD, new, "vijf werkdagen")
    assert placement.status == "changed"
    assert shown(new, placement) == "zes werkdag"


def test_a_paragraph_that_moved_to_another_section_takes_its_quotes_with_it():
    new = text(("Melden", STANDARD), ("Zorg", CARE, REPORT, STANDARD))
    placement = place(OLD, new, "belt de ouders nog dezelfde dag.")
    assert placement.status == "moved"
    assert placement.path == ("Zorg",)
    assert shown(new, placement) == "belt de ouders nog dezelfde dag."


def test_a_sentence_that_moved_alone_is_followed_as_well():
    new = text(
        ("Melden", "De school meldt verzuim binnen vijf werkdagen.", STANDARD),
        ("Zorg", f"{CARE} De leerplichtambtenaar belt de ouders nog dezelfde dag.", STANDARD),
    )
    placement = place(OLD, new, "De leerplichtambtenaar belt de ouders nog dezelfde dag.")
    assert (placement.status, placement.path) == ("moved", ("Zorg",))


def test_words_that_were_taken_out_are_gone_although_others_are_like_them():
    new = text(("Melden", "De leerplichtambtenaar belt de ouders nog dezelfde dag.", STANDARD), ("Zorg", CARE, STANDARD))
    placement = place(OLD, new, "De school meldt verzuim binnen vijf werkdagen.")
    assert placement.status == "gone"
    assert (placement.section, placement.start, placement.end, placement.exact) == (None, None, None, "")


def test_a_sentence_that_stands_in_every_section_stays_in_its_own():
    for section in (0, 1):
        placement = place(OLD, OLD, STANDARD, section=(OLD[section].title,))
        assert (placement.status, placement.section) == ("same", section)


def test_one_that_was_taken_out_is_not_looked_for_in_another_section_that_has_it():
    new = text(("Melden", REPORT), ("Zorg", CARE, STANDARD))
    assert place(OLD, new, STANDARD, section=("Melden",)).status == "gone"


def test_what_fits_in_two_places_is_ambiguous():
    new = text(("Melden", REPORT), ("Een", "Iets heel anders.", STANDARD), ("Twee", "Nog iets anders.", STANDARD))
    placement = place(text(("Melden", REPORT, STANDARD)), new, STANDARD)
    assert (placement.status, placement.section) == ("ambiguous", None)


def test_the_words_around_a_quote_tell_which_of_two_is_meant():
    old = text(("Termijnen", "Bij ziekte belt u binnen een week. Bij ruzie belt u binnen een week. Daarna belt niemand."))
    new = text(("Termijnen", "Bij ruzie belt u binnen een week. Daarna belt niemand."))
    assert place(old, new, "binnen een week", prefix="Bij ruzie belt u ").status == "same"
    assert place(old, new, "ziekte belt u", prefix="Bij ").status == "gone"


def test_a_sentence_put_in_between_does_not_become_a_part_of_a_quote_by_being_longer_than_it():
    put_in = "Doe dat ook als het kind volgens de ouders alleen maar even buiten was en snel weer terug zal zijn."
    new = text(("Melden", REPORT.replace("werkdagen. De", f"werkdagen. {put_in} De"), STANDARD), ("Zorg", CARE, STANDARD))
    placement = place(OLD, new, "binnen vijf werkdagen. De leerplichtambtenaar")
    assert shown(new, placement) in {"binnen vijf werkdagen.", "binnen vijf werkdagen"}


def test_a_split_paragraph_keeps_the_quotes_of_both_halves():
    first, second = REPORT.split(". De ")
    new = text(("Melden", f"{first}.", f"De {second}", STANDARD), ("Zorg", CARE, STANDARD))
    assert place(OLD, new, "binnen vijf werkdagen").status == "same"
    assert shown(new, place(OLD, new, "belt de ouders nog dezelfde dag")) == "belt de ouders nog dezelfde dag"


def test_a_renamed_and_moved_section_is_still_the_same_place():
    new = text(("Zorg", CARE, STANDARD), ("Wanneer meldt de school?", REPORT, STANDARD))
    placement = place(OLD, new, "binnen vijf werkdagen", section=("Melden",))
    assert (placement.status, placement.path) == ("same", ("Wanneer meldt de school?",))


def test_ids_are_believed_where_both_sides_have_them():
    old = text(("Melden", "Alpha geldt voor iedereen die hier werkt."), ("Zorg", CARE), ids=True)
    new = text(("Melden", CARE), ("Zorg", "Alpha is er voor elke collega."), ids=True)
    new[1] = Section("Zorg", 1, (Block("paragraph", "", new[1].blocks[0].text, id="Melden Alpha"),), key="Zorg")
    assert place(old, new, "Alpha geldt voor iedereen", block="Melden Alpha").section in {1, None}


def test_two_quotes_of_different_words_never_claim_the_same_words():
    new = text(
        ("Melden", "De school meldt elk verzuim binnen de termijn. Zij belt dezelfde dag.", STANDARD), ("Zorg", CARE, STANDARD)
    )
    words = REPORT.split()
    quotes = [Quote(f"{n}", " ".join(words[n : n + 3])) for n in range(0, len(words) - 3, 3)]
    taken: set[tuple[int, int]] = set()
    for placement in place_quotes(align_documents(OLD, new), quotes):
        if placement.section is not None:
            claimed = {(placement.section, place) for place in range(placement.start, placement.end)}
            assert not claimed & taken
            taken |= claimed


@pytest.mark.parametrize("exact", ["𝕂nappe kinderen", "“Knappe kinderen”"])
def test_offsets_count_characters_whatever_their_plane_and_marks_come_along(exact):
    old = text(("Taal", f"😀 Wij zeggen: {exact} gaan naar school."))
    new = text(("Taal", f"😀😀 Wij zeggen nu: {exact} gaan naar school."))
    assert shown(new, place(old, new, exact)) == exact


def test_words_that_never_stood_in_the_old_text_are_placed_nowhere():
    assert place(OLD, OLD, "Dit heeft hier nooit gestaan.").status == "ambiguous"
    assert place(OLD, OLD, "…").status == "ambiguous"


def test_nothing_to_place_and_nothing_to_place_it_in_are_no_trouble():
    assert place_quotes(align_documents(OLD, []), []) == []
    assert place(OLD, [], "binnen vijf werkdagen").status == "gone"
    assert place([], OLD, "binnen vijf werkdagen").status == "ambiguous"


def test_the_same_input_gives_the_same_answer():
    new = text(("Zorg", CARE, STANDARD, REPORT))
    quotes = [Quote("a", "binnen vijf werkdagen"), Quote("b", STANDARD)]
    assert place_quotes(align_documents(OLD, new), quotes) == place_quotes(align_documents(OLD, new), quotes)
