"""What this slice adds to the admin: the menu, the way from an issue to its sending, and the audit trail's words."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem, PublishMenuItem
from wagtail.admin.menu import MenuItem

from consultation.newsletter.models import IssuePage
from consultation.newsletter.permissions import SEND
from consultation.newsletter.views.admin_issues import issue_send_now, issue_sending, newsletter_admin
from consultation.newsletter.views.admin_people import look_up, subscription

LABELS = {
    "plan": (_("Plan a newsletter"), _("Planned the sending of a newsletter")),
    "send": (_("Send a newsletter"), _("Sent a newsletter")),
    "take_back": (_("Take back a planned newsletter"), _("Took back the plan to send a newsletter")),
    "look_up": (_("Look up a subscription"), _("Looked up a subscription to the newsletter")),
    "end": (_("End a subscription"), _("Ended a subscription to the newsletter on request")),
}


@hooks.register("register_log_actions")
def register_newsletter_log_actions(actions: Any) -> None:
    for verb, (label, message) in LABELS.items():
        actions.register_action(f"klankbord.newsletter.{verb}", label, message)


@hooks.register("register_admin_urls")
def register_newsletter_urls() -> list[URLPattern]:
    return [
        path("nieuwsbrief/", newsletter_admin, name="newsletter-admin"),
        path("nieuwsbrief/<int:pk>/", issue_sending, name="newsletter-sending"),
        path("nieuwsbrief/<int:pk>/versturen/", issue_send_now, name="newsletter-send-now"),
        path("nieuwsbrief/abonnement/", look_up, name="newsletter-look-up"),
        path("nieuwsbrief/abonnement/<uuid:key>/", subscription, name="newsletter-subscription"),
    ]


class NewsletterMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEND))


@hooks.register("register_admin_menu_item")
def register_newsletter_menu_item() -> MenuItem:
    return NewsletterMenuItem(_("Newsletter"), reverse("newsletter-admin"), name="newsletter", icon_name="mail", order=95)


class SendMenuItem(ActionMenuItem):
    """From the page that an editor writes to the page from where it is tried and sent."""

    label = _("Test, plan or send…")
    name = "action-newsletter-send"
    icon_name = "mail"

    def is_shown(self, context: dict[str, Any]) -> bool:
        return context["view"] == "edit" and bool(context["request"].user.has_perm(SEND))

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("newsletter-sending", args=[context["page"].pk])


@hooks.register("construct_page_action_menu")
def send_and_not_publish(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """An issue is published by sending it, or by planning that; Wagtail's own button only mends one that went."""
    page = context.get("page")
    parent = context.get("parent_page")
    issue = page.specific if page else None
    is_new = (
        page is None
        and parent is not None
        and parent.specific_class
        and IssuePage in parent.specific_class.allowed_subpage_models()
    )
    if not isinstance(issue, IssuePage) and not is_new:
        return
    if is_new or issue.sending() is None:
        menu_items[:] = [item for item in menu_items if not isinstance(item, PublishMenuItem)]
    if issue is not None:
        menu_items.append(SendMenuItem(order=40))
