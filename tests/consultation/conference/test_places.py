"""The rule of places, on plain numbers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from consultation.conference.places import Places

counts = st.integers(0, 200)


@given(capacity=counts, taken=counts, waiting=counts)
def test_nobody_gets_a_place_that_is_not_free_or_that_somebody_waits_for(capacity, taken, waiting) -> None:
    places = Places(capacity, taken, waiting)
    assert places.admits == (taken < capacity and waiting == 0)
    assert places.left == (0 if waiting else places.free)


@given(capacity=counts, taken=counts, waiting=counts)
def test_what_is_offered_is_free_and_there_is_somebody_to_offer_it_to(capacity, taken, waiting) -> None:
    places = Places(capacity, taken, waiting)
    assert places.to_offer <= waiting
    assert taken + places.to_offer <= max(capacity, taken)
    assert places.free == 0 or places.overbooked == 0
