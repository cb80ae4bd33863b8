"""The picture: well-formed, without a style of its own, with every word of the framework and a link at every box."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from handbook.framework.graph import Answer, Framework, Outcome, Step
from handbook.framework.picture import Words, draw
from tests.factories.frameworks import HERE, METHOD, OUTCOMES, chain, make_framework
from tests.fixtures.working import lines_run

WORDS = Words("Afwegingskader", "Vijf stappen.", "Stap", "Uitkomst")
SVG = "{http://www.w3.org/2000/svg}"


def picture(framework: Framework) -> ElementTree.Element:
    return ElementTree.fromstring(draw(framework, words=WORDS, address=lambda place: f"../{place.number}/?a=1&b=2"))


def said(element: ElementTree.Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def test_the_picture_has_a_name_and_a_description():
    root = picture(make_framework())
    names = {child.get("id"): child.text for child in root if child.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert names == {root.get("aria-labelledby"): "Afwegingskader", root.get("aria-describedby"): "Vijf stappen."}


def test_every_step_and_outcome_is_a_link_that_says_its_words_and_its_answers():
    links = picture(make_framework()).findall(f"{SVG}a")
    assert len(links) == len(METHOD) + len(OUTCOMES)
    assert {link.get("href") for link in links} == {"../3.1/?a=1&b=2"}
    assert said(links[3]) == ("Stap N4 Vraag N4? nee → N2 leerling → N5 ouders → O3 beide → N5 + O3")
    assert said(links[-1]) == "Uitkomst O3 Uitkomst O3"


def test_outcomes_are_told_apart_by_form_and_not_by_colour():
    links = picture(make_framework()).findall(f"{SVG}a")
    frames = [[rect.get("rx") for rect in link.iter(f"{SVG}rect")] for link in (links[0], links[-1])]
    assert frames == [["10"], ["0", None]]
    paints = {element.get(paint) for link in links for element in link.iter() for paint in ("fill", "stroke")}
    assert paints <= {None, "none", "currentColor"}


def test_nothing_asks_for_a_style_that_the_site_refuses():
    drawn = draw(make_framework(), words=WORDS, address=lambda place: "#")
    assert " style=" not in drawn
    assert "<style" not in drawn
    assert "<script" not in drawn


def test_words_are_never_markup():
    angry = '<script>alert("&")</script>'
    framework = Framework((Step("N<1>", angry, (Answer(angry, ("O&",)),), HERE),), (Outcome("O&", angry, HERE),))
    root = picture(framework)
    assert "alert" in said(root)
    assert not list(root.iter(f"{SVG}script"))


def test_long_words_are_broken_and_never_leave_the_box():
    step = Step("N1", "Verantwoordelijkheidsverdelingsvraagstukken " * 3, (Answer("ja", ("N1",)),), HERE)
    lines = [span.text.strip() for span in picture(Framework((step,))).iter(f"{SVG}tspan")]
    assert max(len(line) for line in lines) <= 28


def test_an_answer_to_a_name_that_is_not_there_is_written_and_has_no_line():
    broken = make_framework({"N1": {"ja": "N9", "nee": "O1"}}, ["O1"])
    root = picture(broken)
    assert "ja → N9" in said(root)
    onward = root.find(f"{SVG}g").findall(f"{SVG}path")[0].get("d")
    assert onward.count("C") == 1


def test_lines_that_lead_back_are_dashed():
    onward, back, _heads = picture(make_framework()).find(f"{SVG}g").findall(f"{SVG}path")
    assert (onward.get("stroke-dasharray"), back.get("stroke-dasharray")) == (None, "5 4")
    assert back.get("d").count("M") == 2, "N2 asks itself again, N4 goes back to N2"


def test_a_framework_without_anything_has_no_picture():
    assert draw(Framework(), words=WORDS, address=lambda place: "#") == ""


def test_two_hundred_steps_are_drawn_with_work_that_fits_in_a_second():
    framework = chain(200)
    assert lines_run(lambda: draw(framework, words=WORDS, address=lambda place: "#")) < 1_000_000
