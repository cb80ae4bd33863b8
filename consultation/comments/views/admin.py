"""Moderation in the admin: the list of posted remarks, one remark with its history and reports, and drafts that came too late."""

from __future__ import annotations

import uuid
from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from consultation.comments.actions import admit_late, keep_comment, remove_comment, restore_comment
from consultation.comments.errors import CommentRefused
from consultation.comments.forms import ReasonForm
from consultation.comments.models import Comment, Report
from consultation.comments.notices import remark_url
from consultation.comments.permissions import MODERATE
from consultation.comments.views.admin_entering import choose_round, enter
from consultation.comments.views.admin_places import place, places
from consultation.comments.views.admin_redacting import redact, redaction

REPORTED = "gemeld"


class CommentFilterSet(WagtailFilterSet):
    """What editors look for first is what somebody reported."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="filter_state",
        choices=[
            (REPORTED, gettext_lazy("reported")),
            ("verwijderd", gettext_lazy("removed")),
            ("ingetrokken", gettext_lazy("withdrawn")),
            ("te-laat", gettext_lazy("too late")),
        ],
    )

    class Meta:
        model = Comment
        fields = ["state", "version", "kind", "ground", "origin"]

    def filter_state(self, queryset: QuerySet[Comment], name: str, value: str) -> QuerySet[Comment]:
        match value:
            case "gemeld":
                return queryset.filter(open_reports__gt=0)
            case "verwijderd":
                return queryset.filter(removed_at__isnull=False)
            case "ingetrokken":
                return queryset.filter(withdrawn_at__isnull=False)
            case _late:
                return queryset.filter(late=True)


def _written_by(comment: Comment) -> Any:
    submitter = comment.submitter
    return (submitter.organisation if submitter.collective else submitter.user) or submitter


class CommentIndexView(generic.IndexView):
    """Posted remarks; a draft is nobody's but its writer's, so none is ever listed here."""

    page_title = gettext_lazy("Comments")
    any_permission_required = ["view"]

    def get_base_queryset(self) -> QuerySet[Comment]:
        reports = (
            Report.objects.filter(comment=OuterRef("pk"), handled_at=None).order_by().values("comment").annotate(n=Count("pk"))
        )
        return (
            Comment.objects.filter(posted_at__isnull=False)
            .select_related("submitter__user__organisation", "submitter__organisation", "section", "version")
            .defer("section__text", "selectors")
            .annotate(open_reports=Coalesce(Subquery(reports.values("n")), 0))
        )

    def get_add_url(self) -> None:
        return None

    def get_edit_url(self, instance: Comment) -> str:
        return reverse("moderation:one", args=[instance.key])

    def get_list_buttons(self, instance: Comment) -> list[Any]:
        return []


class BodyColumn(TitleColumn):
    """The first words, as the way to the remark."""

    def get_value(self, instance: Comment) -> str:
        text = instance.body or instance.proposed
        return text if len(text) <= 90 else f"{text[:90]}…"

    def get_link_url(self, instance: Comment, parent_context: Any) -> str:
        return reverse("moderation:one", args=[instance.key])


class CommentViewSet(ModelViewSet):
    """A list to read, filter and search; a remark is changed by its writer only."""

    model = Comment
    name = "moderation"
    url_prefix = "reacties"
    icon = "comment"
    menu_label = gettext_lazy("Comments")
    menu_order = 91
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = CommentIndexView
    filterset_class = CommentFilterSet
    form_fields = ["kind"]
    list_display = [
        BodyColumn("body", label=gettext_lazy("Comment"), width="32%"),
        Column("number", label=gettext_lazy("Number"), sort_key="number"),
        Column("version", label=gettext_lazy("Version"), accessor="version.label"),
        Column("section", label=gettext_lazy("Section")),
        Column("submitter", label=gettext_lazy("By"), accessor=_written_by),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        Column("open_reports", label=gettext_lazy("Reports"), sort_key="open_reports"),
        DateColumn("posted_at", label=gettext_lazy("Posted"), sort_key="posted_at"),
    ]
    search_fields = ["body", "proposed", "section__title", "submitter__user__name"]
    ordering = ["-posted_at"]

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("invoeren/", choose_round, name="enter-choose"),
            path("invoeren/<int:round>/", enter, name="enter"),
            path("te-plaatsen/", places, name="places"),
            path("te-plaatsen/<int:pk>/", place, name="place"),
            path("te-laat/", late_drafts, name="late"),
            path("te-laat/<uuid:key>/", admit, name="admit"),
            path("weggelakt/<int:pk>/", redaction, name="redaction"),
            path("<uuid:key>/weglakken/", redact, name="redact"),
            path("<uuid:key>/", one_comment, name="one"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        without = dict.fromkeys(("history_url_name", "usage_url_name", "add_url_name", "edit_url_name", "delete_url_name"))
        return super().get_common_view_kwargs(**{**without, **kwargs})

    def register_admin_url_finder(self) -> None:
        """A remark has no edit page for Wagtail to link to."""


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def one_comment(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One remark with its earlier texts, replies and reports; buttons to keep, remove or restore it."""
    comment = get_object_or_404(
        Comment.objects.filter(posted_at__isnull=False).select_related(
            "submitter__user__organisation",
            "submitter__organisation",
            "section",
            "version",
            "passage",
            "parent",
            "entry__entered_by",
        ),
        key=key,
    )
    form = ReasonForm(request.POST or None, label=_("Why is it removed? The author reads this."))
    if request.method == "POST":
        try:
            done = _moderate(request, comment, form)
        except CommentRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, done)
            return redirect("moderation:one", comment.key)
    context = {
        "comment": comment,
        "form": form,
        "texts": comment.texts.all(),
        "replies": comment.replies.filter(posted_at__isnull=False).select_related("submitter__user"),
        "reports": comment.reports.select_related("reporter"),
        "redactions": comment.redactions.select_related("made_by"),
        "open_reports": comment.reports.filter(handled_at=None).count(),
        "site_url": remark_url(comment),
        "page_title": _("Comment"),
        "page_subtitle": f"{comment.version.label}, {comment.section}",
        "header_icon": "comment",
    }
    return TemplateResponse(request, "consultation/comments/admin/one.html", context)


def _moderate(request: HttpRequest, comment: Comment, form: ReasonForm) -> str:
    at = timezone.now()
    match request.POST.get("action"):
        case "keep":
            keep_comment(comment=comment, by=request.user, at=at)
            return _("The reports are handled; the comment stays.")
        case "restore":
            restore_comment(comment=comment, by=request.user, at=at)
            return _("The comment is back; its author gets a mail.")
        case _remove:
            form.full_clean()
            remove_comment(comment=comment, reason=form.cleaned_data.get("reason", ""), by=request.user, at=at)
            return _("The comment is removed; its author gets a mail with the reason and her text.")


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD"])
def late_drafts(request: HttpRequest) -> HttpResponse:
    """Drafts of rounds that closed: who, where and when. Their text is not shown; it is not ours to read."""
    context = {
        "drafts": _late_drafts().order_by("-saved_at")[:500],
        "page_title": _("Drafts that came too late"),
        "header_icon": "time",
    }
    return TemplateResponse(request, "consultation/comments/admin/late.html", context)


@permission_required(MODERATE)
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Lets one author post one draft, with a reason that she and the audit trail get."""
    draft = get_object_or_404(_late_drafts(), key=key)
    form = ReasonForm(request.POST or None, label=_("Why is it admitted? The author reads this."))
    if request.method == "POST" and form.is_valid():
        try:
            admit_late(comment=draft, by=request.user, reason=form.cleaned_data["reason"], at=timezone.now())
        except CommentRefused as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The author can post the draft now, and gets a mail."))
            return redirect("moderation:late")
    context = {"draft": draft, "form": form, "page_title": _("Admit a draft"), "header_icon": "time"}
    return TemplateResponse(request, "consultation/comments/admin/admit.html", context)


def _late_drafts() -> QuerySet[Comment]:
    now = timezone.now()
    closed = Q(version__round__closes_at__lte=now) | Q(version__corrects__round__closes_at__lte=now)
    return Comment.objects.filter(closed, posted_at=None, submitter__user__is_active=True).select_related(
        "submitter__user__organisation", "section", "version"
    )
