"""Rows that are written once: the first of the two locks on a published version (the second is in handbook/freezing.py)."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from handbook.errors import FrozenError


class FrozenQuerySet(models.QuerySet[Any]):
    """A queryset that adds and reads rows, and refuses to change or delete them."""

    def _refuse(self) -> NoReturn:
        raise FrozenError(str(self.model._meta.verbose_name))

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def delete(self) -> NoReturn:
        self._refuse()

    # Django asks for these marks, so that a template cannot call them and a manager does not copy `delete`.
    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Frozen(models.Model):
    """A row that can be inserted and read.

    The database's own triggers would refuse a change as well; this lock says so before a query is sent, in a
    sentence that a person understands, and it also holds where a mistake in code forgets that rows are frozen.
    """

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FrozenError(str(self._meta.verbose_name))
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, **kwargs: Any) -> NoReturn:
        raise FrozenError(str(self._meta.verbose_name))
