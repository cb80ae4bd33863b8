"""Pages of long lists: sorted by their keys alone, and only the rows of one page are read whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator

if TYPE_CHECKING:
    _Pages = Paginator[Any]
else:
    _Pages = Paginator


class RowsPaginator(_Pages):
    """Pages of an ordered queryset whose rows are wide.

    A database that sorts ten thousand rows to show the first fifty carries every column of each along, long texts too. So the
    keys are sorted, and the rows of the page are fetched by them from ``whole``, which filters nothing, so that no database
    looks for them by another way: two queries for a page. ``count`` is given by who knows it already, and counted otherwise.
    """

    def __init__(self, rows: Any, per_page: int, *, whole: Any, count: int | None = None) -> None:
        super().__init__(rows, per_page)
        self.whole = whole
        if count is not None:
            self.count = count

    def page(self, number: int | str) -> Page[Any]:
        """The rows of one page in their order. Raises InvalidPage."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(in_their_order(self.whole, keys), number, self)


def in_their_order(whole: Any, keys: Sequence[Any]) -> list[Any]:
    """The rows of these primary keys from the queryset ``whole``, in the order of the keys; without those that are gone."""
    rows = whole.in_bulk(keys) if keys else {}
    return [rows[key] for key in keys if key in rows]
