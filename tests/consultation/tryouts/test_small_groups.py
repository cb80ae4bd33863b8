"""What the pages on agreement hide: figures of a few walks, and groups of a few people."""

from __future__ import annotations

import html
import re

import pytest

from consultation.people.models import Organisation
from tests.factories import tryouts as factory
from tests.factories.people import make_colleagues
from tests.factories.rounds import make_round
from tests.factories.tryouts import make_case, make_many_walks, make_version_with_steps

pytestmark = pytest.mark.django_db

TO_O1 = {"N1": "ja", "N2": "ja", "N3": "ja"}
TO_O3 = {"N1": "ja", "N2": "nee", "N4": "ouders"}


@pytest.fixture
def tryout():
    return factory.make_tryout(make_round(version=make_version_with_steps()))


@pytest.fixture
def case(tryout):
    return make_case(tryout)


@pytest.fixture
def page(bram, signed_in):
    """The words that bram reads at an address."""
    client = signed_in(bram)

    def read(address: str) -> str:
        text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
        return " ".join(html.unescape(text).split())

    return read


def whole(tryout) -> str:
    return "/".join(["/proberen", *tryout.place, "overeenstemming", ""])


def test_under_five_finished_walks_there_are_no_figures(signed_in, bram, page, tryout, case):
    make_many_walks(case, TO_O1, 3)
    make_many_walks(case, TO_O3, 1, motivation="Geheim")
    for address in (whole(tryout), f"{whole(tryout)}1/", f"{whole(tryout)}1/N2/"):
        said = page(address)
        assert "Nog te weinig afgeronde casussen" in said
        assert not re.search(r"\d van \d", said)
        assert "Geheim" not in said
    assert signed_in(bram).get(f"{whole(tryout)}tabel.xlsx").status_code == 404
    assert "1. Vaak ziek op maandag: 4 keer afgerond" in page(whole(tryout))


def test_a_small_case_stands_without_figures_among_the_others(page, tryout, case):
    make_many_walks(case, TO_O1, 5)
    make_many_walks(make_case(tryout, title="Klein"), TO_O3, 4)
    said = page(whole(tryout))
    assert "4 personen hebben deze casus afgerond. Vanaf 5 personen ziet u" in said
    assert "O3" not in said
    assert "N4" not in said


def test_functions_and_organisations_are_shown_in_groups_of_five_and_more(page, tryout, case):
    officers = make_colleagues("Leerplichtambtenaar", 7, "Gemeente Duinen")
    lawyers = make_colleagues("Officier van justitie", 6, "OM", Organisation.Kind.PARTNER)
    few = make_colleagues("raadsonderzoeker", 3, "Raad", Organisation.Kind.PARTNER) + make_colleagues(
        "jurist", 2, "Rechtbank", "anders"
    )
    make_many_walks(case, TO_O1, 7, users=officers)
    make_many_walks(case, TO_O3, 6, users=lawyers)
    make_many_walks(case, TO_O1, 5, users=few)
    for address in (f"{whole(tryout)}1/", f"{whole(tryout)}1/N2/"):
        said = page(address)
        table = said[said.index("Naar functie en organisatie") :]
        assert "Leerplichtambtenaar 7 7 0" in table
        assert "Officier van justitie 6 0 6" in table
        assert "Gemeente Duinen 7 7 0" in table
        assert table.count("Alle anderen 5 5 0") == 2
        assert "aadsonderzoeker" not in table
        assert "Rechtbank" not in table


def test_when_one_small_group_would_be_left_nothing_is_shown(page, tryout, case):
    make_many_walks(case, TO_O1, 9, users=make_colleagues("leerplichtambtenaar", 7) + make_colleagues("jurist", 2))
    said = page(f"{whole(tryout)}1/")
    assert "De groepen zijn te klein" in said
    assert "eerplichtambtenaar" not in said


def test_a_function_counts_as_one_however_it_is_spelled(page, tryout, case):
    walkers = (
        make_colleagues("leerplichtambtenaar", 3) + make_colleagues("Leerplichtambtenaar ", 3) + make_colleagues("jurist", 5)
    )
    make_many_walks(case, TO_O1, 11, users=walkers)
    assert "Leerplichtambtenaar 6 6" in page(f"{whole(tryout)}1/")
