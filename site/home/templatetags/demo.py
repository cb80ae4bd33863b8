"""``{% load demo %}``: the cast, for the demo's sign-in page."""

from __future__ import annotations

from django import template
from django.db.models import QuerySet

from consultation.people.models import User
from home.demo_signin import cast

register = template.Library()


@register.simple_tag
def demo_cast() -> QuerySet[User]:
    """The accounts that one click signs in as."""
    return cast()
