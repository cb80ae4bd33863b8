"""Rounds in the admin: the list, and one round with its closing date and questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from consultation.rounds.actions import change_questions, change_reminders, close_round, move_closing
from consultation.rounds.errors import ReasonMissing, RoundRefused
from consultation.rounds.forms import ClosingForm, RemindersForm, question_forms
from consultation.rounds.models import Round, describe_instant


class RoundIndexView(generic.IndexView):
    """A round is opened by publishing a version, so that nothing is added here."""

    page_title = gettext_lazy("Rounds")
    any_permission_required = ["view", "change"]

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Round) -> str:
        return reverse("rounds:one", args=[instance.pk])

    def get_list_buttons(self, instance: Round) -> list[Any]:
        return []


class RoundViewSet(ModelViewSet):
    """The list of rounds, newest first."""

    model = Round
    name = "rounds"
    url_prefix = "rondes"
    icon = "calendar"
    menu_label = gettext_lazy("Rounds")
    menu_order = 90
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = RoundIndexView
    form_fields = ["intro"]
    list_display = [
        TitleColumn("version", label=gettext_lazy("Version"), url_name="rounds:one"),
        Column("window", label=gettext_lazy("State"), accessor=lambda one: one.describe_window(timezone.now())),
        # Wagtail's date column tells how long ago, and calls every instant that is still to come "just now".
        Column("opens_at", label=gettext_lazy("Opens"), sort_key="opens_at", accessor=lambda one: describe_instant(one.opens_at)),
        Column(
            "closes_at", label=gettext_lazy("Closes"), sort_key="closes_at", accessor=lambda one: describe_instant(one.closes_at)
        ),
        BooleanColumn("blind", label=gettext_lazy("Blind")),
    ]
    list_filter = ["blind"]
    search_fields = ["version__title", "version__label"]
    ordering = ["-opens_at"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("<int:pk>/", one_round, name="one"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = dict.fromkeys(("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name"))
        return super().get_common_view_kwargs(**{**without, **kwargs})

    def register_admin_url_finder(self) -> None:
        """A round has no edit page of Wagtail's to link to."""


@permission_required("rounds.change_round")
@require_http_methods(["GET", "HEAD", "POST"])
def one_round(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: extend, shorten, reopen or close it, and change its reminders and questions."""
    consultation = get_object_or_404(Round.objects.select_related("version"), pk=pk)
    action = request.POST.get("action") if request.method == "POST" else None
    closing = ClosingForm(request.POST if action in {"move", "close"} else None, initial={"closes_at": consultation.closes_at})
    typed_days = ", ".join(str(day) for day in consultation.remind_days)
    reminders = RemindersForm(request.POST if action == "reminders" else None, initial={"remind_days": typed_days})
    questions = question_forms(consultation, request.POST if action == "questions" else None)
    done = None
    try:
        if action == "move" and closing.is_valid():
            move_closing(round=consultation, **closing.cleaned_data, by=request.user, at=timezone.now())
            done = _("The closing date is moved; everybody in the round gets a mail.")
        elif action == "close":
            close_round(round=consultation, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now())
            done = _("The round is closed.")
        elif action == "reminders" and reminders.is_valid():
            change_reminders(round=consultation, **reminders.cleaned_data, by=request.user, at=timezone.now())
            done = _("The reminders are saved.")
        elif action == "questions" and questions.is_valid():
            rows = [
                (row["id"], row["text"].strip(), row["section_key"] or None)
                for row in questions.cleaned_data
                if row.get("text", "").strip()
            ]
            change_questions(round=consultation, questions=rows, by=request.user, at=timezone.now())
            done = _("The questions are saved.")
    except RoundRefused as refusal:
        closing.add_error(_field_of(refusal) if action == "move" else None, str(refusal))
    if done:
        messages.success(request, done)
        return redirect("rounds:one", consultation.pk)
    context = {
        "round": consultation,
        "window": consultation.describe_window(timezone.now()),
        "is_open": consultation.is_open(timezone.now()),
        "audience": consultation.audience.all(),
        "changes": consultation.changes.all(),
        "closing": closing,
        "reminders": reminders,
        "questions": questions,
        "page_title": _("Round"),
        "page_subtitle": str(consultation.version),
        "header_icon": "calendar",
    }
    return TemplateResponse(request, "consultation/rounds/admin/one.html", context)


def _field_of(refusal: RoundRefused) -> str:
    """The field that a refusal to move the date is about."""
    return "reason" if isinstance(refusal, ReasonMissing) else "closes_at"
