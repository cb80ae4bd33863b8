"""What the handbook adds to Wagtail's admin: a word for Publish, guards on the living text, names in the audit trail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.models import Page

from handbook.errors import HasVersions
from handbook.guards import first_frozen
from handbook.models import HandbookPage, SectionPage


class AgreeMenuItem(PublishMenuItem):
    """Wagtail's Publish under the word for what it means here: readers see nothing of it until a version is frozen."""

    label = gettext_lazy("Agree in the living text")


@hooks.register("construct_page_action_menu")
def name_publishing(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    page = context.get("page") or context.get("parent_page")
    if isinstance(page.specific if page else None, HandbookPage | SectionPage):
        menu_items[:] = [AgreeMenuItem(order=item.order) if type(item) is PublishMenuItem else item for item in menu_items]


@hooks.register("before_delete_page")
def keep_what_was_frozen(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def keep_what_was_frozen_in_bulk(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    if action_type != "delete" or not objects or not isinstance(objects[0], Page):
        return None
    return _refuse(request, objects)


def _refuse(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Back to the page with the reason, when one of the pages may not be deleted."""
    frozen = first_frozen(pages)
    if frozen is None:
        return None
    if isinstance(frozen.specific, SectionPage):
        sentence = _("“%(title)s” stands in a published version. Unpublish it: then it is not in the next one.")
        messages.error(request, sentence % {"title": frozen.title})
    else:
        messages.error(request, str(HasVersions(frozen.title)))
    return redirect("wagtailadmin_explore", frozen.pk)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("klankbord.handbook.import", gettext_lazy("Import a document"), gettext_lazy("Document imported"))
    actions.register_action("klankbord.handbook.freeze", gettext_lazy("Freeze a version"), gettext_lazy("Version frozen"))
    actions.register_action(
        "klankbord.handbook.status",
        gettext_lazy("Change the status of a version"),
        gettext_lazy("Status of the version changed"),
    )
