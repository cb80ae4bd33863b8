"""The school holidays of the demo are those of the whole school year, as the national government set them."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from home.demo.sources import read_data

YEARS = {"first": date(2026, 10, 1), "last": date(2027, 9, 30)}


@pytest.mark.parametrize("region", ["noord", "midden", "zuid"])
def test_a_region_has_every_free_day_of_the_school_year_and_no_other(region):
    free = set()
    for entry in read_data("holidays.json"):
        if entry["region"] in (region, "alle"):
            first, last = date.fromisoformat(entry["first_day"]), date.fromisoformat(entry["last_day"])
            free |= {first + timedelta(days=number) for number in range((last - first).days + 1)}
    known = holidays.NL(subdiv=region.capitalize(), years=[2026, 2027], categories=("school",))
    assert free == {day for day in known if YEARS["first"] <= day <= YEARS["last"]}
