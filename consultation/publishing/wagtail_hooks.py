"""Puts the publish wizard into the Wagtail admin: addresses, menu item, a button on the handbook, words for the log."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from consultation.publishing.admin_urls import urlpatterns
from handbook.frameworks import has_living_framework
from handbook.models import HandbookPage


class PublishMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("handbook.publish_version"))


@hooks.register("register_admin_urls")
def register_publishing_urls() -> list[URLPattern]:
    return urlpatterns


@hooks.register("register_admin_menu_item")
def register_publishing_menu_item() -> MenuItem:
    return PublishMenuItem(_("Versions"), reverse("publishing-choose"), name="publish", icon_name="upload", order=150)


@hooks.register("register_page_header_buttons")
def publish_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On the handbook itself, for who may publish: bring text in, and send it out."""
    if isinstance(page.specific, HandbookPage) and user.has_perm("handbook.publish_version"):
        yield Button(
            _("Import a document"), reverse("publishing-import", kwargs={"pk": page.pk}), icon_name="download", priority=6
        )
        if has_living_framework(page.specific):
            yield Button(
                _("Decision framework"), reverse("publishing-framework", kwargs={"pk": page.pk}), icon_name="tasks", priority=7
            )
        yield Button(
            _("Publish as a version"), reverse("publishing-publish", kwargs={"pk": page.pk}), icon_name="upload", priority=5
        )


@hooks.register("register_log_actions")
def register_publishing_log_actions(actions: Any) -> None:
    actions.register_action("klankbord.publishing.publish", _("Publish a version"), _("Version published"))
    actions.register_action("klankbord.publishing.correct", _("Publish a correction"), _("Correction published"))
