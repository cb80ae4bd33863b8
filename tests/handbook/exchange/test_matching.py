"""Which section is which, and what the report calls what happened to it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.exchange.matching import SectionMatches, match_sections
from tests.factories.documents import identity, paragraph, section
from tests.fixtures.working import lines_run

MELDEN = "De school meldt ongeoorloofd verzuim van zestien uur binnen vier weken bij de leerplichtambtenaar."
HULP = "Als er een duidelijke zorgvraag is, gaat de ambtenaar eerst na welke hulp het gezin al krijgt en van wie."
HALT = "Bij beginnend verzuim kan de ambtenaar de jongere naar Halt verwijzen; dat is geen straf maar een kans."
STRAF = "Een proces-verbaal is het sluitstuk: de ambtenaar motiveert waarom andere wegen niet of niet meer helpen."


def kinds(matches: SectionMatches) -> list[tuple[int | None, str]]:
    """Every new section's old index and word in the report."""
    return [(match.old, match.kind) for match in matches.matches]


def test_the_same_text_is_kept_whatever_its_case_and_space():
    old = [section("Melden", MELDEN), section("Hulp", HULP)]
    new = [section("melden ", MELDEN.upper()), section("Hulp", HULP.replace(" ", "  "))]
    matches = match_sections(old, new)
    assert kinds(matches) == [(0, "kept"), (1, "kept")]
    assert matches.unchanged


def test_the_key_decides_before_everything_else():
    old = [section("Melden", MELDEN, key=identity(1)), section("Hulp", HULP, key=identity(2))]
    new = [section("Melden", MELDEN, key=identity(2)), section("Hulp", HULP, key=identity(1))]
    assert [match.old for match in match_sections(old, new).matches] == [1, 0]


def test_another_text_under_the_same_title_and_place_is_changed():
    assert kinds(match_sections([section("Melden", MELDEN)], [section("Melden", STRAF)])) == [(0, "changed")]


def test_the_same_words_under_another_title_are_renamed():
    old = [section("Melden", MELDEN), section("Hulp", HULP)]
    new = [section("Melden", MELDEN), section("Zorg en hulp", HULP + " Dat staat in het dossier.")]
    assert kinds(match_sections(old, new)) == [(0, "kept"), (1, "renamed")]


def test_a_section_that_went_to_another_chapter_is_reparented():
    old = [section("A"), section("Melden", MELDEN, level=2), section("B"), section("Hulp", HULP, level=2)]
    new = [section("A"), section("B"), section("Hulp", HULP, level=2), section("Melden", MELDEN, level=2)]
    assert kinds(match_sections(old, new)) == [(0, "kept"), (2, "kept"), (3, "kept"), (1, "reparented")]


def test_only_what_left_its_order_is_moved():
    old = [section(title, text) for title, text in (("A", MELDEN), ("B", HULP), ("C", HALT), ("D", STRAF))]
    new = [old[3], old[0], old[1], old[2]]
    assert kinds(match_sections(old, new)) == [(3, "moved"), (0, "kept"), (1, "kept"), (2, "kept")]


def test_a_renamed_chapter_keeps_its_sections():
    old = [section("§ 5 Strafbepalingen"), section("Artikel 26", MELDEN, level=2), section("Artikel 27", HULP, level=2)]
    new = [section("§ 5 Sanctiebepalingen"), section("Artikel 26", MELDEN, level=2), section("Artikel 27", HALT, level=2)]
    assert kinds(match_sections(old, new)) == [(0, "renamed"), (1, "kept"), (2, "changed")]


def test_what_is_new_is_created_and_what_is_gone_removed():
    matches = match_sections(
        [section("Melden", MELDEN), section("Weg", STRAF)], [section("Melden", MELDEN), section("Nieuw", HALT)]
    )
    assert kinds(matches) == [(0, "kept"), (None, "created")]
    assert matches.removed == (1,)
    assert matches.counts() == {"kept": 1, "created": 1, "removed": 1}


def test_the_same_heading_many_times_is_told_apart_by_its_words():
    texts = [MELDEN, HULP, HALT, STRAF]
    old = [section("Aanpak", text) for text in texts]
    new = [section("Aanpak", text) for text in reversed(texts)]
    assert [match.old for match in match_sections(old, new).matches] == [3, 2, 1, 0]


def test_a_split_is_told_with_its_shares():
    matches = match_sections([section("Wegen", MELDEN, HULP)], [section("Melden", MELDEN), section("Hulp", HULP)])
    (line,) = matches.lineage
    assert (line.kind, [share.index for share in line.old], [share.index for share in line.new]) == ("split", [0], [0, 1])
    assert 0.9 < sum(share.share for share in line.new) <= 1.0


def test_a_merger_is_told_with_its_shares():
    matches = match_sections([section("Melden", MELDEN), section("Hulp", HULP)], [section("Melden en hulp", MELDEN, HULP)])
    (line,) = matches.lineage
    assert (line.kind, [share.index for share in line.old], [share.index for share in line.new]) == ("merged", [0, 1], [0])
    assert len(matches.removed) == 1


def test_a_section_taken_up_by_a_large_one_is_absorbed():
    more = "Verder geldt dat overleg met alle partners altijd vooraf gaat aan een besluit, en dat het dossier daarvan getuigt."
    rest = "Wie afwijkt van deze lijn schrijft op waarom, bespreekt dat met een collega en vertelt het de ouders in gewone taal."
    large = [section("Kern", MELDEN, HALT, STRAF, more, rest)]
    old = [*large, section("Hulp", HULP)]
    new = [replace(large[0], blocks=(*large[0].blocks, paragraph(HULP)))]
    assert [line.kind for line in match_sections(old, new).lineage] == ["absorbed"]


_TITLES = st.sampled_from(["A", "B", "C"])
_SECTIONS = st.lists(
    st.builds(
        lambda title, text, level: section(title, text, level=level),
        _TITLES,
        st.sampled_from([MELDEN, HULP, HALT, ""]),
        st.integers(1, 3),
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(old=_SECTIONS, new=_SECTIONS)
def test_every_section_is_told_once(old, new):
    matches = match_sections(old, new)
    found = [match.old for match in matches.matches if match.old is not None]
    assert [match.new for match in matches.matches] == list(range(len(new)))
    assert sorted([*found, *matches.removed]) == list(range(len(old)))


@settings(max_examples=60, deadline=None)
@given(sections=_SECTIONS)
def test_a_document_against_itself_is_unchanged(sections):
    assert match_sections(sections, sections).unchanged


def test_the_work_grows_with_the_sections_and_not_with_their_square():
    def text(number: int) -> str:
        return " ".join(f"w{(number * 7919 + place * place) % 4001}" for place in range(120))

    def work(count: int) -> int:
        old = [section(f"Paragraaf {number}", text(number), level=1 + (number % 5 > 0)) for number in range(count)]
        new = [section(f"Deel {number}", text(number) + " nieuw", level=1 + (number % 5 > 0)) for number in range(count)]
        found: list[SectionMatches] = []
        lines = lines_run(lambda: found.append(match_sections(old, new)))
        assert found[0].counts()["renamed"] == count
        return lines

    assert work(500) < 2.5 * work(250)
