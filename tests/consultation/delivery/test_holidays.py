"""The editors' list of school holidays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from consultation.delivery.models import SchoolHoliday

pytestmark = pytest.mark.django_db
AUTUMN = {"name": "Herfstvakantie", "region": "noord", "first_day": "2026-10-10", "last_day": "2026-10-18"}


@pytest.mark.parametrize("who", ["cas", "fatih"])
def test_editors_and_administrators_keep_the_list(who, request, signed_in, settings):
    settings.STAFF_SECOND_FACTOR = False
    browser = signed_in(request.getfixturevalue(who))
    browser.post(reverse("school_holidays:add"), AUTUMN)
    holiday = SchoolHoliday.objects.get()
    assert "Herfstvakantie" in browser.get(reverse("school_holidays:index")).content.decode()
    browser.post(reverse("school_holidays:edit", args=[holiday.pk]), {**AUTUMN, "last_day": "2026-10-17"})
    assert f"{SchoolHoliday.objects.get().last_day:%d}" == "17"
    browser.post(reverse("school_holidays:delete", args=[holiday.pk]))
    assert not SchoolHoliday.objects.exists()


def test_a_holiday_that_ends_before_it_begins_says_so(cas, signed_in):
    refused = signed_in(cas).post(reverse("school_holidays:add"), {**AUTUMN, "last_day": "2026-10-01"})
    assert "laatste dag" in refused.content.decode()
    assert not SchoolHoliday.objects.exists()


def test_nobody_else_comes_in(anna, bram, signed_in, visitor):
    for browser in [visitor, *map(signed_in, (anna, bram))]:
        assert browser.get(reverse("school_holidays:index")).status_code in {302, 403}
