"""Messy text is read as a careful person would read it, and each oddity is named (guarantee T5)."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from handbook.exchange.errors import ImportRefused
from handbook.exchange.markdown import read_markdown


def codes(text: str) -> list[str]:
    return [oddity.code for oddity in read_markdown(text).oddities]


def titles(text: str) -> list[str]:
    return [section.title for section in read_markdown(text).sections]


def test_headings_without_a_space_are_headings():
    document = read_markdown("# T\n\n##Melden\nDe school meldt.\n###Termijn\n")
    assert [(section.title, section.level) for section in document.sections] == [("Melden", 1), ("Termijn", 2)]
    assert [(oddity.code, oddity.detail, oddity.line) for oddity in document.oddities] == [
        ("heading-without-space", "Melden", 3),
        ("heading-without-space", "Termijn", 5),
    ]


def test_a_single_mark_begins_a_heading_only_on_a_short_line_of_its_own():
    assert titles("#Titel\n\n## Een\n") == ["Een"]
    assert read_markdown("## Een\n\n#1 van de lijst is verzuim, zei de school.\n").sections[0].text.startswith("#1 van")


def test_leftover_conflict_marks_go_and_both_sides_stay():
    text = "## Een\n\n<<<<<<< HEAD\nDe school meldt.\n=======\nDe ouder meldt.\n>>>>>>> branch\n"
    assert read_markdown(text).sections[0].text == "De school meldt.\n\nDe ouder meldt."
    assert codes(text) == ["conflict-marker"]
    assert read_markdown(text).oddities[0].count == 3


def test_a_lone_conflict_mark_makes_no_heading_of_the_text_above():
    assert titles("## Een\n\nDe school meldt het verzuim.\n\n=======\n\nEinde.\n") == ["Een"]


def test_an_underline_under_several_lines_makes_no_heading():
    document = read_markdown("# T\n\n## Een\n\nDe school meldt\nhet verzuim.\n---\nEinde.\n")
    assert [section.title for section in document.sections] == ["Een"]


def test_an_underlined_line_is_a_heading():
    assert titles("Titel\n=====\n\nEen\n---\n\ntekst\n") == ["Een"]


def test_skipped_levels_are_closed_up_and_told():
    document = read_markdown("# T\n\n## Een\n\n#### Diep\n\n### Minder diep\n")
    assert [(section.number, section.title) for section in document.sections] == [
        ("1", "Een"),
        ("1.1", "Diep"),
        ("1.2", "Minder diep"),
    ]
    assert [(oddity.code, oddity.place) for oddity in document.oddities] == [("level-skipped", "Diep")]


def test_the_same_heading_many_times_is_kept_and_told_once():
    document = read_markdown("# T\n\n" + "## Aanpak\n\ntekst\n\n" * 28)
    assert len(document.sections) == 28
    assert [(oddity.code, oddity.detail, oddity.count) for oddity in document.oddities] == [("same-heading", "Aanpak", 28)]


def test_mojibake_is_mended_and_told():
    document = read_markdown("# CoÃ¶rdinatie\n\nEÃ©n school â€“ â€œjaâ€\x9d.")
    assert (document.title, document.sections[0].text) == ("Coördinatie", "Eén school – “ja”.")
    assert [(oddity.code, oddity.count) for oddity in document.oddities] == [("mojibake", 5)]


def test_lost_letters_are_told():
    assert codes("# T\n\nDe co�rdinator belt.\n") == ["lost-letters"]


def test_scripts_in_html_are_left_out_and_told():
    document = read_markdown(
        "# T\n\nVoor<script>alert(1)</script>na\n\n<script>\nalert(2)\n</script>\n\n<p onclick='x()'>Klik</p>\n"
    )
    assert document.sections[0].text == "Voorna\n\nKlik"
    assert [(oddity.code, oddity.count) for oddity in document.oddities] == [("unsafe-html", 4)]


def test_unsafe_links_become_words_and_are_told():
    document = read_markdown("[klik](javascript:alert(1)) en [hier](bijlage.md)")
    assert "href" not in document.sections[0].blocks[0].html
    assert "link-dropped" in [oddity.code for oddity in document.oddities]


def test_comments_and_page_breaks_in_html_say_nothing():
    assert codes("# T\n\n<!-- licentie -->\n\n<p style='page-break-after: always'></p>\n## Een\n\ntekst\n") == []
    assert titles("# T\n\n<p style='page-break-after: always'></p>\n## Een\n\ntekst\n") == ["Een"]


def test_text_without_headings_is_one_section():
    document = read_markdown("Alleen tekst.\n\nEn nog wat.")
    assert [(section.number, section.title, section.text) for section in document.sections] == [
        ("0", "Vooraf", "Alleen tekst.\n\nEn nog wat.")
    ]
    assert codes("Alleen tekst.") == ["no-headings"]


def test_an_empty_heading_is_left_out_and_its_text_stays():
    document = read_markdown("# T\n\n## Een\n\n##\n\ntekst\n")
    assert document.sections[0].text == "tekst"
    assert [oddity.code for oddity in document.oddities] == ["empty-heading"]


def test_unknown_and_unclosed_blocks_are_read_as_text():
    assert read_markdown("::: kader Let op\nBel eerst.\n:::\n").sections[0].text == "Let op\n\nBel eerst."
    document = read_markdown("# T\n\n::: callout Let op\nBel eerst.\n\n## Twee\n\ntekst\n")
    assert [section.title for section in document.sections] == ["Vooraf", "Twee"]
    assert [oddity.code for oddity in document.oddities] == ["unclosed-block"]


def test_a_code_fence_that_never_closes_swallows_nothing():
    assert titles("# T\n\n```\ntekst\n\n## Twee\n\nmeer\n") == ["Vooraf", "Twee"]


def test_indented_text_is_text():
    assert read_markdown("# T\n\n    Ingesprongen alinea.\n").sections[0].blocks[0].html == "<p>Ingesprongen alinea.</p>"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
def test_other_line_ends_are_line_ends(line_end):
    assert titles(line_end.join(["# T", "", "## Een", "", "tekst"])) == ["Een"]


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty"), (" \n\t", "empty"), ("x" * 5_000_001, "too-long"), ("x" * 200_001, "long-paragraph")]
)
def test_what_cannot_be_a_handbook_is_refused(text, code):
    with pytest.raises(ImportRefused) as refused:
        read_markdown(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "text", [">" * 3000 + "x", "\n".join("  " * depth + "- x" for depth in range(300)), "- " * 3000 + "x", "[" * 20_000]
)
def test_bottomless_nesting_is_refused(text):
    with pytest.raises(ImportRefused) as refused:
        read_markdown(text)
    assert refused.value.code == "too-deep"


@pytest.mark.parametrize("piece", ["[", "*a ", "**", "`", "![](", "<", "&", "~~", "_a", "[^1]", "<b>", "[a](", "\\"])
def test_no_text_takes_for_ever(piece):
    start = time.process_time()
    with suppress(ImportRefused):
        read_markdown("# T\n\n" + piece * (60_000 // len(piece)))
    assert time.process_time() - start < 10
