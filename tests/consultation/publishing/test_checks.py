"""What an editor is asked to look at before she publishes."""

from consultation.publishing.checks import check_content
from handbook.exchange.document import Block, Document, Section


def codes(*sections: Section) -> list[tuple[str, str]]:
    return [(finding.code, finding.section) for finding in check_content(Document("Handboek", sections))]


TEXT = (Block("paragraph", "<p>Tekst.</p>", "Tekst."),)


def test_a_text_without_faults_gives_no_findings() -> None:
    assert codes(Section("Een", 1, TEXT), Section("Twee", 2, TEXT)) == []


def test_an_empty_section_is_found_but_a_chapter_that_only_holds_sections_is_not() -> None:
    assert codes(Section("Hoofdstuk", 1), Section("Leeg", 2), Section("Vol", 1, TEXT)) == [("empty", "Leeg")]


def test_the_last_section_counts_as_well() -> None:
    assert codes(Section("Vol", 1, TEXT), Section("Leeg", 1)) == [("empty", "Leeg")]


def test_a_title_that_stands_twice_is_told_once() -> None:
    assert codes(Section("Een", 1, TEXT), Section("een", 1, TEXT), Section("Een", 1, TEXT)) == [("repeated_title", "een")]


def test_a_figure_without_alternative_text_is_found() -> None:
    figure = Block("figure", "<figure></figure>", "", data={"alt": " ", "name": "fasen.png"})
    assert codes(Section("Een", 1, (*TEXT, figure))) == [("no_alternative_text", "Een")]
