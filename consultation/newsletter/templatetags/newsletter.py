"""`{% load newsletter %}`: the form for the newsletter, wherever a page wants it."""

from __future__ import annotations

from typing import Any

from django import template

from consultation.newsletter.forms import SubscribeForm

register = template.Library()


@register.inclusion_tag("consultation/newsletter/form.html", takes_context=True)
def newsletter_form(context: dict[str, Any], *, form: SubscribeForm | None = None, kind: str = "secondary") -> dict[str, Any]:
    """The two fields, the sentence on privacy and the button; no query and no session.

    `form` is the one to draw where a page has it already, with what was typed and its mistakes; `kind` that of the
    button, "primary" where asking for the newsletter is what the page is for.
    """
    return {"form": form or SubscribeForm(), "kind": kind, "csrf_token": context.get("csrf_token")}
