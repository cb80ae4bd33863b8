"""What an editor is asked to look at before she publishes."""

from consultation.publishing.checks import check_content
from handbook.exchange.document import Block, Document, Section


def step(name: str, *targets: str) -> Block:
    answers = [{"answer": f"antwoord {target}", "target": target, "note": ""} for target in targets]
    return Block("step", "<p>vraag</p>", "vraag", data={"id": name, "question": "vraag", "answers": answers})


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


def test_an_answer_that_leads_nowhere_is_found_and_one_that_leads_to_an_outcome_is_not() -> None:
    outcome = Block("outcome", "<p>hulp</p>", "hulp", data={"id": "O1", "title": "hulp"})
    section = Section("Kader", 1, (step("N1", "O1", "N9"), outcome))
    findings = check_content(Document("Handboek", (section,)))
    assert [(finding.code, finding.detail) for finding in findings] == [("step_leads_nowhere", "N1: antwoord N9 → N9")]


def test_two_steps_with_one_name_are_told_once() -> None:
    section = Section("Kader", 1, (step("N1", "N1"), step("N1", "N1")))
    assert [finding.code for finding in check_content(Document("Handboek", (section,)))] == ["repeated_step"]
