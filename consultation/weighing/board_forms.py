"""The choice at the board: which remarks one sees, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consultation.comments.models import Comment, Submitter
from consultation.people.models import Organisation, User
from consultation.weighing.lines import IN_TEXT_ORDER
from consultation.weighing.models import BoardLine
from consultation.weighing.weighed import READING_ORDER, remarks_of, with_group_size
from handbook.models import Version

LARGEST = "groepen"


class BoardFilter(forms.Form):
    """Which remarks the board shows; an empty field leaves nothing out."""

    paragraaf = forms.ChoiceField(label=_("Section"), required=False)
    soort = forms.ChoiceField(label=_("Kind"), required=False)
    grond = forms.ChoiceField(label=_("Ground"), required=False)
    organisatie = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Organisation"), required=False, empty_label=_("all")
    )
    van = forms.ChoiceField(label=_("Looked at by"), required=False)
    woorden = forms.CharField(label=_("With these words"), max_length=100, required=False)
    samen = forms.ChoiceField(
        label=_("Groups"),
        choices=[("", _("all")), ("groep", _("groups only")), ("los", _("single comments only"))],
        required=False,
    )
    volgorde = forms.ChoiceField(
        label=_("Order"),
        choices=[
            ("", _("as in the text")),
            ("oudste", _("oldest first")),
            ("nieuwste", _("newest first")),
            (LARGEST, _("largest groups first")),
        ],
        required=False,
    )
    laat = forms.BooleanField(label=_("Only those that came too late"), required=False)

    def __init__(self, *args: Any, version: Version, people: Sequence[User], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        self._user, self._version = user, version
        submitters = Submitter.objects.filter(handbook_key=version.handbook_key)
        self.fields["organisatie"].queryset = Organisation.objects.filter(
            Q(people__submitters__in=submitters) | Q(pk__in=submitters.values("organisation"))
        ).distinct()
        self.fields["paragraaf"].choices = [
            every,
            *((number, f"{number} {title}") for number, title in version.sections.values_list("number", "title")),
        ]
        self.fields["soort"].choices = [every, *Comment.Kind.choices]
        self.fields["grond"].choices = [every, *Comment.Ground.choices]
        names = [(str(person.pk), person.name) for person in people if person.pk != user.pk]
        self.fields["van"].choices = [every, ("mij", _("me")), ("niemand", _("nobody")), *names]

    @cached_property
    def _asked(self) -> dict[str, Any]:
        if not self.is_bound:
            return {}
        self.is_valid()
        return self.cleaned_data

    def narrow(self, remarks: QuerySet[Comment]) -> QuerySet[Comment]:
        """Of remarks, one of each group, those that were asked for: a group when any of it is what was asked for. A value that is
        none leaves nothing out."""
        found = remarks_of(self._version).filter(self._of_a_remark()).order_by()
        alike = found.filter(grouped__group__isnull=False).values("grouped__group")
        narrowed: QuerySet[Comment] = self._narrow(remarks, Q(pk__in=found.values("pk")), alike, group="grouped__group")
        return narrowed

    def narrow_lines(self, lines: QuerySet[BoardLine]) -> QuerySet[BoardLine]:
        """The same of the rows of the board."""
        own = self._of_a_remark("comment__")
        found = BoardLine.objects.filter(own, issue=self._version.issue_id)
        alike = found.filter(group__isnull=False).values("group")
        narrowed: QuerySet[BoardLine] = self._narrow(lines, own, alike, group="group")
        return narrowed

    def _narrow(self, rows: Any, own: Q, alike: QuerySet[Any], *, group: str) -> Any:
        """``own`` is what was asked of a remark, ``alike`` are the groups with one that is so, ``group`` is how these rows name
        theirs."""
        chosen = self._asked
        if self._of_a_remark():
            rows = rows.filter(own | Q(**{f"{group}__in": alike}))
        if chosen.get("samen"):
            rows = rows.filter(**{f"{group}__isnull": chosen["samen"] == "los"})
        if chosen.get("van"):
            who = chosen["van"]
            rows = rows.filter(
                Q(assignment=None) if who == "niemand" else Q(assignment__to=self._user.pk if who == "mij" else who)
            )
        return rows

    def _of_a_remark(self, remark: str = "") -> Q:
        """What one remark has to be, apart from who looks at its row; ``remark`` is the way to it from a row of the board, which
        knows some of it itself."""
        chosen = self._asked
        asked = Q()
        for name, field in (("paragraaf", "section__number"), ("soort", "kind"), ("grond", "ground"), ("laat", "late")):
            if chosen.get(name):
                asked &= Q(**{field: chosen[name]})
        if chosen.get("organisatie"):
            theirs = chosen["organisatie"]
            own, collective = f"{remark}submitter__user__organisation", f"{remark}submitter__organisation"
            asked &= Q(**{own: theirs}) | Q(**{collective: theirs})
        for word in chosen.get("woorden", "").split():
            asked &= Q(**{f"{remark}body__icontains": word}) | Q(**{f"{remark}proposed__icontains": word})
        return asked

    def in_order(self, remarks: QuerySet[Comment]) -> QuerySet[Comment]:
        """Remarks in the order that was asked for; those of one rank as in the text."""
        ranked = with_group_size(remarks) if self._asked.get("volgorde") == LARGEST else remarks
        return ranked.order_by(*self._rank, *READING_ORDER)

    def lines_in_order(self, lines: QuerySet[BoardLine]) -> QuerySet[BoardLine]:
        """The same of the rows of the board."""
        return lines.order_by(*self._rank, *IN_TEXT_ORDER)

    @property
    def _rank(self) -> tuple[Any, ...]:
        ranks: dict[str, Any] = {
            "oudste": "posted_at",
            "nieuwste": "-posted_at",
            LARGEST: F("group_size").desc(nulls_last=True),
        }
        asked = self._asked.get("volgorde")
        return (ranks[asked],) if asked else ()

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return any(name != "volgorde" for name in self.chosen)

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, as in the address."""
        return {name: self.data[name] for name in self.fields if self.is_bound and self.data.get(name)}
