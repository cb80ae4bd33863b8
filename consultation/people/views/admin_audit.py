"""The audit trail for administrators: everything that was logged, whatever it was about."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import IntegerField, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import ContentTypeFilter
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from consultation.people.models import User

AUDIT_PERMISSION = "people.read_audit_trail"


class AuditTrailFilterSet(SiteHistoryReportFilterSet):
    """Wagtail's filters, offering all actions, people and types instead of those that the reader may edit."""

    object_type = ContentTypeFilter(label=_("Type"), method="filter_object_type", queryset=lambda request: _logged_types())

    def get_action_choices(self) -> list[tuple[str, str]]:
        return registry.get_choices()

    def get_user_choices(self) -> QuerySet[User]:
        return User.objects.order_by("name")

    class Meta(SiteHistoryReportFilterSet.Meta):
        model = PageLogEntry


class AuditTrailView(LogEntriesView):
    """Wagtail's own report leaves out what its reader may not edit; an audit trail with holes is none."""

    page_title = _("Audit trail")
    filterset_class = AuditTrailFilterSet
    index_url_name = "audit-trail"
    index_results_url_name = "audit-trail-results"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(AUDIT_PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filtered_queryset(self) -> QuerySet[Any]:
        """One union over the log tables, each filtered apart; Wagtail's docstring says why it must be so."""
        self.log_models = list(registry.get_log_entry_models())
        parts = [
            self.filter_queryset(
                model.objects.values("pk", "timestamp").annotate(log_model_index=Value(index, output_field=IntegerField()))
            ).order_by()
            for index, model in enumerate(self.log_models)
        ]
        return parts[0].union(*parts[1:], all=True).order_by("-timestamp")


def _logged_types() -> QuerySet[ContentType]:
    logged: set[int] = set()
    for model in registry.get_log_entry_models():
        logged |= model.objects.all().get_content_type_ids()
    return ContentType.objects.filter(pk__in=logged).order_by("model")
