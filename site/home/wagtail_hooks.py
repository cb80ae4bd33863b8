"""The editors' dashboard: which rounds run, who is silent, what waits."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.dashboard import dashboard_facts


class RoundsPanel(Component):
    """The first panel on the admin's home page."""

    name = "rounds"
    order = 50
    template_name = "home/dashboard_panel.html"
    permissions: ClassVar[tuple[str, ...]] = ("handbook.publish_version",)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"facts": dashboard_facts(at=timezone.now())}


@hooks.register("construct_homepage_panels")
def add_rounds_panel(request: Any, panels: list[Any]) -> None:
    if request.user.has_perms(RoundsPanel.permissions):
        panels.append(RoundsPanel())


@hooks.register("construct_homepage_summary_items")
def leave_out_summary(request: Any, items: list[Any]) -> None:
    """Counts of pages and images tell an editor nothing; the panel below tells what waits."""
    items.clear()
