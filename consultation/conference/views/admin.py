"""Conferences in the admin: making and changing them, who signed up, the lists for the door."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_required
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from consultation.conference import lists
from consultation.conference.actions import call_off, enter_registration, remove, renew_door_link, save_conference
from consultation.conference.actions.signing_up import Attendee
from consultation.conference.forms import CallOffForm, EnterForm
from consultation.conference.models import Conference, Registration
from consultation.conference.notices import instant_in_words
from consultation.conference.permissions import MANAGE

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ConferenceForm(WagtailAdminModelForm):
    """Refuses what would take somebody's workshop away."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        workshops = self.formsets.get("workshops") if hasattr(self, "formsets") else None
        for row in getattr(workshops, "forms", []):
            chosen = row.instance.pk and row.data.get(row.add_prefix("DELETE")) and row.instance.registrations.exists()
            if chosen:
                self.add_error(
                    None,
                    _("Somebody chose the workshop “%(title)s”, so it cannot go. Give it no places instead.")
                    % {"title": row.instance.title},
                )
        return cleaned


class _Saving:
    """Both forms save through the action, which offers new places and tells who must know."""

    def save_instance(self) -> Conference:
        saved: Conference = save_conference(conference=self.form.instance, save=super().save_instance, at=timezone.now())
        return saved


class ConferenceCreateView(_Saving, generic.CreateView):
    pass


class ConferenceEditView(_Saving, generic.EditView):
    pass


class ConferenceIndexView(generic.IndexView):
    """Coming ones first."""

    page_title = gettext_lazy("Conferences")

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().with_counts()


class ConferenceViewSet(ModelViewSet):
    """The list, the form with its workshops, and one page with the people."""

    model = Conference
    name = "conferences"
    url_prefix = "conferenties"
    icon = "group"
    menu_label = gettext_lazy("Conferences")
    menu_order = 94
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = ConferenceIndexView
    add_view_class = ConferenceCreateView
    edit_view_class = ConferenceEditView
    list_display = [
        TitleColumn("title", label=gettext_lazy("Title"), url_name="conferences:people"),
        Column(
            "starts_at", label=gettext_lazy("When"), sort_key="starts_at", accessor=lambda one: instant_in_words(one.starts_at)
        ),
        Column("places", label=gettext_lazy("Places"), accessor=lambda one: one.describe_places(timezone.now())),
    ]
    ordering = ["-starts_at"]
    search_fields = ["title", "location"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("slug"), FieldPanel("summary"), FieldPanel("published_at")],
                heading=gettext_lazy("The conference"),
            ),
            MultiFieldPanel(
                [FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("location"), FieldPanel("address")],
                heading=gettext_lazy("When and where"),
                help_text=gettext_lazy("When you change one of these, everybody who signed up gets a mail."),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("capacity"),
                    FieldPanel("signup_opens_at"),
                    FieldPanel("signup_closes_at"),
                    FieldPanel("offer_hours"),
                ],
                heading=gettext_lazy("Places"),
            ),
            InlinePanel("workshops", heading=gettext_lazy("Workshops"), label=gettext_lazy("Workshop")),
            FieldPanel("about"),
            FieldPanel("programme"),
            FieldPanel("route"),
            FieldPanel("accessibility"),
            MultiFieldPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")], heading=gettext_lazy("Contact")),
        ],
        base_form_class=ConferenceForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/inschrijvingen/", people, name="people"),
            path("<int:pk>/inschrijvingen/deurlijst.xlsx", door_sheet, name="door-sheet"),
            path("<int:pk>/inschrijvingen/deurlijst.pdf", door_paper, name="door-paper"),
            path("<int:pk>/inschrijvingen/<int:person>/afmelden/", remove_person, name="remove"),
        ]


@permission_required(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed up, in the order of arrival, with the numbers, and what an editor can do."""
    conference = get_object_or_404(Conference.objects.with_counts(), pk=pk)
    at, action = timezone.now(), request.POST.get("action") if request.method == "POST" else None
    enter = EnterForm(request.POST if action == "enter" else None, conference=conference)
    calling_off = CallOffForm(request.POST if action == "call_off" else None)
    done = ""
    if action == "enter" and enter.is_valid():
        attendee = Attendee(**enter.answers, language=translation.get_language() or "nl")
        enter_registration(
            conference=conference, attendee=attendee, workshop=enter.cleaned_data.get("workshop"), by=request.user, at=at
        )
        done = _("%(name)s has a place and gets a mail.") % {"name": attendee.name}
    elif action == "call_off" and calling_off.is_valid():
        call_off(conference=conference, reason=calling_off.cleaned_data["reason"], by=request.user, at=at)
        done = _("The conference is cancelled; everybody who signed up gets a mail.")
    elif action == "door_link":
        renew_door_link(conference=conference, by=request.user)
        done = _("There is a new link for the helpers. The old one does not work any more.")
    if done:
        messages.success(request, done)
        return redirect("conferences:people", pk)
    rows = conference.registrations.real().select_related("workshop").order_by("number")
    context = {
        "conference": conference,
        "places": conference.places(),
        "described": conference.describe_places(at),
        "is_over": conference.is_over(at),
        "workshops": conference.workshops.with_counts(),
        "people": rows.active(),
        "ended": rows.exclude(pk__in=rows.active().values("pk")).count(),
        "came": rows.filter(checked_in_at__isnull=False).count(),
        "door_link": settings.BASE_URL + reverse("open-door", args=[conference.slug, conference.door_secret]),
        "enter": enter,
        "calling_off": calling_off,
        "page_title": _("Sign-ups"),
        "page_subtitle": conference.title,
        "header_icon": "group",
    }
    return TemplateResponse(request, "consultation/conference/admin/people.html", context)


@permission_required(MANAGE)
@require_POST
def remove_person(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Cancels somebody's sign-up at her request."""
    row = get_object_or_404(Registration.objects.filter(conference=pk), pk=person)
    remove(registration=row, by=request.user, at=timezone.now())
    messages.success(request, _("The sign-up of %(name)s is cancelled; she gets a mail.") % {"name": row.name})
    return redirect("conferences:people", pk)


@permission_required(MANAGE)
@require_safe
def door_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The list as a spreadsheet."""
    return _file(lists.spreadsheet(get_object_or_404(Conference, pk=pk)), "deurlijst.xlsx", SHEET)


@permission_required(MANAGE)
@require_safe
def door_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The list on paper."""
    return _file(lists.paper(get_object_or_404(Conference, pk=pk)), "deurlijst.pdf", "application/pdf")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition, "Cache-Control": "no-store"})
