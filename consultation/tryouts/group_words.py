"""The names of groups of people in figures, in the language of the reader."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.people.models import Organisation
from consultation.tryouts.grouping import Group, Partition

_KINDS: dict[str, str | Promise] = {
    Organisation.Kind.MUNICIPALITY: gettext_lazy("other municipalities"),
    Organisation.Kind.REGION: gettext_lazy("other regions"),
    Organisation.Kind.PARTNER: gettext_lazy("other partner organisations"),
    Organisation.Kind.MINISTRY: gettext_lazy("other ministries"),
    Organisation.Kind.SCHOOL: gettext_lazy("other schools"),
    Organisation.Kind.OTHER: gettext_lazy("other organisations"),
}


def split_kinds(partition: Partition) -> set[str]:
    """The kinds of which an organisation has a row of its own."""
    return {cell.kind for cell, group in partition.items() if group.level == "organisation"}


def tell_group(group: Group, split: set[str]) -> str:
    """The name of a group; ``split`` are the kinds of which an organisation has a row of its own."""
    match group.level:
        case "function":
            return group.name or _("function not known")
        case "organisation":
            return group.name
        case "region":
            return group.name or _("region not known")
        case "kind" if not group.name:
            return _("no organisation")
        case "kind":
            return str(_KINDS[group.name] if group.name in split else Organisation.Kind(group.name).label)
    return _("everybody else")
