"""Every fault and every difference has a sentence, in Dutch and in English, with the names in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils.translation import override

from handbook.framework import checks, differences
from handbook.framework.checks import Fault
from handbook.framework.differences import Difference
from handbook.framework.graph import Framework
from handbook.framework_words import tell_difference, tell_differences, tell_fault, tell_names
from tests.factories.frameworks import METHOD, make_framework

FAULTS = [value for name, value in vars(checks).items() if name.isupper() and isinstance(value, str)]
DIFFERENCES = [value for name, value in vars(differences).items() if name.isupper() and isinstance(value, str)]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_fault_is_told(language):
    with override(language):
        told = [tell_fault(Fault(kind, None, "N4", "ja", ("N5",))) for kind in FAULTS]
    assert len(set(told)) == len(FAULTS) == 11
    assert not [sentence for sentence in told if "%(" in sentence or not sentence.endswith(".")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_difference_is_told(language):
    with override(language):
        told = [tell_difference(Difference(kind, "N4", "ja", "N5", "N6", "N7", "N3")) for kind in DIFFERENCES]
    assert len(set(told)) == len(DIFFERENCES) == 17
    assert not [sentence for sentence in told if "%(" in sentence or not sentence.endswith(".")]


def test_the_sentences_of_a_new_version():
    old = make_framework()
    steps = {"N1": METHOD["N1"], "N1b": {"ja": "O1"}, **{name: METHOD[name] for name in ("N2", "N3", "N4", "N5")}}
    steps["N4"] = {**METHOD["N4"], "beide": "N5+O2+O3"}
    new = make_framework(steps)
    written = replace(new, steps=(replace(new.steps[0], motivate="Waarom?"), *new.steps[1:]))
    assert tell_differences(old, written) == [
        "Bij N1 schrijft u nu op: “Waarom?”.",
        "Voor N2 is een stap toegevoegd: N1b, “Vraag N1b?”.",
        "Het antwoord “beide” van N4 leidt nu naar N5, O2 en O3. Het leidde naar N5 en O3.",
    ]


def test_a_step_at_the_end_is_told_by_the_one_before_it():
    assert tell_differences(make_framework(), make_framework({**METHOD, "N6": {"ja": "O1"}})) == [
        "Na N5 is een stap toegevoegd: N6, “Vraag N6?”."
    ]


def test_what_need_not_be_written_down_any_more_is_told():
    difference = Difference(differences.MOTIVATION, "N1", old="Waarom?")
    assert tell_difference(difference) == "Bij N1 hoeft u niets meer op te schrijven."


def test_a_first_framework_and_a_last_one_are_one_sentence():
    assert tell_differences(Framework(), make_framework()) == ["Er is nu een afwegingskader."]
    assert tell_differences(make_framework(), Framework()) == ["Het afwegingskader is vervallen."]
    assert tell_differences(Framework(), Framework()) == []


def test_a_loop_of_one_step_and_of_several_read_well():
    with override("en"):
        one, two = (tell_fault(Fault(checks.NO_WAY_OUT, None, "N1", names=names)) for names in (("N1",), ("N1", "N2")))
    assert one.startswith("From N1 one only comes back to it,")
    assert two.startswith("From N1 and N2 one only comes back to them,")


def test_names_are_put_together_as_people_say_them():
    assert [tell_names(names) for names in ([], ["N1"], ["N1", "N2"], ["N1", "N2", "O3"])] == [
        "",
        "N1",
        "N1 en N2",
        "N1, N2 en O3",
    ]
